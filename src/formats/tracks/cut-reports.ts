/** A long text of position reports, cut into parts that one command takes each. */

import { LIMITS } from "../../core/limits.ts";
import type { ReportFormat } from "./reading.ts";
import { eventsOf, linesOf } from "./split.ts";

export type ReportsPart = {
  readonly text: string;
  /** All of it: `line 1 to 1900`. */
  readonly place: string;
  /** Where in the whole text a place of this part is: `line 12` of it is `line 2012`. */
  readonly placeOf: (at: string) => string;
};

/** Half of what one request may carry, so that letters of several bytes fit too. */
const PART_CHARS_MAX = 512 * 1024;
/** From here on a part ends where it may; at the limit, wherever it is. */
const PART_PIECES = LIMITS.reportsPerCommandMax - 100;

/** A text that can't be cut (remote identification is one JSON) is one part, whatever its length. */
export const cutReports = (format: ReportFormat, text: string): ReportsPart[] => {
  if (format === "rid") return [{ text, place: "file", placeOf: (at) => at }];
  const word = format === "cot" ? "event" : "line";
  const pieces = format === "cot" ? eventsOf(text) : linesOf(text);
  const parts: ReportsPart[] = [];
  let [from, chars] = [0, 0];
  for (const [i, piece] of pieces.entries()) {
    chars += piece.length + 1;
    const count = i + 1 - from;
    const isFull = count >= PART_PIECES || chars >= PART_CHARS_MAX;
    const isLast = i === pieces.length - 1;
    if (!isLast && count < LIMITS.reportsPerCommandMax && !(isFull && endsHere(format, piece)))
      continue;
    parts.push(partOf(pieces, word, { from, to: i + 1 }));
    [from, chars] = [i + 1, 0];
  }
  return parts;
};

type Range = { readonly from: number; readonly to: number };

const partOf = (pieces: readonly string[], word: string, { from, to }: Range): ReportsPart => ({
  text: pieces.slice(from, to).join("\n"),
  place: `${word} ${from + 1} to ${to}`,
  placeOf: (at) =>
    at.replace(/^(?:line|event) (\d+)$/, (_, n: string) => `${word} ${from + Number(n)}`),
});

/** A line of AIS may say the time of the next, or be the first of several that are one message. */
const endsHere = (format: ReportFormat, line: string): boolean => {
  if (format !== "ais") return true;
  const sentence = line.trim().replace(/^\\[^\\]*\\/, "");
  const [, total, part] = sentence.split(",");
  return !sentence.startsWith("$") && total === part;
};
