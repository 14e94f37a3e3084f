import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../limits.ts";
import { discAt, TestTheatre, theatreOf } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { Reader } from "../view.ts";
import { THEATRE_CHANGE, THEATRE_CHANGE_STATES } from "./change-model.ts";
import type { TheatreChange, TheatreChangeState } from "./change-model.ts";
import type { TheatreRules } from "./model.ts";

const READERS: readonly Reader[] = [
  { kind: "host" },
  { kind: "party", party: "NORTH" },
  { kind: "party", party: "SOUTH" },
];

/** A theatre in which a party was heard. */
const inUse = (rules: Partial<TheatreRules> = {}): TestTheatre => {
  const theatre = new TestTheatre(rules);
  theatre.must("NORTH", {
    kind: "open-desk",
    deskId: "air",
    level: "watch_desk",
    names: { en: "Air" },
  });
  return theatre;
};

const set = (theatre: TestTheatre, rules: Partial<TheatreRules>, by: string | null = "anna") =>
  theatre.say("system", { kind: "set-theatre", theatre: theatreOf(rules) }, { by });

const latest = ({ state }: TestTheatre): TheatreChange =>
  [...state.theatreChanges.all.values()].at(-1)!;

const second = (theatre: TestTheatre, by: string | null, changeId = latest(theatre).id) =>
  theatre.say("system", { kind: "second-theatre-change", changeId }, { by });

const withdraw = (theatre: TestTheatre, by: string | null) =>
  theatre.say("system", { kind: "withdraw-theatre-change", changeId: latest(theatre).id }, { by });

const reasonOf = ({ outcome }: ReturnType<typeof set>): string =>
  outcome.ok ? "accepted" : outcome.refusal.reason;

test("what shows more waits for a second person, and every party is told both times what it is", () => {
  const theatre = inUse();
  const asked = set(theatre, { disclosureOnConflict: "category" });
  assert.equal(theatre.state.theatre?.rules.disclosureOnConflict, "cell", "nothing is changed yet");
  const done = second(theatre, "boris");
  assert.equal(theatre.state.theatre?.rules.disclosureOnConflict, "category");
  const difference = {
    field: "rules.disclosureOnConflict",
    was: "cell",
    is: "category",
    weakens: true,
  };
  for (const reader of READERS) {
    const { tell, theatreChanges } = viewFor(theatre.state, reader);
    assert.deepEqual(
      asked.changes.map((one) => tell(one)?.kind),
      ["theatre.change"],
    );
    assert.deepEqual(
      done.changes.map((one) => tell(one)?.kind),
      ["theatre.set"],
    );
    const [first, change] = theatreChanges({}, { limit: 10 }).items;
    assert.equal(first?.state, "done");
    assert.deepEqual(
      [change?.state, change?.requestedBy, change?.secondBy, change?.differences],
      ["done", "anna", "boris", [difference]],
    );
    assert.ok(change && !("proposed" in change));
  }
});

test("what only tightens is done at once by one, and told field by field too", () => {
  const theatre = inUse();
  const { changes } = set(theatre, { areaMinKm2: 1, secondPersonAgreement: true });
  const { tell } = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  const [told] = changes.map(tell);
  assert.ok(told?.kind === "theatre.set");
  assert.deepEqual(
    told.change.differences.map(({ field, was, is }) => [field, was, is]),
    [
      ["rules.secondPersonAgreement", false, true],
      ["rules.areaMinKm2", 0, 1],
    ],
  );
  assert.deepEqual([told.change.state, told.change.untilMs], ["done", null]);
});

test("one change that weakens anything takes two for all of it", () => {
  const theatre = inUse();
  set(theatre, { areaMinKm2: 1, disclosureOnConflict: "full" });
  assert.equal(theatre.state.theatre?.rules.areaMinKm2, 0);
  assert.equal(latest(theatre).state, "requested");
});

test("until a party was heard one person sets the theatre up; from its first command on it takes two", () => {
  const theatre = new TestTheatre();
  set(theatre, { disclosureOnConflict: "full" }, null);
  assert.equal(theatre.state.theatre?.rules.disclosureOnConflict, "full");
  assert.equal(
    theatre.reason("NORTH", { kind: "cancel-operation", operationId: "none" }),
    "unknown-operation",
  );
  set(theatre, {}, null);
  set(theatre, { disclosureOnConflict: "full" });
  assert.equal(latest(theatre).state, "done", "what was refused relies on nothing");
  theatre.file("NORTH", [discAt([40, 35])]);
  set(theatre, {});
  set(theatre, { disclosureOnConflict: "full" });
  assert.equal(latest(theatre).state, "requested");
});

test("one person alone weakens nothing, nor does nobody", () => {
  const theatre = inUse({ areaMinKm2: 1 });
  const rules = {};
  assert.equal(reasonOf(set(theatre, rules, null)), "not-permitted");
  assert.equal(reasonOf(set(theatre, rules)), "accepted");
  assert.equal(reasonOf(second(theatre, "anna")), "needs-second-person");
  assert.equal(reasonOf(second(theatre, null)), "not-permitted");
  assert.equal(reasonOf(withdraw(theatre, null)), "not-permitted");
  assert.equal(reasonOf(second(theatre, "boris", "none")), "not-found");
  assert.equal(theatre.state.theatre?.rules.areaMinKm2, 1);
  assert.equal(reasonOf(second(theatre, "boris")), "accepted");
});

test("a party does not second a change", () => {
  const theatre = inUse();
  set(theatre, { disclosureOnConflict: "full" });
  const said = { kind: "second-theatre-change", changeId: latest(theatre).id } as const;
  assert.equal(theatre.reason("NORTH", said), "not-permitted");
});

test("unseconded it lapses, withdrawn it is over, and all are told", () => {
  const theatre = inUse();
  const { tell } = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  set(theatre, { disclosureOnConflict: "full" });
  theatre.wait(LIMITS.secondPersonWaitMs - 1);
  assert.equal(latest(theatre).state, "requested");
  const { changes } = theatre.wait(1);
  assert.deepEqual(
    [latest(theatre).state, changes.map((one) => tell(one)?.kind)],
    ["lapsed", ["theatre.change"]],
  );
  assert.equal(reasonOf(second(theatre, "boris")), "wrong-state");
  set(theatre, { disclosureOnConflict: "full" });
  const withdrawn = withdraw(theatre, "boris");
  assert.deepEqual(
    withdrawn.changes.map((one) => tell(one)?.kind),
    ["theatre.change"],
  );
  assert.deepEqual([latest(theatre).state, latest(theatre).withdrawnBy], ["withdrawn", "boris"]);
  assert.equal(reasonOf(second(theatre, "boris")), "wrong-state");
});

test("what waits is overtaken by another change: what was told is what would be done", () => {
  const theatre = inUse();
  set(theatre, { disclosureOnConflict: "full" });
  const { id } = latest(theatre);
  const { changes } = set(theatre, { areaMinKm2: 1 });
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["theatre-set", "theatre-change"],
  );
  assert.equal(theatre.state.theatreChanges.all.get(id)?.state, "overtaken");
  assert.equal(reasonOf(second(theatre, "boris", id)), "wrong-state");
  assert.equal(theatre.state.theatre?.rules.areaMinKm2, 1);
});

test("the same again changes nothing, tells nothing and overtakes nothing", () => {
  const theatre = inUse();
  set(theatre, { disclosureOnConflict: "full" });
  const { outcome, changes } = set(theatre, {});
  assert.deepEqual(
    [outcome, changes],
    [{ ok: true, value: { about: "theatre", changeId: null } }, []],
  );
  assert.equal(latest(theatre).state, "requested");
});

test("only so many changes wait", () => {
  const theatre = inUse();
  const limit = LIMITS.theatreChangesWaitingMax;
  for (let i = 0; i < limit; i++)
    assert.equal(reasonOf(set(theatre, { rematchDelayMs: i + 1 })), "accepted");
  assert.equal(reasonOf(set(theatre, { rematchDelayMs: limit + 1 })), "too-many");
});

test("what was filed for none is not shown to all by a rule, be it by two", () => {
  const theatre = inUse();
  const raised = { disclosure: "full" } as const;
  assert.equal(reasonOf(set(theatre, raised)), "accepted");
  theatre.file("NORTH", [discAt([40, 35])]);
  assert.equal(
    reasonOf(second(theatre, "boris")),
    "bad-field",
    "it was filed since it was asked for",
  );
  const { outcome } = set(theatre, raised);
  assert.ok(!outcome.ok && outcome.refusal.reason === "bad-field");
  assert.equal(outcome.refusal.field, "rules.disclosure");
  assert.equal(theatre.state.theatre?.rules.disclosure, "conflict_only");
});

test("every step of a theatre change is as the table says", () => {
  const act: Partial<Record<TheatreChangeState, (theatre: TestTheatre) => unknown>> = {
    done: (theatre) => second(theatre, "boris"),
    withdrawn: (theatre) => withdraw(theatre, "boris"),
    lapsed: (theatre) => theatre.wait(LIMITS.secondPersonWaitMs),
    overtaken: (theatre) => set(theatre, { areaMinKm2: 1 }),
  };
  for (const from of THEATRE_CHANGE_STATES) {
    for (const [to, step] of Object.entries(act)) {
      const theatre = inUse();
      set(theatre, { disclosureOnConflict: "full" });
      const change = latest(theatre);
      change.state = from;
      step(theatre);
      const isAllowed = THEATRE_CHANGE.next[from].some((one) => one === to);
      assert.equal(change.state, isAllowed ? to : from, `${from} → ${to}`);
    }
  }
});
