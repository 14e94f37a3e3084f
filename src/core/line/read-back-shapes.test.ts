/** Areas read back: whichever corner is read first, whichever way around, near the poles and the antimeridian. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { datumShiftAt, OLD_DATUMS } from "./datum-shift.ts";
import type { Point } from "./fields.ts";
import { chordM } from "./local-frame.ts";
import { pairingsOf } from "./pairing.ts";
import { checkReadBack } from "./read-back.ts";
import type { ReadBackCheck } from "./read-back.ts";

const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
console.log(`read-back shapes: TEST_SEED=${seed}`);
const runs = { seed, numRuns: 200 };

const LIMIT_M = 1_000;
const readRing = (sent: readonly Point[], read: readonly Point[]): ReadBackCheck =>
  checkReadBack({ points: sent, isRing: true, limitM: LIMIT_M }, read);
const readRoute = (sent: readonly Point[], read: readonly Point[]): ReadBackCheck =>
  checkReadBack({ points: sent, isRing: false, limitM: LIMIT_M }, read);
const says = ({ suspects }: ReadBackCheck): string[] =>
  suspects.map(({ slip, coordinate }) => `${slip} ${coordinate}`);

const wrapped = (lngDeg: number): number =>
  lngDeg > 180 ? lngDeg - 360 : lngDeg < -180 ? lngDeg + 360 : lngDeg;

/** Corners some kilometres from a middle, in order around it, as an officer would say them. */
const ringAround = (middle: fc.Arbitrary<Point>): fc.Arbitrary<Point[]> =>
  fc
    .tuple(middle, fc.array(fc.integer({ min: 3, max: 30 }), { minLength: 3, maxLength: 9 }))
    .map(([{ lngDeg, latDeg }, radii]) =>
      radii.map((radius, i) => {
        const angle = (2 * Math.PI * i) / radii.length;
        const stretch = 1 / Math.cos((latDeg * Math.PI) / 180);
        return {
          lngDeg: wrapped(lngDeg + 0.01 * radius * stretch * Math.cos(angle)),
          latDeg: latDeg + 0.01 * radius * Math.sin(angle),
        };
      }),
    );
const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const inhabited = fc.record({ lngDeg: degrees(-180, 180), latDeg: degrees(-65, 65) });
const ring = ringAround(inhabited);
const swappable = ringAround(fc.record({ lngDeg: degrees(-60, -20), latDeg: degrees(25, 60) }));

/** Any corner first, either way around. */
const otherwise = <T>(points: readonly T[], which: number): T[] => {
  const pairings = pairingsOf(points.length, true);
  return pairings[which % pairings.length]!.map((i) => points[i]!);
};
const which = fc.nat(999);

test("an outline is the same from any corner and either way around", () => {
  fc.assert(
    fc.property(ring, which, (sent, turn) => {
      const { distanceM, isBlocked, suspects } = readRing(sent, otherwise(sent, turn));
      assert.deepEqual([distanceM, isBlocked, suspects], [0, false, []]);
    }),
    runs,
  );
});

test("corners in another order are another outline, and a route has one order", () => {
  const square = [
    { lngDeg: 40, latDeg: 35 },
    { lngDeg: 41, latDeg: 35 },
    { lngDeg: 41, latDeg: 36 },
    { lngDeg: 40, latDeg: 36 },
  ];
  const [a, b, c, d] = square as [Point, Point, Point, Point];
  assert.equal(readRing(square, [a, c, b, d]).isBlocked, true);
  assert.equal(readRoute(square, square).isBlocked, false);
  assert.equal(readRoute(square, square.toReversed()).isBlocked, true);
});

test("every corner swapped is a swap, wherever the reading began", () => {
  fc.assert(
    fc.property(swappable, which, (sent, turn) => {
      const read = sent.map(({ lngDeg, latDeg }) => ({ lngDeg: latDeg, latDeg: lngDeg }));
      const check = readRing(sent, otherwise(read, turn));
      assert.equal(check.isBlocked, true);
      assert.equal(says(check)[0], "swapped both");
    }),
    runs,
  );
});

test("one corner with two digits exchanged is found, and said which", () => {
  fc.assert(
    fc.property(ring, which, which, (sent, turn, at) => {
      const i = at % sent.length;
      const wrong = { ...sent[i]!, latDeg: exchangeDigits(sent[i]!.latDeg) };
      fc.pre(wrong.latDeg < 89 && chordM(wrong, sent[i]!) > LIMIT_M);
      const check = readRing(sent, otherwise(sent.with(i, wrong), turn));
      assert.equal(check.farthest, i);
      assert.ok(Math.abs(check.distanceM - chordM(sent[i]!, wrong)) < 0.001);
      assert.ok(says(check).includes("digits_transposed latitude"), says(check).join(", "));
    }),
    runs,
  );
});

test("another datum moves all corners alike: it is suspected, and does not block", () => {
  fc.assert(
    fc.property(ring, which, fc.constantFrom(...OLD_DATUMS), (sent, turn, datum) => {
      const read = sent.map((at) => moved(at, datumShiftAt(at, datum)));
      const check = readRing(sent, otherwise(read, turn));
      assert.equal(check.isBlocked, false);
      assert.ok(says(check).includes(`${datum.slip} both`), says(check).join(", "));
    }),
    runs,
  );
});

test("one corner alone that lies off as a datum would is no datum", () => {
  const sent = [
    { lngDeg: 40, latDeg: 35 },
    { lngDeg: 41, latDeg: 35 },
    { lngDeg: 41, latDeg: 36 },
  ];
  const [first, ...others] = sent as [Point, Point, Point];
  const read = [moved(first, datumShiftAt(first, OLD_DATUMS[0]!)), ...others];
  assert.deepEqual(says(readRing(sent, read)), []);
});

test("over a pole and over the antimeridian 400 m are 400 m", () => {
  for (const [name, sent, read] of [
    ["antimeridian", { lngDeg: 179.998, latDeg: 0 }, { lngDeg: -179.9984, latDeg: 0 }],
    ["pole", { lngDeg: 0, latDeg: 89.998 }, { lngDeg: 180, latDeg: 89.9984 }],
    ["pole, any longitude", { lngDeg: 12, latDeg: 90 }, { lngDeg: -140, latDeg: 89.9964 }],
  ] as const) {
    const others = [
      { lngDeg: sent.lngDeg, latDeg: sent.latDeg - 1 },
      { lngDeg: sent.lngDeg, latDeg: sent.latDeg - 2 },
    ];
    const { distanceM, isBlocked } = readRing([sent, ...others], [read, ...others]);
    assert.ok(Math.abs(distanceM - 400) < 5, `${name}: ${distanceM}`);
    assert.equal(isBlocked, false);
  }
});

test("whether it blocks is the same with the two exchanged, and how far off, when it does not", () => {
  const nudge = fc.constantFrom(0, 1e-4, 5e-3, 0.1);
  fc.assert(
    fc.property(ring, nudge, which, (sent, byDeg, turn) => {
      const read = otherwise(
        sent.map(({ lngDeg, latDeg }, i) => ({ lngDeg, latDeg: latDeg + (i % 2) * byDeg })),
        turn,
      );
      const [there, back] = [readRing(sent, read), readRing(read, sent)];
      assert.equal(there.isBlocked, back.isBlocked);
      if (!there.isBlocked) assert.ok(Math.abs(there.distanceM - back.distanceM) < 1e-6);
    }),
    runs,
  );
});

/** The first two neighbouring digits after the point that differ, in each other's place. */
const exchangeDigits = (valueDeg: number): number => {
  const text = valueDeg.toFixed(5);
  const point = text.indexOf(".");
  for (let i = point + 1; i < text.length - 1; i++)
    if (text[i] !== text[i + 1])
      return Number(text.slice(0, i) + text[i + 1]! + text[i]! + text.slice(i + 2));
  return valueDeg;
};

const moved = (
  { lngDeg, latDeg }: Point,
  { northM, eastM }: { northM: number; eastM: number },
): Point => {
  const degree = 111_195;
  return {
    lngDeg: wrapped(lngDeg + eastM / (degree * Math.cos((latDeg * Math.PI) / 180))),
    latDeg: latDeg + northM / degree,
  };
};
