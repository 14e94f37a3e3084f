/**
 * How much of an operation was seen: of its time so far, and of its ground. Where there was no report
 * the answer is that nothing was observed, never that nothing was there.
 */

import { cellsOf, mayTouch } from "../../geometry/sheet-cells.ts";
import { findProximity } from "../../geometry/separation.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { Operation } from "../operations/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import { prepare } from "./judge.ts";
import type { Track } from "./model.ts";
import { isSeenWithin, unseenWithin } from "./seen.ts";
import type { Interval, SeenTimes } from "./seen.ts";
import { tracksFor, versionKey } from "./subject.ts";

export const OBSERVATIONS = ["not_observed", "partly_observed", "observed"] as const;
export type Observation = (typeof OBSERVATIONS)[number];

export type Coverage = {
  readonly operationId: string;
  readonly observation: Observation;
  /** The part of its time that is asked about and over: null where none is. */
  readonly elapsed: Interval | null;
  /** Share of it with a report that was not stale, in the area if one is asked about; 0 to 1. */
  readonly timeShare: number;
  /** The times without, in order. */
  readonly unseen: readonly Interval[];
  /** What is told is the least that was seen. */
  readonly isAtLeast: boolean;
  /** Share of the ground, in coarse cells, in which a report was. */
  readonly groundShare: number;
  readonly cellCount: number;
  readonly seenCellCount: number;
  /** About how wide and high a cell is. */
  readonly cellSizeM: number;
};

/** Of an area, rounded outward to cells, and a time; null: of all of the operation. */
export type CoverageQuestion = { readonly area: Solid4D } | null;

const NO_TRACKS: readonly Track[] = [];

/** By the reader's own tracks alone: of what another showed it, it was shown no tracks. */
export const coverageOf = (
  state: State,
  operation: Operation,
  {
    reader,
    nowMs,
    asked,
  }: {
    readonly reader: Reader;
    readonly nowMs: number;
    readonly asked: CoverageQuestion;
  },
): Coverage => {
  const isOwn = reader.kind === "party" && reader.party === operation.party;
  const tracks = isOwn ? tracksFor(state, operation) : NO_TRACKS;
  const elapsed = elapsedOf(operation, nowMs, asked);
  const cells = seenCells(operation, tracks, { elapsed, asked });
  const seen =
    asked === null ? tracks.map(({ seenTimes }) => seenTimes) : [...cells.values()].flat();
  const times = timesOf(seen, elapsed);
  const ground = groundOf(operation, new Set(cells.keys()), asked);
  return { operationId: operation.id, observation: wordFor(times, ground), ...times, ...ground };
};

type Times = Pick<Coverage, "elapsed" | "timeShare" | "unseen" | "isAtLeast">;

/** The part of its time that is asked about and over. */
const elapsedOf = (
  operation: Operation,
  nowMs: number,
  asked: CoverageQuestion,
): Interval | null => {
  const filedMs = operation.versions[0]!.notice.receivedMs;
  const firstMs = operation.startMs === -Infinity ? filedMs : operation.startMs;
  const startMs = Math.max(firstMs, asked?.area.startMs ?? -Infinity);
  const endMs = Math.min(operation.endMs, nowMs, asked?.area.endMs ?? Infinity);
  return startMs < endMs ? { startMs, endMs } : null;
};

const timesOf = (seen: readonly SeenTimes[], elapsed: Interval | null): Times => {
  const isAtLeast = seen.some((one) => one.isAtLeast);
  if (elapsed === null) return { elapsed, timeShare: 0, unseen: [], isAtLeast };
  const unseen = unseenWithin(seen, elapsed);
  const unseenMs = unseen.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return {
    elapsed,
    timeShare: 1 - unseenMs / (elapsed.endMs - elapsed.startMs),
    unseen,
    isAtLeast,
  };
};

/** The cells asked about in which something was seen in the time asked about. */
const seenCells = (
  operation: Operation,
  tracks: readonly Track[],
  { elapsed, asked }: { readonly elapsed: Interval | null; readonly asked: CoverageQuestion },
): ReadonlyMap<number, readonly SeenTimes[]> => {
  const cells = new Map<number, SeenTimes[]>();
  if (elapsed === null) return cells;
  const key = versionKey(operation);
  const { sizeM } = prepare(operation);
  for (const track of tracks) {
    if (track.cellsOf !== key) continue;
    for (const [cell, seen] of track.cells) {
      if (asked && !(mayTouch(asked.area.solid, cell, sizeM) && isSeenWithin(seen, elapsed)))
        continue;
      cells.set(cell, [...(cells.get(cell) ?? []), seen]);
    }
  }
  return cells;
};

type Ground = Pick<Coverage, "groundShare" | "cellCount" | "seenCellCount" | "cellSizeM">;

const groundOf = (
  operation: Operation,
  seen: ReadonlySet<number>,
  asked: CoverageQuestion,
): Ground => {
  const { solids, sizeM: cellSizeM } = prepare(operation);
  const covered = cellsOf(solids, cellSizeM).filter(
    (cell) => asked === null || mayTouch(asked.area.solid, cell, cellSizeM),
  );
  // A narrow corridor passes the middle of no cell: where a report was is a part of it all the same.
  const all = new Set([...covered, ...seen]);
  const groundShare = all.size === 0 ? 0 : seen.size / all.size;
  return { groundShare, cellCount: all.size, seenCellCount: seen.size, cellSizeM };
};

const wordFor = ({ timeShare, isAtLeast }: Times, { groundShare }: Ground): Observation => {
  if (timeShare === 0 || groundShare === 0) return "not_observed";
  return timeShare === 1 && groundShare === 1 && !isAtLeast ? "observed" : "partly_observed";
};

const NO_MINIMA = { lateralM: 0, verticalM: 0, timeS: 0 } as const;

/** Is any volume of the operation there then? */
export const isThere = (operation: Operation, { area }: NonNullable<CoverageQuestion>): boolean =>
  operation.startMs <= area.endMs &&
  operation.endMs >= area.startMs &&
  prepare(operation).solids.some((solid) => findProximity(solid, area, NO_MINIMA) !== null);
