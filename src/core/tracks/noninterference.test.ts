/** Of another's tracks nothing can be computed: two worlds that differ in them alone look alike. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { EntryOutcome } from "../apply.ts";
import { discAt, MINUTE_MS, START_MS, TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { Reader } from "../view.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import type { ReportRow } from "./commands.ts";

const SEED = Number(process.env["WIDEBERTH_SEED"] ?? Date.now() % 1_000_000);
const IDENTITIES = ["mmsi 244660000", "icao 3c6444", "cot ALPHA", "own 1"] as const;

const WHOLE = surveyVolume(discAt([40, 35], { radiusM: 300_000, startMin: 0, endMin: 600 }));
assert.ok(WHOLE.ok);
const AREA = { area: makeSolid4D(WHOLE.value) };

type Step = {
  /** What the observer does is one and the same in both worlds. */
  readonly isOpen: boolean;
  readonly act: "bind" | "end" | "report" | "wait";
  readonly identity: number;
  readonly east: number;
  readonly isShared: boolean;
};

const arbStep: fc.Arbitrary<Step> = fc.record({
  isOpen: fc.boolean(),
  act: fc.constantFrom("bind", "end", "report", "report", "wait"),
  identity: fc.nat({ max: IDENTITIES.length - 1 }),
  east: fc.integer({ min: -3, max: 3 }),
  isShared: fc.boolean(),
});
/** Of NORTH's secret steps each world has its own. */
const arbPair = fc.tuple(arbStep, arbStep);

class World {
  readonly theatre: TestTheatre = new TestTheatre();
  readonly ids: Record<string, string>;

  constructor() {
    const { theatre } = this;
    const filed = (party: string, lng: number): string =>
      theatre.file(party, [discAt([lng, 35], { startMin: 0, endMin: 500 })]).operationId;
    this.ids = { NORTH: filed("NORTH", 40), SOUTH: filed("SOUTH", 41) };
  }

  take(party: string, { act, identity, east, isShared }: Step): EntryOutcome {
    const { theatre, ids } = this;
    const [text, subject] = [
      IDENTITIES[identity]!,
      { kind: "operation", id: ids[party]! } as const,
    ];
    switch (act) {
      case "bind":
        return theatre.say(party, {
          kind: "bind-track",
          subject,
          identity: text,
          fromMs: null,
          toMs: null,
        });
      case "end": {
        const own = [...theatre.state.tracks.all.values()].filter((one) => one.party === party);
        return theatre.say(party, {
          kind: "end-track",
          trackId: own[identity]?.id ?? "track-none",
        });
      }
      case "report": {
        const row: ReportRow = [text, theatre.atMs, 40 + east / 100, 35, 10, 150, 150];
        const reports = [row];
        return theatre.say(party, {
          kind: "report-positions",
          source: "native",
          isShared,
          reports,
        });
      }
      default:
        return theatre.wait(MINUTE_MS);
    }
  }
}

type Leak = (world: World) => unknown;

const look = (world: World, reader: Reader, leak: Leak): string => {
  const view = viewFor(world.theatre.state, reader);
  const ids = [...world.theatre.state.tracks.all.keys(), "track-none"];
  return JSON.stringify([
    view.tracks({}, { limit: 100 }),
    ids.length > 1 ? ids.flatMap((id) => view.track(id) ?? []) : [],
    Object.values(world.ids).map((id) => view.coverage(id, START_MS + 60 * MINUTE_MS)),
    view.coverageIn(AREA, START_MS + 60 * MINUTE_MS),
    leak(world),
  ]);
};

/** Throws where the two differ. SOUTH may hear that its own report is beside its own track, no more. */
const compare = (steps: readonly (readonly [Step, Step])[], reader: Reader, leak: Leak): void => {
  const worlds = [new World(), new World()] as const;
  for (const [i, pair] of steps.entries()) {
    const [open] = pair;
    const [said, other] = worlds.map((world, w) => {
      // Time passes in both; else either SOUTH's step or each world's own of NORTH's.
      const step = open.isOpen || open.act === "wait" ? open : { ...pair[w]!, isShared: false };
      const isWait = step.act === "wait";
      const party = open.isOpen ? "SOUTH" : "NORTH";
      const { outcome, changes } =
        isWait && open.act !== "wait"
          ? world.theatre.say("system", { kind: "tick" })
          : world.take(party, step);
      const told = changes.flatMap(
        (change) => viewFor(world.theatre.state, reader).tell(change) ?? [],
      );
      const isHeard = open.isOpen || open.act === "wait";
      return JSON.stringify([
        isHeard && reader.kind === "party" ? outcome : null,
        told,
        look(world, reader, leak),
      ]);
    });
    if (said !== other) throw new Error(`step ${i}: ${said} or ${other}`);
  }
};

const SOUTH = { kind: "party", party: "SOUTH" } as const;
const none: Leak = () => null;

for (const reader of [SOUTH, { kind: "host" } as const]) {
  test(`the ${reader.kind} sees nothing of another's tracks (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(arbPair, { maxLength: 40 }), (steps) => compare(steps, reader, none)),
      { seed: SEED, numRuns: 150 },
    );
  });
}

const leak: Leak = ({ theatre }) =>
  [...theatre.state.tracks.all.values()].filter(({ last }) => last !== null).length;

test("a view that told which reports were somebody's would be found out", () => {
  assert.throws(() =>
    fc.assert(
      fc.property(fc.array(arbPair, { maxLength: 40 }), (steps) => compare(steps, SOUTH, leak)),
      { seed: SEED, numRuns: 150 },
    ),
  );
});
