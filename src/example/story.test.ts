import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ToldEvent } from "../api/native/event.ts";
import { ACTS, minutesOf } from "./acts.ts";
import { CAST, PARTY_SIDES } from "./cast.ts";
import type { Side } from "./cast.ts";
import { eventsOf, heardIn, ofKind, playStory } from "./test-story.ts";
import type { Event } from "./test-story.ts";
import { STORY_START_MS } from "./transcript.ts";

const MINUTE_MS = 60_000;

const told = await playStory({ startMs: STORY_START_MS, acts: ACTS.slice(0, 1) });
const of = heardIn(told, 1);

const minuteOf = ({ at }: ToldEvent): number => (Date.parse(at) - STORY_START_MS) / MINUTE_MS;

/** The messages of a kind, with what was told of each: to a side. */
const causesOf = (side: Side, kind: string): readonly string[] =>
  ofKind(of[side], "message.changed").flatMap(({ message, cause }) =>
    message.detail === "full" && message.kind === kind ? [cause] : [],
  );

suite("the first act", () => {
  test("and those after it are in order of time, end in time, and each step has a name of its own", () => {
    let endMin = 0;
    for (const { fromMinutes, minutes, steps } of ACTS) {
      const times = steps.map(({ atMin }) => fromMinutes + atMin);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
      assert.ok(times[0]! >= endMin);
      endMin = fromMinutes + minutes;
      assert.ok(times.at(-1)! < endMin);
      const names = steps.map(({ who, does }) => `${who} ${does}`);
      assert.equal(new Set(names).size, names.length);
    }
    assert.equal(endMin, minutesOf(ACTS));
  });

  test("is refused twice, as it is meant to be: to the side that said it alone", () => {
    const refused = told.flatMap((one) =>
      one.what === "refused" ? [[one.side, one.step.refusedBy, one.problem.detail]] : [],
    );
    assert.equal(refused.length, 2);
    const [readBack, suspended] = refused;
    assert.deepEqual(readBack!.slice(0, 2), ["NORTH", "bad-field"]);
    assert.match(readBack![2]!, /two digits look exchanged \(latitude\)/);
    assert.deepEqual(suspended!.slice(0, 2), ["SOUTH", "line-suspended"]);
  });

  test("is the same each time, ids and all", async () => {
    assert.deepEqual(await playStory({ startMs: STORY_START_MS, acts: ACTS.slice(0, 1) }), told);
  });

  // Line checks are asked at whole hours of the day: the act has to go well wherever it begins.
  for (const startText of [
    "00:00",
    "02:05",
    "05:55",
    "08:59",
    "14:01",
    "15:30",
    "16:04",
    "23:59",
  ]) {
    test(`goes the same way when it begins at ${startText}`, async () => {
      const startMs = Date.parse(`2026-08-31T${startText}:00Z`);
      const heard = await playStory({ startMs, acts: ACTS.slice(0, 1) });
      const line = ofKind(eventsOf(heard, "SOUTH"), "line.changed");
      const missed = line.filter(({ cause }) => cause === "check_missed");
      assert.deepEqual(
        missed.map(({ channel }) => [channel.id, channel.line]),
        [["NORTH:SOUTH:watch_desk", "late"]],
      );
      const last = new Map(line.map(({ channel }) => [channel.id, channel]));
      for (const { id, checks } of last.values())
        for (const check of checks) assert.equal(check.replies.length, 2, `${id} ${check.number}`);
      const after = line.slice(line.indexOf(missed[0]!) + 1);
      assert.ok(after.some(({ channel }) => channel.measured === "restored"));
    });
  }
});

const opened = (side: Side): Event<"conflict.opened"> =>
  ofKind(of[side], "conflict.opened")[0] as Event<"conflict.opened">;

/** The minute of the act at which a side learns who the other side of its conflict is. */
const knownAt = (side: Side): number =>
  minuteOf(
    of[side].find(
      (event) => event.kind === "conflict.moved" && (event.conflict.other?.party ?? null) !== null,
    )!,
  );

suite("blind matching in the act", () => {
  test("both are told at once, of a cell and a window and nothing of the other", () => {
    const [north, south] = [opened("NORTH"), opened("SOUTH")];
    assert.equal(north.seq, south.seq);
    for (const { conflict } of [north, south]) {
      assert.equal(conflict.other?.rung, "cell");
      assert.deepEqual([conflict.other.party, conflict.other.operationId], [null, null]);
      assert.equal(conflict.facts, null);
      assert.equal(Date.parse(conflict.start!) % (15 * MINUTE_MS), 0);
    }
    assert.deepEqual(north.conflict.cell, south.conflict.cell);
  });

  test("each is told who the other is only once the other has taken it on", () => {
    assert.deepEqual([knownAt("SOUTH"), knownAt("NORTH")], [44, 46]);
  });

  test("a shift out of the options is agreed by four people, and applied", () => {
    const states = ofKind(of.NORTH, "proposal.changed").map(({ proposal }) => proposal.state);
    assert.deepEqual(states, ["accepted", "accepted", "agreed"]);
    const proposal = ofKind(of.NORTH, "proposal.opened")[0]!.proposal;
    assert.equal(Math.abs(proposal.own.shiftMs) % (5 * MINUTE_MS), 0);
    assert.notEqual(proposal.own.shiftMs, 0);
    const [agreed] = ofKind(of.NORTH, "operation.replaced");
    assert.ok(agreed?.operation.detail === "full");
    assert.equal(agreed.operation.current.notice.kind, "agreed");
    for (const side of ["NORTH", "SOUTH"] as const) {
      const [closed] = ofKind(of[side], "conflict.closed");
      assert.equal(closed?.conflict.life, "resolved");
      assert.deepEqual(closed.conflict.resolution?.kinds, ["time"]);
    }
  });

  test("the humanitarian side gets advice, and the military side no more than a cell", () => {
    const { conflict: relief } = opened("RELIEF");
    assert.deepEqual(relief.advice?.measures, ["hold", "delay", "reroute"]);
    assert.equal(relief.cell, null);
    const [, north] = ofKind(of.NORTH, "conflict.opened");
    assert.ok(north && north.conflict.id === relief.id);
    assert.equal(north.conflict.advice, null);
    assert.equal(north.conflict.other?.rung, "cell");
  });

  test("a late notice is taken, and flagged", () => {
    const filed = ofKind(of.SOUTH, "operation.filed").map(({ operation }) =>
      operation.detail === "full" ? operation.current.notice : null,
    );
    assert.deepEqual(
      filed.map((notice) => [notice?.minutesOfNotice, notice?.isShortNotice]),
      [
        [22, true],
        [319, false],
      ],
    );
  });
});

suite("the line in the act", () => {
  test("a read-back error is caught and named to both, then it is right", () => {
    for (const side of ["NORTH", "RELIEF"] as const) {
      assert.deepEqual(causesOf(side, "move_notice"), [
        "delivered",
        "read_back_failed",
        "acknowledged",
      ]);
      const failed = ofKind(of[side], "message.changed").find(
        ({ cause }) => cause === "read_back_failed",
      );
      assert.ok(failed?.message.detail === "full");
      const [suspect] = failed.message.receipts[0]!.readBacks[0]!.suspects;
      assert.deepEqual(suspect, { slip: "digits_transposed", coordinate: "latitude" });
    }
    assert.deepEqual(causesOf("SOUTH", "move_notice"), []);
  });

  test("a warning nobody acknowledges is reminded of, raised, and acknowledged a level up", () => {
    for (const side of ["NORTH", "SOUTH"] as const) {
      assert.deepEqual(causesOf(side, "hazard_warning"), [
        "delivered",
        "reminder",
        "raised",
        "acknowledged",
      ]);
    }
    const last = ofKind(of.SOUTH, "message.changed").findLast(
      ({ message }) => message.detail === "full" && message.kind === "hazard_warning",
    );
    assert.ok(last?.message.detail === "full");
    const [receipt] = last.message.receipts;
    assert.equal(receipt?.level, "operational_cell");
    assert.equal(receipt.acknowledged?.role, "duty_officer");
    assert.deepEqual(
      receipt.disseminated.map(({ level }) => level),
      ["unit_or_crew", "watch_desk"],
    );
    assert.notEqual(receipt.notAcknowledgedAt, null);
  });

  test("distress passes the suspended line", () => {
    const line = (cause: string): number =>
      minuteOf(of.NORTH.find((event) => event.kind === "line.changed" && event.cause === cause)!);
    const sent = ofKind(of.NORTH, "message.sent").find(
      ({ message }) => message.detail === "full" && message.kind === "distress",
    );
    assert.ok(sent);
    assert.ok(line("suspended") < minuteOf(sent) && minuteOf(sent) < line("restored"));
    assert.deepEqual(causesOf("NORTH", "distress"), ["delivered", "acknowledged"]);
  });
});

suite("what each side of the act does not hear", () => {
  /** Of whom it would tell, by what only they said or have. */
  const ROWS: readonly (readonly [Side, readonly RegExp[]])[] = [
    // Another's operations, their places and names: NORTH was shown the observation alone.
    ["NORTH", [/Al-Mayadin/, /40\.45,35\.02/, /RELIEF:SOUTH/, /SOUTH-2026-00001","party/]],
    ["SOUTH", [/Transit/, /Patrol/, /Raqqa/, /move_notice/, /NORTH:RELIEF/, /40\.747,36\.502/]],
    ["RELIEF", [/Transit/, /Patrol/, /Observation/, /Al-Mayadin/, /"hazard_warning"/, /distress"/]],
    ["RELIEF", [/NORTH:SOUTH/, /441LL13/, /NORTH-2026/, /SOUTH-2026/, /"cell":\{/]],
    ["HOST", [/Transit/, /Patrol/, /Observation/, /Al-Mayadin/, /Raqqa/, /"hazard_warning"/]],
    ["HOST", [/move_notice/, /latDeg/, /Обмен/, /ذخائر/, /"cell":\{/]],
  ];
  for (const [side, patterns] of ROWS) {
    test(`${side}: ${patterns.map(String).join(" ")}`, () => {
      const text = JSON.stringify(of[side]);
      for (const pattern of patterns) assert.ok(!pattern.test(text), String(pattern));
    });
  }

  test("officers' names stay in their own party", () => {
    for (const side of PARTY_SIDES) {
      const text = JSON.stringify(of[side]);
      for (const person of Object.values(CAST)) {
        if (person.side === side || person.side === "HOST") continue;
        assert.ok(!text.includes(`"${person.sub}"`), `${side} hears of ${person.sub}`);
      }
    }
  });

  test("the test would find them: who said it does hear it", () => {
    assert.match(JSON.stringify(of.NORTH), /Transit.*Patrol/);
    assert.match(JSON.stringify(of.SOUTH), /Al-Mayadin.*40\.45,35\.02/);
    assert.match(JSON.stringify(of.RELIEF), /Raqqa.*move_notice/);
    assert.match(JSON.stringify(of.NORTH), /"north watch officer"/);
  });
});
