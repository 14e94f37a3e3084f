import assert from "node:assert/strict";
import { test } from "node:test";
import { IntlMessageFormat } from "intl-messageformat";
import { CATALOGUES as CLI_TEXTS } from "../cli/texts/texts.ts";
import { KIND_NAMES, specOf } from "../core/line/kinds.ts";
import { WORDS, WORD_LISTS } from "../core/line/words.ts";
import type { Catalogue } from "./catalogue.ts";
import { CATALOGUES, namesIn } from "./compile.ts";
import type { IcuElement } from "./compile.ts";

const LANGUAGES = WORDS.language;

const pathsOf = (value: unknown, path = ""): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, `${path}.${key}`))
    : [path];

/** Every text of a catalogue by its path. */
const textsOf = (value: unknown, path = ""): (readonly [string, string])[] => {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
};

/** The texts that are ICU messages; all others are said as they stand. */
const icuOf = ({ kinds, parts, fixed, units, ranges, atLeast }: Catalogue) => ({
  ...Object.fromEntries(Object.entries(kinds).map(([kind, { lead }]) => [kind, lead])),
  ...Object.fromEntries(
    Object.entries({ parts, fixed, units, ranges, atLeast }).flatMap(([group, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${group}.${key}`, text]),
    ),
  ),
});

const astOf = (text: string, language: string): IcuElement[] =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();

type Plural = { readonly forms: readonly string[]; readonly isPlural: boolean };

const choicesIn = (elements: readonly IcuElement[]): Plural[] =>
  elements.flatMap((element) => {
    if (!("options" in element)) return [];
    const inner = Object.values(element.options).flatMap(({ value }) => choicesIn(value));
    return [{ forms: Object.keys(element.options), isPlural: "pluralType" in element }, ...inner];
  });

const literalsIn = (elements: readonly IcuElement[]): string[] =>
  elements.flatMap((element) => {
    if ("options" in element)
      return Object.values(element.options).flatMap(({ value }) => literalsIn(value));
    return (element.type as number) === 0 && "value" in element ? [element.value] : [];
  });

test("the three catalogues have exactly the same keys", () => {
  const [en, ar, ru] = LANGUAGES.map((language) => pathsOf(CATALOGUES[language]).sort());
  assert.deepEqual(ar, en);
  assert.deepEqual(ru, en);
});

test("an ICU message asks for the same names in every language", () => {
  const [en, ar, ru] = LANGUAGES.map((language) =>
    Object.entries(icuOf(CATALOGUES[language])).map(([key, text]) => [
      key,
      [...new Set(namesIn(astOf(text, language)))].sort(),
    ]),
  );
  assert.deepEqual(ar, en);
  assert.deepEqual(ru, en);
});

test("a lead says only fields that its kind always has", () => {
  for (const kind of KIND_NAMES) {
    const { fields } = specOf(kind);
    for (const name of namesIn(astOf(CATALOGUES.en.kinds[kind].lead, "en")))
      assert.ok(fields[name] && !fields[name].optional, `${kind}: ${name}`);
  }
});

for (const language of LANGUAGES) {
  const catalogue = CATALOGUES[language];

  test(`${language}: every plural has every form of the language, and no other`, () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const choices = Object.values(icuOf(catalogue)).flatMap((text) =>
      choicesIn(astOf(text, language)),
    );
    assert.ok(choices.length >= 9);
    for (const { forms, isPlural } of choices) {
      assert.ok(isPlural, "only plurals choose");
      assert.deepEqual([...forms].sort(), [...pluralCategories].sort());
    }
  });

  test(`${language}: every word used by the table has its own text in its list`, () => {
    for (const list of WORD_LISTS) {
      const words: Readonly<Record<string, string>> = catalogue.words[list];
      assert.deepEqual(Object.keys(words).sort(), [...WORDS[list]].sort(), list);
      assert.equal(new Set(Object.values(words)).size, WORDS[list].length, `${list}: no two alike`);
    }
  });

  test(`${language}: texts are trimmed, labels are bare and leads are sentences`, () => {
    for (const [path, text] of textsOf(catalogue)) {
      assert.equal(text.trim(), text, path);
      assert.notEqual(text, "", path);
      assert.doesNotMatch(text, / {2}/, path);
    }
    for (const label of Object.values(catalogue.fields)) assert.doesNotMatch(label, /[:.]$/);
    for (const { title, lead } of Object.values(catalogue.kinds)) {
      assert.doesNotMatch(title, /[:.]$/);
      assert.match(lead, /\.$/);
    }
  });

  test(`${language}: what is not permission is fixed, and nothing else speaks of it`, () => {
    const { notPermission, noOverlap, ...fixed } = catalogue.fixed;
    const said = textsOf({ ...catalogue, fixed }).map(([, text]) => text.normalize("NFC"));
    for (const text of said) assert.doesNotMatch(withoutVowels(text), FORBIDDEN[language]);
    assert.match(withoutVowels(notPermission + noOverlap), FORBIDDEN[language]);
  });

  test(`${language}: the fixed texts are those of the command line`, () => {
    const { notPermission, noOverlap, unreviewed } = CLI_TEXTS[language].words;
    const { fixed } = catalogue;
    assert.deepEqual([fixed.notPermission, fixed.noOverlap], [notPermission, noOverlap]);
    assert.equal(fixed.unreviewed, unreviewed);
  });

  test(`${language}: nobody has signed for the words yet, and it says so`, () => {
    assert.equal(catalogue.reviewed, false);
    assert.equal(catalogue.language, language);
  });
}

test("Latin within the Arabic catalogue is isolated, and digits are Western", () => {
  const { kinds, parts, fixed, units, ranges, atLeast, language, direction, ...plain } =
    CATALOGUES.ar;
  assert.deepEqual([language, direction], ["ar", "rtl"]);
  const titles = Object.values(kinds).map(({ title }) => title);
  const icu = Object.values(
    icuOf({ ...CATALOGUES.ar, kinds, parts, fixed, units, ranges, atLeast }),
  );
  const said = [
    ...titles,
    ...textsOf(plain).map(([, text]) => text),
    ...icu.flatMap((text) => literalsIn(astOf(text, "ar"))),
  ];
  for (const text of said) {
    assert.doesNotMatch(text.replaceAll(/\u2066[^\u2069]*\u2069/g, ""), /[A-Za-z]/, text);
    assert.doesNotMatch(text, /[\u0660-\u0669\u06F0-\u06F9]/, text);
  }
});

/** Approved, cleared, safe, permitted; and escalation, which is of conflicts. */
const FORBIDDEN = {
  en: /\b(?:approv\w*|clear(?:ed|ance)?|safe\w*|unsafe|permit\w*|permission|authori[sz]\w*|allow\w*|escalat\w*)\b/i,
  ar: /موافق|مسموح|سماح|آمن|مأمون|سلامة|تصريح|مصرح|ترخيص|مرخص|إذن|مأذون|تصعيد/,
  ru: /одобр|разреш|безопасн|допущен|допуск|санкционир|утвержд|эскалац/i,
} as const;

const withoutVowels = (text: string): string => text.replaceAll(/[\u064B-\u0652]/g, "");
