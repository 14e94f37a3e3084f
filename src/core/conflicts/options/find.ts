/**
 * Resolution options: the entry to this folder.
 *
 * A read path: nothing here is part of `apply` or changes the state, and so trigonometry (the survey,
 * the geodesic library) is fine. Work is bounded by counts, never by the clock: the same state and
 * request give the same answer everywhere.
 */

import { LIMITS } from "../../limits.ts";
import { unreachable } from "../../outcome.ts";
import type { State } from "../../state.ts";
import type { Axis } from "./encounter.ts";
import { OPTION_KINDS } from "./model.ts";
import type { Binding, Found, Option, OptionKind, OptionRequest, OptionsAnswer } from "./model.ts";
import { findPartial } from "./partial.ts";
import { byRank } from "./rank.ts";
import { findReroute } from "./reroute.ts";
import { makeSearch } from "./search.ts";
import type { Search } from "./search.ts";
import { findAltitudeShifts } from "./shift-altitude.ts";
import { findBothShifts } from "./shift-both.ts";
import { findLateralShifts } from "./shift-lateral.ts";
import { findTimeShifts } from "./shift-time.ts";

/**
 * How the subject alone may change so that nothing stays in conflict, the others as they are.
 *
 * Options are computed from visible operations only, and each is judged by the detector over the
 * same before it is offered; what a reader may not see may still be met. "No conflict found" is no
 * clearance. Where a kind has none, `binding` says what is in the way.
 */
export const findOptions = (state: State, request: OptionRequest): OptionsAnswer => {
  const search = makeSearch(state, request);
  const { conflictsNow } = search;
  if (conflictsNow.length === 0) {
    return { conflictsNow, options: [], binding: [], wasBounded: false };
  }
  const kinds = OPTION_KINDS.filter((kind) => request.kinds?.includes(kind) ?? true);
  const options: Option[] = [];
  const binding: Binding[] = [];
  for (const kind of kinds) {
    const found = findKind(search, kind, options);
    options.push(...found.options);
    binding.push(...found.binding);
  }
  const partial = options.length === 0 ? findPartial(search, axesOf(kinds)) : null;
  if (partial) options.push(partial);
  options.sort(byRank(search.weights));
  for (const { kind } of options.slice(LIMITS.optionsMax)) {
    binding.push({ kind, reason: "bounded", by: "options", limit: LIMITS.optionsMax });
  }
  return {
    conflictsNow,
    options: options.slice(0, LIMITS.optionsMax),
    binding,
    wasBounded: binding.some(({ reason }) => reason === "bounded"),
  };
};

const findKind = (search: Search, kind: OptionKind, known: readonly Option[]): Found => {
  switch (kind) {
    case "time":
      return findTimeShifts(search);
    case "altitude":
      return findAltitudeShifts(search);
    case "time_altitude":
      return findBothShifts(search, {
        time: known.flatMap((option) => (option.kind === "time" ? [option.values.shiftMs] : [])),
        altitude: known.flatMap((o) => (o.kind === "altitude" ? [o.values.shiftM] : [])),
      });
    case "lateral":
      return findLateralShifts(search);
    case "reroute":
      return findReroute(search);
    default:
      return unreachable(kind);
  }
};

const axesOf = (kinds: readonly OptionKind[]): Axis[] =>
  kinds.filter((kind) => kind === "time" || kind === "altitude");
