/** What each command of the line does, and what falls due on it. */

import type { Change } from "../changes.ts";
import type { LineCommand } from "./commands.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import type { Handlers } from "../handling.ts";
import type { State } from "../state.ts";
import { CHANNEL_HANDLERS } from "./channels.ts";
import { askDue, endDue } from "./checks.ts";
import { clockDue, replyDue } from "./clocks.ts";
import type { LineDueKind } from "./due.ts";
import { MESSAGE_HANDLERS } from "./receipts.ts";
import { forgetDue, releaseDue } from "./send.ts";

export const LINE_HANDLERS: Handlers<LineCommand> = { ...CHANNEL_HANDLERS, ...MESSAGE_HANDLERS };

export const LINE_DUE_HANDLERS: Readonly<
  Record<LineDueKind, (state: State, entry: Entry, due: Due) => readonly Change[]>
> = {
  "message-clock": clockDue,
  "reply-due": replyDue,
  "release-messages": releaseDue,
  "forget-message": forgetDue,
  "line-check": askDue,
  "line-check-over": endDue,
};
