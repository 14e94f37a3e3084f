import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { specOf } from "../core/line/kinds.ts";
import { chordM } from "../core/line/local-frame.ts";
import { arbitraryBody } from "../core/line/test-bodies.ts";
import type { Field, FieldValue, Point, Values } from "../core/line/fields.ts";
import { WORDS } from "../core/line/words.ts";
import type { Outcome } from "../core/outcome.ts";
import { CHECKED_CHARACTERS, checkCharactersOf } from "./check-characters.ts";
import { decodeShort, encodeShort, SHORT_FIELDS, SHORT_KINDS } from "./short-code.ts";
import type { ShortKind, ShortMessage } from "./short-code.ts";

const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
console.log(`short-code: TEST_SEED=${seed}`);

const YEAR_2000_MS = Date.UTC(2000, 0);
const CENTURY_MS = Date.UTC(2099, 11, 31) - YEAR_2000_MS;

/** Instants, texts and ids as the short code knows them; everything else as it was drawn. */
const codable = (field: Field, value: FieldValue): FieldValue => {
  const of = field.type === "list" ? field.of : field;
  if (field.type === "list")
    return (value as readonly FieldValue[]).map((one) => codable(of as Field, one)) as FieldValue;
  switch (of.type) {
    case "instant":
      return YEAR_2000_MS + ((value as number) % CENTURY_MS);
    case "window": {
      const { startMs, endMs } = value as { startMs: number; endMs: number | null };
      const fromMs = YEAR_2000_MS + (startMs % (CENTURY_MS / 2));
      return { startMs: fromMs, endMs: endMs === null ? null : fromMs + (endMs % 1e11) };
    }
    case "reference":
      return (value as string).toLowerCase().replaceAll(/[^a-z0-9.-]/g, "0");
    case "contact":
      return (value as string).toUpperCase().replaceAll(/[^A-Z0-9.+-]/g, "");
    case "text":
      return (value as string).length % 2 === 0 ? "AMBER RIVER-2" : "amber 17";
    default:
      return value;
  }
};

const arbitraryShort: fc.Arbitrary<ShortMessage> = fc.constantFrom(...SHORT_KINDS).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    precedence: fc.constantFrom(...WORDS.precedence),
    inReplyTo: fc.constantFrom("0k3f9xq2abcdef", "NORTH-2026-00017", "M.1-A"),
    body: arbitraryBody(kind).map((body) => codableBody(kind, body)),
  }),
);

const codableBody = (kind: ShortKind, body: Values): Values => {
  const { fields } = specOf(kind);
  const names: readonly string[] = SHORT_FIELDS[kind];
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => names.includes(name))
      .map(([name, value]) => [name, codable(fields[name]!, value)]),
  );
};

/** What is coded must be what was meant, to the fineness that docs/short-code.md states. */
const assertClose = (was: unknown, is: unknown, path: string): void => {
  if (typeof was === "number" && path.endsWith("Ms")) {
    const outward = path.endsWith("endMs") ? (is as number) - was : was - (is as number);
    assert.ok(outward >= 0 && outward < 60_000, path);
  } else if (typeof was === "number" && path.endsWith("M")) {
    assert.ok((is as number) >= was && (is as number) <= was + 1, path);
  } else if (typeof was === "object" && was !== null && "latDeg" in was) {
    assert.ok(chordM(was as Point, is as Point) <= 1.4, path);
    assert.equal((was as { datum?: string }).datum, (is as { datum?: string }).datum);
  } else if (typeof was === "object" && was !== null) {
    assert.deepEqual(Object.keys(is as object).sort(), Object.keys(was).sort(), path);
    for (const [key, value] of Object.entries(was))
      assertClose(value, (is as Record<string, unknown>)[key], `${path}.${key}`);
  } else assert.equal(is, was, path);
};

test("a code reads back in to the same kind and fields", () => {
  let codedCount = 0;
  fc.assert(
    fc.property(arbitraryShort, (message) => {
      const coded = encodeShort(message);
      if (!coded.ok) {
        assert.match(
          detailOf(coded),
          /characters, where 160 are the most|finer than the short form/,
        );
        return;
      }
      codedCount++;
      assert.ok(coded.value.length <= 160);
      assert.match(coded.value, /^[0-9A-Z./+-]+$/);
      const read = decodeShort(coded.value);
      assert.ok(read.ok, JSON.stringify(read));
      const { body, ...head } = read.value;
      const { body: meant, ...meantHead } = message;
      assert.deepEqual(head, meantHead);
      assertClose(meant, body, "body");
      assert.deepEqual(encodeShort(read.value), coded, "said again, it is the same code");
    }),
    { seed, numRuns: 1_500 },
  );
  assert.ok(codedCount > 750, `${codedCount} of 1500 fit`);
});

test("small letters and blanks are as good as none", () => {
  const code = value(encodeShort(DISTRESS));
  const spoken = ` ${code.toLowerCase().replaceAll("/", " /\n")}\t`;
  assert.deepEqual(decodeShort(spoken), decodeShort(code));
});

test("the check characters are those of the standard", () => {
  assert.equal(checkCharactersOf("ISO79"), "3W");
});

const SAMPLES = [
  "WB1/DISTRESS/F/-/3436.126N03554.612E/2/DITCHING/YES/121.500",
  "WB1/ACK/P/+0K3F9XQ2/+0K3F9XQ2/RECEIVED",
  "WB1/CONFLICT/I/-/+C9F31/SOUTH-2026-00044/2611230930/441LV24.441LV25",
].map((said) => `${said}/${checkCharactersOf(said)}`);

for (const code of SAMPLES) {
  test(`every wrong character and every exchange is found: ${code}`, () => {
    assert.ok(decodeShort(code).ok);
    for (let i = 0; i < code.length; i++) {
      for (const wrong of CHECKED_CHARACTERS.replace(code[i]!, ""))
        assert.ok(
          !decodeShort(code.slice(0, i) + wrong + code.slice(i + 1)).ok,
          `${wrong} at ${i}`,
        );
      const exchanged = code.slice(0, i) + (code[i + 1] ?? "") + code[i]! + code.slice(i + 2);
      if (exchanged !== code) assert.ok(!decodeShort(exchanged).ok, exchanged);
    }
  });
}

test("the sum itself finds them, in any text of the alphabet", () => {
  const characters = fc.constantFrom(...CHECKED_CHARACTERS.split(""));
  const texts = fc.array(characters, { minLength: 2, maxLength: 157 });
  fc.assert(
    fc.property(texts, fc.nat(), characters, (text, at, wrong) => {
      const i = at % (text.length - 1);
      const check = checkCharactersOf(text.join(""));
      const swapped = text.with(i, text[i + 1]!).with(i + 1, text[i]!);
      if (text[i] !== text[i + 1]) assert.notEqual(checkCharactersOf(swapped.join("")), check);
      if (text[i] !== wrong)
        assert.notEqual(checkCharactersOf(text.with(i, wrong).join("")), check);
    }),
    { seed, numRuns: 2_000 },
  );
});

const DISTRESS: ShortMessage = {
  kind: "distress",
  precedence: "flash",
  body: {
    place: { lngDeg: 35.9102, latDeg: 34.6021 },
    persons: { from: 2, to: 2 },
    distress: "ditching",
    passageAsked: "yes",
    frequency: "121.500",
  },
};

const signed = (said: string): string => `${said}/${checkCharactersOf(said)}`;

const DAMAGED: readonly (readonly [string, string, RegExp])[] = [
  ["", "shortCode", /does not end in \/ and two check characters/],
  ["WB1/DISTRESS/F/-", "shortCode", /does not end in/],
  ["WB1/DISTRESS/F/-/É1", "shortCode", /holds "É"/],
  [`WB1/DISTRESS/F/-/${"A".repeat(160)}/AA`, "shortCode", /is \d+ characters long/],
  [SAMPLES[0]!.replace("3436", "3439"), "shortCode", /check characters 0O: a character is wrong/],
  [
    SAMPLES[0]!.replace("3436", "3466"),
    "shortCode",
    /wrong, or two are exchanged; shortCode\.place \(part 5\) is 3466\.126N/,
  ],
  [signed("WB2/DISTRESS/F/-"), "shortCode.form", /\(part 1\) is WB2/],
  [signed("WB1/DISTRES/F/-"), "shortCode.kind", /\(part 2\) is DISTRES/],
  [signed("WB1/DISTRESS/X/-"), "shortCode.precedence", /\(part 3\) is X/],
  [signed("WB1/DISTRESS/F"), "shortCode.inReplyTo", /\(part 4\) is missing/],
  [signed("WB1/DISTRESS/F//3436.126N03554.612E"), "shortCode.inReplyTo", /\(part 4\) is empty/],
  [signed("WB1/DISTRESS/F/-/3436.126N03554.612E"), "fields.persons", /is missing/],
  [signed("WB1/DISTRESS/F/-/9136.126N03554.612E/2/FIRE/NO"), "fields.place.latDeg", /is 91/],
  [signed("WB1/DISTRESS/F/-/3436.126N03554.612E/5-2/FIRE/NO"), "fields.persons.to", /is 2/],
  [
    signed("WB1/DISTRESS/F/-/3436.126N03554.612E/2/FIRES/NO"),
    "shortCode.distress",
    /\(part 7\) is FIRES/,
  ],
  [signed("WB1/CANCEL/F/-/A-1/2/WEATHER/1"), "shortCode.nothing", /\(part 8\) is 1/],
  [signed("WB1/START/F/-/A-1/2/2602300000"), "shortCode.atMs", /\(part 7\) is 2602300000/],
  [
    signed("WB1/PRESENCE-QUERY/F/-/3436.126N03554.612E-R5-R6/2601010000-UFN/DISTRESS"),
    "shortCode.area",
    /\(part 5\)/,
  ],
];

for (const [code, field, detail] of DAMAGED) {
  test(`a damaged code says what is wrong: ${code.slice(0, 70)}`, () => {
    const read = decodeShort(code);
    assert.ok(!read.ok && read.refusal.reason === "bad-field");
    assert.equal(read.refusal.field, field);
    assert.match(read.refusal.detail, detail);
    assert.ok(read.refusal.remedy.length > 0);
  });
}

const corner = (lngDeg: number, latDeg: number): Point => ({ lngDeg, latDeg });
const RING = Array.from({ length: 7 }, (_, i) => corner(40 + i, 35 + (i % 2)));

const UNCODED: readonly (readonly [ShortKind, Values, string, RegExp])[] = [
  ["distress", { ...DISTRESS.body, text: "two in a raft" }, "fields.text", /has no short form/],
  ["distress", { ...DISTRESS.body, frequency: "121.5 MHz" }, "fields.frequency", /no short form/],
  ["distress", { ...DISTRESS.body, frequency: "-" }, "fields.frequency", /no short form/],
  ["cancel", { operation: "North-1" }, "fields.operation", /no short form/],
  ["cancel", { operation: "NORTH:1" }, "fields.operation", /no short form/],
  ["start", { operation: "N-1", atMs: 0 }, "fields.atMs", /in the year 1970/],
  ["line_check", { number: 1, testPhrase: "жёлтый" }, "fields.testPhrase", /no short form/],
  [
    "presence_query",
    {
      area: { kind: "polygon", ring: RING },
      window: { startMs: YEAR_2000_MS, endMs: null },
      presenceReason: "distress",
    },
    "fields.area",
    /takes 139 of \d+ characters, where 160/,
  ],
  [
    "presence_query",
    {
      area: { kind: "polygon", ring: [corner(40, 35), corner(40.000001, 35), corner(40, 36)] },
      window: { startMs: YEAR_2000_MS, endMs: null },
      presenceReason: "distress",
    },
    "fields.area.ring[1]",
    /finer than the short form/,
  ],
];

for (const [kind, body, field, detail] of UNCODED) {
  test(`what does not fit is refused by name: ${kind} ${field}`, () => {
    const coded = encodeShort({ kind, precedence: "flash", body });
    assert.ok(!coded.ok && coded.refusal.reason === "bad-field");
    assert.equal(coded.refusal.field, field);
    assert.match(coded.refusal.detail, detail);
  });
}

const PAGE = join(import.meta.dirname, "..", "..", "docs", "short-code.md");

test("the page's codes are codes, and its first is the distress", () => {
  const codes = readFileSync(PAGE, "utf8").match(/^WB1\/[A-Z-]+\/[FIPRT]\/.*$/gm) ?? [];
  assert.ok(codes.length >= 3);
  for (const code of codes)
    assert.ok(decodeShort(code).ok, `${code}: ${detailOf(decodeShort(code))}`);
  assert.deepEqual(codes[0], value(encodeShort(DISTRESS)));
});

/** `UPDATE_DOCS=1` writes it anew. */
test("the page's table of fields is the code's", () => {
  const rows = SHORT_KINDS.map((kind) => {
    const { fields } = specOf(kind);
    const names = SHORT_FIELDS[kind].map((name) => `${name}${fields[name]!.optional ? "?" : ""}`);
    return `| \`${kind.replaceAll("_", "-").toUpperCase()}\` | ${names.join(", ")} |\n`;
  });
  const made = [
    "| kind | fields, in this order; ? may be left out |\n| --- | --- |\n",
    ...rows,
  ].join("");
  const text = readFileSync(PAGE, "utf8");
  const [whole, mark, table] = /(<!-- table: short-fields -->\n\n)((?:\|.*\n)+)/.exec(text) ?? [];
  assert.ok(whole && mark && table);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(PAGE, text.replace(whole, mark + made));
  else assert.deepEqual(cellsOf(table), cellsOf(made));
});

const cellsOf = (table: string): string[][] =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim().replace(/^-{3,}$/, "---")));

const value = <T>(outcome: Outcome<T>): T => {
  assert.ok(outcome.ok);
  return outcome.value;
};

const detailOf = (outcome: Outcome<unknown>): string =>
  !outcome.ok && outcome.refusal.reason === "bad-field" ? outcome.refusal.detail : "";
