/**
 * Clocks of acknowledgement and of answers: due times in the state, one at a time for each recipient.
 * What was acknowledged, answered or closed meanwhile leaves its due time behind, and that finds a
 * clock that is no longer set to it.
 */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import { nextLevel } from "../parties/model.ts";
import type { State } from "../state.ts";
import type { MessageCause } from "./changes.ts";
import { rulesOf } from "./checks.ts";
import { messageChanged } from "./find.ts";
import type { Kind } from "./kinds.ts";
import type { ClockStep, Message, Raise, Receipt } from "./model.ts";
import { settle } from "./progress.ts";
import { HOTLINE_KINDS } from "./rules.ts";

type Step = { readonly step: ClockStep; readonly afterMs: number };

/** Answered by itself, or not at all: nobody is called over a line check. */
export const NOT_ACKNOWLEDGED: ReadonlySet<Kind> = new Set(["line_check", "line_check_reply"]);

const acknowledgeWithinMs = (state: State, { header }: Message): number =>
  rulesOf(state).acknowledgeWithinMs[header.precedence];

/** What happens while nobody acknowledges, in order of time. */
const stepsOf = (state: State, message: Message): readonly Step[] => {
  const { hotline } = rulesOf(state);
  if (HOTLINE_KINDS.has(message.kind)) {
    return [
      { step: "deputy", afterMs: hotline.deputyMs },
      { step: "duty_officer", afterMs: hotline.dutyOfficerMs },
      { step: "next_level", afterMs: hotline.nextLevelMs },
    ];
  }
  const wholeMs = acknowledgeWithinMs(state, message);
  return [
    { step: "reminder", afterMs: Math.floor(wholeMs / 2) },
    { step: "next_level", afterMs: wholeMs },
  ];
};

/** Starts what runs from the moment of sending. */
export const startClocks = (state: State, message: Message, atMs: number): void => {
  const { replyWithinMs } = rulesOf(state);
  const owedMs = replyWithinMs[message.kind];
  const { replyByMs: named = atMs } = message.header;
  // One that passed while the message waited its turn is nobody's debt.
  message.replyByMs = named > atMs ? named : owedMs === undefined ? null : atMs + owedMs;
  if (message.replyByMs !== null) {
    state.due.push({ dueMs: message.replyByMs, kind: "reply-due", id: message.id });
  }
  if (NOT_ACKNOWLEDGED.has(message.kind)) return;
  message.acknowledgeByMs = atMs + acknowledgeWithinMs(state, message);
  for (const receipt of message.receipts)
    setClock(state, message, receipt, { fromMs: atMs, at: 0 });
};

const setClock = (
  state: State,
  message: Message,
  receipt: Receipt,
  { fromMs, at }: { readonly fromMs: number; readonly at: number },
): void => {
  const next = stepsOf(state, message)[at];
  if (!next) {
    receipt.clock = null;
    return;
  }
  const dueMs = fromMs + next.afterMs;
  receipt.clock = { step: next.step, dueMs, fromMs };
  state.due.push({ dueMs, kind: "message-clock", id: `${message.id} ${receipt.party}` });
};

/** Due: a step of one recipient's clock. */
export const clockDue = (state: State, entry: Entry, { id, dueMs }: Due): Change[] => {
  const [messageId = "", party] = id.split(" ");
  const message = state.line.messages.get(messageId);
  const receipt = message?.receipts.find((one) => one.party === party);
  if (!message || !receipt?.clock || receipt.clock.dueMs !== dueMs) return [];
  const { step, fromMs } = receipt.clock;
  const { atMs } = entry;
  if (dueMs - fromMs >= acknowledgeWithinMs(state, message)) receipt.notAcknowledgedMs ??= atMs;
  if (step === "next_level") raise(state, message, receipt, { atMs, for: "acknowledgement" });
  else {
    if (step === "reminder") receipt.remindedMs = atMs;
    else receipt.raises.push({ atMs, for: "acknowledgement", to: step, level: receipt.level });
    const at = stepsOf(state, message).findIndex((one) => one.step === step);
    setClock(state, message, receipt, { fromMs, at: at + 1 });
  }
  settle(message, atMs);
  return [messageChanged(message, CAUSE[step])];
};

const CAUSE: Readonly<Record<ClockStep, MessageCause>> = {
  reminder: "reminder",
  deputy: "raised",
  duty_officer: "raised",
  next_level: "raised",
};

/**
 * To the next level at which the recipient has a desk, where the clock starts anew. With no such desk
 * that is said: `level` null. Two things overdue at one moment raise it once: no level is passed over.
 */
export const raise = (
  state: State,
  message: Message,
  receipt: Receipt,
  { atMs, for: what }: Pick<Raise, "atMs" | "for">,
): void => {
  const raised = receipt.raises.find((one) => one.to === "next_level" && one.atMs === atMs);
  const level = raised ? raised.level : nextLevel(state.parties, receipt.party, receipt.level);
  receipt.notAcknowledgedMs ??= what === "acknowledgement" ? atMs : null;
  receipt.raises.push({ atMs, for: what, to: "next_level", level });
  if (level !== null) receipt.level = level;
  if (what === "reply") return;
  if (level === null) receipt.clock = null;
  else setClock(state, message, receipt, { fromMs: atMs, at: 0 });
};

/** Due: an answer was owed by now. That there was none is a fact, with its time, and is raised. */
export const replyDue = (state: State, entry: Entry, { id, dueMs }: Due): Change[] => {
  const message = state.line.messages.get(id);
  if (!message || message.replyByMs !== dueMs || message.state === "closed") return [];
  const { atMs } = entry;
  const silent = message.receipts.filter(({ answer }) => answer === null);
  if (silent.length === 0) return [];
  for (const receipt of silent) {
    receipt.noReplyMs = atMs;
    raise(state, message, receipt, { atMs, for: "reply" });
  }
  settle(message, atMs);
  return [messageChanged(message, "no_reply")];
};
