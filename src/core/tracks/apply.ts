/** What becomes of tracks. They tell of an operation and never change it: a track decides nothing. */

import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers, HostHandlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { isOver } from "../operations/model.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLackingRole } from "../parties/roles.ts";
import type { State } from "../state.ts";
import type { BindTrack, NotePositions, TrackCommand, TrackSubject } from "./commands.ts";
import { freshUntilMs, watchFreshness } from "./freshness.ts";
import { identityText, parseIdentity, readIdentity } from "./identity.ts";
import { isLive, makeEmptyTrack, noteTrackEnded, putTrack, TRACK, tracksOf } from "./model.ts";
import type { Track, TrackState } from "./model.ts";
import { takeReports } from "./reports.ts";

/** The answer to a command about a track. */
export type TrackResult = { readonly about: "track"; readonly trackId: string };

export const TRACK_HANDLERS: Handlers<TrackCommand> = {
  "bind-track": (context, command) => bindTrack(context, command),
  "end-track": (context, { trackId }) => endTrack(context, trackId),
  "report-positions": (context, command) => {
    const lacking = findLackingRole(context, ["desk"]);
    if (lacking) return refused(lacking);
    const { party: reporter } = context;
    return takeReports(context, { ...command, reporter });
  },
};

export const TRACK_HOST_HANDLERS: HostHandlers<NotePositions> = {
  "note-positions": (context, command) => {
    const { reporter: party } = command;
    const isKnown = party === null || context.theatre.parties.some(({ id }) => id === party);
    return isKnown ? takeReports(context, command) : refused({ reason: "unknown-party", party });
  },
};

const bindTrack = (context: Context, command: BindTrack): Applied => {
  const lacking = findLackingRole(context, ["desk"]);
  if (lacking) return refused(lacking);
  const tied = tieTrack(context, command);
  return tied.ok ? answer(tied.value) : refused(tied.refusal);
};

/** Whoever says it for the party. */
export const tieTrack = (
  context: Pick<Context, "state" | "entry" | "party">,
  command: Omit<BindTrack, "kind">,
): Outcome<Track> => {
  const { state, entry, party } = context;
  const { subject, identity, fromMs, toMs } = command;
  const unfit = findUnfit(context, command);
  if (unfit) return refuse(unfit);
  const track = makeEmptyTrack({
    id: `track-${drawId(entry.salt, 0)}`,
    party,
    subject,
    identity,
    fromMs,
    toMs,
    madeMs: entry.atMs,
    madeBy: entry.by,
  });
  putTrack(state.tracks, track);
  if (toMs !== null) state.due.push({ dueMs: toMs, kind: "track", id: track.id });
  return accept(track);
};

const findUnfit = (
  { state, entry, party }: Pick<Context, "state" | "entry" | "party">,
  { subject, identity, fromMs, toMs }: Omit<BindTrack, "kind">,
): Refusal | null => {
  const unfit = findUnfitSubject(state, party, subject);
  if (unfit) return unfit;
  const parsed = parseIdentity(readIdentity(identity));
  if (!parsed.ok) return parsed.refusal;
  if (identityText(parsed.value) !== identity) return NO_IDENTITY;
  if (toMs !== null && toMs <= Math.max(entry.atMs, fromMs ?? -Infinity)) return ENDS_FIRST;
  const own = tracksOf(state.tracks, subject);
  if (own.some((one) => isLive(one) && one.identity === identity)) return BOUND_ALREADY;
  if (own.length >= LIMITS.tracksPerOperationMax) {
    const limit = LIMITS.tracksPerOperationMax;
    return { reason: "too-many", what: `tracks of one ${subject.kind}`, limit };
  }
  const limit = LIMITS.tracksPerPartyMax;
  return (state.tracks.liveCounts.get(party) ?? 0) < limit
    ? null
    : { reason: "too-many", what: "tracks of one party", limit };
};

/** Another's and none at all look the same. */
const findUnfitSubject = (
  { operations, movements }: State,
  party: string,
  { kind, id }: TrackSubject,
): Refusal | null => {
  const operation = kind === "operation" ? operations.get(id) : undefined;
  const movement = kind === "movement" ? movements.all.get(id) : undefined;
  const found = operation ?? movement;
  if (found?.party !== party) {
    return kind === "operation"
      ? { reason: "unknown-operation", operationId: id }
      : { reason: "not-found", what: kind, id };
  }
  const { state } = found;
  const isEnded = operation ? isOver(operation.state) : state === "closed";
  return isEnded ? { reason: "wrong-state", what: kind, id, state, wanted: "tracked" } : null;
};

const ENDS_FIRST = {
  reason: "bad-field",
  field: "to",
  detail: "it is over before it begins",
  remedy: "give a later end, or none",
} as const;
const NO_IDENTITY = {
  reason: "bad-field",
  field: "identity",
  detail: "its scheme is not known",
  remedy: "write it as mmsi 244660000",
} as const;
const BOUND_ALREADY = {
  reason: "bad-field",
  field: "identity",
  detail: "the identity is tied to this already",
  remedy: "end that track first",
} as const;

const endTrack = (context: Context, trackId: string): Applied => {
  const { state, entry, party } = context;
  const lacking = findLackingRole(context, ["desk"]);
  if (lacking) return refused(lacking);
  const track = state.tracks.all.get(trackId);
  // Another's, and none at all, look the same.
  if (track?.party !== party) {
    return refused({ reason: "not-found", what: "track", id: trackId });
  }
  const illegal = findIllegalStep(TRACK, trackId, { from: track.state, to: "ended" });
  if (illegal) return refused(illegal);
  enterEnded(state, entry, track);
  return answer(track);
};

const answer = ({ id }: Track): Applied =>
  accepted({ about: "track", trackId: id }, [{ kind: "track-changed", trackId: id }]);

/** What the tracks are of is over, and so are they. */
export const endTracks = (state: State, entry: Entry, subject: TrackSubject): Change[] =>
  tracksOf(state.tracks, subject)
    .filter(isLive)
    .map((track) => {
      enterEnded(state, entry, track);
      return { kind: "track-changed", trackId: track.id };
    });

const enterEnded = (state: State, { atMs }: Pick<Entry, "atMs">, track: Track): void => {
  noteTrackEnded(state.tracks, track);
  Object.assign(track, { state: "ended" satisfies TrackState, changedMs: atMs });
};

/** Its time may be over, or its last report stale: then nothing is known of where it is. */
export const onTrackDue = (state: State, dueMs: number, id: string): Change[] => {
  const track = state.tracks.all.get(id);
  if (!track || !isLive(track)) return [];
  if (track.toMs !== null && track.toMs <= dueMs) {
    enterEnded(state, { atMs: dueMs }, track);
    return [{ kind: "track-changed", trackId: id }];
  }
  if (track.lookMs !== dueMs) return [];
  track.lookMs = null;
  const freshMs = freshUntilMs(state, track);
  if (freshMs !== null && freshMs > dueMs) {
    watchFreshness(state, track, freshMs);
    return [];
  }
  if (track.state === "no_report") return [];
  Object.assign(track, { state: "no_report" satisfies TrackState, changedMs: dueMs });
  return [{ kind: "track-changed", trackId: id }];
};
