/**
 * Operations and what is shown of them.
 *
 * What NORTH files lies in places, times and altitudes that make the same facts told: in one cell, in
 * one quarter of an hour, in one layer. Where the observer never is, it lies anywhere, and WEST files
 * as much as it likes.
 */

import type { Footprint, Position, Volume4D } from "../../geometry/footprint.ts";
import type { Command } from "../commands.ts";
import { findOptions } from "../conflicts/options/find.ts";
import { RUNGS } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import { CLASS_BY_CATEGORY } from "../operations/category.ts";
import type { Category } from "../operations/category.ts";
import { isOver, OPERATION, solidsOf } from "../operations/model.ts";
import type { Operation, OperationState } from "../operations/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import { HOUR_MS, MINUTE_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick } from "./test-step.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** Categories of one class each: which of them it is, is a secret below the rung `category`. */
const CLASSES: readonly (readonly Category[])[] = [
  ["air_transit", "air_patrol", "isr_flight", "airdrop"],
  ["ground_patrol", "ground_convoy", "engineering", "logistics"],
  ["rotary_movement", "medevac", "sar"],
];

/** Every category is of one of the classes it is drawn from. */
export const classesAreWhole: boolean = CLASSES.every(
  (categories) => new Set(categories.map((one) => CLASS_BY_CATEGORY[one])).size === 1,
);

const CELL_DEG = 5 / 60;
/** The middle of a cell, three cells from the next: nothing reaches from one to another. */
export const placeOf = (place: number, isFar: boolean): Position => [
  40 + CELL_DEG * (3 * (place % 3) + 0.5) + (isFar ? 10 : 0),
  35 + CELL_DEG * 0.5,
];

/** Shifts and holds come to whole blocks, so that the secrets stay within what is told. */
export const BLOCK_MS: number = 4 * HOUR_MS;

/** The whole block that is `count` blocks from now. */
export const blockMs = (world: World, count: number): number =>
  (Math.ceil(world.theatre.atMs / BLOCK_MS) + count) * BLOCK_MS;

const liveOf = (world: World, party: PartyId): Operation[] =>
  [...world.state.operations.values()].filter((one) => one.party === party && !isOver(one.state));

const toOf = ({ party, which }: Step): PartyId =>
  party === "NORTH" ? (which % 2 === 0 ? "SOUTH" : "EAST") : "NORTH";

type Move = Extract<
  Command["kind"],
  `${"cancel" | "activate" | "hold" | "end" | "deviate"}-operation`
>;

const move =
  (kind: Move, to: OperationState): Act =>
  (world, { party, which }) => {
    const live = liveOf(world, party).filter(({ state }) => OPERATION.next[state].includes(to));
    const operation = pick(live, which);
    return operation && { kind, operationId: operation.id };
  };

const file: Act = (world, step) => ({
  command: { kind: "file-operation", ...noticeOf(world, step, step.rung, null) },
  remember: (result) => {
    if (result.about === "operation") world.shownAt.set(result.operationId, step.rung);
  },
});

const replace: Act = (world, step) => {
  const operation = pick(liveOf(world, step.party), step.which);
  if (!operation) return null;
  const { category: _, ...notice } = noticeOf(world, step, rungOf(world, operation), operation);
  const version = operation.versions.length;
  return { kind: "replace-operation", operationId: operation.id, version, ...notice };
};

/** Never above the rung for which the operation's secrets were chosen. */
const disclose: Act = (world, step) => {
  const operation = pick(liveOf(world, step.party), step.which);
  if (!operation) return null;
  const rung = step.party === "NORTH" ? rungOf(world, operation) : "full";
  return { kind: "disclose", operationId: operation.id, to: toOf(step), rung };
};

const close: Act = (world, step) => {
  const operation = pick(liveOf(world, step.party), step.which);
  return operation && { kind: "close-disclosure", operationId: operation.id, to: toOf(step) };
};

const consent: Act = (_, step) => {
  const to = toOf(step);
  // To SOUTH the rung of every operation is settled when it is filed; EAST is no observer.
  const rung = step.party === "NORTH" && to === "SOUTH" ? "cell" : step.rung;
  return { kind: "set-standing-consent", to, rung };
};

const read: Act = ({ state }, { party, which }) => {
  const view = viewFor(state, { kind: "party", party });
  // What NORTH and EAST show each other differs where their hidden conflicts do.
  const refs = view
    .disclosed({ limit: 100 })
    .items.filter((ref) => isWatched(ref.party) || isWatched(party));
  const ref = pick(refs, which);
  const unread = ref && pick(view.disclosure.unread(ref.operationId), 0);
  if (!unread || !ref) return null;
  const command = { kind: "note-read", party, operationId: ref.operationId, ...unread } as const;
  return { command, isSystem: true };
};

const isWatched = (party: string): boolean => party === "SOUTH" || party === "RELIEF";

const rungOf = ({ shownAt }: World, { id }: Operation): Rung => shownAt.get(id) ?? "conflict_only";

/** A notice: of NORTH, with its secrets as far as the rung leaves them hidden. */
const noticeOf = (world: World, step: Step, rung: Rung, replaced: Operation | null) => {
  const secret = world.secretOf(step);
  const isShown = (at: Rung): boolean => RUNGS.indexOf(rung) >= RUNGS.indexOf(at);
  const kept = (at: Rung): Secret => (isShown(at) ? step.plain : secret);
  const categories = CLASSES[step.which % CLASSES.length]!;
  const category = categories[kept("category").category % categories.length]!;
  const isFar = replaced ? isFarOff(replaced) : step.isFar && canBeFar(step.party);
  const about = { place: kept("area_and_altitude"), time: kept("full"), isFar };
  return { category, name: kept("full").name, volumes: [volumeOf(world, step, about)] };
};

const canBeFar = (party: PartyId): boolean => party === "NORTH" || party === "EAST";

const isFarOff = (operation: Operation): boolean => {
  // By longitude: far places lie ten degrees east, where x is smaller and y larger.
  const [x, y] = operation.packed[0]!.slice(8) as [number, number];
  return y / x > 1.1;
};

type About = { readonly place: Secret; readonly time: Secret; readonly isFar: boolean };

export const volumeOf = (world: World, step: Step, { place, time, isFar }: About): Volume4D => {
  const { isTimeHidden = true, hasHolds = false } = world.setting;
  const isHidden = step.party === "NORTH" && isFar && isTimeHidden;
  const [lng, lat] = placeOf(isHidden ? place.farPlace : step.place, isFar);
  const { startMin, endMin } = isTimeHidden ? time : step.plain;
  const fromMs = blockMs(world, step.block);
  return {
    footprint: footprintOf([lng + place.east / 1e5, lat + place.north / 1e5], place),
    lowerM: 100 + 1000 * step.layer,
    upperM: 200 + 1000 * step.layer + place.upperM,
    startMs: fromMs + startMin * MINUTE_MS,
    endMs: fromMs + (105 + (hasHolds ? startMin : endMin)) * MINUTE_MS,
  };
};

const footprintOf = (center: Position, { radiusM, isSquare }: Secret): Footprint => {
  if (!isSquare) return { kind: "circle", center, radiusM };
  const half = radiusM / 111_000;
  const [lng, lat] = center;
  const ring: readonly Position[] = [
    [lng - half, lat - half],
    [lng + half, lat - half],
    [lng + half, lat + half],
    [lng - half, lat + half],
  ];
  return { kind: "polygon", edges: "geodesic", ring };
};

/** Far from every observer, and where NORTH is: their conflicts are theirs. */
const fileFarOff: Aside = (world, speaker, secret) => {
  if (speaker !== "WEST") return null;
  const [lng, lat] = placeOf(secret.farPlace, true);
  const startMs = blockMs(world, secret.which % 2) + secret.startMin * MINUTE_MS;
  const volume = {
    footprint: footprintOf([lng, lat + secret.north / 1e5], secret),
    lowerM: 100,
    upperM: 200 + secret.upperM,
    startMs,
    endMs: startMs + HOUR_MS,
  };
  return { kind: "file-operation", category: "air_patrol", name: secret.name, volumes: [volume] };
};

const moveFarOff: Aside = (world, speaker, { which }) => {
  const operation = pick(speaker === "WEST" ? liveOf(world, speaker) : [], which);
  const kinds = ["cancel-operation", "activate-operation", "deviate-operation"] as const;
  return operation && { kind: kinds[which % kinds.length]!, operationId: operation.id };
};

const STATES: readonly OperationState[] = ["active", "filed"];

export const OPERATIONS: Part = {
  acts: {
    file: [8, file],
    replace: [1, replace],
    cancel: [1, move("cancel-operation", "cancelled")],
    activate: [1, move("activate-operation", "active")],
    hold: [1, move("hold-operation", "held")],
    deviate: [1, move("deviate-operation", "deviating")],
    finish: [1, move("end-operation", "ended")],
    disclose: [1, disclose],
    close: [1, close],
    consent: [1, consent],
    read: [1, read],
  },
  asides: [fileFarOff, fileFarOff, moveFarOff],
  idsOf: ({ operations }) => ({ operations: [...operations.keys()] }),
  fetch: (view, { operations = [] }) => ({
    theatre: view.theatre(),
    operations: pages((after) => view.operations({}, { after, limit: 7 })),
    filtered: view.operations({ party: "NORTH", states: STATES }, { limit: 3 }),
    disclosed: pages((after) => view.disclosed({ after, limit: 5 })),
    each: operations.map((id) => [
      view.operation(id),
      view.versions(id),
      view.disclosure.disclosed(id),
      view.disclosure.recipients(id),
      view.disclosure.unread(id),
      view.disclosure.preview(id, { to: "NORTH", rung: "full" }),
      view.conflicts({ operationId: id }, { limit: 2 }),
    ]),
    consents: view.disclosure.consents(),
  }),
  probes: [
    (operationId) => ({ kind: "cancel-operation", operationId }),
    (operationId) => ({ kind: "activate-operation", operationId }),
    (operationId) => ({ kind: "disclose", operationId, to: "NORTH", rung: "cell" }),
    (operationId) => ({ kind: "close-disclosure", operationId, to: "NORTH" }),
  ],
};

/** A draft of the reader's held against the others, and options for it. */
export const draftsOf = (state: State, reader: Reader): object => {
  if (reader.kind !== "party") return {};
  const own = [...state.operations.values()].find((one) => one.party === reader.party);
  if (!own) return {};
  const { party } = reader;
  const { moverClass, id: operationId } = own;
  const view = viewFor(state, reader);
  const solids = solidsOf(own);
  const found = view.check({ party, moverClass, solids, operationId });
  const seen = view.operation(operationId);
  const options =
    seen?.detail === "full"
      ? findOptions(state, {
          subject: { party, moverClass, solids, operationId, volumes: seen.current.volumes },
          volumes: view.volumes(),
          kinds: ["time", "altitude"],
          limits: { earliestMs: state.atMs },
        })
      : null;
  return { found: found.map(({ operation, pairs }) => [operation.id, pairs]), options };
};
