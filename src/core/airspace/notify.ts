/** Who listens where something changed: each subscription is counted up, and the writer tells it. */

import { findMeeting } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import type { AirspaceState, Notified, Subscription } from "./model.ts";

type Hears = (subscription: Subscription) => boolean;

export const hearsIntents: Hears = ({ isForIntents }) => isForIntents;
export const hearsConstraints: Hears = ({ isForConstraints }) => isForConstraints;

/** The writer's own too. Counters stand side by side: one write never waits for another's. */
export const notify = (
  { subscriptions }: Pick<AirspaceState, "subscriptions">,
  envelopes: readonly Pick<Envelope, "packed">[],
  hears: Hears,
): readonly Notified[] => {
  const heard = findMeeting<Subscription>(subscriptions.index, envelopes).filter(hears);
  if (heard.length === 0) return NOBODY;
  return heard.map((subscription) => {
    subscription.notificationIndex++;
    return [subscription.id, subscription.notificationIndex, subscription.baseUrl];
  });
};

/** Shared by the many writes that nobody hears of. */
const NOBODY: readonly Notified[] = [];
