/** Messages as USSs send them, and settings, for tests. */

import type { F3548Config, UssConfig } from "../../server/f3548-settings.ts";

export const SETTINGS: F3548Config = {
  issuers: [],
  audiences: ["dss.example.com"],
  ownIssuer: true,
  party: "NORTH",
  parties: { south: "SOUTH" },
  allowHttp: false,
  heedSubscriptionAltitudes: false,
  ratePerMinute: null,
  uss: null,
};

/** This server as a USS. */
export const OWN: UssConfig = {
  name: "host",
  baseUrl: "https://host.example.com/utm",
  tokens: "own",
};

/** A UUID version 4 that tests can read. */
export const idOf = (n: number): string =>
  `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

/** Each test has a place of its own, far from all others. */
let places = 0;
export const place = (): readonly [lng: number, lat: number] => [-170 + 2 * places++, 10];

/** Of nothing that a test names by itself. */
let ids = 100;
export const newId = (): string => idOf(ids++);

export const INTENTS = "/dss/v1/operational_intent_references";
export const CONSTRAINTS = "/dss/v1/constraint_references";
export const SUBSCRIPTIONS = "/dss/v1/subscriptions";
export const DETAILS = "/uss/v1/operational_intents";
export const CONSTRAINT_DETAILS = "/uss/v1/constraints";

export const timeAt = (hours: number) => ({
  value: new Date(Date.now() + hours * 3_600_000).toISOString(),
  format: "RFC3339",
});
export const altitudeOf = (value: number) => ({ value, reference: "W84", units: "M" });
export const circleAt = (lng: number, lat: number, radiusM = 300) => ({
  center: { lat, lng },
  radius: { value: radiusM, units: "M" },
});

/** A circle from the ground to 120 m, from one hour on to two. */
export const extentAt = (lng = 40, lat = 35) => ({
  volume: {
    outline_circle: circleAt(lng, lat),
    altitude_lower: altitudeOf(0),
    altitude_upper: altitudeOf(120),
  },
  time_start: timeAt(1),
  time_end: timeAt(2),
});

export const BASE_URL = "https://uss.example.com/utm";

export const intentBody = (change: object = {}) => ({
  extents: [extentAt()],
  state: "Accepted",
  uss_base_url: BASE_URL,
  ...change,
});
export const constraintBody = (change: object = {}) => ({
  extents: [extentAt()],
  uss_base_url: BASE_URL,
  ...change,
});
export const subscriptionBody = (change: object = {}) => ({
  extents: extentAt(),
  uss_base_url: BASE_URL,
  notify_for_operational_intents: true,
  ...change,
});
