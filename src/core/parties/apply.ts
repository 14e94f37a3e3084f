/** What each command of a party about itself does. */

import type { Handlers } from "../handling.ts";
import { DESK_HANDLERS } from "./apply-desks.ts";
import { KEY_HANDLERS } from "./apply-keys.ts";
import { PEOPLE_HANDLERS } from "./apply-people.ts";
import type { PartyCommand } from "./commands.ts";

export const PARTY_HANDLERS: Handlers<PartyCommand> = {
  ...DESK_HANDLERS,
  ...PEOPLE_HANDLERS,
  ...KEY_HANDLERS,
};
