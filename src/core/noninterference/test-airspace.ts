/**
 * USSs read each other's references in full: they are the same in both worlds. What desks have filed
 * where USSs plan differs, and changes no byte of what a USS is answered and can read.
 */

import type { Position } from "../../geometry/footprint.ts";
import type { AirspaceCommand } from "../airspace/commands.ts";
import { asked, idOf } from "../airspace/test-airspace.ts";
import { telemetryIdentity } from "../airspace/telemetry.ts";
import { airspaceView } from "../airspace/view.ts";
import type { State } from "../state.ts";
import { discAt, START_MS } from "../test-theatre.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick } from "./test-step.ts";
import type { Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

const MANAGERS = ["uss1", "uss2"] as const;
/** Whose operations the intents are: never an observer. */
const PARTY = "EAST";
const CENTER: Position = [100, -20];
const HOUR_US = 3_600_000_000;

const INTENT = 1;
const CONSTRAINT = 20;
const SUBSCRIPTION = 40;

const extents = ({ theatre }: World, { which, layer }: Step) => {
  const startMin = (theatre.atMs - START_MS) / 60_000;
  const lowerM = 100 + 500 * layer;
  const radiusM = 500 + which;
  const at = { radiusM, startMin, endMin: startMin + 60, lowerM, upperM: lowerM + 100 };
  const startUs = theatre.atMs * 1000;
  return { volumes: [discAt(CENTER, at)], startUs, endUs: startUs + HOUR_US };
};

const saying = (command: AirspaceCommand) => ({
  command,
  by: command.manager,
  isSystem: true,
});

/** Whose thing it is says it most of the time. */
const managerOf = (owner: string | undefined, { which, block }: Step): string =>
  owner !== undefined && which % 8 !== 0 ? owner : pick(MANAGERS, block)!;

const putIntent: Act = (world, step) => {
  const { airspace } = world.state;
  const id = idOf(INTENT + (step.place % 3));
  const known = airspace.intents.get(id);
  const key = step.block === 0 ? airspace.intents.all().map(({ ovn }) => ovn) : [];
  const baseUrl = "https://uss.example";
  return saying({
    kind: "put-intent",
    manager: managerOf(known?.manager, step),
    party: PARTY,
    id,
    ovn: known?.ovn ?? null,
    state:
      known && step.layer === 1 ? pick(["activated", "nonconforming"], step.block)! : "accepted",
    baseUrl,
    key,
    subscription: { kind: "new", baseUrl, isForConstraints: step.block === 1 },
    ...extents(world, step),
    ...(step.block === 1 ? { details: "{}" } : {}),
  });
};

const putConstraint: Act = (world, step) => {
  const id = idOf(CONSTRAINT + (step.place % 2));
  const known = world.state.airspace.constraints.get(id);
  const manager = managerOf(known?.manager, step);
  const about = { kind: "put-constraint", manager, id, ovn: known?.ovn ?? null } as const;
  return saying({ ...about, baseUrl: "https://uss.example", ...extents(world, step) });
};

const putSubscription: Act = (world, step) => {
  const id = idOf(SUBSCRIPTION + (step.place % 2));
  const known = world.state.airspace.subscriptions.get(id);
  const manager = managerOf(known?.manager, step);
  const asks = { isForIntents: true, isForConstraints: step.layer === 1 };
  const about = { kind: "put-subscription", manager, id, version: known?.version ?? null } as const;
  return saying({ ...about, ...asks, baseUrl: "https://l.example", ...extents(world, step) });
};

const remove: Act = ({ state: { airspace } }, step) => {
  const intent = pick(airspace.intents.all(), step.which);
  if (!intent) return null;
  const { id, ovn } = intent;
  return saying({ kind: "delete-intent", manager: managerOf(intent.manager, step), id, ovn });
};

const removeConstraint: Act = ({ state: { airspace } }, step) => {
  const constraint = pick(airspace.constraints.all(), step.which);
  if (!constraint) return null;
  const { id, ovn, manager } = constraint;
  return saying({ kind: "delete-constraint", manager: managerOf(manager, step), id, ovn });
};

const removeSubscription: Act = ({ state: { airspace } }, step) => {
  const own = airspace.subscriptions.all().filter(({ isImplicit }) => !isImplicit);
  const subscription = pick(own, step.which);
  if (!subscription) return null;
  const { id, version, manager } = subscription;
  return saying({ kind: "delete-subscription", manager: managerOf(manager, step), id, version });
};

const setAvailability: Act = ({ state: { airspace } }, { block, layer }) => {
  const uss = pick(MANAGERS, block)!;
  const oldVersion = airspace.availabilities.get(uss)?.version ?? "";
  const state = layer === 0 ? "normal" : "down";
  return saying({ kind: "set-availability", manager: "arbiter", uss, state, oldVersion });
};

const report: Act = (_world, { block }) =>
  saying({ kind: "file-uss-report", manager: pick(MANAGERS, block)!, text: "{}" });

const reportTelemetry: Act = ({ state: { airspace }, theatre }, step) => {
  const intent = pick(airspace.intents.all(), step.which);
  if (!intent) return null;
  const { id, manager } = intent;
  const [at, text] = [theatre.atMs, `${step.layer}`];
  const reports = [[telemetryIdentity(id), at, CENTER[0], CENTER[1]]] as const;
  const said = { kind: "report-telemetry", id, measuredMs: at, text, reports } as const;
  return saying({ ...said, manager: managerOf(manager, step) });
};

const noteChange: Act = ({ state: { airspace } }, step) => {
  const intent = pick(airspace.intents.all(), step.which);
  if (!intent) return null;
  const { id, manager, version } = intent;
  return saying({
    kind: "note-uss-change",
    what: "intent",
    id,
    manager: managerOf(manager, step),
    entity: step.layer === 0 ? { manager, version, text: `${version}` } : null,
    subscriptions: airspace.subscriptions.all().map((one) => [one.id, one.notificationIndex]),
    baseUrl: "https://l.example",
    isOwn: false,
  });
};

/** Where USSs plan, a desk files what it keeps to itself; WEST alone, whose serials nobody sees. */
const fileNearBy: Aside = (world, speaker, { radiusM, startMin, which }) => {
  if (speaker !== "WEST") return null;
  const nowMin = (world.theatre.atMs - START_MS) / 60_000;
  const at = { radiusM, startMin: nowMin + startMin, endMin: nowMin + startMin + which + 1 };
  const category = "uas_flight";
  return { kind: "file-operation", category, volumes: [discAt(CENTER, at)] };
};

export const AIRSPACE: Part = {
  acts: {
    "uss-put-intent": [6, putIntent],
    "uss-put-constraint": [2, putConstraint],
    "uss-put-subscription": [2, putSubscription],
    "uss-delete-intent": [1, remove],
    "uss-delete-constraint": [1, removeConstraint],
    "uss-delete-subscription": [1, removeSubscription],
    "uss-set-availability": [1, setAvailability],
    "uss-report": [1, report],
    "uss-note-change": [2, noteChange],
    "uss-telemetry": [2, reportTelemetry],
  },
  asides: [fileNearBy],
  idsOf: () => ({}),
  fetch: () => ({}),
  probes: [],
};

/** What every USS can read, whoever the observer is. */
export const airspaceOf = (state: State): object => {
  const view = airspaceView(state, state.atMs);
  const query = {
    ...asked({ center: CENTER, radiusM: 900, upperM: 900 }),
    startUs: null,
    endUs: null,
  };
  return MANAGERS.map((manager) => ({
    intents: view.intentsIn(query, manager),
    constraints: view.constraintsIn(query, manager),
    subscriptions: view.subscriptionsIn(query, manager),
    availability: view.availability(manager),
    telemetry: [0, 1, 2].map((n) => view.telemetry(idOf(INTENT + n))),
    notices: view.noticesAfter(manager, 0),
    hosted: [0, 1, 2].map((n) => view.hostedIntent(idOf(INTENT + n))),
  }));
};
