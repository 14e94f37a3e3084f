/**
 * What every search for options shares: the subject, the others that count, and the judge.
 *
 * All of this is a read path. Options are proposals in degrees, so trigonometry (the survey, the
 * geodesic library) is fine here; none of it is part of `apply`.
 */

import type { Volume4D } from "../../../geometry/footprint.ts";
import type { Minima } from "../../../geometry/separation.ts";
import type { Margin } from "../../../geometry/sheet.ts";
import { makeSolid4D } from "../../../geometry/solid.ts";
import type { Solid4D } from "../../../geometry/solid.ts";
import { surveyVolume } from "../../../geometry/survey.ts";
import { LIMITS } from "../../limits.ts";
import type { MoverClass } from "../../operations/category.ts";
import type { Operation } from "../../operations/model.ts";
import type { PlacedVolume, Volumes } from "../../operations/volume-index.ts";
import type { State } from "../../state.ts";
import { countedFor, detectConflicts } from "../detect.ts";
import type { Detection } from "../detect.ts";
import { carryOut } from "./carry-out.ts";
import { findForbiddenSteps, makeWork, shiftAlong } from "./encounter.ts";
import type { Axis, Steps, Work } from "./encounter.ts";
import type { Range } from "./intervals.ts";
import { DEFAULT_OPTION_LIMITS, DEFAULT_OPTION_WEIGHTS } from "./model.ts";
import type {
  Option,
  OptionChange,
  OptionCost,
  OptionLimits,
  OptionRequest,
  OptionSubject,
  OptionWeights,
} from "./model.ts";

export type Search = {
  readonly state: State;
  readonly subject: OptionSubject;
  readonly limits: OptionLimits;
  readonly weights: OptionWeights;
  /** Visible to the reader, and held against the subject by the theatre's rule. */
  readonly volumes: Volumes;
  readonly now: readonly Detection[];
  readonly conflictsNow: readonly string[];
  /** The areas with minima of their own, in the rules' order. */
  readonly areas: readonly Solid4D[];
  readonly work: Work;
};

export const makeSearch = (state: State, request: OptionRequest): Search => {
  const { subject } = request;
  const volumes = countedFor(state, { party: subject.party, isOfUss: false }, request.volumes);
  const now = detectConflicts(state, subject, volumes);
  return {
    state,
    subject,
    limits: { ...DEFAULT_OPTION_LIMITS, ...request.limits },
    weights: request.weights ?? DEFAULT_OPTION_WEIGHTS,
    volumes,
    now,
    conflictsNow: idsOf(now),
    areas: state.theatreSurvey.areaMinima.map(makeSolid4D),
    work: makeWork(),
  };
};

/** Lowest id first: the order of filing is not the reader's to know. */
export const idsOf = (detections: readonly Detection[]): string[] =>
  detections.map(({ operation }) => operation.id).sort();

export type Proposal = { readonly change: OptionChange; readonly cost: OptionCost };

/** The proposal as the detector sees it, with what it would meet; null when it is no sound volume. */
export const judge = (
  search: Search,
  { change, cost }: Proposal,
): { readonly option: Option; readonly detections: readonly Detection[] } | null => {
  const { state, subject, conflictsNow } = search;
  const volumes = carryOut(subject, change);
  const solids = surveyAll(subject, volumes);
  if (!solids) return null;
  const detections = detectConflicts(state, { ...subject, solids }, search.volumes);
  const leaves = idsOf(detections);
  const clears = conflictsNow.filter((id) => !leaves.includes(id));
  return { option: { ...change, volumes, cost, clears, leaves }, detections };
};

/** A footprint that is still the same has the same survey. */
const surveyAll = (subject: OptionSubject, volumes: readonly Volume4D[]): Solid4D[] | null => {
  const solids: Solid4D[] = [];
  for (const [i, volume] of volumes.entries()) {
    if (volume.footprint === subject.volumes[i]!.footprint) {
      solids.push({
        solid: subject.solids[i]!.solid,
        lowerM: volume.lowerM ?? -Infinity,
        upperM: volume.upperM ?? Infinity,
        startMs: volume.startMs ?? -Infinity,
        endMs: volume.endMs ?? Infinity,
      });
      continue;
    }
    const surveyed = surveyVolume(volume);
    if (!surveyed.ok) return null;
    solids.push(makeSolid4D(surveyed.value));
  }
  return solids;
};

/** A volume of the subject and one of another operation that some shift may bring together. */
export type Pair = {
  readonly volume: number;
  readonly a: Solid4D;
  readonly b: Solid4D;
  readonly other: Operation;
  /** The least shift at which they may matter to each other. */
  readonly gap: number;
};

export type Gathered = {
  readonly pairs: readonly Pair[];
  /** Shifts below this are held against everything; Infinity unless there were too many. */
  readonly coveredTo: number;
};

/**
 * Every pair that may matter when each volume of the subject is anywhere within its `stretched`
 * self. When the others are more than a search takes, those nearest by `gap` are kept and the
 * reach is said: the search is then shorter, not blind.
 */
export const gatherPairs = (
  search: Search,
  how: {
    readonly stretch: (volume: Solid4D) => Solid4D;
    readonly lateralM?: number;
    readonly gap: (a: Solid4D, b: Solid4D, reach: Margin) => number;
  },
): Gathered => {
  const { state, subject, volumes } = search;
  const reaches = new Map<MoverClass, Margin>();
  const reachTo = (other: MoverClass): Margin => {
    const known = reaches.get(other) ?? state.minima.reach(subject.moverClass, other);
    reaches.set(other, known);
    return known;
  };
  const marginTo = (other: MoverClass): Margin => {
    const reach = reachTo(other);
    return { ...reach, lateralM: reach.lateralM + (how.lateralM ?? 0) };
  };
  const pairs: (Pair & { readonly placed: PlacedVolume })[] = [];
  const gapOfPlaced = new Map<PlacedVolume, number>();
  for (const [volume, a] of subject.solids.entries()) {
    for (const placed of volumes.near(how.stretch(a), marginTo)) {
      const other = placed.owner;
      if (other.id === subject.operationId) continue;
      const b = placed.solid();
      const gap = how.gap(a, b, reachTo(other.moverClass));
      pairs.push({ volume, a, b, other, gap, placed });
      gapOfPlaced.set(placed, Math.min(gap, gapOfPlaced.get(placed) ?? Infinity));
    }
  }
  if (gapOfPlaced.size <= LIMITS.optionObstaclesMax) return { pairs, coveredTo: Infinity };
  const coveredTo = [...gapOfPlaced.values()].sort((x, y) => x - y)[LIMITS.optionObstaclesMax]!;
  return { pairs: pairs.filter(({ gap }) => gap < coveredTo), coveredTo };
};

/** The range less what was not gathered. */
export const coverRange = ({ from, to }: Range, coveredTo: number): Range =>
  coveredTo === Infinity
    ? { from, to }
    : {
        from: Math.max(from, 1 - Math.ceil(coveredTo)),
        to: Math.min(to, Math.ceil(coveredTo) - 1),
      };

const NO_MINIMA: Minima = { lateralM: 0, verticalM: 0, timeS: 0 };

/**
 * The steps of a pair that are forbidden. A shift may bring the subject into or out of an area with
 * minima of its own, so the range is cut where it does and each part is held to its own minima.
 */
export const findForbidden = (
  search: Search,
  { a, b, other }: Pair,
  how: { readonly axis: Axis; readonly range: Range; readonly relax?: (minima: Minima) => Minima },
): Steps => {
  const { axis, range, relax = (minima) => minima } = how;
  const { minima: table } = search.state;
  const ranges: Range[] = [];
  let isBounded = false;
  for (const part of cutAtAreas(search, a, { axis, range })) {
    const there = search.areas.length > 0 ? shiftAlong(axis, a, part.from) : a;
    const minima = relax(table.find(there, search.subject.moverClass, b, other.moverClass));
    const steps = findForbiddenSteps(a, b, { axis, minima, range: part, work: search.work });
    ranges.push(...steps.ranges);
    isBounded ||= steps.isBounded;
  }
  return { ranges, isBounded };
};

/** Parts of the range in each of which the subject's volume touches the same areas throughout. */
export const cutAtAreas = (
  search: Search,
  a: Solid4D,
  { axis, range }: { readonly axis: Axis; readonly range: Range },
): Range[] => {
  if (search.areas.length === 0 || range.from > range.to) return [range];
  const starts = new Set([range.from]);
  const how = { axis, minima: NO_MINIMA, range, work: search.work };
  for (const area of search.areas) {
    for (const inside of findForbiddenSteps(a, area, how).ranges) {
      starts.add(inside.from);
      if (inside.to < range.to) starts.add(inside.to + 1);
    }
  }
  const sorted = [...starts].sort((x, y) => x - y);
  return sorted.map((from, i) => ({ from, to: (sorted[i + 1] ?? range.to + 1) - 1 }));
};
