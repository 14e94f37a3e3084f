/**
 * Line checks: by machine every hour, by a person twice a day. A line is as good as its worse end:
 * one missed in a row is late, two degraded, three silent, and then another level is asked.
 */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { assert } from "../outcome.ts";
import { COMMAND_LEVELS } from "../parties/model.ts";
import { isPerson } from "../parties/roles.ts";
import type { State } from "../state.ts";
import type { ReplyLineCheck } from "./commands.ts";
import { channelResult, lineChanged } from "./find.ts";
import { LINE, lineStateOf, sideOf } from "./model.ts";
import type { Channel, CheckKind, LineCheck, MeasuredState } from "./model.ts";
import { DEFAULT_LINE_RULES } from "./rules.ts";
import type { LineRules } from "./rules.ts";
import { testPhraseOf } from "./check-phrase.ts";

export const rulesOf = (state: State): LineRules => state.theatre?.rules.line ?? DEFAULT_LINE_RULES;

/** A channel that has just opened: nothing is known of the line before the first answer. */
export const startChecks = ({ state, entry }: Context, channel: Channel): Change[] => {
  channel.measured = "open";
  channel.lineSinceMs = entry.atMs;
  channel.suspensions.length = 0;
  channel.askedThrough = null;
  for (const check of channel.checks) check.isOver = true;
  for (const side of channel.sides) Object.assign(side.missed, { machine: 0, person: 0 });
  schedule(state, channel, "machine", entry.atMs);
  schedule(state, channel, "person", entry.atMs);
  return ask(state, channel, { kind: "machine", atMs: entry.atMs, becauseOf: null });
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const nextCheckMs = (rules: LineRules, kind: CheckKind, atMs: number): number | null => {
  if (kind === "machine") {
    const every = rules.machineCheckEveryMs;
    return (Math.floor(atMs / every) + 1) * every;
  }
  const midnightMs = Math.floor(atMs / DAY_MS) * DAY_MS;
  const hours = rules.personCheckHours.flatMap((hour) => [hour, hour + 24]);
  const times = hours.map((hour) => midnightMs + hour * HOUR_MS).filter((ms) => ms > atMs);
  return times.length > 0 ? Math.min(...times) : null;
};

const schedule = (state: State, channel: Channel, kind: CheckKind, atMs: number): void => {
  const dueMs = nextCheckMs(rulesOf(state), kind, atMs);
  channel.nextCheckMs[kind] = dueMs;
  if (dueMs !== null) state.due.push({ dueMs, kind: "line-check", id: `${channel.id} ${kind}` });
};

/** Due: the next check. After a time without a server only one is asked, and none is counted missed. */
export const askDue = (state: State, entry: Entry, { id, dueMs }: Due): Change[] => {
  const [channelId, kind] = id.split(" ") as [string, CheckKind];
  const channel = state.line.channels.get(channelId);
  if (channel?.state !== "open" || channel.nextCheckMs[kind] !== dueMs) return [];
  schedule(state, channel, kind, entry.atMs);
  return ask(state, channel, { kind, atMs: entry.atMs, becauseOf: null });
};

type Question = Pick<LineCheck, "kind" | "becauseOf"> & { readonly atMs: number };

const ask = (state: State, channel: Channel, { kind, atMs, becauseOf }: Question): Change[] => {
  const rules = rulesOf(state);
  const windowMs = kind === "machine" ? rules.machineCheckWindowMs : rules.personCheckWindowMs;
  const number = ++channel.lastCheckNumber;
  const untilMs = atMs + windowMs;
  const testPhrase = testPhraseOf(channel.id, number);
  const replies: LineCheck["replies"] = [];
  channel.checks.push({
    number,
    kind,
    testPhrase,
    askedMs: atMs,
    untilMs,
    becauseOf,
    isOver: false,
    isNotHeld: false,
    replies,
  });
  // One whose window is still open stays: who misses it is still to be counted.
  const old = channel.checks.findIndex(({ isOver }) => isOver);
  if (channel.checks.length > LIMITS.lineChecksKeptMax && old >= 0) channel.checks.splice(old, 1);
  state.due.push({ dueMs: untilMs, kind: "line-check-over", id: `${channel.id} ${number}` });
  return [lineChanged(channel, "check_asked")];
};

/**
 * Due: the window is over, and who did not answer has missed it. When the server itself was down, the
 * check was not held: that says nothing of the line, which stays as it was.
 */
export const endDue = (state: State, entry: Entry, { id, dueMs }: Due): Change[] => {
  const [channelId = "", number] = id.split(" ");
  const channel = state.line.channels.get(channelId);
  const check = channel?.checks.find((one) => one.number === Number(number));
  if (!channel || !check || check.isOver) return [];
  check.isOver = true;
  if (channel.state !== "open") return [];
  const missing = channel.sides.filter(
    ({ party }) => !check.replies.some((reply) => reply.party === party),
  );
  check.isNotHeld = missing.length > 0 && entry.atMs - dueMs > LIMITS.checkEndLateMaxMs;
  if (check.isNotHeld) return [lineChanged(channel, "check_not_held")];
  for (const side of missing) side.missed[check.kind]++;
  const wasSilent = channel.measured === "silent";
  measure(channel, entry.atMs, missing.length === 0);
  const changes = [lineChanged(channel, missing.length === 0 ? "check_answered" : "check_missed")];
  if (wasSilent || channel.measured !== "silent") return changes;
  return [...askThrough(state, entry, channel), ...changes];
};

const BY_MISSED = ["open", "late", "degraded", "silent"] as const;

/** `isWhole`: every end has answered a check in time. */
const measure = (channel: Channel, atMs: number, isWhole: boolean): void => {
  const before = lineStateOf(channel);
  const counts = channel.sides.flatMap(({ missed }) => [missed.machine, missed.person]);
  const worst = Math.min(Math.max(...counts), 3);
  const found: MeasuredState =
    worst === 0 && channel.measured !== "open" && !(channel.measured === "restored" && isWhole)
      ? "restored"
      : BY_MISSED[worst]!;
  if (found === channel.measured) return;
  const { measured } = channel;
  assert(LINE.next[measured].includes(found), `a line goes from ${measured} to ${found}`);
  channel.measured = found;
  if (found !== "silent") channel.askedThrough = null;
  if (lineStateOf(channel) !== before) channel.lineSinceMs = atMs;
};

/** A silent line is asked about on another of the same parties, the next higher level first. */
const askThrough = (state: State, entry: Entry, channel: Channel): Change[] => {
  const others = [...state.line.channels.values()].filter(
    (other) =>
      other !== channel &&
      other.state === "open" &&
      other.measured !== "silent" &&
      other.parties.join() === channel.parties.join(),
  );
  const rank = ({ level }: Channel): number => {
    const levels = COMMAND_LEVELS as readonly string[];
    const above = levels.indexOf(level) - levels.indexOf(channel.level);
    return above > 0 ? above : levels.length + Math.abs(above);
  };
  const [other] = others.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  channel.askedThrough = other?.id ?? null;
  if (!other) return [];
  return ask(state, other, { kind: "person", atMs: entry.atMs, becauseOf: channel.id });
};

const bad = (field: string, detail: string, remedy: string): Applied =>
  refused({ reason: "bad-field", field, detail, remedy });

export const replyLineCheck = (
  { state, entry, party }: Context,
  channel: Channel,
  { number, testPhrase, quality, role, heardBy }: ReplyLineCheck,
): Applied => {
  const check = channel.checks.find((one) => one.number === number);
  const id = `${channel.id} ${number}`;
  if (!check) return refused({ reason: "not-found", what: "line check", id: String(number) });
  if (testPhrase.trim().toLowerCase() !== check.testPhrase)
    return bad(
      "testPhrase",
      "testPhrase is not what was sent",
      "read it again, and say it as it stands",
    );
  if (check.kind === "person" && role === "machine")
    return bad("role", "role is machine: this check asks for a person", "let the watch answer");
  if (check.kind === "person" && !isPerson(state.parties, entry.by))
    return refused({
      reason: "not-permitted",
      detail: "this check asks for a person: the token names none",
    });
  const isNewest = channel.checks.findLast(({ kind }) => kind === check.kind) === check;
  const isAnswered = check.replies.some((one) => one.party === party);
  if (isAnswered || (check.isOver && !isNewest)) {
    const known = isAnswered ? "answered by you" : "over";
    return refused({
      reason: "wrong-state",
      what: "line check",
      id,
      state: known,
      wanted: "answered",
    });
  }
  const { atMs, by } = entry;
  check.replies.push({
    party,
    atMs,
    by,
    role,
    quality,
    heardBy: heardBy ?? null,
    isLate: check.isOver,
  });
  const side = sideOf(channel, party);
  side.missed[check.kind] = 0;
  side.lastReplyMs = atMs;
  measure(channel, atMs, false);
  return accepted(channelResult(channel), [lineChanged(channel, "check_replied")]);
};
