/** Operations: what a party has given notice of, with its versions and its notices. */

import type { Volume4D } from "../../geometry/footprint.ts";
import { unpackSolid } from "../../geometry/packed-volume.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { isFinal } from "../machine.ts";
import type { Machine } from "../machine.ts";
import type { PlaceIds } from "../solid-index.ts";
import type { Category, MoverClass } from "./category.ts";

export const OPERATION_STATES = [
  "filed",
  "active",
  "deviating",
  "held",
  "ended",
  "cancelled",
  "expired",
] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

export const OPERATION: Machine<OperationState> = {
  name: "operation",
  start: "filed",
  next: {
    filed: ["active", "held", "cancelled", "expired"],
    active: ["deviating", "held", "ended", "expired"],
    deviating: ["active", "held", "ended", "expired"],
    held: ["active", "cancelled", "ended", "expired"],
    ended: [],
    cancelled: [],
    expired: [],
  },
};

export const hasBegun = ({ state }: Pick<Operation, "state">): boolean =>
  state === "active" || state === "deviating";

export const isOver = (state: OperationState): boolean => isFinal(OPERATION, state);

export type NoticeKind = "new" | "replace" | "cancel" | "agreed";

/** One notice as received. `serial` grows by one per party and year: a gap shows a loss. */
export type Notice = {
  readonly kind: NoticeKind;
  readonly serial: string;
  readonly seq: number;
  readonly receivedMs: number;
  /** Whole minutes from receipt to the start; negative when it had started; null without a start. */
  readonly minutesOfNotice: number | null;
  readonly isShortNotice: boolean;
};

/** What was in force from one notice to the next. The last is the current one. */
export type Version = {
  readonly version: number;
  readonly notice: Notice;
  readonly name: string | null;
  /** The command's text as it was said: its volumes in degrees are read from it when asked for. */
  readonly payload: string;
};

export type Operation = {
  /** The serial of its first notice. */
  readonly id: string;
  readonly party: string;
  readonly category: Category;
  readonly moverClass: MoverClass;
  state: OperationState;
  /** Deviating with no return intended. */
  isNoReturn: boolean;
  readonly versions: Version[];
  cancelNotice: Notice | null;
  /** The volumes of the current version, as compared. */
  packed: readonly PackedVolume[];
  /** Where the index keeps its volumes; empty once over. */
  placeIds: PlaceIds;
  /** From the first start to the last end; ±Infinity when open. */
  startMs: number;
  endMs: number;
  /** Conflicts, past ones too, by the other operation's id. */
  conflictIds: ReadonlyMap<string, string>;
  /** The intent of a USS that it moves with, by id; null: none. */
  intentId: string | null;
  /** Entry that changed it last. */
  changedSeq: number;
  changedMs: number;
};

/** The one filed earlier first. */
export const byFiling = (a: Operation, b: Operation): number =>
  a.versions[0]!.notice.seq - b.versions[0]!.notice.seq;

export const currentVersion = (operation: Operation): Version => operation.versions.at(-1)!;

/** What was said of the volumes, in degrees. */
export const volumesOf = ({ payload }: Version): readonly Volume4D[] =>
  (JSON.parse(payload) as { volumes: readonly Volume4D[] }).volumes;

/** One volume of the current version, ready to compare; prepared anew each time. */
export const solidOf = (operation: Operation, volume: number): Solid4D =>
  unpackSolid(operation.packed[volume]!);

/** All volumes of the current version, ready to compare; prepared anew each time. */
export const solidsOf = ({ packed }: Operation): Solid4D[] => packed.map(unpackSolid);

/** Shared by the many operations without any. */
export const NO_CONFLICTS: ReadonlyMap<string, string> = new Map();
