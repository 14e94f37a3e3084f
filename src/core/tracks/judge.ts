/** A report held against the operation's volumes, and against what others report. */

import { cellOf, cellSizeM } from "../../geometry/sheet-cells.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { judgeFix, makePoint } from "../../geometry/within.ts";
import type { Fix, Judgement, Objection } from "../../geometry/within.ts";
import { solidsOf } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { MoverClass } from "../operations/category.ts";
import type { ReportRow } from "./commands.ts";
import type { LastReport } from "./model.ts";
import type { TrackRules } from "./rules.ts";

const ON_SURFACE: ReadonlySet<MoverClass> = new Set(["ground", "ship"]);
const ANY_ALTITUDE = { lowerM: -Infinity, upperM: Infinity } as const;

/** What one version's volumes come to, made once. */
export type Prepared = { readonly solids: readonly Solid4D[]; readonly sizeM: number };

const prepared = new WeakMap<readonly PackedVolume[], Prepared>();

/** The volumes of the current version ready to compare, and how coarsely their ground is told. */
export const prepare = (operation: Operation): Prepared => {
  const known = prepared.get(operation.packed);
  if (known) return known;
  // On the ground and at sea an altitude says nothing that the place does not.
  const isOnSurface = ON_SURFACE.has(operation.moverClass);
  const solids = solidsOf(operation).map((solid) =>
    isOnSurface ? { ...solid, ...ANY_ALTITUDE } : solid,
  );
  const made = { solids, sizeM: cellSizeM(solids) };
  prepared.set(operation.packed, made);
  return made;
};

export type Place = readonly [x: number, y: number, z: number];

/** A surveyed report; `placeMm` is on the ellipsoid. */
export type Report = { readonly row: ReportRow; readonly placeMm: Place };

/** The best judgement that any of the volumes allows; null: the operation says nothing of that time. */
export const judgeReport = (
  operation: Operation,
  { row, placeMm }: Report,
  rules: TrackRules,
): Judgement | null => {
  const [, atMs, , , accuracyM = null, lowerM = null, upperM = null] = row;
  const { timeToleranceMs: timeMs, accuracyWhenUnknownM } = rules;
  if (atMs < operation.startMs - timeMs || atMs > operation.endMs + timeMs) return null;
  const fix: Fix = {
    point: makePoint(...placeMm),
    atMs,
    accuracyM: accuracyM ?? accuracyWhenUnknownM,
    altitude: lowerM === null || upperM === null ? null : { lowerM, upperM },
  };
  const tolerance = { timeMs };
  let best: Judgement = { within: "outside", objection: "time" };
  for (const solid of prepare(operation).solids) {
    const found = judgeFix(solid, fix, tolerance);
    if (found.within === "inside") return found;
    if (RANK[found.within] > RANK[best.within] || isNearer(found, best)) best = found;
  }
  return best;
};

const RANK = { outside: 0, doubtful: 1, inside: 2 } as const;
/** The nearer a report came to a volume, the later the test that it failed. */
const DEPTH: Readonly<Record<Objection, number>> = { time: 0, altitude: 1, place: 2 };

const isNearer = (found: Judgement, best: Judgement): boolean =>
  found.within === best.within &&
  found.objection !== null &&
  best.objection !== null &&
  DEPTH[found.objection] > DEPTH[best.objection];

/** The cell of the operation's ground in which a place lies. */
export const cellAt = (operation: Operation, [x, y, z]: Place): number =>
  cellOf(x, y, z, prepare(operation).sizeM);

/** Two sensors of one thing differ by this at the same instant. */
const AGREEMENT_M = 500;
/** Reports further apart in time are not held against each other. */
const AGREEMENT_MS = 60_000;
/** Faster than what is of the class goes, metres a second: how far it can come between two reports. */
const SPEED_M_S: Readonly<Record<MoverClass, number>> = {
  fixed_wing: 350,
  rotary: 100,
  drone: 60,
  ground: 40,
  ship: 25,
  area: 350,
};

/** Is another's report where the owner's own says it was? Null: none of its own is near in time. */
export const isAgreeing = (
  moverClass: MoverClass,
  last: LastReport,
  { row, placeMm }: Report,
): boolean | null => {
  const apartMs = Math.abs(row[1] - last.atMs);
  if (apartMs > AGREEMENT_MS) return null;
  const [dx, dy, dz] = [0, 1, 2].map((axis) => (placeMm[axis]! - last.placeMm[axis]!) / 1000) as [
    number,
    number,
    number,
  ];
  const reachM = AGREEMENT_M + (SPEED_M_S[moverClass] * apartMs) / 1000;
  return dx * dx + dy * dy + dz * dz <= reachM * reachM;
};
