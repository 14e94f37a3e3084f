/** What USSs say to the DSS of operational intents and constraints, and are answered. */

import { Type } from "typebox";
import type { Static, TProperties } from "typebox";
import { ListOf, OneOf } from "../native/schema.ts";
import {
  ConstraintUssBaseURL,
  EntityID,
  EntityOVN,
  Key,
  OperationalIntentUssBaseURL,
  SubscriptionID,
  SubscriptionUssBaseURL,
  Time,
  UssAvailabilityState,
  Volume4D,
} from "./schema.ts";

/** Of 32 bits, and never less than 0. */
export const SubscriptionNotificationIndex = Type.Integer({ format: "int32", minimum: 0 });

export const SubscriptionState = Type.Object({
  subscription_id: SubscriptionID,
  notification_index: SubscriptionNotificationIndex,
});

/** Whom the caller now has to tell, and of which of its subscriptions. */
export const SubscriberToNotify = Type.Object({
  subscriptions: ListOf(SubscriptionState, { minItems: 1 }),
  uss_base_url: SubscriptionUssBaseURL,
});
export type SubscriberToNotify = Static<typeof SubscriberToNotify>;

export const OperationalIntentState = OneOf([
  "Accepted",
  "Activated",
  "Nonconforming",
  "Contingent",
]);
export type OperationalIntentState = Static<typeof OperationalIntentState>;

const reference = {
  id: EntityID,
  manager: Type.String(),
  uss_availability: UssAvailabilityState,
  version: Type.Integer({ format: "int32" }),
  ovn: Type.Optional(EntityOVN),
  time_start: Time,
  time_end: Time,
} as const satisfies TProperties;

export const OperationalIntentReference = Type.Object({
  ...reference,
  state: OperationalIntentState,
  uss_base_url: OperationalIntentUssBaseURL,
  subscription_id: SubscriptionID,
});
export type OperationalIntentReference = Static<typeof OperationalIntentReference>;

export const ConstraintReference = Type.Object({
  ...reference,
  uss_base_url: ConstraintUssBaseURL,
});
export type ConstraintReference = Static<typeof ConstraintReference>;

export const ImplicitSubscriptionParameters = Type.Object({
  uss_base_url: SubscriptionUssBaseURL,
  notify_for_constraints: Type.Optional(Type.Boolean()),
});

const extents = ListOf(Volume4D, { minItems: 1 });

export const PutOperationalIntentReferenceParameters = Type.Object({
  extents,
  key: Type.Optional(Key),
  state: OperationalIntentState,
  uss_base_url: OperationalIntentUssBaseURL,
  subscription_id: Type.Optional(EntityID),
  new_subscription: Type.Optional(ImplicitSubscriptionParameters),
});

export const PutConstraintReferenceParameters = Type.Object({
  extents,
  uss_base_url: ConstraintUssBaseURL,
});

export const QueryOperationalIntentReferenceParameters = Type.Object({
  area_of_interest: Type.Optional(Volume4D),
});
export const QueryConstraintReferenceParameters = QueryOperationalIntentReferenceParameters;

export const GetOperationalIntentReferenceResponse = Type.Object({
  operational_intent_reference: OperationalIntentReference,
});
export const ChangeOperationalIntentReferenceResponse = Type.Object({
  subscribers: ListOf(SubscriberToNotify),
  operational_intent_reference: OperationalIntentReference,
});
export const QueryOperationalIntentReferenceResponse = Type.Object({
  operational_intent_references: ListOf(OperationalIntentReference),
});

export const GetConstraintReferenceResponse = Type.Object({
  constraint_reference: ConstraintReference,
});
export const ChangeConstraintReferenceResponse = Type.Object({
  subscribers: ListOf(SubscriberToNotify),
  constraint_reference: ConstraintReference,
});
export const QueryConstraintReferencesResponse = Type.Object({
  constraint_references: ListOf(ConstraintReference),
});

/** What stands near and was not shown to be known; both lists are complete. */
export const AirspaceConflictResponse = Type.Object({
  message: Type.Optional(Type.String()),
  missing_operational_intents: Type.Optional(ListOf(OperationalIntentReference)),
  missing_constraints: Type.Optional(ListOf(ConstraintReference)),
});
export type AirspaceConflictResponse = Static<typeof AirspaceConflictResponse>;
