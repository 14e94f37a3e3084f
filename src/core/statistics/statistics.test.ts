import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpState, loadState } from "../dump.ts";
import { LIMITS } from "../limits.ts";
import { LINE_ID, TestLine } from "../line/test-line.ts";
import { discAt, HOUR_MS, MINUTE_MS, START_MS, TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { bandOf, count, DAY_MS, dayOf, makeStatisticsState, NOTICE_BANDS_MIN } from "./model.ts";
import { seenBy, some, withParty } from "./test-statistics.ts";

test("a band holds what has reached its edge and not the next", () => {
  const rows = [
    [-1, 0],
    [0, 1],
    [29, 1],
    [30, 2],
    [10_079, 7],
    [10_080, 8],
  ] as const;
  for (const [minutes, band] of rows) assert.equal(bandOf(NOTICE_BANDS_MIN, minutes), band);
});

test("notices are counted by kind and by their minutes; a move is none", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  theatre.must("NORTH", {
    kind: "replace-operation",
    operationId,
    version: 1,
    volumes: [discAt([40, 35], { startMin: 20 })],
  });
  theatre.must("NORTH", { kind: "hold-operation", operationId });
  theatre.must("NORTH", { kind: "cancel-operation", operationId });
  const { own } = seenBy(theatre);
  assert.deepEqual(some(own.notices), { new: 1, replace: 1, cancel: 1 });
  assert.equal(own.shortNotices, 1);
  // The withdrawal is a notice too, with its own minutes.
  const given = own.minutesOfNotice.filter((band) => band.count > 0);
  assert.deepEqual(
    given.map(({ fromMin, toMin, count: n }) => [fromMin, toMin, n]),
    [
      [0, 30, 2],
      [120, 360, 1],
    ],
  );
  assert.deepEqual(own.days, [
    { day: dayOf(START_MS), notices: 3, shortNotices: 1, conflictsTold: 0 },
  ]);
  assert.deepEqual(some(seenBy(theatre, "SOUTH").own.notices), {});
});

test("a refused notice and a command said twice count nothing", () => {
  const theatre = new TestTheatre();
  const command = { kind: "file-operation", category: "uas_flight" } as const;
  const volumes = [discAt([40, 35])];
  for (let i = 0; i < 2; i++)
    theatre.say("NORTH", { ...command, volumes }, { commandId: "one and the same" });
  theatre.say("NORTH", { kind: "cancel-operation", operationId: "NORTH-2026-99999" });
  assert.deepEqual(some(seenBy(theatre).own.notices), { new: 1 });
});

test("a conflict counts for each side from the start, for the two once both own it", () => {
  const theatre = new TestTheatre();
  theatre.file("NORTH", [discAt([40.04, 35.04])]);
  theatre.file("SOUTH", [discAt([40.05, 35.04])]);
  const [conflictId = ""] = theatre.state.conflicts.keys();
  const both = () => ["NORTH", "SOUTH"].map((party) => seenBy(theatre, party));
  for (const { own } of both()) assert.deepEqual(some(own.conflicts), { told: 1 });
  theatre.must("NORTH", { kind: "own-conflict", conflictId });
  const [north, south] = both();
  assert.deepEqual(some(withParty(north!, "SOUTH").conflicts), {}, "the other is not named yet");
  theatre.must("SOUTH", { kind: "own-conflict", conflictId });
  for (const party of ["NORTH", "SOUTH"]) theatre.must(party, { kind: "note-contact", conflictId });
  const joint = { owned: 1, in_contact: 1 };
  const [after, afterSouth] = both();
  assert.deepEqual(some(withParty(after!, "SOUTH").conflicts), joint);
  assert.deepEqual(withParty(afterSouth!, "NORTH").conflicts, withParty(after!, "SOUTH").conflicts);
  assert.deepEqual(some(after!.own.conflicts), { told: 1, owned: 1, in_contact: 1 });
  assert.deepEqual(some(south!.own.conflicts), { told: 1, owned: 1 });
});

test("what was counted stays when the operation has left the state", () => {
  const theatre = new TestTheatre();
  theatre.file("NORTH", [discAt([40.04, 35.04])]);
  theatre.file("SOUTH", [discAt([40.05, 35.04])]);
  theatre.wait(LIMITS.retentionMs + DAY_MS);
  assert.equal(theatre.state.operations.size, 0);
  assert.equal(theatre.state.statistics.conflicts.size, 0);
  const { own } = seenBy(theatre);
  assert.deepEqual(
    [own.notices.new, own.conflicts.told, own.conflicts.overdue, own.conflicts.closed],
    [1, 1, 1, 1],
  );
});

test("acknowledgements are held against their clock, each way apart", () => {
  const line = new TestLine().open();
  const { theatre } = line;
  const first = line.send("NORTH", "meeting_proposal");
  const second = line.send("NORTH", "meeting_proposal");
  theatre.wait(3 * MINUTE_MS);
  const { outcome } = line.say("SOUTH", line.ack(first));
  assert.ok(outcome.ok, JSON.stringify(outcome));
  theatre.wait(5 * HOUR_MS);
  const { byPrecedence, minutes } = withParty(seenBy(theatre), "SOUTH").sent;
  const asked = byPrecedence.find(({ precedence }) => precedence === second.header.precedence);
  assert.equal(asked?.sent, 2);
  assert.equal(asked?.inTime, 1);
  assert.equal(asked?.overdue, 1);
  assert.equal(
    minutes.reduce((n, band) => n + band.count, 0),
    asked?.inTime,
  );
  assert.deepEqual(
    withParty(seenBy(theatre, "SOUTH"), "NORTH").received,
    withParty(seenBy(theatre), "SOUTH").sent,
  );
  const back = withParty(seenBy(theatre), "SOUTH").received;
  assert.ok(back.byPrecedence.every(({ sent }) => sent === 0));
});

test("an answer after the clock is late; a concern added later is no second one", () => {
  const line = new TestLine().open();
  const { theatre } = line;
  const message = line.send("NORTH", "meeting_proposal");
  assert.ok(message.acknowledgeByMs !== null);
  theatre.wait(message.acknowledgeByMs - theatre.atMs + 1);
  for (let i = 0; i < 2; i++) {
    const ackKind = i === 0 ? "received" : "received_with_concern";
    const concern = i === 0 ? {} : { concern: "safety" as const };
    const { outcome } = line.say("SOUTH", line.ack(message, { ackKind, ...concern }));
    assert.ok(outcome.ok, JSON.stringify(outcome));
    theatre.wait(1);
  }
  const { byPrecedence } = withParty(seenBy(theatre), "SOUTH").sent;
  const { precedence } = message.header;
  const found = byPrecedence.find((one) => one.precedence === precedence);
  assert.deepEqual(found, { precedence, sent: 1, inTime: 0, late: 1, overdue: 1 });
});

test("a line's time is counted by its state, over midnight, up to now; others see none of it", () => {
  const line = new TestLine().open();
  const { theatre } = line;
  theatre.wait(30 * HOUR_MS);
  const suspend = {
    kind: "suspend-line",
    channelId: LINE_ID,
    scope: ["all"],
    carveOuts: [],
  } as const;
  const { outcome } = line.say("NORTH", suspend);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  theatre.wait(2 * HOUR_MS);
  const [channel] = seenBy(theatre).channels;
  assert.ok(channel);
  assert.equal(channel.openMs, 32 * HOUR_MS);
  assert.equal(channel.lineMs.suspended, 2 * HOUR_MS);
  assert.equal(channel.upMs, 32 * HOUR_MS - channel.lineMs.silent - 2 * HOUR_MS);
  assert.ok(channel.checks.missed > 0, "nobody answered the checks");
  const { state } = theatre;
  const firstDay = dayOf(START_MS);
  const period = { fromDay: firstDay, toDay: firstDay, nowMs: theatre.atMs };
  const oneDay = viewFor(state, { kind: "party", party: "NORTH" }).statistics(period);
  assert.equal(oneDay?.channels[0]?.openMs, 18 * HOUR_MS);
  assert.deepEqual(seenBy(theatre, "RELIEF").channels, []);
  assert.equal(viewFor(state, { kind: "host" }).statistics(period), null);
});

test("the statistics come back from a dump, and go on from there", () => {
  const line = new TestLine().open();
  const { theatre } = line;
  line.send("NORTH", "meeting_proposal");
  theatre.file("NORTH", [discAt([40.04, 35.04])]);
  theatre.file("SOUTH", [discAt([40.05, 35.04])]);
  theatre.wait(HOUR_MS);
  const text = JSON.stringify(dumpState(theatre.state));
  const loaded = loadState(JSON.parse(text) as ReturnType<typeof dumpState>);
  assert.deepEqual(loaded.statistics, theatre.state.statistics);
  assert.ok(loaded.statistics.lines.size > 0 && loaded.statistics.conflicts.size > 0);
});

test("days beyond those that are kept go", () => {
  const { parties } = makeStatisticsState();
  const kept = LIMITS.statisticsDaysKeptMax;
  for (const day of [0, 1, kept]) count(parties, { key: "NORTH", day }, "notice:new");
  assert.deepEqual([...(parties.get("NORTH")?.keys() ?? [])], [1, kept]);
});
