/** What a USS is answered: as it was when its write was decided, whatever came after. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { AvailabilityState, IntentState, SpanUs } from "./model.ts";

export type ReferenceView = SpanUs & {
  readonly id: string;
  readonly manager: string;
  readonly availability: AvailabilityState;
  readonly version: number;
  /** Null: it is another's, and only that USS shows it. */
  readonly ovn: string | null;
  readonly baseUrl: string;
};

export type IntentView = ReferenceView & {
  readonly state: IntentState;
  /** Null: none. */
  readonly subscriptionId: string | null;
};
export type ConstraintView = ReferenceView;

/** A native operation as the USSs of a party are shown it: a hazard, not what it is. */
export type NativeConstraintView = {
  /** Its OVN with it: this server is who tells it. */
  readonly reference: ConstraintView;
  /** To whose USSs alone it is shown. */
  readonly party: string;
  /** In degrees; a bound that is null is open. None moves. */
  readonly volumes: readonly Volume4D[];
};

export type SubscriptionView = SpanUs & {
  readonly id: string;
  readonly version: string;
  readonly notificationIndex: number;
  readonly baseUrl: string;
  readonly isForIntents: boolean;
  readonly isForConstraints: boolean;
  readonly isImplicit: boolean;
  readonly intentIds: readonly string[];
};

/** Whom the USS must now tell, grouped by where. */
export type Subscriber = {
  readonly baseUrl: string;
  readonly subscriptions: readonly { readonly id: string; readonly notificationIndex: number }[];
};

/** The answer to every command of a USS. */
export type AirspaceResult = { readonly about: "airspace" } & (
  | {
      readonly what: "intent";
      readonly isNew: boolean;
      readonly intent: IntentView;
      readonly subscribers: readonly Subscriber[];
    }
  | {
      readonly what: "constraint";
      readonly isNew: boolean;
      readonly constraint: ConstraintView;
      readonly subscribers: readonly Subscriber[];
    }
  | {
      readonly what: "subscription";
      readonly subscription: SubscriptionView;
      /** What there is in it of what it asks for; all of it. */
      readonly intents: readonly IntentView[];
      readonly constraints: readonly ConstraintView[];
    }
  | {
      readonly what: "availability";
      readonly uss: string;
      readonly state: AvailabilityState;
      readonly version: string;
    }
  | { readonly what: "report"; readonly id: string }
  | { readonly what: "noted" }
  | { readonly what: "telemetry" }
  | { readonly what: "own-uss" }
);

/** How a volume of each stand, exactly, beside the judgement by envelope; unbounded is null. */
export type ExactMeeting = {
  readonly ownVolume: number;
  readonly otherVolume: number;
  readonly certainty: "sure" | "within-tolerance";
  readonly lowerM: number | null;
  readonly upperM: number | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
};

/** What the USS must have read and has not: complete. */
export type Unread = {
  readonly intents: readonly (IntentView & {
    /** Null: there are too many volumes to compare. */
    readonly meetings: readonly ExactMeeting[] | null;
  })[];
  readonly constraints: readonly ConstraintView[];
};
