/** Tables with bars and columns as inline SVG: numbers first, so that a page without colours says the same. */

import { escapeMarkup } from "../../formats/markup-text.ts";
import type { Language } from "../../phrases/catalogue.ts";
import { sayOfStatistics } from "../../phrases/statistics/render.ts";
import type { Statistics } from "./statistics.ts";

export type Row = { readonly label: string; readonly value: number; readonly text?: string };

/** Each row with its number and its bar; the longest bar is the largest number. `isZeroShown`: also where all are 0. */
export const barTable = (
  rows: readonly Row[],
  language: Language,
  { isZeroShown = false }: { readonly isZeroShown?: boolean } = {},
): string => {
  const max = Math.max(0, ...rows.map(({ value }) => value));
  if (max === 0 && !isZeroShown)
    return `<p class="quiet">${escapeMarkup(sayOfStatistics("nothing", language))}</p>`;
  const lines = rows.map(({ label, value, text = String(value) }) => {
    const bar = `<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${percent(value, max)}" height="1"/></svg>`;
    return `<tr><th scope="row">${escapeMarkup(label)}</th><td>${escapeMarkup(text)}</td><td class="plot">${bar}</td></tr>`;
  });
  return `<table>${lines.join("\n")}</table>`;
};

const percent = (value: number, max: number): string =>
  ((value / Math.max(1, max)) * 100).toFixed(2);

const DAY_MS = 24 * 60 * 60 * 1000;

/** A column for each day of the period; time goes the way the language is read. */
export const dayPlot = (
  { days, from, to }: Pick<Statistics["own"], "days"> & Pick<Statistics, "from" | "to">,
  language: Language,
): string => {
  const max = Math.max(0, ...days.map(({ notices }) => notices));
  if (max === 0) return "";
  const first = Date.parse(from) / DAY_MS;
  const dayCount = Date.parse(to) / DAY_MS - first + 1;
  const columns = days.map(({ day, notices }) => {
    const height = percent(notices, max);
    const y = (100 - Number(height)).toFixed(2);
    return `<rect x="${Date.parse(day) / DAY_MS - first}" y="${y}" width="0.85" height="${height}"/>`;
  });
  const label = escapeMarkup(sayOfStatistics("byDay", language, { n: max }));
  return `<h3>${label}</h3>
<svg class="columns" viewBox="0 0 ${dayCount} 100" preserveAspectRatio="none" role="img" aria-label="${label}">${columns.join("")}</svg>
<p class="axis quiet"><bdi>${from}</bdi><bdi>${to}</bdi></p>`;
};
