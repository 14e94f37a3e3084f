import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { KIND_NAMES } from "../core/line/kinds.ts";
import type { FieldName, Kind } from "../core/line/kinds.ts";
import { parseBody, parseHeader } from "../core/line/parse-body.ts";
import { checkReadBack } from "../core/line/read-back.ts";
import { arbitraryBody, arbitraryHeader } from "../core/line/test-bodies.ts";
import { WORDS, WORD_LISTS } from "../core/line/words.ts";
import { CATALOGUES } from "./compile.ts";
import type { Language } from "./catalogue.ts";
import { instantText, numberText, positionText } from "./plain-text.ts";
import {
  renderFixed,
  renderHeard,
  renderMessage,
  renderReadBack,
  renderTitle,
  renderWord,
} from "./render.ts";
import { MESSAGES } from "./test-messages.ts";

const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
console.log(`render: TEST_SEED=${seed}`);

const LANGUAGES = WORDS.language;

const stamp = {
  id: "m-1",
  serial: "NORTH-2026-00017",
  fromParty: "NORTH",
  toParties: ["SOUTH", "RELIEF"],
  level: "watch_desk",
  receivedMs: 1_790_000_000_000,
} as const;

/** Opened and closed within each line, as the bidirectional algorithm wants it. */
const areIsolatesPaired = (line: string): boolean => {
  let depth = 0;
  for (const character of line) {
    if (character === "\u2066" || character === "\u2068") depth++;
    if (character === "\u2069") depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
};

/** Every number that is said; Russian names one datum by a number of its own. */
const numbersIn = (text: string): string[] =>
  (text.replaceAll("СК-42", "").match(/\d+(?:\.\d+)?/g) ?? []).sort();

const withoutIsolated = (text: string): string =>
  text.replaceAll(/[\u2066\u2068][^\u2066\u2068\u2069]*\u2069/g, "");

/** Below the blank line and the lead: a line or more for each field. */
const fieldLines = (text: string): string[] =>
  text
    .slice(text.indexOf("\n\n") + 2)
    .split("\n")
    .slice(1);

/** "Position" is where "Position of departure" begins, and "Cells" where "Cells (GARS)" does. */
const isOfAnother = (line: string, label: string, language: Language): boolean =>
  Object.values(CATALOGUES[language].fields).some(
    (other) => other.length > label.length && line.startsWith(`${other}:`),
  );

for (const kind of KIND_NAMES) {
  test(`${kind} is said in every language, with nothing missing and nothing left over`, () => {
    fc.assert(
      fc.property(arbitraryHeader(), arbitraryBody(kind), (header, body) => {
        const texts = LANGUAGES.map((language) =>
          renderMessage({ kind, header, body, stamp }, language),
        );
        for (const text of texts) {
          assert.doesNotMatch(text, /undefined|NaN|\[object|null|[{}]/);
          assert.doesNotMatch(text, /[\u0660-\u0669\u06F0-\u06F9]/, "digits are Western");
          for (const line of text.split("\n")) assert.ok(areIsolatesPaired(line), line);
        }
        const [english, arabic, russian] = texts as [string, string, string];
        assert.deepEqual(numbersIn(arabic), numbersIn(english));
        assert.deepEqual(numbersIn(russian), numbersIn(english));
        assert.doesNotMatch(withoutIsolated(arabic), /[A-Za-z]/, "Latin runs are isolated");
      }),
      { seed, numRuns: 25 },
    );
  });
}

test("a field that is left out is not printed, and one that is said is, once", () => {
  for (const kind of KIND_NAMES) {
    fc.assert(
      fc.property(arbitraryHeader(), arbitraryBody(kind), (header, body) => {
        for (const language of LANGUAGES) {
          const lines = fieldLines(renderMessage({ kind, header, body }, language));
          const labels = Object.keys(body)
            .filter((name) => !CATALOGUES[language].kinds[kind].lead.includes(`{${name}}`))
            .map((name) => CATALOGUES[language].fields[name as FieldName]);
          for (const label of new Set(Object.values(CATALOGUES[language].fields))) {
            const isOf = (line: string): boolean =>
              line.startsWith(`${label}: `) ||
              line.startsWith(`${label} (`) ||
              line === `${label}:`;
            const wanted = labels.filter((one) => one === label).length;
            const found = lines.filter(isOf).filter((line) => !isOfAnother(line, label, language));
            assert.equal(found.length, wanted, `${kind} ${label}`);
          }
        }
      }),
      { seed, numRuns: 5 },
    );
  }
});

test("every word of every list, and every title, is said in every language", () => {
  for (const language of LANGUAGES) {
    for (const list of WORD_LISTS)
      for (const word of WORDS[list]) assert.ok(renderWord(list, word as never, language), word);
    for (const kind of KIND_NAMES) assert.ok(renderTitle(kind, language));
  }
});

test("an acknowledgement carries what it is not, in the reader's language", () => {
  const body = { target: "m-1", ackKind: "received" } as const;
  const header = {
    precedence: "flash",
    fromRole: "deputy",
    toRole: "deputy",
    language: "en",
  } as const;
  for (const language of LANGUAGES) {
    const text = renderMessage({ kind: "ack", header, body }, language);
    assert.ok(text.endsWith(CATALOGUES[language].fixed.notPermission));
  }
});

test("what was heard alone is said in the same words, without who says it to whom", () => {
  for (const language of LANGUAGES) {
    for (const { kind, header, body } of MESSAGES) {
      const { area: _area, replyByMs: _replyByMs, ...known } = header;
      const [heading, _from, _to, ...rest] = renderMessage(
        { kind, header: known, body },
        language,
      ).split("\n");
      const heard = renderHeard({ kind, header: known, body }, language);
      assert.equal(heard, [heading, ...rest].join("\n"));
    }
  }
});

test("a person's text stays as it was written, and says its language to who reads another", () => {
  const text = "قال {x} وَ#1 <b>\nline two's end";
  const header = {
    precedence: "flash",
    fromRole: "deputy",
    toRole: "deputy",
    language: "ar",
  } as const;
  const body = { target: "m-1", concern: "overlap", text } as const;
  const say = (language: Language): string =>
    renderMessage({ kind: "concern", header, body }, language);
  for (const language of LANGUAGES)
    for (const line of text.split("\n")) assert.ok(say(language).includes(`\u2068${line}\u2069`));
  assert.match(say("en"), /^Text \(author's language: Arabic\): /m);
  assert.match(say("ru"), /^Текст \(язык автора: арабский\): /m);
  assert.match(say("ar"), /^النص: /m);
});

const COUNTS: readonly (readonly [number, number | null, string, string, string])[] = [
  [0, 0, "0 people", "لا أحد (0)", "0 человек"],
  [1, 1, "1 person", "شخص واحد (1)", "1 человек"],
  [2, 2, "2 people", "شخصان (2)", "2 человека"],
  [5, 5, "5 people", "5 أشخاص", "5 человек"],
  [11, 11, "11 people", "11 شخصًا", "11 человек"],
  [21, 21, "21 people", "21 شخصًا", "21 человек"],
  [100, 100, "100 people", "100 شخص", "100 человек"],
  [1, 3, "1 to 3 people", "من 1 إلى 3 أشخاص", "от 1 до 3 человек"],
  [11, 21, "11 to 21 people", "من 11 إلى 21 شخصًا", "от 11 до 21 человека"],
  [5, null, "at least 5 people", "5 أشخاص أو أكثر", "не менее 5 человек"],
  [1, null, "at least 1 person", "شخص واحد (1) أو أكثر", "не менее 1 человека"],
];

test("counts take the form of their language", () => {
  const header = {
    precedence: "flash",
    fromRole: "deputy",
    toRole: "deputy",
    language: "en",
  } as const;
  for (const [from, to, ...said] of COUNTS) {
    const place = { lngDeg: 0, latDeg: 0 };
    const body = { place, persons: { from, to }, distress: "fire", passageAsked: "no" } as const;
    for (const [i, language] of LANGUAGES.entries()) {
      const text = renderMessage({ kind: "distress", header, body }, language);
      assert.ok(text.includes(` ${said[i]}.`), `${said[i]} in ${text}`);
    }
  }
});

test("positions, times and numbers are the same characters everywhere", () => {
  const rows: readonly (readonly [number, number, string])[] = [
    [40.141, 35.336, "35°20.160′ N, 040°08.460′ E (35.33600° N, 40.14100° E)"],
    [-0.000001, -0, "00°00.000′ N, 000°00.000′ W (0.00000° N, 0.00000° W)"],
    [-179.9999999, -89.9999999, "90°00.000′ S, 180°00.000′ W (90.00000° S, 180.00000° W)"],
    [9.99999, 59.999999, "60°00.000′ N, 009°59.999′ E (60.00000° N, 9.99999° E)"],
  ];
  for (const [lngDeg, latDeg, said] of rows) assert.equal(positionText({ lngDeg, latDeg }), said);
  assert.equal(instantText(Date.UTC(2026, 10, 23, 14, 32)), "2026-11-23 14:32Z");
  assert.equal(instantText(Date.UTC(2026, 10, 23, 14, 32, 5)), "2026-11-23 14:32:05Z");
  assert.equal(instantText(Date.UTC(2026, 10, 23, 14, 32, 0, 7)), "2026-11-23 14:32:00.007Z");
  assert.deepEqual([12_000, 0.25, -430, -0.01].map(numberText), ["12000", "0.3", "-430", "0"]);
});

test("a read-back says how far off it is, and what is suspected", () => {
  const sent = { lngDeg: 40.141, latDeg: 35.336 };
  const read = (lngDeg: number, latDeg: number) =>
    checkReadBack({ points: [sent], isRing: false, limitM: 1_000 }, [{ lngDeg, latDeg }]);
  const swapped = read(35.336, 40.141);
  const far = read(40.2113, 35.2847);
  const same = read(sent.lngDeg, sent.latDeg);
  assert.match(renderReadBack(swapped, "en"), /Suspected: latitude and longitude swapped \(both/);
  assert.match(renderReadBack(swapped, "ru"), /Вероятная ошибка: широта и долгота переставлены/);
  assert.match(renderReadBack(swapped, "ar"), /يُشتبه في: تبديل بين خط العرض وخط الطول/);
  assert.match(
    renderReadBack(far, "en"),
    /^The read-back does not match: 8\d{3} m .*No usual slip/,
  );
  assert.equal(
    renderReadBack(same, "en"),
    "The read-back matches: 0 m from what was sent, limit 1000 m.",
  );
  assert.match(renderReadBack(same, "en", "areas[1].ring[2]"), /^Area \(2\), point 3: The read/);
  assert.match(renderReadBack(same, "ru", "areas[1].center"), /^Район \(2\): /);
  assert.match(renderReadBack(same, "ar", "place"), /^الموقع: /);
});

test("the fixed answer of no overlap names its time", () => {
  assert.equal(
    renderFixed("noOverlap", "en", Date.UTC(2026, 10, 23, 14, 32)),
    "No overlap with notices filed at 2026-11-23 14:32Z. Not a clearance; unnotified activity is possible.",
  );
});

const GOLDEN = join(import.meta.dirname, "golden");
const isUpdating = process.env["UPDATE_GOLDEN"] === "1";

for (const message of MESSAGES) {
  test(`golden: ${message.kind}`, () => {
    assert.ok(parseHeader(message.kind, message.header).ok);
    assert.deepEqual(parseBody<Kind>(message.kind, message.body), {
      ok: true,
      value: message.body,
    });
    const said = LANGUAGES.map((language) => `${renderMessage(message, language)}\n`).join("\n\n");
    const file = join(GOLDEN, `${message.kind}.txt`);
    if (isUpdating) {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(file, said);
    }
    assert.ok(existsSync(file), "UPDATE_GOLDEN=1 writes it");
    assert.equal(readFileSync(file, "utf8"), said);
  });
}
