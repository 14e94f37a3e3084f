import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Position } from "./footprint.ts";
import { tellMeeting } from "./packed-meeting.ts";
import { packSolid } from "./packed-volume.ts";
import { findProximity } from "./separation.ts";
import { makeSolid4D } from "./solid.ts";
import type { Solid4D } from "./solid.ts";
import { surveyVolume } from "./survey.ts";

const TOUCHING = { lateralM: 0, verticalM: 0, timeS: 0 };

type Disc = {
  readonly center: Position;
  readonly radiusM: number;
  readonly lowerM?: number | null;
  readonly startMs?: number | null;
};

const disc = ({ center, radiusM, lowerM = 0, startMs = 0 }: Disc): Solid4D => {
  const surveyed = surveyVolume({
    footprint: { kind: "circle", center, radiusM },
    lowerM,
    upperM: lowerM === null ? null : lowerM + 100,
    startMs,
    endMs: startMs === null ? null : startMs + 1000,
  });
  assert.ok(surveyed.ok);
  return makeSolid4D(surveyed.value);
};

const tell = (a: Solid4D, b: Solid4D): boolean | null => tellMeeting(packSolid(a), packSolid(b));

/** A degree to the north is about 111 km. */
const north = ([lng, lat]: Position, metres: number): Position => [lng, lat + metres / 111_000];

test("what is told of discs is what measuring them finds, at their edges too", () => {
  const place = fc.tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.constantFrom(-89, 0, 45),
  );
  const radius = fc.constantFrom(1, 300, 5_000, 80_000);
  const bounds = fc.constantFrom(null, 0, 50, 100, 101);
  const times = fc.constantFrom(null, 0, 500, 1000, 1001);
  let told = 0;
  const off = fc.oneof(
    fc.double({ min: -0.05, max: 0.05, noNaN: true }),
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  );
  fc.assert(
    fc.property(
      place,
      radius,
      radius,
      off,
      bounds,
      times,
      (center, ra, rb, offM, lowerM, startMs) => {
        const a = disc({ center, radiusM: ra });
        const b = disc({ center: north(center, ra + rb + offM), radiusM: rb, lowerM, startMs });
        const answer = tell(a, b);
        if (answer === null) return;
        told++;
        assert.equal(answer, findProximity(a, b, TOUCHING) !== null);
        assert.equal(tell(b, a), answer);
      },
    ),
    { numRuns: 3_000 },
  );
  assert.ok(told > 1_000, `only ${told} were told`);
});

test("discs well within and well apart of each other are told; at the edge they are measured", () => {
  const center: Position = [40, 35];
  const a = disc({ center, radiusM: 300 });
  const at = (metres: number): Solid4D => disc({ center: north(center, metres), radiusM: 300 });
  assert.equal(tell(a, at(500)), true);
  assert.equal(tell(a, at(700)), false);
  assert.equal(tell(a, disc({ center, radiusM: 300, lowerM: 101 })), false);
  assert.equal(tell(a, disc({ center, radiusM: 300, lowerM: 100 })), true);
  assert.equal(tell(a, disc({ center, radiusM: 300, startMs: 1001 })), false);
  assert.equal(tell(a, disc({ center, radiusM: 300, startMs: 1000 })), true);
});

test("outlines are not told: they have to be measured", () => {
  const ring: readonly Position[] = [
    [40, 35],
    [40.01, 35],
    [40.01, 35.01],
  ];
  const surveyed = surveyVolume({
    footprint: { kind: "polygon", ring, edges: "geodesic" },
    lowerM: 0,
    upperM: 100,
    startMs: 0,
    endMs: 1000,
  });
  assert.ok(surveyed.ok);
  const area = makeSolid4D(surveyed.value);
  assert.equal(tell(area, disc({ center: [40.005, 35.002], radiusM: 300 })), null);
});
