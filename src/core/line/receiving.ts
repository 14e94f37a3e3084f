/** What every act of a recipient on a message needs: a named officer, and a receipt that takes it. */

import { accepted } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import { isPerson } from "../parties/roles.ts";
import { badField } from "./bad-field.ts";
import type { MessageCause } from "./changes.ts";
import { messageChanged, messageResult } from "./find.ts";
import type { Received } from "./find.ts";
import { MESSAGE, RECEIPT } from "./model.ts";
import type { Act, Message, ReceiptState } from "./model.ts";
import { settle } from "./progress.ts";

/** Answered with the message, brought up to what its receipts now say. */
export const changed = ({ entry }: Context, message: Message, cause: MessageCause): Applied => {
  settle(message, entry.atMs);
  return accepted(messageResult(message), [messageChanged(message, cause)]);
};

export const findClosed = ({ id, state }: Message): Refusal | null =>
  state === "closed" ? findIllegalStep(MESSAGE, id, { from: state, to: "acknowledged" }) : null;

export const findIllegal = ({ message, receipt }: Received, to: ReceiptState): Refusal | null =>
  findClosed(message) ?? findIllegalStep(RECEIPT, message.id, { from: receipt.state, to });

/** Who says it: a person, and one that is named. */
export const findNoOfficer = ({ state, entry }: Context, role: Act["role"]): Refusal | null => {
  if (role === "machine")
    return badField("role", "is machine", "let an officer say it; delivered is what machines say");
  return isPerson(state.parties, entry.by)
    ? null
    : {
        reason: "not-permitted",
        detail: "an acknowledgement names its officer: the token names none",
      };
};

export const actOf = ({ entry }: Context, role: Act["role"]): Act => ({
  by: entry.by!,
  role,
  atMs: entry.atMs,
});
