import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  extentWithout,
  intent,
  polygon,
  refuses,
  square,
  SQUARE,
  volumeWithout,
  withVolume,
} from "./test-parse.ts";
import { altitudeOf, circleAt, extentAt, timeAt } from "./test-messages.ts";

suite("a volume that is read", () => {
  test("may have its polygon either way round", () => {
    for (const ring of [SQUARE, SQUARE.toReversed()]) {
      const [volume] = intent(withVolume(polygon(...ring))).volumes;
      assert.deepEqual(volume?.footprint, { kind: "polygon", ring, edges: "geodesic" });
    }
  });

  test("may cross the antimeridian, and have two edges that touch no other", () => {
    const ring = [
      [179.95, 10],
      [-179.95, 10],
      [-179.95, 10.1],
      [179.95, 10.1],
    ] as const;
    assert.equal(intent(withVolume(polygon(...ring))).volumes.length, 1);
  });

  test("may begin and end at one instant, and be of no height", () => {
    const flat = withVolume({ altitude_lower: altitudeOf(120) }, { time_end: timeAt(1) });
    flat.extents[0]!.time_start = flat.extents[0]!.time_end;
    const { startUs, endUs } = intent(flat);
    assert.equal(startUs, endUs);
  });

  test("may last for decades", () => {
    const time_end = { value: "2099-01-01T00:00:00Z", format: "RFC3339" };
    assert.equal(intent(withVolume({}, { time_end })).endUs, Date.UTC(2099, 0, 1) * 1000);
  });
});

test("a polygon of a little less than 2,500 km² is read, whichever way round", () => {
  const vertices = square(0.49).outline_polygon.vertices.slice();
  for (const ring of [vertices, vertices.toReversed()]) {
    const volume = { outline_circle: undefined, outline_polygon: { vertices: ring } };
    assert.equal(intent(withVolume(volume)).volumes.length, 1);
  }
});

suite("a volume is refused with", () => {
  refuses(
    [
      [
        "neither outline",
        volumeWithout("outline_circle"),
        400,
        /^extents\[0\]\.volume has no outline/,
      ],
      [
        "both outlines",
        withVolume({ outline_polygon: { vertices: SQUARE.map(([lng, lat]) => ({ lng, lat })) } }),
        400,
        /^extents\[0\]\.volume has both/,
      ],
      [
        "no lower altitude",
        volumeWithout("altitude_lower"),
        400,
        /^extents\[0\]\.volume\.altitude_lower is missing/,
      ],
      ["no upper altitude", volumeWithout("altitude_upper"), 400, /altitude_upper is missing/],
      [
        "the lower altitude above the upper",
        withVolume({ altitude_lower: altitudeOf(121) }),
        400,
        /altitude_lower is above/,
      ],
      [
        "an altitude in feet",
        withVolume({ altitude_lower: { ...altitudeOf(0), units: "FT" } }),
        400,
        /altitude_lower\.units is "FT"/,
      ],
      [
        "an altitude of another reference",
        withVolume({ altitude_upper: { ...altitudeOf(9), reference: "AGL" } }),
        400,
        /altitude_upper\.reference is "AGL"/,
      ],
      [
        "an altitude without its reference",
        withVolume({ altitude_upper: { value: 9, units: "M" } }),
        400,
        /altitude_upper\.reference is missing/,
      ],
      [
        "an altitude far below",
        withVolume({ altitude_lower: altitudeOf(-8001) }),
        400,
        /altitude_lower\.value is -8001/,
      ],
      [
        "an altitude far above",
        withVolume({ altitude_upper: altitudeOf(100_001) }),
        400,
        /altitude_upper\.value is 100001/,
      ],
      [
        "an altitude as text",
        withVolume({ altitude_upper: { ...altitudeOf(9), value: "9" } }),
        400,
        /without quotes/,
      ],

      [
        "no start",
        { extents: [extentWithout("time_start")] },
        400,
        /^extents\[0\]\.time_start is missing/,
      ],
      [
        "no end",
        { extents: [extentWithout("time_end")] },
        400,
        /^extents\[0\]\.time_end is missing/,
      ],
      [
        "its start after its end",
        withVolume({}, { time_start: timeAt(3) }),
        400,
        /time_end is before time_start/,
      ],
      [
        "a time of another format",
        withVolume({}, { time_start: { ...timeAt(1), format: "ISO8601" } }),
        400,
        /time_start\.format is "ISO8601"/,
      ],
      [
        "a time without its format",
        withVolume({}, { time_start: { value: timeAt(1).value } }),
        400,
        /time_start\.format is missing/,
      ],
      [
        "a time that is no instant",
        withVolume({}, { time_start: { ...timeAt(1), value: "2027-02-30T00:00:00Z" } }),
        400,
        /time_start\.value .*not a time/,
      ],
      [
        "a local time",
        withVolume({}, { time_start: { ...timeAt(1), value: "2027-02-03T00:00:00" } }),
        400,
        /time_start\.value .*not a time/,
      ],
      [
        "a time as text alone",
        withVolume({}, { time_start: timeAt(1).value }),
        400,
        /time_start is text/,
      ],
      [
        "a time past the years that are kept",
        withVolume({}, { time_end: { ...timeAt(1), value: "2255-01-01T00:00:00Z" } }),
        400,
        /out of range/,
      ],

      [
        "a circle without its centre",
        withVolume({ outline_circle: { radius: circleAt(0, 0).radius } }),
        400,
        /outline_circle\.center is missing/,
      ],
      [
        "a circle without its radius",
        withVolume({ outline_circle: { center: { lat: 0, lng: 0 } } }),
        400,
        /outline_circle\.radius is missing/,
      ],
      [
        "a circle of no radius",
        withVolume({ outline_circle: circleAt(40, 35, 0) }),
        400,
        /radius\.value is 0: give more than 0/,
      ],
      [
        "a radius in feet",
        withVolume({ outline_circle: { ...circleAt(40, 35), radius: { value: 9, units: "FT" } } }),
        400,
        /radius\.units is "FT"/,
      ],
      [
        "a circle that can't be compared",
        withVolume({ outline_circle: circleAt(40, 35, 500_001) }),
        400,
        /outline_circle\.radius\.value 500001 m is over/,
      ],
      [
        "a latitude past the pole",
        withVolume({ outline_circle: circleAt(40, 90.1) }),
        400,
        /center\.lat is 90\.1/,
      ],
      [
        "a longitude past the antimeridian",
        withVolume({ outline_circle: circleAt(180.1, 35) }),
        400,
        /center\.lng is 180\.1/,
      ],

      ["two vertices", withVolume(polygon([40, 35], [41, 35])), 400, /vertices has 2 entries/],
      [
        "the first vertex at the end again",
        withVolume(polygon(...SQUARE, SQUARE[0])),
        400,
        /vertices\[4\] is vertex 0 again/,
      ],
      [
        "a vertex twice in a row",
        withVolume(polygon(SQUARE[0], ...SQUARE)),
        400,
        /vertices\[1\] is vertex 0 again/,
      ],
      [
        "a vertex twice, apart",
        withVolume(polygon(...SQUARE, [40.05, 34.9], SQUARE[2])),
        400,
        /vertices\[5\] is vertex 2 again/,
      ],
      [
        "one place by two longitudes",
        withVolume(polygon([180, 0], [-180, 0], [179.9, 0.1])),
        400,
        /vertices\[1\] is vertex 0 again/,
      ],
      [
        "the pole by two longitudes",
        withVolume(polygon([0, 90], [10, 90], [5, 89.9])),
        400,
        /vertices\[1\] is vertex 0 again/,
      ],
      [
        "two vertices within a millimetre",
        withVolume(polygon(SQUARE[0], [40, 35 + 1e-9], ...SQUARE.slice(1))),
        400,
        /vertices has two vertices within a millimetre/,
      ],
      [
        "a ring that crosses itself",
        withVolume(polygon(SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3])),
        400,
        /outline_polygon\.vertices the ring crosses itself/,
      ],
      [
        "a polygon of more than 2,500 km²",
        withVolume(square(0.53)),
        400,
        /outline_polygon is of 28\d\d km²/,
      ],
      [
        "9,000 vertices",
        {
          extents: Array.from({ length: 6 }, () => ({
            ...extentAt(),
            volume: {
              outline_polygon: {
                vertices: Array.from({ length: 1500 }, () => ({ lat: 0, lng: 0 })),
              },
            },
          })),
        },
        413,
        /^extents has 9000 vertices/,
      ],
    ],
    (change) => intent(change as object),
  );
});
