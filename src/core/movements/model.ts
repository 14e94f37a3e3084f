/** Movements: people and goods on their way, who is told of them, and what was said on the way. */

import type { PackedVolume } from "../../geometry/packed-volume.ts";
import { isAtLeast, SHOWS_OPERATION } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import type { Place } from "../line/fields.ts";
import type { WordOf } from "../line/words.ts";
import type { Machine } from "../machine.ts";
import type { Category, MoverClass } from "../operations/category.ts";
import { ShownMap } from "../shown-map.ts";
import type { MovementFields } from "./fields.ts";

export const MOVEMENT_STATES = [
  "submitted",
  "planned",
  "departed",
  "at_checkpoint",
  "deviating",
  "held",
  "aborted",
  "arrived",
  "closed",
] as const;
export type MovementState = (typeof MOVEMENT_STATES)[number];

/** Submitted, it is its own party's alone, until a second person has checked it or it departs. */
export const MOVEMENT: Machine<MovementState> = {
  name: "movement",
  start: "submitted",
  next: {
    submitted: ["planned", "closed"],
    planned: ["departed", "held", "aborted", "closed"],
    departed: ["at_checkpoint", "deviating", "held", "aborted", "arrived"],
    at_checkpoint: ["departed", "deviating", "held", "aborted", "arrived"],
    deviating: ["departed", "at_checkpoint", "held", "aborted", "arrived"],
    held: ["departed", "aborted", "closed"],
    aborted: ["closed"],
    arrived: ["closed"],
    closed: [],
  },
};

export type MovementOutcome = WordOf<"movementOutcome">;
/** How a movement may end, by the state it is closed in. */
export const OUTCOMES: Readonly<Partial<Record<MovementState, readonly MovementOutcome[]>>> = {
  submitted: ["withdrawn"],
  planned: ["withdrawn", "denied"],
  held: ["withdrawn", "denied", "impeded"],
  aborted: ["withdrawn", "denied", "impeded"],
  arrived: ["completed", "facilitated", "impeded"],
};

export const MOVE_RECEIPT_STATES = [
  "undelivered",
  "delivered",
  "acknowledged",
  "with_concern",
  "objected",
] as const;
export type MoveReceiptState = (typeof MOVE_RECEIPT_STATES)[number];

/** Of one recipient and one version: a new version begins anew. */
export const MOVE_RECEIPT: Machine<MoveReceiptState> = {
  name: "movement receipt",
  start: "undelivered",
  next: {
    undelivered: ["delivered", "acknowledged", "with_concern", "objected"],
    delivered: ["acknowledged", "with_concern", "objected"],
    acknowledged: ["with_concern", "objected"],
    with_concern: ["acknowledged", "objected"],
    objected: ["acknowledged", "with_concern"],
  },
};

export type MovementVersion = {
  readonly version: number;
  readonly fields: MovementFields;
  readonly submittedBy: string | null;
  readonly submittedMs: number;
  readonly seq: number;
  /** The second person; null: nobody yet. */
  checkedBy: string | null;
  checkedMs: number | null;
  /** The volumes as compared, until it is told. */
  packed: readonly PackedVolume[];
  /** From when it is what recipients see; null: it waits for its second person. */
  told: ToldVersion | null;
};

export type ToldVersion = {
  readonly atMs: number;
  readonly operationVersion: number;
  readonly minutesOfNotice: number | null;
  readonly isShortNotice: boolean;
};

export type MoveReceipt = {
  readonly version: number;
  state: MoveReceiptState;
  deliveredMs: number | null;
  answered: MoveAnswer | null;
  /** Levels that the recipient says it told, and when. */
  levels: readonly { readonly level: WordOf<"level">; readonly toldMs: number }[];
};

export type MoveAnswer = {
  /** Seen by the own party alone. */
  readonly by: string;
  readonly atMs: number;
  readonly concern: WordOf<"concern"> | null;
  readonly text: string | null;
  /** What was not known when it was answered: receipt of an incomplete notice. */
  readonly isOfIncomplete: boolean;
};

/** One party that the owner consents to tell. */
export type Recipient = {
  readonly to: string;
  /** Only ever raised. */
  rung: Rung;
  /** May it read the sealed details? */
  seesPeople: boolean;
  /** Nothing later is shown; null: it still is told. */
  closed: { readonly version: number; readonly state: MovementState; readonly atMs: number } | null;
  /** One for each version, oldest first. */
  readonly receipts: MoveReceipt[];
};

export type Report = {
  readonly state: MovementState;
  /** When it was so, and when it was said. */
  readonly atMs: number;
  readonly saidMs: number;
  readonly by: string | null;
  readonly place: Place | null;
  readonly expectedMs: number | null;
  readonly text: string | null;
};

/** Off the route by so many metres, late by so many minutes, or as the owner says. */
export type Deviation = {
  readonly by: "distance" | "time" | "report";
  readonly sinceMs: number;
  readonly metres: number | null;
  readonly minutes: number | null;
};

export type HoldAsked = {
  readonly party: string;
  readonly by: string;
  readonly atMs: number;
  readonly text: string;
};

/** AES-256-GCM under a key that the log commits to by its SHA-256 and never holds. */
export type SealedPeople = {
  readonly keyHash: string;
  readonly nonce: string;
  readonly ciphertext: string;
};

export type People = {
  /** Null once its time is over. */
  sealed: SealedPeople | null;
  readonly keyHash: string;
  readonly sealedMs: number;
  /** From when nobody reads it any more: the server destroys the key. */
  overMs: number | null;
  readonly reads: { readonly party: string; readonly by: string | null; readonly atMs: number }[];
};

export type Movement = {
  readonly id: string;
  readonly party: string;
  readonly category: Category;
  readonly moverClass: MoverClass;
  readonly isEmergency: boolean;
  state: MovementState;
  /** All that were told, oldest first, and at most one at the end that waits for its second person. */
  readonly versions: MovementVersion[];
  /** The last it had; that it is there no more says nothing. */
  operationId: string | null;
  /** In the order they were named. */
  readonly recipients: Recipient[];
  /** The newest; `reportCount` says how many there were. */
  readonly reports: Report[];
  reportCount: number;
  departedMs: number | null;
  /** Of the last report that says where it is. */
  lastPlaceMs: number | null;
  /** No position for too long. */
  silentSinceMs: number | null;
  deviation: Deviation | null;
  readonly holdsAsked: HoldAsked[];
  outcome: MovementOutcome | null;
  closedMs: number | null;
  people: People | null;
  readonly madeMs: number;
  changedMs: number;
};

export type MovementsState = {
  /** In the order they were submitted. */
  readonly all: ShownMap<Movement>;
  /** Whose movement an operation is. */
  readonly byOperation: Map<string, string>;
  /** Of the sealed details that there are, over or not. Follows from `all`. */
  readonly keyHashes: Set<string>;
};

export const makeMovementsState = (): MovementsState => ({
  all: new ShownMap((movement) => [
    movement.party,
    ...movement.recipients.filter((one) => isTold(movement, one)).map(({ to }) => to),
  ]),
  byOperation: new Map(),
  keyHashes: new Set(),
});

export const dumpMovements = ({ all }: MovementsState): readonly Movement[] => [...all.values()];

export const loadMovements = (state: MovementsState, all: readonly Movement[]): void => {
  for (const movement of all) {
    state.all.set(movement.id, movement);
    if (movement.people) state.keyHashes.add(movement.people.keyHash);
    if (movement.operationId !== null) state.byOperation.set(movement.operationId, movement.id);
  }
};

/** The version that is told; null: none is yet. */
export const toldVersion = ({ versions }: Movement): MovementVersion | null =>
  versions.findLast(({ told }) => told !== null) ?? null;

const isTold = (movement: Movement, { rung }: Recipient): boolean =>
  toldVersion(movement) !== null && isAtLeast(rung, SHOWS_OPERATION);

/** The party as it was told of it; undefined: it was not. */
export const findRecipient = (movement: Movement, party: string): Recipient | undefined =>
  movement.recipients.find((one) => one.to === party && isTold(movement, one));

/** The version that waits for its second person. */
export const draftOf = ({ versions }: Movement): MovementVersion | null => {
  const last = versions.at(-1);
  return last && last.told === null ? last : null;
};

/** It left, and has neither arrived nor been closed. */
export const isUnderWay = ({ state, departedMs }: Movement): boolean =>
  departedMs !== null && state !== "arrived" && state !== "closed";

export const isSealedNow = ({ people }: Movement): boolean =>
  people !== null && people.overMs === null;

/** What a theatre says of movements. */
export type MovementRules = {
  /** Farther off its route it deviates. */
  readonly deviationM: number;
  /** Later than this behind its last leg it deviates. */
  readonly lateMinutes: number;
  /** Under way without a position for so long: somebody is to call. */
  readonly silentMinutes: number;
  /** The lead time of an emergency, in place of a longer one of its category. */
  readonly emergencyLeadMinutes: number;
  /** How long after it is closed its sealed details can be read. */
  readonly peopleKeptDays: number;
};

/** The project's defaults, not field standards. */
export const DEFAULT_MOVEMENT_RULES: MovementRules = {
  deviationM: 2_000,
  lateMinutes: 30,
  silentMinutes: 60,
  emergencyLeadMinutes: 24 * 60,
  peopleKeptDays: 30,
};
