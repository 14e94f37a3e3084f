import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import geographiclib from "geographiclib-geodesic";
import type { Position, Volume4D } from "../../../geometry/footprint.ts";
import { discAt, START_MS } from "../../test-theatre.ts";
import { findOptions } from "./find.ts";
import { measureLegsM, moveVolumes } from "./lateral-move.ts";
import { planeOfPositions, toPlane, toPosition } from "./local-plane.ts";
import type { Option } from "./model.ts";
import { subjectOf, theatreWith } from "./test-subject.ts";

const { WGS84 } = geographiclib.Geodesic;

const CENTERS: readonly Position[] = [
  [40, 35],
  [179.99, -10],
  [10, 89.5],
  [-60, -75],
];

for (const center of CENTERS) {
  test(`a move keeps a shape around ${center.join(" ")}`, () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 50_000, noNaN: true }),
        (bearingDeg, distanceM) => {
          const at = (azimuth: number): Position => {
            const { lon2, lat2 } = WGS84.Direct(center[1], center[0], azimuth, 4_000);
            return [lon2!, lat2!];
          };
          const ring = [at(10), at(120), at(250)];
          const volume: Volume4D = {
            ...discAt(center),
            footprint: { kind: "polygon", ring, edges: "geodesic" },
          };
          const [moved] = moveVolumes([volume], { center, bearingDeg, distanceM });
          assert.ok(moved?.footprint.kind === "polygon");
          const [before, after] = [ring, moved.footprint.ring].map((r) =>
            measureLegsM([...r, r[0]!]),
          );
          for (const [i, legM] of before!.entries()) {
            assert.ok(Math.abs(legM - after![i]!) < 0.1, `${legM} ${after![i]}`);
          }
          for (const [i, corner] of moved.footprint.ring.entries()) {
            const { s12 } = WGS84.Inverse(ring[i]![1], ring[i]![0], corner[1], corner[0]);
            assert.ok(Math.abs(s12! - distanceM) < 40, `${s12} ${distanceM}`);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test(`the plane at ${center.join(" ")} leads there and back`, () => {
    const frame = planeOfPositions([center]);
    fc.assert(
      fc.property(fc.nat(360), fc.nat(100_000), (azimuth, distanceM) => {
        const { lon2, lat2 } = WGS84.Direct(center[1], center[0], azimuth, distanceM);
        const back = toPosition(frame, toPlane(frame, [lon2!, lat2!]));
        const { s12 } = WGS84.Inverse(lat2!, lon2!, back[1], back[0]);
        assert.ok(s12! < 0.02, `${s12}`);
      }),
      { numRuns: 40 },
    );
  });
}

const HERE: Position = [40, 35];

const lateralFrom = (own: Volume4D, others: readonly Volume4D[]): readonly Option[] => {
  const theatre = theatreWith({}, [{ party: "SOUTH", volumes: [...others] }]);
  const { options } = findOptions(theatre.state, {
    subject: subjectOf([own]),
    volumes: theatre.state.index,
    limits: { earliestMs: START_MS },
    kinds: ["lateral"],
  });
  return options;
};

const placed = (options: readonly Option[]) =>
  options.map((option) => {
    assert.ok(option.kind === "lateral");
    return option.values;
  });

test("a disc is moved straight out of another, the near way and another way", () => {
  // 1 km east of the middle of a disc; both 1 km wide, 3 km apart at least.
  const { lon2 } = WGS84.Direct(HERE[1], HERE[0], 90, 1_000);
  const [near, other] = placed(lateralFrom(discAt([lon2!, HERE[1]]), [discAt(HERE)]));
  assert.equal(near!.bearingDeg, 90);
  assert.ok(near!.distanceM > 4_000 && near!.distanceM < 4_050, `${near!.distanceM}`);
  assert.ok(other!.bearingDeg === 0 || other!.bearingDeg === 180);
  assert.ok(other!.distanceM > Math.sqrt(24e6) && other!.distanceM < 4_960, `${other!.distanceM}`);
});

test("a long corridor is left sideways, not at its end", () => {
  const corridor: Volume4D = {
    ...discAt(HERE),
    footprint: {
      kind: "corridor",
      route: [
        [39, 35],
        [41, 35],
      ],
      halfWidthM: 500,
      edges: "geodesic",
    },
  };
  const [near] = placed(lateralFrom(discAt([40, 35.001]), [corridor]));
  assert.ok(near!.bearingDeg === 0 || near!.bearingDeg === 180);
  assert.ok(near!.distanceM < 4_500, `${near!.distanceM}`);
});

test("a ring around is passed over to the free ground beyond", () => {
  const ring = Array.from({ length: 12 }, (_, i) => {
    const { lon2, lat2 } = WGS84.Direct(HERE[1], HERE[0], i * 30, 6_000);
    return discAt([lon2!, lat2!]);
  });
  const [near] = placed(lateralFrom(discAt(HERE), [discAt(HERE), ...ring]));
  assert.ok(near!.distanceM > 10_000 && near!.distanceM < 11_200, `${near!.distanceM}`);
});

test("where everything is taken, it is said by whom", () => {
  const theatre = theatreWith({}, [
    { party: "SOUTH", volumes: [discAt(HERE, { radiusM: 60_000 })] },
  ]);
  const answer = findOptions(theatre.state, {
    subject: subjectOf([discAt(HERE)]),
    volumes: theatre.state.index,
    limits: { earliestMs: START_MS },
    kinds: ["lateral"],
  });
  assert.deepEqual(answer.binding, [
    {
      kind: "lateral",
      reason: "no-free-place",
      shiftMaxM: 50_000,
      operationIds: ["SOUTH-2026-00001"],
    },
  ]);
});
