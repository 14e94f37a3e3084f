import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { makeSolid4D } from "../../geometry/solid.ts";
import type { Volume4D } from "../../geometry/footprint.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import { digestState, dumpState, loadState } from "../dump.ts";
import { LIMITS } from "../limits.ts";
import type { State } from "../state.ts";
import { discAt, MINUTE_MS, START_MS, TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { ReportRow } from "./commands.ts";
import { TRACK, TRACK_STATES } from "./model.ts";
import { DEFAULT_TRACK_RULES } from "./rules.ts";
import type { TrackView } from "./view.ts";

const NORTH = { kind: "party", party: "NORTH" } as const;
const SOUTH = { kind: "party", party: "SOUTH" } as const;
const HOST = { kind: "host" } as const;
const STALE_MS = DEFAULT_TRACK_RULES.staleAfterMs.drone;
const MMSI = "mmsi 244660000";
const MIDDLE = [40, 35] as const;
/** 1.8 km east of the middle: out of the disc of 1 km. */
const OUT = [40.02, 35] as const;

/** NORTH has a drone in a disc of 1 km, 100–200 m, from the start of the test on. */
class TestTracks extends TestTheatre {
  readonly operationId: string;
  readonly trackId: string;

  constructor(identity = MMSI) {
    super();
    const volume = discAt([...MIDDLE], { startMin: 0, endMin: 120 });
    this.operationId = this.file("NORTH", [volume]).operationId;
    this.trackId = this.bind("NORTH", this.operationId, identity);
  }

  bind(party: string, id: string, identity = MMSI): string {
    const subject = { kind: "operation", id } as const;
    const result = this.must(party, {
      kind: "bind-track",
      subject,
      identity,
      fromMs: null,
      toMs: null,
    });
    assert.equal(result.about, "track");
    return result.about === "track" ? result.trackId : "";
  }

  /** Reports of NORTH's identity, made now unless said otherwise, at 150 m ± 5 m. */
  report(
    [lng, lat]: readonly [number, number],
    { by = "NORTH", atMs = this.atMs, isShared = false, identity = MMSI } = {},
  ) {
    const row: ReportRow = [identity, atMs, lng, lat, 10, 145, 155];
    const reports = { source: "native", isShared, reports: [row] } as const;
    return by === "host"
      ? this.say("system", { kind: "note-positions", reporter: null, ...reports })
      : this.say(by, { kind: "report-positions", ...reports });
  }

  get track(): TrackView {
    const track = viewFor(this.state, NORTH).track(this.trackId);
    assert.ok(track);
    return track;
  }

  get coverage() {
    const coverage = viewFor(this.state, NORTH).coverage(this.operationId, this.atMs);
    assert.ok(coverage);
    return coverage;
  }
}

const solidOf = (volume: Volume4D) => {
  const surveyed = surveyVolume(volume);
  assert.ok(surveyed.ok);
  return makeSolid4D(surveyed.value);
};

const hashOf = (state: State): string => {
  const hash = createHash("sha256");
  digestState(state, (text) => hash.update(text));
  return hash.digest("hex");
};

const kinds = (changes: readonly { kind: string }[]) => changes.map(({ kind }) => kind);

test("conforming, deviating, and no report since: told to the owner, and the operation stays as it is", () => {
  const theatre = new TestTracks();
  assert.equal(theatre.track.state, "no_report");
  assert.deepEqual(kinds(theatre.report(MIDDLE).changes), ["track-changed"]);
  assert.equal(theatre.track.state, "conforming");
  theatre.atMs += MINUTE_MS;
  assert.deepEqual(theatre.report(MIDDLE).changes, [], "as before is no news");
  theatre.atMs += MINUTE_MS;
  theatre.report(OUT);
  assert.deepEqual(
    [theatre.track.state, theatre.track.last?.within, theatre.track.last?.objection],
    ["deviating", "outside", "place"],
  );
  theatre.wait(STALE_MS - 1);
  assert.equal(theatre.track.state, "deviating");
  assert.deepEqual(kinds(theatre.wait(1).changes), ["track-changed"]);
  assert.equal(theatre.track.state, "no_report");
  assert.equal(theatre.state.operations.get(theatre.operationId)?.state, "filed");
});

test("what is stale is never conforming, however the reports come", () => {
  const theatre = new TestTracks();
  theatre.atMs += 3 * STALE_MS;
  theatre.report(MIDDLE, { atMs: theatre.atMs - STALE_MS });
  assert.equal(theatre.track.state, "no_report", "already stale when it came");
  theatre.report(MIDDLE, { atMs: theatre.atMs - STALE_MS + 1 });
  assert.equal(theatre.track.state, "conforming");
  theatre.wait(1);
  assert.equal(theatre.track.state, "no_report", "by its own time, not by its receipt");
  theatre.report(MIDDLE, { atMs: theatre.atMs + 10_000 });
  theatre.wait(STALE_MS);
  assert.equal(theatre.track.state, "no_report", "a clock ahead lengthens nothing");
});

test("a doubtful report counts as conforming, and the doubt is told", () => {
  const theatre = new TestTracks();
  const row: ReportRow = [MMSI, theatre.atMs, 40, 35];
  theatre.say("NORTH", {
    kind: "report-positions",
    source: "native",
    isShared: false,
    reports: [row],
  });
  const { state, last } = theatre.track;
  assert.deepEqual([state, last?.within, last?.objection], ["conforming", "doubtful", "altitude"]);
});

test("at a time of which the operation says nothing there is nothing to judge", () => {
  const theatre = new TestTheatre();
  const { operationId: id } = theatre.file("NORTH", [discAt([40, 35], { startMin: 60 })]);
  const subject = { kind: "operation", id } as const;
  theatre.must("NORTH", { kind: "bind-track", subject, identity: MMSI, fromMs: null, toMs: null });
  const row: ReportRow = [MMSI, theatre.atMs, 10, 10];
  theatre.say("NORTH", {
    kind: "report-positions",
    source: "native",
    isShared: false,
    reports: [row],
  });
  const [track] = viewFor(theatre.state, NORTH).tracks({}, { limit: 10 }).items;
  assert.deepEqual([track?.state, track?.last?.within], ["unjudged", null]);
});

test("reports out of order and twice change no state; they still count as seen", () => {
  const theatre = new TestTracks();
  theatre.atMs += 20 * MINUTE_MS;
  theatre.report(OUT);
  assert.deepEqual(theatre.report(MIDDLE, { atMs: theatre.atMs - 60_000 }).changes, []);
  assert.deepEqual(theatre.report(MIDDLE).changes, [], "the same instant again");
  const { state, reportCount, lateCount } = theatre.track;
  assert.deepEqual([state, reportCount, lateCount], ["deviating", 2, 1]);
  const unseen = theatre.coverage.unseen.map(({ startMs, endMs }) => endMs - startMs);
  assert.deepEqual(unseen, [19 * MINUTE_MS]);
});

test("a report from the future or too old is refused by its number, the others are taken", () => {
  const theatre = new TestTracks();
  const { clockSkewMaxMs, reportAgeMaxMs } = DEFAULT_TRACK_RULES;
  const at = (ms: number): ReportRow => [MMSI, theatre.atMs + ms, 40, 35];
  const reports = [at(clockSkewMaxMs + 1), at(clockSkewMaxMs), at(-reportAgeMaxMs - 1)];
  const said = { kind: "report-positions", source: "native", isShared: false, reports } as const;
  assert.deepEqual(theatre.must("NORTH", said), {
    about: "reports",
    takenCount: 1,
    refused: [
      { index: 0, reason: "from-the-future" },
      { index: 2, reason: "too-old" },
    ],
  });
});

test("others' reports corroborate where they are shared, and never place anything", () => {
  const theatre = new TestTracks();
  theatre.report(OUT, { by: "SOUTH", isShared: true });
  assert.deepEqual(theatre.track.corroborations, [], "there is nothing of its own to corroborate");
  theatre.report(MIDDLE);
  theatre.report(MIDDLE, { by: "SOUTH" });
  assert.deepEqual(theatre.track.corroborations, [], "not shared");
  theatre.atMs += 20_000;
  theatre.report(MIDDLE, { by: "SOUTH", isShared: true });
  theatre.report([41, 35], { by: "SOUTH", isShared: true });
  theatre.report(MIDDLE, { by: "host", isShared: true });
  const lastMs = theatre.atMs;
  assert.deepEqual(theatre.track.corroborations, [
    { reporter: "SOUTH", agreeing: 1, differing: 1, lastMs },
    { reporter: null, agreeing: 1, differing: 0, lastMs },
  ]);
  assert.deepEqual([theatre.track.state, theatre.track.reportCount], ["conforming", 1]);
});

test("what a party has tied to an operation of its own counts for nobody else", () => {
  const theatre = new TestTracks();
  const far = theatre.file("SOUTH", [discAt([50, 35], { startMin: 0 })]);
  theatre.bind("SOUTH", far.operationId);
  theatre.report(MIDDLE);
  theatre.report(MIDDLE, { by: "SOUTH", isShared: true });
  assert.deepEqual(theatre.track.corroborations, []);
});

test("a name of one's own is nobody else's", () => {
  const theatre = new TestTracks("own VAN 1");
  theatre.report(MIDDLE, { identity: "own VAN 1" });
  theatre.report(MIDDLE, { identity: "own VAN 1", by: "SOUTH", isShared: true });
  assert.deepEqual([theatre.track.reportCount, theatre.track.corroborations], [1, []]);
});

test("what can't be tied is refused, and another's operation as one that is not there", () => {
  const theatre = new TestTracks();
  const reason = (
    id: string,
    identity = "mmsi 123456789",
    party = "NORTH",
    toMs: number | null = null,
  ) =>
    theatre.reason(party, {
      kind: "bind-track",
      subject: { kind: "operation", id },
      identity,
      fromMs: null,
      toMs,
    });
  const { operationId } = theatre;
  const cases = [
    [reason(operationId, "mmsi 12345678"), "bad-field"],
    [reason(operationId, "icao XYZ"), "bad-field"],
    [reason(operationId, "elsewhere 1"), "bad-field"],
    [reason(operationId, MMSI), "bad-field"],
    [reason(operationId, undefined, "NORTH", theatre.atMs), "bad-field"],
    [reason(operationId, undefined, "SOUTH"), "unknown-operation"],
    [reason("NORTH-2026-00099", undefined, "SOUTH"), "unknown-operation"],
    [theatre.reason("SOUTH", { kind: "end-track", trackId: theatre.trackId }), "not-found"],
    [theatre.reason("SOUTH", { kind: "end-track", trackId: "track-none" }), "not-found"],
    [reason(operationId), "accepted"],
  ];
  for (const [i, [found, wanted]] of cases.entries()) assert.equal(found, wanted, `case ${i}`);
  theatre.must("NORTH", { kind: "cancel-operation", operationId });
  assert.equal(reason(operationId, "mmsi 999999999"), "wrong-state");
});

test("no more than so many tracks of one operation", () => {
  const theatre = new TestTracks();
  for (let i = 1; i < LIMITS.tracksPerOperationMax; i++) {
    theatre.bind("NORTH", theatre.operationId, `own ${i}`);
  }
  const subject = { kind: "operation", id: theatre.operationId } as const;
  const more = {
    kind: "bind-track",
    subject,
    identity: "own x",
    fromMs: null,
    toMs: null,
  } as const;
  assert.equal(theatre.reason("NORTH", more), "too-many");
});

test("every step of a track is as the table says", () => {
  for (const from of TRACK_STATES) {
    const theatre = new TestTracks();
    const track = theatre.state.tracks.all.get(theatre.trackId);
    assert.ok(track);
    track.state = from;
    const { outcome } = theatre.say("NORTH", { kind: "end-track", trackId: theatre.trackId });
    assert.equal(outcome.ok, TRACK.next[from].includes("ended"), `${from} → ended`);
  }
});

test("a track ends with its time, and with its operation; then it takes no more reports", () => {
  const theatre = new TestTracks();
  const subject = { kind: "operation", id: theatre.operationId } as const;
  const toMs = theatre.atMs + MINUTE_MS;
  const timed = { kind: "bind-track", subject, identity: "own a", fromMs: null, toMs } as const;
  theatre.must("NORTH", timed);
  const states = () => [...theatre.state.tracks.all.values()].map(({ state }) => state);
  theatre.wait(MINUTE_MS);
  assert.deepEqual(states(), ["no_report", "ended"]);
  theatre.must("NORTH", { kind: "cancel-operation", operationId: theatre.operationId });
  assert.deepEqual(states(), ["ended", "ended"]);
  theatre.report(MIDDLE);
  assert.equal(theatre.track.reportCount, 0);
  theatre.wait(LIMITS.retentionMs);
  assert.equal(theatre.state.tracks.all.size, 0, "it leaves the state with its operation");
  assert.equal(theatre.state.tracks.liveByIdentity.size + theatre.state.tracks.bySubject.size, 0);
});

test("an operation without reports is not observed, and how much of it was is told as shares", () => {
  const theatre = new TestTracks();
  theatre.wait(10 * MINUTE_MS);
  const { observation, timeShare, groundShare, unseen } = theatre.coverage;
  assert.deepEqual([observation, timeShare, groundShare], ["not_observed", 0, 0]);
  assert.deepEqual(unseen, [{ startMs: START_MS, endMs: theatre.atMs }]);
  theatre.report(MIDDLE);
  theatre.wait(10 * MINUTE_MS);
  assert.equal(theatre.coverage.observation, "partly_observed");
  assert.equal(
    theatre.coverage.timeShare,
    0.25,
    "heard for the 5 minutes until it was stale, of 20",
  );
  assert.equal(theatre.coverage.seenCellCount, 1);
  assert.ok(theatre.coverage.groundShare > 0 && theatre.coverage.groundShare < 0.05);
});

test("out of its volumes it is heard, and none of its ground is seen", () => {
  const theatre = new TestTracks();
  theatre.report(OUT);
  theatre.wait(MINUTE_MS);
  const { observation, timeShare, groundShare } = theatre.coverage;
  assert.deepEqual([observation, timeShare, groundShare], ["not_observed", 1, 0]);
});

test("a new version of the volumes begins with nothing seen of its ground", () => {
  const theatre = new TestTracks();
  theatre.report(MIDDLE);
  const volumes = [discAt([40.1, 35], { startMin: 0, endMin: 120 })];
  const { operationId } = theatre;
  theatre.must("NORTH", { kind: "replace-operation", operationId, version: 1, volumes });
  assert.equal(theatre.coverage.seenCellCount, 0);
});

test("of an area and a time it is told what was heard there then, not elsewhere or before", () => {
  const theatre = new TestTracks();
  const ask = (center: readonly [number, number], startMin: number, endMin: number) => {
    const area = solidOf(discAt([...center], { radiusM: 100, startMin, endMin }));
    return viewFor(theatre.state, NORTH).coverageIn({ area }, theatre.atMs);
  };
  const west = [39.994, 35] as const;
  theatre.report(MIDDLE);
  theatre.wait(2 * MINUTE_MS);
  theatre.report(west);
  theatre.wait(20 * MINUTE_MS);
  const words = [
    ask(MIDDLE, 0, 2),
    ask(MIDDLE, 3, 10),
    ask(west, 0, 1),
    ask(west, 2, 7),
    ask(west, 8, 20),
  ].map(([found]) => [found?.observation, found?.timeShare]);
  assert.deepEqual(words, [
    ["partly_observed", 1],
    ["not_observed", 0],
    ["not_observed", 0],
    ["partly_observed", 1],
    ["not_observed", 0],
  ]);
  assert.deepEqual(ask([45, 35], 0, 10), [], "no operation of its own is there");
  const area = solidOf(discAt([...MIDDLE], { startMin: 0, endMin: 20 }));
  assert.deepEqual(viewFor(theatre.state, SOUTH).coverageIn({ area }, theatre.atMs), []);
});

test("tracks are the owner's alone", () => {
  const theatre = new TestTracks();
  const { changes } = theatre.report(MIDDLE);
  for (const reader of [SOUTH, HOST]) {
    const view = viewFor(theatre.state, reader);
    assert.deepEqual(changes.map(view.tell), [null]);
    assert.equal(view.track(theatre.trackId), null);
    assert.deepEqual(view.tracks({}, { limit: 10 }).items, []);
    assert.equal(view.coverage(theatre.operationId, theatre.atMs), null);
  }
  assert.equal(changes.map(viewFor(theatre.state, NORTH).tell)[0]?.kind, "track.changed");
});

test("a state with tracks comes back from its dump, and goes on as it would have", () => {
  const theatre = new TestTracks();
  theatre.report(MIDDLE);
  theatre.report(MIDDLE, { by: "SOUTH", isShared: true });
  theatre.atMs += MINUTE_MS;
  theatre.report([40.004, 35]);
  theatre.bind("NORTH", theatre.operationId, "own ended");
  const loaded = loadState(structuredClone(dumpState(theatre.state)));
  assert.equal(hashOf(loaded), hashOf(theatre.state));
  assert.deepEqual(
    [...loaded.tracks.liveByIdentity.keys()],
    [...theatre.state.tracks.liveByIdentity.keys()],
  );
  assert.deepEqual(loaded.tracks.liveCounts, theatre.state.tracks.liveCounts);
});
