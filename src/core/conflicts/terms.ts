/** What a proposal's terms come to: read, checked, and carried out on packed volumes. */

import type { Volume4D } from "../../geometry/footprint.ts";
import { packSolid, shiftPacked } from "../../geometry/packed-volume.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import { currentVersion, hasBegun, isOver, volumesOf } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import { accept, assert, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { Measure, OptionRef, Terms } from "./commands.ts";
import { quarterAfter } from "../theatre/quarter.ts";
import type { ResolutionKind } from "./life-model.ts";
import { isNothing, NO_TERMS } from "./proposal-model.ts";
import type { Proposal, SideTerms } from "./proposal-model.ts";
import { shiftVolume } from "./shift-volume.ts";

/** Terms as they are said, and what the other side offered of itself, where that is kept. */
export type Said = { readonly terms: Terms; readonly kept: SideTerms | null };

/** What is wrong with the terms by themselves: too far, of nothing, over already. */
export const findUnfitTerms = (entry: Entry, { terms, kept }: Said): Refusal | null => {
  const { own = {}, other = {}, volumes, safeguards = [], validToMs } = terms;
  if (kept && terms.other) {
    return unfit("other", "the other side's offer is kept as it stands", "leave one of them out");
  }
  const sides = [measured(own), kept ?? measured(other)];
  if (sides.every(isNothing) && volumes === undefined && safeguards.length === 0) {
    return unfit("own", "the proposal changes nothing", "give a measure for a side, or safeguards");
  }
  if (validToMs !== undefined && validToMs <= entry.atMs) {
    return unfit("validToMs", "it would have lapsed already", "give a time that is to come");
  }
  return findUnfitMeasure("own", own) ?? findUnfitMeasure("other", other);
};

const unfit = (field: string, detail: string, remedy: string): Refusal => ({
  reason: "bad-field",
  field,
  detail,
  remedy,
});

const findUnfitMeasure = (side: "own" | "other", measure: Measure): Refusal | null => {
  const { shiftMs = 0, shiftM = 0, holdUntilMs } = measure;
  const { shiftMaxMs, shiftMaxM } = LIMITS;
  if (Math.abs(shiftMs) > shiftMaxMs || !Number.isInteger(shiftMs)) {
    return unfit(
      `${side}.shiftMs`,
      `${shiftMs} ms is no whole shift within ${shiftMaxMs}`,
      "give whole milliseconds, or a new route",
    );
  }
  if (Math.abs(shiftM) > shiftMaxM) {
    return unfit(`${side}.shiftM`, `${shiftM} m is beyond ${shiftMaxM}`, "give a smaller shift");
  }
  if (holdUntilMs === undefined || shiftMs === 0) return null;
  return unfit(`${side}.holdUntilMs`, "a hold is a shift of time already", "give one of the two");
};

const measured = ({ shiftMs = 0, shiftM = 0, holdUntilMs }: Measure): SideTerms => ({
  ...NO_TERMS,
  shiftMs,
  shiftM,
  holdUntilMs: holdUntilMs ?? null,
});

/** By side of the conflict; the new route is the proposer's own. */
export const readTerms = (
  entry: Entry,
  { terms, kept }: Said,
  side: 0 | 1,
): readonly [SideTerms, SideTerms] => {
  const { own = {}, other = {}, volumes } = terms;
  const route = volumes === undefined ? null : { volumes, surveyed: surveyedOf(entry) };
  const mine: SideTerms = { ...measured(own), route };
  const theirs = kept ?? measured(other);
  return side === 0 ? [mine, theirs] : [theirs, mine];
};

/** Is the option one of the proposer's operation in this conflict, as that now is? */
export const findUnfitOption = (
  operation: Operation,
  option: OptionRef | undefined,
): Refusal | null => {
  if (option === undefined) return null;
  if (option.operationId !== operation.id) return OPTION_NOT_YOURS;
  const { version } = currentVersion(operation);
  if (option.version === version) return null;
  const detail = `it was found for version ${option.version} of the operation; version ${version} is current`;
  return unfit("optionId", detail, "ask for options of the operation again");
};

/** Another's operation, and none at all, look the same. */
export const OPTION_NOT_YOURS: Refusal = {
  reason: "bad-field",
  field: "optionId",
  detail: "it is no option of your own operation in this conflict",
  remedy: "ask for options of that operation",
};

const surveyedOf = ({ survey }: Entry) => {
  assert("volumes" in survey, "a proposal's volumes were surveyed");
  return survey.volumes;
};

/** What becomes of an operation: its volumes as said, and as compared. */
export type Amendment = {
  readonly volumes: readonly Volume4D[];
  readonly packed: readonly PackedVolume[];
};

/** The operation under the terms; null: nothing changes. Refuses what can't be carried out. */
export const amendedBy = (
  entry: Entry,
  operation: Operation,
  terms: SideTerms,
): Outcome<Amendment | null> => {
  if (isNothing(terms)) return accept(null);
  const shiftMs = terms.shiftMs + holdMs(operation, terms);
  if (isOver(operation.state) || (hasBegun(operation) && terms.holdUntilMs !== null)) {
    const { state, id } = operation;
    return refuse({ reason: "wrong-state", what: "operation", id, state, wanted: "amended" });
  }
  const { route } = terms;
  const said = route ? route.volumes : volumesOf(currentVersion(operation));
  const packed = route
    ? route.surveyed.map((volume) => packSolid(makeSolid4D(volume)))
    : operation.packed;
  const by = { shiftMs, shiftM: terms.shiftM };
  const moved = packed.map((one) => shiftPacked(one, by));
  const endMs = Math.max(...moved.map((one) => one[3 + 1]!));
  // To the quarter: the other side, which agrees to it, is not to learn the end more exactly.
  if (quarterAfter(endMs) < entry.atMs) return refuse({ reason: "window-ended", endMs });
  return accept({ volumes: said.map((volume) => shiftVolume(volume, by)), packed: moved });
};

/** How much later it begins; nothing when it begins later anyway, or has no beginning. */
const holdMs = ({ startMs }: Operation, { holdUntilMs }: SideTerms): number =>
  holdUntilMs === null || !Number.isFinite(startMs) ? 0 : Math.max(0, holdUntilMs - startMs);

/** How it was settled, in the order in which the kinds are named. */
export const resolutionKinds = ({ terms, safeguards }: Proposal): ResolutionKind[] => {
  const has = (test: (side: SideTerms) => boolean): boolean => terms.some(test);
  const kinds: readonly (readonly [ResolutionKind, boolean])[] = [
    ["time", has(({ shiftMs }) => shiftMs !== 0)],
    ["route", has(({ route }) => route !== null)],
    ["altitude", has(({ shiftM }) => shiftM !== 0)],
    ["hold", has(({ holdUntilMs }) => holdUntilMs !== null)],
    ["accepted_with_measures", safeguards.length > 0],
  ];
  return kinds.flatMap(([kind, isSo]) => (isSo ? [kind] : []));
};
