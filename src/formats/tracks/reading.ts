/** What the readers of position reports give: each piece is a report, none, or bad by name. */

import { TRACK_SOURCES } from "../../core/tracks/commands.ts";
import type { ReportRow, TrackSource } from "../../core/tracks/commands.ts";
import { toBand } from "../altitude.ts";
import type { Datum } from "../altitude.ts";
import { Unreadable } from "../unreadable.ts";

/** `nothing`: well formed, and no position report. */
export type ReadPiece =
  | { readonly kind: "report"; readonly row: ReportRow }
  | { readonly kind: "nothing" }
  | { readonly kind: "bad"; readonly reason: string };

/** Reads the pieces of one stream in order; may remember what one says of the next. */
export type PieceReader = (piece: string, receivedMs: number) => ReadPiece;

export const NOTHING: ReadPiece = { kind: "nothing" };
export const bad = (reason: string): ReadPiece => ({ kind: "bad", reason });

/** As texts, beside the API's own JSON. */
export type ReportFormat = Exclude<TrackSource, "native">;
export const REPORT_FORMATS: readonly ReportFormat[] = TRACK_SOURCES.filter(
  (source): source is ReportFormat => source !== "native",
);

export type StatedAltitude = {
  readonly valueM: number;
  readonly datum: Datum;
  /** How far off it may be in its own datum. */
  readonly accuracyM: number;
};

/** How low and how high above the ellipsoid it can have been: outward, as the altitudes of notices. */
export const altitudeSpan = ({ valueM, datum, accuracyM }: StatedAltitude) => {
  const [lower, upper] = [valueM - accuracyM, valueM + accuracyM];
  const notes = new Set<string>();
  const band = toBand({ valueM: lower, datum }, { valueM: upper, datum }, notes);
  return { lowerM: band.lowerM ?? -ANY_ALTITUDE_M, upperM: band.upperM ?? ANY_ALTITUDE_M };
};

/** Below every ground and above every flight. */
const ANY_ALTITUDE_M = 100_000;

/** A report as its fields say it; `null`: not known. Throws Unreadable on a position that is none. */
export const reportOf = (report: {
  readonly identity: string;
  readonly atMs: number;
  readonly lngDeg: number;
  readonly latDeg: number;
  readonly accuracyM: number | null;
  readonly altitude: StatedAltitude | null;
}): ReadPiece => {
  const { identity, atMs, lngDeg, latDeg, accuracyM, altitude } = report;
  // NaN is in no range.
  if (!(Math.abs(latDeg) <= 90)) throw new Unreadable(`latitude ${latDeg} is not in -90 to 90`);
  if (!(Math.abs(lngDeg) <= 180)) throw new Unreadable(`longitude ${lngDeg} is not in -180 to 180`);
  const span = altitude && altitudeSpan(altitude);
  const row: ReportRow = span
    ? [identity, atMs, lngDeg, latDeg, accuracyM, span.lowerM, span.upperM]
    : accuracyM === null
      ? [identity, atMs, lngDeg, latDeg]
      : [identity, atMs, lngDeg, latDeg, accuracyM];
  return { kind: "report", row };
};

/** The result of `read`; what it can't read is bad by name. */
export const readPiece = (read: () => ReadPiece): ReadPiece => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return bad(error.message);
    throw error;
  }
};
