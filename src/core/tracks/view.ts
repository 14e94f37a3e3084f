/**
 * Tracks are their owner's alone: to others, and to the host, there are none. Who is told of a movement in
 * full is told how the reports of it stand.
 * What is reported as the telemetry of an intent is told to USSs (`core/airspace/telemetry`).
 */

import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { TrackChange } from "./changes.ts";
import type { TrackSubject } from "./commands.ts";
import { freshUntilMs } from "./freshness.ts";
import { identityKey, readIdentity } from "./identity.ts";
import type { Identity } from "./identity.ts";
import { isLive, tracksOf } from "./model.ts";
import type { LastReport, Track, TrackState } from "./model.ts";

export type TrackFilter = {
  readonly operationId?: string | undefined;
  readonly movementId?: string | undefined;
};

export type CorroborationView = {
  /** A party; null: the host. */
  readonly reporter: string | null;
  readonly agreeing: number;
  readonly differing: number;
  readonly lastMs: number;
};

export type TrackView = {
  readonly id: string;
  readonly subject: TrackSubject;
  readonly identity: Identity;
  readonly state: TrackState;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly madeMs: number;
  readonly madeBy: string | null;
  readonly changedMs: number;
  readonly last: Omit<LastReport, "placeMm"> | null;
  /** From then on nothing is known, whoever looks and whatever `state` said when it was read. */
  readonly freshUntilMs: number | null;
  readonly reportCount: number;
  readonly lateCount: number;
  readonly corroborations: readonly CorroborationView[];
};

export const isTrackSeen = ({ party }: Track, reader: Reader): boolean =>
  reader.kind === "party" && reader.party === party;

export const isTrackAsked = (
  { subject: { kind, id } }: Track,
  { operationId, movementId }: TrackFilter,
): boolean =>
  (operationId === undefined || (kind === "operation" && id === operationId)) &&
  (movementId === undefined || (kind === "movement" && id === movementId));

export const viewTrack = (state: State, track: Track): TrackView => {
  const { id, subject, fromMs, toMs, madeMs, madeBy, changedMs, reportCount, lateCount } = track;
  return {
    id,
    subject,
    identity: readIdentity(track.identity),
    state: track.state,
    fromMs,
    toMs,
    madeMs,
    madeBy,
    changedMs,
    last: track.last && withoutPlace(track.last),
    freshUntilMs: freshUntilMs(state, track),
    reportCount,
    lateCount,
    corroborations: Array.from(track.corroborations, ([key, noted]) => ({
      reporter: key === "" ? null : key,
      ...noted,
    })),
  };
};

/** How reports stand, without one of them: for those who are told of the movement in full. */
export type ObservedView = Pick<TrackView, "state" | "changedMs" | "freshUntilMs"> & {
  readonly lastMs: number | null;
};

/** Of a movement's live tracks, in the order they were tied. */
export const viewObserved = (state: State, movementId: string): readonly ObservedView[] =>
  tracksOf(state.tracks, { kind: "movement", id: movementId })
    .filter(isLive)
    .map((track) => ({
      state: track.state,
      changedMs: track.changedMs,
      lastMs: track.last?.atMs ?? null,
      freshUntilMs: freshUntilMs(state, track),
    }));

const withoutPlace = ({ placeMm: _compared, ...last }: LastReport) => last;

export const findTrack = (state: State, id: string, reader: Reader): TrackView | null => {
  const track = state.tracks.all.get(id);
  return track && isTrackSeen(track, reader) ? viewTrack(state, track) : null;
};

export type TrackTold = { readonly kind: "track.changed"; readonly track: TrackView };

/** The change as told to this reader, or null when it is not told. */
export const tellOfTrack = (
  state: State,
  { trackId }: TrackChange,
  reader: Reader,
): TrackTold | null => {
  const track = findTrack(state, trackId, reader);
  return track && { kind: "track.changed", track };
};

/**
 * Is anybody's track of this identity? For the edge alone, which keeps no more of a stream than is
 * somebody's; it is never answered to a reporter.
 */
export const isFollowed = ({ tracks }: State, identity: string, reporter: string | null): boolean =>
  tracks.liveByIdentity.has(identityKey(identity, reporter));
