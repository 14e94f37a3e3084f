/** Changes that other USSs tell this server of, and what those whom it serves read of them. */

import type { NoteUssChange } from "../../core/airspace/commands.ts";
import type { Notice } from "../../core/airspace/notices-model.ts";
import type { Told, UssContext, UssHandlers } from "./context.ts";
import { F3548_LIMITS } from "./limits.ts";
import { parseAfter, parseConstraintTold, parseIntentTold } from "./parse-notices.ts";
import { encodeTime } from "./time.ts";
import { badField } from "./wire-error.ts";
import { write } from "./write.ts";

type NoticesEndpoint =
  | "notifyOperationalIntentDetailsChanged"
  | "notifyConstraintDetailsChanged"
  | "listNotifications";

export const noticesHandlers = (context: UssContext): Pick<UssHandlers, NoticesEndpoint> => ({
  notifyOperationalIntentDetailsChanged: ({ uss, body }) =>
    note(context, parseIntentTold({ uss, own: context.own, body })),
  notifyConstraintDetailsChanged: ({ uss, body }) =>
    note(context, parseConstraintTold({ uss, own: context.own, body })),
  listNotifications: ({ uss, query }) => {
    const after = parseAfter(query["after"]);
    const found = context.engine.airspace().noticesAfter(uss.manager, after);
    if (!found) {
      throw badField("after", "is more than there were", "give next of the page before");
    }
    return { body: encodePage(found, after) };
  },
});

const note = async (context: UssContext, command: NoteUssChange): Promise<Told> => {
  await write(context, { command, what: "noted" });
  return { status: 204 };
};

type Found = { readonly notices: readonly Notice[]; readonly missedCount: number };

/** As many as fit; `next` is where to go on. */
const encodePage = ({ notices, missedCount }: Found, after: number): object => {
  const page = notices.slice(0, fitting(notices));
  return {
    notifications: page.map(encodeNotice),
    next: page.at(-1)?.number ?? after,
    remaining: notices.length - page.length,
    missed: missedCount,
  };
};

const fitting = (notices: readonly Notice[]): number => {
  const { noticesPerPageMax, noticeCharsPerPageMax } = F3548_LIMITS;
  let chars = 0;
  const end = notices.findIndex(({ entity }, i) => {
    chars += entity?.length ?? 0;
    return i >= noticesPerPageMax || chars > noticeCharsPerPageMax;
  });
  return end === -1 ? notices.length : end;
};

/** The message as it was told, with the reader's own subscriptions alone. */
const encodeNotice = ({ number, atMs, by, what, id, entity, subscriptions }: Notice): object => {
  const name = what === "intent" ? "operational_intent" : "constraint";
  return {
    number,
    time_received: encodeTime(atMs * 1000),
    uss: by,
    message: {
      [`${name}_id`]: id,
      ...(entity === null ? {} : { [name]: JSON.parse(entity) }),
      subscriptions: subscriptions.map(([subscription_id, notification_index]) => ({
        subscription_id,
        notification_index,
      })),
    },
  };
};
