/**
 * How long a search for resolution options takes, kind by kind, at 200,000 active volumes.
 *
 * One search is: conflicts found, candidates solved, each option surveyed and judged again by the
 * detector. Subjects are drafts that conflict now, drawn like the volumes held. `country`: as
 * notices.ts draws them; `crowded`: the same, drawn together into 200 × 200 km, where one draft is
 * within the minima of several others; `route`: moving corridors of 30 km there. Conflicts among the
 * others are not settled: they take no part.
 *
 *   node bench/options.bench.ts [--active 200000] [--searches 500]
 */

import { parseArgs } from "node:util";
import { findOptions } from "../src/core/conflicts/options/find.ts";
import { OPTION_KINDS } from "../src/core/conflicts/options/model.ts";
import type { OptionKind, OptionSubject } from "../src/core/conflicts/options/model.ts";
import { NO_CONFLICTS } from "../src/core/operations/model.ts";
import { packSolid, spanOf } from "../src/geometry/packed-volume.ts";
import type { Operation } from "../src/core/operations/model.ts";
import { makeState } from "../src/core/state.ts";
import type { State } from "../src/core/state.ts";
import { makeMinimaTable } from "../src/core/theatre/minima.ts";
import type { Position, Volume4D } from "../src/geometry/footprint.ts";
import { makeSolid4D } from "../src/geometry/solid.ts";
import { surveyVolume } from "../src/geometry/survey.ts";
import { createReport, measureOnce } from "./harness.ts";
import type { Output } from "./harness.ts";
import { BENCH_THEATRE, createNotices, DAY_START_MS } from "./notices.ts";

export type OptionsBenchOptions = {
  readonly active?: number;
  readonly searches?: number;
  readonly output?: Output;
};

type Draw = () => Volume4D;

/** Runs the bench. */
export const run = async ({
  active = 200_000,
  searches = 500,
  output,
}: OptionsBenchOptions = {}): Promise<void> => {
  const report = createReport("options", output);
  const measure = async (name: string, state: State, draw: Draw): Promise<void> => {
    const subjects = drawConflicting(state, draw, searches);
    for (const kinds of [...OPTION_KINDS.map((kind) => [kind]), [...OPTION_KINDS]]) {
      let found = 0;
      const search = (i: number): void => {
        found += answerOf(state, subjects[i]!, kinds).options.some((o) => o.leaves.length === 0)
          ? 1
          : 0;
      };
      await measureOnce(Math.min(searches, 50), search);
      found = 0;
      const { medianUs, p99Us } = await measureOnce(searches, search);
      const row = {
        case: `${name}, ${active} active`,
        subject: kinds.length > 1 ? "all" : kinds[0]!,
      };
      report.add({ ...row, figure: "median", value: medianUs, unit: "µs" });
      report.add({ ...row, figure: "p99", value: p99Us, unit: "µs" });
      report.add({ ...row, figure: "complete", value: (100 * found) / searches, unit: "%" });
    }
  };
  const spread = createNotices(1);
  const country = stateOf(active, () => spread.file().volumes[0]!);
  await measure("country", country, () => spread.file().volumes[0]!);
  const near = createNotices(2);
  const crowd: Draw = () => gathered(near.file().volumes[0]!);
  const crowded = stateOf(active, crowd);
  await measure("crowded", crowded, crowd);
  await measure("route", crowded, () => routeOf(crowd()));
  report.finish();
};

const answerOf = (state: State, subject: OptionSubject, kinds: readonly OptionKind[]) =>
  findOptions(state, {
    subject,
    volumes: state.index,
    limits: { earliestMs: DAY_START_MS },
    kinds,
  });

const stateOf = (active: number, draw: Draw): State => {
  const state = makeState();
  state.theatre = BENCH_THEATRE;
  state.minima = makeMinimaTable(BENCH_THEATRE.rules, []);
  for (let i = 0; i < active; i++) {
    const packed = subjectOf(draw()).solids.map(packSolid);
    const operation = {
      id: `B-${i}`,
      party: "SOUTH",
      category: "uas_flight",
      moverClass: "drone",
      state: "filed",
      isNoReturn: false,
      versions: [{ version: 1, notice: noticeOf(i), name: null, payload: "{}" }],
      cancelNotice: null,
      packed,
      placeIds: [],
      ...spanOf(packed),
      conflictIds: NO_CONFLICTS,
      intentId: null,
      changedSeq: i,
      changedMs: DAY_START_MS,
    } satisfies Operation;
    state.operations.set(operation.id, operation);
    state.index.add(operation);
  }
  return state;
};

const noticeOf = (seq: number) => ({
  kind: "new" as const,
  serial: `B-${seq}`,
  seq,
  receivedMs: DAY_START_MS,
  minutesOfNotice: null,
  isShortNotice: false,
});

const subjectOf = (volume: Volume4D): OptionSubject => {
  const surveyed = surveyVolume(volume);
  if (!surveyed.ok) throw new Error(surveyed.refusal.detail);
  return {
    party: "NORTH",
    moverClass: "drone",
    volumes: [volume],
    solids: [makeSolid4D(surveyed.value)],
    operationId: null,
  };
};

const drawConflicting = (state: State, draw: Draw, count: number): OptionSubject[] => {
  const subjects: OptionSubject[] = [];
  while (subjects.length < count) {
    const subject = subjectOf(draw());
    if (answerOf(state, subject, []).conflictsNow.length > 0) subjects.push(subject);
  }
  return subjects;
};

/** The same outline, its place drawn together into 200 × 200 km around 40 E 34 N. */
const gathered = (volume: Volume4D): Volume4D => {
  if (volume.footprint.kind !== "polygon") return volume;
  const { ring } = volume.footprint;
  const [lngDeg, latDeg] = ring[0]!;
  const [east, north] = [40 + (lngDeg - 40.5) / 5, 34 + (latDeg - 34) / 4.44];
  const moved = ring.map(([x, y]): Position => [x - lngDeg + east, y - latDeg + north]);
  return { ...volume, footprint: { ...volume.footprint, ring: moved } };
};

/** 30 km there in the window of the volume, 200 m to either side. */
const routeOf = (volume: Volume4D): Volume4D => {
  if (volume.footprint.kind !== "polygon") return volume;
  const [[x, y], [toX, toY]] = [volume.footprint.ring[0]!, volume.footprint.ring[2]!];
  const size = Math.hypot(toX - x, toY - y);
  const to: Position = [x + ((toX - x) / size) * 0.3, y + ((toY - y) / size) * 0.3];
  const timesMs = [volume.startMs!, volume.endMs!];
  const route: Position[] = [[x, y], to];
  return {
    ...volume,
    footprint: { kind: "corridor", route, halfWidthM: 200, edges: "geodesic", timesMs },
  };
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      active: { type: "string", default: "200000" },
      searches: { type: "string", default: "500" },
    },
  });
  await run({ active: Number(values.active), searches: Number(values.searches) });
}
