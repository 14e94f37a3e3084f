import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpState, loadState } from "../dump.ts";
import { LIMITS } from "../limits.ts";
import { HOUR_MS } from "../test-theatre.ts";
import type { ReportTelemetry } from "./commands.ts";
import { telemetryIdentity } from "./telemetry.ts";
import { idOf, TestAirspace } from "./test-airspace.ts";
import { airspaceView } from "./view.ts";

const hosting = (state: "accepted" | "nonconforming" = "nonconforming"): TestAirspace => {
  const theatre = new TestAirspace();
  theatre.heard("intent", theatre.intent("uss1", 1, { details: "{}", state }));
  return theatre;
};

const saying = (theatre: TestAirspace, more: Partial<ReportTelemetry> = {}): ReportTelemetry => ({
  kind: "report-telemetry",
  manager: "uss1",
  id: idOf(1),
  measuredMs: theatre.atMs,
  text: "said",
  reports: [[telemetryIdentity(idOf(1)), theatre.atMs, 40, 35]],
  ...more,
});

test("an ended track is followed by another, and what was said is still the newest", () => {
  const theatre = hosting();
  assert.equal(theatre.told(saying(theatre)), "accepted");
  const [track] = theatre.state.tracks.all.values();
  theatre.must("NORTH", { kind: "end-track", trackId: track!.id });
  theatre.wait(1000);
  assert.equal(theatre.told(saying(theatre)), "accepted");
  assert.equal(theatre.state.tracks.all.size, 2);
  const { newest } = theatre.view.telemetry(idOf(1))!;
  assert.deepEqual(newest, { measuredMs: theatre.atMs, text: "said" });
});

test("when its operation has all the tracks that it may have, it is refused and nothing is kept", () => {
  const theatre = hosting();
  const [operation] = theatre.state.operations.values();
  const subject = { kind: "operation", id: operation!.id } as const;
  for (let i = 0; i < LIMITS.tracksPerOperationMax; i++) {
    const tie = {
      kind: "bind-track",
      subject,
      identity: `own ${i}`,
      fromMs: null,
      toMs: null,
    } as const;
    theatre.must("NORTH", tie);
  }
  assert.equal(theatre.told(saying(theatre)), "too-many");
  assert.equal(theatre.view.telemetry(idOf(1))!.newest, null);
});

test("nobody is told where what is as planned is, whoever reported it", () => {
  const theatre = hosting("accepted");
  assert.equal(theatre.told(saying(theatre)), "accepted");
  assert.deepEqual(theatre.view.telemetry(idOf(1)), {
    state: "accepted",
    newest: null,
    nextMs: null,
  });
});

test("it leaves with its intent, and is in a dump as long", () => {
  const theatre = hosting();
  assert.equal(theatre.told(saying(theatre)), "accepted");
  const copy = loadState(JSON.parse(JSON.stringify(dumpState(theatre.state))));
  const told = theatre.view.telemetry(idOf(1));
  assert.deepEqual(airspaceView(copy, theatre.atMs).telemetry(idOf(1)), told);
  assert.notEqual(told!.newest, null);
  theatre.wait(2 * HOUR_MS + LIMITS.airspaceKeptMs);
  assert.equal(theatre.state.airspace.telemetry.size, 0);
});
