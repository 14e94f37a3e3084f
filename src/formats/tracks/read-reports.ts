/** The way into this folder: a whole text of any format as position reports. */

import type { ReportRow } from "../../core/tracks/commands.ts";
import { unreachable } from "../../core/outcome.ts";
import { parseJson } from "../json-text.ts";
import { checkNesting } from "../nesting.ts";
import { Unreadable } from "../unreadable.ts";
import { makeAisReader } from "./ais.ts";
import { makeCotReader } from "./cot.ts";
import { bad } from "./reading.ts";
import type { PieceReader, ReportFormat } from "./reading.ts";
import { readRid } from "./rid.ts";
import type { PlacedPiece } from "./rid.ts";
import { makeSbsReader } from "./sbs.ts";
import { eventsOf, linesOf } from "./split.ts";

export type PlacedReport = { readonly at: string; readonly row: ReportRow };
export type BadPiece = { readonly at: string; readonly reason: string };

/** `at`: `line 12`, `event 3`, `flights[0].states[4]`. */
export type ReportsReading = {
  readonly reports: readonly PlacedReport[];
  readonly bad: readonly BadPiece[];
  /** Pieces that are well formed and no position reports. */
  readonly otherCount: number;
};

export type ReportsText = {
  readonly format: ReportFormat;
  readonly text: string;
  /** For what comes without a time of its own. */
  readonly receivedMs: number;
};

/** Never throws on a text: what can't be read is named, in the order of the text. */
export const readReports = (given: ReportsText): ReportsReading => {
  const pieces = piecesOf(given);
  const reports: PlacedReport[] = [];
  const found: BadPiece[] = [];
  let otherCount = 0;
  for (const { at, read } of pieces) {
    if (read.kind === "report") reports.push({ at, row: read.row });
    else if (read.kind === "bad") found.push({ at, reason: read.reason });
    else otherCount++;
  }
  return { reports, bad: found, otherCount };
};

const piecesOf = ({ format, text, receivedMs }: ReportsText): PlacedPiece[] => {
  switch (format) {
    case "ais":
      return readEach(linesOf(text), makeAisReader(), { receivedMs, word: "line" });
    case "sbs":
      return readEach(linesOf(text), makeSbsReader(), { receivedMs, word: "line" });
    case "cot":
      return readEach(eventsOf(text), makeCotReader(), { receivedMs, word: "event" });
    case "rid":
      return readJson(text);
    default:
      return unreachable(format);
  }
};

const readEach = (
  pieces: readonly string[],
  read: PieceReader,
  { receivedMs, word }: { readonly receivedMs: number; readonly word: string },
): PlacedPiece[] =>
  pieces.map((piece, i) => ({ at: `${word} ${i + 1}`, read: read(piece, receivedMs) }));

const readJson = (text: string): PlacedPiece[] => {
  try {
    return readRid(checkNesting(parseJson(text)));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [{ at: error.at ?? "file", read: bad(error.message) }];
  }
};
