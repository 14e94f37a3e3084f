/** Areas: proposed, changed, agreed by every party, declined, withdrawn, ended. All are told at once. */

import type { Change } from "../changes.ts";
import { findNoPerson } from "../conflicts/proposal.ts";
import { findSamePerson } from "../conflicts/proposals.ts";
import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "../line/bad-field.ts";
import { assert } from "../outcome.ts";
import type { Refusal } from "../outcome.ts";
import { findLackingRole } from "../parties/roles.ts";
import type { AreaCommand, ChangeArea, EndArea, ProposeArea } from "./commands.ts";
import {
  findHidden,
  findOver,
  findOwnArea,
  findPending,
  findStopped,
  findTooMany,
  findUnfitParties,
  findUnfitTerms,
  READ_AGAIN,
} from "./guards.ts";
import { AREA, placeArea } from "./model.ts";
import type { Area, AreaState, AreaVersion, Assent } from "./model.ts";
import { dropPending, endArea, moveArea, passStanding, pushDues, remindMs } from "./passage.ts";
import { touchesOfArea } from "./touching.ts";

/** The answer to every command about an area. */
export type AreaResult = {
  readonly about: "area";
  readonly areaId: string;
  /** The last version that there is, agreed or not. */
  readonly version: number;
  readonly state: AreaState;
};

type Of<K extends AreaCommand["kind"]> = Extract<AreaCommand, { kind: K }>;

export const AREA_HANDLERS: Handlers<AreaCommand> = {
  "propose-area": (context, command) => proposeArea(context, command),
  "change-area": (context, command) => changeArea(context, command),
  "agree-area": (context, command) => agreeArea(context, command),
  "confirm-area": (context, command) => confirmArea(context, command),
  "decline-area": (context, command) => dropArea(context, command, "declined"),
  "withdraw-area": (context, command) => dropArea(context, command, "withdrawn"),
  "end-area": (context, command) => sayEnded(context, command),
};

const proposeArea = (context: Context, command: ProposeArea): Applied => {
  const { state, entry, party } = context;
  const refusal =
    findUnfitParties(context, command.with) ??
    findUnfitTerms(context, command.fields) ??
    findNoPerson(context) ??
    findStopped(context, command.with, command.isPublic) ??
    findTooMany(context);
  if (refusal) return refused(refusal);
  const { atMs } = entry;
  const area: Area = {
    id: `area-${drawId(entry.salt, 0)}`,
    parties: [party, ...command.with],
    state: AREA.start,
    lastVersion: 0,
    agreed: null,
    pending: null,
    assents: [],
    endings: [],
    endedReason: null,
    isReviewSoonTold: false,
    madeMs: atMs,
    changedMs: atMs,
    standingMs: atMs,
  };
  state.areas.all.set(area.id, area);
  return putForward(context, area, command);
};

const changeArea = (context: Context, command: ChangeArea): Applied => {
  const found = findOwnArea(context, command.areaId);
  if (!found.ok) return refused(found.refusal);
  const area = found.value;
  const refusal =
    findOver(area, "changed") ??
    findStale(area, command.version) ??
    findUnfitTerms(context, command.fields) ??
    findHidden(area, command.isPublic) ??
    findNoPerson(context) ??
    findStopped(context, area.parties, command.isPublic);
  return refusal ? refused(refusal) : putForward(context, area, command);
};

const findStale = ({ lastVersion }: Area, version: number): Refusal | null =>
  version === lastVersion
    ? null
    : badField("version", `is ${version}, the last one is ${lastVersion}`, READ_AGAIN);

/** What was said before of another version is of no account. */
const putForward = (context: Context, area: Area, said: ProposeArea | ChangeArea): Applied => {
  const { state, entry, party } = context;
  assert("volumes" in entry.survey, "the area's volumes were surveyed");
  const { atMs, by, seq } = entry;
  area.lastVersion += 1;
  area.pending = {
    version: area.lastVersion,
    party,
    by,
    atMs,
    seq,
    terms: said.fields,
    isPublic: said.isPublic,
    surveyed: entry.survey.volumes,
  };
  area.assents = [assentOf(context)];
  pushDues(state, entry, area);
  return told(context, area);
};

const assentOf = ({ entry: { by, atMs }, party }: Context): Assent => ({
  party,
  by,
  atMs,
  confirmedBy: null,
});

const agreeArea = (context: Context, command: Of<"agree-area">): Applied => {
  const found = findPending(context, command, "agreed");
  if (!found.ok) return refused(found.refusal);
  const { area, pending } = found.value;
  const isSaid = area.assents.some((one) => one.party === context.party);
  const refusal = isSaid ? SAID_ALREADY : findNoPerson(context);
  if (refusal) return refused(refusal);
  area.assents = [...area.assents, assentOf(context)];
  return agreeIfAll(context, area, pending);
};

const SAID_ALREADY = {
  reason: "not-permitted",
  detail: "your side has agreed to this version already",
} as const;

const confirmArea = (context: Context, command: Of<"confirm-area">): Applied => {
  // A machine never has the role: the second person is one.
  const lacking = findLackingRole(context, ["approver"]);
  if (lacking) return refused(lacking);
  const found = findPending(context, command, "agreed");
  if (!found.ok) return refused(found.refusal);
  const { area, pending } = found.value;
  const { by } = context.entry;
  const own = area.assents.find((one) => one.party === context.party);
  if (!own) return refused({ reason: "not-permitted", detail: "your side has not agreed yet" });
  const same = findSamePerson(by, own.by);
  if (same) return refused(same);
  area.assents = area.assents.map((one) => (one === own ? { ...one, confirmedBy: by } : one));
  return agreeIfAll(context, area, pending);
};

const agreeIfAll = (context: Context, area: Area, pending: AreaVersion): Applied => {
  const { state, entry, theatre } = context;
  const { secondPersonAgreement } = theatre.rules;
  const isAgreed =
    area.assents.length === area.parties.length &&
    (!secondPersonAgreement || area.assents.every(({ confirmedBy }) => confirmedBy !== null));
  if (!isAgreed) return told(context, area);
  Object.assign(area, { agreed: pending, pending: null, assents: [], endings: [] });
  // Nobody is reminded of what was agreed a moment ago.
  area.isReviewSoonTold = remindMs(area) <= entry.atMs;
  const agreed = moveArea(entry, area, "agreed");
  placeArea(state.areas, area);
  pushDues(state, entry, area);
  const passed = passStanding(state, entry, area);
  // In force at once, its operations are told with that; else they are told now what is to come.
  const isAhead = area.state === "agreed";
  return answered(area, [agreed, ...passed, ...(isAhead ? touchesOfArea(state, area) : [])]);
};

/** Declined by another than who proposed it, withdrawn by that one. */
const dropArea = (
  context: Context,
  command: Of<"decline-area" | "withdraw-area">,
  reason: "declined" | "withdrawn",
): Applied => {
  const found = findPending(context, command, "ended");
  if (!found.ok) return refused(found.refusal);
  const { area, pending } = found.value;
  const isOwn = pending.party === context.party;
  if (isOwn !== (reason === "withdrawn")) return refused(isOwn ? WITHDRAW_IT : DECLINE_IT);
  return answered(area, dropPending(context.state, context.entry, area, reason));
};

const WITHDRAW_IT = { reason: "not-permitted", detail: "it is your own: withdraw it" } as const;
const DECLINE_IT = { reason: "not-permitted", detail: "another proposed it: decline it" } as const;

/** One side alone gives the others time to leave; said by all, it is over. */
const sayEnded = (context: Context, command: EndArea): Applied => {
  const { state, entry, party } = context;
  const found = findOwnArea(context, command.areaId);
  if (!found.ok) return refused(found.refusal);
  const area = found.value;
  const earliestMs = entry.atMs + LIMITS.areaEndNoticeMs;
  const { reason, text = null, atMs = earliestMs } = command;
  const refusal = findOver(area, "ended") ?? findNotAgreed(area) ?? findTooSoon(atMs, earliestMs);
  if (refusal) return refused(refusal);
  const { by, atMs: saidMs } = entry;
  const others = area.endings.filter((one) => one.party !== party);
  area.endings = [...others, { party, by, saidMs, atMs, reason, text }];
  if (area.endings.length === area.parties.length) {
    return answered(area, endArea(state, entry, area, "by_agreement"));
  }
  pushDues(state, entry, area);
  return told(context, area);
};

const findNotAgreed = ({ agreed }: Area): Refusal | null =>
  agreed
    ? null
    : { reason: "not-permitted", detail: "nothing is agreed yet: decline it, or withdraw it" };

const findTooSoon = (atMs: number, earliestMs: number): Refusal | null => {
  if (atMs >= earliestMs) return null;
  const minutes = LIMITS.areaEndNoticeMs / 60_000;
  const fault = `leaves the other parties less than ${minutes} minutes`;
  return badField("at", fault, "leave it out, or name a later time");
};

const told = ({ entry }: Context, area: Area): Applied => {
  area.changedMs = entry.atMs;
  return answered(area, [{ kind: "area-changed", areaId: area.id, to: null }]);
};

const answered = (
  { id: areaId, lastVersion: version, state }: Area,
  changes: readonly Change[],
): Applied => accepted({ about: "area", areaId, version, state }, changes);
