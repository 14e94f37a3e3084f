import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { HOUR_MS, MINUTE_MS, START_MS } from "../test-theatre.ts";
import { LINE_ID, TestLine } from "./test-line.ts";
import { viewFor } from "../view.ts";

suite("channels", () => {
  test("one proposes, the others take; then the line is open and asked after", () => {
    const line = new TestLine();
    const { theatre } = line;
    theatre.must("NORTH", { kind: "propose-channel", parties: ["SOUTH"], level: "watch_desk" });
    assert.equal(line.channel.state, "proposed");
    assert.equal(line.reason("SOUTH", line.command("watch_change")), "wrong-state");
    theatre.must("SOUTH", { kind: "take-channel", channelId: LINE_ID });
    assert.equal(line.channel.state, "open");
    assert.deepEqual(
      line.channel.checks.map(({ kind, number }) => [kind, number]),
      [["machine", 1]],
    );
  });

  test("a room needs all to take it; who is not in it finds nothing", () => {
    const line = new TestLine();
    const { theatre } = line;
    const channelId = "NORTH:RELIEF:SOUTH:watch_desk:convoys";
    const parties = ["SOUTH", "RELIEF"];
    theatre.must("NORTH", {
      kind: "propose-channel",
      parties,
      level: "watch_desk",
      topic: "convoys",
    });
    theatre.must("SOUTH", { kind: "take-channel", channelId });
    assert.equal(theatre.state.line.channels.get(channelId)!.state, "proposed");
    theatre.must("RELIEF", { kind: "take-channel", channelId });
    assert.equal(theatre.state.line.channels.get(channelId)!.state, "open");
    line.open();
    assert.equal(line.reason("RELIEF", { kind: "take-channel", channelId: LINE_ID }), "not-found");
    assert.equal(line.reason("RELIEF", { kind: "take-channel", channelId: "none" }), "not-found");
    const asRelief = viewFor(theatre.state, { kind: "party", party: "RELIEF" });
    assert.deepEqual(
      asRelief.channels({ limit: 10 }).items.map(({ id }) => id),
      [channelId],
    );
    assert.equal(asRelief.line.channel(LINE_ID), null);
  });

  for (const [name, command] of [
    ["nobody else", { parties: [] }],
    ["oneself", { parties: ["NORTH"] }],
    ["one twice", { parties: ["SOUTH", "SOUTH"] }],
    ["a stranger", { parties: ["WEST"] }],
    ["a topic for a line of two", { parties: ["SOUTH"], topic: "x" }],
  ] as const) {
    test(`a channel with ${name} is refused`, () => {
      const proposal = { kind: "propose-channel", level: "watch_desk", ...command } as const;
      assert.equal(new TestLine().reason("NORTH", proposal), "bad-field");
    });
  }
});

suite("messages", () => {
  test("delivered, acknowledged and disseminated are three facts", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "hazard_warning");
    const receipt = line.receipt(message);
    assert.deepEqual([message.state, receipt.state], ["sent", "undelivered"]);
    assert.equal(message.serial, "NORTH-2026-00001");
    line.say("SOUTH", { kind: "note-delivered", messageId: message.id });
    assert.deepEqual(
      [message.state, receipt.state, receipt.acknowledged],
      ["delivered", "delivered", null],
    );
    line.theatre.atMs += MINUTE_MS;
    assert.equal(line.reason("SOUTH", line.ack(message)), "accepted");
    assert.deepEqual([message.state, receipt.state], ["acknowledged", "acknowledged"]);
    assert.deepEqual(receipt.disseminated, []);
    assert.equal(receipt.acknowledged?.by, "officer of SOUTH");
    const toldMs = line.theatre.atMs;
    const told = {
      kind: "note-disseminated",
      messageId: message.id,
      role: "watch_officer",
    } as const;
    const levelsTold = ["unit_or_crew"] as const;
    assert.equal(line.reason("SOUTH", { ...told, levelsTold, toldMs }), "accepted");
    assert.equal(line.reason("SOUTH", { ...told, levelsTold, toldMs: toldMs + 1 }), "bad-field");
    assert.equal(receipt.state, "acknowledged");
    assert.deepEqual(
      receipt.disseminated.map(({ level }) => level),
      ["unit_or_crew"],
    );
    assert.equal(receipt.deliveredMs, START_MS);
  });

  test("who was told is a fact beside the receipt: doubt and objection stay, and are told of too", () => {
    for (const kind of ["concern", "objection"] as const) {
      const line = new TestLine().open();
      const { id } = line.send("NORTH", "hazard_warning");
      const receipt = line.receipt(line.message(id));
      const told = {
        kind: "note-disseminated",
        messageId: id,
        role: "watch_officer",
        levelsTold: ["unit_or_crew"],
        toldMs: START_MS,
      } as const;
      assert.equal(line.reason("SOUTH", told), "wrong-state", "nobody has acknowledged it yet");
      line.send("SOUTH", kind, {}, { target: id, concern: "safety" });
      const { state } = receipt;
      assert.equal(line.reason("SOUTH", told), "accepted");
      assert.deepEqual([receipt.state, receipt.disseminated.length], [state, 1]);
    }
  });

  test("a machine's word that comes after the officer's adds the fact and takes nothing back", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "hazard_warning");
    line.say("SOUTH", line.ack(message));
    line.say("SOUTH", { kind: "note-delivered", messageId: message.id });
    const receipt = line.receipt(message);
    assert.deepEqual([receipt.state, receipt.deliveredMs], ["acknowledged", START_MS]);
  });

  test("an acknowledgement names what was read, and the officer", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "hazard_warning");
    assert.equal(
      line.reason("SOUTH", line.ack(message, { hashSeen: "0".repeat(16) })),
      "bad-field",
    );
    assert.equal(
      line.reason("SOUTH", line.ack(message, { hashSeen: message.hash.slice(0, 15) })),
      "bad-field",
    );
    assert.equal(line.reason("SOUTH", line.ack(message, { role: "machine" })), "bad-field");
    assert.equal(line.theatre.reason("SOUTH", line.ack(message)), "not-permitted");
    assert.equal(line.reason("NORTH", line.ack(message)), "not-found");
    assert.equal(line.reason("RELIEF", line.ack(message)), "not-found");
    assert.equal(line.receipt(message).state, "undelivered");
  });

  test("a reminder at half, the next level at the whole, and on until there is none", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "hazard_warning", { precedence: "priority" });
    const receipt = line.receipt(message);
    line.theatre.wait(30 * MINUTE_MS);
    assert.equal(receipt.remindedMs, START_MS + 30 * MINUTE_MS);
    assert.equal(message.state, "sent");
    line.theatre.wait(30 * MINUTE_MS);
    assert.equal(message.state, "escalated");
    assert.equal(receipt.level, "operational_cell");
    assert.deepEqual(
      message.steps.map(({ state }) => state),
      ["queued", "sent", "unanswered", "escalated"],
    );
    line.theatre.wait(HOUR_MS);
    assert.deepEqual(
      receipt.raises.map(({ level }) => level),
      ["operational_cell", null],
    );
    assert.equal(receipt.clock, null);
    const alone = line.send("NORTH", "hazard_warning", { precedence: "priority" });
    line.receipt(alone).level = "political";
    line.theatre.wait(HOUR_MS);
    assert.equal(alone.state, "unanswered", "there was nobody to raise it to");
    assert.equal(line.reason("SOUTH", line.ack(message)), "accepted");
    assert.equal(message.state, "acknowledged");
  });

  test("a hotline message goes to the deputy, the duty officer, then the next level", () => {
    const line = new TestLine().open();
    const message = line.send("NORTH", "cease_request");
    for (const [minutes, state, to] of [
      [2, "sent", "deputy"],
      [3, "escalated", "duty_officer"],
      [5, "escalated", "next_level"],
    ] as const) {
      line.theatre.wait(minutes * MINUTE_MS);
      assert.equal(message.state, state);
      assert.ok(line.receipt(message).raises.some((one) => one.to === to));
    }
    assert.equal(line.receipt(message).notAcknowledgedMs, START_MS + 5 * MINUTE_MS);
    assert.equal(line.receipt(message).noReplyMs, START_MS + 10 * MINUTE_MS);
  });
});
