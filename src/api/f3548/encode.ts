/** What the core answers, as it is written on the wire. */

import type { AvailabilityState, IntentState } from "../../core/airspace/model.ts";
import type {
  ConstraintView,
  ExactMeeting,
  IntentView,
  ReferenceView,
  Subscriber,
  SubscriptionView,
  Unread,
} from "../../core/airspace/results.ts";
import type {
  AirspaceConflictResponse,
  ConstraintReference,
  OperationalIntentReference,
  OperationalIntentState,
  SubscriberToNotify,
} from "./schema-references.ts";
import type { Subscription } from "./schema-subscriptions.ts";
import type { Altitude, Time, UssAvailabilityState } from "./schema.ts";
import { encodeTime } from "./time.ts";

/** Stands where an intent has none. */
export const NO_SUBSCRIPTION = "00000000-0000-4000-8000-000000000000";
/** Stands for the OVN of another: only the USS whose it is tells it. */
export const OVN_OF_ANOTHER = "Available from USS";

const STATES: Readonly<Record<IntentState, OperationalIntentState>> = {
  accepted: "Accepted",
  activated: "Activated",
  nonconforming: "Nonconforming",
  contingent: "Contingent",
};

const AVAILABILITIES: Readonly<Record<AvailabilityState, UssAvailabilityState>> = {
  unknown: "Unknown",
  normal: "Normal",
  down: "Down",
};

export const encodeState = (state: IntentState): OperationalIntentState => STATES[state];

export const encodeAvailability = (state: AvailabilityState): UssAvailabilityState =>
  AVAILABILITIES[state];

const encodeReference = (one: ReferenceView): ConstraintReference => ({
  id: one.id,
  manager: one.manager,
  uss_availability: encodeAvailability(one.availability),
  version: one.version,
  ovn: one.ovn ?? OVN_OF_ANOTHER,
  time_start: encodeTime(one.startUs),
  time_end: encodeTime(one.endUs),
  uss_base_url: one.baseUrl,
});

export const encodeConstraint = (constraint: ConstraintView): ConstraintReference =>
  encodeReference(constraint);

export const encodeIntent = (intent: IntentView): OperationalIntentReference => ({
  ...encodeReference(intent),
  state: encodeState(intent.state),
  subscription_id: intent.subscriptionId ?? NO_SUBSCRIPTION,
});

export const encodeSubscription = (one: SubscriptionView): Subscription => ({
  id: one.id,
  version: one.version,
  notification_index: one.notificationIndex,
  time_start: encodeTime(one.startUs),
  time_end: encodeTime(one.endUs),
  uss_base_url: one.baseUrl,
  notify_for_operational_intents: one.isForIntents,
  notify_for_constraints: one.isForConstraints,
  implicit_subscription: one.isImplicit,
  dependent_operational_intents: one.intentIds,
});

export const encodeSubscriber = ({ baseUrl, subscriptions }: Subscriber): SubscriberToNotify => ({
  uss_base_url: baseUrl,
  subscriptions: subscriptions.map(({ id, notificationIndex }) => ({
    subscription_id: id,
    notification_index: notificationIndex,
  })),
});

/**
 * Both lists are complete. `exact_meetings` stands beside the standard: volume by volume, counted from
 * 0, which of the intents' volumes truly meet, between which altitudes and when; an intent whose list
 * is empty comes near by its envelope alone, one whose list is null was not compared.
 */
export const encodeUnread = ({
  intents,
  constraints,
}: Unread): AirspaceConflictResponse & {
  readonly exact_meetings: readonly object[];
} => ({
  missing_operational_intents: intents.map(encodeIntent),
  missing_constraints: constraints.map(encodeConstraint),
  exact_meetings: intents.map(({ id, meetings }) => ({
    id,
    meetings: meetings && meetings.map(encodeMeeting),
  })),
});

const encodeMeeting = (meeting: ExactMeeting): object => ({
  own_volume: meeting.ownVolume,
  other_volume: meeting.otherVolume,
  certainty: meeting.certainty,
  altitude_lower: unlessOpen(meeting.lowerM, encodeAltitude),
  altitude_upper: unlessOpen(meeting.upperM, encodeAltitude),
  time_start: unlessOpen(meeting.startMs, encodeMs),
  time_end: unlessOpen(meeting.endMs, encodeMs),
});

const unlessOpen = (bound: number | null, encode: (bound: number) => object): object | null =>
  bound === null ? null : encode(bound);

/** Metres above the WGS84 ellipsoid. */
export const encodeAltitude = (value: number): Altitude => ({
  value,
  reference: "W84",
  units: "M",
});

export const encodeMs = (ms: number): Time => encodeTime(ms * 1000);
