/**
 * No command that can be said, in whatever order, meets a belief of ours that does not hold; and what
 * comes of it is the same after a replay, and after a dump taken anywhere.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { applyEntry } from "./apply.ts";
import type { Command } from "./commands.ts";
import { digestState, dumpState, loadState } from "./dump.ts";
import { SEED } from "./noninterference/test-step.ts";
import { lookAt, READERS } from "./random/test-look.ts";
import { PARTIES, rulesOf } from "./random/test-parties.ts";
import { drawFrom } from "./random/test-saying.ts";
import { drawnAbout, KINDS, PARTS, SAYINGS } from "./random/test-table.ts";
import { makeState } from "./state.ts";
import type { State } from "./state.ts";
import { MINUTE_MS, TestTheatre, theatreOf } from "./test-theatre.ts";
import { viewFor } from "./view.ts";

/** With fewer not every kind comes to be accepted. */
const RUNS = Math.max(60, Number(process.env["RUNS"] ?? 0));
const STEPS = 400;
/** Of some 150: a tenth or so. */
const MISSING_MAX = 12;
const PEOPLE = [null, "one", "one", "two", "two", "three"] as const;

type Step = {
  readonly kind: Command["kind"];
  readonly party: string;
  readonly person: number;
  readonly seed: number;
  readonly waitMin: number;
};

const arbStepAbout = (parts: readonly object[]): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(...drawnAbout(parts)),
    party: fc.constantFrom("NORTH", "SOUTH", "NORTH", "SOUTH", "RELIEF"),
    person: fc.nat({ max: 14 }),
    seed: fc.nat(),
    waitMin: fc.oneof(
      { weight: 60, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.constantFrom(1, 5, 20, 60) },
    ),
  });

/** About one to three parts: so it comes to what takes many steps. */
const arbRun = fc.noBias(
  fc.subarray([...PARTS], { minLength: 1, maxLength: 3 }).chain((parts) =>
    fc.record({
      rules: fc.nat().map((seed) => rulesOf(drawFrom(seed))),
      steps: fc.array(arbStepAbout(parts), { minLength: STEPS, maxLength: STEPS, size: "max" }),
      cutAt: fc.nat({ max: STEPS }),
    }),
  ),
);

/** A key of the party's that is good, or the last that was. */
const keyOf = ({ state }: TestTheatre, speaker: string): string | null => {
  const own = [...state.parties.keys.values()].filter(({ party }) => party === speaker);
  const good = own.findLast((one) => one.state === "in_force") ?? own.at(-1);
  return good?.publicKey ?? null;
};

/** A UUIDv7 of now, as what is signed has one. */
const signedId = ({ atMs, entries }: TestTheatre): string => {
  const ms = atMs.toString(16).padStart(12, "0");
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${String(entries.length).padStart(12, "0")}`;
};

/** Was it accepted? Whoever hears of it is told. */
const take = (theatre: TestTheatre, { kind, party, person, seed, waitMin }: Step): boolean => {
  theatre.atMs += waitMin * MINUTE_MS;
  const { say, by } = SAYINGS[kind];
  const command = say(drawFrom(seed), theatre, party);
  const people = [...PEOPLE, ...PEOPLE, ...theatre.state.parties.holders.keys()];
  const key = seed % 2 === 0 ? keyOf(theatre, party) : null;
  const signed =
    key === null ? {} : ({ signature: "valid", commandId: signedId(theatre) } as const);
  const about = { by: people[person % people.length]!, ...(by === "host" ? {} : signed) };
  const said = theatre.sayAs(by === "host" ? "system" : { party, key }, command, about);
  for (const reader of READERS) {
    const view = viewFor(theatre.state, reader);
    for (const change of said.changes) view.tell(change);
  }
  return said.outcome.ok;
};

const hashOf = (state: State): string => {
  const hash = createHash("sha256");
  digestState(state, (text) => hash.update(text));
  return hash.digest("hex");
};

const dumped = (state: State): State => loadState(deserialize(serialize(dumpState(state))));

const accepted = new Set<string>();

test(`whatever is said in whatever order is answered, and comes back the same, seed ${SEED}`, () => {
  const property = fc.property(arbRun, ({ rules, steps, cutAt }) => {
    const theatre = new TestTheatre(rules);
    const set = { ...theatreOf(rules), parties: PARTIES };
    theatre.say("system", { kind: "set-theatre", theatre: set });
    for (const step of steps) if (take(theatre, step)) accepted.add(step.kind);
    const { state, entries } = theatre;
    const [hash, seen] = [hashOf(state), lookAt(state)];
    assert.deepEqual(lookAt(dumped(state)), seen, "a dump gives the same to every reader");
    let again = makeState();
    for (const [i, entry] of entries.entries()) {
      if (i === cutAt) again = dumped(again);
      applyEntry(again, entry);
    }
    assert.equal(hashOf(again), hash, "a replay gives the same state");
    assert.deepEqual(lookAt(again), seen, "and the same to every reader");
  });
  fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
});

/** Else a kind would be drawn, refused every time, and nothing be tried by it. Some take luck. */
test("nearly every kind of command was accepted somewhere", () => {
  const missing = KINDS.filter((kind) => !accepted.has(kind));
  assert.ok(missing.length <= MISSING_MAX, `never accepted: ${missing.join(", ")}`);
});
