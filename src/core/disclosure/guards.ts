/**
 * Guards against probing: a notice is no ruler to measure with. What is refused here says nothing of
 * what others filed: it depends on the notice, on the party's own earlier ones and on the rules.
 */

import type { Span } from "../../geometry/packed-volume.ts";
import type { Shape } from "../../geometry/shape.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { Entry } from "../entry.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { AreaDay } from "./model.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Cubes of this size, in earth-centred coordinates: about a degree. */
const AREA_MM = 100_000_000;
/** More of them than lie along the earth's axis. */
const AREAS_ACROSS = 1024;

/** Why a notice is too fine, or one too many there on that day. */
export const findProbing = (
  state: State,
  entry: Entry,
  about: {
    readonly party: string;
    readonly solids: readonly Solid4D[];
    readonly span: Span;
    readonly rules: TheatreRules;
  },
): Refusal | null => {
  const { solids, span, rules } = about;
  return (
    findTooShort(span, rules) ?? findTooSmall(solids, rules) ?? findTooOften(state, entry, about)
  );
};

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

const findTooOften = (
  { disclosure }: State,
  entry: Entry,
  { party, solids, rules }: Parameters<typeof findProbing>[2],
): Refusal | null => {
  const today = ofToday(disclosure.areaDays.get(party), entry);
  const limit = rules.noticesPerAreaDayMax;
  return areasOf(solids).some((area) => (today.counts[area] ?? 0) >= limit)
    ? { reason: "too-many", what: "notices of one party, area and UTC day", limit }
    : null;
};

/** Counts a notice that was taken, in every area it begins in. */
export const countInAreas = (
  { disclosure }: State,
  entry: Entry,
  party: string,
  solids: readonly Solid4D[],
): void => {
  const today = ofToday(disclosure.areaDays.get(party), entry);
  for (const area of areasOf(solids)) today.counts[area] = (today.counts[area] ?? 0) + 1;
  disclosure.areaDays.set(party, today);
};

const ofToday = (known: AreaDay | undefined, { atMs }: Entry): AreaDay => {
  const day = Math.floor(atMs / DAY_MS);
  return known?.day === day ? known : { day, counts: {} };
};

/** The coarse cells of the volumes' first corners, each once. */
const areasOf = (solids: readonly Solid4D[]): readonly number[] => {
  const areas: number[] = [];
  for (const { solid } of solids) {
    const area = areaOf(solid.shape);
    if (!areas.includes(area)) areas.push(area);
  }
  return areas;
};

/** Its three coordinates, counted from the corner of all areas, as one number. */
const areaOf = ({ ecefMm }: Shape): number => {
  let area = 0;
  for (let axis = 0; axis < 3; axis++) {
    const along = Math.floor((ecefMm[axis] ?? 0) / AREA_MM) + AREAS_ACROSS / 2;
    area = area * AREAS_ACROSS + along;
  }
  return area;
};
