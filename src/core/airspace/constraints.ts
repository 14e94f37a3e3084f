/** Constraints: put and taken away by who has the say; who asked to be told is told. */

import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import { solidsIn } from "../surveyed.ts";
import type { DeleteConstraint, PutConstraint } from "./commands.ts";
import { envelopeOf } from "./envelope.ts";
import type { AirspaceState, Constraint, Notified } from "./model.ts";
import { hearsConstraints, notify } from "./notify.ts";
import { pushOver } from "./due.ts";
import { withDetails, tellIfHosted } from "./hosted.ts";
import {
  drawVersion,
  findEnded,
  findTooMany,
  findUnfit,
  findUngone,
  writeFingerprint,
} from "./passage.ts";
import type { AirspaceResult } from "./results.ts";
import { groupSubscribers, viewConstraint } from "./view.ts";

const WHAT = "constraint";

export const putConstraint = ({ state, entry }: HostContext, command: PutConstraint): Applied => {
  const { airspace } = state;
  const { constraints } = airspace;
  const { id, manager, ovn, baseUrl } = command;
  const known = constraints.get(id);
  const fingerprint = writeFingerprint(entry);
  if (known?.manager === manager && known.fingerprint === fingerprint) {
    return accepted(answer(airspace, known, { isNew: known.version === 1 }), []);
  }
  const limit = LIMITS.airspaceConstraintsPerManagerMax;
  const refusal =
    findNative(airspace, id) ??
    findUnfit(known, ovn, { what: WHAT, id, manager }) ??
    (known ? null : findTooMany(constraints, manager, { what: WHAT, limit })) ??
    findEnded(entry, command);
  if (refusal) return refused(refusal);
  const envelope = envelopeOf(solidsIn(entry), command);
  const told = notify(airspace, known ? [known, envelope] : [envelope], hearsConstraints);
  const unhosted: Constraint = {
    ...envelope,
    id,
    manager,
    ovn: drawVersion(entry),
    version: (known?.version ?? 0) + 1,
    baseUrl,
    fingerprint,
    told,
    placeIds: [],
  };
  const constraint = withDetails(unhosted, command);
  constraints.put(constraint);
  if (known?.endUs !== constraint.endUs) pushOver(state, "constraint-over", constraint);
  const result = answer(airspace, constraint, { isNew: !known });
  return accepted(result, tellIfHosted(WHAT, constraint, told));
};

export const deleteConstraint = (
  { state }: HostContext,
  { id, manager, ovn }: DeleteConstraint,
): Applied => {
  const { airspace } = state;
  const known = airspace.constraints.get(id);
  const refusal = findNative(airspace, id) ?? findUngone(known, ovn, { what: WHAT, id, manager });
  if (refusal || !known) return refused(refusal!);
  const told = notify(airspace, [known], hearsConstraints);
  airspace.constraints.remove(known);
  const result = answer(airspace, known, { isNew: false, told });
  return accepted(result, tellIfHosted(WHAT, known, told));
};

/** What a native operation comes to is nobody's to write, under this server's own name neither. */
const findNative = ({ natives }: AirspaceState, id: string): Refusal | null => {
  const found = natives.find(id);
  if (!found) return null;
  return { reason: "not-permitted", detail: `${WHAT} ${id} is managed by ${found.manager}` };
};

const answer = (
  airspace: AirspaceState,
  constraint: Constraint,
  { isNew, told = constraint.told }: { isNew: boolean; told?: readonly Notified[] },
): AirspaceResult => ({
  about: "airspace",
  what: "constraint",
  isNew,
  constraint: viewConstraint(airspace, constraint, constraint.manager),
  subscribers: groupSubscribers(told),
});
