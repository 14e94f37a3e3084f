import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position, Volume4D } from "../../geometry/footprint.ts";
import type { Command } from "../commands.ts";
import { discAt, HOUR_MS, MINUTE_MS, START_MS, TestTheatre, theatreOf } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { PartyKind } from "../parties/model.ts";
import { viewFor } from "../view.ts";
import type { ConflictView, View } from "../view.ts";
import { RUNGS } from "./model.ts";
import type { Rung } from "./model.ts";

const HERE: Position = [40.04, 35.04];
const NEAR: Position = [40.06, 35.04];
const AWAY: Position = [41, 35];

/** NORTH, SOUTH and RELIEF, each of a kind. */
const open = (rules: Partial<TheatreRules> = {}, south: PartyKind = "military"): TestTheatre => {
  const theatre = new TestTheatre();
  const parties = [
    { id: "NORTH", names: { en: "North" }, kind: "military" },
    { id: "SOUTH", names: { en: "South" }, kind: south },
    { id: "EAST", names: { en: "East" }, kind: "civil_aviation" },
  ] as const;
  const { outcome } = theatre.say("system", {
    kind: "set-theatre",
    theatre: { ...theatreOf(rules), parties },
  });
  assert.ok(outcome.ok);
  return theatre;
};

const seenBy = (theatre: TestTheatre, party: string): View =>
  viewFor(theatre.state, { kind: "party", party });

const conflictOf = (theatre: TestTheatre, party: string): ConflictView => {
  const { items } = seenBy(theatre, party).conflicts({}, { limit: 10 });
  assert.equal(items.length, 1);
  return items[0]!;
};

const secret = (theatre: TestTheatre, startMin = 187): string =>
  theatre.file("NORTH", [discAt(HERE, { startMin, endMin: 239, lowerM: 111 })], {
    name: "secret",
    category: "uas_flight",
  }).operationId;

test("in a conflict both are told one cell and the window to the quarter, by default", () => {
  const theatre = open();
  secret(theatre);
  theatre.file("SOUTH", [discAt(NEAR)]);
  const [north, south] = [conflictOf(theatre, "NORTH"), conflictOf(theatre, "SOUTH")];
  assert.equal(south.other?.rung, "cell");
  assert.deepEqual(south.cell, north.cell);
  assert.equal(south.cell?.id, "441LL37");
  assert.equal(south.startMs, START_MS + 180 * MINUTE_MS);
  assert.equal(south.endMs, START_MS + 240 * MINUTE_MS);
  assert.equal(south.contactByMs, south.startMs - 30 * MINUTE_MS);
  assert.equal(south.toldMs, north.toldMs);
  assert.doesNotMatch(JSON.stringify(south), /NORTH|secret|111/);
});

test("a theatre may tell less: that there is one, and by when to be in contact", () => {
  const theatre = open({ disclosureOnConflict: "conflict_only" });
  secret(theatre);
  theatre.file("SOUTH", [discAt(NEAR)]);
  const { cell, startMs, endMs, contactByMs, other } = conflictOf(theatre, "SOUTH");
  assert.deepEqual([cell, startMs, endMs], [null, -Infinity, Infinity]);
  assert.equal(contactByMs, START_MS + 150 * MINUTE_MS);
  assert.equal(other?.rung, "conflict_only");
});

const SHOWN: Readonly<Record<Rung, readonly string[]>> = {
  conflict_only: [],
  cell: [],
  area_and_altitude: ["footprint", "111"],
  category: ["footprint", "111", "uas_flight"],
  full: ["footprint", "111", "uas_flight", "secret"],
};

for (const rung of RUNGS) {
  test(`at the rung ${rung} a recipient sees ${SHOWN[rung].join(", ") || "nothing of the operation"}`, () => {
    const theatre = open();
    const operationId = secret(theatre);
    const preview = seenBy(theatre, "NORTH").disclosure.preview(operationId, { to: "SOUTH", rung });
    const { changes } = theatre.say("NORTH", { kind: "disclose", operationId, to: "SOUTH", rung });
    const view = seenBy(theatre, "SOUTH");
    const seen = view.disclosure.disclosed(operationId);
    const text = JSON.stringify(seen);
    for (const word of SHOWN.full) {
      assert.equal(text.includes(word), SHOWN[rung].includes(word), `${word} at ${rung}`);
    }
    assert.deepEqual(preview, seen, "the preview is what is then seen");
    const [recipient] = seenBy(theatre, "NORTH").disclosure.recipients(operationId)!;
    assert.deepEqual(recipient?.sees, seen, "the owner sees what the recipient sees");
    assert.equal(view.operation(operationId), null, "no operation of its lists");
    assert.equal(view.operations({}, { limit: 10 }).items.length, 0);
    const isShown = seen !== null;
    assert.equal(view.disclosed({ limit: 10 }).items.length, isShown ? 1 : 0);
    assert.deepEqual(
      changes.map((change) => view.tell(change)?.kind ?? null),
      [isShown ? "operation.disclosed" : null],
    );
    assert.doesNotMatch(JSON.stringify(changes.map((one) => view.tell(one))), /footprint|secret/);
    assert.equal(seenBy(theatre, "EAST").disclosure.disclosed(operationId), null);
    assert.equal(viewFor(theatre.state, { kind: "host" }).disclosure.disclosed(operationId), null);
  });
}

test("below full the times are the quarter's, and where a mover is when stays unsaid", () => {
  const theatre = open();
  const footprint = {
    kind: "corridor",
    route: [HERE, NEAR],
    halfWidthM: 100,
    edges: "geodesic",
    timesMs: [START_MS + 187 * MINUTE_MS, START_MS + 200 * MINUTE_MS],
  } as const;
  const volume = { ...discAt(HERE), footprint, startMs: null, endMs: null };
  const { operationId } = theatre.file("NORTH", [volume]);
  const show = (rung: Rung) => {
    theatre.must("NORTH", { kind: "disclose", operationId, to: "SOUTH", rung });
    return seenBy(theatre, "SOUTH").disclosure.disclosed(operationId)!.versions[0]!.volumes[0]!;
  };
  const rough = show("area_and_altitude");
  assert.ok(rough.footprint.kind === "corridor" && rough.footprint.timesMs === undefined);
  assert.equal(rough.startMs, START_MS + 180 * MINUTE_MS);
  assert.equal(rough.endMs, START_MS + 210 * MINUTE_MS);
  assert.deepEqual(show("full"), volume);
});

test("steps go up, are shown for later versions while open, and are never taken back", () => {
  const theatre = open();
  const operationId = secret(theatre);
  const disclose = (rung: Rung, to = "SOUTH"): Command => ({
    kind: "disclose",
    operationId,
    to,
    rung,
  });
  theatre.must("NORTH", disclose("category"));
  assert.equal(theatre.reason("NORTH", disclose("cell")), "bad-field");
  assert.deepEqual(theatre.say("NORTH", disclose("category")).changes, [], "said twice");
  const replace = (version: number): void => {
    const volumes = [discAt(HERE, { lowerM: 120 + version })];
    theatre.must("NORTH", { kind: "replace-operation", operationId, version, volumes });
  };
  const seen = () => seenBy(theatre, "SOUTH").disclosure.disclosed(operationId)!;
  replace(1);
  assert.deepEqual(
    seen().versions.map(({ version, rung }) => [version, rung]),
    [
      [1, "category"],
      [2, "category"],
    ],
  );
  theatre.must("NORTH", { kind: "close-disclosure", operationId, to: "SOUTH" });
  assert.equal(seen().isCurrent, true, "what was shown stays");
  theatre.atMs += MINUTE_MS;
  replace(2);
  const after = seen();
  assert.equal(after.isCurrent, false);
  assert.equal(after.state, null);
  assert.equal(after.changedMs, theatre.atMs, "that it changed, and when");
  assert.doesNotMatch(JSON.stringify(after), /"lowerM":122/);
  theatre.atMs += MINUTE_MS;
  replace(3);
  assert.deepEqual(seen(), after, "how often it changed is not told");
  theatre.must("NORTH", disclose("area_and_altitude"));
  assert.equal(seen().versions.at(-1)?.version, 4);
  assert.equal(seen().versions.at(-1)?.rung, "area_and_altitude");
});

test("who may not be shown a thing, and what is not one's own, is refused", () => {
  const theatre = open();
  const operationId = secret(theatre);
  const rows: readonly (readonly [string, Command, string])[] = [
    ["SOUTH", { kind: "disclose", operationId, to: "EAST", rung: "full" }, "unknown-operation"],
    ["NORTH", { kind: "disclose", operationId, to: "NORTH", rung: "full" }, "bad-field"],
    ["NORTH", { kind: "disclose", operationId, to: "WEST", rung: "full" }, "bad-field"],
    ["NORTH", { kind: "close-disclosure", operationId, to: "SOUTH" }, "not-found"],
    ["SOUTH", { kind: "close-disclosure", operationId, to: "EAST" }, "unknown-operation"],
    ["NORTH", { kind: "set-standing-consent", to: "NORTH", rung: "cell" }, "bad-field"],
    [
      "system",
      { kind: "note-read", party: "SOUTH", operationId, version: 1, rung: "full" },
      "unknown-operation",
    ],
    [
      "SOUTH",
      { kind: "note-read", party: "SOUTH", operationId, version: 1, rung: "full" },
      "not-permitted",
    ],
  ];
  for (const [party, command, reason] of rows) assert.equal(theatre.reason(party, command), reason);
  theatre.must("NORTH", { kind: "cancel-operation", operationId });
  const late = { kind: "disclose", operationId, to: "SOUTH", rung: "full" } as const;
  assert.equal(theatre.reason("NORTH", late), "wrong-state");
});

test("a standing consent shows by itself what is in conflict, and nothing else", () => {
  const theatre = open();
  theatre.must("NORTH", {
    kind: "set-standing-consent",
    to: "SOUTH",
    rung: "full",
    categories: ["uas_flight"],
  });
  const quiet = theatre.file("NORTH", [discAt(AWAY)]).operationId;
  const shown = secret(theatre);
  const other = theatre.file("NORTH", [discAt(NEAR)], { category: "medevac" }).operationId;
  theatre.file("SOUTH", [discAt(NEAR)]);
  const { disclosure } = seenBy(theatre, "SOUTH");
  assert.equal(disclosure.disclosed(quiet), null);
  assert.equal(disclosure.disclosed(other), null);
  assert.equal(disclosure.disclosed(shown)?.versions[0]?.rung, "full");
  assert.equal(seenBy(theatre, "EAST").disclosure.disclosed(shown), null);
  assert.equal(seenBy(theatre, "SOUTH").disclosure.consents().length, 0);
  assert.equal(seenBy(theatre, "NORTH").disclosure.consents().length, 1);
});

test("reading leaves one receipt for each version and rung, which the owner sees", () => {
  const theatre = open();
  const operationId = secret(theatre);
  theatre.file("SOUTH", [discAt(NEAR)]);
  theatre.must("NORTH", { kind: "disclose", operationId, to: "SOUTH", rung: "full" });
  const south = seenBy(theatre, "SOUTH");
  assert.equal(conflictOf(theatre, "SOUTH").facts, null, "not before it was opened");
  assert.deepEqual(south.disclosure.unread(operationId), [{ version: 1, rung: "full" }]);
  theatre.atMs += MINUTE_MS;
  const read = {
    kind: "note-read",
    party: "SOUTH",
    operationId,
    version: 1,
    rung: "full",
  } as const;
  const { changes } = theatre.say("system", read);
  assert.deepEqual(
    changes.map((change) => seenBy(theatre, "NORTH").tell(change)?.kind),
    ["disclosure.read"],
  );
  assert.equal(south.tell(changes[0]!), null);
  assert.deepEqual(south.disclosure.unread(operationId), []);
  assert.deepEqual(theatre.say("system", read).changes, [], "once");
  const [recipient] = seenBy(theatre, "NORTH").disclosure.recipients(operationId)!;
  assert.deepEqual(recipient?.reads, [{ version: 1, rung: "full", readMs: theatre.atMs }]);
  assert.ok(conflictOf(theatre, "SOUTH").facts, "now both sides are known to it in full");
  assert.equal(conflictOf(theatre, "NORTH").facts, null);
  assert.equal(theatre.reason("system", { ...read, version: 2 }), "not-found");
});

test("a humanitarian party is given no military area at any rung, but advice with a window", () => {
  const theatre = open({ disclosureOnConflict: "full" }, "humanitarian");
  const operationId = secret(theatre);
  theatre.file("SOUTH", [discAt(AWAY), discAt(NEAR)], { category: "humanitarian_delivery" });
  const { cell, advice, startMs, endMs } = conflictOf(theatre, "SOUTH");
  assert.equal(cell, null);
  assert.deepEqual(advice, {
    measures: ["hold", "delay", "reroute"],
    fromMs: startMs,
    toMs: endMs,
    ownVolumes: [1],
  });
  const disclose = { kind: "disclose", operationId, to: "SOUTH" } as const;
  assert.equal(theatre.reason("NORTH", { ...disclose, rung: "area_and_altitude" }), "bad-field");
  assert.equal(theatre.reason("NORTH", { ...disclose, rung: "cell" }), "accepted");
  const consent = { kind: "set-standing-consent", to: "SOUTH", rung: "full" } as const;
  assert.equal(theatre.reason("NORTH", consent), "bad-field");
  assert.equal(theatre.reason("EAST", consent), "accepted", "civil aviation may");
  assert.equal(seenBy(theatre, "SOUTH").disclosure.disclosed(operationId), null);
  assert.equal(conflictOf(theatre, "NORTH").other?.rung, "full", "the other way round it is shown");
});

test("a party that becomes humanitarian loses what it may not be given", () => {
  const theatre = open();
  const operationId = secret(theatre);
  theatre.must("NORTH", { kind: "disclose", operationId, to: "SOUTH", rung: "full" });
  assert.ok(seenBy(theatre, "SOUTH").disclosure.disclosed(operationId));
  const now = theatre.state.theatre!;
  const parties = now.parties.map((party) =>
    party.id === "SOUTH" ? { ...party, kind: "humanitarian" as const } : party,
  );
  theatre.setByTwo({ ...now, parties });
  assert.equal(seenBy(theatre, "SOUTH").disclosure.disclosed(operationId), null);
});

test("a theatre sets least sizes, and a quota in each area, each refused by its name", () => {
  const theatre = open({ areaMinKm2: 3, windowMinMinutes: 30, noticesPerAreaDayMax: 2 });
  const file = (volumes: readonly ReturnType<typeof discAt>[]): string => {
    const { outcome } = theatre.say("NORTH", { kind: "file-operation", category: "sar", volumes });
    if (outcome.ok) return "accepted";
    const { refusal } = outcome;
    return refusal.reason === "bad-field" ? refusal.detail : refusal.reason;
  };
  assert.match(file([discAt(HERE, { radiusM: 900 })]), /covers 2\.544 km²/);
  assert.match(file([discAt(HERE, { endMin: 200 })]), /lasts 20 minutes/);
  assert.equal(file([discAt(HERE)]), "accepted");
  assert.equal(file([discAt(HERE, { radiusM: 700 }), discAt(NEAR, { radiusM: 700 })]), "accepted");
  assert.equal(file([discAt(HERE)]), "too-many");
  assert.equal(file([discAt([50, 35])]), "accepted", "another area");
  theatre.atMs += 24 * HOUR_MS;
  assert.equal(file([discAt(HERE, { startMin: 2000, endMin: 2100 })]), "accepted", "another day");
});

test("a quota holds in every area that a notice touches, wherever its first corner lies", () => {
  const far: readonly Position[] = [
    [HERE[0] - 4, HERE[1]],
    [HERE[0], HERE[1] + 4],
  ];
  const wide = discAt(HERE, { radiusM: 450_000 });
  const reaching = far.map((from) => ({
    ...discAt(HERE),
    footprint: { kind: "corridor", route: [from, HERE], halfWidthM: 500, edges: "geodesic" },
  })) satisfies readonly Volume4D[];
  const small = [discAt(HERE), discAt(HERE, { radiusM: 900 })];
  for (const [name, before, last] of [
    ["corridors that end there", reaching, discAt(HERE)],
    ["areas far wider", [wide, wide], discAt(HERE)],
    ["small ones, then a wide one", small, wide],
    ["a wide one and a small one", [wide, discAt(HERE)], discAt(HERE)],
  ] as const) {
    const theatre = open({ noticesPerAreaDayMax: 2 });
    const file = (volume: Volume4D): string =>
      theatre.reason("NORTH", { kind: "file-operation", category: "sar", volumes: [volume] });
    for (const volume of before) assert.equal(file(volume), "accepted", name);
    assert.equal(file(last), "too-many", name);
    assert.equal(file(discAt([HERE[0] + 40, HERE[1]])), "accepted", "another area");
  }
});

test("leaving a conflict that was told is counted, and both see how often", () => {
  const theatre = open();
  theatre.file("SOUTH", [discAt(NEAR, { endMin: 900 })]);
  for (let i = 1; i <= 3; i++) {
    const { operationId } = theatre.file("NORTH", [discAt(HERE)]);
    if (i < 3) theatre.must("NORTH", { kind: "cancel-operation", operationId });
    else {
      const volumes = [discAt(AWAY)];
      theatre.must("NORTH", { kind: "replace-operation", operationId, version: 1, volumes });
    }
  }
  const last = (party: string) => seenBy(theatre, party).conflicts({}, { limit: 10 }).items.at(-1)!;
  assert.equal(last("NORTH").own?.withdrawals, null, "from whom is not known yet");
  assert.equal(last("SOUTH").other?.withdrawals, 3);
  assert.equal(last("SOUTH").own?.withdrawals, null);
  theatre.file("NORTH", [discAt(HERE)]);
  const conflictId = last("SOUTH").id;
  for (const party of ["NORTH", "SOUTH"]) theatre.must(party, { kind: "own-conflict", conflictId });
  assert.equal(last("NORTH").own?.withdrawals, 3);
  assert.equal(last("SOUTH").own?.withdrawals, 0);
});

test("what a change did is told later where the theatre says so, and never later than contact allows", () => {
  const theatre = open({ rematchDelayMs: 10 * MINUTE_MS });
  theatre.file("SOUTH", [discAt(NEAR)]);
  const { operationId } = theatre.file("NORTH", [discAt(AWAY)]);
  const replace = (version: number, at: Position, startMin: number) =>
    theatre.say("NORTH", {
      kind: "replace-operation",
      operationId,
      version,
      volumes: [discAt(at, { startMin })],
    }).changes;
  assert.deepEqual(replace(1, HERE, 180), [{ kind: "operation-replaced", operationId }]);
  assert.equal(theatre.state.conflicts.size, 0);
  assert.deepEqual(
    theatre.wait(10 * MINUTE_MS).changes.map(({ kind }) => kind),
    ["conflict-opened"],
  );
  assert.deepEqual(replace(2, AWAY, 180), [{ kind: "operation-replaced", operationId }]);
  assert.deepEqual(
    theatre.wait(10 * MINUTE_MS).changes.map(({ kind }) => kind),
    ["conflict-closed"],
  );
  assert.equal(
    seenBy(theatre, "SOUTH").conflicts({}, { limit: 1 }).items[0]?.other?.withdrawals,
    1,
  );
  theatre.wait(125 * MINUTE_MS);
  assert.deepEqual(
    replace(3, HERE, 180).map(({ kind }) => kind),
    ["operation-replaced", "conflict-opened"],
    "five minutes before contact is due nothing waits",
  );
});

test("an answer that a notice conflicts is no free measurement: it counts as a notice", () => {
  const theatre = new TestTheatre({ refuseOnConflict: ["uas_flight"], noticesPerPartyDayMax: 2 });
  theatre.file("NORTH", [discAt([40, 35])]);
  const probe = {
    kind: "file-operation",
    category: "uas_flight",
    volumes: [discAt([40, 35])],
  } as const;
  const reasons = [1, 2, 3].map(() => theatre.reason("SOUTH", probe));
  assert.deepEqual(reasons, ["conflicts-refused", "conflicts-refused", "too-many"]);
});
