import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { WORDS } from "../../core/line/words.ts";
import { dayText, factLines, firstSinceText, READOUT_WORDS, sayOnPage } from "./render.ts";
import { markDifferences } from "./word-diff.ts";

const FIRST = { form: "in_person", level: "chief_of_defence", month: "2019-12" } as const;

test("since when it is the first is said with the month in its case", () => {
  assert.deepEqual(
    WORDS.language.map((language) => firstSinceText(FIRST, language)),
    [
      "First in person at this level since December 2019",
      "أول لقاء مباشر على هذا المستوى منذ ديسمبر 2019",
      "Первая личная встреча на этом уровне с декабря 2019 года",
    ],
  );
});

const DURATIONS = [
  [360, "6 hours", "6 ساعات", "6 часов"],
  [61, "1 hour, 1 minute", "ساعة واحدة (1)، دقيقة واحدة (1)", "1 час, 1 минута"],
  [45, "45 minutes", "45 دقيقة", "45 минут"],
] as const;
for (const [durationMinutes, ...said] of DURATIONS) {
  test(`${durationMinutes} minutes are said in hours and minutes`, () => {
    assert.deepEqual(
      WORDS.language.map((language) => factLines({ durationMinutes }, language)[0]?.text),
      said,
    );
  });
}

test("only what was released has a line, in the order of the fields", () => {
  const place = { en: "Helsinki", ar: "هلسنكي" };
  const facts = { tone: "frank", date: "2021-09-22", place } as const;
  assert.deepEqual(factLines(facts, "en"), [
    { label: "Held", text: "22 September 2021" },
    { label: "Place", text: "Helsinki" },
    { label: "Tone", text: "frank" },
  ]);
  assert.deepEqual(
    WORDS.language.map((language) => factLines({ place }, language)[0]?.text),
    ["Helsinki", "هلسنكي", "Helsinki"],
    "a place by its name in the language, where it has one",
  );
  assert.deepEqual(factLines({}, "ru"), []);
  assert.equal(dayText("2021-09-02", "ru"), "2 сентября 2021 года");
});

const namesIn = (text: string): string[] => [...new Set(text.match(/\{\w+/g))].toSorted();

test("every language has twelve months and every text with the same names in it", () => {
  for (const language of WORDS.language) {
    const { months, texts, firstSince } = READOUT_WORDS[language];
    assert.equal(new Set(months).size, 12);
    const all = { ...texts, ...firstSince };
    const english = { ...READOUT_WORDS.en.texts, ...READOUT_WORDS.en.firstSince };
    for (const [name, text] of Object.entries(all)) {
      if (name === "hours") continue;
      assert.deepEqual(namesIn(text), namesIn(english[name as keyof typeof english]), name);
    }
    for (const n of [0, 1, 2, 3, 11, 100]) {
      assert.match(sayOnPage("hours", language, { n }), new RegExp(`${n}`));
    }
  }
});

const markedIn = (texts: readonly string[]): string[] =>
  markDifferences(texts).map((runs) =>
    runs.map(({ text, isOwn }) => (isOwn ? `[${text}]` : text)).join(""),
  );

test("words that another wording does not have in their place are marked", () => {
  assert.deepEqual(
    markedIn(["The chiefs met for six hours.", "The chiefs met in Helsinki for hours."]),
    ["The chiefs met for [six] hours.", "The chiefs met [in Helsinki] for hours."],
  );
  assert.deepEqual(markedIn(["a b", "a b", "a c"]), ["a [b]", "a [b]", "a [c]"]);
  assert.deepEqual(markedIn(["", "a"]), ["", "[a]"]);
  assert.deepEqual(markedIn(["one.", "one and two."]), ["one.", "one [and two]."]);
});

test("runs are the text again; what is marked in two is in no common order", () => {
  const arbText = fc.array(fc.constantFrom("a", "b", "c", " ", "\n", "سلام"), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(arbText, { minLength: 1, maxLength: 4 }), (texts) => {
      const given = texts.map((one) => one.join(""));
      const marked = markDifferences(given);
      assert.deepEqual(
        marked.map((runs) => runs.map(({ text }) => text).join("")),
        given,
      );
      if (given.length !== 2) return;
      const shared = marked.map((runs) =>
        runs.flatMap(({ text, isOwn }) => (isOwn ? [] : [text.replaceAll(/\s/g, "")])).join(""),
      );
      assert.deepEqual(shared[0], shared[1]);
    }),
  );
});
