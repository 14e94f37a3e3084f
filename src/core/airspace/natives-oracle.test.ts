/** Random officers: what USSs are shown is what their party's own view has, and no step counts but a change of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Volume4D } from "../../geometry/footprint.ts";
import type { Command } from "../commands.ts";
import { withoutMoving } from "../disclosure/view.ts";
import { RUNGS } from "../disclosure/model.ts";
import { isOver } from "../operations/model.ts";
import { discAt, MINUTE_MS, START_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { idOf, TestAirspace } from "./test-airspace.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = 60;
const STEPS = 80;
const PARTIES = ["NORTH", "SOUTH"] as const;
type Party = (typeof PARTIES)[number];

type Step = {
  readonly deed: "file" | "replace" | "move" | "disclose" | "close" | "consent" | "wait" | "intent";
  readonly party: Party;
  readonly which: number;
  readonly rung: number;
  /** A few only: often the next is as the last was, or as it is shown. */
  readonly upper: number;
  readonly start: number;
};

const arbStep: fc.Arbitrary<Step> = fc.record({
  deed: fc.constantFrom(
    ...(["file", "replace", "replace", "move", "disclose", "disclose"] as const),
    ...(["close", "consent", "wait", "intent"] as const),
  ),
  party: fc.constantFrom(...PARTIES),
  which: fc.nat(30),
  rung: fc.nat(4),
  upper: fc.nat(1),
  start: fc.nat(3),
});

const MOVES = ["activate", "deviate", "hold", "end", "cancel"] as const;

const volumeOf = (theatre: TestAirspace, { upper, start }: Step): Volume4D => {
  const nowMin = Math.ceil((theatre.atMs - START_MS) / MINUTE_MS / 15) * 15;
  const startMin = nowMin + 60 + 5 * start;
  return discAt([40, 35], { startMin, endMin: startMin + 30, upperM: 200 + 100 * upper });
};

const commandOf = (theatre: TestAirspace, step: Step): Command | null => {
  const { deed, party, which, rung } = step;
  const other = PARTIES.find((one) => one !== party)!;
  const own = [...theatre.state.operations.values()].filter((one) => one.party === party);
  const operation = own.at(-1 - (which % 4));
  const volumes = [volumeOf(theatre, step)];
  const to = { operationId: operation?.id ?? "", to: other };
  switch (deed) {
    case "file":
      return { kind: "file-operation", category: "uas_flight", volumes };
    case "consent":
      return { kind: "set-standing-consent", to: other, rung: RUNGS[rung]! };
    case "disclose":
      return operation ? { kind: "disclose", ...to, rung: RUNGS[rung]! } : null;
    case "close":
      return operation ? { kind: "close-disclosure", ...to } : null;
    case "move":
      return operation
        ? { kind: `${MOVES[which % MOVES.length]!}-operation`, operationId: operation.id }
        : null;
    case "replace": {
      if (!operation) return null;
      const version = operation.versions.length;
      return { kind: "replace-operation", operationId: operation.id, version, volumes };
    }
    default:
      return null;
  }
};

const take = (theatre: TestAirspace, step: Step): void => {
  if (step.deed === "wait") theatre.wait((step.which % 3) * 20 * MINUTE_MS);
  else if (step.deed === "intent") {
    const startH = (theatre.atMs - START_MS) / 3_600_000 + 1;
    const known = theatre.state.airspace.intents.get(idOf(step.which));
    const where = {
      where: { startH, endH: startH + 1 },
      party: step.party,
      ovn: known?.ovn ?? null,
    };
    const key = theatre.state.airspace.intents.all().map(({ ovn }) => ovn);
    theatre.told(theatre.intent(known?.manager ?? "uss1", step.which, { ...where, key }));
  } else {
    const command = commandOf(theatre, step);
    if (command) theatre.say(step.party, command);
  }
};

/** By the view of the party's own officers. */
const expectedFor = ({ state }: TestAirspace, party: Party): readonly string[] => {
  const view = viewFor(state, { kind: "party", party });
  const found = [...state.operations.values()].flatMap((operation) => {
    if (operation.intentId !== null) return [];
    const seen = view.operation(operation.id);
    if (seen?.detail === "full") return isOver(seen.state) ? [] : [seen.current.volumes];
    const shown = view.disclosure.disclosed(operation.id);
    // Of an intent that is gone the operation is over; what is stale is as it was last shown.
    if (!shown || (shown.state !== null && isOver(shown.state))) return [];
    return operation.versions[0]!.name?.startsWith("uss") ? [] : [shown.versions.at(-1)!.volumes];
  });
  return found.map((volumes) => JSON.stringify(volumes.map(withoutMoving))).toSorted();
};

type Shown = ReadonlyMap<string, { readonly text: string; readonly ovn: string; version: number }>;

const shownTo = ({ view }: TestAirspace, found: readonly { readonly id: string }[]): Shown =>
  new Map(
    found.map(({ id }) => {
      const { reference, volumes } = view.nativeConstraint(id)!;
      const { version, ovn } = reference;
      return [id, { text: JSON.stringify(volumes), ovn: ovn!, version }];
    }),
  );

/** How many of them came, changed or went. */
const countChanges = (before: Shown, after: Shown): number => {
  let count = [...before.keys()].filter((id) => !after.has(id)).length;
  for (const [id, now] of after) {
    const was = before.get(id);
    const isSame = was?.text === now.text;
    assert.equal(was?.ovn === now.ovn, isSame, "the OVN changes with what is shown alone");
    assert.equal(now.version, (was?.version ?? 0) + (isSame ? 0 : 1));
    if (!isSame) count++;
  }
  return count;
};

const WIDE = { radiusM: 20_000, lowerM: 0, upperM: 5_000, startH: 0, endH: 24 * 365 };

test(`USSs are shown what their party is, seed ${SEED}`, () => {
  let seenCount = 0;
  const property = fc.property(
    fc.array(arbStep, { minLength: STEPS, maxLength: STEPS }),
    (steps) => {
      const theatre = new TestAirspace();
      theatre.showNatives(...PARTIES);
      let before = PARTIES.map((): Shown => new Map());
      const ovns = new Set<string>();
      for (const step of steps) {
        take(theatre, step);
        const after = PARTIES.map((party) => shownTo(theatre, theatre.shownTo(party, WIDE)));
        for (const [i, party] of PARTIES.entries()) {
          const found = [...after[i]!.values()].map(({ text }) => text).toSorted();
          assert.deepEqual(found, expectedFor(theatre, party), `${step.deed} ${party}`);
          // Never again, and never one for two.
          for (const [id, { ovn }] of after[i]!) {
            if (before[i]!.get(id)?.ovn === ovn) continue;
            assert.ok(!ovns.has(ovn));
            ovns.add(ovn);
          }
          seenCount += countChanges(before[i]!, after[i]!);
        }
        before = after;
      }
    },
  );
  fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  assert.ok(seenCount > RUNS * 10, `something is shown: ${seenCount}`);
});
