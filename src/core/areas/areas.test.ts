import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../limits.ts";
import { WORDS } from "../line/words.ts";
import { discAt, START_MS, TestTheatre, theatreOf } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { EntryOutcome } from "../apply.ts";
import type { Reader } from "../view.ts";
import type { AreaCommand } from "./commands.ts";
import { AREA_KIND_MEANS, findUnrestrictive, RESTRICTIVE_KINDS } from "./kinds.ts";
import { AREA, AREA_STATES } from "./model.ts";
import type { Area, AreaTerms } from "./model.ts";
import {
  agree,
  DAY_MS,
  getArea,
  HOUR_MS,
  mustArea,
  proposalOf,
  propose,
  termsOf,
} from "./test-areas.ts";

const NORTH = { kind: "party", party: "NORTH" } as const;
const SOUTH = { kind: "party", party: "SOUTH" } as const;
const EAST = { kind: "party", party: "EAST" } as const;
const HOST = { kind: "host" } as const;

const toldTo = (theatre: TestTheatre, { changes }: EntryOutcome, reader: Reader): string[] =>
  changes.flatMap((change) => viewFor(theatre.state, reader).tell(change)?.kind ?? []);

const withEast = (rules: Parameters<typeof theatreOf>[0] = {}): TestTheatre => {
  const theatre = new TestTheatre();
  const { parties, ...rest } = theatreOf(rules);
  const east = { id: "EAST", names: { en: "East" }, kind: "military" } as const;
  theatre.setByTwo({ ...rest, parties: [...parties, east] });
  return theatre;
};

/** A change that names the last version. */
const changeOf = ({ id, lastVersion }: Area, fields: Partial<AreaTerms>): AreaCommand => ({
  kind: "change-area",
  areaId: id,
  version: lastVersion,
  fields: termsOf(fields),
  isPublic: false,
});

test("an area is agreed by both, comes into force, is due for review and ends, told to both", () => {
  const theatre = new TestTheatre();
  const area = propose(theatre, proposalOf({ reviewByMs: START_MS + 9 * DAY_MS }));
  assert.match(area.id, /^area-[a-z0-9]{14,16}$/);
  assert.equal(area.state, "proposed");
  const agreed = theatre.say("SOUTH", { kind: "agree-area", areaId: area.id, version: 1 });
  for (const reader of [NORTH, SOUTH, HOST]) {
    assert.deepEqual(toldTo(theatre, agreed, reader), ["area.changed"]);
  }
  assert.equal(area.state, "agreed");
  const rows = [
    [HOUR_MS - 1, "agreed", []],
    [1, "in_force", ["area.changed"]],
    [9 * DAY_MS - HOUR_MS - LIMITS.areaReviewReminderMs, "in_force", ["area.review-soon"]],
    [LIMITS.areaReviewReminderMs, "due_for_review", ["area.changed"]],
    [DAY_MS, "due_for_review", []],
    [1, "ended", ["area.changed"]],
  ] as const;
  for (const [ms, state, told] of rows) {
    const passed = theatre.wait(ms);
    assert.equal(area.state, state);
    for (const reader of [NORTH, SOUTH]) assert.deepEqual(toldTo(theatre, passed, reader), told);
  }
  assert.equal(area.endedReason, "term_over");
  theatre.wait(LIMITS.retentionMs);
  assert.equal(theatre.state.areas.all.size, 0);
});

test("only kinds that restrict are agreed: the others are refused with a reason and a remedy", () => {
  const theatre = new TestTheatre();
  for (const kind of WORDS.areaKind) {
    const { outcome } = theatre.say("NORTH", proposalOf({ areaKind: kind }));
    const isTaken = RESTRICTIVE_KINDS.includes(kind);
    assert.equal(outcome.ok, isTaken, kind);
    if (outcome.ok) continue;
    assert.deepEqual(outcome.refusal, findUnrestrictive(kind));
    assert.ok(outcome.refusal.reason === "bad-field" && outcome.refusal.remedy.length > 20);
  }
  assert.deepEqual(
    ["air_corridor", "hidacz", "mrr"].map((kind) => AREA_KIND_MEANS[kind as "mrr"]),
    ["admits", "admits", "admits"],
  );
});

test("terms that can't be held to are refused by field", () => {
  const theatre = new TestTheatre();
  const endless = { startMs: START_MS, endMs: null };
  const rows: readonly (readonly [Partial<AreaTerms>, string])[] = [
    [{ window: endless }, "fields.reviewBy"],
    [{ reviewByMs: START_MS }, "fields.reviewBy"],
    [{ reviewByMs: START_MS + 11 * DAY_MS }, "fields.reviewBy"],
    [{ window: { startMs: 0, endMs: START_MS - 1 } }, "window-ended"],
  ];
  for (const [fields, wanted] of rows) {
    const { outcome } = theatre.say("NORTH", proposalOf(fields));
    assert.ok(!outcome.ok);
    const { refusal } = outcome;
    assert.equal(refusal.reason === "bad-field" ? refusal.field : refusal.reason, wanted);
  }
  for (const [others, reason] of [
    [[], "bad-field"],
    [["NORTH"], "bad-field"],
    [["SOUTH", "SOUTH"], "bad-field"],
    [["WEST"], "unknown-party"],
  ] as const) {
    assert.equal(theatre.reason("NORTH", proposalOf({}, { with: others })), reason);
  }
  assert.equal(theatre.state.areas.all.size, 0);
});

test("a counter-proposal takes the place of what waits, and takes agreement anew", () => {
  const theatre = withEast();
  const area = propose(theatre, proposalOf({}, { with: ["SOUTH", "EAST"] }));
  mustArea(theatre, "EAST", { kind: "agree-area", areaId: area.id, version: 1 });
  mustArea(theatre, "SOUTH", changeOf(area, { measures: ["no_fire"] }));
  const say = (party: string, kind: "agree-area" | "decline-area" | "withdraw-area", version = 2) =>
    theatre.reason(party, { kind, areaId: area.id, version });
  assert.equal(say("NORTH", "agree-area", 1), "bad-field", "what waited before is gone");
  assert.equal(say("SOUTH", "agree-area"), "not-permitted", "it has agreed by proposing");
  assert.equal(say("SOUTH", "decline-area"), "not-permitted", "it is its own");
  assert.equal(say("NORTH", "withdraw-area"), "not-permitted", "it is another's");
  assert.equal(say("NORTH", "agree-area"), "accepted");
  assert.equal(area.state, "proposed", "one of three has not agreed");
  assert.equal(say("EAST", "agree-area"), "accepted");
  assert.deepEqual([area.state, area.agreed?.terms.measures], ["agreed", ["no_fire"]]);
});

test("a change that is proposed leaves what is in force as it is, until all agree or one declines", () => {
  const theatre = new TestTheatre();
  const area = agree(theatre);
  theatre.wait(HOUR_MS);
  const later = { startMs: START_MS + HOUR_MS, endMs: START_MS + 20 * DAY_MS };
  assert.equal(
    theatre.reason("SOUTH", { ...changeOf(area, {}), version: 7 } as AreaCommand),
    "bad-field",
  );
  mustArea(theatre, "SOUTH", changeOf(area, { window: later }));
  mustArea(theatre, "NORTH", { kind: "decline-area", areaId: area.id, version: 2 });
  assert.deepEqual([area.state, area.agreed?.version, area.pending], ["in_force", 1, null]);
  mustArea(theatre, "SOUTH", changeOf(area, { window: later }));
  theatre.wait(DAY_MS);
  mustArea(theatre, "NORTH", { kind: "agree-area", areaId: area.id, version: 3 });
  assert.deepEqual([area.state, area.agreed?.version], ["in_force", 3]);
  theatre.wait(10 * DAY_MS);
  assert.equal(area.state, "in_force", "the end of the version before is nothing now");
  theatre.wait(10 * DAY_MS);
  assert.equal(area.state, "ended");
});

test("what nobody answers lapses; what is declined or withdrawn was never agreed", () => {
  const endless = {
    window: { startMs: START_MS, endMs: null },
    reviewByMs: START_MS + 90 * DAY_MS,
  };
  for (const [say, reason] of [
    [(theatre: TestTheatre) => theatre.wait(LIMITS.areaProposalMs), "lapsed"],
    [decline, "declined"],
    [withdraw, "withdrawn"],
  ] as const) {
    const theatre = new TestTheatre();
    const area = propose(theatre, proposalOf(endless));
    say(theatre);
    assert.deepEqual([area.state, area.endedReason], ["ended", reason]);
    const again = { kind: "agree-area", areaId: area.id, version: 1 } as const;
    assert.equal(theatre.reason("SOUTH", again), "wrong-state");
    assert.equal(viewFor(theatre.state, HOST).area(area.id)?.detail, "exists");
  }
});

const last = ({ state }: TestTheatre): Area => [...state.areas.all.values()].at(-1)!;
const decline = (theatre: TestTheatre): unknown =>
  mustArea(theatre, "SOUTH", { kind: "decline-area", areaId: last(theatre).id, version: 1 });
const withdraw = (theatre: TestTheatre): unknown =>
  mustArea(theatre, "NORTH", { kind: "withdraw-area", areaId: last(theatre).id, version: 1 });

test("where the theatre asks for two people a side, a second one of each confirms", () => {
  const theatre = new TestTheatre({ secondPersonAgreement: true });
  assert.equal(theatre.reason("NORTH", proposalOf()), "needs-second-person");
  const { outcome } = theatre.say("NORTH", proposalOf(), { by: "n-1" });
  assert.ok(outcome.ok && outcome.value?.about === "area");
  const { areaId } = outcome.value;
  const area = getArea(theatre, areaId);
  const rows = [
    ["SOUTH", "confirm-area", "s-2", "not-permitted"],
    ["SOUTH", "agree-area", "s-1", "accepted"],
    ["SOUTH", "confirm-area", "s-1", "needs-second-person"],
    ["SOUTH", "confirm-area", "s-2", "accepted"],
    ["NORTH", "confirm-area", "n-1", "needs-second-person"],
    ["NORTH", "confirm-area", "n-2", "accepted"],
  ] as const;
  for (const [party, kind, by, wanted] of rows) {
    assert.equal(area.state, "proposed");
    const said = theatre.say(party, { kind, areaId, version: 1 }, { by }).outcome;
    assert.equal(said.ok ? "accepted" : said.refusal.reason, wanted, `${by} ${kind}`);
  }
  assert.equal(area.state, "agreed");
});

test("one side ends an area with notice, all sides at once", () => {
  const theatre = new TestTheatre();
  const area = agree(theatre);
  theatre.wait(HOUR_MS);
  const end = (atMs?: number): AreaCommand => ({
    kind: "end-area",
    areaId: area.id,
    reason: "not_observed",
    ...(atMs === undefined ? {} : { atMs }),
  });
  assert.equal(theatre.reason("SOUTH", end(theatre.atMs)), "bad-field");
  const said = theatre.say("SOUTH", end());
  assert.deepEqual(toldTo(theatre, said, NORTH), ["area.changed"]);
  theatre.wait(LIMITS.areaEndNoticeMs - 1);
  assert.equal(area.state, "in_force");
  theatre.wait(1);
  assert.deepEqual([area.state, area.endedReason], ["ended", "not_observed"]);
  const other = agree(theatre);
  for (const party of ["NORTH", "SOUTH"]) {
    mustArea(theatre, party, { kind: "end-area", areaId: other.id, reason: "no_longer_needed" });
  }
  assert.deepEqual([other.state, other.endedReason], ["ended", "by_agreement"]);
  const proposed = propose(theatre);
  const early = { kind: "end-area", areaId: proposed.id, reason: "replaced" } as const;
  assert.equal(theatre.reason("NORTH", early), "not-permitted");
});

test("an operation that touches an area is told its measures, at filing, replacing and agreement", () => {
  const theatre = new TestTheatre();
  const inside = discAt([40, 35]);
  const { operationId } = theatre.file("NORTH", [inside]);
  const beside = theatre.file("NORTH", [discAt([40.1, 35])]);
  const above = theatre.file("NORTH", [discAt([40, 35], { lowerM: 1_001, upperM: 1_200 })]);
  const area = propose(theatre);
  const agreed = theatre.say("SOUTH", { kind: "agree-area", areaId: area.id, version: 1 });
  const view = viewFor(theatre.state, NORTH);
  const told = agreed.changes.flatMap((change) => view.tell(change) ?? []);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ["area.changed", "area.touched"],
  );
  const touched = told.at(-1);
  assert.ok(touched?.kind === "area.touched" && touched.area.detail === "full");
  assert.equal(touched.operationId, operationId);
  assert.deepEqual(touched.area.agreed?.terms.measures, ["no_fire", "call_before_entry"]);
  assert.deepEqual(toldTo(theatre, agreed, SOUTH), ["area.changed"], "not of whose they are");
  assert.deepEqual(
    view.areasTouchedBy(operationId)?.map(({ id }) => id),
    [area.id],
  );
  for (const other of [beside, above]) {
    assert.deepEqual(view.areasTouchedBy(other.operationId), []);
  }
  assert.equal(viewFor(theatre.state, SOUTH).areasTouchedBy(operationId), null);
  const filed = theatre.file("SOUTH", [inside]);
  assert.deepEqual(filed.areaIds, [area.id]);
  const replaced = theatre.say("NORTH", {
    kind: "replace-operation",
    operationId: beside.operationId,
    version: 1,
    volumes: [inside],
  });
  assert.ok(toldTo(theatre, replaced, NORTH).includes("area.touched"));
  assert.ok(!toldTo(theatre, replaced, SOUTH).includes("area.touched"));
  const inForce = theatre.wait(HOUR_MS);
  assert.deepEqual(toldTo(theatre, inForce, SOUTH), ["area.changed", "area.touched"]);
});

test("in time, too: what is over before the area begins does not touch it", () => {
  const theatre = new TestTheatre();
  agree(theatre);
  const early = discAt([40, 35], { startMin: 5, endMin: 59 });
  const late = discAt([40, 35], { startMin: 5, endMin: 60 });
  assert.deepEqual(theatre.file("NORTH", [early]).areaIds, []);
  assert.equal(theatre.file("NORTH", [late]).areaIds.length, 1);
});

test("who is no party hears nothing of an area, until its parties make it public", () => {
  const theatre = withEast();
  const file = () => theatre.file("EAST", [discAt([40, 35])]);
  const secret = propose(theatre);
  const agreed = theatre.say("SOUTH", { kind: "agree-area", areaId: secret.id, version: 1 });
  assert.deepEqual(file().areaIds, []);
  assert.deepEqual(toldTo(theatre, agreed, EAST), []);
  assert.equal(viewFor(theatre.state, EAST).area(secret.id), null);
  assert.deepEqual(viewFor(theatre.state, EAST).areas({}, { limit: 9 }).items, []);
  const proposed = theatre.say("NORTH", proposalOf({}, { isPublic: true }));
  assert.deepEqual(toldTo(theatre, proposed, EAST), [], "not while it is only proposed");
  const open = last(theatre);
  const published = theatre.say("SOUTH", { kind: "agree-area", areaId: open.id, version: 1 });
  assert.deepEqual(toldTo(theatre, published, EAST), ["area.changed", "area.touched"]);
  const seen = viewFor(theatre.state, EAST).area(open.id);
  assert.ok(seen?.detail === "agreed");
  const before = JSON.stringify(seen);
  theatre.wait(1);
  const pending = theatre.say("NORTH", {
    ...changeOf(open, { measures: ["no_entry"] }),
    isPublic: true,
  } as AreaCommand);
  const ending = theatre.say("SOUTH", { kind: "end-area", areaId: open.id, reason: "replaced" });
  for (const one of [pending, ending]) assert.deepEqual(toldTo(theatre, one, EAST), []);
  assert.equal(JSON.stringify(viewFor(theatre.state, EAST).area(open.id)), before);
  assert.deepEqual(file().areaIds, [open.id]);
  assert.equal(theatre.reason("NORTH", changeOf(open, {})), "bad-field", "it stays public");
  const asked = (areaId: string) =>
    JSON.stringify(theatre.say("EAST", { kind: "end-area", areaId, reason: "replaced" }).outcome);
  assert.equal(asked(secret.id).replaceAll(secret.id, "ID"), asked("ID"));
  assert.equal(asked(open.id).replaceAll(open.id, "ID"), asked("ID"));
});

test("the officer is named to the own party alone, and to no reader of what is public", () => {
  const theatre = withEast();
  theatre.say("NORTH", proposalOf({}, { isPublic: true }), { by: "n-1" });
  const { id } = last(theatre);
  theatre.say("SOUTH", { kind: "agree-area", areaId: id, version: 1 }, { by: "s-1" });
  theatre.say("SOUTH", { kind: "end-area", areaId: id, reason: "replaced" }, { by: "s-1" });
  const said = (reader: Reader) => JSON.stringify(viewFor(theatre.state, reader).area(id));
  for (const [reader, names] of [
    [NORTH, [true, false]],
    [SOUTH, [false, true]],
    [EAST, [false, false]],
    [HOST, [false, false]],
  ] as const) {
    assert.deepEqual(
      ["n-1", "s-1"].map((name) => said(reader).includes(name)),
      names,
    );
  }
});

test("the host opens an area by two and reads its terms", () => {
  const theatre = new TestTheatre();
  const area = agree(theatre);
  const view = viewFor(theatre.state, HOST);
  const seen = view.area(area.id);
  assert.ok(seen?.detail === "exists" && !JSON.stringify(seen).includes("river"));
  const reason = "asked by both";
  theatre.say(
    "system",
    { kind: "request-opening", what: "area", id: area.id, reason },
    { by: "a" },
  );
  const [opening] = theatre.state.openings.all.values();
  theatre.say("system", { kind: "second-opening", openingId: opening!.id }, { by: "b" });
  assert.equal(view.area(area.id)?.detail, "full");
});

/** What asks for each state of an area that is there, where anything does. */
test("each step that the table does not have is refused", () => {
  for (const state of AREA_STATES) {
    const theatre = new TestTheatre();
    const area = agree(theatre);
    mustArea(theatre, "NORTH", changeOf(area, {}));
    area.state = state;
    const about = { areaId: area.id, version: 2 };
    for (const [command, to] of [
      [{ kind: "agree-area", ...about }, "agreed"],
      [{ kind: "decline-area", ...about }, "ended"],
      [{ kind: "end-area", areaId: area.id, reason: "replaced" }, "ended"],
    ] as const) {
      const isLegal = AREA.next[state].includes(to);
      const reason = theatre.reason("SOUTH", command);
      if (isLegal) assert.notEqual(reason, "wrong-state", `${state} → ${to}`);
      else assert.equal(reason, "wrong-state", `${state} → ${to}`);
      area.state = state;
      area.pending ??= area.agreed && { ...area.agreed, version: 2, party: "NORTH" };
      area.assents = area.assents.filter(({ party }) => party === "NORTH");
    }
  }
});
