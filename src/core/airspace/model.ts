/**
 * What USSs (suppliers of drone services) say to one another: references of operational intents and of
 * constraints, subscriptions, availability. After ASTM F3548-21; the standard's own spelling is in
 * `api/f3548` alone.
 */

import type { Indexed } from "../solid-index.ts";
import { dumpNotices, loadNotices, makeNoticesState } from "./notices-model.ts";
import type { Telemetry } from "./telemetry.ts";
import type { NoticesDump, NoticesState } from "./notices-model.ts";
import type { State } from "../state.ts";
import { sharedPacked } from "./envelope.ts";
import { NativeConstraints } from "./native-constraints.ts";
import type { NativeConstraint } from "./native-constraints.ts";
import { Placeables } from "./placeables.ts";

export const INTENT_STATES = ["accepted", "activated", "nonconforming", "contingent"] as const;
export type IntentState = (typeof INTENT_STATES)[number];

/** A USS that is down answers nobody: what it has only planned need not be known. */
export const AVAILABILITIES = ["unknown", "normal", "down"] as const;
export type AvailabilityState = (typeof AVAILABILITIES)[number];

/** From the earliest start to the latest end; Unix microseconds, as USSs give them. */
export type SpanUs = { readonly startUs: number; readonly endUs: number };

/** What stands in space and time for a USS, and has an envelope by which it is judged. */
export type Placeable = Indexed &
  SpanUs & {
    /** UUID version 4, lower case. */
    readonly id: string;
    /** The USS, as its tokens name it. */
    readonly manager: string;
    readonly baseUrl: string;
  };

/** A reference: that something is there, and where the rest is to be had. */
export type Reference = Placeable & {
  /** Opaque version number: who shows it has read this version. Never given twice. */
  readonly ovn: string;
  readonly version: number;
};

/** A reference that a USS wrote. */
export type Written = Reference & {
  /** Of the write that made it: said again, it is answered as the first time. */
  readonly fingerprint: number;
  /** Whom that write met. */
  readonly told: readonly Notified[];
  /**
   * Of one that this server serves as its USS: what is published beyond the reference, as `api/f3548`
   * writes it. Left out: another server serves it.
   */
  readonly details?: string;
};

/** An operation of its manager's party, as other USSs know of it. */
export type Intent = Written & {
  readonly party: string;
  readonly state: IntentState;
  /** Null: none. */
  readonly subscriptionId: string | null;
  /** As the theatre has it. */
  readonly operationId: string;
};

/** What others have to heed there, by who has the say. */
export type Constraint = Written;

/** A subscription that a write met, with the count that it got by it. */
export type Notified = readonly [
  subscriptionId: string,
  notificationIndex: number,
  baseUrl: string,
];

export type Subscription = Placeable & {
  /** The manager's, when it was last written. */
  readonly party: string;
  /** Opaque; a new one by each change of the subscription. */
  readonly version: string;
  readonly isForIntents: boolean;
  readonly isForConstraints: boolean;
  /** Made with an intent, and gone with the last one that has it. */
  readonly isImplicit: boolean;
  notificationIndex: number;
  /** Of intents that have it, in the order in which they came to it. */
  readonly intentIds: Set<string>;
};

export type Availability = {
  readonly uss: string;
  readonly state: AvailabilityState;
  /** Empty: none was set. */
  readonly version: string;
};

export type AirspaceState = {
  readonly intents: Placeables<Intent>;
  readonly constraints: Placeables<Constraint>;
  readonly subscriptions: Placeables<Subscription>;
  readonly availabilities: Map<string, Availability>;
  readonly notices: NoticesState;
  /** By intent. */
  readonly telemetry: Map<string, Telemetry>;
  /** What native operations come to for the USSs of each party. */
  readonly natives: NativeConstraints;
  /** Null: it was never said. */
  ownUss: OwnUss | null;
};

/** This server as a USS: manager of what native operations come to, and for whom they do. */
export type OwnUss = {
  readonly manager: string;
  readonly baseUrl: string;
  readonly parties: readonly string[];
};

export const makeAirspaceState = (): AirspaceState => ({
  intents: new Placeables(),
  constraints: new Placeables(),
  subscriptions: new Placeables(),
  availabilities: new Map(),
  notices: makeNoticesState(),
  telemetry: new Map(),
  natives: new NativeConstraints(),
  ownUss: null,
});

export const availabilityOf = ({ availabilities }: AirspaceState, uss: string): Availability =>
  availabilities.get(uss) ?? { uss, state: "unknown", version: "" };

type Row<T extends Placeable> = Omit<T, "placeIds">;

export type AirspaceDump = {
  readonly intents: readonly Row<Intent>[];
  readonly constraints: readonly Row<Constraint>[];
  readonly subscriptions: readonly (Row<Omit<Subscription, "intentIds">> & {
    readonly intentIds: readonly string[];
  })[];
  readonly availabilities: readonly Availability[];
  readonly notices: NoticesDump;
  readonly telemetry: readonly (readonly [string, Telemetry])[];
  readonly natives: readonly Row<NativeConstraint>[];
  readonly ownUss: OwnUss | null;
};

const rowOf = <T extends Placeable>({ placeIds: _placeIds, ...row }: T): Row<T> => row;

export const dumpAirspace = (state: AirspaceState): AirspaceDump => ({
  intents: state.intents.all().map(rowOf),
  constraints: state.constraints.all().map(rowOf),
  subscriptions: state.subscriptions.all().map((subscription) => {
    const { intentIds, ...row } = rowOf(subscription);
    return { ...row, intentIds: [...intentIds] };
  }),
  availabilities: [...state.availabilities.values()],
  notices: dumpNotices(state.notices),
  telemetry: [...state.telemetry],
  natives: state.natives.all().map(rowOf),
  ownUss: state.ownUss,
});

/** Once the operations are loaded: what an intent has in common with its own is kept once again. */
export const loadAirspace = (
  { airspace: state, operations }: Pick<State, "airspace" | "operations">,
  dump: AirspaceDump,
): void => {
  for (const row of dump.intents) {
    const operation = operations.get(row.operationId);
    const packed = operation ? sharedPacked(row.packed, operation.packed) : row.packed;
    const baseUrl = state.intents.sharedUrl(row);
    state.intents.put({ ...row, packed, baseUrl, placeIds: [] });
    if (operation) operation.intentId = row.id;
  }
  for (const row of dump.constraints) state.constraints.put({ ...row, placeIds: [] });
  for (const { intentIds, ...row } of dump.subscriptions)
    state.subscriptions.put({ ...row, placeIds: [], intentIds: new Set(intentIds) });
  for (const one of dump.availabilities) state.availabilities.set(one.uss, one);
  loadNotices(state.notices, dump.notices);
  for (const [id, one] of dump.telemetry) state.telemetry.set(id, one);
  for (const row of dump.natives) state.natives.put({ ...row, placeIds: [] });
  state.ownUss = dump.ownUss;
};
