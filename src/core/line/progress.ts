/** How far a message has come: always as far as the recipient that is furthest behind. */

import { isFinal } from "../machine.ts";
import { assert } from "../outcome.ts";
import { isAcknowledged, MESSAGE } from "./model.ts";
import type { Message, MessageState, Receipt } from "./model.ts";
import { isOwed, readablesOf } from "./read-back-of.ts";
import type { Readable } from "./read-back-of.ts";

const isAnswered = ({ answer }: Receipt): boolean => answer !== null;
const isOwing = ({ replyByMs }: Message, receipt: Receipt): boolean =>
  replyByMs !== null && !isAnswered(receipt);
/** To somebody: where there was no higher desk, nobody was called. */
const isRaised = ({ raises }: Receipt): boolean =>
  raises.some(({ to, level }) => to !== "next_level" || level !== null);
const hasMissed = ({ notAcknowledgedMs }: Receipt): boolean => notAcknowledgedMs !== null;

const hasReadBack = (message: Message, receipt: Receipt): boolean =>
  receipt.readBacks.some(({ isMatch }) => isMatch) && findOwed(message, receipt).length === 0;

const stateNow = (message: Message): MessageState => {
  const { receipts, sentMs } = message;
  if (sentMs === null) return "queued";
  if (receipts.every(isAnswered)) return "answered";
  const isTaken = receipts.every((one) => isAcknowledged(one) || isAnswered(one));
  const isLate =
    (!isTaken && receipts.some(hasMissed)) ||
    receipts.some((one) => one.noReplyMs !== null && isOwing(message, one));
  if (isLate) return receipts.some(isRaised) ? "escalated" : "unanswered";
  if (isTaken) return "acknowledged";
  const hasRead = (one: Receipt): boolean =>
    isAcknowledged(one) || isAnswered(one) || hasReadBack(message, one);
  if (receipts.every(hasRead)) return "read_back";
  if (receipts.every((one) => one.state !== "undelivered" || hasRead(one))) return "delivered";
  return "sent";
};

/** Places that must be read back and were not yet as they were sent. */
export const findOwed = (message: Message, { readBacks }: Receipt): readonly Readable[] =>
  readablesOf(message).filter(
    (one) => isOwed(one) && !readBacks.some(({ field, isMatch }) => isMatch && field === one.field),
  );

/** Brings the message's state up to what its receipts say, each step with its time. */
export const settle = (message: Message, atMs: number): void => {
  if (isFinal(MESSAGE, message.state)) return;
  const to = stateNow(message);
  if (to === message.state) return;
  // What is raised at the moment it is overdue was unanswered first.
  if (to === "escalated" && message.state !== "unanswered") step(message, "unanswered", atMs);
  step(message, to, atMs);
};

export const step = (message: Message, to: MessageState, atMs: number): void => {
  assert(MESSAGE.next[message.state].includes(to), `a message goes from ${message.state} to ${to}`);
  message.state = to;
  message.steps.push({ state: to, atMs });
};
