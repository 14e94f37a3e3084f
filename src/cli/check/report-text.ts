/** What a check found, as told to people on a terminal. */

import type { SkippedRecord } from "../../formats/reading.ts";
import { dateTimeGroup } from "../date-time-group.ts";
import { pad, printable, widthOf } from "../terminal-text.ts";
import { CATALOGUES, countText, fill, numberText } from "../texts/texts.ts";
import type { Lang, Word } from "../texts/texts.ts";
import type { FoundConflict, Side } from "./find-conflicts.ts";
import { CHECK_LIMITS } from "./limits.ts";
import { areWindowsApart } from "./report.ts";
import type { Checked } from "./report.ts";
import type { Subject } from "./subjects.ts";

export type TextReport = Checked & {
  /** Lines under a conflict: its options, when they were asked for. */
  readonly detailsOf: (conflict: FoundConflict) => readonly string[];
};

export type Style = { readonly lang: Lang; readonly hasColour: boolean };

/** The whole text, ending in a line feed. */
export const writeText = (report: TextReport, style: Style): string => {
  const { conflicts, skipped, subjects } = report;
  const parts = [
    headline(report, style),
    conflicts.length > 0 ? conflictTable(report, style) : "",
    skipped.length > 0 ? skipList(skipped, style) : "",
    noteList(subjects, style),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
};

const BOLD = "1";
const RED = "1;31";
const YELLOW = "33";

const paint = (text: string, code: string, { hasColour }: Style): string =>
  hasColour ? `\u001b[${code}m${text}\u001b[0m` : text;

const headline = ({ conflicts, subjects, skipped, atMs }: TextReport, style: Style): string => {
  const { lang } = style;
  const { words } = CATALOGUES[lang];
  const time = isolate(dateTimeGroup(atMs), style);
  const counted = `${countText(lang, "records", subjects.length)} · ${fill(words.asOf, { time })}`;
  if (conflicts.length === 0) {
    const quiet = skipped.length > 0 ? words.incomplete : fill(words.noOverlap, { time });
    return `${paint(quiet, BOLD, style)} (${counted})`;
  }
  const found = `${paint(countText(lang, "conflicts", conflicts.length), RED, style)} (${counted})`;
  return skipped.length > 0 ? `${found}\n${paint(words.skippedUnchecked, YELLOW, style)}` : found;
};

const conflictTable = ({ conflicts, detailsOf }: TextReport, style: Style): string => {
  const { words } = CATALOGUES[style.lang];
  const shown = conflicts.slice(0, CHECK_LIMITS.tableRowsMax);
  const head = ["", "A", "B", words.lateral, words.vertical, words.window, words.certainty];
  const rows = shown.map((conflict, i) => conflictRow(conflict, i, style));
  const table = [[...head, words.minima], ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => widthOf(row[column]!))));
  const lines = table.map((row, i) => {
    const line = row.map((cell, column) => pad(cell, widths[column] ?? 0)).join("  ");
    return i === 0 ? paint(line.trimEnd(), BOLD, style) : line.trimEnd();
  });
  const detailed = lines.flatMap((line, i) =>
    i === 0 ? [line] : [line, ...detailsOf(shown[i - 1]!).map((detail) => `     ${detail}`)],
  );
  const more = conflicts.length - shown.length;
  return [...detailed, ...(more > 0 ? [countText(style.lang, "moreConflicts", more)] : [])].join(
    "\n",
  );
};

const conflictRow = (conflict: FoundConflict, i: number, style: Style): string[] => {
  const { proximity, minima, a, b } = conflict;
  const { words } = CATALOGUES[style.lang];
  return [
    `${i + 1}.`,
    sideText(a, style),
    sideText(b, style),
    lengthText(proximity.lateralM, style),
    lengthText(proximity.verticalM, style),
    conflictWindowText(conflict, style),
    words[proximity.certainty],
    [
      lengthText(minima.lateralM, style),
      lengthText(minima.verticalM, style),
      unitText("seconds", minima.timeS, style),
    ].join(" / "),
  ];
};

const sideText = ({ subject, volume }: Side, style: Style): string => {
  const { id, file, volumes } = subject.record;
  const place = volumes.length > 1 ? `[${volume.place}]` : "";
  return isolate(`${printable(id)}${place} (${printable(file.split("/").at(-1)!)})`, style);
};

const conflictWindowText = (conflict: FoundConflict, style: Style): string => {
  const { startMs, endMs } = conflict.proximity;
  const window = windowText(startMs, endMs, style);
  if (!areWindowsApart(conflict.a, conflict.b)) return window;
  return fill(CATALOGUES[style.lang].words.windowsApart, { window });
};

const windowText = (startMs: number, endMs: number, style: Style): string => {
  const { words } = CATALOGUES[style.lang];
  const [hasStart, hasEnd] = [Number.isFinite(startMs), Number.isFinite(endMs)];
  const start = hasStart ? isolate(dateTimeGroup(startMs), style) : "";
  const end = hasEnd ? isolate(dateTimeGroup(endMs, "up"), style) : "";
  if (hasStart && hasEnd) return isolate(`${start} – ${end}`, style);
  if (hasStart) return fill(words.from, { time: start });
  return hasEnd ? fill(words.until, { time: end }) : words.always;
};

const lengthText = (metres: number, style: Style): string => unitText("metres", metres, style);

/** Tenths below a hundred, whole units above. */
const unitText = (unit: Word, value: number, { lang }: Style): string =>
  fill(CATALOGUES[lang].words[unit], { n: numberText(lang, value, value < 100 ? 1 : 0) });

const skipList = (skipped: readonly SkippedRecord[], style: Style): string => {
  const head = paint(countText(style.lang, "skipped", skipped.length), YELLOW, style);
  const lines = skipped.map(
    ({ file, at, reason }) =>
      `  ${isolate(`${printable(file)}, ${printable(at)}: ${printable(reason)}`, style)}`,
  );
  return [`${head}:`, ...lines].join("\n");
};

/** Each note once, with how many records bear it. */
const noteList = (subjects: readonly Subject[], style: Style): string => {
  const counts = new Map<string, number>();
  for (const { notes } of subjects)
    for (const note of notes) counts.set(note, (counts.get(note) ?? 0) + 1);
  if (counts.size === 0) return "";
  const lines = [...counts].map(
    ([note, count]) =>
      `  ${isolate(printable(note), style)} (${countText(style.lang, "records", count)})`,
  );
  return [`${CATALOGUES[style.lang].words.notes}:`, ...lines].join("\n");
};

/** Left to right within a line of the other direction; plain where the line already runs so. */
const isolate = (text: string, { lang }: Style): string =>
  CATALOGUES[lang].dir === "rtl" ? `\u2066${text}\u2069` : text;
