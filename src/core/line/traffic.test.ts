import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { MINUTE_MS } from "../test-theatre.ts";
import type { SuspendLine } from "./commands.ts";
import type { Kind } from "./kinds.ts";
import { LINE_ID, TestLine } from "./test-line.ts";

const suspension = (
  scope: SuspendLine["scope"],
  carveOuts: SuspendLine["carveOuts"] = [],
): SuspendLine => ({ kind: "suspend-line", channelId: LINE_ID, scope, carveOuts });

suite("a suspended line", () => {
  const cases: readonly [SuspendLine, Kind, string][] = [
    [suspension(["all"]), "hazard_warning", "line-suspended"],
    [suspension(["all"], ["hazard_warnings"]), "hazard_warning", "accepted"],
    [suspension(["all"], ["cease_requests"]), "cease_request", "accepted"],
    [suspension(["all"], ["presence_queries"]), "presence_query", "accepted"],
    [suspension(["all"], ["notices"]), "notice", "accepted"],
    [suspension(["all"]), "distress", "accepted"],
    [suspension(["all"]), "site_notice", "accepted"],
    [suspension(["notices"]), "notice", "line-suspended"],
    [suspension(["notices"]), "hazard_warning", "accepted"],
    [suspension(["meetings"]), "meeting_proposal", "line-suspended"],
    [suspension(["routine_traffic"]), "watch_change", "line-suspended"],
    [suspension(["routine_traffic"]), "presence_query", "accepted"],
    [suspension(["free_text"]), "presence_query", "accepted"],
  ];
  for (const [declared, kind, outcome] of cases) {
    const { scope, carveOuts } = declared;
    test(`${scope.join()} less ${carveOuts.join() || "nothing"}: ${kind} is ${outcome}`, () => {
      const line = new TestLine().open();
      line.say("SOUTH", declared);
      assert.equal(line.reason("NORTH", line.command(kind)), outcome);
    });
  }

  test("free text is what is written, not the kind", () => {
    const line = new TestLine().open();
    line.say("SOUTH", suspension(["free_text"]));
    const text = { text: "…" };
    assert.equal(line.reason("NORTH", line.command("presence_query", {}, text)), "line-suspended");
  });

  test("a humanitarian party passes with whatever it says", () => {
    const id = "NORTH:RELIEF:watch_desk";
    const line = new TestLine().open(["NORTH", "RELIEF"]);
    line.say("NORTH", { ...suspension(["all"]), channelId: id });
    assert.equal(line.reason("RELIEF", line.command("watch_change", {}, {}, id)), "accepted");
    assert.equal(line.reason("NORTH", line.command("watch_change", {}, {}, id)), "line-suspended");
  });
});

const flooded = (): TestLine => {
  const line = new TestLine({ messagesPerMinuteMax: 3, messagesPerPartyDayMax: 6 }).open();
  for (let i = 0; i < 5; i++) line.send("NORTH", "watch_change");
  return line;
};
const states = (line: TestLine): string[] =>
  line.channel.messageIds.map((id) => line.message(id).state);

suite("pace and quotas", () => {
  test("what is beyond the pace waits, unseen by the other side, and goes with the next minute", () => {
    const line = flooded();
    assert.deepEqual(states(line), ["sent", "sent", "sent", "queued", "queued"]);
    const waiting = line.message(line.channel.messageIds[4]!);
    assert.equal(waiting.serial, null);
    assert.equal(line.reason("SOUTH", line.ack(waiting)), "not-found");
    line.theatre.wait(MINUTE_MS);
    assert.deepEqual(states(line), ["sent", "sent", "sent", "sent", "sent"]);
    assert.equal(waiting.serial, "NORTH-2026-00005");
  });

  test("the more urgent leaves the queue first", () => {
    const line = flooded();
    const priority = line.send("NORTH", "watch_change", { precedence: "priority" });
    line.theatre.wait(MINUTE_MS);
    assert.equal(priority.serial, "NORTH-2026-00004");
  });

  test("flash and immediate are queued behind nothing", () => {
    const line = flooded();
    assert.equal(line.send("NORTH", "hazard_warning").state, "sent");
    assert.equal(line.send("NORTH", "presence_query").state, "sent");
  });

  test("at the quota distress and humanitarian traffic still go at once", () => {
    const line = flooded();
    line.send("NORTH", "watch_change");
    assert.equal(line.reason("NORTH", line.command("watch_change")), "too-many");
    assert.equal(line.send("NORTH", "distress").state, "sent");
    assert.equal(line.send("NORTH", "site_notice").state, "sent");
    assert.equal(
      line.send("NORTH", "hazard_warning").state,
      "sent",
      "urgent ones are counted apart",
    );
    line.theatre.wait(24 * 60 * MINUTE_MS);
    assert.equal(line.reason("NORTH", line.command("watch_change")), "accepted");
  });

  test("distress passes a suspended line, under a flood, at a quota, all at once", () => {
    const line = flooded();
    line.send("NORTH", "watch_change");
    line.say("SOUTH", suspension(["all"]));
    assert.equal(line.reason("NORTH", line.command("hazard_warning")), "line-suspended");
    const message = line.send("NORTH", "distress");
    line.say("SOUTH", { kind: "note-delivered", messageId: message.id });
    assert.equal(message.state, "delivered");
  });

  test("a call for help needs no channel that was taken", () => {
    const line = new TestLine();
    line.theatre.must("NORTH", {
      kind: "propose-channel",
      parties: ["SOUTH"],
      level: "watch_desk",
    });
    assert.equal(line.reason("NORTH", line.command("hazard_warning")), "wrong-state");
    assert.equal(line.send("NORTH", "distress").state, "sent");
  });

  test("a queue is no way around the quota, and full it says so", () => {
    const line = new TestLine({ messagesPerMinuteMax: 1, messagesPerPartyDayMax: 1_000 }).open();
    for (let i = 0; i < 301; i++) line.send("NORTH", "watch_change");
    assert.equal(line.reason("NORTH", line.command("watch_change")), "too-many");
    const queued = line.message(line.channel.queuedIds[0]!);
    assert.equal(line.reason("NORTH", { kind: "close-message", messageId: queued.id }), "accepted");
    assert.equal(line.channel.queuedIds.length, 299);
  });
});
