/** Why something may not be said of an area, or null. */

import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { isHumanitarian } from "../disclosure/rungs.ts";
import type { Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "../line/bad-field.ts";
import { findSuspendedWith } from "../line/between.ts";
import { findIllegalStep, isFinal } from "../machine.ts";
import { findUnrestrictive } from "./kinds.ts";
import { AREA } from "./model.ts";
import type { Area, AreaState, AreaTerms, AreaVersion } from "./model.ts";

/** Another's and none at all look the same; of one that is public, the others are no party. */
export const findOwnArea = ({ state, party }: Context, id: string): Outcome<Area> => {
  const found = state.areas.all.get(id);
  return found?.parties.includes(party)
    ? accept(found)
    : refuse({ reason: "not-found", what: "area", id });
};

/** The area and the version that waits, when `version` names it and the area may come to `to`. */
export const findPending = (
  context: Context,
  { areaId, version }: { readonly areaId: string; readonly version: number },
  to: AreaState,
): Outcome<{ readonly area: Area; readonly pending: AreaVersion }> => {
  const found = findOwnArea(context, areaId);
  if (!found.ok) return found;
  const area = found.value;
  const illegal = findIllegalStep(AREA, areaId, { from: area.state, to });
  if (illegal) return refuse(illegal);
  const { pending } = area;
  if (pending?.version !== version) {
    const waits = pending ? `version ${pending.version} waits` : "nothing waits";
    return refuse(badField("version", `is ${version}: ${waits} for agreement`, READ_AGAIN));
  }
  return accept({ area, pending });
};

/**
 * An area of two is not proposed around their line while that is suspended for proposals. What is to be
 * public is: all others would learn from it how the line of the two stands. What waits is answered, and
 * what holds is ended, all the same.
 */
export const findStopped = (
  context: Context,
  parties: readonly string[],
  isPublic: boolean,
): Refusal | null => {
  const { state, party } = context;
  if (isPublic || isHumanitarian(state, party)) return null;
  const others = parties.filter((one) => one !== party);
  return findSuspendedWith(context, others, ["all", "proposals"]);
};

export const READ_AGAIN = "read the area again";

export const findOver = ({ id, state }: Area, wanted: string): Refusal | null =>
  isFinal(AREA, state) ? { reason: "wrong-state", what: AREA.name, id, state, wanted } : null;

export const findUnfitParties = (
  { party, theatre }: Context,
  others: readonly string[],
): Refusal | null => {
  const stranger = others.find((one) => !theatre.parties.some(({ id }) => id === one));
  if (stranger !== undefined) return { reason: "unknown-party", party: stranger };
  const isRepeated = new Set([party, ...others]).size <= others.length;
  if (others.length > 0 && !isRepeated && others.length < LIMITS.areaPartiesMax) return null;
  const fault = isRepeated ? "names a party twice, or your own" : `names ${others.length} parties`;
  return badField("with", fault, `name 1 to ${LIMITS.areaPartiesMax - 1} others, each once`);
};

export const findTooMany = ({ state, party }: Context): Refusal | null => {
  const limit = LIMITS.areasPerPartyMax;
  let count = 0;
  for (const { parties, state: its } of state.areas.all.of(party).values()) {
    if (parties[0] === party && !isFinal(AREA, its)) count++;
  }
  return count < limit ? null : { reason: "too-many", what: "areas of one party", limit };
};

export const findUnfitTerms = ({ entry: { atMs } }: Context, terms: AreaTerms): Refusal | null => {
  const { areaKind, window, reviewByMs } = terms;
  const { endMs } = window;
  const unfit = findUnrestrictive(areaKind);
  if (unfit) return unfit;
  if (endMs !== null && endMs < atMs) return { reason: "window-ended", endMs };
  if (endMs === null && reviewByMs === undefined) {
    const fault = "is missing, and the window has no end";
    return badField("fields.reviewBy", fault, "say when it is reviewed, or when it ends");
  }
  const isPast = reviewByMs !== undefined && reviewByMs <= atMs;
  const isAfter = reviewByMs !== undefined && endMs !== null && reviewByMs > endMs;
  if (!isPast && !isAfter) return null;
  const fault = isPast ? "has passed" : "is after the end";
  return badField("fields.reviewBy", fault, "name a time to come, within the window");
};

/** What others were told of is not taken back from them unseen. */
export const findHidden = ({ agreed }: Area, isPublic: boolean): Refusal | null =>
  agreed?.isPublic && !isPublic
    ? badField("isPublic", "is false: the area is public", "end it, and agree another")
    : null;
