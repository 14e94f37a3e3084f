/** Everything that is said of sites, and what falls due. */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import type { Handlers } from "../handling.ts";
import type { State } from "../state.ts";
import { onSiteLapse, onSiteReminder } from "./clock.ts";
import type { SiteCommand } from "./commands.ts";
import { OWNER_HANDLERS } from "./owner.ts";
import { forgetSite } from "./proximity.ts";
import { RECIPIENT_HANDLERS } from "./recipient.ts";

export { SITE_READ_HANDLERS } from "./recipient.ts";

export const SITE_HANDLERS: Handlers<SiteCommand> = { ...OWNER_HANDLERS, ...RECIPIENT_HANDLERS };

type Fire = (state: State, entry: Entry, due: Due) => readonly Change[];

export const SITE_DUE_HANDLERS: Readonly<
  Record<"site-reminder" | "site-lapse" | "forget-site", Fire>
> = {
  "site-reminder": (state, entry, { id, dueMs }) => onSiteReminder(state, entry, id, dueMs),
  "site-lapse": (state, entry, { id, dueMs }) => onSiteLapse(state, entry, id, dueMs),
  "forget-site": (state, _entry, { id }) => {
    forgetSite(state, id);
    return [];
  },
};
