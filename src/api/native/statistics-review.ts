/** A review on the page of statistics: what the two sides state themselves, beside what the record has. */

import { escapeMarkup } from "../../formats/markup-text.ts";
import type { Language } from "../../phrases/catalogue.ts";
import { PHRASES } from "../../phrases/compile.ts";
import { instantText } from "../../phrases/plain-text.ts";
import {
  byOneText,
  headingText,
  outcomeText,
  reviewPeriodText,
  sayOfReview,
} from "../../phrases/review/render.ts";
import type { ReviewText } from "../../phrases/review/words.ts";
import { fixedText } from "../../phrases/value-text.ts";
import type { Statistics } from "./statistics.ts";

type Review = Statistics["pairs"][number]["reviews"][number];
type Row = Review["rows"][number];
type Names = (party: string) => string;

export const reviewPart = (review: Review, names: Names, language: Language): string => {
  const { parties, rows, agreedAt } = review;
  const say = (text: ReviewText, values = {}): string =>
    escapeMarkup(sayOfReview(text, language, values));
  const minute = Math.floor(Date.parse(agreedAt) / 60_000) * 60_000;
  const time = fixedText(PHRASES[language], instantText(minute));
  const head = (["figures", "told", "recorded"] as const).map(
    (text) => `<th scope="col">${say(text)}</th>`,
  );
  const lines = rows.map((row) => {
    const told = toldLines(row, { parties, names }, language).map(escapeMarkup).join("<br>");
    const recorded = row.recorded === null ? say("notRecorded") : String(row.recorded);
    const label = escapeMarkup(headingText(row, language, names));
    return `<tr><th scope="row">${label}</th><td>${told}</td><td data-label="${say("recorded")}">${recorded}</td></tr>`;
  });
  return [
    `<h3>${escapeMarkup(reviewPeriodText(review, language))}</h3>`,
    `<p class="quiet">${say("agreedOn", { time })}. ${say("whatItIs")}</p>`,
    `<table class="told"><thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${lines.join("\n")}</tbody></table>`,
  ].join("\n");
};

/** One number, or each side's on a line of its own; then what became of it. */
const toldLines = (
  { outcome, counts }: Row,
  { parties, names }: { readonly parties: readonly string[]; readonly names: Names },
  language: Language,
): readonly string[] => {
  const word = outcomeText(outcome, language);
  if (counts === null) return [word];
  if (outcome === "confirmed") return [`${String(counts[0])} (${word})`];
  const each = parties.map((party, i) => byOneText(counts[i] ?? null, names(party), language));
  return [...each, `(${word})`];
};
