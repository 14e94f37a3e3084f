/** Position reports of a convoy, held against the operation that its movement has by then. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpState, loadState } from "../dump.ts";
import {
  CONVOY,
  departAt,
  DESTINATION,
  movementOf,
  moveTheatre,
  ORIGIN,
  report,
  sayBy,
  seenBy,
  submit,
  tellOne,
  check,
} from "../movements/test-movements.ts";
import { HOUR_MS, MINUTE_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { TrackSubject } from "./commands.ts";
import type { TrackView } from "./view.ts";

const RELIEF = { kind: "party", party: "RELIEF" } as const;
const TRUCK = "own truck 1";
const HALF_WAY = { lngDeg: 40.25, latDeg: 35.15 };
/** Some 20 km north of the way. */
const ASTRAY = { lngDeg: 40.4, latDeg: 35.35 };

const bind = (theatre: TestTheatre, party = "RELIEF", more: Partial<TrackSubject> = {}): string => {
  const subject = { kind: "movement", id: movementOf(theatre).id, ...more } as const;
  const about = { subject, identity: TRUCK, fromMs: null, toMs: null };
  const { outcome } = sayBy(theatre, party, "ana", { kind: "bind-track", ...about });
  return outcome.ok ? "accepted" : outcome.refusal.reason;
};

const hear = (theatre: TestTheatre, { lngDeg, latDeg }: typeof ORIGIN): void => {
  const reports = [[TRUCK, theatre.atMs, lngDeg, latDeg, 20] as const];
  const command = { kind: "report-positions", source: "native", isShared: false, reports } as const;
  assert.ok(sayBy(theatre, "RELIEF", "ana", command).outcome.ok);
};

const trackOf = ({ state }: TestTheatre): TrackView => {
  const [track] = viewFor(state, RELIEF).tracks({}, { limit: 1 }).items;
  assert.ok(track, "it is tied");
  return track;
};

test("reports of a convoy conform, deviate and go stale; the movement is as its owner says", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  assert.equal(bind(theatre), "accepted");
  departAt(theatre);
  report(theatre, "departed");
  hear(theatre, HALF_WAY);
  assert.deepEqual([trackOf(theatre).state, trackOf(theatre).last?.version], ["conforming", 1]);
  theatre.wait(MINUTE_MS);
  hear(theatre, ASTRAY);
  assert.equal(trackOf(theatre).state, "deviating");
  assert.deepEqual(
    [movementOf(theatre).state, seenBy(theatre, "SOUTH").deviation],
    ["departed", null],
  );
  theatre.wait(16 * MINUTE_MS);
  assert.equal(trackOf(theatre).state, "no_report");
});

test("a movement that is not told yet is heard, and judged once it has an operation", () => {
  const theatre = moveTheatre();
  submit(theatre);
  assert.equal(bind(theatre), "accepted");
  hear(theatre, ORIGIN);
  assert.deepEqual([trackOf(theatre).state, trackOf(theatre).last?.version], ["unjudged", null]);
  check(theatre);
  departAt(theatre);
  hear(theatre, HALF_WAY);
  assert.equal(trackOf(theatre).state, "conforming");
});

test("it goes along where the movement goes another way, and counts for what its operation covers", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  bind(theatre);
  departAt(theatre);
  hear(theatre, HALF_WAY);
  const coverage = () => {
    const { operationId } = movementOf(theatre);
    return viewFor(theatre.state, RELIEF).coverage(operationId!, theatre.atMs)!;
  };
  assert.equal(coverage().seenCellCount, 1);
  const points = [ORIGIN, ASTRAY, DESTINATION];
  const fields = { ...CONVOY, route: { kind: "route", points, halfWidthM: 500 } } as const;
  const change = { kind: "change-movement", movementId, version: 1, fields } as const;
  assert.ok(sayBy(theatre, "RELIEF", "ana", change).outcome.ok);
  check(theatre);
  assert.equal(coverage().seenCellCount, 0, "nothing is known yet of the new way");
  theatre.wait(MINUTE_MS);
  hear(theatre, ASTRAY);
  assert.deepEqual([trackOf(theatre).state, trackOf(theatre).last?.version], ["conforming", 2]);
  assert.equal(coverage().seenCellCount, 1);
});

test("only the owner ties it, while it is not closed; closed, it takes no more", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  assert.equal(bind(theatre, "SOUTH"), "not-found", "who was told of it has no track of it");
  assert.equal(bind(theatre, "RELIEF", { id: "movement-0" }), "not-found");
  assert.equal(bind(theatre), "accepted");
  assert.equal(bind(theatre), "bad-field", "tied already");
  const close = { kind: "close-movement", movementId, outcome: "withdrawn" } as const;
  assert.ok(sayBy(theatre, "RELIEF", "ana", close).outcome.ok);
  assert.equal(trackOf(theatre).state, "ended");
  assert.equal(bind(theatre), "wrong-state");
});

test("who is told in full is told how its reports stand, never a position; others nothing", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  const consent = { kind: "consent-movement", movementId, to: "NORTH", rung: "category" } as const;
  assert.ok(sayBy(theatre, "RELIEF", "ana", consent).outcome.ok);
  bind(theatre);
  departAt(theatre);
  hear(theatre, HALF_WAY);
  const [seen] = seenBy(theatre, "SOUTH").observed;
  assert.deepEqual(Object.keys(seen ?? {}).toSorted(), [
    "changedMs",
    "freshUntilMs",
    "lastMs",
    "state",
  ]);
  assert.equal(seen?.state, "conforming");
  assert.deepEqual(seenBy(theatre, "NORTH").observed, []);
  assert.deepEqual(seenBy(theatre, "RELIEF").observed, [seen]);
  assert.ok(!JSON.stringify(seenBy(theatre, "SOUTH")).includes(TRUCK));
  const ended = { kind: "close-movement-consent", movementId, to: "SOUTH" } as const;
  assert.ok(sayBy(theatre, "RELIEF", "ana", ended).outcome.ok);
  assert.deepEqual(seenBy(theatre, "SOUTH").observed, []);
});

test("a dump holds them, and they leave the state with their movement", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  bind(theatre);
  departAt(theatre);
  hear(theatre, HALF_WAY);
  const loaded = loadState(dumpState(theatre.state));
  assert.deepEqual(dumpState(loaded), dumpState(theatre.state));
  assert.deepEqual(viewFor(loaded, RELIEF).tracks({ movementId }, { limit: 9 }).items, [
    trackOf(theatre),
  ]);
  report(theatre, "departed");
  report(theatre, "arrived", { place: DESTINATION });
  const close = { kind: "close-movement", movementId, outcome: "completed" } as const;
  assert.ok(sayBy(theatre, "RELIEF", "ana", close).outcome.ok);
  theatre.wait(400 * 24 * HOUR_MS);
  assert.equal(theatre.state.tracks.all.size, 0);
});
