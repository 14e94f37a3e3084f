/**
 * Against GeographicLib: no false negative, and no false positive beyond the stated tolerance.
 * TEST_ORACLE_PAIRS sets how many pairs (100,000 unless said), TEST_SEED the seed.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import geographiclib from "geographiclib-geodesic";
import type { Footprint, Position } from "./footprint.ts";
import { findProximity } from "./separation.ts";
import { makeSolid4D } from "./solid.ts";
import type { Solid4D } from "./solid.ts";
import { surveyVolume } from "./survey.ts";

const { WGS84 } = geographiclib.Geodesic;
const PAIRS = Number(process.env["TEST_ORACLE_PAIRS"] ?? 100_000);
const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);

/** mulberry32: the same pairs for the same seed. */
const makeRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const solid = (footprint: Footprint): Solid4D => {
  const surveyed = surveyVolume({
    footprint,
    lowerM: null,
    upperM: null,
    startMs: null,
    endMs: null,
  });
  assert.ok(surveyed.ok, surveyed.ok ? "" : surveyed.refusal.detail);
  return makeSolid4D(surveyed.value);
};

const distanceM = (a: Position, b: Position): number => WGS84.Inverse(a[1], a[0], b[1], b[0]).s12!;

const step = (from: Position, bearingDeg: number, lengthM: number): Position => {
  const { lon2, lat2 } = WGS84.Direct(from[1], from[0], bearingDeg, lengthM);
  return [lon2!, lat2!];
};

/** What the two shapes' points are, for the oracle: itself, or densely along its edges. */
type Drawn = {
  readonly footprint: Footprint;
  readonly samples: readonly Position[];
  readonly radiusM: number;
};

const drawPoint = (at: Position, random: () => number): Drawn => {
  const radiusM = Math.floor(random() * 3000);
  return { footprint: { kind: "circle", center: at, radiusM }, samples: [at], radiusM };
};

const drawCorridor = (at: Position, random: () => number): Drawn => {
  const halfWidthM = Math.floor(random() * 1000);
  const route: Position[] = [at];
  for (let i = 0; i < 2; i++)
    route.push(step(route.at(-1)!, random() * 360, 200 + random() * 30_000));
  const footprint: Footprint = { kind: "corridor", route, halfWidthM, edges: "geodesic" };
  return { footprint, samples: sampleEdges(route), radiusM: halfWidthM };
};

const sampleEdges = (points: readonly Position[]): Position[] =>
  points.slice(1).flatMap((to, i) => {
    const from = points[i]!;
    const line = WGS84.InverseLine(from[1], from[0], to[1], to[0]);
    return Array.from({ length: 41 }, (_, k): Position => {
      const { lon2, lat2 } = line.Position((line.s13 * k) / 40);
      return [lon2!, lat2!];
    });
  });

const anywhere = (random: () => number): Position => {
  const kind = random();
  if (kind < 0.1) return [random() * 360 - 180, 89 + random()];
  if (kind < 0.2) return [179.9 + random() * 0.2, random() * 160 - 80];
  return [random() * 360 - 180, (Math.asin(2 * random() - 1) * 180) / Math.PI];
};

test(`${PAIRS} random pairs of circles agree with GeographicLib (seed ${SEED})`, () => {
  const random = makeRandom(SEED);
  let conflicts = 0;
  for (let i = 0; i < PAIRS; i++) {
    const at = anywhere(random);
    const a = drawPoint(at, random);
    const b = drawPoint(step(at, random() * 360, random() ** 2 * 60_000), random);
    const trueM = distanceM(a.samples[0]!, b.samples[0]!) - a.radiusM - b.radiusM;
    // half of the minima are set within a centimetre of the truth
    const minimumM = Math.max(
      0,
      random() < 0.5 ? trueM + (random() - 0.5) * 0.02 : random() * 30_000,
    );
    const there = findProximity(solid(a.footprint), solid(b.footprint), {
      lateralM: minimumM,
      verticalM: 0,
      timeS: 0,
    });
    const context = `pair ${i}, seed ${SEED}: ${JSON.stringify([a, b])} true ${trueM} minimum ${minimumM}`;
    if (trueM <= minimumM) assert.ok(there, `false negative: ${context}`);
    if (!there) continue;
    conflicts++;
    assert.ok(trueM <= minimumM + there.toleranceM + 1e-4, `beyond the tolerance: ${context}`);
    if (there.certainty === "sure") assert.ok(trueM <= minimumM, `sure and wrong: ${context}`);
    assert.ok(
      Math.abs(there.lateralM - Math.max(0, trueM)) <= there.toleranceM,
      `${there.lateralM}: ${context}`,
    );
  }
  assert.ok(conflicts > PAIRS / 10 && conflicts < PAIRS, "both answers occur");
});

test(`random corridors against sampled edges: no false negative (seed ${SEED})`, () => {
  const random = makeRandom(SEED + 1);
  const rounds = Math.ceil(PAIRS / 400);
  for (let i = 0; i < rounds; i++) {
    const at = anywhere(random);
    const a = drawCorridor(at, random);
    const b = (random() < 0.5 ? drawCorridor : drawPoint)(
      step(at, random() * 360, random() * 40_000),
      random,
    );
    let sampledM = Infinity;
    for (const p of a.samples)
      for (const q of b.samples) sampledM = Math.min(sampledM, distanceM(p, q));
    sampledM -= a.radiusM + b.radiusM;
    const context = `pair ${i}, seed ${SEED}: ${JSON.stringify([a.footprint, b.footprint])} sampled ${sampledM}`;
    const [solidA, solidB] = [solid(a.footprint), solid(b.footprint)];
    const at0 = findProximity(solidA, solidB, {
      lateralM: Math.max(0, sampledM),
      verticalM: 0,
      timeS: 0,
    });
    assert.ok(at0, `false negative: ${context}`);
    // two samples a step apart bracket the true closest points
    const stepM = 30_200 / 40;
    const short = Math.max(0, sampledM - 2 * stepM - at0.toleranceM - 0.01);
    if (sampledM > 2 * stepM + 1) {
      const at1 = findProximity(solidA, solidB, { lateralM: short, verticalM: 0, timeS: 0 });
      assert.equal(at1, null, `false positive: ${context}`);
    }
  }
});

test(`a point a hair outside or inside a polygon is told apart (seed ${SEED})`, () => {
  const random = makeRandom(SEED + 2);
  for (let i = 0; i < Math.ceil(PAIRS / 100); i++) {
    const center = anywhere(random);
    const reachM = 300 + random() ** 3 * 200_000;
    const count = 3 + Math.floor(random() * 5);
    const ring = Array.from({ length: count }, (_, k) =>
      step(center, (360 * (k + 0.6 * random())) / count, reachM),
    );
    const edge = Math.floor(random() * count);
    const [from, to] = [ring[edge]!, ring[(edge + 1) % count]!];
    const line = WGS84.InverseLine(from[1], from[0], to[1], to[0]);
    const foot = line.Position(line.s13 * (0.3 + 0.4 * random()));
    const offM = 0.06 + random() ** 4 * 0.05 * line.s13;
    const side = (sideDeg: number) =>
      solid({
        kind: "circle",
        center: step([foot.lon2!, foot.lat2!], foot.azi2! + sideDeg, offM),
        radiusM: 0,
      });
    const area = solid({ kind: "polygon", ring, edges: "geodesic" });
    const minima = { lateralM: 0, verticalM: 0, timeS: 0 };
    const context = `polygon ${i}, seed ${SEED}: ${JSON.stringify(ring)} edge ${edge} off ${offM}`;
    assert.ok(findProximity(area, side(90), minima), `inside: ${context}`);
    const outside = findProximity(area, side(-90), minima);
    assert.ok(outside === null || outside.certainty !== "sure", `outside: ${context}`);
    if (outside) assert.ok(outside.toleranceM >= offM, `outside: ${context}`);
  }
});
