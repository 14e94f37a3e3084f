import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { discAt, HOUR_MS, MINUTE_MS, START_MS } from "../test-theatre.ts";
import type { Told } from "../view.ts";
import { viewFor } from "../view.ts";
import { HOST, NORTH, RELIEF, SiteTheatre, SOUTH } from "./test-sites.ts";

const isTold = (one: Told | null): one is Told => one !== null;

test("both sides are told at once, the owner never of which operation, nor where", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  const { outcome, changes } = theatre.say("NORTH", {
    kind: "file-operation",
    category: "uas_flight",
    volumes: [discAt([40.01, 35], { startMin: 187, endMin: 241 })],
  });
  assert.ok(outcome.ok && outcome.value?.about === "operation");
  const { operationId } = outcome.value;
  const [north, relief, south, host] = [NORTH, RELIEF, SOUTH, HOST].map((reader) =>
    changes.map(viewFor(theatre.state, reader).tell).filter(isTold),
  );
  const near = north?.find((one) => one.kind === "proximity.opened");
  assert.ok(near?.kind === "proximity.opened");
  const { id, ...told } = near.proximity;
  const window = { startMs: START_MS + 180 * MINUTE_MS, endMs: START_MS + 255 * MINUTE_MS };
  const common = {
    siteId: site.id,
    state: "open",
    ...window,
    openedMs: theatre.atMs,
    overMs: null,
    end: null,
  };
  assert.deepEqual(told, { ...common, side: "operation", operationId, party: "RELIEF" });
  assert.deepEqual(relief, [
    {
      kind: "proximity.opened",
      proximity: { id, ...common, side: "site", operationId: null, party: "NORTH" },
    },
  ]);
  assert.equal(JSON.stringify(relief).includes(operationId), false);
  assert.deepEqual(south, []);
  assert.deepEqual(
    host?.map(({ kind }) => kind),
    ["operation.filed"],
  );
});

/** Kilometres east of the hospital, and whether that is near with a disc of 1 km. */
const DISTANCES = [
  [0, 2000, true],
  [2.5, 2000, true],
  [3.5, 2000, false],
  [3.5, 3000, true],
] as const;
for (const [eastKm, siteProximityM, isNear] of DISTANCES) {
  test(`${eastKm} km away is ${isNear ? "" : "not "}near within ${siteProximityM} m, from either side`, () => {
    for (const isSiteFirst of [true, false]) {
      const theatre = new SiteTheatre({ siteProximityM });
      const place = [40 + eastKm / 91.29, 35] as const;
      if (isSiteFirst) theatre.notify();
      theatre.file("NORTH", [discAt(place, { lowerM: 9000, upperM: 9100 })]);
      if (!isSiteFirst) theatre.notify();
      assert.equal(theatre.state.sites.proximities.size, isNear ? 1 : 0);
    }
  });
}

test("an operation outside the site's window is not near it", () => {
  const theatre = new SiteTheatre();
  theatre.notify({ window: { startMs: START_MS, endMs: START_MS + HOUR_MS } });
  theatre.fileNear("NORTH", 120);
  assert.equal(theatre.state.sites.proximities.size, 0);
});

test("it ends with the operation, moves with it, and counts who took it back", () => {
  const theatre = new SiteTheatre();
  theatre.notify();
  const operationId = theatre.fileNear();
  const [only] = theatre.state.sites.proximities.values();
  const replace = (volumes: ReturnType<typeof discAt>[], version: number) =>
    theatre.must("NORTH", { kind: "replace-operation", operationId, version, volumes });
  replace([discAt([40.01, 35], { startMin: 240, endMin: 300 })], 1);
  assert.deepEqual([only?.state, only?.startMs], ["open", START_MS + 4 * HOUR_MS]);
  replace([discAt([42, 35])], 2);
  assert.deepEqual([only?.state, only?.end], ["over", "operation_changed"]);
  replace([discAt([40.01, 35])], 3);
  theatre.must("NORTH", { kind: "cancel-operation", operationId });
  theatre.must("NORTH", {
    kind: "end-operation",
    operationId: (() => {
      const id = theatre.fileNear();
      theatre.must("NORTH", { kind: "activate-operation", operationId: id });
      return id;
    })(),
  });
  const tellings = viewFor(theatre.state, RELIEF).site.tellings();
  assert.deepEqual(tellings, [{ party: "NORTH", toldCount: 3, withdrawnCount: 2 }]);
  assert.deepEqual(viewFor(theatre.state, NORTH).site.tellings(), []);
});

test("where a change is told later, so is whether it is near a site", () => {
  const theatre = new SiteTheatre({ rematchDelayMs: 10 * MINUTE_MS });
  theatre.notify();
  const { operationId } = theatre.file("NORTH", [discAt([42, 35])]);
  const volumes = [discAt([40.01, 35])];
  theatre.must("NORTH", { kind: "replace-operation", operationId, version: 1, volumes });
  assert.equal(theatre.state.sites.proximities.size, 0);
  theatre.wait(10 * MINUTE_MS + 1);
  assert.equal(theatre.state.sites.proximities.size, 1);
});

test("an update moves a site away from one operation and near another", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  theatre.fileNear();
  theatre.file("NORTH", [discAt([41, 35])]);
  theatre.update(site, { place: { lngDeg: 41, latDeg: 35 } });
  const all = [...theatre.state.sites.proximities.values()].map(({ state, end }) => [state, end]);
  assert.deepEqual(all, [
    ["over", "site_changed"],
    ["open", null],
  ]);
});

test("a polygon is near by its outline, outward by what the position may be off", () => {
  const theatre = new SiteTheatre();
  const [west, east, south, north] = [39.99, 40.1, 34.99, 35.01];
  const ring = [
    { lngDeg: west, latDeg: south },
    { lngDeg: east, latDeg: south },
    { lngDeg: east, latDeg: north },
    { lngDeg: west, latDeg: north },
  ];
  theatre.notify({ footprint: { kind: "polygon", ring }, accuracyM: 500 });
  // The outline ends 9.1 km east; 0.5 km is accuracy, 2 km the rule, 1 km the disc.
  theatre.file("NORTH", [discAt([40 + 12.4 / 91.29, 35])]);
  assert.equal(theatre.state.sites.proximities.size, 1);
  theatre.file("NORTH", [discAt([40 + 13 / 91.29, 35])]);
  assert.equal(theatre.state.sites.proximities.size, 1);
});

/** Kilometres from the hospital, reckoned flat. */
const at = (eastKm: number, northKm: number) => ({
  lngDeg: 40 + eastKm / 91.29,
  latDeg: 35 + northKm / 110.94,
});

const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 0x7fff_ffff);
const arbKm = fc.integer({ min: -60, max: 60 }).map((tenths) => tenths / 10);

test(`index and brute force find the same sites near an operation, seed ${SEED}`, () => {
  const arbPlaces = fc.array(fc.tuple(arbKm, arbKm), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(arbPlaces, arbKm, arbKm, (places, eastKm, northKm) => {
      const theatre = new SiteTheatre();
      const sites = places.map(([east, north]) => theatre.notify({ place: at(east, north) }));
      const { lngDeg, latDeg } = at(eastKm, northKm);
      theatre.file("NORTH", [discAt([lngDeg, latDeg])]);
      const found = new Set([...theatre.state.sites.proximities.values()].map((one) => one.siteId));
      for (const [i, [east, north]] of places.entries()) {
        const km = Math.hypot(east - eastKm, north - northKm);
        // 2 km by the rule, 1 km of the disc, 20 m of the position; the flat reckoning is good to 20 m.
        if (Math.abs(km - 3.02) > 0.02)
          assert.equal(found.has(sites[i]!.id), km < 3.02, `${km} km`);
      }
    }),
    { numRuns: 40, seed: SEED },
  );
});

test("one's own operations and sites are not held against each other, nor a stranger's", () => {
  const theatre = new SiteTheatre();
  theatre.notify();
  theatre.fileNear("RELIEF");
  theatre.fileNear("SOUTH");
  assert.equal(theatre.state.sites.proximities.size, 0);
});
