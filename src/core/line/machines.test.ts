/** Every step that a table does not have is refused or never made, whatever is said in whatever order. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { digestState, dumpState, loadState } from "../dump.ts";
import { findIllegalStep, isFinal } from "../machine.ts";
import type { Machine } from "../machine.ts";
import { makeState } from "../state.ts";
import type { State } from "../state.ts";
import { applyEntry } from "../apply.ts";
import { MINUTE_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { LineCommand } from "./commands.ts";
import type { Kind } from "./kinds.ts";
import { CHANNEL, LINE, lineStateOf, MESSAGE, RECEIPT } from "./model.ts";
import type { ChannelState } from "./model.ts";
import { at, LINE_ID, TestLine } from "./test-line.ts";

for (const machine of [CHANNEL, LINE, MESSAGE, RECEIPT] as const) {
  test(`${machine.name}: a step is refused unless the table has it, and every state is reached`, () => {
    const { next, name, start } = machine as Machine<string>;
    const states = Object.keys(next);
    for (const from of states) {
      for (const to of states) {
        const refusal = findIllegalStep(machine as Machine<string>, "x", { from, to });
        if (next[from]!.includes(to)) assert.equal(refusal, null);
        else
          assert.deepEqual(refusal, {
            reason: "wrong-state",
            what: name,
            id: "x",
            state: from,
            wanted: to,
          });
      }
    }
    const reached = new Set([start]);
    for (const state of reached) for (const to of next[state]!) reached.add(to);
    assert.deepEqual([...reached].sort(), states.sort());
  });
}

const speaker = (state: ChannelState): string => (state === "proposed" ? "NORTH" : "SOUTH");

suite("a channel in each state", () => {
  const commands = {
    proposed: { kind: "propose-channel", parties: ["SOUTH"], level: "watch_desk" },
    open: { kind: "take-channel", channelId: LINE_ID },
    declined: { kind: "decline-channel", channelId: LINE_ID },
    closed: { kind: "close-channel", channelId: LINE_ID },
  } as const satisfies Record<ChannelState, LineCommand>;
  const path: Readonly<Record<ChannelState, readonly ChannelState[]>> = {
    proposed: ["proposed"],
    open: ["proposed", "open"],
    declined: ["proposed", "declined"],
    closed: ["proposed", "open", "closed"],
  };
  for (const from of Object.keys(commands) as ChannelState[]) {
    for (const to of Object.keys(commands) as ChannelState[]) {
      test(`${from} → ${to}`, () => {
        const line = new TestLine();
        for (const state of path[from]) line.theatre.must(speaker(state), commands[state]);
        const isLegal = CHANNEL.next[from].includes(to);
        assert.equal(line.reason(speaker(to), commands[to]), isLegal ? "accepted" : "wrong-state");
      });
    }
  }
});

test("a message that is closed takes no more, and stays", () => {
  const line = new TestLine().open();
  const message = line.send("NORTH", "hazard_warning");
  assert.equal(
    line.reason("SOUTH", { kind: "close-message", messageId: message.id }),
    "not-permitted",
  );
  assert.equal(line.reason("NORTH", { kind: "close-message", messageId: message.id }), "accepted");
  assert.equal(
    line.reason("NORTH", { kind: "close-message", messageId: message.id }),
    "wrong-state",
  );
  assert.equal(line.reason("SOUTH", line.ack(message)), "wrong-state");
  assert.equal(message.receipts[0]!.clock, null);
});

const KINDS_SAID = [
  "hazard_warning",
  "presence_query",
  "cease_request",
  "distress",
  "watch_change",
  "unusual_activity_query",
] as const satisfies readonly Kind[];
const PARTIES = ["NORTH", "SOUTH", "RELIEF"] as const;
const ROOM_ID = "NORTH:RELIEF:SOUTH:watch_desk";

type Act =
  | { readonly do: "send"; readonly party: number; readonly kind: number; readonly isRoom: boolean }
  | { readonly do: "receive"; readonly party: number; readonly which: number; readonly how: number }
  | { readonly do: "wait"; readonly minutes: number };

const sending = fc.record({
  do: fc.constant("send" as const),
  party: fc.nat(2),
  kind: fc.nat(KINDS_SAID.length - 1),
  isRoom: fc.boolean(),
});
/** Of the latest few, so that much is said of each. */
const receiving = fc.record({
  do: fc.constant("receive" as const),
  party: fc.nat(2),
  which: fc.nat(2),
  how: fc.nat(12),
});
const waiting = fc.record({
  do: fc.constant("wait" as const),
  minutes: fc.integer({ min: 1, max: 300 }),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: sending },
  { weight: 8, arbitrary: receiving },
  { weight: 1, arbitrary: waiting },
);

const READ = { lngDeg: 40.141, latDeg: 35.336 };

/** What a recipient (or the sender) may say of a message, by number. */
const receiveCommand = (line: TestLine, id: string, how: number): LineCommand => {
  const message = line.message(id);
  const { atMs } = line.theatre;
  const target = { target: id, concern: "safety" } as never;
  const { channelId } = message;
  const all: readonly LineCommand[] = [
    { kind: "note-delivered", messageId: id },
    line.ack(message),
    line.ack(message, { readBack: at(READ) }),
    line.ack(message, { ackKind: "received_with_concern", concern: "safety", readBack: at(READ) }),
    line.ack(message, {
      ackKind: "received_and_disseminated",
      levelsTold: ["unit_or_crew"],
      toldMs: atMs,
      readBack: at(READ),
    }),
    line.ack(message, { ackKind: "cannot_process" }),
    line.ack(message, { ackKind: "wrong_addressee", readBack: at({ lngDeg: 0, latDeg: 0 }) }),
    { kind: "read-back", messageId: id, readBack: at(READ), role: "deputy" },
    {
      kind: "note-disseminated",
      messageId: id,
      role: "deputy",
      levelsTold: ["operational_cell"],
      toldMs: atMs,
    },
    { kind: "close-message", messageId: id },
    line.command("objection", {}, target, channelId),
    line.command("concern", {}, target, channelId),
    line.command(
      message.kind === "presence_query" ? "presence_reply" : "cease_reply",
      { inReplyTo: id },
      message.kind === "presence_query" ? { presenceAnswer: "ours" } : { ceaseAnswer: "checking" },
      channelId,
    ),
  ];
  return all[how]!;
};

const RANK: Readonly<Record<string, number>> = {
  undelivered: 0,
  delivered: 1,
  acknowledged: 2,
  acknowledged_with_concern: 3,
  objected: 4,
};

const perform = (line: TestLine, one: Act): void => {
  const ids = [...line.theatre.state.line.messages.keys()];
  if (one.do === "wait") line.theatre.wait(one.minutes * MINUTE_MS);
  else if (one.do === "send") {
    const channelId = one.isRoom ? ROOM_ID : LINE_ID;
    const command = line.command(KINDS_SAID[one.kind]!, {}, {}, channelId);
    line.say(PARTIES[one.party]!, command);
  } else if (ids.length > 0) {
    const id = ids.at(-1 - (one.which % ids.length))!;
    line.say(PARTIES[one.party]!, receiveCommand(line, id, one.how));
  }
};

const makeLine = (): TestLine =>
  new TestLine({ messagesPerMinuteMax: 2 }).open().open(["NORTH", "RELIEF", "SOUTH"]);

test("receipts never go back, and every message ends answered for or is marked unanswered", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80, size: "max" }), (acts) => {
      const line = makeLine();
      const { messages, channels } = line.theatre.state.line;
      const ranks = new Map<string, number>();
      for (const one of acts) {
        perform(line, one);
        for (const message of messages.values()) {
          for (const { party, state } of message.receipts) {
            const key = `${message.id} ${party}`;
            assert.ok(RANK[state]! >= (ranks.get(key) ?? 0), `${key} goes back to ${state}`);
            ranks.set(key, RANK[state]!);
          }
          for (const [i, { state }] of message.steps.entries())
            if (i > 0) assert.ok(MESSAGE.next[message.steps[i - 1]!.state].includes(state));
        }
      }
      // A day later every clock has run out.
      for (let hour = 0; hour < 80; hour++) line.theatre.wait(60 * MINUTE_MS);
      for (const { state, receipts, id } of messages.values()) {
        assert.ok(
          !["queued", "sent", "delivered", "read_back"].includes(state),
          `${id} is ${state}`,
        );
        if (state === "unanswered" || state === "escalated")
          assert.ok(
            receipts.some(({ raises }) => raises.length > 0),
            `${id} was raised`,
          );
        assert.equal(
          receipts.every(({ clock }) => clock === null),
          true,
          `${id} has no clock left`,
        );
      }
      for (const channel of channels.values()) assert.ok(lineStateOf(channel) in LINE.next);
      assert.ok(isFinal(MESSAGE, "closed"));
    }),
    { numRuns: 150 },
  );
});

const digestOf = (state: State): string => {
  const parts: string[] = [];
  digestState(state, (text) => parts.push(text));
  return parts.join("");
};

test("a dump taken anywhere and continued gives what a replay gives", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), fc.nat(1000), (acts, at) => {
      const line = makeLine();
      for (const one of acts) perform(line, one);
      const { entries, state } = line.theatre;
      const cut = at % entries.length;
      const begun = makeState();
      for (const entry of entries.slice(0, cut)) applyEntry(begun, entry);
      const loaded = loadState(structuredClone(dumpState(begun)));
      for (const entry of entries.slice(cut)) applyEntry(loaded, entry);
      assert.equal(digestOf(loaded), digestOf(state));
    }),
    { numRuns: 40 },
  );
});

test("who is not on a channel sees not one byte change, whatever is said there", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const line = new TestLine().open();
      const asRelief = viewFor(line.theatre.state, { kind: "party", party: "RELIEF" });
      const read = (): string =>
        JSON.stringify([
          asRelief.channels({ limit: 100 }),
          asRelief.messages({}, { limit: 100 }),
          asRelief.messages({ channelId: LINE_ID }, { limit: 100 }),
          asRelief.line.channel(LINE_ID),
          [...line.theatre.state.line.messages.keys()].map((id) => asRelief.line.message(id)),
        ])
          .replaceAll("null,", "")
          .replaceAll("null", "");
      const before = read();
      for (const one of acts) {
        if (one.do === "send" && (one.isRoom || PARTIES[one.party] === "RELIEF")) continue;
        perform(line, one);
        assert.equal(read(), before);
      }
    }),
    { numRuns: 40 },
  );
});
