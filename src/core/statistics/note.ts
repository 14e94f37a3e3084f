/** The one place where what happened is counted: after each entry, from its changes. */

import type { Change } from "../changes.ts";
import type { Conflict } from "../conflicts/model.ts";
import { pairKey } from "../disclosure/model.ts";
import type { Entry } from "../entry.ts";
import type { LineCause } from "../line/changes.ts";
import { NOT_ACKNOWLEDGED } from "../line/clocks.ts";
import { lineStateOf } from "../line/model.ts";
import type { Message } from "../line/model.ts";
import { LIMITS } from "../limits.ts";
import type { Notice, Operation } from "../operations/model.ts";
import { currentVersion } from "../operations/model.ts";
import type { State } from "../state.ts";
import { ANSWER_BANDS_MIN, bandOf, count, DAY_MS, dayOf, NOTICE_BANDS_MIN } from "./model.ts";
import { noteThing } from "./note-things.ts";
import type {
  CheckEnd,
  ConflictStep,
  CountedLine,
  PartyCounter,
  StatisticsState,
} from "./model.ts";

const MINUTE_MS = 60_000;

/** Counts what the entry changed; a thing that several of its changes name is counted once. */
export const noteChanges = (state: State, entry: Entry, changes: readonly Change[]): void => {
  const noted = new Set<string>();
  const isNew = (id: string): boolean => !noted.has(id) && noted.add(id).has(id);
  for (const change of changes) {
    switch (change.kind) {
      case "operation-filed":
      case "operation-replaced":
      case "operation-moved":
        if (isNew(change.operationId)) noteNotice(state, entry, change.operationId);
        break;
      case "conflict-opened":
      case "conflict-changed":
      case "conflict-closed":
      case "conflict-moved":
      case "conflict-unresolved":
        if (isNew(change.conflictId)) noteConflict(state, entry, change.conflictId);
        break;
      case "conflict-overdue":
        noteOverdue(state, entry, change.conflictId);
        break;
      case "channel-changed":
        noteLine(state, entry, change.channelId);
        break;
      case "line-changed":
        noteLine(state, entry, change.channelId);
        noteCheck(state, entry, change);
        break;
      case "message-sent":
        noteSent(state, entry, change.messageId);
        break;
      case "message-changed":
        if (change.cause === "acknowledged") noteAcknowledged(state, entry, change.messageId);
        else if (change.cause === "raised" && isNew(change.messageId))
          noteOverdueOf(state, entry, change.messageId);
        break;
      default:
        noteThing(state, entry, change, isNew);
    }
  }
};

/** Of what leaves the state: what was counted stays. */
export const forgetCounted = (statistics: StatisticsState, conflictId: string): void =>
  void statistics.conflicts.delete(conflictId);

const noteNotice = (state: State, { seq, atMs }: Entry, operationId: string): void => {
  const operation = state.operations.get(operationId);
  const notice = operation && noticeOf(operation, seq);
  if (!operation || !notice) return;
  const { kind, minutesOfNotice, isShortNotice } = notice;
  const counters: PartyCounter[] = [`notice:${kind}`];
  if (isShortNotice) counters.push("notice:short");
  if (minutesOfNotice !== null)
    counters.push(`minutes:${bandOf(NOTICE_BANDS_MIN, minutesOfNotice)}`);
  const at = { key: operation.party, day: dayOf(atMs) };
  count(state.statistics.parties, at, ...counters);
};

/** The notice that this entry was; a move without one is none. */
const noticeOf = (operation: Operation, seq: number): Notice | undefined =>
  [operation.cancelNotice, currentVersion(operation).notice].find((one) => one?.seq === seq) ??
  undefined;

const noteConflict = (state: State, { atMs }: Entry, conflictId: string): void => {
  const conflict = state.conflicts.get(conflictId);
  if (!conflict) return;
  const { conflicts } = state.statistics;
  const before = conflicts.get(conflictId);
  const isOfPair = before?.isOfPair === true || isOwnedByBoth(conflict);
  const { life } = conflict;
  if (before?.life === life && before.isOfPair === isOfPair) return;
  conflicts.set(conflictId, { life, isOfPair });
  if (life !== "detected" && before?.life !== life) countStep(state, conflict, { life, atMs });
  // The two learn of each other by owning it: from then on it is counted as theirs.
  if (isOfPair) countForPair(state, conflict, { life, atMs });
};

/** Then each side is told which party the other is. */
const isOwnedByBoth = ({ sides }: Conflict): boolean => sides.every(({ owner }) => owner !== null);

const noteOverdue = (state: State, { atMs }: Entry, conflictId: string): void => {
  const conflict = state.conflicts.get(conflictId);
  if (!conflict) return;
  countStep(state, conflict, { life: "overdue", atMs });
  if (state.statistics.conflicts.get(conflictId)?.isOfPair)
    countForPair(state, conflict, { life: "overdue", atMs });
};

type Step = { readonly life: ConflictStep | "detected"; readonly atMs: number };

const sidesOf = (state: State, { operationIds }: Conflict): readonly string[] =>
  [...new Set(operationIds.flatMap((id) => state.operations.get(id)?.party ?? []))].toSorted();

const countStep = (state: State, conflict: Conflict, { life, atMs }: Step): void => {
  if (life === "detected") return;
  for (const key of sidesOf(state, conflict))
    count(state.statistics.parties, { key, day: dayOf(atMs) }, `conflict:${life}`);
};

const countForPair = (state: State, conflict: Conflict, { life, atMs }: Step): void => {
  const [one, other] = sidesOf(state, conflict);
  if (life === "detected" || one === undefined || other === undefined) return;
  const at = { key: pairKey(one, other), day: dayOf(atMs) };
  count(state.statistics.pairs, at, `conflict:${life}`);
};

/** The time up to now counts as what the line was; from now on it is what it is. */
const noteLine = (state: State, { atMs }: Entry, channelId: string): void => {
  const { lines, channels } = state.statistics;
  const before = lines.get(channelId);
  if (before) {
    for (const { day, ms } of daysOf(before, atMs))
      count(channels, { key: channelId, day, by: ms }, `line:${before.state}`);
  }
  const channel = state.line.channels.get(channelId);
  if (channel?.state === "open")
    lines.set(channelId, { state: lineStateOf(channel), sinceMs: atMs });
  else lines.delete(channelId);
};

/** How long a line was on each day; only of the days that are kept. */
export const daysOf = (
  { sinceMs }: Pick<CountedLine, "sinceMs">,
  untilMs: number,
): readonly { readonly day: number; readonly ms: number }[] => {
  const days: { day: number; ms: number }[] = [];
  const last = dayOf(untilMs);
  const first = Math.max(dayOf(sinceMs), last - LIMITS.statisticsDaysKeptMax + 1);
  for (let day = first; day <= last; day++) {
    const ms = Math.min(untilMs, (day + 1) * DAY_MS) - Math.max(sinceMs, day * DAY_MS);
    if (ms > 0) days.push({ day, ms });
  }
  return days;
};

const ENDED: Readonly<Partial<Record<LineCause, CheckEnd>>> = {
  check_answered: "answered",
  check_missed: "missed",
  check_not_held: "not_held",
};

const noteCheck = (
  { statistics }: State,
  { atMs }: Entry,
  { channelId, cause }: { readonly channelId: string; readonly cause: LineCause },
): void => {
  const end = ENDED[cause];
  if (end) count(statistics.channels, { key: channelId, day: dayOf(atMs) }, `check:${end}`);
};

/** Nobody is asked to acknowledge a line check. */
const findCounted = ({ line }: State, messageId: string): Message | null => {
  const message = line.messages.get(messageId);
  return message && !NOT_ACKNOWLEDGED.has(message.kind) ? message : null;
};

const noteSent = (state: State, { atMs }: Entry, messageId: string): void => {
  const message = findCounted(state, messageId);
  if (!message) return;
  for (const { party } of message.receipts) {
    const at = { key: pairKey(message.party, party), day: dayOf(atMs) };
    count(state.statistics.messages, at, `sent:${message.header.precedence}`);
  }
};

/** The recipient that said so in this entry; a concern that it adds later is no second time. */
const noteAcknowledged = (state: State, { atMs, origin }: Entry, messageId: string): void => {
  const message = findCounted(state, messageId);
  const to = origin === "system" ? null : origin.party;
  const receipt = message?.receipts.find(({ party }) => party === to);
  if (!message || !receipt || message.sentMs === null) return;
  if (receipt.acknowledged?.atMs !== atMs) return;
  const isLate = message.acknowledgeByMs !== null && atMs > message.acknowledgeByMs;
  const waited = bandOf(ANSWER_BANDS_MIN, Math.floor((atMs - message.sentMs) / MINUTE_MS));
  const at = { key: pairKey(message.party, receipt.party), day: dayOf(atMs) };
  const { precedence } = message.header;
  const how = isLate ? ("late" as const) : ("in_time" as const);
  count(state.statistics.messages, at, `${how}:${precedence}`, `waited:${waited}`);
};

/** Those whose time to acknowledge ran out in this entry. */
const noteOverdueOf = (state: State, { atMs }: Entry, messageId: string): void => {
  const message = findCounted(state, messageId);
  if (!message) return;
  for (const { party, notAcknowledgedMs } of message.receipts) {
    if (notAcknowledgedMs !== atMs) continue;
    const at = { key: pairKey(message.party, party), day: dayOf(atMs) };
    count(state.statistics.messages, at, `overdue:${message.header.precedence}`);
  }
};
