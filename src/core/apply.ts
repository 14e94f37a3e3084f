/** The state machine: one entry in, one outcome out. The same log gives the same state everywhere. */

import { AIRSPACE_HANDLERS } from "./airspace/apply.ts";
import { AIRSPACE_DUE_HANDLERS } from "./airspace/over.ts";
import { forgetNatives, settleNatives } from "./airspace/show-natives.ts";
import { AREA_HANDLERS } from "./areas/apply.ts";
import { passArea } from "./areas/passage.ts";
import type { Change } from "./changes.ts";
import type { HostCommand, PartysCommand } from "./commands.ts";
import { unlinkConflict } from "./conflicts/apply.ts";
import { forgetProposals, onConflictStart, onContactDue } from "./conflicts/life.ts";
import { onProposalDue } from "./conflicts/proposals.ts";
import { CONTACT_HANDLERS } from "./contacts/apply.ts";
import { CONFLICT_HANDLERS } from "./conflicts/settle.ts";
import { DISCLOSURE_HANDLERS, forgetGrants, READ_HANDLERS } from "./disclosure/apply.ts";
import type { Entry } from "./entry.ts";
import { ITEM_HANDLERS } from "./items/apply.ts";
import { forgetItem, onItemDue, onItemReminder } from "./items/due.ts";
import type { Due, DueKind } from "./due-queue.ts";
import { refused } from "./handling.ts";
import type { Applied, Context, Handlers, HostContext, HostHandlers } from "./handling.ts";
import { INCIDENT_HANDLERS } from "./incidents/apply.ts";
import { forgetIncident, onIncidentDue } from "./incidents/clocks.ts";
import { noteEntry } from "./incidents/note-entry.ts";
import { LINE_DUE_HANDLERS, LINE_HANDLERS } from "./line/apply.ts";
import { MOVEMENT_HANDLERS, MOVEMENT_NOTE_HANDLERS } from "./movements/apply.ts";
import { forgetMovement, onMovementLate, onMovementSilent, onPeopleOver } from "./movements/due.ts";
import { OPENING_HANDLERS, passOpening } from "./openings/apply.ts";
import { OPERATION_HANDLERS } from "./operations/apply.ts";
import { expireOperation } from "./operations/move.ts";
import { onRematchDue } from "./operations/rejudge.ts";
import { isOver } from "./operations/model.ts";
import type { Operation } from "./operations/model.ts";
import { accept, assert, refuse } from "./outcome.ts";
import { PARTY_HANDLERS } from "./parties/apply.ts";
import { retireKey } from "./parties/apply-keys.ts";
import { acceptInvitation, passInvitation, revokeHolder } from "./parties/apply-people.ts";
import { findForeignSpeech } from "./parties/speech.ts";
import { REVIEW_HANDLERS } from "./reviews/apply.ts";
import { passReview } from "./reviews/due.ts";
import { SITE_DUE_HANDLERS, SITE_HANDLERS, SITE_READ_HANDLERS } from "./sites/apply.ts";
import { forgetProximitiesOf } from "./sites/proximity.ts";
import { forgetCounted, noteChanges } from "./statistics/note.ts";
import { recallOutcome } from "./state.ts";
import type { CommandOutcome, State } from "./state.ts";
import { TARGET_HANDLERS } from "./targets/apply.ts";
import { passTheatreChange, setTheatre, THEATRE_HANDLERS } from "./theatre/apply.ts";
import { onTrackDue, TRACK_HANDLERS, TRACK_HOST_HANDLERS } from "./tracks/apply.ts";
import { forgetTracks } from "./tracks/model.ts";

export type EntryOutcome = {
  readonly outcome: CommandOutcome;
  readonly changes: readonly Change[];
  /** The command had been said before: this is the first outcome, and nothing was done again. */
  readonly isRepeat: boolean;
};

/**
 * Applies the next entry. What fell due by its time fires first, in order of due time.
 *
 * Throws only on a bug: an entry out of order, or one that was not surveyed.
 */
export const applyEntry = (state: State, entry: Entry): EntryOutcome => {
  const applied = apply(state, entry);
  noteChanges(state, entry, applied.changes);
  return applied;
};

const apply = (state: State, entry: Entry): EntryOutcome => {
  assert(entry.seq === state.seq + 1, `entry ${state.seq + 1} comes next, not ${entry.seq}`);
  assert(entry.atMs >= state.atMs, "time never runs backwards");
  state.seq = entry.seq;
  state.atMs = entry.atMs;
  const fired = fireDue(state, entry);
  if (entry.origin === "system") return { ...dispatch(state, entry, fired), isRepeat: false };
  const foreign = findForeignSpeech(state, entry);
  if (foreign) return { outcome: refuse(foreign), changes: fired, isRepeat: false };
  const { party } = entry.origin;
  const known = state.commands.recall(party, entry.commandId);
  if (known) {
    const isSame = known.fingerprint === entry.fingerprint;
    const reused = refuse({ reason: "command-id-reused", commandId: entry.commandId });
    return { outcome: isSame ? recallOutcome(known) : reused, changes: fired, isRepeat: true };
  }
  const applied = dispatch(state, entry, fired);
  const { seq, atMs, fingerprint } = entry;
  if (applied.outcome.ok) state.theatreChanges.inUseSinceMs ??= atMs;
  const outcome = JSON.stringify(applied.outcome);
  state.commands.remember(party, entry.commandId, { seq, atMs, fingerprint, outcome });
  return { ...applied, isRepeat: false };
};

const dispatch = (state: State, entry: Entry, fired: readonly Change[]): Applied => {
  const { outcome, changes: made } = applyCommand(state, entry);
  noteEntry(state, entry, made);
  const changes = withNatives(state, entry, made);
  return { outcome, changes: fired.length > 0 ? [...fired, ...changes] : changes };
};

/** With what USSs are told of the native operations that changed. */
const withNatives = (state: State, entry: Entry, made: readonly Change[]): readonly Change[] => {
  const told = settleNatives({ state, entry }, made);
  return told.length > 0 ? [...made, ...told] : made;
};

/** Everything that a party may say, and what it does. */
const HANDLERS: Handlers<PartysCommand> = {
  ...OPERATION_HANDLERS,
  ...PARTY_HANDLERS,
  ...LINE_HANDLERS,
  ...DISCLOSURE_HANDLERS,
  ...CONFLICT_HANDLERS,
  ...TARGET_HANDLERS,
  ...CONTACT_HANDLERS,
  ...ITEM_HANDLERS,
  ...TRACK_HANDLERS,
  ...SITE_HANDLERS,
  ...AREA_HANDLERS,
  ...INCIDENT_HANDLERS,
  ...MOVEMENT_HANDLERS,
  ...REVIEW_HANDLERS,
};

/** Everything that is said by the host's people, or by the server itself. */
const HOST_HANDLERS: HostHandlers<HostCommand> = {
  ...READ_HANDLERS,
  ...THEATRE_HANDLERS,
  ...OPENING_HANDLERS,
  ...TRACK_HOST_HANDLERS,
  ...AIRSPACE_HANDLERS,
  ...SITE_READ_HANDLERS,
  ...MOVEMENT_NOTE_HANDLERS,
  "accept-invitation": (context, command) => acceptInvitation(context, command),
  "revoke-holder": (context, command) => revokeHolder(context, command),
};

const applyCommand = (state: State, entry: Entry): Applied => {
  const { command } = entry;
  if (command.kind === "set-theatre") return setTheatre(state, entry, command);
  if (command.kind === "tick") return { outcome: accept(null), changes: [] };
  const { theatre } = state;
  if (!theatre) return refused({ reason: "no-theatre" });
  if (isOfHost(command)) {
    if (entry.origin !== "system") return refused(NOT_THE_HOST);
    const handle = HOST_HANDLERS[command.kind] as (c: HostContext, command: HostCommand) => Applied;
    return handle({ state, entry, theatre }, command);
  }
  const party = entry.origin === "system" ? "system" : entry.origin.party;
  const speaker = theatre.parties.find(({ id }) => id === party);
  if (!speaker) return refused({ reason: "unknown-party", party });
  const handle = HANDLERS[command.kind] as (context: Context, command: PartysCommand) => Applied;
  // The theatre's own text of the id: what is kept of each command then needs none of its own.
  return handle({ state, entry, party: speaker.id, theatre }, command);
};

const isOfHost = (command: HostCommand | PartysCommand): command is HostCommand =>
  Object.hasOwn(HOST_HANDLERS, command.kind);

const NOT_THE_HOST = { reason: "not-permitted", detail: "this is for the host to say" } as const;

/** What falls due, and what then happens. Something that is gone by then is nothing. */
const DUE_HANDLERS: Readonly<
  Record<DueKind, (state: State, entry: Entry, due: Due) => readonly Change[]>
> = {
  expire: (state, entry, { id, dueMs }) => {
    const operation = state.operations.get(id);
    // A replaced window leaves its old due time behind.
    return operation && !isOver(operation.state) && operation.endMs < dueMs
      ? expireOperation(state, entry, operation)
      : [];
  },
  contact: (state, entry, { id }) => onContactDue(state, entry, id),
  start: (state, entry, { id }) => onConflictStart(state, entry, id),
  proposal: (state, entry, { id }) => onProposalDue({ state, entry }, id),
  rematch: (state, entry, { id }) => onRematchDue(state, entry, id),
  forget: (state, entry, { id }) => {
    const operation = state.operations.get(id);
    return operation ? forgetOperation(state, entry, operation) : [];
  },
  invitation: (state, { atMs }, { id }) => passInvitation(state, atMs, id),
  "retire-key": (state, entry, { id }) => retireKey(state, entry, id),
  ...LINE_DUE_HANDLERS,
  ...SITE_DUE_HANDLERS,
  ...AIRSPACE_DUE_HANDLERS,
  opening: (state, _entry, { id, dueMs }) => passOpening(state, dueMs, id),
  "movement-late": onMovementLate,
  "movement-silent": onMovementSilent,
  "people-over": onPeopleOver,
  "forget-movement": (state, _entry, due) => {
    forgetMovement(state, due);
    return [];
  },
  "theatre-change": (state, entry, { id }) => passTheatreChange(state, entry, id),
  "item-reminder": (state, _entry, due) => onItemReminder(state, due),
  "item-due": (state, _entry, due) => onItemDue(state, due),
  "forget-item": (state, _entry, due) => {
    forgetItem(state, due);
    return [];
  },
  track: (state, _entry, { id, dueMs }) => onTrackDue(state, dueMs, id),
  area: (state, entry, { id }) => passArea(state, entry, id),
  incident: (state, entry, due) => onIncidentDue(state, entry, due),
  review: passReview,
  "forget-incident": (state, entry, due) => forgetIncident(state, entry, due),
};

const fireDue = (state: State, entry: Entry): readonly Change[] => {
  const changes: Change[] = [];
  for (let due = state.due.popDue(entry.atMs); due; due = state.due.popDue(entry.atMs)) {
    changes.push(...DUE_HANDLERS[due.kind](state, entry, due));
  }
  state.commands.forget(entry.atMs);
  return withNatives(state, entry, changes);
};

/** An operation leaves the state with its conflicts, long after it was over. The record keeps both. */
const forgetOperation = (state: State, entry: Entry, operation: Operation): readonly Change[] => {
  const told = forgetNatives({ state, entry }, operation);
  for (const [otherId, conflictId] of operation.conflictIds) {
    const conflict = state.conflicts.get(conflictId);
    if (conflict) forgetProposals(state, conflict);
    state.conflicts.delete(conflictId);
    forgetCounted(state.statistics, conflictId);
    const other = state.operations.get(otherId);
    if (other) unlinkConflict(other, operation.id);
  }
  forgetGrants(state, operation);
  forgetTracks(state.tracks, { kind: "operation", id: operation.id });
  forgetProximitiesOf(state, operation.id);
  state.operations.delete(operation.id);
  return told;
};
