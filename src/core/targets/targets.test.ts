import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../limits.ts";
import { TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { Command } from "../commands.ts";
import type { SetTarget } from "./commands.ts";
import { TARGET, TARGET_STATES } from "./model.ts";
import type { Target, TargetState } from "./model.ts";

const NORTH = { kind: "party", party: "NORTH" } as const;
const SOUTH = { kind: "party", party: "SOUTH" } as const;
const HOST = { kind: "host" } as const;

const WEBHOOK: SetTarget = {
  kind: "set-target",
  name: "watch system",
  to: { kind: "webhook", url: "https://north.example/hook?token=s3cret" },
  eventKinds: "all",
};
const EMAIL: SetTarget = {
  kind: "set-target",
  name: "duty officer",
  to: { kind: "email", address: "duty@north.example", language: "ru" },
  eventKinds: ["conflict.opened", "conflict.overdue"],
};

const make = (theatre: TestTheatre, command: SetTarget = WEBHOOK, party = "NORTH"): Target => {
  const result = theatre.must(party, command);
  assert.ok(result.about === "target");
  return theatre.state.targets.all.get(result.targetId)!;
};
const now = ({ state }: TestTheatre, { id }: Target): Target => state.targets.all.get(id)!;

test("a target is made under a drawn id, and tells of what comes after it", () => {
  const theatre = new TestTheatre();
  const { outcome, changes } = theatre.say("NORTH", WEBHOOK, { by: "anna" });
  assert.ok(outcome.ok && outcome.value?.about === "target");
  const target = theatre.state.targets.all.get(outcome.value.targetId)!;
  assert.match(target.id, /^target-[a-z0-9]{14,16}$/);
  assert.deepEqual(
    [target.sinceSeq, target.state, target.secretVersion, target.changedBy],
    [theatre.state.seq, "active", 1, "anna"],
  );
  const [north, south, host] = [NORTH, SOUTH, HOST].map((one) => viewFor(theatre.state, one));
  const { id, name } = target;
  assert.deepEqual(changes.map(north!.tell), [
    { kind: "target.changed", target: { id, kind: "webhook", name, state: "active" } },
  ]);
  assert.equal(JSON.stringify(changes.map(north!.tell)).includes("s3cret"), false);
  for (const other of [south!, host!]) {
    assert.deepEqual(changes.map(other.tell), [null]);
    assert.deepEqual(other.targets.list(), []);
    assert.equal(other.targets.find(id), null);
  }
  assert.deepEqual(north!.targets.find(id)?.to, WEBHOOK.to);
});

test("where it leads may change, what it is may not; paused it stays paused", () => {
  const theatre = new TestTheatre();
  const target = make(theatre);
  theatre.must("NORTH", { kind: "pause-target", targetId: target.id });
  const to = { kind: "webhook", url: "https://north.example/other" } as const;
  theatre.must("NORTH", { ...WEBHOOK, targetId: target.id, to, eventKinds: ["line.changed"] });
  const changed = now(theatre, target);
  assert.deepEqual(
    [changed.to, changed.eventKinds, changed.state, changed.sinceSeq],
    [to, ["line.changed"], "paused", target.sinceSeq],
  );
  const other = theatre.say("NORTH", { ...EMAIL, targetId: target.id });
  assert.ok(!other.outcome.ok && other.outcome.refusal.reason === "bad-field");
  assert.equal(other.outcome.refusal.field, "kind");
  const none = { ...WEBHOOK, targetId: target.id, eventKinds: [] };
  assert.equal(theatre.reason("NORTH", none), "bad-field");
});

test("a secret's version rises with each change, of webhooks alone", () => {
  const theatre = new TestTheatre();
  const [hook, mail] = [make(theatre), make(theatre, EMAIL)];
  theatre.wait(5);
  for (const version of [2, 3]) {
    theatre.must("NORTH", { kind: "rotate-target-secret", targetId: hook.id });
    const { secretVersion, secretChangedMs } = now(theatre, hook);
    assert.deepEqual([secretVersion, secretChangedMs], [version, theatre.atMs]);
  }
  const rotated = { kind: "rotate-target-secret", targetId: mail.id } as const;
  assert.equal(theatre.reason("NORTH", rotated), "bad-field");
});

/** What leads to each state, and is refused where the table has no such step. */
const STEPS: Readonly<Record<TargetState, (targetId: string) => Command>> = {
  active: (targetId) => ({ kind: "resume-target", targetId }),
  paused: (targetId) => ({ kind: "pause-target", targetId }),
  removed: (targetId) => ({ kind: "remove-target", targetId }),
};

test("every step of a target is as the table says", () => {
  for (const from of TARGET_STATES) {
    for (const to of TARGET_STATES) {
      const theatre = new TestTheatre();
      const { id } = make(theatre);
      if (from !== "active") theatre.must("NORTH", STEPS[from](id));
      const wanted = TARGET.next[from].includes(to) ? "accepted" : "wrong-state";
      assert.equal(theatre.reason("NORTH", STEPS[to](id)), wanted, `${from} → ${to}`);
      if (wanted === "accepted") assert.equal(theatre.state.targets.all.get(id)!.state, to);
    }
  }
});

test("what is removed can't be changed, and is not sent to", () => {
  const theatre = new TestTheatre();
  const { id } = make(theatre);
  theatre.must("NORTH", { kind: "remove-target", targetId: id });
  assert.deepEqual(theatre.state.targets.live, []);
  assert.equal(theatre.reason("NORTH", { ...WEBHOOK, targetId: id }), "wrong-state");
  const rotated = { kind: "rotate-target-secret", targetId: id } as const;
  assert.equal(theatre.reason("NORTH", rotated), "wrong-state");
});

/** Everything that can be said of one. */
const allAbout = (targetId: string): readonly Command[] => [
  { ...WEBHOOK, targetId },
  { kind: "rotate-target-secret", targetId },
  ...TARGET_STATES.map((to) => STEPS[to](targetId)),
];

test("another's target and none at all are refused alike", () => {
  const theatre = new TestTheatre();
  const { id } = make(theatre);
  const told = (targetId: string) =>
    allAbout(targetId).map((command) =>
      JSON.stringify(theatre.say("SOUTH", command)).replaceAll(targetId, "ID"),
    );
  assert.deepEqual(told(id), told("target-none"));
  assert.match(told(id)[0]!, /not-found/);
});

test("it is the administrator's to say", () => {
  const theatre = new TestTheatre();
  const added = { kind: "add-client", name: "feed", roles: ["desk"], secretHash: "h" } as const;
  const result = theatre.must("NORTH", added);
  assert.ok(result.about === "party");
  const { id } = make(theatre);
  for (const command of [WEBHOOK, ...allAbout(id)]) {
    const { outcome } = theatre.say("NORTH", command, { by: result.id });
    assert.ok(!outcome.ok && outcome.refusal.reason === "not-permitted", command.kind);
  }
});

test("a party has so many targets, and a list of the last that it removed", () => {
  const theatre = new TestTheatre();
  for (let i = 0; i < LIMITS.targetsPerPartyMax; i++) make(theatre);
  assert.equal(theatre.reason("NORTH", WEBHOOK), "too-many");
  make(theatre, EMAIL, "SOUTH");
  const ids = new Set<string>();
  for (let i = 0; i < LIMITS.targetsRemovedKeptMax + 5; i++) {
    theatre.wait(1);
    const { id } = theatre.state.targets.live.find(({ party }) => party === "NORTH")!;
    theatre.must("NORTH", { kind: "remove-target", targetId: id });
    ids.add(make(theatre).id);
  }
  assert.equal(ids.size, LIMITS.targetsRemovedKeptMax + 5, "an id is never used again");
  const list = viewFor(theatre.state, NORTH).targets.list();
  assert.equal(list.length, LIMITS.targetsPerPartyMax + LIMITS.targetsRemovedKeptMax);
  assert.equal(theatre.state.targets.live.length, LIMITS.targetsPerPartyMax + 1);
});
