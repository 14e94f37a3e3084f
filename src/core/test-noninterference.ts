/**
 * Two theatres in lockstep that differ only in what NORTH keeps from an observer. Whatever the
 * observer can fetch or hear must be the same in both, byte for byte.
 *
 * What NORTH files lies in places, times and altitudes that make the same facts told: in one cell, in
 * one quarter of an hour, in one layer. Where the observer never is, it lies anywhere.
 */

import type { Footprint, Position, Volume4D } from "../geometry/footprint.ts";
import type { EntryOutcome } from "./apply.ts";
import type { Command } from "./commands.ts";
import { RUNGS } from "./disclosure/model.ts";
import type { Rung } from "./disclosure/model.ts";
import { findOptions } from "./conflicts/options/find.ts";
import { CLASS_BY_CATEGORY } from "./operations/category.ts";
import type { Category } from "./operations/category.ts";
import { isOver, solidsOf } from "./operations/model.ts";
import type { Operation } from "./operations/model.ts";
import type { State } from "./state.ts";
import { HOUR_MS, MINUTE_MS, TestTheatre, theatreOf } from "./test-theatre.ts";
import type { TheatreRules } from "./theatre/model.ts";
import { viewFor } from "./view.ts";
import type { Reader } from "./view.ts";

export const PARTIES = ["NORTH", "SOUTH", "RELIEF", "EAST"] as const;
export type PartyId = (typeof PARTIES)[number];

export const ACTS = [
  "file",
  "file",
  "file",
  "replace",
  "cancel",
  "activate",
  "hold",
  "own",
  "own",
  "contact",
  "flag",
  "propose",
  "propose",
  "accept",
  "decline",
  "counter",
  "withdraw",
  "disclose",
  "close",
  "consent",
  "read",
  "standing",
  "agree",
  "end",
  "target",
  "target-step",
  "wait",
] as const;
export type Act = (typeof ACTS)[number];

/** What NORTH keeps to itself of one step. */
export type Secret = {
  readonly name: string;
  readonly by: string;
  readonly category: number;
  readonly east: number;
  readonly north: number;
  readonly radiusM: number;
  readonly isSquare: boolean;
  readonly upperM: number;
  readonly startMin: number;
  readonly endMin: number;
  /** Of the places where the observer never is. */
  readonly farPlace: number;
};

export type Step = {
  readonly act: Act;
  readonly party: PartyId;
  readonly which: number;
  readonly place: number;
  readonly block: number;
  readonly layer: number;
  /** Far from every observer. */
  readonly isFar: boolean;
  readonly rung: Rung;
  readonly minutes: number;
  readonly plain: Secret;
  readonly varied: Secret;
};

/** Categories of one class each: which of them it is, is a secret below the rung `category`. */
const CLASSES: readonly (readonly Category[])[] = [
  ["air_transit", "air_patrol", "isr_flight", "airdrop"],
  ["ground_patrol", "ground_convoy", "engineering", "logistics"],
  ["rotary_movement", "medevac", "sar"],
];

const CELL_DEG = 5 / 60;
/** The middle of a cell, three cells from the next: nothing reaches from one to another. */
const placeOf = (place: number, isFar: boolean): Position => [
  40 + CELL_DEG * (3 * (place % 3) + 0.5) + (isFar ? 10 : 0),
  35 + CELL_DEG * 0.5,
];

const BLOCK_MS = 4 * HOUR_MS;

export class Lockstep {
  readonly theatre: TestTheatre = new TestTheatre();
  private readonly isVaried: boolean;
  private readonly isTimeHidden: boolean;
  /** The highest rung that an operation of NORTH's will ever be shown at, by its id. */
  private readonly shownAt = new Map<string, Rung>();

  constructor(
    isVaried: boolean,
    { rules, isTimeHidden }: { rules: Partial<TheatreRules>; isTimeHidden: boolean },
  ) {
    this.isVaried = isVaried;
    this.isTimeHidden = isTimeHidden;
    const parties = PARTIES.map((id) => ({
      id,
      names: { en: id },
      kind: id === "RELIEF" ? ("humanitarian" as const) : ("military" as const),
    }));
    const theatre = { ...theatreOf(rules), parties };
    this.theatre.say("system", { kind: "set-theatre", theatre });
  }

  get state(): State {
    return this.theatre.state;
  }

  /** One entry, whatever it comes to; the same kind of entry in both theatres. */
  take(step: Step): EntryOutcome {
    if (step.act === "wait") this.theatre.atMs += step.minutes * MINUTE_MS;
    const command = this.commandOf(step) ?? { kind: "tick" };
    const isSystem = command.kind === "tick" || command.kind === "note-read";
    const secret = this.secretOf(step);
    const by = step.party === "NORTH" ? secret.by : step.party;
    const outcome = this.theatre.say(isSystem ? "system" : step.party, command, { by });
    const { outcome: said } = outcome;
    if (command.kind === "file-operation" && said.ok && said.value?.about === "operation") {
      this.shownAt.set(said.value.operationId, step.rung);
    }
    return outcome;
  }

  private secretOf({ plain, varied, party }: Step): Secret {
    return this.isVaried && party === "NORTH" ? varied : plain;
  }

  private commandOf(step: Step): Command | null {
    const { act, party, which, rung } = step;
    const operation = pick(this.ownOperations(party), which);
    const conflictId = pick(this.conflictIds(step), which);
    const proposalId = pick(this.proposalIds(step, act), which);
    const to: PartyId = party === "NORTH" ? (which % 2 === 0 ? "SOUTH" : "EAST") : "NORTH";
    switch (act) {
      case "file":
        return { kind: "file-operation", ...this.noticeOf(step, step.rung, null) };
      case "replace": {
        if (!operation) return null;
        const { category: _, ...notice } = this.noticeOf(step, this.rungOf(operation), operation);
        const version = operation.versions.length;
        return { kind: "replace-operation", operationId: operation.id, version, ...notice };
      }
      case "cancel":
        return operation && { kind: "cancel-operation", operationId: operation.id };
      case "activate":
        return operation && { kind: "activate-operation", operationId: operation.id };
      case "hold":
        return operation && { kind: "hold-operation", operationId: operation.id };
      case "own":
        return conflictId === null ? null : { kind: "own-conflict", conflictId };
      case "contact":
        return conflictId === null ? null : { kind: "note-contact", conflictId };
      case "flag":
        return conflictId === null ? null : { kind: "flag-false-alarm", conflictId };
      case "propose":
        return conflictId === null ? null : { kind: "propose", conflictId, ...termsOf(step) };
      case "accept":
        return proposalId === null ? null : { kind: "accept-proposal", proposalId };
      case "decline":
        return proposalId === null ? null : { kind: "decline-proposal", proposalId };
      case "counter":
        return proposalId === null
          ? null
          : { kind: "counter-proposal", proposalId, ...termsOf(step) };
      case "withdraw":
        return proposalId === null ? null : { kind: "withdraw-proposal", proposalId };
      case "disclose":
        return operation && this.discloseOf(operation, party, to);
      case "close":
        return operation && { kind: "close-disclosure", operationId: operation.id, to };
      case "consent":
        // To SOUTH the rung of every operation is settled when it is filed; EAST is no observer.
        return {
          kind: "set-standing-consent",
          to,
          rung: party === "NORTH" && to === "SOUTH" ? "cell" : rung,
        };
      case "read":
        return this.readOf(party, which);
      case "standing":
        return { kind: "propose-standing", with: to, name: `area ${which}`, volumes: [EVERYWHERE] };
      case "agree":
        return this.standingOf(party, which, "agree-standing");
      case "end":
        return this.standingOf(party, which, "end-standing");
      case "target":
        return this.targetOf(step);
      case "target-step": {
        const kinds = ["pause-target", "resume-target", "remove-target"] as const;
        const target = pick(this.liveTargets(party), which);
        return target && { kind: kinds[which % kinds.length]!, targetId: target.id };
      }
      default:
        return null;
    }
  }

  /** Where NORTH is told, of what and under which name, is nobody's but its own. */
  private targetOf(step: Step): Command {
    const { name, east, isSquare } = this.secretOf(step);
    return {
      kind: "set-target",
      name,
      to: isSquare
        ? { kind: "webhook", url: `https://north.example/${east}` }
        : { kind: "email", address: `desk${east + 300}@north.example`, language: "en" },
      eventKinds: isSquare ? "all" : ["conflict.opened"],
    };
  }

  private liveTargets(party: PartyId) {
    return this.state.targets.live.filter((one) => one.party === party);
  }

  private ownOperations(party: PartyId): Operation[] {
    return [...this.state.operations.values()].filter(
      (one) => one.party === party && !isOver(one.state),
    );
  }

  private rungOf({ id }: Operation): Rung {
    return this.shownAt.get(id) ?? "conflict_only";
  }

  /** Those with an observer and those without are chosen from apart: the latter differ. */
  private conflictIds({ party, isFar }: Step): string[] {
    return [...this.state.conflicts.values()]
      .filter(({ operationIds }) => {
        const parties = operationIds.map((id) => this.state.operations.get(id)!.party);
        const isHidden = parties.every((one) => one === "NORTH" || one === "EAST");
        const isOwn = parties.includes(party);
        return isOwn && isHidden === (isFar && (party === "NORTH" || party === "EAST"));
      })
      .map(({ id }) => id);
  }

  private proposalIds(step: Step, act: Act): string[] {
    // What NORTH and EAST agree takes serials of both: it is not theirs to keep from an observer.
    if (step.isFar && (step.party === "NORTH" || step.party === "EAST")) return [];
    return this.conflictIds(step).flatMap((id) => {
      const view = viewFor(this.state, { kind: "party", party: step.party });
      return view.settling
        .proposals(id)
        .filter(({ state, isOwn }) => state === "open" && isOwn === (act === "withdraw"))
        .map((proposal) => proposal.id);
    });
  }

  /** Never above the rung for which the operation's secrets were chosen. */
  private discloseOf(operation: Operation, party: PartyId, to: PartyId): Command | null {
    const rung = party === "NORTH" ? this.rungOf(operation) : "full";
    return { kind: "disclose", operationId: operation.id, to, rung };
  }

  private readOf(party: PartyId, which: number): Command | null {
    const view = viewFor(this.state, { kind: "party", party });
    // What NORTH and EAST show each other differs where their hidden conflicts do.
    const refs = view.disclosed({ limit: 100 }).items.filter((ref) => isObserver(ref.party, party));
    const ref = pick(refs, which);
    const unread = ref && pick(view.disclosure.unread(ref.operationId), 0);
    return unread && ref
      ? { kind: "note-read", party, operationId: ref.operationId, ...unread }
      : null;
  }

  private standingOf(
    party: PartyId,
    which: number,
    kind: "agree-standing" | "end-standing",
  ): Command | null {
    const view = viewFor(this.state, { kind: "party", party });
    const standing = pick(
      view.settling.standings().filter(({ state }) => state !== "ended"),
      which,
    );
    return standing && { kind, standingId: standing.id };
  }

  /** A notice: of NORTH, with its secrets as far as the rung leaves them hidden. */
  private noticeOf(step: Step, rung: Rung, replaced: Operation | null) {
    const secret = this.secretOf(step);
    const isShown = (at: Rung): boolean => RUNGS.indexOf(rung) >= RUNGS.indexOf(at);
    const kept = (at: Rung): Secret => (isShown(at) ? step.plain : secret);
    const categories = CLASSES[step.which % CLASSES.length]!;
    const category = categories[kept("category").category % categories.length]!;
    const isFar = replaced ? this.isFarOff(replaced) : step.isFar && canBeFar(step.party);
    return {
      category,
      name: kept("full").name,
      volumes: [
        this.volumeOf(step, { place: kept("area_and_altitude"), time: kept("full"), isFar }),
      ],
    };
  }

  private isFarOff(operation: Operation): boolean {
    // By longitude: far places lie ten degrees east, where x is smaller and y larger.
    const [x, y] = operation.packed[0]!.slice(8) as [number, number];
    return y / x > 1.1;
  }

  private volumeOf(
    step: Step,
    { place, time, isFar }: { place: Secret; time: Secret; isFar: boolean },
  ): Volume4D {
    const isHidden = step.party === "NORTH" && isFar && this.isTimeHidden;
    const [lng, lat] = placeOf(isHidden ? place.farPlace : step.place, isFar);
    const center: Position = [lng + place.east / 1e5, lat + place.north / 1e5];
    const { startMin, endMin } = this.isTimeHidden ? time : step.plain;
    const fromMs = (Math.ceil(this.theatre.atMs / BLOCK_MS) + step.block) * BLOCK_MS;
    return {
      footprint: footprintOf(center, place),
      lowerM: 100 + 1000 * step.layer,
      upperM: 200 + 1000 * step.layer + place.upperM,
      startMs: fromMs + startMin * MINUTE_MS,
      endMs: fromMs + (105 + endMin) * MINUTE_MS,
    };
  }
}

const isObserver = (party: string, reader: string): boolean =>
  party === "SOUTH" || party === "RELIEF" || reader === "SOUTH" || reader === "RELIEF";

const canBeFar = (party: PartyId): boolean => party === "NORTH" || party === "EAST";

const EVERYWHERE: Volume4D = {
  footprint: { kind: "circle", center: [41, 35], radiusM: 400_000 },
  lowerM: -1000,
  upperM: 30_000,
  startMs: Date.UTC(2026, 0, 1),
  endMs: Date.UTC(2036, 0, 1),
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

/** Whole blocks and layers, so that the secrets stay within what is told. */
const termsOf = ({ which, block, layer }: Step) => ({
  own: {
    ...(which % 2 === 0 ? { shiftMs: (block + 1) * BLOCK_MS } : {}),
    ...(which % 3 === 0 ? { shiftM: 1000 * (layer + 1) } : {}),
  },
  other: which % 5 === 0 ? { shiftM: 1000 } : {},
  ...(which % 7 === 0 ? { safeguards: ["lookout" as const] } : {}),
});

const pick = <T>(list: readonly T[], which: number): T | null =>
  list.length === 0 ? null : list[which % list.length]!;

/** What leaks besides the view: for the test of the test. */
export type Leak = (state: State, outcome: EntryOutcome) => unknown;

/** What the observer hears of one entry, and is answered when it was its own. */
export const hear = (
  { state }: Lockstep,
  reader: Reader,
  step: Step,
  outcome: EntryOutcome,
  leak: Leak,
): string => {
  const view = viewFor(state, reader);
  const told = outcome.changes.map((change) => view.tell(change)).filter((one) => one !== null);
  const isOwn = reader.kind === "party" && reader.party === step.party;
  return textOf({ told, answer: isOwn ? outcome.outcome : null, leaked: leak(state, outcome) });
};

/** A list read page by page. */
const pages = <T>(
  read: (after: string | undefined) => { items: readonly T[]; next: string | null },
) => {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = read(after);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
};

/** Everything that the observer can fetch. */
export const fetchAll = ({ state }: Lockstep, reader: Reader): string => {
  const view = viewFor(state, reader);
  const conflicts = pages((after) => view.conflicts({}, { after, limit: 7 }));
  const operations = pages((after) => view.operations({}, { after, limit: 7 }));
  const all = [...state.operations.keys()];
  return textOf({
    theatre: view.theatre(),
    operations,
    conflicts,
    open: view.conflicts({ state: "open" }, { limit: 3 }),
    disclosed: pages((after) => view.disclosed({ after, limit: 5 })),
    // Ids are no way to probe: asked for each that there is, and for one that is not.
    each: [...all, "NORTH-2026-99999"].map((id) => [
      view.operation(id),
      view.versions(id),
      view.disclosure.disclosed(id),
      view.disclosure.recipients(id),
      view.disclosure.unread(id),
      view.disclosure.preview(id, { to: "NORTH", rung: "full" }),
      view.conflicts({ operationId: id }, { limit: 2 }),
    ]),
    conflict: conflicts.map(({ id }) => [view.conflict(id), view.settling.proposals(id)]),
    consents: view.disclosure.consents(),
    standings: view.settling.standings(),
    desks: view.parties.desks(),
    channels: view.channels({ limit: 10 }),
    openings: view.openings({ limit: 10 }),
    targets: view.targets.list(),
    eachTarget: [...state.targets.all.keys()].map((id) => view.targets.find(id)),
    ...draftsOf(state, reader),
  });
};

/** A draft held against the others, and options for it. */
const draftsOf = (state: State, reader: Reader): object => {
  if (reader.kind !== "party") return {};
  const own = [...state.operations.values()].find((one) => one.party === reader.party);
  if (!own) return {};
  const { party } = reader;
  const { moverClass, id: operationId } = own;
  const view = viewFor(state, reader);
  const solids = solidsOf(own);
  const found = view.check({ party, moverClass, solids, operationId });
  const volumes = view.operation(operationId);
  const options =
    volumes?.detail === "full"
      ? findOptions(state, {
          subject: { party, moverClass, solids, operationId, volumes: volumes.current.volumes },
          isVisible: view.isDisclosed,
          kinds: ["time", "altitude"],
          limits: { earliestMs: state.atMs },
        })
      : null;
  return { found: found.map(({ operation, pairs }) => [operation.id, pairs]), options };
};

/** JSON, with infinities told apart. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === "number" && !Number.isFinite(one) ? String(one) : one,
  );

/** Every category is of one of the classes it is drawn from. */
export const classesAreWhole: boolean = CLASSES.every(
  (categories) => new Set(categories.map((one) => CLASS_BY_CATEGORY[one])).size === 1,
);
