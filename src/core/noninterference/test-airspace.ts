/**
 * USSs read each other's references in full: they are the same in both worlds. What desks have filed
 * where USSs plan differs, and changes no byte of what a USS is answered and can read.
 *
 * A USS of the observer's plans, listens and asks where NORTH is: it gets what the observer is shown.
 */

import type { Position } from "../../geometry/footprint.ts";
import type { AirspaceCommand } from "../airspace/commands.ts";
import { asked, idOf } from "../airspace/test-airspace.ts";
import { telemetryIdentity } from "../airspace/telemetry.ts";
import { airspaceView } from "../airspace/view.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import { discAt, START_MS } from "../test-theatre.ts";
import { volumeOf } from "./test-operations.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick } from "./test-step.ts";
import type { PartyId, Step } from "./test-step.ts";
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
  const whose = { party: PARTY, baseUrl: "https://l.example" };
  return saying({ ...about, ...asks, ...whose, ...extents(world, step) });
};

/** The observer's own USS. */
const OWN = "uss3";
const OWN_INTENT = 60;
const OWN_SUBSCRIPTION = 80;

const observerOf = ({ setting: { reader } }: Pick<World, "setting">): PartyId | null =>
  reader.kind === "party" ? (reader.party as PartyId) : null;

/** For the observer's USS alone: what others are shown differs. Now and then for none. */
const setOwnUss: Act = (world, { which, block }) => {
  const observer = observerOf(world);
  const parties = observer !== null && which % 8 !== 0 ? [observer] : [];
  const manager = block === 0 ? "own" : "renamed";
  return saying({ kind: "set-own-uss", manager, baseUrl: "https://own.example", parties });
};

/** Where NORTH and the observer file; or where EAST's USSs plan. */
const PLACES: readonly Position[] = [[40.4, 35.04], CENTER];

const listen: Act = (world, step) => {
  const party = observerOf(world);
  if (party === null) return null;
  const id = idOf(OWN_SUBSCRIPTION + step.block);
  const { airspace } = world.state;
  const version = airspace.subscriptions.get(id)?.version ?? null;
  const startMin = (world.theatre.atMs - START_MS) / 60_000;
  const at = { radiusM: 60_000, startMin, endMin: startMin + 1440, lowerM: 0, upperM: 9_000 };
  const startUs = world.theatre.atMs * 1000;
  return saying({
    kind: "put-subscription",
    manager: OWN,
    party,
    id,
    version,
    volumes: [discAt(PLACES[step.block]!, at)],
    startUs,
    endUs: startUs + 24 * HOUR_US,
    baseUrl: "https://l.example",
    isForIntents: step.layer === 0,
    isForConstraints: true,
  });
};

/** As the observer files by itself, told nothing more of NORTH than by that. */
const planNearBy: Act = (world, step) => {
  const party = observerOf(world);
  if (party === null) return null;
  const { airspace } = world.state;
  const id = idOf(OWN_INTENT + step.place);
  const known = airspace.intents.get(id);
  const { plain } = step;
  const volume = volumeOf(world, { ...step, party }, { place: plain, time: plain, isFar: false });
  const shown = airspace.natives.of(party).all();
  return saying({
    kind: "put-intent",
    manager: OWN,
    party,
    id,
    ovn: known?.ovn ?? null,
    state: "accepted",
    baseUrl: "https://uss.example",
    key: step.which % 2 === 0 ? [...airspace.intents.all(), ...shown].map(({ ovn }) => ovn) : [],
    subscription: { kind: "new", baseUrl: "https://uss.example", isForConstraints: true },
    volumes: [volume],
    startUs: volume.startMs! * 1000,
    endUs: volume.endMs! * 1000,
  });
};

/** It reads the details, with a receipt for the owner. */
const readShown: Act = (world, { which }) => {
  const party = observerOf(world);
  if (party === null) return null;
  const one = pick(world.state.airspace.natives.of(party).all(), which);
  const command = one && airspaceView(world.state, world.state.atMs).receiptOwed(one.id);
  return command && { command, by: OWN, isSystem: true };
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

const beginShowing: NonNullable<Part["begin"]> = (world) => {
  const party = observerOf(world);
  if (party === null) return;
  world.theatre.say("system", {
    kind: "set-own-uss",
    manager: "own",
    baseUrl: "https://own.example",
    parties: [party],
  });
};

export const AIRSPACE: Part = {
  begin: beginShowing,
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
    "uss-set-own": [1, setOwnUss],
    "uss-listen": [2, listen],
    "uss-plan-near-by": [2, planNearBy],
    "uss-read-shown": [1, readShown],
  },
  asides: [fileNearBy],
  idsOf: () => ({}),
  fetch: () => ({}),
  probes: [],
};

/** What every USS can read, whoever the observer is; and what the observer's own can. */
export const airspaceOf = (state: State, reader: Reader): object => {
  const view = airspaceView(state, state.atMs);
  const query = queryAt(CENTER, 900);
  return [
    ...MANAGERS.map((manager) => ({
      intents: view.intentsIn(query, manager),
      constraints: view.constraintsIn(query, { manager, party: PARTY }),
      subscriptions: view.subscriptionsIn(query, manager),
      availability: view.availability(manager),
      telemetry: [0, 1, 2].map((n) => view.telemetry(idOf(INTENT + n))),
      notices: view.noticesAfter(manager, 0),
      hosted: [0, 1, 2].map((n) => view.hostedIntent(idOf(INTENT + n))),
    })),
    reader.kind === "party" ? shownTo(state, reader.party) : null,
  ];
};

const queryAt = (center: Position, radiusM: number) => ({
  ...asked({ center, radiusM, lowerM: 0, upperM: 9_000 }),
  startUs: null,
  endUs: null,
});

const shownTo = (state: State, party: string): object => {
  const view = airspaceView(state, state.atMs);
  const own = { manager: OWN, party };
  return PLACES.map((place) => {
    const query = queryAt(place, 60_000);
    const constraints = view.constraintsIn(query, own);
    return {
      intents: view.intentsIn(query, OWN),
      constraints,
      each: constraints.map(({ id }) => [
        view.constraint(id, own),
        view.nativeConstraint(id),
        view.receiptOwed(id),
      ]),
      subscriptions: view.subscriptionsIn(query, OWN),
    };
  });
};
