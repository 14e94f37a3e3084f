/** What the log's order says each request of a USS must have been answered. */

import assert from "node:assert/strict";
import type { DeleteIntent, PutIntent } from "../../src/core/airspace/commands.ts";
import type { AirspaceResult, Unread } from "../../src/core/airspace/results.ts";
import type { State } from "../../src/core/state.ts";
import { encodeIntent, encodeSubscriber } from "../../src/api/f3548/encode.ts";
import { errorOfRefusal } from "../../src/api/f3548/write.ts";
import { replayLogFile } from "../../src/server/offline.ts";
import { logPath } from "../../src/server/theatre-folder.ts";
import type { Answer, Sent } from "./cell.ts";

/** One entry of the log, and what it came to when it was applied in its place. */
export type Written = {
  readonly seq: number;
  readonly words: string;
  readonly command: PutIntent | DeleteIntent;
  readonly answer: Answer;
  /** Null: it was done. */
  readonly unread: Unread | null;
  /** Did it change anything? What is said again does not. */
  readonly isNew: boolean;
};

/** Two with the same words are one request, sent twice. */
export const wordsOf = ({ manager, id, ovn, body }: Omit<Sent, "answer" | "slot">): string =>
  JSON.stringify([manager, id, ovn, body && [body.state, body.key]]);

const STATES = { accepted: "Accepted", activated: "Activated" } as const;

const wordsOfCommand = (command: PutIntent | DeleteIntent): string => {
  const { manager, id, ovn } = command;
  if (command.kind === "delete-intent") return wordsOf({ manager, id, ovn, body: null });
  const state = STATES[command.state as keyof typeof STATES];
  return wordsOf({ manager, id, ovn, body: { state, key: command.key } });
};

const silent = (): void => {};

/** Every entry about an intent, in order, and the state that all add up to. */
export const readWritten = async (
  dataDir: string,
): Promise<{ readonly written: readonly Written[]; readonly state: State }> => {
  const written: Written[] = [];
  const ovns = new Map<string, string>();
  const { state } = await replayLogFile(
    logPath(dataDir),
    silent,
    ({ seq, command }, { outcome }) => {
      if (command.kind !== "put-intent" && command.kind !== "delete-intent") return;
      const about = { seq, command, words: wordsOfCommand(command) };
      if (!outcome.ok) {
        const { status, message, members } = errorOfRefusal(outcome.refusal);
        const { refusal } = outcome;
        const unread = refusal.reason === "airspace-unread" ? refusal.unread : null;
        const answer = { status, body: { message, ...members } };
        written.push({ ...about, answer, unread, isNew: false });
        return;
      }
      const result = outcome.value as Extract<AirspaceResult, { what: "intent" }>;
      const isNew = command.kind === "delete-intent" || ovns.get(command.id) !== result.intent.ovn;
      ovns.set(command.id, result.intent.ovn!);
      const status = command.ovn === null ? 201 : 200;
      const body = {
        subscribers: result.subscribers.map(encodeSubscriber),
        operational_intent_reference: encodeIntent(result.intent),
      };
      written.push({ ...about, answer: { status, body }, unread: null, isNew });
    },
  );
  return { written, state };
};

/** Each answer is one that the log gives to these words, and none is given to two. */
export const checkExplained = (sent: readonly Sent[], written: readonly Written[]): void => {
  const given = new Map<string, string[]>();
  for (const { words, answer } of written) {
    given.set(words, [...(given.get(words) ?? []), textOf(answer)]);
  }
  for (const one of sent) {
    if (one.answer === null) continue;
    const [words, answer] = [wordsOf(one), textOf(one.answer)];
    const left = given.get(words) ?? [];
    const at = left.indexOf(answer);
    assert.ok(at >= 0, `${words} was answered ${answer}, and the log has ${left.join(" or ")}`);
    left.splice(at, 1);
  }
};

const textOf = ({ status, body }: Answer): string => `${status} ${JSON.stringify(inOrder(body))}`;

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, inOrder(inner)]),
  );
};

/** Every request was done once at most, every version follows the one before, no OVN comes twice. */
export const checkOnce = (sent: readonly Sent[], written: readonly Written[]): void => {
  const known = new Set(sent.map(wordsOf));
  const done = written.filter(({ isNew }) => isNew);
  const words = done.map((one) => one.words);
  assert.equal(new Set(words).size, words.length, "nothing was done twice");
  assert.deepEqual(
    words.filter((one) => !known.has(one)),
    [],
    "nothing that nobody asked for",
  );
  const puts = done.filter(({ command }) => command.kind === "put-intent");
  const references = puts.map(({ answer }) => answer.body.operational_intent_reference);
  const ovns = references.map(({ ovn }) => ovn);
  assert.equal(new Set(ovns).size, ovns.length, "no OVN was given twice");
  const versions = new Map<string, number>();
  for (const { id, version } of references) {
    assert.equal(version, (versions.get(id) ?? 0) + 1, `${id}: versions without gaps`);
    versions.set(id, version);
  }
};

/** Each subscription is told 1, 2, 3 and so on, by whatever was done, in the log's order. */
export const countsOf = (written: readonly Written[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { answer, isNew } of written) {
    if (!isNew) continue;
    for (const { subscriptions } of answer.body.subscribers) {
      for (const { subscription_id: id, notification_index: index } of subscriptions) {
        assert.equal(index, (counts.get(id) ?? 0) + 1, `${id}: counts without gaps`);
        counts.set(id, index);
      }
    }
  }
  return counts;
};
