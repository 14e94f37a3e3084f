import assert from "node:assert/strict";
import { test } from "node:test";
import geographiclib from "geographiclib-geodesic";
import { ECCENTRICITY2 } from "./ellipsoid.ts";
import type { Footprint, Position, Volume4D } from "./footprint.ts";
import { findProximity } from "./separation.ts";
import type { Proximity } from "./separation.ts";
import { makeSolid4D } from "./solid.ts";
import type { Solid4D } from "./solid.ts";
import { surveyVolume } from "./survey.ts";

const { WGS84 } = geographiclib.Geodesic;

const always = { lowerM: null, upperM: null, startMs: null, endMs: null } as const;

const solid = (footprint: Footprint, bounds: Partial<Volume4D> = {}): Solid4D => {
  const surveyed = surveyVolume({ ...always, ...bounds, footprint });
  assert.ok(
    surveyed.ok,
    surveyed.ok ? "" : `${surveyed.refusal.field}: ${surveyed.refusal.detail}`,
  );
  return makeSolid4D(surveyed.value);
};

const point = (lngDeg: number, latDeg: number, radiusM = 0): Footprint => ({
  kind: "circle",
  center: [lngDeg, latDeg],
  radiusM,
});
const area = (...ring: Position[]): Footprint => ({ kind: "polygon", ring, edges: "geodesic" });
const square = (lngDeg: number, latDeg: number, halfDeg: number): Footprint =>
  area(
    [lngDeg - halfDeg, latDeg - halfDeg],
    [lngDeg + halfDeg, latDeg - halfDeg],
    [lngDeg + halfDeg, latDeg + halfDeg],
    [lngDeg - halfDeg, latDeg + halfDeg],
  );
const corridor = (route: Position[], halfWidthM = 0, timesMs?: number[]): Footprint => ({
  kind: "corridor",
  route,
  halfWidthM,
  edges: "geodesic",
  ...(timesMs && { timesMs }),
});

/** Both ways round; they must agree. */
const meet = (
  a: Solid4D,
  b: Solid4D,
  lateralM: number,
  verticalM = 0,
  timeS = 0,
): Proximity | null => {
  const minima = { lateralM, verticalM, timeS };
  const there = findProximity(a, b, minima);
  assert.deepEqual(findProximity(b, a, minima), there, "A,B = B,A");
  return there;
};

type Row = readonly [
  name: string,
  a: Footprint,
  b: Footprint,
  minimumM: number,
  distanceM: number | null,
];

/** The cases of the design; a distance is GeographicLib's to the millimetre grid, null is clear. */
const ROWS: readonly Row[] = [
  [
    "squares across the antimeridian",
    square(179.995, 0, 0.002),
    square(-179.995, 0, 0.002),
    1000,
    667.917,
  ],
  [
    "squares across the antimeridian, apart",
    square(179.995, 0, 0.002),
    square(-179.995, 0, 0.002),
    600,
    null,
  ],
  [
    "a polygon over the antimeridian holds (180, 0)",
    area([179.9, -0.1], [-179.9, -0.1], [-179.9, 0.1], [179.9, 0.1]),
    point(180, 0),
    0,
    0,
  ],
  [
    "the far hemisphere does not fold over",
    area([179.9, -0.1], [-179.9, -0.1], [-179.9, 0.1], [179.9, 0.1]),
    point(0, 0),
    1000,
    null,
  ],
  ["longitude 180 and -180 are one meridian", point(180, 10), point(-180, 10), 0, 0],
  ["longitude 190 is -170", point(190, 10), point(-170, 10), 0, 0],
  [
    "a polygon around the pole holds a point near it",
    area([0, 89.9], [90, 89.9], [180, 89.9], [-90, 89.9]),
    point(45, 89.99),
    0,
    0,
  ],
  [
    "a polygon around the pole holds the pole",
    area([0, 89.9], [90, 89.9], [180, 89.9], [-90, 89.9]),
    point(0, 90),
    0,
    0,
  ],
  ["a circle centred on the pole", point(0, 90, 5000), point(137, 89.96), 0, 0],
  ["two circles at 85°N", point(0, 85, 10), point(0.1, 85, 10), 1000, 953.452],
  ["a sphere would miss it", point(0, 0), point(0, 0.09), 9960, 9951.685],
  ["near the pole a degree is longer", point(0, 89), point(0, 89.09), 10030, null],
  ["near the pole, within", point(0, 89), point(0, 89.09), 10053, 10052.43],
  ["small inside big, no edges near", square(10, 50, 0.2), square(10, 50, 0.001), 0, 0],
  ["small inside a very big one", square(10, 50, 3), square(10.5, 50.5, 0.001), 0, 0],
  [
    "a plus: no vertex inside the other",
    area([0, 40], [0.03, 40], [0.03, 40.01], [0, 40.01]),
    area([0.01, 39.99], [0.02, 39.99], [0.02, 40.02], [0.01, 40.02]),
    0,
    0,
  ],
  ["neighbours sharing an edge", square(0, 30, 0.01), square(0.02, 30, 0.01), 0, 0],
];

for (const [name, a, b, minimumM, distanceM] of ROWS) {
  test(name, () => {
    const there = meet(solid(a), solid(b), minimumM);
    if (distanceM === null) return assert.equal(there, null);
    assert.ok(there);
    assert.ok(
      Math.abs(there.lateralM - distanceM) <= 0.002,
      `${there.lateralM} is not ${distanceM}`,
    );
  });
}

test("clockwise and counter-clockwise are one polygon", () => {
  const ring: Position[] = [
    [0, 0],
    [0.01, 0],
    [0.01, 0.01],
    [0, 0.01],
  ];
  const inside = solid(point(0.005, 0.005));
  for (const outline of [ring, ring.toReversed()]) {
    assert.equal(meet(solid(area(...outline)), inside, 0)?.lateralM, 0);
  }
});

test("a gap exactly at the minimum is a conflict; 0.01 m more is clear", () => {
  // (0,0) and (0,0.09) are 9951.6849 m apart by the oracle
  const [a, b] = [solid(point(0, 0)), solid(point(0, 0.09))];
  assert.ok(meet(a, b, 9951.6849));
  assert.equal(meet(a, b, 9951.6749), null);
});

test("a 0.1 m gap with minimum 0 is clear", () => {
  // 0.1 m north of the square's upper side, in degrees of latitude at 30°N
  const gapDeg = 0.1 / 110_852;
  const lower = area([0, 30], [0.01, 30], [0.01, 30.01], [0, 30.01]);
  const [from, to] = [30.01 + gapDeg, 30.02];
  const upper = area([0, from], [0.01, from], [0.01, to], [0, to]);
  assert.equal(meet(solid(lower), solid(upper), 0), null);
  assert.ok(meet(solid(lower), solid(upper), 0.11));
});

test("a geodesic edge of two degrees at 60°N bulges north by hundreds of metres", () => {
  const bulging = area([0, 59], [2, 59], [2, 60], [0, 60]);
  const above = (metres: number) => solid(point(1, 60 + metres / 111_400));
  assert.ok(meet(solid(bulging), above(300), 0), "300 m above the parallel is inside");
  assert.equal(meet(solid(bulging), above(600), 0), null);
});

test("an edge straight in lon/lat covers both readings and says so", () => {
  const flat: Footprint = {
    kind: "polygon",
    ring: [
      [0, 59],
      [2, 59],
      [2, 60],
      [0, 60],
    ],
    edges: "lonlat",
  };
  const near = meet(solid(flat), solid(point(1, 59.002)), 0);
  assert.equal(near?.certainty, "within-tolerance", "outside the geodesic, inside the parallel");
  assert.equal(meet(solid(flat), solid(point(1, 59.5)), 0)?.certainty, "sure");
});

test("a corridor leg that passes between samples is found", () => {
  const [north, east] = [
    corridor(
      [
        [0, -1],
        [0, 1],
      ],
      10,
    ),
    corridor(
      [
        [-1, 0.3],
        [1, 0.3],
      ],
      10,
    ),
  ];
  assert.equal(meet(solid(north), solid(east), 0)?.certainty, "sure");
});

test("a moving disc conflicts only where and when it is", () => {
  const hour = 3_600_000;
  const mover = corridor(
    [
      [0, 0],
      [1, 0],
    ],
    100,
    [0, hour],
  );
  const flight = solid(mover, { startMs: 0, endMs: hour });
  const halfway = (fromMs: number, toMs: number) =>
    solid(point(0.5, 0, 100), { startMs: fromMs, endMs: toMs });
  assert.ok(meet(flight, halfway(0.4 * hour, 0.5 * hour), 0));
  assert.equal(meet(flight, halfway(0, 0.4 * hour), 0), null);
  assert.ok(meet(flight, halfway(0, 0.4 * hour), 0, 0, 0.1 * 3600), "0.1 h later it is there");
});

test("a disc waits at the ends of its route within its window, and without one is there only then", () => {
  const route: Position[] = [
    [0, 0],
    [1, 0],
  ];
  const late = { startMs: 5_000_000, endMs: 6_000_000 };
  const waiting = solid(corridor(route, 100, [0, 1_000_000]), { startMs: 0, endMs: 9_000_000 });
  assert.ok(meet(waiting, solid(point(1, 0), late), 0));
  assert.equal(meet(waiting, solid(point(0, 0), late), 0), null);
  const passing = solid(corridor(route, 100, [0, 1_000_000]));
  assert.equal(meet(passing, solid(point(1, 0), late), 0), null);
  assert.equal(passing.endMs, 1_000_000);
});

for (const [apartS, isConflict] of [
  [59, true],
  [61, false],
] as const) {
  test(`opposite movers ${apartS} s apart with 60 s: ${isConflict ? "conflict" : "clear"}`, () => {
    const route: Position[] = [
      [0, 10],
      [0.1, 10],
    ];
    const [legMs, gapMs] = [600_000, apartS * 1000];
    const out = solid(corridor(route, 0, [0, legMs]), { startMs: 0, endMs: legMs });
    const times = [legMs + gapMs, 2 * legMs + gapMs];
    const back = solid(corridor(route.toReversed(), 0, times), {
      startMs: times[0]!,
      endMs: times[1]!,
    });
    assert.equal(meet(out, back, 0, 0, 60) !== null, isConflict);
  });
}

test("movers on crossing paths conflict only when their times are close", () => {
  const legMs = 600_000;
  const out = solid(
    corridor(
      [
        [-0.1, 0],
        [0.1, 0],
      ],
      50,
      [0, legMs],
    ),
    { startMs: 0, endMs: legMs },
  );
  const cross = (delayMs: number) =>
    solid(
      corridor(
        [
          [0, -0.1],
          [0, 0.1],
        ],
        50,
        [delayMs, legMs + delayMs],
      ),
      { startMs: delayMs, endMs: legMs + delayMs },
    );
  assert.ok(meet(out, cross(0), 0));
  assert.equal(meet(out, cross(60_000), 0), null);
  assert.ok(meet(out, cross(60_000), 0, 0, 60));
});

test("windows that meet at one instant are a conflict", () => {
  const first = solid(point(0, 0, 100), { startMs: 0, endMs: 1000 });
  assert.ok(meet(first, solid(point(0, 0, 100), { startMs: 1000, endMs: 2000 }), 0));
  assert.equal(meet(first, solid(point(0, 0, 100), { startMs: 1001, endMs: 2000 }), 0), null);
});

test("bands that meet at one altitude are a conflict", () => {
  const low = solid(point(0, 0, 100), { lowerM: 100, upperM: 200 });
  assert.equal(meet(low, solid(point(0, 0, 100), { lowerM: 200, upperM: 300 }), 0)?.verticalM, 0);
  assert.equal(meet(low, solid(point(0, 0, 100), { lowerM: 200.01, upperM: 300 }), 0), null);
});

test("a missing end is unbounded", () => {
  const open = solid(point(0, 0, 100), { startMs: 0, endMs: null });
  assert.ok(meet(open, solid(point(0, 0, 100), { startMs: 4e12, endMs: 5e12 }), 0));
});

const BAD: readonly (readonly [string, Footprint, RegExp])[] = [
  ["NaN", point(Number.NaN, 0), /not a number/],
  ["latitude over 90", point(0, 91), /beyond 90/],
  ["two distinct points", area([0, 0], [1, 1], [0, 0]), /fewer than 3/],
  ["a bow tie", area([0, 0], [1, 1], [1, 0], [0, 1]), /crosses itself: edge 1 .* and edge 3/],
  ["an endless radius", point(0, 0, 6e5), /over 500000/],
];
for (const [name, footprint, pattern] of BAD) {
  test(`refused with its field and a remedy: ${name}`, () => {
    const surveyed = surveyVolume({ ...always, footprint });
    assert.ok(!surveyed.ok);
    assert.match(surveyed.refusal.detail, pattern);
    assert.match(surveyed.refusal.field, /^footprint/);
    assert.ok(surveyed.refusal.remedy);
  });
}

test("bounds out of order are refused", () => {
  const footprint = point(0, 0, 1);
  assert.ok(!surveyVolume({ ...always, footprint, lowerM: 2, upperM: 1 }).ok);
  assert.ok(!surveyVolume({ ...always, footprint, startMs: 2, endMs: 1 }).ok);
});

test("altitudes and instants beyond all use are refused: the index could not count their cells", () => {
  const footprint = point(0, 0, 1);
  for (const bounds of [
    { lowerM: 1e19, upperM: 1e19 },
    { lowerM: -1e300 },
    { upperM: 1e10 },
    { startMs: 1e300 },
    { endMs: -1e16 },
  ]) {
    const surveyed = surveyVolume({ ...always, ...bounds, footprint });
    assert.ok(!surveyed.ok);
    assert.equal(surveyed.refusal.field, Object.keys(bounds)[0]);
  }
  const late = corridor(
    [
      [0, 0],
      [1, 0],
    ],
    1,
    [0, 1e300],
  );
  const surveyed = surveyVolume({ ...always, footprint: late });
  assert.equal(surveyed.ok ? "" : surveyed.refusal.field, "footprint.timesMs[1]");
});

test("a closing point and repeated points are folded with a note", () => {
  const surveyed = surveyVolume({
    ...always,
    footprint: area([0, 0], [1, 0], [1, 0], [1, 1], [0, 0]),
  });
  assert.ok(surveyed.ok);
  assert.match(surveyed.notes.join(), /1 repeated/);
});

/** Squares with edges of two readings: their pads must not make a plain overlap look doubtful. */
const lonlat = (lngDeg: number, latDeg: number, halfDeg: number): Footprint => ({
  kind: "polygon",
  ring: [
    [lngDeg - halfDeg, latDeg - halfDeg],
    [lngDeg + halfDeg, latDeg - halfDeg],
    [lngDeg + halfDeg, latDeg + halfDeg],
    [lngDeg - halfDeg, latDeg + halfDeg],
  ],
  edges: "lonlat",
});
const band = (west: number, south: number, east: number, north: number): Footprint => ({
  kind: "polygon",
  ring: [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ],
  edges: "lonlat",
});

const OVERLAPS: readonly (readonly [name: string, a: Footprint, b: Footprint])[] = [
  ["the same area twice", lonlat(10, 54, 0.2), lonlat(10, 54, 0.2)],
  ["the same large area twice", lonlat(10, 54, 2), lonlat(10, 54, 2)],
  ["half over each other", lonlat(10, 54, 0.2), lonlat(10.2, 54.1, 0.2)],
  ["large ones, half over each other", lonlat(10, 54, 2), lonlat(12, 55, 2)],
  ["a plus", band(9.9, 53, 10.1, 55), band(9, 53.9, 11, 54.1)],
  ["small within large, near an edge", lonlat(10, 54, 2), lonlat(11.9, 54, 0.01)],
];
for (const [name, a, b] of OVERLAPS) {
  test(`a plain overlap is sure: ${name}`, () => {
    const there = meet(solid(a), solid(b), 0);
    assert.equal(there?.lateralM, 0);
    assert.equal(there.certainty, "sure");
  });
}

test("areas that only share an edge of two readings are too close to tell", () => {
  assert.equal(
    meet(solid(lonlat(10, 54, 0.2)), solid(lonlat(10, 54.4, 0.2)), 0)?.certainty,
    "within-tolerance",
  );
});

test("a place within a large area is 0 m from it, however wide the doubt about its edges", () => {
  const ring: Position[] = [
    [0, 85],
    [120, 85],
    [-120, 85],
  ];
  const around = solid({ kind: "polygon", ring, edges: "lonlat" });
  const pole = meet(around, solid(point(0, 90, 1)), 0);
  assert.equal(pole?.lateralM, 0);
  assert.equal(pole.certainty, "within-tolerance");
});

test("geodesic outlines that cross are surely in conflict at minimum 0", () => {
  const wide = area([9, 44.9], [11, 44.9], [11, 45.1], [9, 45.1]);
  const tall = area([9.9, 44], [10.1, 44], [10.1, 46], [9.9, 46]);
  assert.equal(meet(solid(wide), solid(tall), 0)?.certainty, "sure");
  assert.equal(
    meet(
      solid(wide),
      solid(
        corridor([
          [10, 44],
          [10, 46],
        ]),
      ),
      0,
    )?.certainty,
    "sure",
  );
});

test("where an edge of two readings was split, nothing is sure of either", () => {
  const flat = solid(lonlat(11, 59.5, 1));
  const { ecefMm } = flat.solid.shape;
  for (let i = 0; i < ecefMm.length; i += 3) {
    const [x, y, z] = [ecefMm[i]!, ecefMm[i + 1]!, ecefMm[i + 2]!];
    const lat = Math.atan2(z / (1 - ECCENTRICITY2), Math.hypot(x, y)) * (180 / Math.PI);
    // Half a kilometre north of the parallel runs the geodesic between the upper corners.
    if (lat < 60.5005) continue;
    const disc = solid(point(Math.atan2(y, x) * (180 / Math.PI), lat, 15));
    assert.equal(meet(flat, disc, 0)?.certainty, "within-tolerance", `vertex ${i / 3}`);
  }
});

/** Metres between squares side by side, their upper and lower edges of two readings. */
for (const halfDeg of [0.005, 0.05, 0.5, 1]) {
  test(`side by side with a gap of 0.12 m is clear: squares of ${2 * halfDeg} degrees`, () => {
    const gapDeg = 0.12 / 78_846 + 1e-12; // at 45°N a degree of longitude is 78,847 m
    const east = (latDeg: number) =>
      solid(lonlat(10 + 2 * halfDeg + gapDeg * (latDeg > 45 ? 1.03 : 1), latDeg, halfDeg));
    assert.equal(meet(solid(lonlat(10, 44, halfDeg)), east(44), 0), null);
    assert.ok(meet(solid(lonlat(10, 44, halfDeg)), east(44), 0.2));
  });
}

/** By GeographicLib. */
const FAR: readonly (readonly [Footprint, Footprint, number])[] = [
  [point(0, 0), point(1, 0), 111_319.4908],
  [point(0, 45), point(2, 46), 191_789.8896],
  [point(10, -20, 500_000), point(16, -20), 127_848.9252],
  [point(0, 60, 500_000), point(0, 66), 168_766.3606],
];
for (const [a, b, distanceM] of FAR) {
  test(`far apart, the distance is still GeographicLib's: ${distanceM} m`, () => {
    const there = meet(solid(a), solid(b), 200_000);
    assert.ok(Math.abs(there!.lateralM - distanceM) < 0.01, `${there!.lateralM}`);
    assert.ok(there!.toleranceM < 20, `${there!.toleranceM}`);
  });
}

test("a route cut by a window runs over the ground, not under it", () => {
  const [legMs, route]: [number, Position[]] = [
    1_000_000,
    [
      [0, 45],
      [0.126, 45],
    ],
  ];
  const flight = solid(corridor(route, 0, [0, legMs]), { startMs: 0, endMs: legMs });
  const half = { startMs: 0, endMs: legMs / 2 };
  const line = WGS84.InverseLine(45, 0, 45, 0.126);
  const middle = line.Position(line.s13 / 2);
  const away = WGS84.Direct(middle.lat2!, middle.lon2!, 90, 100_000);
  const there = meet(flight, solid(point(away.lon2!, away.lat2!), half), 110_000);
  assert.ok(Math.abs(there!.lateralM - 100_000) < 0.003, `${there!.lateralM}`);
});

/** Found by the properties of core/conflicts/options/encounter.test.ts. */
test("movers that share one instant meet only where they then are, not where their lines cross", () => {
  const first = solid(
    corridor(
      [
        [40, 35],
        [40, 35.001],
        [40, 34.999],
      ],
      0,
      [4_000, 5_000, 6_000],
    ),
  );
  const second = solid(
    corridor(
      [
        [40, 35.023],
        [39.945, 34.945],
      ],
      0,
      [0, 10_000],
    ),
  );
  assert.equal(meet(first, second, 0), null, "they pass 1.4 km apart");
});

test("a leg of no time is flown to its end, also where the window cuts the route", () => {
  const jump = solid(
    corridor(
      [
        [40, 35.001],
        [40, 35],
        [40, 35.002],
      ],
      0,
      [0, 0, 3_000],
    ),
  );
  const there = solid(point(40, 35), { startMs: -1_000, endMs: 1_000 });
  assert.ok(meet(jump, there, 0));
});

test("a ring of lon/lat edges is whole although the geodesic of a long one runs over its corners", () => {
  const ring: Position[] = [
    [170, 60],
    [-170, 60],
    [-170, 60.1],
    [180, 60.1],
    [170, 60.1],
  ];
  const strip = solid({ kind: "polygon", ring, edges: "lonlat" });
  for (const latDeg of [60.01, 60.05, 60.09, 60.2])
    assert.ok(meet(strip, solid(point(-175, latDeg)), 0), `${latDeg}`);
  assert.equal(meet(strip, solid(point(-175, 59.9)), 0), null);
  const geodesic = surveyVolume({ ...always, footprint: area(...ring) });
  assert.match(geodesic.ok ? "" : geodesic.refusal.detail, /crosses itself/);
  const bow = surveyVolume({
    ...always,
    footprint: { kind: "polygon", ring: [ring[0]!, ring[2]!, ring[1]!, ring[4]!], edges: "lonlat" },
  });
  assert.match(bow.ok ? "" : bow.refusal.detail, /crosses itself: edge 1 .* and edge 3/);
});

test("a conflict by doubt alone is told with the distance of the geodesics, not of a farther pair", () => {
  const ringA: Position[] = [
    [5.7, 53.2],
    [0.5, 53.4],
    [1.8, 50.2],
  ];
  const ringB: Position[] = [
    [10.7, 51.5],
    [5.2, 53.7],
    [8, 52.6],
  ];
  const inDoubt = (ring: Position[]) => solid({ kind: "polygon", ring, edges: "lonlat" });
  const nearest = meet(solid(area(...ringA)), solid(area(...ringB)), 100_000);
  const there = meet(inDoubt(ringA), inDoubt(ringB), 27_880);
  assert.equal(there?.certainty, "within-tolerance");
  assert.ok(Math.abs(there.lateralM - nearest!.lateralM) < 0.01, `${there.lateralM}`);
});
