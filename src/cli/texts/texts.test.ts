import assert from "node:assert/strict";
import { test } from "node:test";
import { CATALOGUES, countText, fill, LANGS, numberText } from "./texts.ts";
import type { Countable, Word } from "./texts.ts";

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const words = Object.keys(CATALOGUES.en.words) as Word[];
const countables = Object.keys(CATALOGUES.en.counts) as Countable[];

for (const lang of LANGS) {
  const catalogue = CATALOGUES[lang];

  test(`${lang}: every plural form of the language, and no other`, () => {
    const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions();
    for (const what of countables)
      assert.deepEqual(Object.keys(catalogue.counts[what]).sort(), [...pluralCategories].sort());
  });

  test(`${lang}: the same places to fill as in English`, () => {
    for (const word of words)
      assert.deepEqual(
        placeholders(catalogue.words[word]),
        placeholders(CATALOGUES.en.words[word]),
        word,
      );
  });

  test(`${lang}: nobody has signed for the words yet, and it says so`, () => {
    assert.equal(catalogue.reviewed, false);
    assert.notEqual(catalogue.words.unreviewed, "");
  });
}

test("the system never says approved, cleared, safe or permitted", () => {
  const all = LANGS.flatMap((lang) => [
    ...Object.values(CATALOGUES[lang].words),
    ...Object.values(CATALOGUES[lang].counts).flatMap((forms) => Object.values(forms)),
  ]).join("\n");
  assert.doesNotMatch(all, /\b(approv|cleared|safe|permitted|escalat)/i);
  assert.doesNotMatch(all, /безопасн|одобрен|разрешено|эскалац|آمن|تصعيد|مسموح/);
});

test("counts take the form of their language", () => {
  assert.deepEqual(said("ru", 1, 2, 5, 21), [
    "1 конфликтная ситуация",
    "2 конфликтные ситуации",
    "5 конфликтных ситуаций",
    "21 конфликтная ситуация",
  ]);
  assert.deepEqual(said("ar", 0, 1, 2, 3, 11, 100), [
    "لا حالات تضارب",
    "حالة تضارب واحدة",
    "حالتا تضارب",
    "3 حالات تضارب",
    "11 حالة تضارب",
    "100 حالة تضارب",
  ]);
});

test("digits are Latin in every language, and what is filled in is not filled again", () => {
  assert.equal(numberText("ar", 12_345), "12,345");
  assert.equal(fill("{a} {b} {c}", { a: "{b}", b: "x" }), "{b} x {c}");
});

const said = (lang: "ar" | "ru", ...counts: number[]): string[] =>
  counts.map((n) => countText(lang, "conflicts", n));
