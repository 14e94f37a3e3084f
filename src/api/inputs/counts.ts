/** What came in over TCP, in figures for operators. No label tells of a party, or of whom a report is. */

import { Counter } from "prom-client";
import type { Registry } from "prom-client";
import type { InputFormat } from "../../server/track-input-settings.ts";

export const PIECE_OUTCOMES = ["report", "other", "bad", "too_long"] as const;
export type PieceOutcome = (typeof PIECE_OUTCOMES)[number];

export type TrackCounts = {
  readonly register: (registry: Registry) => void;
  readonly countPieces: (format: InputFormat, outcome: PieceOutcome, count: number) => void;
  /** Left out as the theatre's rules say. */
  readonly countThinned: (format: InputFormat, count: number) => void;
  /** Could not be stored: the server was stopping, or its log had failed. */
  readonly countLost: (format: InputFormat, count: number) => void;
};

export const makeTrackCounts = (): TrackCounts => {
  const pieces = new Counter({
    name: "wideberth_track_pieces_total",
    help: "Lines and events of TCP inputs: position reports, others, bad ones, and too long ones.",
    labelNames: ["format", "outcome"],
    registers: [],
  });
  const thinned = new Counter({
    name: "wideberth_track_reports_thinned_total",
    help: "Reports of TCP inputs left out: one of the same identity had just been kept.",
    labelNames: ["format"],
    registers: [],
  });
  const lost = new Counter({
    name: "wideberth_track_reports_lost_total",
    help: "Reports of TCP inputs that could not be stored.",
    labelNames: ["format"],
    registers: [],
  });
  return {
    register: (registry) => {
      for (const counter of [pieces, thinned, lost]) registry.registerMetric(counter);
    },
    countPieces: (format, outcome, count) => pieces.inc({ format, outcome }, count),
    countThinned: (format, count) => thinned.inc({ format }, count),
    countLost: (format, count) => lost.inc({ format }, count),
  };
};
