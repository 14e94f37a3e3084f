/** A review on the page of statistics: what the two sides state themselves, beside what the record has. */

import { escapeMarkup } from "../../formats/markup-text.ts";
import type { Language } from "../../phrases/catalogue.ts";
import { PHRASES } from "../../phrases/compile.ts";
import { instantText } from "../../phrases/plain-text.ts";
import {
  byEachText,
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
    const told = escapeMarkup(toldText(row, { parties, names }, language));
    const recorded = row.recorded === null ? say("notRecorded") : String(row.recorded);
    const label = escapeMarkup(headingText(row, language, names));
    return `<tr><th scope="row">${label}</th><td>${told}</td><td>${recorded}</td></tr>`;
  });
  return [
    `<h3>${escapeMarkup(reviewPeriodText(review, language))}</h3>`,
    `<p class="quiet">${say("agreedOn", { time })}. ${say("whatItIs")}</p>`,
    `<table class="told"><thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${lines.join("\n")}</tbody></table>`,
  ].join("\n");
};

const toldText = (
  { outcome, counts }: Row,
  two: { readonly parties: readonly string[]; readonly names: Names },
  language: Language,
): string => {
  const word = outcomeText(outcome, language);
  if (counts === null) return word;
  const numbers = outcome === "confirmed" ? String(counts[0]) : byEachText(counts, two, language);
  return `${numbers} (${word})`;
};
