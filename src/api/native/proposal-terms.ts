/** What a proposal says each side would do: by hand, or by the id of an option of one's own operation. */

import type { Measure as CoreMeasure, Terms as CoreTerms } from "../../core/conflicts/commands.ts";
import { carryOut } from "../../core/conflicts/options/carry-out.ts";
import { OPTION_NOT_YOURS } from "../../core/conflicts/terms.ts";
import type { View } from "../../core/view.ts";
import type { Volume4D } from "../../geometry/footprint.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { surveyVolumes } from "../../server/notice-survey.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { parseOptionId } from "./option-id.ts";
import type { NamedOption } from "./option-id.ts";
import type { Measure, ProposalRequest } from "./proposal.ts";
import { parseTime } from "./time.ts";
import { parseVolumes } from "./volume.ts";

/** Who proposes, and what they see. */
export type Proposer = { readonly view: View; readonly party: string; readonly nowMs: number };

/**
 * One order of fields, and the same terms for the same request however late it is sent again: of an
 * option that is out of date, the core says so. Throws ApiProblem with the field.
 */
export const parseTerms = (proposer: Proposer, request: ProposalRequest): CoreTerms => {
  const { own, other, volumes, optionId, safeguards, validTo } = request;
  if (optionId !== undefined && (own !== undefined || volumes !== undefined)) {
    throw new ApiProblem("invalid-request", {
      detail: "optionId says what your own side would do, and so does own or volumes",
      field: "optionId",
      remedy: "give one of them",
    });
  }
  return {
    ...(optionId === undefined ? {} : ownByOption(proposer, optionId)),
    ...(own ? { own: parseMeasure(own, "own") } : {}),
    ...(other ? { other: parseMeasure(other, "other") } : {}),
    ...(volumes ? { volumes: parseVolumes(volumes) } : {}),
    ...(safeguards ? { safeguards } : {}),
    ...(validTo === undefined ? {} : { validToMs: parseTime(validTo, "validTo") }),
  };
};

const parseMeasure = ({ shiftMs, shiftM, holdUntil }: Measure, field: string): CoreMeasure => ({
  ...(shiftMs === undefined ? {} : { shiftMs }),
  ...(shiftM === undefined ? {} : { shiftM }),
  ...(holdUntil === undefined ? {} : { holdUntilMs: parseTime(holdUntil, `${field}.holdUntil`) }),
});

/** A shift is a measure; what moves over the ground becomes volumes. */
const ownByOption = (
  proposer: Proposer,
  optionId: string,
): Pick<CoreTerms, "own" | "volumes" | "option"> => {
  const named = parseOptionId(optionId);
  if (!named) {
    throw new ApiProblem("bad-field", {
      detail: "it is no id of an option",
      field: "optionId",
      remedy: "give the id as an option has it",
    });
  }
  const { option, change } = named;
  return change.kind === "lateral" || change.kind === "reroute"
    ? { option, volumes: volumesBy(proposer, named) }
    : { option, own: change.values };
};

/** The version's volumes under the change: its own party reads every version, past ones too. */
const volumesBy = (
  { view, party, nowMs }: Proposer,
  { option, change }: NamedOption,
): readonly Volume4D[] => {
  const isOwn = view.operation(option.operationId)?.party === party;
  const versions = isOwn ? view.versions(option.operationId) : null;
  const of = versions?.find(({ version }) => version === option.version);
  if (!of) throw problemOfRefusal(OPTION_NOT_YOURS, { nowMs });
  const surveyed = surveyVolumes(of.volumes, "volumes");
  if (!surveyed.ok) throw new Error("bug: what was filed was surveyed then");
  return carryOut({ volumes: of.volumes, solids: surveyed.volumes.map(makeSolid4D) }, change);
};
