import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { HOUR_MS, MINUTE_MS, START_MS } from "../test-theatre.ts";
import type { Values } from "./fields.ts";
import type { Kind } from "./kinds.ts";
import { parseBody } from "./parse-body.ts";
import { at, BODIES, LINE_ID, TestLine } from "./test-line.ts";
import { WORDS } from "./words.ts";

const body = (values: object): Partial<Values> => values;

suite("queries and requests with fixed answers", () => {
  const cases = [
    ["presence_query", "presence_reply", "presenceAnswer", 30 * MINUTE_MS],
    ["cease_request", "cease_reply", "ceaseAnswer", 10 * MINUTE_MS],
    ["unusual_activity_query", "unusual_activity_reply", "unusualAnswer", 48 * HOUR_MS],
  ] as const satisfies readonly [Kind, Kind, keyof typeof WORDS, number][];
  for (const [query, reply, list, withinMs] of cases) {
    for (const word of WORDS[list]) {
      test(`${query} is answered with ${word}`, () => {
        const line = new TestLine().open();
        const asked = line.send("NORTH", query);
        assert.equal(asked.replyByMs, START_MS + withinMs);
        const answer = line.send("SOUTH", reply, { inReplyTo: asked.id }, body({ [list]: word }));
        assert.equal(asked.state, "answered");
        assert.deepEqual(line.receipt(asked).answer, { messageId: answer.id, atMs: START_MS });
        line.theatre.wait(withinMs);
        assert.equal(line.receipt(asked).noReplyMs, null);
        assert.equal(asked.state, "answered");
      });
    }

    test(`${query} takes no other word, and no answer is recorded as no reply`, () => {
      assert.equal(parseBody(reply, { [list]: "perhaps" }).ok, false);
      const line = new TestLine().open();
      const asked = line.send("NORTH", query);
      line.say("SOUTH", line.ack(asked));
      line.theatre.wait(withinMs - 1);
      assert.equal(asked.state, "acknowledged");
      const { changes } = line.theatre.wait(1);
      assert.equal(line.receipt(asked).noReplyMs, START_MS + withinMs);
      assert.equal(asked.state, "escalated");
      assert.ok(changes.some((one) => one.kind === "message-changed" && one.cause === "no_reply"));
      line.send("SOUTH", reply, { inReplyTo: asked.id }, body({ [list]: "decline" }));
      assert.equal(asked.state, "answered");
      assert.equal(line.receipt(asked).noReplyMs, START_MS + withinMs, "it was late, and stays so");
    });

    test(`${reply} answers nothing else, and not one's own`, () => {
      const line = new TestLine().open();
      const warning = line.send("NORTH", "hazard_warning");
      const asked = line.send("NORTH", query);
      const answer = (id: string) =>
        line.command(reply, { inReplyTo: id }, body({ [list]: "decline" }));
      assert.equal(line.reason("SOUTH", answer(warning.id)), "bad-field");
      assert.equal(line.reason("NORTH", answer(asked.id)), "bad-field");
      assert.equal(line.reason("SOUTH", answer("none")), "not-found");
    });
  }

  test("the sender may name the time by which an answer is owed, not one that has passed", () => {
    const line = new TestLine().open();
    const replyByMs = START_MS + MINUTE_MS;
    assert.equal(line.send("NORTH", "presence_query", { replyByMs }).replyByMs, replyByMs);
    const late = line.command("presence_query", { replyByMs: START_MS });
    assert.equal(line.reason("NORTH", late), "bad-field");
  });

  test("in a room an answer is owed by each", () => {
    const parties = ["NORTH", "RELIEF", "SOUTH"];
    const line = new TestLine().open(parties);
    const room = "NORTH:RELIEF:SOUTH:watch_desk";
    const asked = line.send("NORTH", "presence_query", {}, {}, room);
    const reply = body({ presenceAnswer: "not_ours" });
    line.send("SOUTH", "presence_reply", { inReplyTo: asked.id }, reply, room);
    assert.equal(asked.state, "sent");
    line.theatre.wait(30 * MINUTE_MS);
    assert.equal(line.receipt(asked, "SOUTH").noReplyMs, null);
    assert.equal(line.receipt(asked, "RELIEF").noReplyMs, START_MS + 30 * MINUTE_MS);
  });
});

suite("read-back of a position", () => {
  const sent = { lngDeg: 40.141, latDeg: 35.336 };
  for (const [name, readBack, outcome] of [
    ["as sent", sent, "accepted"],
    ["100 m off", { lngDeg: 40.1421, latDeg: 35.336 }, "accepted"],
    ["9 km off", { lngDeg: 40.241, latDeg: 35.336 }, "bad-field"],
    ["with the two exchanged", { lngDeg: 35.336, latDeg: 40.141 }, "bad-field"],
    ["left out", undefined, "bad-field"],
  ] as const) {
    test(`${name} is ${outcome}`, () => {
      const line = new TestLine().open();
      const message = line.send("NORTH", "distress");
      const given = readBack ? { readBack: at(readBack) } : {};
      assert.equal(line.reason("SOUTH", line.ack(message, given)), outcome);
      const isIn = outcome === "accepted";
      assert.equal(line.receipt(message).state, isIn ? "acknowledged" : "undelivered");
      assert.equal(line.receipt(message).readBacks.length, readBack ? 1 : 0);
      assert.equal(line.receipt(message).clock === null, isIn, "the clock runs on until it fits");
    });
  }

  test("read back first, it may be acknowledged afterwards; the state says so", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "distress");
    const command = { kind: "read-back", messageId: message.id, role: "deputy" } as const;
    assert.equal(
      line.reason("SOUTH", { ...command, readBack: at({ lngDeg: 0, latDeg: 0 }) }),
      "bad-field",
    );
    assert.equal(line.reason("SOUTH", { ...command, readBack: at(sent) }), "accepted");
    assert.equal(message.state, "read_back");
    assert.equal(line.reason("SOUTH", line.ack(message)), "accepted");
    assert.deepEqual(
      line.receipt(message).readBacks.map(({ isMatch }) => isMatch),
      [false, true],
    );
  });

  test("many that do not match push out none that did", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "distress");
    const command = { kind: "read-back", messageId: message.id, role: "deputy" } as const;
    line.say("SOUTH", { ...command, readBack: at(sent) });
    for (let i = 0; i < 30; i++)
      line.say("SOUTH", { ...command, readBack: at({ lngDeg: i, latDeg: 0 }) });
    assert.equal(line.receipt(message).readBacks.length, 10);
    assert.equal(line.reason("SOUTH", line.ack(message)), "accepted");
  });

  test("of a round area the centre may be read back; of what has no position, nothing", () => {
    const line = new TestLine().open();
    const warning = line.send("NORTH", "hazard_warning");
    const command = { kind: "read-back", messageId: warning.id, role: "deputy" } as const;
    assert.equal(
      line.reason("SOUTH", { ...command, readBack: at({ lngDeg: 40, latDeg: 35 }) }),
      "accepted",
    );
    const other = line.send("NORTH", "watch_change");
    assert.equal(
      line.reason("SOUTH", { ...command, messageId: other.id, readBack: at(sent) }),
      "bad-field",
    );
  });
});

suite("acknowledgements that are none", () => {
  for (const ackKind of ["cannot_process", "wrong_addressee"] as const) {
    test(`${ackKind} raises it at once, and it is still to be acknowledged`, () => {
      const line = new TestLine().open();
      const message = line.send("NORTH", "hazard_warning");
      assert.equal(line.reason("SOUTH", line.ack(message, { ackKind })), "accepted");
      const receipt = line.receipt(message);
      assert.deepEqual([message.state, receipt.level], ["escalated", "operational_cell"]);
      assert.deepEqual([receipt.state, receipt.returned?.kind], ["undelivered", ackKind]);
      assert.equal(line.reason("SOUTH", line.ack(message, { ackKind })), "wrong-state");
      assert.equal(line.reason("SOUTH", line.ack(message)), "accepted");
      assert.equal(message.state, "acknowledged");
    });
  }
});

suite("doubts, objections, corrections and retractions", () => {
  test("a concern and an objection mark the receipt of who says them, and stay", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "notice");
    const about = body({ target: message.id, concern: "overlap" });
    line.send("SOUTH", "concern", {}, about);
    assert.equal(line.receipt(message).state, "acknowledged_with_concern");
    line.send("SOUTH", "objection", {}, about);
    assert.equal(line.receipt(message).state, "objected");
    assert.equal(line.reason("SOUTH", line.ack(message)), "wrong-state");
    assert.equal(line.reason("NORTH", line.command("objection", {}, about)), "bad-field");
  });

  test("one corrects and retracts one's own alone", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "hazard_warning");
    const fields = body({ target: message.id, fieldName: "hazard", is: "flood" });
    assert.equal(line.reason("SOUTH", line.command("correction", {}, fields)), "bad-field");
    assert.equal(line.reason("NORTH", line.command("correction", {}, fields)), "accepted");
    const retract = body({ target: message.id, retractReason: "wrong_facts" });
    assert.equal(line.reason("NORTH", line.command("retract", {}, retract)), "accepted");
    assert.equal(line.reason("NORTH", line.command("retract", {}, retract)), "wrong-state");
    assert.deepEqual(message.body, BODIES.hazard_warning, "what was said stays as it was said");
    assert.equal(line.receipt(message).clock, null);
  });

  test("what is said by a command of its own is not sent as a message", () => {
    const line = new TestLine().open();
    for (const kind of ["ack", "channel_state"] as const)
      assert.equal(line.reason("NORTH", line.command(kind)), "bad-field");
  });

  test("a message of another channel is not there to be answered or corrected", () => {
    const line = new TestLine().open().open(["NORTH", "SOUTH"], "operational_cell");
    const message = line.send("NORTH", "presence_query");
    const id = "NORTH:SOUTH:operational_cell";
    const reply = body({ presenceAnswer: "ours" });
    const command = line.command("presence_reply", { inReplyTo: message.id }, reply, id);
    assert.equal(line.reason("SOUTH", command), "not-found");
  });
});

test("a message that is done with leaves the state after its time; one that is waited for stays", () => {
  const line = new TestLine({ messageRetentionMs: 24 * HOUR_MS }).open();
  const [done, waiting] = [line.send("NORTH", "watch_change"), line.send("NORTH", "watch_change")];
  line.say("SOUTH", line.ack(done));
  line.theatre.wait(25 * HOUR_MS);
  assert.deepEqual(line.channel.messageIds, [waiting.id]);
  assert.equal(line.message(done.id), undefined);
  assert.equal(line.reason("NORTH", { kind: "close-message", messageId: waiting.id }), "accepted");
  line.theatre.wait(25 * HOUR_MS);
  assert.deepEqual(line.channel.messageIds, []);
  assert.equal(LINE_ID, line.channel.id);
});
