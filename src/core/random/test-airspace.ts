/** What USSs say: intents, constraints, subscriptions in one place of the sky. */

import { idOf } from "../airspace/test-airspace.ts";
import type { AirspaceCommand } from "../airspace/commands.ts";
import { telemetryIdentity } from "../airspace/telemetry.ts";
import { discAt, MINUTE_MS, START_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import type { Draw, Sayings } from "./test-saying.ts";

const INTENT = 1;
const CONSTRAINT = 20;
const SUBSCRIPTION = 40;
const BASE_URL = "https://uss.example";

/** Whose it is mostly says it. */
const managerOf = (draw: Draw, owner: string | undefined): string =>
  owner !== undefined && draw.number(6) > 0 ? owner : draw.one(["uss1", "uss2"]);

const extentsOf = (draw: Draw, { atMs }: TestTheatre) => {
  const startMin = Math.floor((atMs - START_MS) / MINUTE_MS) + draw.number(60);
  const at = { radiusM: 300 + draw.number(500), startMin, endMin: startMin + 60 };
  const startUs = (START_MS + startMin * MINUTE_MS) * 1000;
  return { volumes: [discAt([40, 35], at)], startUs, endUs: startUs + 60 * MINUTE_MS * 1000 };
};

const hostedOf = (draw: Draw): { details?: string } =>
  draw.number(3) === 0 ? { details: `{"priority":${draw.number(2)}}` } : {};

export const AIRSPACE: Sayings<AirspaceCommand> = {
  "put-intent": {
    often: 6,
    by: "host",
    say: (draw, theatre) => {
      const { intents, constraints, natives } = theatre.state.airspace;
      const id = idOf(INTENT + draw.number(4));
      const known = intents.get(id);
      const all = [...intents.all(), ...constraints.all(), ...natives.all()];
      return {
        kind: "put-intent",
        manager: managerOf(draw, known?.manager),
        party: draw.one(["NORTH", "SOUTH"]),
        id,
        ovn: known?.ovn ?? null,
        state: known ? draw.one(["accepted", "activated", "nonconforming"] as const) : "accepted",
        baseUrl: BASE_URL,
        key: draw.number(4) > 0 ? all.map(({ ovn }) => ovn) : [],
        subscription: draw.one([
          { kind: "none" },
          { kind: "new", baseUrl: BASE_URL, isForConstraints: true },
          { kind: "given", id: known?.subscriptionId ?? idOf(SUBSCRIPTION) },
        ] as const),
        ...extentsOf(draw, theatre),
        ...hostedOf(draw),
      };
    },
  },
  "delete-intent": {
    often: 2,
    by: "host",
    say: (draw, { state: { airspace } }) => {
      const known = airspace.intents.get(idOf(INTENT + draw.number(4)));
      const { id, ovn, manager } = known ?? { id: idOf(INTENT), ovn: "none", manager: "uss1" };
      return { kind: "delete-intent", manager, id, ovn };
    },
  },
  "put-constraint": {
    often: 3,
    by: "host",
    say: (draw, theatre) => {
      const id = idOf(CONSTRAINT + draw.number(2));
      const known = theatre.state.airspace.constraints.get(id);
      const manager = managerOf(draw, known?.manager);
      const about = { kind: "put-constraint", manager, id, ovn: known?.ovn ?? null } as const;
      const extents = extentsOf(draw, theatre);
      return { ...about, baseUrl: BASE_URL, ...extents, ...hostedOf(draw) };
    },
  },
  "delete-constraint": {
    by: "host",
    say: (draw, { state: { airspace } }) => {
      const known = airspace.constraints.get(idOf(CONSTRAINT + draw.number(2)));
      const { id, ovn, manager } = known ?? { id: idOf(CONSTRAINT), ovn: "none", manager: "uss1" };
      return { kind: "delete-constraint", manager, id, ovn };
    },
  },
  "put-subscription": {
    often: 3,
    by: "host",
    say: (draw, theatre) => {
      const id = idOf(SUBSCRIPTION + draw.number(2));
      const known = theatre.state.airspace.subscriptions.get(id);
      const manager = managerOf(draw, known?.manager);
      const version = known?.version ?? null;
      const asks = { isForIntents: true, isForConstraints: draw.number(2) === 0 };
      const party = draw.one(["NORTH", "SOUTH"]);
      const about = { kind: "put-subscription", manager, party, id, version } as const;
      return { ...about, ...asks, baseUrl: BASE_URL, ...extentsOf(draw, theatre) };
    },
  },
  "delete-subscription": {
    by: "host",
    say: (draw, { state: { airspace } }) => {
      const id = idOf(SUBSCRIPTION + draw.number(2));
      const { version = "none", manager = "uss1" } = airspace.subscriptions.get(id) ?? {};
      return { kind: "delete-subscription", manager, id, version };
    },
  },
  "set-availability": {
    by: "host",
    say: (draw, { state: { airspace } }) => {
      const uss = draw.one(["uss1", "uss2"]);
      const oldVersion = airspace.availabilities.get(uss)?.version ?? "";
      const state = draw.one(["normal", "down"] as const);
      return { kind: "set-availability", manager: "arbiter", uss, state, oldVersion };
    },
  },
  "note-uss-change": {
    often: 3,
    by: "host",
    say: (draw, { state: { airspace } }) => {
      const id = idOf(INTENT + draw.number(4));
      const known = airspace.intents.get(id);
      const manager = managerOf(draw, known?.manager);
      const version = draw.number(3);
      return {
        kind: "note-uss-change",
        what: "intent",
        id,
        manager,
        entity: draw.number(4) > 0 ? { manager, version, text: `${version}` } : null,
        subscriptions: [[idOf(SUBSCRIPTION + draw.number(3)), draw.number(9)]],
        baseUrl: BASE_URL,
        isOwn: draw.number(6) === 0,
      };
    },
  },
  "report-telemetry": {
    often: 3,
    by: "host",
    say: (draw, { state: { airspace }, atMs }) => {
      const id = idOf(INTENT + draw.number(4));
      const manager = managerOf(draw, airspace.intents.get(id)?.manager);
      const row = [telemetryIdentity(id), atMs, 40, 35] as const;
      const reports = draw.number(3) > 0 ? [row] : [];
      return { kind: "report-telemetry", manager, id, measuredMs: atMs, text: "{}", reports };
    },
  },
  "file-uss-report": {
    by: "host",
    say: () => ({ kind: "file-uss-report", manager: "uss1", text: "{}" }),
  },
  "set-own-uss": {
    often: 1,
    by: "host",
    say: (draw) => ({
      kind: "set-own-uss",
      manager: draw.one(["this-server", "this-server", "renamed"]),
      baseUrl: "https://own.example",
      parties: draw.one([["NORTH", "SOUTH"], ["NORTH", "SOUTH"], ["RELIEF", "SOUTH"], []]),
    }),
  },
};
