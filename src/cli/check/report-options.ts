/** Options as told: to machines in full, to people the cheapest that resolves. */

import type { OptionChange, OptionCost } from "../../core/conflicts/options/model.ts";
import { unreachable } from "../../core/outcome.ts";
import { CATALOGUES, fill, numberText } from "../texts/texts.ts";
import type { Lang } from "../texts/texts.ts";
import type { FoundConflict } from "./find-conflicts.ts";
import type { OptionsBySubject, SubjectOptions } from "./find-options.ts";
import type { Subject } from "./subjects.ts";

type RecordRef = { readonly file: string; readonly id: string };

export type ReportedOption = OptionChange & {
  readonly cost: OptionCost;
  readonly clears: readonly RecordRef[];
  readonly leaves: readonly RecordRef[];
};

/** Of each side alone, cheapest first; null: none were looked for. */
export type ReportedOptions = {
  readonly a: readonly ReportedOption[] | null;
  readonly b: readonly ReportedOption[] | null;
};

export const reportOptions = (
  { a, b }: FoundConflict,
  options: OptionsBySubject,
): ReportedOptions => ({
  a: reportSide(options.get(a.subject) ?? null),
  b: reportSide(options.get(b.subject) ?? null),
});

const reportSide = (found: SubjectOptions): ReportedOption[] | null =>
  found &&
  found.options.map((option) => ({
    ...option,
    clears: option.clears.map(refOf),
    leaves: option.leaves.map(refOf),
  }));

const refOf = ({ record: { file, id } }: Subject): RecordRef => ({ file, id });

/** A line for each side for which options were looked for. */
export const optionLines = (
  { a, b }: FoundConflict,
  options: OptionsBySubject,
  lang: Lang,
): string[] => {
  const { words } = CATALOGUES[lang];
  const sides = [
    ["A", options.get(a.subject) ?? null],
    ["B", options.get(b.subject) ?? null],
  ] as const;
  return sides.flatMap(([side, found]) => {
    if (!found) return [];
    const cheapest = found.options.find(({ leaves }) => leaves.length === 0);
    const text = cheapest ? optionText(cheapest, lang) : words.optionNone;
    return [`${words.option} ${side}: ${text}`];
  });
};

/** Of a new route only its length is said. */
export type SayableOption = (
  | Exclude<OptionChange, { kind: "reroute" }>
  | { readonly kind: "reroute" }
) & { readonly cost: Pick<OptionCost, "extraM"> };

export const optionText = (option: SayableOption, lang: Lang): string => {
  switch (option.kind) {
    case "time":
      return timeText(option.values.shiftMs, lang);
    case "altitude":
      return altitudeText(option.values.shiftM, lang);
    case "time_altitude":
      return [timeText(option.values.shiftMs, lang), altitudeText(option.values.shiftM, lang)].join(
        " + ",
      );
    case "lateral":
      return fill(CATALOGUES[lang].words.optionLateral, {
        distance: metresText(option.values.distanceM, lang),
        bearing: numberText(lang, option.values.bearingDeg, 1),
      });
    case "reroute":
      return fill(CATALOGUES[lang].words.optionReroute, {
        distance: metresText(option.cost.extraM, lang),
      });
    default:
      return unreachable(option);
  }
};

/** Minutes are rounded outward: an option told short would not resolve. */
const timeText = (shiftMs: number, lang: Lang): string => {
  const { words } = CATALOGUES[lang];
  const n = numberText(lang, Math.ceil(Math.abs(shiftMs) / 60_000));
  return fill(shiftMs < 0 ? words.optionEarlier : words.optionLater, { n });
};

const altitudeText = (shiftM: number, lang: Lang): string => {
  const { words } = CATALOGUES[lang];
  const distance = metresText(Math.abs(shiftM), lang);
  return fill(shiftM < 0 ? words.optionLower : words.optionHigher, { distance });
};

const metresText = (metres: number, lang: Lang): string =>
  fill(CATALOGUES[lang].words.metres, { n: numberText(lang, Math.ceil(metres)) });
