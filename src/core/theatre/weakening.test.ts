import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DEFAULT_TRACK_RULES } from "../tracks/rules.ts";
import { DEFAULT_LINE_RULES } from "../line/rules.ts";
import type { LineRules } from "../line/rules.ts";
import { discAt, MINUTE_MS, theatreOf } from "../test-theatre.ts";
import { findDifferences } from "./differences.ts";
import { DEFAULT_RULES } from "./model.ts";
import type { Party, Theatre, TheatreRules } from "./model.ts";

const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
console.log(`weakening: TEST_SEED=${seed}`);

/** Two values of a rule; does it weaken to go from the first to the second, and back? */
type Example<T> = readonly [first: T, second: T, there: boolean, back: boolean];
type Examples<T> = { readonly [K in keyof T]-?: readonly Example<T[K]>[] };

const minima = { lateralM: 1_000, verticalM: 100, timeS: 60 };
const wider = { ...minima, lateralM: 2_000 };
const area = (lateralM: number) => ({
  name: "range",
  volume: discAt([40, 35]),
  minima: { ...minima, lateralM },
});

const RULES: Examples<Omit<TheatreRules, "line">> = {
  minimaByClass: [
    [
      DEFAULT_RULES.minimaByClass,
      { ...DEFAULT_RULES.minimaByClass, drone: { lateralM: 1, verticalM: 300, timeS: 900 } },
      true,
      true,
    ],
  ],
  pairMinima: [
    [[], [{ classes: ["drone", "ship"], minima }], true, true],
    [
      [{ classes: ["drone", "ship"], minima }],
      [{ classes: ["ship", "drone"], minima: wider }],
      true,
      true,
    ],
    [
      [{ classes: ["drone", "ship"], minima }],
      [{ classes: ["ship", "drone"], minima }],
      false,
      false,
    ],
  ],
  areaMinima: [
    [[], [area(1_000)], true, true],
    [[area(1_000)], [area(2_000)], true, true],
  ],
  leadMinutes: [
    [{ ...DEFAULT_RULES.leadMinutes, sar: 30 }, DEFAULT_RULES.leadMinutes, true, false],
  ],
  refuseOnConflict: [
    [[], ["sar"], true, true],
    [["sar", "medevac"], ["medevac", "sar"], false, false],
  ],
  conflictsWithinParty: [[true, false, true, false]],
  disclosure: [["conflict_only", "full", true, false]],
  disclosureOnConflict: [
    ["conflict_only", "cell", true, false],
    ["cell", "area_and_altitude", true, false],
    ["category", "full", true, false],
  ],
  contactMinutesBefore: [[30, 29, true, false]],
  secondPersonAgreement: [[true, false, true, false]],
  areaMinKm2: [[1, 0, true, false]],
  itemReminderMinutes: [[60, 59, true, false]],
  tracks: [[DEFAULT_TRACK_RULES, { ...DEFAULT_TRACK_RULES, thinMs: 1_000 }, true, true]],
  windowMinMinutes: [[30, 29, true, false]],
  rematchDelayMs: [[0, 60_000, true, true]],
  noticesPerAreaDayMax: [[10, 11, true, true]],
  noticesPerPartyDayMax: [[10, 11, true, true]],
  requireSignatures: [[true, false, true, false]],
  siteProximityM: [[2_000, 3_000, true, true]],
  siteReconfirmMs: [[10, 11, true, true]],
  siteReconfirmActiveMs: [[10, 11, true, true]],
  siteReminderMs: [[11, 10, true, false]],
  incidents: [
    [
      DEFAULT_RULES.incidents,
      { ...DEFAULT_RULES.incidents, replyWithinMs: DEFAULT_RULES.incidents.replyWithinMs + 1 },
      true,
      false,
    ],
  ],
  movements: [
    [DEFAULT_RULES.movements, { ...DEFAULT_RULES.movements, silentMinutes: 120 }, true, true],
  ],
  retentionMs: [[DEFAULT_RULES.retentionMs, DEFAULT_RULES.retentionMs - 1, true, false]],
};

const { acknowledgeWithinMs, hotline, replyWithinMs } = DEFAULT_LINE_RULES;
const { cease_request: _ceases, ...fewerReplies } = replyWithinMs;

const LINE: Examples<LineRules> = {
  acknowledgeWithinMs: [
    [acknowledgeWithinMs, { ...acknowledgeWithinMs, flash: 6 * MINUTE_MS }, true, false],
  ],
  hotline: [[hotline, { ...hotline, deputyMs: 3 * MINUTE_MS }, true, false]],
  replyWithinMs: [
    [replyWithinMs, { ...replyWithinMs, cease_request: 11 * MINUTE_MS }, true, false],
    [replyWithinMs, fewerReplies, true, false],
  ],
  readBackWithinM: [[{ site: 200, area: 1_000 }, { site: 201, area: 1_000 }, true, false]],
  machineCheckEveryMs: [[3_600_000, 7_200_000, true, false]],
  machineCheckWindowMs: [[60_000, 60_001, true, false]],
  personCheckHours: [
    [[6, 18], [18], true, false],
    [[6, 18], [7, 18], true, true],
    [[6, 18], [18, 6], false, false],
  ],
  personCheckWindowMs: [[60_000, 60_001, true, false]],
  messagesPerMinuteMax: [[10, 11, true, true]],
  messagesPerPartyDayMax: [[10, 11, true, true]],
  urgentMessagesPerPartyDayMax: [[10, 11, true, true]],
  messageRetentionMs: [[100_000, 99_999, true, false]],
};

const base = theatreOf();
const [north, south] = base.parties as readonly [Party, Party];
const withParties = (...parties: readonly Party[]): Theatre => ({ ...base, parties });

const TOP: readonly (readonly [string, ...Example<Theatre>])[] = [
  ["name", base, { ...base, name: { en: "Renamed" } }, false, false],
  ["isExample", base, { ...base, isExample: false }, true, true],
  ["area", base, { ...base, area: discAt([40, 35]) }, true, true],
  ["a party", base, withParties(north), true, true],
  ["a party's kind", base, withParties(north, { ...south, kind: "humanitarian" }), true, true],
  ["a party's name", base, withParties(north, { ...south, names: { en: "North" } }), true, true],
  ["a party's keys", base, withParties(north, { ...south, keyResets: 1 }), true, true],
  ["the order of parties", base, withParties(south, north), false, false],
];

type Row = readonly [string, ...Example<Theatre>];

const rowsOf = <T extends object>(
  examples: Examples<T>,
  put: (change: Partial<T>) => Theatre,
): readonly Row[] =>
  (Object.keys(examples) as (keyof T & string)[]).flatMap((key) =>
    examples[key].map(([first, second, there, back]): Row => {
      const at = (value: T[keyof T]): Theatre => put({ [key]: value } as unknown as Partial<T>);
      return [key, at(first), at(second), there, back];
    }),
  );

const ROWS: readonly Row[] = [
  ...TOP,
  ...rowsOf(RULES, (change) => theatreOf(change)),
  ...rowsOf(LINE, (change) => theatreOf({ line: { ...DEFAULT_LINE_RULES, ...change } })),
];

const weakens = (was: Theatre, is: Theatre): boolean =>
  findDifferences(was, is).some((difference) => difference.weakens);

for (const [i, [name, first, second, there, back]] of ROWS.entries()) {
  test(`${name}: what weakens is told from what tightens (${i})`, () => {
    assert.deepEqual([weakens(first, second), weakens(second, first)], [there, back]);
    assert.deepEqual(findDifferences(first, first), []);
  });
}

test("from no theatre everything is new, and nothing is weaker than nothing", () => {
  const differences = findDifferences(null, base);
  assert.ok(differences.length > 80);
  assert.ok(differences.every(({ was, is, weakens: so }) => was === null && is !== null && !so));
});

test("a difference names its field, what it was and what it is", () => {
  const party: Party = { id: "EAST", names: { en: "East" }, kind: "observer" };
  const rules = { ...base.rules, areaMinKm2: 2 };
  assert.deepEqual(findDifferences(base, { ...base, parties: [...base.parties, party], rules }), [
    { field: "parties.EAST.names.en", was: null, is: "East", weakens: true },
    { field: "parties.EAST.kind", was: null, is: "observer", weakens: true },
    { field: "rules.areaMinKm2", was: 0, is: 2, weakens: false },
  ]);
});

/** Of each plain rule one of its two values. */
const RULE_KEYS = Object.keys(RULES) as (keyof typeof RULES)[];
const arbSides = fc.array(fc.nat({ max: 1 }), {
  minLength: RULE_KEYS.length,
  maxLength: RULE_KEYS.length,
});
const theatreAt = (sides: readonly number[]): Theatre =>
  theatreOf(
    Object.fromEntries(RULE_KEYS.map((key, i) => [key, RULES[key][0]![sides[i] === 1 ? 1 : 0]])),
  );

test("of a change and its reverse one takes two at least, unless nothing differs", () => {
  fc.assert(
    fc.property(arbSides, arbSides, (one, other) => {
      const [was, is] = [theatreAt(one), theatreAt(other)];
      const isSame = one.every((side, i) => side === other[i]);
      assert.equal(weakens(was, is) || weakens(is, was), !isSame);
      const expected = RULE_KEYS.some((key, i) => {
        const [, , there, back] = RULES[key][0]!;
        return one[i] !== other[i] && (one[i] === 0 ? there : back);
      });
      assert.equal(weakens(was, is), expected);
    }),
    { seed },
  );
});
