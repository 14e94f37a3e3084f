import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Volume4D } from "../../../geometry/footprint.ts";
import { discAt, MINUTE_MS, START_MS } from "../../test-theatre.ts";
import type { TestTheatre } from "../../test-theatre.ts";
import type { OperationState } from "../../operations/model.ts";
import { without } from "../../operations/volume-index.ts";
import { detectConflicts } from "../detect.ts";
import { shiftSolid } from "./encounter.ts";
import { findOptions } from "./find.ts";
import type { Option, OptionKind, OptionLimits, OptionsAnswer } from "./model.ts";
import {
  arbOthers,
  arbRules,
  arbVolume,
  CLOSE_LIMITS,
  CLOSE_RULES,
  subjectOf,
  theatreWith,
} from "./test-subject.ts";

const arbVolumes = fc.array(arbVolume, { minLength: 1, maxLength: 3 });

type Asked = {
  readonly volumes: readonly Volume4D[];
  readonly kinds?: readonly OptionKind[];
  readonly limits?: OptionLimits;
  readonly operationId?: string;
};

const ask = (theatre: TestTheatre, { volumes, kinds, limits, operationId }: Asked) =>
  findOptions(theatre.state, {
    subject: subjectOf(volumes, { operationId: operationId ?? null }),
    volumes: theatre.state.index,
    limits: limits ?? CLOSE_LIMITS,
    ...(kinds ? { kinds } : {}),
  });

test("every option, filed as a replacement, leaves in conflict what it says and nothing else", () => {
  const met = new Map<string, number>();
  fc.assert(
    fc.property(arbRules, arbOthers, arbVolumes, (rules, others, volumes) => {
      const theatre = theatreWith(rules, others);
      const { operationId } = theatre.file("NORTH", volumes);
      const answer = ask(theatre, { volumes, operationId });
      assert.deepEqual(answer.conflictsNow, openAgainst(theatre, operationId));
      for (const [i, option] of answer.options.entries()) {
        met.set(option.kind, (met.get(option.kind) ?? 0) + 1);
        const { volumes: replaced, leaves, clears } = option;
        const command = { kind: "replace-operation", operationId, version: i + 1 } as const;
        theatre.must("NORTH", { ...command, volumes: replaced });
        assert.deepEqual(leaves, openAgainst(theatre, operationId), JSON.stringify(option));
        assert.deepEqual(
          clears,
          answer.conflictsNow.filter((id) => !leaves.includes(id)),
        );
        assert.ok(leaves.length === 0 || answer.options.length === 1, "one partial at most");
      }
    }),
    { numRuns: 150 },
  );
  const kinds = ["time", "altitude", "time_altitude", "lateral", "reroute"];
  assert.deepEqual([...met.keys()].sort(), kinds.sort(), "each kind was put to the test");
});

/** Ids of the operations that stand in open conflict with one. */
const openAgainst = (theatre: TestTheatre, operationId: string): string[] => {
  const { operations, conflicts } = theatre.state;
  return [...operations.get(operationId)!.conflictIds]
    .filter(([, conflictId]) => conflicts.get(conflictId)!.state === "open")
    .map(([otherId]) => otherId)
    .sort();
};

/** The nearest free shifts by trying each, or null when nothing conflicts now. */
const bruteForce = (
  theatre: TestTheatre,
  volumes: readonly Volume4D[],
  steps: { from: number; to: number; ms: number; m: number },
): { before: number | undefined; after: number | undefined } | null => {
  const subject = subjectOf(volumes);
  const isFree = (step: number): boolean => {
    const solids = subject.solids.map((solid) =>
      shiftSolid(solid, step * steps.ms, step * steps.m),
    );
    return detectConflicts(theatre.state, { ...subject, solids }).length === 0;
  };
  if (isFree(0)) return null;
  let [before, after]: (number | undefined)[] = [undefined, undefined];
  for (let step = Math.min(-1, steps.to); step >= steps.from && before === undefined; step--) {
    if (isFree(step)) before = step;
  }
  for (let step = Math.max(1, steps.from); step <= steps.to && after === undefined; step++) {
    if (isFree(step)) after = step;
  }
  return { before, after };
};

const startMsOf = (volumes: readonly Volume4D[]): number =>
  Math.min(...volumes.map(({ startMs }) => startMs!));

test("a shift in time is the least there is, and is found whenever there is one", () => {
  fc.assert(
    fc.property(arbRules, arbOthers, arbVolumes, (rules, others, volumes) => {
      const theatre = theatreWith(rules, others);
      const { options, wasBounded, conflictsNow } = ask(theatre, { volumes, kinds: ["time"] });
      const from = Math.max(-900, Math.ceil((START_MS - startMsOf(volumes)) / 1000));
      const expected = bruteForce(theatre, volumes, { from, to: 900, ms: 1000, m: 0 });
      if (!expected) return assert.deepEqual(conflictsNow, []);
      if (wasBounded) return;
      const shifts = options.flatMap((option) =>
        option.kind === "time" && option.leaves.length === 0 ? [option.values.shiftMs / 1000] : [],
      );
      assert.equal(
        shifts.find((shift) => shift < 0),
        expected.before,
      );
      assert.equal(
        shifts.find((shift) => shift > 0),
        expected.after,
      );
    }),
    { numRuns: 150 },
  );
});

test("a shift in altitude is the least there is, and is found whenever there is one", () => {
  fc.assert(
    fc.property(arbRules, arbOthers, arbVolumes, (rules, others, volumes) => {
      const theatre = theatreWith(rules, others);
      const { options, conflictsNow } = ask(theatre, { volumes, kinds: ["altitude"] });
      const from = Math.max(-400, -Math.min(...volumes.map(({ lowerM }) => lowerM!)));
      const expected = bruteForce(theatre, volumes, { from, to: 400, ms: 0, m: 1 });
      if (!expected) return assert.deepEqual(conflictsNow, []);
      const shifts = options.flatMap((option) =>
        option.kind === "altitude" && option.leaves.length === 0 ? [option.values.shiftM] : [],
      );
      assert.equal(
        shifts.find((shift) => shift < 0),
        expected.before,
      );
      assert.equal(
        shifts.find((shift) => shift > 0),
        expected.after,
      );
    }),
    { numRuns: 150 },
  );
});

test("no shift of both is cheaper than the one offered each way", () => {
  const reach = 60;
  const limits: OptionLimits = {
    ...CLOSE_LIMITS,
    delayMaxMs: reach * 1000,
    advanceMaxMs: reach * 1000,
    climbMaxM: reach,
    descendMaxM: reach,
    earliestMs: 0,
    floorM: -1000,
  };
  const kinds: OptionKind[] = ["time", "altitude", "time_altitude"];
  fc.assert(
    fc.property(arbRules, arbOthers, arbVolume, (rules, others, volume) => {
      const theatre = theatreWith(rules, others);
      const answer = ask(theatre, { volumes: [volume], kinds, limits });
      if (answer.wasBounded || answer.conflictsNow.length === 0) return;
      const found = cheapestBoth(theatre, volume, { reach, alone: answer.options });
      const offered = answer.options
        .filter((option) => option.kind === "time_altitude")
        .map(({ cost }) => cost.delayS + 2 * cost.climbM)
        .sort((x, y) => x - y);
      assert.deepEqual(offered, found);
    }),
    { numRuns: 40 },
  );
});

/** The cost of the cheapest free shift of both in each quadrant, less in both than one alone. */
const cheapestBoth = (
  theatre: TestTheatre,
  volume: Volume4D,
  { reach, alone }: { reach: number; alone: readonly Option[] },
): number[] => {
  const subject = subjectOf([volume]);
  const limitOf = (kind: OptionKind, sign: number): number => {
    const steps = alone.flatMap((option) => {
      if (option.leaves.length > 0 || option.kind !== kind) return [];
      if (option.kind === "time") return [(sign * option.values.shiftMs) / 1000];
      return option.kind === "altitude" ? [sign * option.values.shiftM] : [];
    });
    return Math.min(reach + 1, ...steps.filter((step) => step > 0));
  };
  const costs: number[] = [];
  for (const up of [-1, 1]) {
    for (const later of [-1, 1]) {
      let best = Infinity;
      for (let m = 1; m < limitOf("altitude", up); m++) {
        for (let s = 1; s < limitOf("time", later) && s + 2 * m < best; s++) {
          const solids = [shiftSolid(subject.solids[0]!, later * s * 1000, up * m)];
          const detections = detectConflicts(theatre.state, { ...subject, solids });
          if (detections.length === 0) best = s + 2 * m;
        }
      }
      if (best < Infinity) costs.push(best);
    }
  }
  return costs.sort((x, y) => x - y);
};

test("the same question has the same answer, whatever order the others were filed in", () => {
  fc.assert(
    fc.property(arbOthers, arbVolumes, fc.infiniteStream(fc.nat()), (others, volumes, draws) => {
      const named = others.map((other, i) => ({ ...other, name: `other ${i}` }));
      const shuffled = named
        .map((other) => ({ other, at: draws.next().value }))
        .sort((x, y) => x.at - y.at)
        .map(({ other }) => other);
      const [first, second] = [named, shuffled].map((filed) => {
        const theatre = theatreWith(CLOSE_RULES, []);
        for (const { party, volumes, name } of filed) theatre.file(party, volumes, { name });
        const answer = ask(theatre, { volumes });
        assert.deepEqual(ask(theatre, { volumes }), answer);
        return withNames(theatre, answer);
      });
      assert.deepEqual(second, first);
    }),
    { numRuns: 100 },
  );
});

/** Serials tell who was filed first; names do not. */
const withNames = (theatre: TestTheatre, answer: OptionsAnswer): unknown => {
  const { operations } = theatre.state;
  return JSON.parse(JSON.stringify(answer), (_key, value: unknown) => {
    if (!Array.isArray(value) || !operations.has(String(value[0]))) return value;
    return value.map((id) => operations.get(String(id))!.versions[0]!.name ?? "").sort();
  });
};

test("what the reader may not see changes nothing in the answer", () => {
  fc.assert(
    fc.property(arbRules, arbOthers, arbVolumes, (rules, others, volumes) => {
      const seen = others.filter(({ party }) => party === "NORTH");
      const [whole, part] = [others, seen].map((filed) => {
        const theatre = theatreWith(rules, filed);
        return findOptions(theatre.state, {
          subject: subjectOf(volumes),
          volumes: without(theatre.state.index, ({ party }) => party !== "NORTH"),
          limits: CLOSE_LIMITS,
        });
      });
      assert.deepEqual(whole, part);
    }),
    { numRuns: 100 },
  );
});

const HERE = [40, 35] as const;
const LIMITS = { earliestMs: START_MS };

test("options are ranked by cost, and the cheapest comes first", () => {
  const theatre = theatreWith({}, [{ party: "SOUTH", volumes: [discAt(HERE)] }]);
  const subject = subjectOf([discAt(HERE, { startMin: 200, endMin: 210 })]);
  const request = { subject, volumes: theatre.state.index, limits: LIMITS };
  const { options, binding, wasBounded } = findOptions(theatre.state, request);
  assert.equal(wasBounded, false);
  assert.deepEqual(
    options.map(({ kind, cost }) => [kind, cost]),
    [
      ["altitude", { delayS: 0, climbM: 401, extraM: 0 }],
      ["lateral", { delayS: 0, climbM: 0, extraM: options[1]!.cost.extraM }],
      ["lateral", { delayS: 0, climbM: 0, extraM: options[2]!.cost.extraM }],
      ["time", { delayS: 45 * 60 + 1, climbM: 0, extraM: 0 }],
      ["time", { delayS: 55 * 60 + 1, climbM: 0, extraM: 0 }],
    ],
  );
  assert.ok(Math.abs(options[1]!.cost.extraM - 5000) < 50, `${options[1]!.cost.extraM}`);
  assert.deepEqual(binding, [
    {
      kind: "altitude",
      reason: "no-free-altitude",
      direction: "down",
      shiftM: -100,
      limitedBy: "floor",
      operationIds: ["SOUTH-2026-00001"],
    },
    { kind: "time_altitude", reason: "no-free-corner" },
    { kind: "reroute", reason: "no-corridor" },
  ]);
  const weights = { delayPerS: 0.01, climbPerM: 2, extraPerM: 0.2 };
  assert.equal(findOptions(theatre.state, { ...request, weights }).options[0]!.kind, "time");
});

test("without a conflict there is nothing to offer", () => {
  const theatre = theatreWith({}, [{ party: "SOUTH", volumes: [discAt([42, 35])] }]);
  assert.deepEqual(ask(theatre, { volumes: [discAt(HERE)] }), {
    conflictsNow: [],
    options: [],
    binding: [],
    wasBounded: false,
  });
});

test("nothing is moved to before now, nor lowered to below the floor", () => {
  const theatre = theatreWith({}, [{ party: "SOUTH", volumes: [discAt(HERE)] }]);
  const limits = { ...CLOSE_LIMITS, earliestMs: START_MS + 170 * MINUTE_MS };
  const { options, binding } = ask(theatre, { volumes: [discAt(HERE)], kinds: ["time"], limits });
  assert.deepEqual(options, []);
  assert.deepEqual(
    binding.map((bound) => "limitedBy" in bound && [bound.limitedBy, bound.operationIds]),
    [
      ["earliest", ["SOUTH-2026-00001"]],
      ["shift-max", ["SOUTH-2026-00001"]],
    ],
  );
});

test("what should have started is shifted to now at the earliest", () => {
  const theatre = theatreWith({}, [{ party: "SOUTH", volumes: [discAt(HERE, { endMin: 185 })] }]);
  const limits = { ...CLOSE_LIMITS, delayMaxMs: 60 * MINUTE_MS };
  const shiftsAt = (nowMin: number): unknown[] => {
    const earliestMs = START_MS + nowMin * MINUTE_MS;
    const asked = { volumes: [discAt(HERE)], kinds: ["time" as const] };
    return ask(theatre, { ...asked, limits: { ...limits, earliestMs } }).options.map(
      ({ values }) => values,
    );
  };
  assert.deepEqual(shiftsAt(180), [{ shiftMs: 20 * MINUTE_MS + 1000 }]);
  assert.deepEqual(shiftsAt(210), [{ shiftMs: 30 * MINUTE_MS }]);
});

test("what has no end can't be shifted, what has no ceiling can't climb, convoys neither", () => {
  const theatre = theatreWith({}, [{ party: "SOUTH", volumes: [discAt(HERE)] }]);
  const reasons = (volume: Volume4D, moverClass: "drone" | "ground" = "drone"): string[] => {
    const { binding } = findOptions(theatre.state, {
      subject: subjectOf([volume], { moverClass }),
      volumes: theatre.state.index,
      limits: LIMITS,
      kinds: ["time", "altitude", "time_altitude"],
    });
    return binding.map(({ kind, reason }) => `${kind}: ${reason}`);
  };
  assert.deepEqual(reasons({ ...discAt(HERE), endMs: null }), [
    "time: unbounded-window",
    "altitude: no-free-altitude",
    "time_altitude: unbounded-window",
  ]);
  assert.deepEqual(reasons({ ...discAt(HERE), upperM: null }), [
    "altitude: unbounded-band",
    "time_altitude: unbounded-band",
  ]);
  assert.deepEqual(reasons(discAt(HERE), "ground"), [
    "altitude: surface-mover",
    "time_altitude: surface-mover",
  ]);
});

test("when nothing clears everything, the one that leaves the fewest is offered, and says so", () => {
  const always = { ...discAt(HERE), startMs: null, endMs: null };
  const theatre = theatreWith({}, [
    { party: "SOUTH", volumes: [always] },
    { party: "SOUTH", volumes: [discAt(HERE)] },
  ]);
  const { options } = ask(theatre, {
    volumes: [discAt(HERE)],
    kinds: ["time"],
    limits: { ...CLOSE_LIMITS, delayMaxMs: 90 * MINUTE_MS },
  });
  assert.deepEqual(
    options.map(({ clears, leaves, cost }) => ({ clears, leaves, cost })),
    [
      {
        clears: ["SOUTH-2026-00002"],
        leaves: ["SOUTH-2026-00001"],
        cost: { delayS: 75 * 60 + 1, climbM: 0, extraM: 0 },
      },
    ],
  );
});

test("operations that are over are no longer in the way", () => {
  const theatre = theatreWith({}, [{ party: "SOUTH", volumes: [discAt(HERE)] }]);
  const operationId = "SOUTH-2026-00001";
  theatre.must("SOUTH", { kind: "cancel-operation", operationId });
  const state: OperationState = theatre.state.operations.get(operationId)!.state;
  assert.equal(state, "cancelled");
  assert.deepEqual(ask(theatre, { volumes: [discAt(HERE)] }).conflictsNow, []);
});
