import assert from "node:assert/strict";
import { test } from "node:test";
import { deserialize, serialize } from "node:v8";
import { dumpState, loadState } from "../dump.ts";
import { viewFor } from "../view.ts";
import type { EntryOutcome } from "../apply.ts";
import type { Command } from "../commands.ts";
import { discAt, HOUR_MS, MINUTE_MS, START_MS } from "../test-theatre.ts";
import { MOVEMENT, MOVEMENT_STATES, OUTCOMES } from "./model.ts";
import { metresOutside } from "./off-route.ts";
import {
  answerTo,
  check,
  CONVOY,
  departAt,
  DESTINATION,
  movementOf,
  moveTheatre,
  ORIGIN,
  report,
  sayBy,
  seenBy,
  submit,
  tellOne,
} from "./test-movements.ts";

const DAY_MS = 24 * HOUR_MS;

const reasonOf = ({ outcome }: EntryOutcome): string =>
  outcome.ok ? "accepted" : outcome.refusal.reason;
const fieldOf = ({ outcome }: EntryOutcome): string =>
  !outcome.ok && "field" in outcome.refusal ? outcome.refusal.field : "";

const find = (theatre: ReturnType<typeof moveTheatre>, party: string) =>
  viewFor(theatre.state, { kind: "party", party }).movement.find(movementOf(theatre).id);

test("a movement is told when a second person has read both ends back", () => {
  const theatre = moveTheatre();
  const movement = submit(theatre);
  assert.equal(movement.state, "submitted");
  assert.equal(theatre.state.operations.size, 0);
  assert.equal(find(theatre, "SOUTH"), null);
  assert.equal(reasonOf(check(theatre, "ana")), "needs-second-person");
  const off = { origin: { ...ORIGIN, latDeg: 35.4 }, destination: DESTINATION };
  const about = { kind: "check-movement", movementId: movement.id, version: 1 } as const;
  const refused = sayBy(theatre, "RELIEF", "ben", { ...about, readBack: off });
  assert.equal(fieldOf(refused), "readBack.origin");
  assert.equal(reasonOf(check(theatre)), "accepted");
  const [operation] = theatre.state.operations.values();
  assert.deepEqual(
    [operation!.category, operation!.moverClass, operation!.party],
    ["humanitarian_delivery", "ground", "RELIEF"],
  );
  const seen = seenBy(theatre, "SOUTH");
  assert.deepEqual([seen.state, seen.isChecked, seen.isShortNotice], ["planned", true, false]);
  assert.equal(seen.fields.contact, CONVOY.contact);
  assert.equal(reasonOf(check(theatre)), "wrong-state");
});

test("its operation is in conflict like any other", () => {
  const theatre = moveTheatre();
  const flight = discAt([40.1, 35.3], { startMin: 50 * 60, endMin: 51 * 60 });
  theatre.file("SOUTH", [flight]);
  tellOne(theatre);
  assert.equal(theatre.state.conflicts.size, 1);
});

test("what must go at once is told at once, and says that nobody has checked it", () => {
  const theatre = moveTheatre({ areaMinKm2: 9_999, refuseOnConflict: ["medevac"] });
  const legs = [{ startMs: START_MS + HOUR_MS, endMs: START_MS + 2 * HOUR_MS }];
  const movement = submit(theatre, { purpose: "medical_evacuation", legs });
  assert.equal(movement.state, "planned");
  const seen = seenBy(theatre, "SOUTH");
  assert.deepEqual([seen.isChecked, seen.isShortNotice], [false, false]);
  assert.equal(reasonOf(check(theatre)), "accepted");
  assert.equal(seenBy(theatre, "SOUTH").isChecked, true);
});

test("no quota stops what must go at once", () => {
  const theatre = moveTheatre({ noticesPerPartyDayMax: 1 });
  const legs = [{ startMs: START_MS + HOUR_MS, endMs: START_MS + 2 * HOUR_MS }];
  for (let i = 0; i < 3; i++) submit(theatre, { purpose: "search_and_rescue", legs });
  assert.equal(theatre.state.operations.size, 3);
  submit(theatre);
  assert.equal(reasonOf(check(theatre)), "too-many");
});

test("whose operation ran out on the way files another, and the first is its own no more", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  departAt(theatre);
  report(theatre, "departed");
  const [first] = [...theatre.state.operations.keys()];
  theatre.wait(5 * HOUR_MS);
  assert.equal(theatre.state.operations.get(first!)!.state, "expired");
  const [leg] = CONVOY.legs;
  const fields = { ...CONVOY, legs: [{ startMs: leg!.startMs, endMs: leg!.endMs! + 9 * HOUR_MS }] };
  sayBy(theatre, "RELIEF", "ana", { kind: "change-movement", movementId, version: 1, fields });
  assert.equal(reasonOf(check(theatre)), "accepted");
  const { operationId } = movementOf(theatre);
  assert.notEqual(operationId, first);
  assert.equal(theatre.state.operations.get(operationId!)!.state, "deviating");
  const { movements } = loadState(deserialize(serialize(dumpState(theatre.state))));
  assert.deepEqual(movements, theatre.state.movements);
});

test("lead times are 48 hours, of an emergency 24: less is flagged, never refused", () => {
  const cases = [
    [49, false, false],
    [47, false, true],
    [47, true, false],
    [23, true, true],
  ] as const;
  for (const [hours, isEmergency, isShort] of cases) {
    const theatre = moveTheatre();
    const startMs = START_MS + hours * HOUR_MS;
    tellOne(theatre, { legs: [{ startMs, endMs: startMs + HOUR_MS }] }, { isEmergency });
    assert.equal(seenBy(theatre, "SOUTH").isShortNotice, isShort, `${hours} ${isEmergency}`);
  }
});

test("an unknown escort keeps it incomplete: told so, acknowledged as that, and it departs", () => {
  const theatre = moveTheatre();
  tellOne(theatre, { armedEscort: "unknown" });
  assert.deepEqual(seenBy(theatre, "SOUTH").missing, ["armed_escort"]);
  assert.equal(reasonOf(answerTo(theatre)), "accepted");
  assert.equal(seenBy(theatre, "RELIEF").receipts[0]!.answer!.isOfIncomplete, true);
  departAt(theatre);
  assert.equal(reasonOf(report(theatre, "departed")), "accepted");
});

test("who departs unchecked is told of then", () => {
  const theatre = moveTheatre();
  submit(theatre);
  departAt(theatre);
  assert.equal(reasonOf(report(theatre, "departed")), "accepted");
  const seen = seenBy(theatre, "SOUTH");
  assert.deepEqual([seen.state, seen.isChecked], ["departed", false]);
  assert.equal([...theatre.state.operations.values()][0]!.state, "active");
});

test("each rung shows what it says, and no more", () => {
  const of = { area_and_altitude: 2, category: 6, full: 12 } as const;
  for (const rung of ["conflict_only", "cell", "area_and_altitude", "category", "full"] as const) {
    const theatre = moveTheatre();
    const recipients = [{ to: "SOUTH", rung }];
    const about = { kind: "submit-movement", fields: CONVOY, isEmergency: false } as const;
    assert.equal(reasonOf(sayBy(theatre, "RELIEF", "ana", { ...about, recipients })), "accepted");
    check(theatre);
    const view = find(theatre, "SOUTH");
    if (rung === "conflict_only" || rung === "cell") {
      assert.equal(view, null, rung);
      continue;
    }
    const { fields, operationId } = seenBy(theatre, "SOUTH");
    assert.equal(Object.keys(fields).length, of[rung], `${rung}: ${Object.keys(fields).join()}`);
    assert.equal(operationId !== null, rung === "full");
    assert.equal(find(theatre, "NORTH"), null);
  }
});

test("an answer is of one version: a change waits for another", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  assert.equal(fieldOf(answerTo(theatre, { readBack: undefined })), "readBack");
  const off = { origin: DESTINATION, destination: ORIGIN };
  assert.equal(fieldOf(answerTo(theatre, { readBack: off })), "readBack.origin");
  assert.equal(fieldOf(answerTo(theatre, { answer: "objected" })), "concern");
  assert.equal(reasonOf(answerTo(theatre)), "accepted");
  const pass = { kind: "pass-on-movement", movementId, version: 1 } as const;
  sayBy(theatre, "SOUTH", "sergeant", { ...pass, levels: ["general_staff"] });
  const [before] = seenBy(theatre, "RELIEF").receipts;
  assert.deepEqual([before!.state, before!.isCurrent], ["acknowledged", true]);
  assert.ok(before!.levelsNotTold.includes("unit_or_crew"));
  assert.ok(!before!.levelsNotTold.includes("general_staff"));
  assert.equal(before!.answer!.by, null);
  const fields = { ...CONVOY, persons: { from: 7, to: 7 } };
  const change = { kind: "change-movement", movementId, version: 1, fields } as const;
  assert.equal(reasonOf(sayBy(theatre, "RELIEF", "ana", change)), "accepted");
  assert.equal(seenBy(theatre, "SOUTH").version, 1);
  assert.equal(reasonOf(check(theatre)), "accepted");
  const [after] = seenBy(theatre, "RELIEF").receipts;
  assert.deepEqual([after!.version, after!.isCurrent], [1, false]);
  assert.equal(fieldOf(answerTo(theatre, { version: 1 })), "version");
  assert.equal(reasonOf(answerTo(theatre)), "accepted");
  assert.equal(seenBy(theatre, "RELIEF").receipts[0]!.isCurrent, true);
});

test("a closed consent shows nothing later", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  const close = { kind: "close-movement-consent", movementId, to: "SOUTH" } as const;
  assert.equal(reasonOf(sayBy(theatre, "RELIEF", "ana", close)), "accepted");
  const before = JSON.stringify(find(theatre, "SOUTH"));
  departAt(theatre);
  report(theatre, "departed");
  assert.equal(JSON.stringify(find(theatre, "SOUTH")), before);
  assert.equal(reasonOf(answerTo(theatre)), "not-found");
});

test("the operation goes where the movement goes", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  departAt(theatre);
  const operation = [...theatre.state.operations.values()][0]!;
  const steps = [
    ["departed", "active"],
    ["at_checkpoint", "active"],
    ["deviating", "deviating"],
    ["held", "held"],
    ["departed", "active"],
    ["aborted", "deviating"],
  ] as const;
  for (const [to, state] of steps) {
    const done = report(theatre, to);
    assert.equal(reasonOf(done), "accepted", to);
    assert.equal(operation.state, state, to);
  }
  assert.equal(operation.isNoReturn, true);
  const end = { kind: "end-operation", operationId: operation.id } as const;
  assert.equal(reasonOf(sayBy(theatre, "RELIEF", "ana", end)), "not-permitted");
});

test("every illegal step is refused with its reason", () => {
  for (const from of MOVEMENT_STATES) {
    for (const to of ["departed", "at_checkpoint", "held", "aborted", "arrived"] as const) {
      const theatre = moveTheatre();
      const movement = tellOne(theatre);
      departAt(theatre);
      if (from !== "submitted" && from !== "planned") report(theatre, "departed");
      movement.state = from;
      const start = from === "submitted" ? "planned" : from;
      const isOn = from === "deviating" && (to === "departed" || to === "at_checkpoint");
      const isLegal = to === start || isOn || MOVEMENT.next[start].includes(to);
      const expected = isLegal ? "accepted" : "wrong-state";
      assert.equal(reasonOf(report(theatre, to)), expected, `${from} → ${to}`);
    }
    const theatre = moveTheatre();
    const movement = tellOne(theatre);
    movement.state = from;
    const mayEnd = OUTCOMES[from] ?? [];
    const close = { kind: "close-movement", movementId: movement.id } as const;
    const expected = MOVEMENT.next[from].includes("closed") ? "bad-field" : "wrong-state";
    const odd = mayEnd.includes("completed") ? "denied" : "completed";
    const refused = sayBy(theatre, "RELIEF", "ana", { ...close, outcome: odd });
    assert.equal(reasonOf(refused), expected, from);
  }
});

test("over two kilometres off its route it deviates, whatever it says, and all are told", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  departAt(theatre);
  report(theatre, "departed");
  const cases = [
    [{ lngDeg: 40.25, latDeg: 35.15 }, "at_checkpoint"],
    [{ lngDeg: 40.265, latDeg: 35.165 }, "at_checkpoint"],
    [{ lngDeg: 40.29, latDeg: 35.19 }, "deviating"],
    [{ lngDeg: 40.25, latDeg: 35.15 }, "at_checkpoint"],
  ] as const;
  for (const [place, expected] of cases) {
    const { changes } = report(theatre, "at_checkpoint", { place });
    assert.equal(movementOf(theatre).state, expected, JSON.stringify(place));
    const told = changes.flatMap((change) => {
      const one = viewFor(theatre.state, { kind: "party", party: "SOUTH" }).tell(change);
      return one && one.kind.startsWith("movement") ? [one.kind] : [];
    });
    assert.deepEqual(told, [expected === "deviating" ? "movement.deviating" : "movement.changed"]);
  }
});

test("half an hour behind its last leg it deviates", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  departAt(theatre);
  report(theatre, "departed");
  theatre.wait(4 * HOUR_MS + 25 * MINUTE_MS);
  assert.notEqual(movementOf(theatre).state, "deviating");
  theatre.wait(10 * MINUTE_MS);
  assert.equal(movementOf(theatre).state, "deviating");
  assert.equal(movementOf(theatre).deviation!.by, "time");
  assert.equal(reasonOf(report(theatre, "arrived")), "accepted");
});

test("an hour without a position is told to both sides; the next one ends it", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  departAt(theatre);
  report(theatre, "departed");
  theatre.wait(59 * MINUTE_MS);
  report(theatre, "departed", {});
  const { changes } = theatre.wait(2 * MINUTE_MS);
  const silent = changes.filter((one) => one.kind === "movement-changed");
  assert.deepEqual(
    silent.map((one) => "cause" in one && one.cause),
    ["silent"],
  );
  for (const party of ["RELIEF", "SOUTH"]) {
    assert.notEqual(seenBy(theatre, party).silentSinceMs, null);
  }
  report(theatre, "departed");
  assert.equal(movementOf(theatre).silentSinceMs, null);
});

test("a recipient asks to hold; it does not hold", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre);
  const ask: Command = { kind: "ask-movement-hold", movementId, text: "fire on the road" };
  assert.equal(reasonOf(sayBy(theatre, "SOUTH", "sergeant", ask)), "accepted");
  const seen = seenBy(theatre, "RELIEF");
  assert.deepEqual([seen.state, seen.holdsAsked[0]!.party], ["planned", "SOUTH"]);
  assert.equal(reasonOf(sayBy(theatre, "NORTH", "n", ask)), "not-found");
  const fields = { movementState: "held", atMs: theatre.atMs, place: ORIGIN } as const;
  const hold = { kind: "report-movement", movementId, fields } as const;
  assert.equal(reasonOf(sayBy(theatre, "SOUTH", "sergeant", hold)), "not-found");
});

const keysOver = ({ changes }: EntryOutcome): string[] =>
  changes.flatMap((one) => (one.kind === "people-key-over" ? [one.keyHash] : []));

test("names are over 30 days after the movement is closed, and at once when sealed anew", () => {
  const theatre = moveTheatre();
  const { id: movementId } = tellOne(theatre, {}, { seesPeople: true });
  const seal = (keyHash: string) =>
    sayBy(theatre, "RELIEF", "ana", {
      kind: "seal-people",
      movementId,
      sealed: { keyHash, nonce: "n", ciphertext: "c" },
    });
  assert.deepEqual(keysOver(seal("one")), []);
  assert.deepEqual(keysOver(seal("two")), ["one"]);
  assert.equal(fieldOf(seal("two")), "sealed.keyHash");
  const sealedFor = (party: string) =>
    viewFor(theatre.state, { kind: "party", party }).movement.sealed(movementId);
  assert.equal(sealedFor("SOUTH")?.keyHash, "two");
  assert.equal(sealedFor("NORTH"), null);
  departAt(theatre);
  report(theatre, "departed");
  report(theatre, "arrived");
  const close = { kind: "close-movement", movementId, outcome: "completed" } as const;
  assert.equal(reasonOf(sayBy(theatre, "RELIEF", "ana", close)), "accepted");
  theatre.wait(30 * DAY_MS - MINUTE_MS);
  assert.equal(sealedFor("SOUTH")?.keyHash, "two");
  assert.deepEqual(keysOver(theatre.wait(2 * MINUTE_MS)), ["two"]);
  assert.equal(sealedFor("RELIEF"), null);
  assert.notEqual(seenBy(theatre, "RELIEF").people!.overMs, null);
  theatre.wait(40 * DAY_MS);
  assert.equal(theatre.state.movements.all.size, 0);
  assert.equal(theatre.state.movements.byOperation.size, 0);
});

const east = (lngDeg: number, latDeg = 0) => ({ lngDeg, latDeg });

test("how far a place lies off a route is measured to a few parts in a thousand", () => {
  const route = { kind: "route", points: [east(0), east(1)], halfWidthM: 0 } as const;
  const ring = [east(0), east(1), east(1, 1), east(0, 1)];
  const cases = [
    [route, east(0.5, 0.1), 11_057],
    [route, east(1.1), 11_132],
    [{ kind: "circle", center: east(0), radiusM: 1_000 }, east(0.1), 10_132],
    [{ kind: "polygon", ring }, east(0.5, 0.5), 0],
    [{ kind: "polygon", ring }, east(0.5, -0.1), 11_057],
  ] as const;
  for (const [area, place, metres] of cases) {
    const found = metresOutside(area, place);
    assert.ok(Math.abs(found - metres) <= metres / 200 + 1, `${area.kind}: ${found}, ${metres}`);
  }
});
