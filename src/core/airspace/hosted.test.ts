import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpState, loadState } from "../dump.ts";
import type { AirspaceCommand } from "./commands.ts";
import { idOf, TestAirspace } from "./test-airspace.ts";
import { airspaceView } from "./view.ts";

const details = '{"priority":3}';

const toldBy = (theatre: TestAirspace, command: AirspaceCommand) =>
  theatre.speak(command).changes.filter(({ kind }) => kind === "uss-to-tell");

const told = (index: number) => [[idOf(9), index, "https://uss2.example"]];

test("what is hosted is kept with its details, and told by this server when it changes or goes", () => {
  const theatre = new TestAirspace();
  theatre.heard("subscription", theatre.subscription("uss2", 9, { isForConstraints: true }));
  for (const [what, first, second, hosted] of [
    [
      "intent",
      theatre.intent("uss1", 1, { details }),
      (ovn: string) => theatre.intent("uss1", 1, { ovn, details: "{}" }),
      () => theatre.view.hostedIntent(idOf(1)),
    ],
    [
      "constraint",
      theatre.constraint("uss1", 2, { details }),
      (ovn: string) => theatre.constraint("uss1", 2, { ovn, details: "{}" }),
      () => theatre.view.hostedConstraint(idOf(2)),
    ],
  ] as const) {
    const { id } = first;
    const from = what === "intent" ? 0 : 3;
    const change = { kind: "uss-to-tell", what, id };
    assert.deepEqual(toldBy(theatre, first), [{ ...change, told: told(from + 1) }]);
    assert.deepEqual(toldBy(theatre, first), [], "said again, it was told already");
    assert.equal(hosted()!.details, details);
    const { ovn } = hosted()!.reference;
    assert.match(ovn!, /^[0-9a-z]{28}$/, "its own USS shows it");
    assert.deepEqual(toldBy(theatre, second(ovn!)), [{ ...change, told: told(from + 2) }]);
    assert.equal(hosted()!.details, "{}");
    const { ovn: last } = hosted()!.reference;
    const gone = { kind: `delete-${what}`, manager: "uss1", id, ovn: last! } as const;
    assert.deepEqual(toldBy(theatre, gone), [{ ...change, told: told(from + 3) }]);
    assert.equal(hosted(), null);
  }
});

test("what another server serves is told by it", () => {
  const theatre = new TestAirspace();
  theatre.heard("subscription", theatre.subscription("uss2", 9, { isForConstraints: true }));
  assert.deepEqual(toldBy(theatre, theatre.intent("uss1", 1)), []);
  assert.deepEqual(toldBy(theatre, theatre.constraint("uss1", 2)), []);
  assert.equal(theatre.view.hostedIntent(idOf(1)), null);
  const { ovn } = theatre.view.intent(idOf(1), "uss1")!;
  assert.deepEqual(
    toldBy(theatre, { kind: "delete-intent", manager: "uss1", id: idOf(1), ovn: ovn! }),
    [],
  );
});

test("others meet this server as the USS of what it hosts, whoever wrote it", () => {
  const theatre = new TestAirspace();
  theatre.showNatives("NORTH");
  const { ownUss } = theatre.state.airspace;
  theatre.heard("intent", theatre.intent("uss1", 1, { details }));
  const mine = theatre.view.intent(idOf(1), "uss1")!;
  assert.equal(mine.manager, ownUss!.manager);
  assert.ok(mine.ovn, "who wrote it has its OVN");
  assert.equal(theatre.view.hostedIntent(idOf(1))!.reference.manager, ownUss!.manager);
  const own = theatre.view.intent(idOf(1), ownUss!.manager)!;
  assert.equal(own.ovn, null, "a token of that name is of another USS");
  const down = { uss: ownUss!.manager, state: "down", oldVersion: "" } as const;
  theatre.heard("availability", { kind: "set-availability", manager: "arbiter", ...down });
  assert.equal(theatre.view.intent(idOf(1), "uss1")!.availability, "down");
  assert.equal(theatre.told(theatre.intent("uss2", 2)), "accepted", "nobody can be asked for it");
  const put = theatre.intent("uss2", 1, { ovn: mine.ovn, details });
  assert.equal(theatre.told(put), "not-permitted");
});

test("details are in a dump", () => {
  const theatre = new TestAirspace();
  theatre.heard("intent", theatre.intent("uss1", 1, { details }));
  theatre.heard("constraint", theatre.constraint("uss1", 2, { details }));
  const copy = loadState(JSON.parse(JSON.stringify(dumpState(theatre.state))));
  const view = airspaceView(copy, theatre.atMs);
  assert.deepEqual(view.hostedIntent(idOf(1)), theatre.view.hostedIntent(idOf(1)));
  assert.deepEqual(view.hostedConstraint(idOf(2)), theatre.view.hostedConstraint(idOf(2)));
  assert.equal(view.hostedConstraint(idOf(2))!.details, details);
});
