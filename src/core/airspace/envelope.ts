/**
 * One envelope for each reference: all of its footprints, each from the lowest to the highest altitude
 * and from the earliest start to the latest end. By it the standard judges who must know of whom.
 */

import { measureGap } from "../../geometry/gap.ts";
import { tellMeeting } from "../../geometry/packed-meeting.ts";
import { packSolid, unpackSolid } from "../../geometry/packed-volume.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import { findProximity } from "../../geometry/separation.ts";
import { NO_MARGIN } from "../../geometry/sheet.ts";
import type { Solid, Solid4D } from "../../geometry/solid.ts";
import { isDeepWithin } from "../../geometry/witness.ts";
import { makePoint } from "../../geometry/within.ts";
import type { SolidIndex } from "../solid-index.ts";
import type { Placeable, SpanUs } from "./model.ts";

/** Where something is unbounded: beyond every altitude that the standard has, and a number in JSON. */
const ALTITUDE_FAR_M = 1_000_000;

/** What a command's volumes come to, as compared. */
export type Envelope = SpanUs & { readonly packed: readonly PackedVolume[] };

/** Whole milliseconds, outward: what can't be told apart meets. */
export const envelopeOf = (solids: readonly Solid4D[], span: SpanUs): Envelope => {
  let [lowerM, upperM] = [ALTITUDE_FAR_M, -ALTITUDE_FAR_M];
  for (const solid of solids) {
    lowerM = Math.min(lowerM, Math.max(solid.lowerM, -ALTITUDE_FAR_M));
    upperM = Math.max(upperM, Math.min(solid.upperM, ALTITUDE_FAR_M));
  }
  const { startUs, endUs } = span;
  const [startMs, endMs] = [Math.floor(startUs / 1000), Math.ceil(endUs / 1000)];
  const packed = solids.map(({ solid }) => packSolid({ solid, lowerM, upperM, startMs, endMs }));
  return { packed, startUs, endUs };
};

/**
 * The operation's own volumes where the envelope comes to the same: most intents have one volume, and
 * its numbers are kept once.
 */
export const sharedPacked = (
  envelope: readonly PackedVolume[],
  operation: readonly PackedVolume[],
): readonly PackedVolume[] =>
  envelope.length === operation.length && envelope.every((one, i) => isSame(one, operation[i]!))
    ? operation
    : envelope;

const isSame = (a: PackedVolume, b: PackedVolume): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** Meeting in space, altitude and time; touching counts. */
const MEETING = { lateralM: 0, verticalM: 0, timeS: 0 } as const;

/** All whose envelopes meet one of these, by id. */
export const findMeeting = <T extends Placeable>(
  index: SolidIndex<T>,
  envelopes: readonly Pick<Envelope, "packed">[],
): T[] => {
  const found = new Set<T>();
  for (const { packed } of envelopes) {
    for (const one of packed) {
      const solid = unpackSolid(one);
      for (const placed of index.near(solid, NO_MARGIN)) {
        if (found.has(placed.owner)) continue;
        const told = tellMeeting(one, placed.packed);
        const meets = told ?? findProximity(solid, placed.solid(), MEETING) !== null;
        if (meets) found.add(placed.owner);
      }
    }
  }
  return [...found].toSorted(byId);
};

const byId = (a: Placeable, b: Placeable): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** How far over the edge of what covers it something may lie: USSs round their corners. */
export const COVER_TOLERANCE_M = 1;

/**
 * Does the one lie within the other, in area and in time? Altitudes have no part in it, and neither has
 * what is over: of that nobody is told any more.
 */
export const isCovered = (inner: Envelope, outer: Envelope, nowUs: number): boolean =>
  Math.max(inner.startUs, nowUs) >= outer.startUs &&
  inner.endUs <= outer.endUs &&
  inner.packed.every((one) =>
    outer.packed.some((other) => isHeld(unpackSolid(one).solid, unpackSolid(other).solid)),
  );

const isHeld = (inner: Solid, outer: Solid): boolean => {
  const corners = cornersOf(inner);
  if (inner.shape.kind !== "area")
    return corners.every((one) => hasRoom(outer, one, inner.radiusM));
  return (
    corners.every((corner) => isNear(outer, corner)) &&
    (outer.shape.kind !== "area" ||
      !cornersOf(outer).some((corner) => isDeepWithin(inner, corner, COVER_TOLERANCE_M)))
  );
};

const cornersOf = ({ shape: { ecefMm } }: Solid): Solid[] =>
  Array.from({ length: ecefMm.length / 3 }, (_, i) =>
    makePoint(ecefMm[3 * i]!, ecefMm[3 * i + 1]!, ecefMm[3 * i + 2]!),
  );

/** Is the point within it, or on its edge? */
const isNear = (outer: Solid, point: Solid): boolean =>
  measureGap({
    a: outer,
    b: point,
    limitM: outer.radiusM + COVER_TOLERANCE_M,
    withinMs: null,
  }) !== null;

/** Is there so much of it on every side of the point? */
const hasRoom = (outer: Solid, point: Solid, radiusM: number): boolean => {
  const neededM = radiusM - COVER_TOLERANCE_M;
  if (outer.shape.kind === "area") {
    return neededM > 0 ? isDeepWithin(outer, point, neededM) : isNear(outer, point);
  }
  const limitM = outer.radiusM - neededM;
  return limitM >= 0 && measureGap({ a: outer, b: point, limitM, withinMs: null }) !== null;
};
