/**
 * Every endpoint by its name in the standard, and what each takes: any one of `scopes` will do, and
 * null stands for any good token. What a value of the body needs beside them is checked where it is
 * read.
 */

import type { UssScope } from "../../server/uss-tokens.ts";

export type Endpoint = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly scopes: readonly UssScope[] | null;
};

const COORDINATION = "utm.strategic_coordination";
const AWARENESS = "utm.conformance_monitoring_sa";
const PROCESSING = "utm.constraint_processing";
const MANAGEMENT = "utm.constraint_management";
const ARBITRATION = "utm.availability_arbitration";

const INTENTS = "/dss/v1/operational_intent_references";
const CONSTRAINTS = "/dss/v1/constraint_references";
const SUBSCRIPTIONS = "/dss/v1/subscriptions";

const ofIntents = [COORDINATION, AWARENESS] as const;
const ofConstraints = [MANAGEMENT, PROCESSING] as const;
const ofSubscriptions = [PROCESSING, COORDINATION] as const;

const one = `${INTENTS}/:entityid`;
const version = `${one}/:ovn`;
const constraint = `${CONSTRAINTS}/:entityid`;
const constraintVersion = `${constraint}/:ovn`;
const subscription = `${SUBSCRIPTIONS}/:subscriptionid`;
const subscriptionVersion = `${subscription}/:version`;
const anyScope = [MANAGEMENT, PROCESSING, COORDINATION, AWARENESS, ARBITRATION] as const;
const availability = "/dss/v1/uss_availability/:uss_id";

/** Of the DSS (discovery and synchronization service). */
export const ENDPOINTS = {
  queryOperationalIntentReferences: {
    method: "POST",
    path: `${INTENTS}/query`,
    scopes: ofIntents,
  },
  getOperationalIntentReference: { method: "GET", path: one, scopes: ofIntents },
  createOperationalIntentReference: { method: "PUT", path: one, scopes: ofIntents },
  updateOperationalIntentReference: { method: "PUT", path: version, scopes: ofIntents },
  deleteOperationalIntentReference: { method: "DELETE", path: version, scopes: ofIntents },
  queryConstraintReferences: {
    method: "POST",
    path: `${CONSTRAINTS}/query`,
    scopes: ofConstraints,
  },
  getConstraintReference: { method: "GET", path: constraint, scopes: ofConstraints },
  createConstraintReference: { method: "PUT", path: constraint, scopes: [MANAGEMENT] },
  updateConstraintReference: { method: "PUT", path: constraintVersion, scopes: [MANAGEMENT] },
  deleteConstraintReference: { method: "DELETE", path: constraintVersion, scopes: [MANAGEMENT] },
  querySubscriptions: { method: "POST", path: `${SUBSCRIPTIONS}/query`, scopes: ofSubscriptions },
  getSubscription: { method: "GET", path: subscription, scopes: ofSubscriptions },
  createSubscription: { method: "PUT", path: subscription, scopes: ofSubscriptions },
  updateSubscription: { method: "PUT", path: subscriptionVersion, scopes: ofSubscriptions },
  deleteSubscription: { method: "DELETE", path: subscriptionVersion, scopes: ofSubscriptions },
  makeDssReport: {
    method: "POST",
    path: "/dss/v1/reports",
    scopes: anyScope,
  },
  setUssAvailability: { method: "PUT", path: availability, scopes: [ARBITRATION] },
  getUssAvailability: {
    method: "GET",
    path: availability,
    scopes: [ARBITRATION, COORDINATION, AWARENESS],
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

const USS_INTENTS = "/uss/v1/operational_intents";
const USS_CONSTRAINTS = "/uss/v1/constraints";
const telemetry = `${USS_INTENTS}/:entityid/telemetry`;

/** Of this server as a USS, where its settings have one. */
export const USS_ENDPOINTS = {
  getOperationalIntentDetails: {
    method: "GET",
    path: `${USS_INTENTS}/:entityid`,
    scopes: [COORDINATION],
  },
  getConstraintDetails: {
    method: "GET",
    path: `${USS_CONSTRAINTS}/:entityid`,
    scopes: [PROCESSING],
  },
  getOperationalIntentTelemetry: { method: "GET", path: telemetry, scopes: [AWARENESS] },
  /** Beside the standard. */
  reportTelemetry: { method: "POST", path: telemetry, scopes: [AWARENESS] },
  notifyOperationalIntentDetailsChanged: {
    method: "POST",
    path: USS_INTENTS,
    scopes: [COORDINATION],
  },
  notifyConstraintDetailsChanged: { method: "POST", path: USS_CONSTRAINTS, scopes: [MANAGEMENT] },
  /** Beside the standard. */
  listNotifications: { method: "GET", path: "/uss/v1/notifications", scopes: ofSubscriptions },
  /** The standard names no scope: who has the id was given it by the host. */
  getLogSet: { method: "GET", path: "/uss/v1/log_sets/:log_set_id", scopes: null },
  makeUssReport: { method: "POST", path: "/uss/v1/reports", scopes: anyScope },
} as const satisfies Record<string, Endpoint>;

export type UssEndpointName = keyof typeof USS_ENDPOINTS;
