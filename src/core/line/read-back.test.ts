import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import geographiclib from "geographiclib-geodesic";
import { toEcefMm } from "../../geometry/ecef.ts";
import { cosDeg, sinDeg } from "./degrees.ts";
import type { Point } from "./fields.ts";
import { chordM } from "./local-frame.ts";
import { checkReadBack } from "./read-back.ts";
import type { Suspicion } from "./read-back.ts";

const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
console.log(`read-back: TEST_SEED=${seed}`);
const runs = { seed, numRuns: 500 };

const degrees = (maxDeg: number): fc.Arbitrary<number> =>
  fc.double({ min: -maxDeg, max: maxDeg, noNaN: true });
const somewhere: fc.Arbitrary<Point> = fc.record({ lngDeg: degrees(180), latDeg: degrees(90) });
const inhabited: fc.Arbitrary<Point> = fc.record({ lngDeg: degrees(180), latDeg: degrees(72) });
const limit = fc.constantFrom(200, 1_000);

const readPoint = (sent: Point, readBack: Point, limitM = 200) =>
  checkReadBack({ points: [sent], isRing: false, limitM }, [readBack]);

const saysOf = (suspects: readonly Suspicion[]): string[] =>
  suspects.map(({ slip, coordinate }) => `${slip} ${coordinate}`);

const HOSPITAL: Point = { lngDeg: 40.141, latDeg: 35.336 };

const ROWS: readonly {
  name: string;
  sent?: Point;
  readBack: Point;
  suspects: readonly string[];
  isBlocked: boolean;
}[] = [
  { name: "the same", readBack: HOSPITAL, suspects: [], isBlocked: false },
  {
    name: "rounded to hundredths of a minute",
    readBack: { lngDeg: 40 + 8.46 / 60, latDeg: 35 + 20.16 / 60 },
    suspects: [],
    isBlocked: false,
  },
  {
    name: "latitude and longitude swapped",
    readBack: { lngDeg: 35.336, latDeg: 40.141 },
    suspects: ["swapped both"],
    isBlocked: true,
  },
  {
    name: "swapped, the letters of the hemispheres left where they were",
    sent: { lngDeg: -70.6, latDeg: 33.4 },
    readBack: { lngDeg: -33.4, latDeg: 70.6 },
    suspects: ["swapped both"],
    isBlocked: true,
  },
  {
    name: "west for east",
    readBack: { lngDeg: -40.141, latDeg: 35.336 },
    suspects: ["hemisphere longitude"],
    isBlocked: true,
  },
  {
    name: "35°20.16′ read as 35.2016°, 40°08.46′ as 40.0846°",
    readBack: { lngDeg: 40.0846, latDeg: 35.2016 },
    suspects: ["minutes_as_decimal both"],
    isBlocked: true,
  },
  {
    name: "35.336° read as 35°33.6′, the longitude rightly",
    readBack: { lngDeg: 40.141, latDeg: 35 + 33.6 / 60 },
    suspects: ["minutes_as_decimal latitude"],
    isBlocked: true,
  },
  {
    name: "35.336° read as 35.363°",
    readBack: { lngDeg: 40.141, latDeg: 35.363 },
    suspects: ["digits_transposed latitude"],
    isBlocked: true,
  },
  {
    name: "40.141° read as 41.141°",
    readBack: { lngDeg: 41.141, latDeg: 35.336 },
    suspects: ["digit_wrong longitude"],
    isBlocked: true,
  },
  {
    name: "9 km off, as at Deir ez-Zor in 2016, for no reason that shows",
    readBack: { lngDeg: 40.2113, latDeg: 35.2847 },
    suspects: [],
    isBlocked: true,
  },
];

for (const { name, sent = HOSPITAL, readBack, suspects, isBlocked } of ROWS) {
  test(`read back: ${name}`, () => {
    const check = readPoint(sent, readBack);
    assert.equal(check.isBlocked, isBlocked);
    assert.deepEqual(saysOf(check.suspects).slice(0, suspects.length || 1), suspects);
  });
}

test("a site is held to 200 m and an area to 1 km", () => {
  for (const limitM of [200, 1_000]) {
    for (const [distanceM, isBlocked] of [
      [limitM - 0.1, false],
      [limitM + 0.1, true],
    ] as const) {
      const { lat2, lon2 } = geographiclib.Geodesic.WGS84.Direct(
        HOSPITAL.latDeg,
        HOSPITAL.lngDeg,
        57,
        distanceM,
      );
      const readBack = { lngDeg: lon2!, latDeg: lat2! };
      assert.equal(readPoint(HOSPITAL, readBack, limitM).isBlocked, isBlocked);
    }
  }
});

/** The example of IOGP Guidance Note 7-2 for geocentric translations, 53°48′N 2°07′E. */
test("ED50 read as WGS84 is suspected and, being near, does not block", () => {
  const sent = { latDeg: 53 + 48 / 60 + 33.82 / 3600, lngDeg: 2 + 7 / 60 + 46.38 / 3600 };
  const readBack = { latDeg: 53 + 48 / 60 + 36.565 / 3600, lngDeg: 2 + 7 / 60 + 51.477 / 3600 };
  const { isBlocked, suspects, distanceM } = readPoint(sent, readBack);
  assert.ok(distanceM > 100 && !isBlocked);
  assert.deepEqual(saysOf(suspects), ["datum_ed50 both"]);
});

/** Krassovsky's ellipsoid, -28 130 95 m back from WGS84: worked out with the full formulas. */
test("Pulkovo 1942 read as WGS84 is suspected", () => {
  const sent = { latDeg: 55.75, lngDeg: 37.6167 };
  const readBack = inPulkovo(sent);
  const { suspects } = readPoint(sent, readBack);
  assert.deepEqual(saysOf(suspects), ["datum_pulkovo_1942 both"]);
});

test("the same position always passes", () => {
  fc.assert(
    fc.property(somewhere, (sent) => {
      const { distanceM, isBlocked, suspects } = readPoint(sent, sent);
      assert.deepEqual([distanceM, isBlocked, suspects], [0, false, []]);
    }),
    runs,
  );
});

test("the answer is the same with the two exchanged", () => {
  const readBacks = fc.tuple(
    inhabited,
    fc.constantFrom(0, 1e-4, 1e-3, 1e-2, 1),
    degrees(1),
    degrees(1),
  );
  fc.assert(
    fc.property(readBacks, limit, ([sent, scale, lng, lat], limitM) => {
      const readBack = {
        lngDeg: Math.min(180, Math.max(-180, sent.lngDeg + scale * lng)),
        latDeg: sent.latDeg + scale * lat,
      };
      assert.deepEqual(readPoint(sent, readBack, limitM), readPoint(readBack, sent, limitM));
    }),
    runs,
  );
});

test("a swap that moves a position is the first suspect", () => {
  const swappable = fc.record({ lngDeg: degrees(90), latDeg: degrees(90) });
  fc.assert(
    fc.property(swappable, (sent) => {
      const readBack = { lngDeg: sent.latDeg, latDeg: sent.lngDeg };
      const { distanceM, suspects } = readPoint(sent, readBack);
      fc.pre(distanceM > 20);
      assert.deepEqual(suspects[0], { slip: "swapped", coordinate: "both" });
    }),
    runs,
  );
});

test("every slip of the list that moves a position is among the suspects", () => {
  const slips: readonly [string, (point: Point) => Point][] = [
    ["hemisphere latitude", ({ lngDeg, latDeg }) => ({ lngDeg, latDeg: -latDeg })],
    ["hemisphere longitude", ({ lngDeg, latDeg }) => ({ lngDeg: -lngDeg, latDeg })],
    [
      "minutes_as_decimal latitude",
      ({ lngDeg, latDeg }) => ({
        lngDeg,
        latDeg: Math.trunc(latDeg) + ((latDeg - Math.trunc(latDeg)) * 60) / 100,
      }),
    ],
    ["digit_wrong latitude", ({ lngDeg, latDeg }) => ({ lngDeg, latDeg: flipTenth(latDeg) })],
    ["digit_wrong longitude", ({ lngDeg, latDeg }) => ({ lngDeg: flipTenth(lngDeg), latDeg })],
  ];
  fc.assert(
    fc.property(inhabited, fc.constantFrom(...slips), (sent, [name, slip]) => {
      const { isBlocked, suspects } = readPoint(sent, slip(sent));
      fc.pre(isBlocked);
      assert.ok(saysOf(suspects).includes(name), `${name}: ${saysOf(suspects).join(", ")}`);
    }),
    runs,
  );
});

test("the series is the sine", () => {
  fc.assert(
    fc.property(degrees(180), (angleDeg) => {
      assert.ok(Math.abs(sinDeg(angleDeg) - Math.sin((angleDeg * Math.PI) / 180)) < 1e-15);
      assert.ok(Math.abs(cosDeg(angleDeg) - Math.cos((angleDeg * Math.PI) / 180)) < 1e-15);
    }),
    runs,
  );
});

test("a chord is that between the surveyed points, to 2 mm", () => {
  fc.assert(
    fc.property(somewhere, somewhere, (a, b) => {
      const [p, q] = [toEcefMm([a.lngDeg, a.latDeg]), toEcefMm([b.lngDeg, b.latDeg])];
      const surveyedM = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) / 1000;
      assert.ok(Math.abs(chordM(a, b) - surveyedM) < 0.002);
    }),
    runs,
  );
});

/** The first decimal with its neighbour in its place: 0.1° is 0.2°, 0.2° is 0.1°. */
const flipTenth = (valueDeg: number): number => {
  const text = valueDeg.toFixed(5);
  const place = text.indexOf(".") + 1;
  const tenth = Number(text[place]) ^ 1;
  return Number(`${text.slice(0, place)}${tenth}${text.slice(place + 1)}`);
};

/** WGS84 to Pulkovo 1942 through earth-centred coordinates; heights are left at 0. */
const inPulkovo = ({ lngDeg, latDeg }: Point): Point => {
  const [x, y, z] = toEcefMm([lngDeg, latDeg]).map((mm) => mm / 1000) as [number, number, number];
  const [px, py, pz] = [x - 28, y + 130, z + 95];
  const flattening = 1 / 298.3;
  const e2 = flattening * (2 - flattening);
  const axisM = Math.hypot(px, py);
  let lat = Math.atan2(pz, axisM * (1 - e2));
  for (let i = 0; i < 5; i++) {
    const normalM = 6_378_245 / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
    lat = Math.atan2(pz + e2 * normalM * Math.sin(lat), axisM);
  }
  return { lngDeg: (Math.atan2(py, px) * 180) / Math.PI, latDeg: (lat * 180) / Math.PI };
};
