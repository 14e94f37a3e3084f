/** Submitted by one officer, checked by another, and told to those whom the owner consents to. */

import { makeSolid4D } from "../../geometry/solid.ts";
import { packSolid, unpackSolid } from "../../geometry/packed-volume.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "../line/bad-field.ts";
import { checkReadBack } from "../line/read-back.ts";
import { rulesOf } from "../line/checks.ts";
import type { Point } from "../line/fields.ts";
import { fileNotice, replaceNotice } from "../operations/filing.ts";
import type { Filing } from "../operations/filing.ts";
import { currentVersion, isOver } from "../operations/model.ts";
import { accept, assert } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLackingRole, isPerson } from "../parties/roles.ts";
import { amendmentLeadMinutes } from "../theatre/model.ts";
import type { ChangeMovement, CheckMovement, EndsRead, SubmitMovement } from "./commands.ts";
import { findUnfitConsents, makeRecipient, showTo } from "./consent.ts";
import {
  categoryOf,
  findBadLegs,
  isAtOnce,
  moverClassOf,
  startOf,
  volumesOfMovement,
} from "./fields.ts";
import type { MovementFields } from "./fields.ts";
import { answer, changeOf, findOwn, isClosed } from "./find.ts";
import { draftOf, isUnderWay, MOVEMENT, toldVersion } from "./model.ts";
import type { Movement, MovementVersion } from "./model.ts";
import { pushLate } from "./due.ts";
import { moveAlong } from "./operation.ts";

export const submitMovement = (context: Context, command: SubmitMovement): Applied => {
  const { state, entry, party } = context;
  const { fields, isEmergency, recipients } = command;
  const refusal =
    findBadLegs(fields) ??
    findPast(fields, entry) ??
    findTooMany(context, fields) ??
    findUnfitConsents(context, recipients);
  if (refusal) return refused(refusal);
  const movement: Movement = {
    id: `movement-${drawId(entry.salt, 0)}`,
    party,
    category: categoryOf(fields),
    moverClass: moverClassOf(fields),
    isEmergency,
    state: MOVEMENT.start,
    versions: [versionOf(entry, 1, fields)],
    operationId: null,
    recipients: recipients.map(makeRecipient),
    reports: [],
    reportCount: 0,
    departedMs: null,
    lastPlaceMs: null,
    silentSinceMs: null,
    deviation: null,
    holdsAsked: [],
    outcome: null,
    closedMs: null,
    people: null,
    madeMs: entry.atMs,
    changedMs: entry.atMs,
  };
  const told = isAtOnce(movement.category) ? tell(context, movement) : accept([]);
  if (!told.ok) return refused(told.refusal);
  state.movements.all.set(movement.id, movement);
  return answer(context, movement, [changeOf(movement, "submitted", "owner"), ...told.value]);
};

export const changeMovement = (context: Context, command: ChangeMovement): Applied => {
  const found = findOwn(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const movement = found.value;
  const { entry } = context;
  const { fields } = command;
  const refusal =
    isClosed(movement) ??
    findBadLegs(fields) ??
    findPast(fields, entry) ??
    findStale(movement, command.version) ??
    findOtherKind(movement, fields) ??
    findTooManyVersions(movement);
  if (refusal) return refused(refusal);
  const draft = draftOf(movement);
  const version = versionOf(entry, movement.versions.at(-1)!.version + 1, fields);
  if (draft) movement.versions.pop();
  movement.versions.push(version);
  const told = isAtOnce(movement.category) ? tell(context, movement) : accept([]);
  if (told.ok) {
    return answer(context, movement, [changeOf(movement, "submitted", "owner"), ...told.value]);
  }
  movement.versions.pop();
  if (draft) movement.versions.push(draft);
  return refused(told.refusal);
};

/** A second person reads both ends back: what then fits is told; what was told already is now checked. */
export const checkMovement = (context: Context, command: CheckMovement): Applied => {
  const found = findOwn(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const movement = found.value;
  const newest = movement.versions.at(-1)!;
  const refusal =
    isClosed(movement) ??
    findUnfitCheck(context, movement, command.version) ??
    findReadOff(context, newest.fields, command.readBack);
  if (refusal) return refused(refusal);
  const { by, atMs } = context.entry;
  const wasTold = newest.told !== null;
  const told = wasTold ? accept([]) : tell(context, movement);
  if (!told.ok) return refused(told.refusal);
  Object.assign(newest, { checkedBy: by, checkedMs: atMs });
  const checked = wasTold ? [changeOf(movement, "checked", "all")] : [];
  return answer(context, movement, [...checked, ...told.value]);
};

/**
 * The newest version is from now on what is told: its operation is filed, or replaced, and shown to
 * those whom the owner consents to.
 */
export const tell = (context: Context, movement: Movement): Outcome<readonly Change[]> => {
  const { state, entry } = context;
  const version = movement.versions.at(-1)!;
  const known = movement.operationId === null ? null : state.operations.get(movement.operationId);
  const live = known && !isOver(known.state) ? known : null;
  const filing = filingOf(context, movement, version);
  const filed = live
    ? replaceNotice(context, live, {
        ...filing,
        leadMinutes: amendmentLeadMinutes(filing.leadMinutes),
      })
    : fileNotice(context, filing);
  if (!filed.ok) return filed;
  const { operation, changes } = filed.value;
  if (movement.operationId !== null) state.movements.byOperation.delete(movement.operationId);
  movement.operationId = operation.id;
  state.movements.byOperation.set(operation.id, movement.id);
  const { notice, version: operationVersion } = currentVersion(operation);
  const { minutesOfNotice, isShortNotice } = notice;
  version.packed = [];
  version.told = { atMs: entry.atMs, operationVersion, minutesOfNotice, isShortNotice };
  if (movement.state === "submitted") movement.state = "planned";
  // Filed anew on the way: it is where it was.
  const moved = isUnderWay(movement) ? moveAlong(context, movement, movement.state) : [];
  state.movements.all.set(movement.id, movement);
  const shown = movement.recipients.flatMap((one) => showTo(context, movement, one));
  pushLate(context, movement);
  return accept([...changes, ...shown, ...moved, changeOf(movement, "told", "all")]);
};

const filingOf = (
  { theatre: { rules }, party }: Context,
  { category, moverClass, isEmergency }: Movement,
  { fields, packed }: MovementVersion,
): Filing => {
  const lead = rules.leadMinutes[category];
  const { emergencyLeadMinutes } = rules.movements;
  return {
    party,
    category,
    moverClass,
    name: null,
    payload: JSON.stringify({ kind: "movement", volumes: volumesOfMovement(fields) }),
    solids: packed.map(unpackSolid),
    leadMinutes: isEmergency ? Math.min(lead, emergencyLeadMinutes) : lead,
    isUnguarded: isAtOnce(category),
    isOfUss: false,
  };
};

const versionOf = (entry: Entry, version: number, fields: MovementFields): MovementVersion => ({
  version,
  fields,
  submittedBy: entry.by,
  submittedMs: entry.atMs,
  seq: entry.seq,
  checkedBy: null,
  checkedMs: null,
  packed: packedIn(entry),
  told: null,
});

const packedIn = ({ survey }: Entry): PackedVolume[] => {
  assert("volumes" in survey, "a movement's volumes were surveyed");
  return survey.volumes.map((one) => packSolid(makeSolid4D(one)));
};

const findUnfitCheck = (context: Context, movement: Movement, version: number): Refusal | null => {
  const { state, entry } = context;
  const newest = movement.versions.at(-1)!;
  const lacking = findLackingRole(context, ["desk", "approver"]);
  if (lacking) return lacking;
  if (newest.version !== version)
    return badField(
      "version",
      `is not ${newest.version}`,
      "read the newest version, then check it",
    );
  if (newest.checkedMs !== null) {
    const what = "movement version";
    return { reason: "wrong-state", what, id: movement.id, state: "checked", wanted: "checked" };
  }
  if (!isPerson(state.parties, entry.by) || entry.by === newest.submittedBy) {
    const detail = "another officer of the party than the one who submitted it checks it";
    return { reason: "needs-second-person", detail };
  }
  return null;
};

/** Both ends as they were said, or which one is how far off. */
export const findReadOff = (
  { state }: Pick<Context, "state">,
  fields: MovementFields,
  readBack: EndsRead,
): Refusal | null => {
  const limitM = rulesOf(state).readBackWithinM.site;
  for (const end of ["origin", "destination"] as const) {
    const sent: readonly Point[] = [fields[end]];
    const check = checkReadBack({ points: sent, isRing: false, limitM }, [readBack[end]]);
    if (!check.isBlocked) continue;
    const off = `is ${Math.round(check.distanceM)} m from what was said, more than ${limitM} m`;
    return badField(`readBack.${end}`, off, "read the position again, as it was said");
  }
  return null;
};

const findPast = (fields: MovementFields, { atMs }: Entry): Refusal | null => {
  const endMs = fields.legs.at(-1)!.endMs!;
  return endMs < atMs ? { reason: "window-ended", endMs } : null;
};

const findStale = (movement: Movement, version: number): Refusal | null => {
  const now = toldVersion(movement)?.version ?? 0;
  return now === version
    ? null
    : badField("version", `is not ${now}`, "read the movement anew, then change it");
};

const findOtherKind = (movement: Movement, fields: MovementFields): Refusal | null => {
  if (categoryOf(fields) !== movement.category)
    return badField("fields.purpose", "makes it another kind of movement", "submit another one");
  if (moverClassOf(fields) !== movement.moverClass)
    return badField("fields.vehicles", "makes it go by another way", "submit another one");
  const told = toldVersion(movement);
  return isUnderWay(movement) && told && startOf(fields) > startOf(told.fields)
    ? badField("fields.legs[0]", "begins later, and it has departed", "leave its start as it was")
    : null;
};

const findTooManyVersions = ({ versions }: Movement): Refusal | null => {
  const limit = LIMITS.movementVersionsMax;
  return versions.length < limit
    ? null
    : { reason: "too-many", what: "versions of one movement", limit };
};

const findTooMany = ({ state, party }: Context, fields: MovementFields): Refusal | null => {
  if (isAtOnce(categoryOf(fields))) return null;
  const limit = LIMITS.movementsPerPartyMax;
  let count = 0;
  for (const one of state.movements.all.of(party).values()) {
    if (one.party === party && one.state !== "closed") count++;
  }
  return count < limit ? null : { reason: "too-many", what: "movements of one party", limit };
};
