/**
 * Guards against probing: a notice is no ruler to measure with. What is refused here says nothing of
 * what others filed: it depends on the notice and on the rules (in `area-quota.ts`, on the party's own
 * earlier notices too).
 */

import type { Span } from "../../geometry/packed-volume.ts";
import type { Shape } from "../../geometry/shape.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { Refusal } from "../outcome.ts";
import type { TheatreRules } from "../theatre/model.ts";

const MINUTE_MS = 60_000;

/** Why a notice is too fine. */
export const findTooFine = (
  { solids, span }: { readonly solids: readonly Solid4D[]; readonly span: Span },
  rules: TheatreRules,
): Refusal | null => findTooShort(span, rules) ?? findTooSmall(solids, rules);

const findTooShort = (
  { startMs, endMs }: Span,
  { windowMinMinutes }: TheatreRules,
): Refusal | null => {
  const minutes = (endMs - startMs) / MINUTE_MS;
  if (minutes >= windowMinMinutes) return null;
  return {
    reason: "bad-field",
    field: "volumes",
    detail: `the operation lasts ${minutes} minutes; the theatre's least is ${windowMinMinutes}`,
    remedy: "widen the window outward: before, after, or both",
  };
};

const findTooSmall = (solids: readonly Solid4D[], { areaMinKm2 }: TheatreRules): Refusal | null => {
  if (areaMinKm2 === 0) return null;
  let km2 = 0;
  for (const { solid } of solids) km2 += areaKm2(solid.shape);
  if (km2 >= areaMinKm2) return null;
  return {
    reason: "bad-field",
    field: "volumes",
    detail: `the operation covers ${Math.floor(km2 * 1000) / 1000} km²; the theatre's least is ${areaMinKm2}`,
    remedy: "widen the footprint outward",
  };
};

/** Ground covered by a shape, square kilometres: to a few thousandths, which is fine for a minimum. */
export const areaKm2 = ({ kind, ecefMm, radiusMm }: Shape): number => {
  if (kind === "area") return ringKm2(ecefMm);
  const radiusKm = radiusMm / 1e6;
  return Math.PI * radiusKm * radiusKm + 2 * radiusKm * lengthKm(ecefMm);
};

const lengthKm = (ecefMm: readonly number[]): number => {
  let km = 0;
  for (let i = 3; i < ecefMm.length; i += 3) {
    const [dx, dy, dz] = [
      ecefMm[i]! - ecefMm[i - 3]!,
      ecefMm[i + 1]! - ecefMm[i - 2]!,
      ecefMm[i + 2]! - ecefMm[i - 1]!,
    ];
    km += Math.sqrt(dx * dx + dy * dy + dz * dz) / 1e6;
  }
  return km;
};

/** Half the sum of the cross products from the first corner: the ring seen from above. */
const ringKm2 = (ecefMm: readonly number[]): number => {
  let [sumX, sumY, sumZ] = [0, 0, 0];
  const at = (i: number): readonly [number, number, number] => [
    (ecefMm[i]! - ecefMm[0]!) / 1e6,
    (ecefMm[i + 1]! - ecefMm[1]!) / 1e6,
    (ecefMm[i + 2]! - ecefMm[2]!) / 1e6,
  ];
  for (let i = 3; i + 3 < ecefMm.length; i += 3) {
    const [[ax, ay, az], [bx, by, bz]] = [at(i), at(i + 3)];
    sumX += ay * bz - az * by;
    sumY += az * bx - ax * bz;
    sumZ += ax * by - ay * bx;
  }
  return Math.sqrt(sumX * sumX + sumY * sumY + sumZ * sumZ) / 2;
};
