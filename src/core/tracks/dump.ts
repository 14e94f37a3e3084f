/** Tracks as plain data. */

import { putTrack } from "./model.ts";
import type { Corroboration, Track, TracksState } from "./model.ts";
import type { SeenTimes } from "./seen.ts";

export type TrackRow = Omit<Track, "cells" | "corroborations"> & {
  readonly cells: readonly (readonly [number, SeenTimes])[];
  readonly corroborations: readonly (readonly [string, Corroboration])[];
};

export const dumpTracks = ({ all }: TracksState): TrackRow[] =>
  Array.from(all.values(), (track) => ({
    ...track,
    cells: [...track.cells],
    corroborations: [...track.corroborations],
  }));

export const loadTracks = (tracks: TracksState, rows: readonly TrackRow[]): void => {
  for (const row of rows) {
    const [cells, corroborations] = [new Map(row.cells), new Map(row.corroborations)];
    putTrack(tracks, { ...row, cells, corroborations });
  }
};
