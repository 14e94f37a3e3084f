import assert from "node:assert/strict";
import { test } from "node:test";
import { byOneText, headingText, REVIEW_WORDS } from "./render.ts";
import type { ReviewText } from "./words.ts";

const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)/g)].map(([, name = ""]) => name);

test("a text asks for the same values in every language", () => {
  const { en, ar, ru } = REVIEW_WORDS;
  for (const name of Object.keys(en.texts) as ReviewText[]) {
    const [wanted, ...others] = [en, ar, ru].map(({ texts }) =>
      [...new Set(namesIn(texts[name]))].toSorted(),
    );
    for (const other of others) assert.deepEqual(other, wanted, name);
  }
});

const names = (party: string): string => party;

test("headings and numbers in words", () => {
  const of = { of: "NORTH", incidentKind: null };
  const late = { heading: "late_acknowledgements", ...of } as const;
  assert.equal(headingText(late, "en", names), "Messages not acknowledged in time by NORTH");
  const kind = { heading: "incidents", of: null, incidentKind: "line_crossing" } as const;
  assert.equal(headingText(kind, "ru", names), "Инциденты: пересечение линии");
  assert.equal(byOneText(4, "NORTH", "en"), "NORTH: 4");
  assert.equal(byOneText(null, "SOUTH", "en"), "SOUTH: no figure");
});
