/** Random USSs against a plain model: every outcome, count and list that the standard promises. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AirspaceCommand } from "./commands.ts";
import type { AvailabilityState, IntentState } from "./model.ts";
import { asked, idOf, idsOf, readerOf, TestAirspace } from "./test-airspace.ts";
import type { Where } from "./test-airspace.ts";
import { Oracle, regionOf } from "./test-oracle.ts";
import type { Expected } from "./test-oracle.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = 60;
const STEPS = 150;

const MANAGERS = ["uss1", "uss2", "uss3"] as const;

/** On a coarse grid: two meet where place, altitude and time are the same cells. */
type Box = readonly [place: number, floor: number, hour: number];
const BOXES: readonly Box[] = [0, 1].flatMap((place) =>
  [0, 1].flatMap((floor) => [0, 1].map((hour): Box => [place, floor, hour])),
);

const whereOf = ([place, floor, hour]: Box): Where => ({
  center: [40 + place * 0.2, 35],
  lowerM: floor * 100,
  upperM: floor * 100 + 50,
  startH: hour + 1,
  endH: hour + 1.9,
});

type Deed =
  | {
      readonly what: "put-intent";
      readonly state: IntentState;
      /** A number: the subscription of that number. */
      readonly asks: "none" | "new" | "own" | number;
      readonly isForConstraints: boolean;
      /** Has the USS read all there is, or nothing? */
      readonly readsAll: boolean;
    }
  | { readonly what: "put-subscription"; readonly isForConstraints: boolean }
  | { readonly what: "set-availability"; readonly state: AvailabilityState }
  | {
      readonly what:
        | "delete-intent"
        | "put-constraint"
        | "delete-constraint"
        | "delete-subscription";
    };

const arbDeed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constant("put-intent" as const),
      state: fc.constantFrom<IntentState>("accepted", "activated", "nonconforming"),
      asks: fc.oneof(fc.constantFrom("none" as const, "new" as const, "own" as const), fc.nat(2)),
      isForConstraints: fc.boolean(),
      readsAll: fc.constantFrom(true, true, false),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("put-constraint" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant("put-subscription" as const),
      isForConstraints: fc.boolean(),
    }),
  },
  fc.record({
    what: fc.constantFrom(
      "delete-intent" as const,
      "delete-constraint" as const,
      "delete-subscription" as const,
    ),
  }),
  fc.record({
    what: fc.constant("set-availability" as const),
    state: fc.constantFrom<AvailabilityState>("normal", "down"),
  }),
);

type Step = {
  readonly manager: (typeof MANAGERS)[number];
  readonly n: number;
  readonly box: Box;
  /** The version as it is, one that never was, or as if there were none. */
  readonly names: "right" | "wrong" | "none";
  readonly deed: Deed;
};

const arbStep: fc.Arbitrary<Step> = fc.record({
  manager: fc.constantFrom(...MANAGERS),
  n: fc.nat(3),
  box: fc.constantFrom(...BOXES),
  names: fc.constantFrom(
    "right" as const,
    "right" as const,
    "right" as const,
    "wrong" as const,
    "none" as const,
  ),
  deed: arbDeed,
});

const INTENT = 100;
const CONSTRAINT = 200;
const SUBSCRIPTION = 300;
const WRONG = "this-was-never-given";

class Pair {
  readonly theatre = new TestAirspace();
  readonly oracle = new Oracle();
  readonly seen = new Set<string>();
  private writeCount = 0;

  take({ manager, n, box, names, deed }: Step): void {
    const { theatre, oracle } = this;
    const region = regionOf(...box);
    const where = whereOf(box);
    const about = (current: string | undefined) => {
      const isCreate = names === "none" || (current === undefined && names === "right");
      const was = isCreate ? null : names === "wrong" ? WRONG : (current ?? null);
      return { was, said: { manager, isCreate, isVersionRight: names === "right" } };
    };
    switch (deed.what) {
      case "put-intent": {
        const id = idOf(INTENT + n);
        const { was, said } = about(oracle.intents.get(id)?.ovn);
        const asks = this.asksOf(id, deed);
        const key = deed.readsAll ? this.allOvns() : [];
        const { state } = deed;
        const expected = oracle.putIntent(id, { ...said, state, asks, key: new Set(key), region });
        const subscription =
          asks.kind === "new" ? { ...asks, baseUrl: "https://own.example" } : asks;
        const put = theatre.intent(manager, INTENT + n, {
          ovn: was,
          state,
          key,
          subscription,
          where,
        });
        return this.hold(put, expected);
      }
      case "delete-intent": {
        const id = idOf(INTENT + n);
        const { was, said } = about(oracle.intents.get(id)?.ovn);
        const gone = { kind: deed.what, manager, id, ovn: was ?? WRONG } as const;
        return this.hold(
          gone,
          oracle.deleteIntent(id, { ...said, isVersionRight: was !== null && was !== WRONG }),
        );
      }
      case "put-constraint": {
        const id = idOf(CONSTRAINT + n);
        const { was, said } = about(oracle.constraints.get(id)?.ovn);
        const put = theatre.constraint(manager, CONSTRAINT + n, { ovn: was, where });
        return this.hold(put, oracle.putConstraint(id, { ...said, region }));
      }
      case "delete-constraint": {
        const id = idOf(CONSTRAINT + n);
        const { was, said } = about(oracle.constraints.get(id)?.ovn);
        const gone = { kind: deed.what, manager, id, ovn: was ?? WRONG } as const;
        return this.hold(
          gone,
          oracle.deleteConstraint(id, { ...said, isVersionRight: was !== null && was !== WRONG }),
        );
      }
      case "put-subscription": {
        const id = idOf(SUBSCRIPTION + n);
        const { was, said } = about(theatre.view.subscription(id)?.version);
        const { isForConstraints } = deed;
        const fields = { version: was, where, isForConstraints };
        const put = theatre.subscription(manager, SUBSCRIPTION + n, fields);
        return this.hold(put, oracle.putSubscription(id, { ...said, region, isForConstraints }));
      }
      case "delete-subscription": {
        const id = idOf(SUBSCRIPTION + n);
        const { was, said } = about(theatre.view.subscription(id)?.version);
        const gone = { kind: deed.what, manager, id, version: was ?? WRONG } as const;
        return this.hold(
          gone,
          oracle.deleteSubscription(id, { ...said, isVersionRight: was !== null && was !== WRONG }),
        );
      }
      case "set-availability": {
        const { state } = deed;
        const { version: oldVersion } = theatre.view.availability(manager);
        oracle.availabilities.set(manager, state);
        const set = {
          kind: deed.what,
          manager: "arbiter",
          uss: manager,
          state,
          oldVersion,
        } as const;
        return this.hold(set, { told: new Map() });
      }
    }
  }

  /** Every query of every USS finds what the model has there. */
  look(): void {
    const { view } = this.theatre;
    for (const box of BOXES) {
      const query = asked(whereOf(box));
      const region = regionOf(...box);
      assert.deepEqual(idsOf(view.intentsIn(query, "uss1")), this.oracle.intentsIn(region));
      const constraints = view.constraintsIn(query, readerOf("uss1"));
      assert.deepEqual(idsOf(constraints), this.oracle.constraintsIn(region));
      for (const manager of MANAGERS) {
        const found = idsOf(view.subscriptionsIn(query, manager));
        assert.deepEqual(found, this.oracle.subscriptionsIn(region, manager));
      }
    }
    for (const [id, { ovn, manager }] of this.oracle.intents)
      assert.equal(view.intent(id, manager)!.ovn, ovn);
  }

  private asksOf(id: string, { asks, isForConstraints }: Extract<Deed, { what: "put-intent" }>) {
    if (asks === "none") return { kind: "none" } as const;
    if (asks === "new") return { kind: "new", isForConstraints } as const;
    const own = this.oracle.intents.get(id)?.subscription ?? idOf(SUBSCRIPTION);
    return { kind: "given", id: asks === "own" ? own : idOf(SUBSCRIPTION + asks) } as const;
  }

  /** The same said twice would be the same write: here each is another one. */
  private unrepeated(command: AirspaceCommand): AirspaceCommand {
    this.writeCount++;
    return "baseUrl" in command
      ? { ...command, baseUrl: `${command.baseUrl}/${this.writeCount}` }
      : command;
  }

  private allOvns(): string[] {
    const { intents, constraints } = this.oracle;
    return [...intents.values(), ...constraints.values()].map(({ ovn }) => ovn);
  }

  /** What the write is answered, held against what the model expects. */
  private hold(command: AirspaceCommand, expected: Expected): void {
    const { outcome } = this.theatre.speak(this.unrepeated(command));
    this.seen.add(`${command.kind}: ${"refused" in expected ? expected.refused : "accepted"}`);
    if ("refused" in expected) {
      assert.ok(!outcome.ok, `refused: ${JSON.stringify(expected)}`);
      const { refusal } = outcome;
      const field = refusal.reason === "bad-field" ? ` ${refusal.field}` : "";
      assert.equal(`${refusal.reason}${field}`, expected.refused);
      if (refusal.reason !== "airspace-unread") return;
      const { intents, constraints } = refusal.unread;
      assert.deepEqual([...idsOf(intents), ...idsOf(constraints)].toSorted(), expected.unread);
      return;
    }
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const { value } = outcome;
    assert.ok(value?.about === "airspace");
    let made = "";
    if (value.what === "intent" && command.kind === "put-intent") {
      const { id, ovn, subscriptionId } = value.intent;
      made = subscriptionId ?? "";
      if (command.subscription.kind === "new") this.oracle.rename(`new of ${id}`, made);
      this.oracle.intents.get(id)!.ovn = ovn!;
    }
    if (value.what === "constraint" && command.kind === "put-constraint")
      this.oracle.constraints.get(value.constraint.id)!.ovn = value.constraint.ovn!;
    const told =
      "subscribers" in value ? value.subscribers.flatMap((one) => one.subscriptions) : [];
    const counted = Array.from(expected.told, ([id, index]) => [
      id.startsWith("new of ") ? made : id,
      index,
    ]);
    assert.deepEqual(
      Object.fromEntries(told.map((one) => [one.id, one.notificationIndex])),
      Object.fromEntries(counted),
    );
  }
}

test(`random USSs are answered as the plain model says, seed ${SEED}`, () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(arbStep, { minLength: STEPS, maxLength: STEPS }), (steps) => {
      const pair = new Pair();
      for (const step of steps) pair.take(step);
      pair.look();
      for (const one of pair.seen) seen.add(one);
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  // What is rarer has its row in the tables.
  const wanted = [
    "put-intent: accepted",
    "put-intent: airspace-unread",
    "put-intent: airspace-version",
    "put-intent: not-permitted",
    "put-intent: bad-field subscription_id",
    "delete-intent: accepted",
    "delete-intent: not-found",
    "put-constraint: accepted",
    "put-subscription: accepted",
  ];
  for (const one of wanted) assert.ok(seen.has(one), `the run came to ${one}`);
});
