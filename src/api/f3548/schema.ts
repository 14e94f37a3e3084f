/**
 * Words of the wire that every message of ASTM F3548-21 uses, named as in the standard. Objects are
 * open: a field that is not known is ignored.
 * Source: ASTM F3548-21 annex A4, UTM API 1.0.0.
 */

import { Type } from "typebox";
import type { Static } from "typebox";
import { ListOf, OneOf } from "../native/schema.ts";

/** The published pattern has a slip in its escapes and matches nothing; this is what it means. */
export const UUIDv4Format = Type.String({
  minLength: 36,
  maxLength: 36,
  format: "uuid",
  pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
  description: "give a UUID of version 4, as 03e5572a-f733-49af-bc14-8a18bd53ee39",
});
export const EntityID = UUIDv4Format;
export const SubscriptionID = UUIDv4Format;

/** Opaque version number: who shows it has read that version. */
export const EntityOVN = Type.String({ minLength: 16, maxLength: 128 });
export const Key = ListOf(EntityOVN);

export const Time = Type.Object({
  value: Type.String({ format: "date-time" }),
  format: OneOf(["RFC3339"]),
});
export type Time = Static<typeof Time>;

export const Radius = Type.Object({
  value: Type.Number({ format: "float", exclusiveMinimum: 0 }),
  units: OneOf(["M"]),
});

/** Metres above the WGS84 ellipsoid. */
export const Altitude = Type.Object({
  value: Type.Number({ format: "double", minimum: -8000, maximum: 100_000 }),
  reference: OneOf(["W84"]),
  units: OneOf(["M"]),
});
export type Altitude = Static<typeof Altitude>;

export const Latitude = Type.Number({ format: "double", minimum: -90, maximum: 90 });
export const Longitude = Type.Number({ format: "double", minimum: -180, maximum: 180 });
export const LatLngPoint = Type.Object({ lng: Longitude, lat: Latitude });
export type LatLngPoint = Static<typeof LatLngPoint>;

/** Edges are the shortest lines; the smaller side; the last vertex is not the first one again. */
export const Polygon = Type.Object({ vertices: ListOf(LatLngPoint, { minItems: 3 }) });
export const Circle = Type.Object({
  center: Type.Optional(LatLngPoint),
  radius: Type.Optional(Radius),
});

/** Exactly one of the two outlines is given. */
export const Volume3D = Type.Object({
  outline_circle: Type.Optional(Circle),
  outline_polygon: Type.Optional(Polygon),
  altitude_lower: Type.Optional(Altitude),
  altitude_upper: Type.Optional(Altitude),
});
export type Volume3D = Static<typeof Volume3D>;

export const Volume4D = Type.Object({
  volume: Volume3D,
  time_start: Type.Optional(Time),
  time_end: Type.Optional(Time),
});
export type Volume4D = Static<typeof Volume4D>;

export const ErrorResponse = Type.Object({ message: Type.Optional(Type.String()) });

/** `/uss/v1/…` is appended: it has no slash at its end. */
export const UssBaseURL = Type.String();
export const SubscriptionUssBaseURL = UssBaseURL;
export const OperationalIntentUssBaseURL = UssBaseURL;
export const ConstraintUssBaseURL = UssBaseURL;

export const UssAvailabilityState = OneOf(["Unknown", "Normal", "Down"]);
export type UssAvailabilityState = Static<typeof UssAvailabilityState>;
