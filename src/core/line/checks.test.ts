import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { LIMITS } from "../limits.ts";
import { HOUR_MS, MINUTE_MS, START_MS } from "../test-theatre.ts";
import { lineStateOf } from "./model.ts";
import type { Channel, CheckKind } from "./model.ts";
import { LINE_ID, TestLine } from "./test-line.ts";

/** Answers the newest check of a kind, for each party named. */
const answer = (
  line: TestLine,
  kind: CheckKind,
  parties: readonly string[],
  id = LINE_ID,
): void => {
  const channel = line.theatre.state.line.channels.get(id)!;
  const { number, testPhrase } = channel.checks.findLast((one) => one.kind === kind)!;
  const role = kind === "machine" ? "machine" : "watch_officer";
  const reply = { kind: "reply-line-check", channelId: id, number, testPhrase, role } as const;
  for (const party of parties)
    assert.equal(line.reason(party, { ...reply, quality: 5 }), "accepted");
};

const BOTH = ["NORTH", "SOUTH"];
/** Only machines are asked: the hours of persons are elsewhere in the day. */
const machinesOnly = (): TestLine => new TestLine({ personCheckHours: [] }).open();

suite("line checks", () => {
  test("the machine asks hourly, a person at 06:00 and 18:00 UTC", () => {
    const line = new TestLine().open();
    const asked = new Map(line.channel.checks.map((one) => [one.number, one]));
    for (let hour = 1; hour <= 24; hour++) {
      line.theatre.wait(HOUR_MS);
      for (const one of line.channel.checks) asked.set(one.number, one);
    }
    const hoursOf = (kind: CheckKind): number[] =>
      [...asked.values()]
        .filter((one) => one.kind === kind)
        .map(({ askedMs }) => new Date(askedMs).getUTCHours());
    assert.deepEqual(hoursOf("person"), [18, 6]);
    assert.equal(hoursOf("machine").length, 25, "once at the opening, then each hour");
    assert.ok(line.channel.checks.length <= 12);
  });

  test("one missed is late, two degraded, three silent; an answer restores, the next whole one opens", () => {
    const line = machinesOnly();
    answer(line, "machine", BOTH);
    line.theatre.wait(5 * MINUTE_MS);
    for (const state of ["late", "degraded", "silent"] as const) {
      line.theatre.wait(55 * MINUTE_MS);
      answer(line, "machine", ["NORTH"]);
      line.theatre.wait(5 * MINUTE_MS);
      assert.equal(lineStateOf(line.channel), state);
      assert.equal(line.channel.lineSinceMs, line.theatre.atMs);
    }
    answer(line, "machine", ["SOUTH"]);
    assert.equal(line.channel.measured, "restored");
    for (let hour = 0; hour < 2; hour++) {
      line.theatre.wait(55 * MINUTE_MS);
      answer(line, "machine", BOTH);
      line.theatre.wait(5 * MINUTE_MS);
    }
    assert.equal(line.channel.measured, "open");
  });

  test("an end that never answered is told from one that did", () => {
    const line = machinesOnly();
    answer(line, "machine", ["NORTH"]);
    line.theatre.wait(6 * MINUTE_MS);
    assert.deepEqual(
      line.channel.sides.map(({ lastReplyMs, missed }) => [lastReplyMs, missed.machine]),
      [
        [START_MS, 0],
        [null, 1],
      ],
    );
  });

  test("a person's check is not answered by a machine", () => {
    const line = new TestLine().open();
    line.theatre.wait(12 * HOUR_MS);
    const { number, testPhrase } = line.channel.checks.findLast(({ kind }) => kind === "person")!;
    const reply = {
      kind: "reply-line-check",
      channelId: LINE_ID,
      number,
      testPhrase,
      quality: 5,
    } as const;
    assert.equal(line.reason("SOUTH", { ...reply, role: "machine" }), "bad-field");
    assert.equal(line.reason("SOUTH", { ...reply, role: "watch_officer" }), "accepted");
    assert.equal(line.reason("SOUTH", { ...reply, number: 999, role: "deputy" }), "not-found");
    assert.equal(line.reason("RELIEF", { ...reply, role: "deputy" }), "not-found");
  });

  test("a silent line is asked about through another level", () => {
    const line = machinesOnly().open(BOTH, "operational_cell");
    const other = "NORTH:SOUTH:operational_cell";
    for (let hour = 0; hour < 4; hour++) {
      answer(line, "machine", BOTH, other);
      answer(line, "machine", ["NORTH"]);
      line.theatre.wait(HOUR_MS);
    }
    assert.equal(line.channel.measured, "silent");
    assert.equal(line.channel.askedThrough, other);
    const through = line.theatre.state.line.channels.get(other)!;
    const asked = through.checks.find(({ becauseOf }) => becauseOf === LINE_ID);
    assert.equal(asked?.kind, "person");
  });

  test("while it is suspended the checks go on, and lifting it brings no one back", () => {
    const line = machinesOnly();
    line.say("SOUTH", { kind: "suspend-line", channelId: LINE_ID, scope: ["all"], carveOuts: [] });
    const seen: Channel["measured"][] = [];
    for (let hour = 0; hour < 4; hour++) {
      line.theatre.wait(HOUR_MS);
      seen.push(line.channel.measured);
      assert.equal(lineStateOf(line.channel), "suspended");
    }
    assert.deepEqual(seen, ["late", "degraded", "silent", "silent"]);
    line.say("SOUTH", { kind: "restore-line", channelId: LINE_ID });
    assert.equal(lineStateOf(line.channel), "silent");
  });

  test("after a time without a server one check is asked, and none is counted missed", () => {
    const line = machinesOnly();
    answer(line, "machine", BOTH);
    line.theatre.waitDown(10 * 24 * HOUR_MS);
    assert.equal(line.channel.checks.length, 2);
    assert.equal(line.channel.measured, "open");
  });

  test("a check whose window ended while the server was down was not held, and nobody missed it", () => {
    const lateMaxMs = LIMITS.checkEndLateMaxMs;
    for (const [downMs, isNotHeld] of [
      [0, false],
      [lateMaxMs, false],
      [lateMaxMs + 1, true],
      [10 * HOUR_MS, true],
    ] as const) {
      const line = machinesOnly();
      answer(line, "machine", ["NORTH"]);
      line.theatre.wait(5 * MINUTE_MS - 1);
      const { changes } = line.theatre.waitDown(1 + downMs);
      const [check] = line.channel.checks;
      const causes = changes.flatMap((one) => (one.kind === "line-changed" ? one.cause : []));
      assert.deepEqual(
        [check?.isOver, check?.isNotHeld, causes[0], line.channel.measured],
        isNotHeld ? [true, true, "check_not_held", "open"] : [true, false, "check_missed", "late"],
        `${downMs} ms down`,
      );
      assert.equal(line.channel.sides[1]?.missed.machine, isNotHeld ? 0 : 1);
    }
  });

  test("a check that all answered was held, whatever became of the server then", () => {
    const line = machinesOnly();
    answer(line, "machine", BOTH);
    const { changes } = line.theatre.waitDown(30 * MINUTE_MS);
    assert.ok(changes.some((one) => one.kind === "line-changed" && one.cause === "check_answered"));
    assert.equal(line.channel.checks[0]?.isNotHeld, false);
  });

  test("both may declare; each lifts its own", () => {
    const line = new TestLine().open();
    const suspend = {
      kind: "suspend-line",
      channelId: LINE_ID,
      scope: ["all"],
      carveOuts: [],
    } as const;
    const restore = { kind: "restore-line", channelId: LINE_ID } as const;
    assert.equal(line.reason("SOUTH", suspend), "accepted");
    assert.equal(line.reason("SOUTH", suspend), "wrong-state");
    assert.equal(line.reason("NORTH", restore), "wrong-state");
    assert.equal(line.reason("NORTH", suspend), "accepted");
    assert.equal(line.reason("SOUTH", restore), "accepted");
    assert.equal(lineStateOf(line.channel), "suspended");
    assert.equal(line.reason("NORTH", restore), "accepted");
    assert.equal(lineStateOf(line.channel), "restored");
  });
});
