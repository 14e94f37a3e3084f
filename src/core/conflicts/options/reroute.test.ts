import assert from "node:assert/strict";
import { test } from "node:test";
import type { Corridor, Position, Volume4D } from "../../../geometry/footprint.ts";
import { discAt, HOUR_MS, MINUTE_MS, START_MS } from "../../test-theatre.ts";
import { findOptions } from "./find.ts";
import { measureLegsM } from "./lateral-move.ts";
import type { Option, OptionLimits, OptionsAnswer } from "./model.ts";
import { subjectOf, theatreWith } from "./test-subject.ts";

const WEST: Position = [39.5, 35];
const HERE: Position = [40, 35];
const EAST: Position = [40.5, 35];

const along = (route: readonly Position[], more: Partial<Corridor> = {}): Volume4D => ({
  ...discAt(HERE),
  footprint: { kind: "corridor", route, halfWidthM: 500, edges: "geodesic", ...more },
});

const reroute = (
  own: readonly Volume4D[],
  others: readonly Volume4D[],
  limits: Partial<OptionLimits> = {},
): OptionsAnswer => {
  const theatre = theatreWith(
    {},
    others.map((volume) => ({ party: "SOUTH", volumes: [volume] })),
  );
  return findOptions(theatre.state, {
    subject: subjectOf(own),
    volumes: theatre.state.index,
    limits: { earliestMs: START_MS, ...limits },
    kinds: ["reroute"],
  });
};

const only = ({ options, binding }: OptionsAnswer): Option & { kind: "reroute" } => {
  assert.deepEqual(binding, []);
  const [option] = options;
  assert.ok(option?.kind === "reroute");
  assert.deepEqual(option.leaves, []);
  return option;
};

/** Minutes after the start of the conflicts. */
const at = (minutes: number): number => START_MS + 3 * HOUR_MS + minutes * MINUTE_MS;

/** What binds, its kind left out. */
const reasons = ({ binding }: OptionsAnswer): unknown[] =>
  binding.map((bound) => ({ ...bound, kind: undefined }));

const lengthM = (route: readonly Position[]): number =>
  measureLegsM(route).reduce((sum, m) => sum + m, 0);

test("a corridor is led around a disc along its tangents", () => {
  // On a meridian, which is straight.
  const [from, to]: Position[] = [
    [40, 34.5],
    [40, 35.5],
  ];
  const { values, cost, clears } = only(reroute([along([from!, to!])], [discAt(HERE)]));
  const [planned] = values.routes;
  assert.deepEqual([planned!.route[0], planned!.route.at(-1)], [from, to]);
  // Tangents and arc around 1 km + 3 km + 0.5 km, seen from half the way off.
  const [halfM, nearM] = [lengthM([from!, to!]) / 2, 4_500];
  const leastM =
    2 * (Math.sqrt(halfM * halfM - nearM * nearM) + nearM * Math.asin(nearM / halfM)) - 2 * halfM;
  assert.ok(cost.extraM >= leastM && cost.extraM < 1.1 * leastM + 5, `${cost.extraM} ${leastM}`);
  assert.equal(cost.extraM, Math.round(lengthM(planned!.route) - 2 * halfM));
  assert.deepEqual(clears, ["SOUTH-2026-00001"]);
});

test("what the new route runs into is led around too", () => {
  const { values } = only(
    reroute([along([WEST, EAST])], [discAt(HERE), discAt([40, 35.03]), discAt([40, 34.96])]),
  );
  const north = Math.max(...values.routes[0]!.route.map(([, latDeg]) => latDeg));
  assert.ok(north > 35.06, "past all three");
});

test("clear points are kept in order, points inside are left out", () => {
  const corner: Position = [39.5, 35.3];
  const route: Position[] = [corner, WEST, HERE, EAST, [40.5, 35.3]];
  const { values } = only(reroute([along(route)], [discAt(HERE)]));
  const planned = values.routes[0]!.route.map(String);
  const kept = route.map(String).filter((position) => planned.includes(position));
  assert.deepEqual(kept, [corner, WEST, EAST, [40.5, 35.3]].map(String));
  assert.deepEqual(
    planned.filter((position) => kept.includes(position)),
    kept,
  );
});

test("a mover departs when it did, keeps its pace and arrives later", () => {
  const timesMs = [START_MS + 3 * HOUR_MS, START_MS + 4 * HOUR_MS];
  const mover = {
    ...along([WEST, EAST], { timesMs }),
    startMs: timesMs[0]!,
    endMs: timesMs[1]!,
  };
  const { values, cost, volumes } = only(reroute([mover], [discAt(HERE)]));
  const [planned] = values.routes;
  const arrivesMs = planned!.timesMs!.at(-1)!;
  assert.equal(planned!.timesMs![0], timesMs[0]);
  const speed = lengthM([WEST, EAST]) / HOUR_MS;
  const expectedMs = timesMs[0]! + lengthM(planned!.route) / speed;
  assert.ok(Math.abs(arrivesMs - expectedMs) < 2, `${arrivesMs - expectedMs}`);
  assert.equal(cost.delayS, Math.ceil((arrivesMs - timesMs[1]!) / 1000));
  assert.equal(volumes[0]!.endMs, arrivesMs);
  assert.equal(volumes[0]!.startMs, timesMs[0]);
});

test("a mover that stays where it is for a while still does", () => {
  const timesMs = [at(0), at(20), at(60), at(80)];
  const mover = { ...along([WEST, [39.6, 35], [39.6, 35], EAST], { timesMs }), endMs: at(80) };
  const { values } = only(reroute([{ ...mover, startMs: at(0) }], [discAt(HERE)]));
  const { route, timesMs: planned } = values.routes[0]!;
  assert.deepEqual(route.slice(0, 3), [WEST, [39.6, 35], [39.6, 35]]);
  assert.deepEqual(planned!.slice(0, 3), timesMs.slice(0, 3));
});

test("a route with two readings is led so that both are clear", () => {
  const route: Position[] = [
    [38.5, 60],
    [41.5, 60],
  ];
  const own = along(route, { edges: "lonlat" });
  const { values } = only(reroute([own], [discAt([40, 60])]));
  assert.ok(values.routes[0]!.route.length > 20, "new legs are short");
});

test("across the antimeridian a route is led around as anywhere", () => {
  const own = along([
    [179.5, 10],
    [-179.5, 10],
  ]);
  const { cost } = only(reroute([own], [discAt([180, 10])]));
  assert.ok(cost.extraM < 1_000, `${cost.extraM}`);
});

test("why there is no new route is said", () => {
  const operationIds = ["SOUTH-2026-00001"];
  assert.deepEqual(reasons(reroute([discAt(HERE)], [discAt(HERE)])), [
    { kind: undefined, reason: "no-corridor" },
  ]);
  assert.deepEqual(reasons(reroute([along([WEST, HERE])], [discAt(HERE)])), [
    { kind: undefined, reason: "end-blocked", volume: 0, operationIds },
  ]);
  assert.deepEqual(reasons(reroute([along([WEST, EAST]), discAt(HERE)], [discAt(HERE)])), [
    { kind: undefined, reason: "conflict-not-on-route", volumes: [1] },
  ]);
  const short = reroute([along([WEST, EAST])], [discAt(HERE)], { detourMaxM: 100 });
  assert.deepEqual(
    short.binding.map(({ reason }) => reason),
    ["detour-max"],
  );
});
