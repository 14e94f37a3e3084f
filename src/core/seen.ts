/** Is there such a thing to a reader? Of each kind by its id, as the reader's own view has it. */

import { isAreaSeen } from "./areas/view.ts";
import { viewProposal } from "./conflicts/proposal-view.ts";
import { isConflictSeen } from "./conflicts/view.ts";
import { isContactSeen } from "./contacts/view.ts";
import { mayBeShown, wasShown } from "./disclosure/rungs.ts";
import { isIncidentSeen } from "./incidents/model.ts";
import { isMessageSeen } from "./line/model.ts";
import { isMovementSeen } from "./movements/view.ts";
import { detailFor } from "./operations/view.ts";
import type { Reader } from "./operations/view.ts";
import { isSiteSeen } from "./sites/model.ts";
import type { State } from "./state.ts";
import { isTrackSeen } from "./tracks/view.ts";

/** What can be named by its id, in a message or as a link of an incident. */
export type ThingKind =
  | "operation"
  | "conflict"
  | "proposal"
  | "message"
  | "track"
  | "site"
  | "movement"
  | "area"
  | "incident"
  | "meeting"
  | "readout";

type IsSeen = (state: State, id: string, reader: Reader) => boolean;

const seenIn =
  <T>(
    allOf: (state: State) => ReadonlyMap<string, T>,
    isSeen: (thing: T, reader: Reader, state: State) => boolean,
  ): IsSeen =>
  (state, id, reader) => {
    const found = allOf(state).get(id);
    return found !== undefined && isSeen(found, reader, state);
  };

/** An operation in full, or as its owner has shown it; of what is another's not even that it is there. */
export const IS_SEEN: Readonly<Record<ThingKind, IsSeen>> = {
  operation: (state, id, reader) => {
    const isShown = reader.kind === "party" && wasShown(state, id, reader.party);
    const found = state.operations.get(id);
    if (!found) return false;
    const disclosure = state.theatre?.rules.disclosure ?? "conflict_only";
    if (detailFor(found, reader, disclosure) !== null) return true;
    return isShown && mayBeShown(state, found.party, reader.party);
  },
  conflict: seenIn(
    ({ conflicts }) => conflicts,
    (conflict, reader, state) => isConflictSeen(state, conflict, reader),
  ),
  proposal: seenIn(
    ({ settling }) => settling.proposals,
    (proposal, reader, state) => viewProposal(state, proposal, reader) !== null,
  ),
  message: seenIn(({ line }) => line.messages, isMessageSeen),
  track: seenIn(({ tracks }) => tracks.all, isTrackSeen),
  site: seenIn(({ sites }) => sites.all, isSiteSeen),
  movement: seenIn(({ movements }) => movements.all, isMovementSeen),
  area: seenIn(({ areas }) => areas.all, isAreaSeen),
  incident: seenIn(({ incidents }) => incidents.all, isIncidentSeen),
  meeting: seenIn(({ contacts }) => contacts.all, isContactSeen),
  readout: seenIn(({ contacts }) => contacts.readouts, isContactSeen),
};
