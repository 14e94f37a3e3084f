/** Tracks are their owner's alone: to others, and to the host, there are none. */

import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { TrackChange } from "./changes.ts";
import type { TrackSubject } from "./commands.ts";
import { freshUntilMs } from "./freshness.ts";
import { identityKey, readIdentity } from "./identity.ts";
import type { Identity } from "./identity.ts";
import type { LastReport, Track, TrackState } from "./model.ts";

export type TrackFilter = { readonly operationId?: string | undefined };

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

export const isTrackAsked = ({ subject }: Track, { operationId }: TrackFilter): boolean =>
  operationId === undefined || (subject.kind === "operation" && subject.id === operationId);

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
