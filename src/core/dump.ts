/** The state as plain data: for snapshots, and for the hash by which two replays are compared. */

import { dumpAirspace, loadAirspace } from "./airspace/model.ts";
import type { AirspaceDump } from "./airspace/model.ts";
import { loadAreas } from "./areas/model.ts";
import type { Area } from "./areas/model.ts";
import { makeSolid4D } from "../geometry/solid.ts";
import type { CommandRow } from "./command-memory.ts";
import type { Conflict } from "./conflicts/model.ts";
import { dumpContacts, loadContacts } from "./contacts/model.ts";
import type { ContactsDump } from "./contacts/model.ts";
import type { Due } from "./due-queue.ts";
import { spanOf } from "../geometry/packed-volume.ts";
import { currentVersion, isOver, NO_CONFLICTS } from "./operations/model.ts";
import type { Notice, NoticeKind, Operation, Version } from "./operations/model.ts";
import { dumpItems, loadItems } from "./items/model.ts";
import type { ItemsDump } from "./items/model.ts";
import { dumpIncidents, loadIncidents } from "./incidents/model.ts";
import type { IncidentsDump } from "./incidents/model.ts";
import { dumpLine, loadLine } from "./line/model.ts";
import type { LineDump } from "./line/model.ts";
import { dumpMovements, loadMovements } from "./movements/model.ts";
import type { Movement } from "./movements/model.ts";
import { noteOpen } from "./openings/model.ts";
import type { Opening } from "./openings/model.ts";
import { signingKeyId } from "./parties/keys.ts";
import type { SigningKey } from "./parties/keys.ts";
import { deskKey } from "./parties/model.ts";
import type { Desk } from "./parties/model.ts";
import type { Holder, Invitation } from "./parties/people.ts";
import { dumpDisclosure, loadDisclosure } from "./disclosure/dump.ts";
import type { DisclosureDump } from "./disclosure/dump.ts";
import { dumpSites, loadSites } from "./sites/proximity-model.ts";
import type { SitesDump } from "./sites/proximity-model.ts";
import { loadReviews } from "./reviews/model.ts";
import type { Review } from "./reviews/model.ts";
import { makeState } from "./state.ts";
import type { State } from "./state.ts";
import { dumpStatistics, loadStatistics } from "./statistics/dump.ts";
import type { StatisticsDump } from "./statistics/dump.ts";
import { putTargets } from "./targets/model.ts";
import type { Target } from "./targets/model.ts";
import type { TheatreChange } from "./theatre/change-model.ts";
import { DEFAULT_RULES } from "./theatre/model.ts";
import type { Theatre, TheatreSurvey } from "./theatre/model.ts";
import { makeMinimaTable } from "./theatre/minima.ts";
import { dumpTracks, loadTracks } from "./tracks/dump.ts";
import type { TrackRow } from "./tracks/dump.ts";

/** Raise when a dump changes shape: an older snapshot is then passed over and the log replayed. */
export const DUMP_VERSION = 12;

/**
 * An operation as one flat row: the current version's own fields, older versions as they are. Half a
 * million small objects less to write and to read.
 */
export type OperationRow = Pick<
  Operation,
  | "id"
  | "party"
  | "category"
  | "moverClass"
  | "state"
  | "isNoReturn"
  | "cancelNotice"
  | "changedSeq"
  | "changedMs"
> &
  Pick<Version, "version" | "name" | "payload"> & {
    readonly noticeKind: NoticeKind;
    readonly noticeSerial: string;
    readonly noticeSeq: number;
    readonly receivedMs: number;
    readonly minutesOfNotice: number | null;
    readonly isShortNotice: boolean;
    readonly olderVersions: readonly Version[];
    /** All packed volumes in one list, and where each ends. */
    readonly packed: readonly number[];
    readonly packedEnds: readonly number[];
    readonly conflictIds: readonly (readonly [string, string])[];
  };

export type StateDump = {
  readonly seq: number;
  readonly atMs: number;
  readonly theatre: Theatre | null;
  readonly theatreSurvey: TheatreSurvey;
  readonly theatreVersion: number;
  readonly theatreChanges: readonly TheatreChange[];
  readonly theatreInUseSinceMs: number | null;
  readonly operations: readonly OperationRow[];
  readonly conflicts: readonly Conflict[];
  readonly disclosure: DisclosureDump;
  readonly serials: readonly (readonly [string, number])[];
  readonly noticeDays: readonly (readonly [
    string,
    { readonly day: number; readonly count: number },
  ])[];
  readonly commands: readonly CommandRow[];
  readonly desks: readonly Desk[];
  readonly holders: readonly Holder[];
  readonly invitations: readonly Invitation[];
  readonly keys: readonly SigningKey[];
  readonly openings: readonly Opening[];
  readonly line: LineDump;
  readonly targets: readonly Target[];
  readonly contacts: ContactsDump;
  readonly items: ItemsDump;
  readonly tracks: readonly TrackRow[];
  readonly sites: SitesDump;
  readonly areas: readonly Area[];
  readonly incidents: IncidentsDump;
  readonly movements: readonly Movement[];
  readonly reviews: readonly Review[];
  readonly airspace: AirspaceDump;
  readonly statistics: StatisticsDump;
  readonly due: readonly Due[];
};

/** A dump whose long lists may be read once, row by row. */
export type LoadableDump = Omit<StateDump, "operations" | "commands" | "due"> & {
  readonly operations: Iterable<OperationRow>;
  readonly commands: Iterable<CommandRow>;
  readonly due: Iterable<Due>;
};

/** Everything, in the order it came to be. Shares the state's objects: write it out before the next entry. */
export const dumpState = (state: State): StateDump => ({
  seq: state.seq,
  atMs: state.atMs,
  theatre: state.theatre,
  theatreSurvey: state.theatreSurvey,
  theatreVersion: state.theatreVersion,
  theatreChanges: [...state.theatreChanges.all.values()],
  theatreInUseSinceMs: state.theatreChanges.inUseSinceMs,
  operations: Array.from(state.operations.values(), rowOfOperation),
  conflicts: [...state.conflicts.values()],
  disclosure: dumpDisclosure(state),
  serials: [...state.serials],
  noticeDays: [...state.noticeDays],
  commands: state.commands.list(),
  desks: [...state.parties.desks.values()],
  holders: [...state.parties.holders.values()],
  invitations: [...state.parties.invitations.values()],
  keys: [...state.parties.keys.values()],
  openings: [...state.openings.all.values()],
  line: dumpLine(state.line),
  targets: [...state.targets.all.values()],
  contacts: dumpContacts(state.contacts),
  items: dumpItems(state.items),
  tracks: dumpTracks(state.tracks),
  sites: dumpSites(state.sites),
  areas: [...state.areas.all.values()],
  incidents: dumpIncidents(state.incidents),
  movements: dumpMovements(state.movements),
  reviews: [...state.reviews.all.values()],
  airspace: dumpAirspace(state.airspace),
  statistics: dumpStatistics(state.statistics),
  due: state.due.list(),
});

/** The state that a dump was made of; its index and its prepared geometry are built anew. */
export const loadState = (dump: LoadableDump): State => {
  const state = makeState();
  state.seq = dump.seq;
  state.atMs = dump.atMs;
  state.theatre = dump.theatre;
  state.theatreSurvey = dump.theatreSurvey;
  state.theatreVersion = dump.theatreVersion;
  state.theatreChanges.inUseSinceMs = dump.theatreInUseSinceMs;
  for (const change of dump.theatreChanges) state.theatreChanges.all.set(change.id, change);
  const areas = dump.theatreSurvey.areaMinima.map(makeSolid4D);
  state.minima = makeMinimaTable(dump.theatre?.rules ?? DEFAULT_RULES, areas);
  for (const operation of dump.operations) loadOperation(state, operation);
  for (const conflict of dump.conflicts) state.conflicts.set(conflict.id, conflict);
  loadDisclosure(state, dump.disclosure);
  for (const [key, number] of dump.serials) state.serials.set(key, number);
  for (const [party, day] of dump.noticeDays) state.noticeDays.set(party, day);
  for (const { party, commandId, seq, atMs, fingerprint, outcome } of dump.commands) {
    state.commands.remember(party, commandId, { seq, atMs, fingerprint, outcome });
  }
  loadParties(state, dump);
  loadLine(state.line, dump.line);
  putTargets(state.targets, dump.targets);
  loadContacts(state.contacts, dump.contacts);
  loadItems(state.items, dump.items);
  loadTracks(state.tracks, dump.tracks);
  loadSites(state.sites, dump.sites);
  loadAreas(state.areas, dump.areas);
  loadIncidents(state.incidents, dump.incidents);
  loadMovements(state.movements, dump.movements);
  loadReviews(state.reviews, dump.reviews);
  loadAirspace(state, dump.airspace);
  loadStatistics(state.statistics, dump.statistics);
  for (const due of dump.due) state.due.push(due);
  return state;
};

const loadParties = (state: State, dump: LoadableDump): void => {
  const { desks, holders, invitations, keys } = state.parties;
  for (const desk of dump.desks) desks.set(deskKey(desk.party, desk.id), desk);
  for (const holder of dump.holders) holders.set(holder.id, holder);
  for (const invitation of dump.invitations) invitations.set(invitation.id, invitation);
  for (const key of dump.keys) keys.set(signingKeyId(key.party, key.publicKey), key);
  for (const opening of dump.openings) {
    state.openings.all.set(opening.id, opening);
    if (opening.state === "open") noteOpen(state.openings, opening);
  }
};

/**
 * Feeds `update` the state as text, in an order that does not depend on how it came to be held.
 * Two replays of one log feed the same text; hash it to compare them.
 */
export const digestState = (state: State, update: (text: string) => void): void => {
  const { operations, conflicts, serials, noticeDays, commands, due, line, ...rest } =
    dumpState(state);
  update(JSON.stringify(rest));
  const feed = (name: string, list: readonly unknown[]): void => {
    update(`\n${name} ${list.length}\n`);
    for (const part of list) update(`${JSON.stringify(part)}\n`);
  };
  feed("operations", operations.toSorted(byId));
  feed("conflicts", conflicts.toSorted(byId));
  feed("serials", serials.toSorted(byKey));
  feed("noticeDays", noticeDays.toSorted(byKey));
  feed("commands", commands);
  feed("channels", line.channels.toSorted(byId));
  feed("messages", line.messages.toSorted(byId));
  feed("message days", line.days);
  const queued = due.toSorted(
    (a, b) => a.dueMs - b.dueMs || byId(a, b) || byId({ id: a.kind }, { id: b.kind }),
  );
  feed("due", queued);
};

const byId = (a: { id: string }, b: { id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

const rowOfOperation = (operation: Operation): OperationRow => {
  const { id, party, category, moverClass, state, isNoReturn, cancelNotice } = operation;
  const { version, notice, name, payload } = currentVersion(operation);
  let end = 0;
  return {
    id,
    party,
    category,
    moverClass,
    state,
    isNoReturn,
    cancelNotice,
    version,
    name,
    payload,
    noticeKind: notice.kind,
    noticeSerial: notice.serial,
    noticeSeq: notice.seq,
    receivedMs: notice.receivedMs,
    minutesOfNotice: notice.minutesOfNotice,
    isShortNotice: notice.isShortNotice,
    olderVersions: operation.versions.slice(0, -1),
    packed: operation.packed.flat(),
    packedEnds: operation.packed.map((one) => (end += one.length)),
    conflictIds: [...operation.conflictIds],
    changedSeq: operation.changedSeq,
    changedMs: operation.changedMs,
  };
};

const loadOperation = (state: State, row: OperationRow): void => {
  const { id, party, category, moverClass, isNoReturn, cancelNotice, changedSeq, changedMs } = row;
  const { version, name, payload, minutesOfNotice, isShortNotice, receivedMs } = row;
  const notice: Notice = {
    kind: row.noticeKind,
    serial: row.noticeSerial,
    seq: row.noticeSeq,
    receivedMs,
    minutesOfNotice,
    isShortNotice,
  };
  const packed = row.packedEnds.map((end, i) =>
    row.packedEnds.length === 1 ? row.packed : row.packed.slice(row.packedEnds[i - 1] ?? 0, end),
  );
  const { startMs, endMs } = spanOf(packed);
  const operation: Operation = {
    id,
    party,
    category,
    moverClass,
    state: row.state,
    isNoReturn,
    versions: [...row.olderVersions, { version, notice, name, payload }],
    cancelNotice,
    packed,
    placeIds: [],
    startMs,
    endMs,
    conflictIds: row.conflictIds.length > 0 ? new Map(row.conflictIds) : NO_CONFLICTS,
    // Said by the airspace, which is loaded later.
    intentId: null,
    changedSeq,
    changedMs,
  };
  state.operations.set(id, operation);
  if (!isOver(operation.state)) state.index.add(operation);
};
