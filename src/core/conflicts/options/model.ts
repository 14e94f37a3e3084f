/** Resolution options: what one side alone may change so that its conflicts go. */

import type { Position, Volume4D } from "../../../geometry/footprint.ts";
import type { MoverClass } from "../../operations/category.ts";
import type { Volumes } from "../../operations/volume-index.ts";
import type { Subject } from "../detect.ts";

/** In the order in which equals are ranked. */
export const OPTION_KINDS = ["time", "altitude", "time_altitude", "lateral", "reroute"] as const;
export type OptionKind = (typeof OPTION_KINDS)[number];

/** The new route of one corridor of the operation; times for a moving one. */
export type Reroute = {
  /** Place in the operation's volumes, from 0. */
  readonly volume: number;
  readonly route: readonly Position[];
  readonly timesMs?: readonly number[];
};

/** What is changed. Negative shifts are earlier and lower. */
export type OptionChange =
  | { readonly kind: "time"; readonly values: { readonly shiftMs: number } }
  | { readonly kind: "altitude"; readonly values: { readonly shiftM: number } }
  | {
      readonly kind: "time_altitude";
      readonly values: { readonly shiftMs: number; readonly shiftM: number };
    }
  | {
      readonly kind: "lateral";
      readonly values: { readonly bearingDeg: number; readonly distanceM: number };
    }
  | { readonly kind: "reroute"; readonly values: { readonly routes: readonly Reroute[] } };

/** What it costs, never negative: an hour earlier costs what an hour later does. */
export type OptionCost = {
  readonly delayS: number;
  readonly climbM: number;
  /** Route added, or how far everything is moved. */
  readonly extraM: number;
};

/** One way out, judged by the detector at the state it was asked of. */
export type Option = OptionChange & {
  /** All volumes as they would be, ready to be filed as a Replace. */
  readonly volumes: readonly Volume4D[];
  readonly cost: OptionCost;
  /** Operations in conflict now that would no longer be. */
  readonly clears: readonly string[];
  /** Operations that would be in conflict: still, or newly. Empty: a complete option. */
  readonly leaves: readonly string[];
};

/** What a search looks within. All are distances from where, when and how high the subject is. */
export type OptionLimits = {
  /** Nothing is moved to before this instant (Unix ms); usually now. */
  readonly earliestMs: number;
  readonly delayMaxMs: number;
  readonly advanceMaxMs: number;
  readonly climbMaxM: number;
  readonly descendMaxM: number;
  /** Nothing is lowered to below this altitude, metres above the WGS84 ellipsoid. */
  readonly floorM: number;
  readonly shiftMaxM: number;
  readonly detourMaxM: number;
};

const HOUR_MS = 3_600_000;

export const DEFAULT_OPTION_LIMITS: Omit<OptionLimits, "earliestMs"> = {
  delayMaxMs: 6 * HOUR_MS,
  advanceMaxMs: 6 * HOUR_MS,
  climbMaxM: 3_000,
  descendMaxM: 3_000,
  floorM: 0,
  shiftMaxM: 50_000,
  detourMaxM: 100_000,
};

/** How costs of different kinds are held against each other. */
export type OptionWeights = {
  readonly delayPerS: number;
  readonly climbPerM: number;
  readonly extraPerM: number;
};

export const DEFAULT_OPTION_WEIGHTS: OptionWeights = {
  delayPerS: 1,
  climbPerM: 2,
  extraPerM: 0.2,
};

/** `solids` are the survey of `volumes`, in order. */
export type OptionSubject = Subject & { readonly volumes: readonly Volume4D[] };

export type OptionRequest = {
  readonly subject: OptionSubject;
  /** Of all that the reader may see in full. What it may not see takes no part at all. */
  readonly volumes: Volumes;
  readonly limits: Partial<OptionLimits> & Pick<OptionLimits, "earliestMs">;
  readonly weights?: OptionWeights;
  /** Kinds looked for; all unless given. */
  readonly kinds?: readonly OptionKind[];
};

export type TimeDirection = "earlier" | "later";
export type AltitudeDirection = "down" | "up";
type Timed = "time" | "time_altitude";
type Lifted = "altitude" | "time_altitude";

/** What ended a search before its limits did: a count, never the clock. */
export type BoundedBy = "others" | "candidates" | "probes" | "outlines" | "options";

/** What binds where nothing was found, or where looking further was given up. */
export type Binding =
  | { readonly kind: Timed; readonly reason: "unbounded-window"; readonly volume: number }
  | { readonly kind: Lifted; readonly reason: "unbounded-band"; readonly volume: number }
  | { readonly kind: Lifted; readonly reason: "surface-mover"; readonly moverClass: MoverClass }
  | {
      readonly kind: "time";
      readonly reason: "no-free-time";
      readonly direction: TimeDirection;
      /** The furthest shift looked at; 0: none was allowed. */
      readonly shiftMs: number;
      readonly limitedBy: "shift-max" | "earliest" | "others";
      /** Who is in the way there. */
      readonly operationIds: readonly string[];
    }
  | {
      readonly kind: "altitude";
      readonly reason: "no-free-altitude";
      readonly direction: AltitudeDirection;
      readonly shiftM: number;
      readonly limitedBy: "shift-max" | "floor" | "others";
      readonly operationIds: readonly string[];
    }
  /** No shift of both is free that is smaller in both than the shifts of one alone. */
  | { readonly kind: "time_altitude"; readonly reason: "no-free-corner" }
  /** By the outlines' hulls; a place inside a bay of one is not looked for. */
  | {
      readonly kind: "lateral";
      readonly reason: "no-free-place";
      readonly shiftMaxM: number;
      readonly operationIds: readonly string[];
    }
  | { readonly kind: "reroute"; readonly reason: "no-corridor" }
  | {
      readonly kind: "reroute";
      readonly reason: "conflict-not-on-route";
      readonly volumes: readonly number[];
    }
  | {
      readonly kind: "reroute";
      readonly reason: "end-blocked";
      readonly volume: number;
      readonly operationIds: readonly string[];
    }
  | {
      readonly kind: "reroute";
      readonly reason: "no-route";
      readonly volume: number;
      readonly operationIds: readonly string[];
    }
  | {
      readonly kind: "reroute";
      readonly reason: "detour-max";
      readonly extraM: number;
      readonly detourMaxM: number;
    }
  | {
      readonly kind: OptionKind;
      readonly reason: "bounded";
      readonly by: BoundedBy;
      readonly limit: number;
    };

export type OptionsAnswer = {
  /** Operations in conflict with the subject now, lowest id first. */
  readonly conflictsNow: readonly string[];
  /** Cheapest first. All complete, or at most one partial one. */
  readonly options: readonly Option[];
  readonly binding: readonly Binding[];
  /** A count ended some search early: `binding` says which. */
  readonly wasBounded: boolean;
};

/** What looking for one kind gives. */
export type Found = { readonly options: readonly Option[]; readonly binding: readonly Binding[] };
