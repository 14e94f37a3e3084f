import assert from "node:assert/strict";
import { test } from "node:test";
import { bandText, spanText, STATISTICS_WORDS } from "./render.ts";
import type { StatisticsText } from "./words.ts";

const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)/g)].map(([, name = ""]) => name);

test("a text asks for the same values in every language", () => {
  const { en, ar, ru } = STATISTICS_WORDS;
  for (const name of Object.keys(en.texts) as StatisticsText[]) {
    const [wanted, ...others] = [en, ar, ru].map(({ texts }) =>
      [...new Set(namesIn(texts[name]))].toSorted(),
    );
    for (const other of others) assert.deepEqual(other, wanted, name);
  }
});

test("spans and bands in words", () => {
  const rows = [
    [spanText(0, "en"), "0 min"],
    [spanText(60, "en"), "1 h"],
    [spanText(90, "en"), "90 min"],
    [spanText(1_440, "en"), "1 d"],
    [bandText({ fromMin: null, toMin: 0 }, "en"), "after the start"],
    [bandText({ fromMin: null, toMin: 1 }, "en"), "under 1 min"],
    [bandText({ fromMin: 120, toMin: 360 }, "en"), "2 h to 6 h"],
    [bandText({ fromMin: 10_080, toMin: null }, "en"), "7 d and more"],
    [bandText({ fromMin: 120, toMin: 360 }, "ru"), "от 2 ч до 6 ч"],
  ] as const;
  for (const [said, wanted] of rows) assert.equal(said, wanted);
});
