/** What two desks do to each other on a bad night. Each of these once went wrong. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { MINUTE_MS } from "../test-theatre.ts";
import type { Values } from "./fields.ts";
import { parseBody } from "./parse-body.ts";
import { at, LINE_ID, TestLine } from "./test-line.ts";

const body = (values: object): Partial<Values> => values;
const MINE = { lngDeg: 40.141, latDeg: 35.336 };

/** A client of SOUTH's, as the token names it. */
const clientOf = (line: TestLine): string => {
  const command = { kind: "add-client", name: "relay", roles: ["desk"] } as const;
  const made = line.theatre.say("SOUTH", command as never, { by: "admin" });
  assert.ok(made.outcome.ok && made.outcome.value?.about === "party", JSON.stringify(made));
  return made.outcome.value.id;
};

/** NORTH has said all that it may in this minute. */
const flood = (): TestLine => {
  const line = new TestLine({ messagesPerMinuteMax: 1 }).open();
  line.send("NORTH", "watch_change");
  return line;
};

const reasonOf = (line: TestLine, ...asked: Parameters<TestLine["command"]>): string =>
  line.reason("NORTH", line.command(...asked));

suite("how urgent it is", () => {
  test("a call for help is never said as something that can wait", () => {
    const line = new TestLine().open();
    for (const kind of ["distress", "sar_request", "cease_request"] as const) {
      for (const precedence of ["priority", "routine", "test"] as const)
        assert.equal(reasonOf(line, kind, { precedence }), "bad-field", `${kind} ${precedence}`);
      assert.equal(reasonOf(line, kind, { precedence: "immediate" }), "accepted");
    }
  });

  test("a correction or retraction is as urgent as what it takes back", () => {
    const line = new TestLine().open();
    const flash = line.send("NORTH", "hazard_warning", { precedence: "flash" });
    const about = body({ target: flash.id });
    assert.equal(reasonOf(line, "retract", { precedence: "immediate" }, about), "bad-field");
    assert.equal(reasonOf(line, "retract", { precedence: "flash" }, about), "accepted");
  });
});

suite("who says it", () => {
  test("a machine's client delivers, and acknowledges nothing", () => {
    const line = new TestLine().open();
    const by = clientOf(line);
    const sent = line.send("NORTH", "hazard_warning");
    const say = (command: Parameters<TestLine["say"]>[1]): string => {
      const { outcome } = line.theatre.say("SOUTH", command, { by });
      return outcome.ok ? "accepted" : outcome.refusal.reason;
    };
    assert.equal(say({ kind: "note-delivered", messageId: sent.id }), "accepted");
    assert.equal(say(line.ack(sent)), "not-permitted");
    const told = { levelsTold: ["unit_or_crew"], toldMs: line.theatre.atMs } as const;
    const messageId = sent.id;
    const role = "watch_officer";
    line.say("SOUTH", line.ack(sent));
    assert.equal(say({ kind: "note-disseminated", messageId, role, ...told }), "not-permitted");
  });

  test("a machine's client answers the machine's checks, and not those that ask for a person", () => {
    const line = new TestLine({ personCheckHours: [7] }).open();
    const by = clientOf(line);
    line.theatre.wait(60 * MINUTE_MS);
    for (const { kind, number, testPhrase, isOver } of line.channel.checks) {
      if (isOver) continue;
      const reply = { number, testPhrase, quality: 5, role: "watch_officer" } as const;
      const command = { kind: "reply-line-check", channelId: LINE_ID, ...reply } as const;
      const { outcome } = line.theatre.say("SOUTH", command, { by });
      assert.equal(outcome.ok, kind === "machine");
    }
  });

  test("a concern or an objection of no named officer is said, and acknowledges nothing", () => {
    for (const [kind, by, fromRole] of [
      ["concern", null, "watch_officer"],
      ["objection", null, "watch_officer"],
      ["concern", "captain", "machine"],
    ] as const) {
      const line = new TestLine().open();
      const sent = line.send("NORTH", "hazard_warning");
      const about = body({ target: sent.id, concern: "safety" });
      const { outcome } = line.theatre.say("SOUTH", line.command(kind, { fromRole }, about), {
        by,
      });
      assert.ok(outcome.ok);
      assert.equal(line.receipt(sent).state, "undelivered");
      assert.notEqual(line.receipt(sent).clock, null, "somebody is still called");
    }
  });
});

suite("what was said first stays", () => {
  test("a concern after an acknowledgement does not take its time and its officer away", () => {
    const line = new TestLine().open();
    const sent = line.send("NORTH", "hazard_warning");
    line.theatre.wait(MINUTE_MS);
    line.say("SOUTH", line.ack(sent));
    const first = line.receipt(sent).acknowledged!;
    line.theatre.waitDown(90 * MINUTE_MS);
    line.send("SOUTH", "concern", {}, body({ target: sent.id, concern: "safety" }));
    const now = line.receipt(sent).acknowledged!;
    assert.deepEqual([now.atMs, now.by, now.concern], [first.atMs, first.by, "safety"]);
    assert.equal(line.receipt(sent).state, "acknowledged_with_concern");
  });
});

suite("corrections and retractions", () => {
  test("a position is not corrected in words, which no machine could compare with what is read back", () => {
    const line = new TestLine().open();
    const call = line.send("NORTH", "distress");
    const correct = (fieldName: string) =>
      line.command("correction", {}, body({ target: call.id, fieldName, is: "36.5 N" }));
    for (const name of ["place", "place.latDeg"]) {
      const { outcome } = line.say("NORTH", correct(name));
      assert.ok(!outcome.ok && outcome.refusal.reason === "bad-field");
      assert.match(outcome.refusal.remedy, /retract/);
    }
    assert.equal(line.reason("NORTH", correct("persons")), "accepted");
  });

  test("a call for help on a channel that was only proposed is corrected and retracted there", () => {
    const line = new TestLine();
    line.theatre.must("NORTH", {
      kind: "propose-channel",
      parties: ["SOUTH"],
      level: "watch_desk",
    });
    const call = line.send("NORTH", "distress");
    const about = { target: call.id, fieldName: "persons", is: "4" };
    assert.equal(line.reason("NORTH", line.command("correction", {}, body(about))), "accepted");
    const doubt = body({ target: call.id, concern: "position_doubtful" });
    assert.equal(line.reason("SOUTH", line.command("concern", {}, doubt)), "accepted");
    const taken = body({ target: call.id, retractReason: "sent_in_error" });
    assert.equal(line.reason("NORTH", line.command("retract", {}, taken)), "accepted");
    const closed = line.command("hazard_warning");
    assert.equal(line.reason("NORTH", closed), "wrong-state", "the rest needs an open channel");
  });

  test("a retraction is not retracted: it would not be known what stands", () => {
    const line = new TestLine().open();
    const sent = line.send("NORTH", "hazard_warning");
    const retract = (target: string) =>
      line.command("retract", {}, body({ target, retractReason: "sent_in_error" }));
    const taken = line.send("NORTH", "retract", {}, retract(sent.id).body);
    assert.equal(line.reason("NORTH", retract(taken.id)), "bad-field");
  });

  test("an answer that is retracted answers nothing, and the next one does", () => {
    const line = new TestLine().open();
    const asked = line.send("NORTH", "presence_query");
    const first = line.send("SOUTH", "presence_reply", { inReplyTo: asked.id });
    line.send("SOUTH", "retract", {}, body({ target: first.id, retractReason: "sent_in_error" }));
    const second = line.send(
      "SOUTH",
      "presence_reply",
      { inReplyTo: asked.id },
      body({ presenceAnswer: "ours" }),
    );
    assert.equal(line.receipt(asked).answer?.messageId, second.id);
  });
});

suite("what waits its turn", () => {
  test("is not sent on a channel that was closed meanwhile, and its sender is told", () => {
    const line = flood();
    const waiting = line.send("NORTH", "watch_change");
    const { changes } = line.say("SOUTH", { kind: "close-channel", channelId: LINE_ID });
    assert.equal(waiting.state, "closed");
    assert.ok(changes.some((one) => one.kind === "message-changed" && one.cause === "closed"));
    line.theatre.wait(2 * MINUTE_MS);
    assert.equal(waiting.sentMs, null);
    assert.deepEqual(line.channel.queuedIds, []);
  });

  test("waits on while the line is suspended for it, and goes when it is restored", () => {
    const line = flood();
    const waiting = line.send("NORTH", "watch_change");
    line.say("SOUTH", { kind: "suspend-line", channelId: LINE_ID, scope: ["all"], carveOuts: [] });
    line.theatre.wait(5 * MINUTE_MS);
    assert.equal(waiting.state, "queued");
    line.say("SOUTH", { kind: "restore-line", channelId: LINE_ID });
    line.theatre.wait(MINUTE_MS);
    assert.equal(waiting.state, "sent");
  });

  test("owes no answer by a time that had passed before it was sent", () => {
    const line = flood();
    const replyByMs = line.theatre.atMs + 1000;
    const waiting = line.send("NORTH", "unusual_activity_query", { replyByMs });
    line.theatre.wait(MINUTE_MS);
    assert.equal(waiting.state, "sent");
    assert.equal(line.receipt(waiting).noReplyMs, null);
    assert.ok(waiting.replyByMs! > line.theatre.atMs);
  });
});

suite("a channel that is closed", () => {
  test("is neither restored nor checked, and says so", () => {
    const line = new TestLine().open();
    line.say("SOUTH", { kind: "suspend-line", channelId: LINE_ID, scope: ["all"], carveOuts: [] });
    const [check] = line.channel.checks;
    line.say("NORTH", { kind: "close-channel", channelId: LINE_ID });
    const restore = { kind: "restore-line", channelId: LINE_ID } as const;
    assert.equal(line.reason("SOUTH", restore), "wrong-state");
    const { number, testPhrase } = check!;
    const reply = { number, testPhrase, quality: 5, role: "machine" } as const;
    const command = { kind: "reply-line-check", channelId: LINE_ID, ...reply } as const;
    assert.equal(line.reason("SOUTH", command), "wrong-state");
  });
});

suite("what a translation is of", () => {
  test("is texts that a person wrote, never a fixed word, a number or a name of another message", () => {
    const line = new TestLine().open();
    const asked = line.send("NORTH", "presence_query");
    const answer = line.send("SOUTH", "presence_reply", { inReplyTo: asked.id });
    const translator = { kind: "machine", name: "engine" } as const;
    const texts = { presenceAnswer: "ours" };
    const command = { kind: "translate-message", messageId: answer.id, translator, texts } as const;
    assert.equal(line.reason("NORTH", { ...command, language: "ar" }), "bad-field");
  });
});

suite("over the new year and without a server", () => {
  test("serials begin again with the UTC year in which a message is sent, not the one it was written in", () => {
    const line = flood();
    line.theatre.wait(Date.UTC(2026, 11, 31, 23, 59, 50) - line.theatre.atMs);
    const last = line.send("NORTH", "watch_change");
    const waiting = line.send("NORTH", "watch_change");
    line.theatre.wait(MINUTE_MS);
    assert.deepEqual([last.serial, waiting.serial], ["NORTH-2026-00002", "NORTH-2027-00001"]);
  });

  test("what fell due meanwhile is done in its order, and the next level has its whole time", () => {
    const line = new TestLine().open();
    const call = line.send("NORTH", "cease_request");
    line.theatre.waitDown(90 * MINUTE_MS);
    const receipt = line.receipt(call);
    assert.deepEqual(
      receipt.raises.map(({ to, level }) => [to, level]),
      [
        ["deputy", "watch_desk"],
        ["duty_officer", "watch_desk"],
        ["next_level", "operational_cell"],
        ["next_level", "operational_cell"],
      ],
    );
    assert.equal(receipt.level, "operational_cell");
    assert.equal(call.state, "escalated");
  });

  test("what is owed an acknowledgement and an answer at the same moment is raised one level, not two", () => {
    for (const isOutage of [false, true]) {
      const line = new TestLine().open();
      const open = { deskId: "staff", level: "general_staff", names: { en: "staff" } } as const;
      line.theatre.say("SOUTH", { kind: "open-desk", ...open }, { by: "admin" });
      const call = line.send("NORTH", "cease_request");
      if (isOutage) line.theatre.waitDown(90 * MINUTE_MS);
      else for (let minute = 0; minute < 10; minute++) line.theatre.wait(MINUTE_MS);
      const receipt = line.receipt(call);
      assert.equal(receipt.level, "operational_cell");
      assert.deepEqual(
        receipt.raises
          .filter(({ to }) => to === "next_level")
          .map((one) => `${one.for} to ${one.level}`)
          .toSorted(),
        ["acknowledgement to operational_cell", "reply to operational_cell"],
      );
      line.theatre.wait(10 * MINUTE_MS);
      assert.equal(receipt.level, "general_staff", "when its own time is over");
    }
  });

  test("a desk that is closed while a message is raised is passed over for the next one open", () => {
    const line = new TestLine().open();
    const call = line.send("NORTH", "cease_request");
    const close = { kind: "close-desk", deskId: "operational_cell" } as const;
    assert.ok(line.theatre.say("SOUTH", close, { by: "admin" }).outcome.ok);
    const open = { deskId: "staff", level: "general_staff", names: { en: "staff" } } as const;
    line.theatre.say("SOUTH", { kind: "open-desk", ...open }, { by: "admin" });
    for (let minute = 0; minute < 11; minute++) line.theatre.wait(MINUTE_MS);
    assert.equal(line.receipt(call).level, "general_staff");
  });
});

suite("in a room", () => {
  test("a message is as far as the party furthest behind, of whom an answer counts as the most", () => {
    const line = new TestLine().open().open(["NORTH", "RELIEF", "SOUTH"]);
    const room = "NORTH:RELIEF:SOUTH:watch_desk";
    const asked = line.send("NORTH", "presence_query", {}, {}, room);
    line.send("RELIEF", "presence_reply", { inReplyTo: asked.id }, {}, room);
    line.say("SOUTH", { kind: "note-delivered", messageId: asked.id });
    assert.equal(asked.state, "delivered");
  });

  test("a distress is read back by each, and each is held to it", () => {
    const line = new TestLine().open(["NORTH", "RELIEF", "SOUTH"]);
    const room = "NORTH:RELIEF:SOUTH:watch_desk";
    const call = line.send("NORTH", "distress", {}, {}, room);
    assert.equal(line.reason("RELIEF", line.ack(call, { readBack: at(MINE) })), "accepted");
    assert.equal(line.reason("SOUTH", line.ack(call)), "bad-field");
    assert.equal(call.state, "sent");
  });
});

const concern = (text: string) => parseBody("concern", { target: "m", concern: "safety", text });

test("a text of which nothing is seen says nothing, and nothing unseen is carried in one", () => {
  for (const text of ["\u200B", " \u200F\n", "\u2060\u00AD", "Keep clear\u{E0041}"])
    assert.equal(concern(text).ok, false, JSON.stringify(text));
  for (const text of ["می\u200Cرویم", "\u200Fالجسر", "👩\u200D⚕️"])
    assert.ok(concern(text).ok, text);
});
