/** Subscriptions and the availability of USSs, as the DSS hears and tells them. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { ListOf } from "../native/schema.ts";
import {
  ConstraintReference,
  OperationalIntentReference,
  SubscriptionNotificationIndex,
} from "./schema-references.ts";
import {
  EntityID,
  SubscriptionID,
  SubscriptionUssBaseURL,
  Time,
  UssAvailabilityState,
  Volume4D,
} from "./schema.ts";

export const Subscription = Type.Object({
  id: SubscriptionID,
  version: Type.String(),
  notification_index: SubscriptionNotificationIndex,
  time_start: Type.Optional(Time),
  time_end: Type.Optional(Time),
  uss_base_url: SubscriptionUssBaseURL,
  notify_for_operational_intents: Type.Optional(Type.Boolean()),
  notify_for_constraints: Type.Optional(Type.Boolean()),
  implicit_subscription: Type.Optional(Type.Boolean()),
  dependent_operational_intents: Type.Optional(ListOf(EntityID)),
});
export type Subscription = Static<typeof Subscription>;

export const PutSubscriptionParameters = Type.Object({
  extents: Volume4D,
  uss_base_url: SubscriptionUssBaseURL,
  notify_for_operational_intents: Type.Optional(Type.Boolean()),
  notify_for_constraints: Type.Optional(Type.Boolean()),
});

export const QuerySubscriptionParameters = Type.Object({
  area_of_interest: Type.Optional(Volume4D),
});

export const GetSubscriptionResponse = Type.Object({ subscription: Subscription });
export const DeleteSubscriptionResponse = Type.Object({ subscription: Subscription });
export const QuerySubscriptionsResponse = Type.Object({ subscriptions: ListOf(Subscription) });

/** With what it would have been told of, had it been there before. */
export const PutSubscriptionResponse = Type.Object({
  subscription: Subscription,
  operational_intent_references: Type.Optional(ListOf(OperationalIntentReference)),
  constraint_references: Type.Optional(ListOf(ConstraintReference)),
});

export const UssAvailabilityStatus = Type.Object({
  uss: Type.String(),
  availability: UssAvailabilityState,
});
export const SetUssAvailabilityStatusParameters = Type.Object({
  old_version: Type.String(),
  availability: UssAvailabilityState,
});
export const UssAvailabilityStatusResponse = Type.Object({
  version: Type.String(),
  status: UssAvailabilityStatus,
});
export type UssAvailabilityStatusResponse = Static<typeof UssAvailabilityStatusResponse>;
