import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pointAt } from "../../formats/geodesic.ts";
import type { Position } from "../../geometry/footprint.ts";
import { toEcefMm } from "../../geometry/ecef.ts";
import { makeProjection, positionOf } from "./projection.ts";

const arbCenter = fc
  .tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
  )
  .map(([lng, lat]): Position => [lng, lat]);

test("near the middle lengths and bearings are true, at the poles and the antimeridian too", () => {
  fc.assert(
    fc.property(arbCenter, fc.integer({ min: 0, max: 359 }), (center, azimuthDeg) => {
      const { center: middle, project } = makeProjection(center);
      const [x, y] = project(pointAt(middle, { azimuthDeg, distanceM: 10_000 }));
      assert.ok(Math.abs(Math.hypot(x, y) - 10_000) < 0.1);
      const bearingDeg = (Math.atan2(x, -y) * 180) / Math.PI;
      assert.ok(Math.abs(((bearingDeg - azimuthDeg + 540) % 360) - 180) < 0.05);
    }),
  );
});

test("far from the middle a small circle is still a circle, of the size that scaleAt tells", () => {
  const { project, scaleAt } = makeProjection([40, 35]);
  for (const center of [
    [44, 36],
    [40, 60],
    [80, 10],
    [-60, 80],
  ] as const) {
    const radiusM = 1_000 * scaleAt(center);
    const [x, y] = project(center);
    for (let azimuthDeg = 0; azimuthDeg < 360; azimuthDeg += 15) {
      const [px, py] = project(pointAt(center, { azimuthDeg, distanceM: 1_000 }));
      assert.ok(Math.abs(Math.hypot(px - x, py - y) / radiusM - 1) < 2e-3);
    }
  }
});

test("a point on the ellipsoid has the position it was made from", () => {
  for (const position of [
    [40, 35],
    [-179.9, -89.5],
    [0, 0],
  ] as const) {
    const [lng, lat] = positionOf(...toEcefMm(position));
    assert.ok(Math.abs(lng - position[0]) < 1e-6 && Math.abs(lat - position[1]) < 1e-6);
  }
});
