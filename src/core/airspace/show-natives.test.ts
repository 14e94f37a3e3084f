/** What USSs are shown of native operations comes, changes and goes with what their party is shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EntryOutcome } from "../apply.ts";
import { digestState, dumpState, loadState } from "../dump.ts";
import type { State } from "../state.ts";
import { HOUR_MS, MINUTE_MS, theatreOf } from "../test-theatre.ts";
import type { NativeConstraintView } from "./results.ts";
import { extentsOf, idOf, TestAirspace } from "./test-airspace.ts";
import { disclose, fileBy, heeding, open, plan, replace, shownAt, toldBy } from "./test-natives.ts";

test("what it is from appearing to ending, and who is told of which step", () => {
  const theatre = open();
  const listen = { isForConstraints: true, where: { startH: 0, endH: 20 } };
  theatre.heard("subscription", theatre.subscription("uss1", 10, listen));
  theatre.heard("subscription", theatre.subscription("uss1", 11, { where: listen.where }));
  theatre.heard("subscription", theatre.subscription("uss2", 12, { ...listen, party: "SOUTH" }));
  const far = { ...listen, where: { ...listen.where, center: [44, 35] as const } };
  theatre.heard("subscription", theatre.subscription("uss1", 13, far));
  const operationId = fileBy(theatre, "SOUTH");
  const move = (kind: "activate" | "deviate" | "hold" | "end") =>
    theatre.say("SOUTH", { kind: `${kind}-operation`, operationId });
  const close = () => theatre.say("SOUTH", { kind: "close-disclosure", operationId, to: "NORTH" });
  /** What is done, and to which version it leads: 0: not there. */
  const steps: readonly (readonly [string, () => EntryOutcome, version: number])[] = [
    ["shown its cell", () => disclose(theatre, operationId, "cell"), 0],
    ["shown", () => disclose(theatre, operationId, "area_and_altitude"), 1],
    ["its category shown too", () => disclose(theatre, operationId, "category"), 1],
    ["renamed", () => replace(theatre, operationId), 1],
    ["later in the same quarter", () => replace(theatre, operationId, { startMin: 131 }), 1],
    ["higher", () => replace(theatre, operationId, { upperM: 300 }), 2],
    ["moved away", () => replace(theatre, operationId, { startMin: 200, endMin: 300 }), 3],
    ["active", () => move("activate"), 3],
    ["deviating", () => move("deviate"), 3],
    ["held", () => move("hold"), 3],
    ["all of it shown", () => disclose(theatre, operationId, "full"), 4],
    ["closed", close, 4],
    ["changed out of sight", () => replace(theatre, operationId, { lowerM: 150 }), 4],
    ["shown again", () => disclose(theatre, operationId, "area_and_altitude"), 5],
    ["ended", () => move("end"), 0],
  ];
  const ovns = new Set<string>();
  let [index, id, before]: [number, string | null, number] = [0, null, 0];
  for (const [name, act, version] of steps) {
    const told = toldBy(act());
    const [found] = theatre.shownTo("NORTH");
    assert.equal(found?.version ?? 0, version, name);
    id ??= found?.id ?? null;
    const subscription = [idOf(10), ++index, "https://uss1.example"];
    if (version === before) index--;
    assert.deepEqual(told, version === before ? [] : [["constraint", id, [subscription]]], name);
    const native: NativeConstraintView | null =
      id === null ? null : theatre.view.nativeConstraint(id);
    assert.equal(native === null, version === 0, name);
    if (native) ovns.add(native.reference.ovn!);
    before = version;
  }
  assert.equal(ovns.size, 5, "one for each version");
  const indexes = [10, 11, 12, 13].map(
    (n) => theatre.state.airspace.subscriptions.get(idOf(n))!.notificationIndex,
  );
  assert.deepEqual(indexes, [index, 0, 0, 0]);
});

test("who listens where it was is told when it moves away, and who listens where it comes", () => {
  const theatre = open();
  const hours = [
    { startH: 2, endH: 3 },
    { startH: 6, endH: 7 },
  ];
  for (const [i, where] of hours.entries()) {
    const listen = theatre.subscription("uss1", 10 + i, { isForConstraints: true, where });
    theatre.heard("subscription", listen);
  }
  const operationId = shownAt(theatre, "area_and_altitude");
  const moved = toldBy(replace(theatre, operationId, { startMin: 370, endMin: 400 }));
  assert.deepEqual(
    moved.flatMap(([, , told]) => told),
    [
      [idOf(10), 2, "https://uss1.example"],
      [idOf(11), 1, "https://uss1.example"],
    ],
  );
});

test("its time over, it goes with the quarter of an hour", () => {
  const theatre = open();
  shownAt(theatre, "area_and_altitude");
  theatre.wait(180 * MINUTE_MS);
  assert.equal(theatre.shownTo("NORTH").length, 1);
  theatre.wait(MINUTE_MS);
  assert.equal(theatre.shownTo("NORTH").length, 0);
});

test("a USS that plans as it expires need not have read it", () => {
  const theatre = open();
  shownAt(theatre, "area_and_altitude");
  theatre.atMs += 180 * MINUTE_MS + 1;
  const where = { startH: 2.5, endH: 4 };
  theatre.heard("intent", plan(theatre, { subscription: heeding(true), ...extentsOf(where) }));
});

test("changed out of sight, it stays as it was shown, until it leaves the state", () => {
  const theatre = open();
  const operationId = shownAt(theatre, "full");
  theatre.say("SOUTH", { kind: "close-disclosure", operationId, to: "NORTH" });
  const shown = theatre.shownTo("NORTH");
  replace(theatre, operationId, { startMin: 250, endMin: 280 });
  theatre.say("SOUTH", { kind: "cancel-operation", operationId });
  assert.deepEqual(theatre.shownTo("NORTH"), shown, "that it is over is not told either");
  theatre.showNatives("NORTH");
  assert.deepEqual(theatre.shownTo("NORTH"), shown);
  theatre.wait(8 * 24 * HOUR_MS);
  assert.equal(theatre.view.nativeConstraint(shown[0]!.id), null);
  assert.equal(theatre.state.airspace.natives.all().length, 0);
});

test("what was shown is taken back when the theatre has its party be humanitarian", () => {
  const theatre = open();
  const [id] = [shownAt(theatre, "full")];
  const kinds = ["humanitarian", "military"] as const;
  for (const kind of kinds) {
    const parties = theatreOf().parties.map((party) =>
      party.id === "NORTH" ? { ...party, kind } : party,
    );
    const { outcome } = theatre.setByTwo({ ...theatreOf(), parties });
    assert.ok(outcome.ok);
    assert.equal(theatre.shownTo("NORTH").length, kind === "military" ? 1 : 0, `${id} ${kind}`);
  }
});

test("shown by the conflict with an intent, it is told to the USS that has just planned there", () => {
  const theatre = open();
  theatre.say("SOUTH", { kind: "set-standing-consent", to: "NORTH", rung: "area_and_altitude" });
  fileBy(theatre, "SOUTH");
  const { outcome, changes } = theatre.speak(plan(theatre, { subscription: heeding(true) }));
  assert.ok(outcome.ok, "it could not be known before");
  const [reference] = theatre.shownTo("NORTH");
  const [, id, told] = toldBy({ changes })[0]!;
  assert.equal(id, reference!.id);
  assert.equal(told.length, 1);
});

test("it is shown from when the server says so, and to whom", () => {
  const theatre = new TestAirspace();
  shownAt(theatre, "full");
  const listen = { isForConstraints: true, where: { startH: 0, endH: 20 } };
  theatre.heard("subscription", theatre.subscription("uss1", 10, listen));
  assert.equal(theatre.shownTo("NORTH").length, 0);
  assert.equal(toldBy(theatre.showNatives("NORTH", "NOBODY")).length, 1);
  const [first] = theatre.shownTo("NORTH");
  assert.deepEqual(toldBy(theatre.showNatives("NORTH")), [], "nothing of it changed");
  const renamed = { manager: "renamed", baseUrl: "https://new.example", parties: ["NORTH"] };
  theatre.speak({ kind: "set-own-uss", ...renamed });
  const { manager, baseUrl } = renamed;
  assert.deepEqual(theatre.shownTo("NORTH"), [{ ...first, manager, baseUrl }]);
  assert.deepEqual(theatre.view.ownUss(), renamed);
  assert.equal(toldBy(theatre.showNatives()).length, 1);
  assert.equal(theatre.shownTo("NORTH").length, 0);
  theatre.showNatives("NORTH");
  assert.notEqual(theatre.shownTo("NORTH")[0]!.id, first!.id);
});

const digestOf = (state: State): string => {
  let text = "";
  digestState(state, (part) => (text += part));
  return text;
};

test("a dump brings it back as it was, and what comes then is the same", () => {
  const theatre = open("NORTH", "SOUTH");
  const operationId = shownAt(theatre, "area_and_altitude");
  fileBy(theatre, "NORTH");
  const again = new TestAirspace();
  const loaded = loadState(structuredClone(dumpState(theatre.state)));
  Object.assign(again, { state: loaded, entries: [...theatre.entries], atMs: theatre.atMs });
  assert.deepEqual(again.shownTo("NORTH"), theatre.shownTo("NORTH"));
  assert.equal(digestOf(again.state), digestOf(theatre.state));
  const { drawn } = theatre as unknown as { drawn: number };
  Object.assign(again, { drawn });
  for (const one of [theatre, again]) {
    replace(one, operationId, { upperM: 300 });
    fileBy(one, "SOUTH", { lowerM: 10 });
  }
  assert.equal(digestOf(again.state), digestOf(theatre.state));
  assert.equal(again.shownTo("NORTH").length, 2);
});
