/**
 * Position reports, taken into tracks. What the reporter is answered depends on its reports alone: it
 * never learns whether anybody's track is of what it reported.
 */

import type { Change } from "../changes.ts";
import type { Entry } from "../entry.ts";
import { accepted } from "../handling.ts";
import type { Applied, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { currentVersion } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import { assert } from "../outcome.ts";
import type { State } from "../state.ts";
import type { NotePositions, ReportRow, TrackSource } from "./commands.ts";
import { freshUntilMs, staleAfterMs, trackRulesOf, watchFreshness } from "./freshness.ts";
import { identityKey } from "./identity.ts";
import { cellAt, isAgreeing, judgeReport } from "./judge.ts";
import type { Report } from "./judge.ts";
import type { Track, TrackState } from "./model.ts";
import type { TrackRules } from "./rules.ts";
import { cutSeen, makeSeen, noteSeen } from "./seen.ts";
import type { Stretch } from "./seen.ts";
import { moverClassOf, operationOf, versionKey } from "./subject.ts";

export const REPORT_FAULTS = ["from-the-future", "too-old"] as const;
export type ReportFault = (typeof REPORT_FAULTS)[number];

/** The answer to reports. What is not refused was taken. */
export type ReportsResult = {
  readonly about: "reports";
  readonly takenCount: number;
  readonly refused: readonly { readonly index: number; readonly reason: ReportFault }[];
};

/** Why a report is not taken, by its time alone. */
export const findReportFault = (
  atMs: number,
  nowMs: number,
  { clockSkewMaxMs, reportAgeMaxMs }: TrackRules,
): ReportFault | null => {
  if (atMs > nowMs + clockSkewMaxMs) return "from-the-future";
  return atMs < nowMs - reportAgeMaxMs ? "too-old" : null;
};

type Said = Pick<NotePositions, "source" | "isShared" | "reporter" | "reports">;

export const takeReports = ({ state, entry }: HostContext, said: Said): Applied => {
  assert("placesMm" in entry.survey, "reports were surveyed");
  const { placesMm } = entry.survey;
  const rules = trackRulesOf(state);
  const refused: { index: number; reason: ReportFault }[] = [];
  const changes: Change[] = [];
  for (let index = 0; index < said.reports.length; index++) {
    const row = said.reports[index]!;
    const reason = findReportFault(row[1], entry.atMs, rules);
    if (reason) {
      refused.push({ index, reason });
      continue;
    }
    const tracks = state.tracks.liveByIdentity.get(identityKey(row[0], said.reporter));
    if (!tracks) continue;
    const at = 3 * index;
    const placeMm = [placesMm[at]!, placesMm[at + 1]!, placesMm[at + 2]!] as const;
    const heard: Heard = { state, entry, rules, said, tracks };
    for (const track of tracks) {
      if (takeReport(heard, track, { row, placeMm })) {
        changes.push({ kind: "track-changed", trackId: track.id });
      }
    }
  }
  const takenCount = said.reports.length - refused.length;
  return accepted({ about: "reports", takenCount, refused }, changes);
};

type Heard = {
  readonly state: State;
  readonly entry: Entry;
  readonly rules: TrackRules;
  readonly said: Said;
  /** All live tracks of the identity. */
  readonly tracks: readonly Track[];
};

/** True when the track's state changed. */
const takeReport = (heard: Heard, track: Track, report: Report): boolean => {
  const atMs = report.row[1];
  if (atMs < (track.fromMs ?? -Infinity) || atMs > (track.toMs ?? Infinity)) return false;
  if (track.party === heard.said.reporter) return takeOwn(heard, track, report);
  noteOthers(heard, track, report);
  return false;
};

const takeOwn = ({ state, entry, rules, said }: Heard, track: Track, report: Report): boolean => {
  const [, atMs] = report.row;
  const operation = operationOf(state, track.subject);
  // Sent twice, or by two of the party's receivers.
  if (atMs === track.last?.atMs) return false;
  track.reportCount++;
  const untilMs = Math.min(atMs, entry.atMs) + staleAfterMs(state, track);
  noteSeen(track.seenTimes, [atMs, untilMs], LIMITS.trackIntervalsMax);
  const judgement = operation ? judgeReport(operation, report, rules) : null;
  const isThere = judgement !== null && judgement.within !== "outside";
  if (operation) noteCell(operation, track, { report, stretch: [atMs, untilMs], isThere });
  if (track.last && atMs < track.last.atMs) {
    track.lateCount++;
    return false;
  }
  const { within, objection } = judgement ?? { within: null, objection: null };
  track.last = {
    ...placeOf(report, said.source),
    receivedMs: entry.atMs,
    within,
    objection,
    version: operation ? currentVersion(operation).version : null,
  };
  if (untilMs <= entry.atMs) return false;
  if (track.lookMs === null) watchFreshness(state, track, freshUntilMs(state, track)!);
  return enterState(track, stateFor(within), entry);
};

const placeOf = ({ row, placeMm }: Report, source: TrackSource) => {
  const [, atMs, lngDeg, latDeg] = row;
  return { atMs, lngDeg, latDeg, placeMm, source };
};

/** Doubt counts as conforming; the last report tells of it. */
const stateFor = (within: "inside" | "doubtful" | "outside" | null): TrackState => {
  if (within === null) return "unjudged";
  return within === "outside" ? "deviating" : "conforming";
};

const enterState = (track: Track, to: TrackState, { atMs }: Entry): boolean => {
  if (track.state === to) return false;
  track.state = to;
  track.changedMs = atMs;
  return true;
};

type Seen = {
  readonly report: Report;
  readonly stretch: Stretch;
  /** In a volume of the operation, as far as can be told. */
  readonly isThere: boolean;
};

/** Where it was last seen is no longer seen once it is reported elsewhere. */
const noteCell = (
  operation: Operation,
  track: Track,
  { report: { placeMm }, stretch, isThere }: Seen,
): void => {
  const key = versionKey(operation);
  if (track.cellsOf !== key) {
    track.cells = new Map();
    track.cellsOf = key;
    track.lastCell = null;
  }
  const isNewest = stretch[0] > (track.last?.atMs ?? -Infinity);
  const cell = isThere ? cellAt(operation, placeMm) : null;
  if (isNewest && track.lastCell !== cell) {
    const left = track.lastCell === null ? undefined : track.cells.get(track.lastCell);
    if (left) cutSeen(left, stretch[0]);
  }
  if (isNewest) track.lastCell = cell;
  if (cell === null) return;
  const seen = track.cells.get(cell) ?? makeSeen();
  // What came late says where it was then; for how long, what came before it has said already.
  noteSeen(seen, isNewest ? stretch : [stretch[0], stretch[0]], LIMITS.trackCellIntervalsMax);
  track.cells.set(cell, seen);
};

/**
 * Another's report counts where its reporter shares it, and only beside a report of the owner's own of
 * the same minute: who ties another's ship to an operation learns nothing new of where it is. What the
 * reporter has itself tied to an operation is its own, and counts for nobody else.
 */
const noteOthers = ({ state, said, tracks }: Heard, track: Track, report: Report): void => {
  const { reporter, isShared } = said;
  if (!isShared || !track.last || tracks.some(({ party }) => party === reporter)) return;
  const moverClass = moverClassOf(state, track.subject);
  const isNear = moverClass && isAgreeing(moverClass, track.last, report);
  if (isNear === null) return;
  const key = reporter ?? "";
  const noted = track.corroborations.get(key) ?? { agreeing: 0, differing: 0, lastMs: 0 };
  if (isNear) noted.agreeing++;
  else noted.differing++;
  noted.lastMs = Math.max(noted.lastMs, report.row[1]);
  track.corroborations.set(key, noted);
};

/** A row for the record, without what is not known at its end. */
export const packReport = (row: ReportRow): ReportRow => {
  const [identity, atMs, lngDeg, latDeg, accuracyM = null, lowerM = null, upperM = null] = row;
  if (lowerM !== null || upperM !== null) {
    return [identity, atMs, lngDeg, latDeg, accuracyM, lowerM, upperM];
  }
  return accuracyM === null
    ? [identity, atMs, lngDeg, latDeg]
    : [identity, atMs, lngDeg, latDeg, accuracyM];
};
