/** Tracks: an identity tied to an operation or a movement for a time, and what its position reports came to. */

import type { Objection, Within } from "../../geometry/within.ts";
import type { Machine } from "../machine.ts";
import { isFinal } from "../machine.ts";
import type { TrackSource, TrackSubject } from "./commands.ts";
import { PartyMap } from "../party-map.ts";
import { identityKey } from "./identity.ts";
import { makeSeen } from "./seen.ts";
import type { SeenTimes } from "./seen.ts";

export const TRACK_STATES = ["no_report", "unjudged", "conforming", "deviating", "ended"] as const;
export type TrackState = (typeof TRACK_STATES)[number];

/**
 * `no_report`: none yet, or none since the last one went stale. `unjudged`: heard, at a time for which
 * the operation says nothing. What is stale is never conforming.
 */
export const TRACK: Machine<TrackState> = {
  name: "track",
  start: "no_report",
  next: {
    no_report: ["unjudged", "conforming", "deviating", "ended"],
    unjudged: ["no_report", "conforming", "deviating", "ended"],
    conforming: ["no_report", "unjudged", "deviating", "ended"],
    deviating: ["no_report", "unjudged", "conforming", "ended"],
    ended: [],
  },
};

/** The newest report of the owner's, and how it was judged. */
export type LastReport = {
  readonly atMs: number;
  readonly receivedMs: number;
  readonly lngDeg: number;
  readonly latDeg: number;
  readonly placeMm: readonly [x: number, y: number, z: number];
  readonly source: TrackSource;
  /** Null: the operation says nothing of that time. */
  readonly within: Within | null;
  readonly objection: Objection | null;
  /** Of the operation, against which it was judged; null: a movement that had none yet. */
  readonly version: number | null;
};

/** What others' reports were beside the owner's own of the same minute: near them, or elsewhere. */
export type Corroboration = { agreeing: number; differing: number; lastMs: number };

export type Track = {
  readonly id: string;
  readonly party: string;
  readonly subject: TrackSubject;
  /** As `identityText` writes it. */
  readonly identity: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly madeMs: number;
  readonly madeBy: string | null;
  state: TrackState;
  changedMs: number;
  last: LastReport | null;
  /** Reports of the owner's that were taken; of them, how many came after a newer one. */
  reportCount: number;
  lateCount: number;
  readonly seenTimes: SeenTimes;
  /**
   * Cells of the operation's ground with a report in its volumes, each with the times until it was
   * elsewhere or not heard; of the version `cellsOf` alone.
   */
  cells: Map<number, SeenTimes>;
  /** As `versionKey` writes it; null: no cells yet. */
  cellsOf: string | null;
  /** In which its newest report was; null: in none. */
  lastCell: number | null;
  /** By reporter; the host is the empty text. */
  readonly corroborations: Map<string, Corroboration>;
  /** When it is next looked at whether its last report is stale; null: there is nothing to look for. */
  lookMs: number | null;
};

type Made = "id" | "party" | "subject" | "identity" | "fromMs" | "toMs" | "madeMs" | "madeBy";

/** Of which nothing has been heard yet. */
export const makeEmptyTrack = (made: Pick<Track, Made>): Track => ({
  ...made,
  state: TRACK.start,
  changedMs: made.madeMs,
  last: null,
  reportCount: 0,
  lateCount: 0,
  seenTimes: makeSeen(),
  cells: new Map(),
  cellsOf: null,
  lastCell: null,
  corroborations: new Map(),
  lookMs: null,
});

export type TracksState = {
  /** In the order they were made. */
  readonly all: PartyMap<Track>;
  /** Those that are not ended. Follows from `all`. */
  readonly liveByIdentity: Map<string, Track[]>;
  /** Ended ones too, by what they are of. Follows from `all`. */
  readonly bySubject: Map<string, Track[]>;
  /** Of each party, not ended. Follows from `all`. */
  readonly liveCounts: Map<string, number>;
};

export const makeTracksState = (): TracksState => ({
  all: new PartyMap(({ party }) => [party]),
  liveByIdentity: new Map(),
  bySubject: new Map(),
  liveCounts: new Map(),
});

export const isLive = ({ state }: Track): boolean => !isFinal(TRACK, state);

export const subjectKey = ({ kind, id }: TrackSubject): string => `${kind} ${id}`;

export const tracksOf = ({ bySubject }: TracksState, subject: TrackSubject): readonly Track[] =>
  bySubject.get(subjectKey(subject)) ?? [];

/** Also when a dump is loaded. */
export const putTrack = (tracks: TracksState, track: Track): void => {
  tracks.all.set(track.id, track);
  addTo(tracks.bySubject, subjectKey(track.subject), track);
  if (!isLive(track)) return;
  addTo(tracks.liveByIdentity, identityKey(track.identity, track.party), track);
  tracks.liveCounts.set(track.party, (tracks.liveCounts.get(track.party) ?? 0) + 1);
};

/** It takes no more reports; what was seen stays. */
export const noteTrackEnded = (tracks: TracksState, track: Track): void => {
  removeFrom(tracks.liveByIdentity, identityKey(track.identity, track.party), track);
  tracks.liveCounts.set(track.party, (tracks.liveCounts.get(track.party) ?? 1) - 1);
};

/** It leaves the state with what it was of. */
export const forgetTracks = (tracks: TracksState, subject: TrackSubject): void => {
  for (const track of tracksOf(tracks, subject)) {
    if (isLive(track)) noteTrackEnded(tracks, track);
    tracks.all.delete(track.id);
  }
  tracks.bySubject.delete(subjectKey(subject));
};

const addTo = (lists: Map<string, Track[]>, key: string, track: Track): void => {
  const list = lists.get(key);
  if (list) list.push(track);
  else lists.set(key, [track]);
};

const removeFrom = (lists: Map<string, Track[]>, key: string, track: Track): void => {
  const left = (lists.get(key) ?? []).filter((one) => one !== track);
  if (left.length > 0) lists.set(key, left);
  else lists.delete(key);
};
