/**
 * What recipients say of a message. Delivered (by a machine), acknowledged (by a named officer) and
 * disseminated (to levels, at a time) are three facts and are never taken for each other.
 */

import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { findIllegalStep } from "../machine.ts";
import { acknowledge } from "./acknowledge.ts";
import type { MessageCommand } from "./commands.ts";
import { noteDisseminated } from "./disseminate.ts";
import { findMessage, findReceived, messageResult } from "./find.ts";
import type { Received } from "./find.ts";
import { MESSAGE } from "./model.ts";
import type { Message } from "./model.ts";
import { step } from "./progress.ts";
import { readBack } from "./reading-back.ts";
import { changed } from "./receiving.ts";
import { sendMessage, unqueue } from "./send.ts";
import { translate } from "./translate.ts";

export const MESSAGE_HANDLERS: Handlers<MessageCommand> = {
  "send-message": (context, command) => sendMessage(context, command),
  "note-delivered": (context, { messageId }) => {
    const found = findReceived(context, messageId);
    return found.ok ? noteDelivered(context, found.value) : refused(found.refusal);
  },
  "read-back": (context, command) => {
    const found = findReceived(context, command.messageId);
    return found.ok ? readBack(context, found.value, command) : refused(found.refusal);
  },
  "acknowledge-message": (context, command) => {
    const found = findReceived(context, command.messageId);
    return found.ok ? acknowledge(context, found.value, command) : refused(found.refusal);
  },
  "note-disseminated": (context, command) => {
    const found = findReceived(context, command.messageId);
    return found.ok ? noteDisseminated(context, found.value, command) : refused(found.refusal);
  },
  "close-message": (context, { messageId }) => {
    const found = findMessage(context, messageId);
    return found.ok ? closeMessage(context, found.value) : refused(found.refusal);
  },
  "translate-message": (context, command) => {
    const found = findMessage(context, command.messageId);
    return found.ok ? translate(context, found.value, command) : refused(found.refusal);
  },
};

/** Said again, or after a person has acknowledged, it adds the fact alone: a receipt goes not back. */
const noteDelivered = (context: Context, { message, receipt }: Received): Applied => {
  if (receipt.deliveredMs !== null) return accepted(messageResult(message), []);
  receipt.deliveredMs = context.entry.atMs;
  if (receipt.state === "undelivered") receipt.state = "delivered";
  return changed(context, message, "delivered");
};

const closeMessage = (context: Context, message: Message): Applied => {
  const { id, state } = message;
  if (message.party !== context.party)
    return refused({ reason: "not-permitted", detail: "a message is closed by its sender" });
  const illegal = findIllegalStep(MESSAGE, id, { from: state, to: "closed" });
  if (illegal) return refused(illegal);
  if (state === "queued") unqueue(context.state, message);
  for (const receipt of message.receipts) receipt.clock = null;
  step(message, "closed", context.entry.atMs);
  return changed(context, message, "closed");
};
