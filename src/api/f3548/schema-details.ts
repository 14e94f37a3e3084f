/** What USSs say to one another: details, telemetry, notifications. None of it is kept by the DSS. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { ListOf, OneOf } from "../native/schema.ts";
import { GeoZone } from "./schema-geozone.ts";
import {
  ConstraintReference,
  OperationalIntentReference,
  SubscriptionState,
} from "./schema-references.ts";
import { Altitude, EntityID, Latitude, Longitude, Time, Volume4D } from "./schema.ts";

/** The higher goes first. */
export const Priority = Type.Integer();

export const OperationalIntentDetails = Type.Object({
  volumes: Type.Optional(ListOf(Volume4D)),
  off_nominal_volumes: Type.Optional(ListOf(Volume4D)),
  priority: Type.Optional(Priority),
});

export const OperationalIntent = Type.Object({
  reference: OperationalIntentReference,
  details: OperationalIntentDetails,
});

/** Without the intent: it was deleted. */
export const PutOperationalIntentDetailsParameters = Type.Object({
  operational_intent_id: EntityID,
  operational_intent: Type.Optional(OperationalIntent),
  subscriptions: ListOf(SubscriptionState, { minItems: 1 }),
});

export const GetOperationalIntentDetailsResponse = Type.Object({
  operational_intent: OperationalIntent,
});

export const ConstraintDetails = Type.Object({
  volumes: ListOf(Volume4D, { minItems: 1 }),
  type: Type.Optional(Type.String()),
  geozone: Type.Optional(GeoZone),
});

export const Constraint = Type.Object({
  reference: ConstraintReference,
  details: ConstraintDetails,
});
export type Constraint = Static<typeof Constraint>;

/** Without the constraint: it was deleted. */
export const PutConstraintDetailsParameters = Type.Object({
  constraint_id: EntityID,
  constraint: Type.Optional(Constraint),
  subscriptions: ListOf(SubscriptionState, { minItems: 1 }),
});

export const GetConstraintDetailsResponse = Type.Object({ constraint: Constraint });

/** GVA of ADS-B, and finer ones. */
export const PositionAccuracyVertical = OneOf([
  "VAUnknown",
  "VA150mPlus",
  "VA150m",
  "VA45m",
  "VA25m",
  "VA10m",
  "VA3m",
  "VA1m",
]);

/** NACp of ADS-B, and a finer one. */
export const PositionAccuracyHorizontal = OneOf([
  "HAUnknown",
  "HA10NMPlus",
  "HA10NM",
  "HA4NM",
  "HA2NM",
  "HA1NM",
  "HA05NM",
  "HA03NM",
  "HA01NM",
  "HA005NM",
  "HA30m",
  "HA10m",
  "HA3m",
  "HA1m",
]);

export const Position = Type.Object({
  longitude: Type.Optional(Longitude),
  latitude: Type.Optional(Latitude),
  accuracy_h: Type.Optional(PositionAccuracyHorizontal),
  accuracy_v: Type.Optional(PositionAccuracyVertical),
  extrapolated: Type.Optional(Type.Boolean()),
  altitude: Type.Optional(Altitude),
});

export const Velocity = Type.Object({
  speed: Type.Number({ format: "float" }),
  units_speed: OneOf(["MetersPerSecond"]),
  track: Type.Optional(Type.Number({ format: "float" })),
});

export const VehicleTelemetry = Type.Object({
  time_measured: Time,
  position: Type.Optional(Position),
  velocity: Type.Optional(Velocity),
});

export const GetOperationalIntentTelemetryResponse = Type.Object({
  operational_intent_id: EntityID,
  telemetry: Type.Optional(VehicleTelemetry),
  next_telemetry_opportunity: Type.Optional(Time),
});
