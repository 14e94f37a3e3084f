/** Where USSs listen: made by themselves, or with an intent and gone with the last one that has it. */

import { unpackSolid } from "../../geometry/packed-volume.ts";
import { drawUuid } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import { solidsIn } from "../surveyed.ts";
import type { DeleteSubscription, PutIntent, PutSubscription } from "./commands.ts";
import { envelopeOf, findMeeting, isCovered } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { pushOver } from "./due.ts";
import type { Intent, SpanUs, Subscription } from "./model.ts";
import { drawVersion, findEnded, findTooMany, findUnfit, findUngone } from "./passage.ts";
import type { AirspaceResult } from "./results.ts";
import { findConstraints, viewConstraint, viewIntent, viewSubscription } from "./view.ts";

const WHAT = "subscription";

export const putSubscription = (
  { state, entry }: HostContext,
  command: PutSubscription,
): Applied => {
  const { id, manager, version } = command;
  const { subscriptions } = state.airspace;
  const known = subscriptions.get(id);
  const spanned = spanOf(entry, command);
  const limit = LIMITS.airspaceSubscriptionsPerManagerMax;
  const refusal =
    findUnfit(known, version, { what: WHAT, id, manager }) ??
    (known ? null : findTooMany(subscriptions, manager, { what: WHAT, limit })) ??
    findUnfitSpan(entry, spanned);
  if (refusal) return refused(refusal);
  const { party, isForIntents, isForConstraints } = command;
  const subscription: Subscription = {
    ...envelopeOf(solidsIn(entry), spanned),
    id,
    manager,
    party,
    version: drawVersion(entry),
    baseUrl: subscriptions.sharedUrl(command),
    isForIntents,
    isForConstraints,
    isImplicit: known?.isImplicit ?? false,
    notificationIndex: known?.notificationIndex ?? 0,
    intentIds: known?.intentIds ?? new Set(),
    placeIds: [],
  };
  const nowUs = nowUsOf(entry);
  const uncovered = intentsOf(state, subscription).find(
    (one) => !isCovered(one, subscription, nowUs),
  );
  if (uncovered) return refused(notCovering(uncovered.id));
  subscriptions.put(subscription);
  pushOver(state, "subscription-over", subscription);
  return accepted(answerWith(state, subscription), []);
};

export const deleteSubscription = (
  { state }: HostContext,
  { id, manager, version }: DeleteSubscription,
): Applied => {
  const { subscriptions } = state.airspace;
  const known = subscriptions.get(id);
  const refusal = findUngone(known, version, { what: WHAT, id, manager });
  if (refusal || !known) return refused(refusal!);
  if (known.intentIds.size > 0) {
    return refused({
      reason: "bad-field",
      field: "subscriptionid",
      detail: `operational intents depend on it: ${[...known.intentIds].join(", ")}`,
      remedy: "give them another subscription, or delete them first",
    });
  }
  subscriptions.remove(known);
  return accepted(answerWith(state, known), []);
};

const answerWith = (state: State, subscription: Subscription): AirspaceResult => {
  const { airspace } = state;
  const { manager, isForIntents, isForConstraints } = subscription;
  const intents = isForIntents ? findMeeting(airspace.intents.index, [subscription]) : [];
  const constraints = isForConstraints
    ? findConstraints(airspace, [subscription], subscription.party)
    : [];
  return {
    about: "airspace",
    what: "subscription",
    subscription: viewSubscription(subscription),
    intents: intents.map((one) => viewIntent(airspace, one, manager)),
    constraints: constraints.map((one) => viewConstraint(airspace, one, manager)),
  };
};

const nowUsOf = ({ atMs }: Entry): number => atMs * 1000;

const DAY_US = 86_400_000_000;
/** Clocks differ: how far back a subscription may start. */
const BACK_US = 300_000_000;

/** From now, and a day long, where the USS does not say. */
const spanOf = (entry: Entry, command: PutSubscription): SpanUs => {
  const startUs = command.startUs ?? nowUsOf(entry);
  return { startUs, endUs: command.endUs ?? startUs + DAY_US };
};

const findUnfitSpan = (entry: Entry, span: SpanUs): Refusal | null => {
  const { startUs, endUs } = span;
  if (startUs < nowUsOf(entry) - BACK_US) {
    const remedy = "leave it out, to begin now";
    return { reason: "bad-field", field: "time_start", detail: "it starts in the past", remedy };
  }
  if (endUs < startUs) {
    const remedy = "give an end after the start";
    return { reason: "bad-field", field: "time_end", detail: "it ends before it starts", remedy };
  }
  if (endUs - startUs > DAY_US) {
    const remedy = "make it shorter, and renew it";
    return { reason: "bad-field", field: "time_end", detail: "it is longer than 24 hours", remedy };
  }
  return findEnded(entry, span);
};

const intentsOf = ({ airspace }: State, { intentIds }: Subscription): Intent[] =>
  [...intentIds].map((id) => airspace.intents.get(id)!);

const notCovering = (intentId: string): Refusal => ({
  reason: "bad-field",
  field: "extents",
  detail: `it would no longer cover ${intentId}, which depends on it`,
  remedy: "cover the area and the time of every operational intent that has it",
});

/** The subscription that an intent is to have: one that is there, or one that is yet to be made. */
export type Attached =
  | { readonly kind: "none" }
  | { readonly kind: "given"; readonly subscription: Subscription; readonly isWide: boolean }
  | Extract<PutIntent["subscription"], { kind: "new" }>;

/** Which subscription it is to be, or why that can't be. */
export const findAttached = (
  { state: { airspace }, entry }: Pick<HostContext, "state" | "entry">,
  { manager, subscription: asked }: PutIntent,
  envelope: Envelope,
): Attached | Refusal => {
  if (asked.kind !== "given") return asked;
  const subscription = airspace.subscriptions.get(asked.id);
  const field = "subscription_id";
  if (!subscription) {
    const remedy = "name one that is there, or ask for a new one with new_subscription";
    return { reason: "bad-field", field, detail: `there is no subscription ${asked.id}`, remedy };
  }
  if (subscription.manager !== manager) {
    const detail = `subscription ${asked.id} is managed by ${subscription.manager}`;
    return { reason: "not-permitted", detail };
  }
  if (!subscription.isForIntents) {
    const detail = "the subscription is not for operational intents";
    return { reason: "bad-field", field, detail, remedy: "name one that is, or change it" };
  }
  const isWide = isCovered(envelope, subscription, nowUsOf(entry));
  if (isWide || subscription.isImplicit) return { kind: "given", subscription, isWide };
  return {
    reason: "bad-field",
    field,
    detail: "the subscription does not cover the area and the time of the operational intent",
    remedy: "widen the subscription first, or name another",
  };
};

/** The intent, as it will be, has its subscription; the one that it had is let go of. */
export const attach = (
  { state, entry }: HostContext,
  attached: Attached,
  intent: Pick<Intent, "id" | "manager" | "party"> & Envelope,
): string | null => {
  const id = settle({ state, entry }, attached, intent);
  const before = state.airspace.intents.get(intent.id)?.subscriptionId ?? null;
  if (before !== null && before !== id) detach(state, before, intent.id);
  return id;
};

const settle = (
  { state, entry }: Pick<HostContext, "state" | "entry">,
  attached: Attached,
  { id: intentId, manager, party, packed, startUs, endUs }: Parameters<typeof attach>[2],
): string | null => {
  const { subscriptions } = state.airspace;
  if (attached.kind === "none") return null;
  if (attached.kind === "given") {
    const { subscription, isWide } = attached;
    if (!isWide) widen(state, subscription, { packed, startUs, endUs });
    subscription.intentIds.add(intentId);
    return subscription.id;
  }
  const { isForConstraints } = attached;
  const baseUrl = subscriptions.sharedUrl({ manager, baseUrl: attached.baseUrl });
  const made: Subscription = {
    id: drawUuid(entry.salt, 0),
    manager,
    party,
    version: drawVersion(entry),
    baseUrl,
    isForIntents: true,
    isForConstraints,
    isImplicit: true,
    notificationIndex: 0,
    intentIds: new Set([intentId]),
    packed,
    startUs,
    endUs,
    placeIds: [],
  };
  subscriptions.put(made);
  return made.id;
};

/** An implicit one goes with the last intent that has it. */
export const detach = ({ airspace }: State, id: string, intentId: string): void => {
  const subscription = airspace.subscriptions.get(id);
  if (!subscription) return;
  subscription.intentIds.delete(intentId);
  if (subscription.isImplicit && subscription.intentIds.size === 0) {
    airspace.subscriptions.remove(subscription);
  }
};

/** An implicit one grows to hold all that it is for. */
const widen = (state: State, subscription: Subscription, by: Envelope): void => {
  const startUs = Math.min(subscription.startUs, by.startUs);
  const endUs = Math.max(subscription.endUs, by.endUs);
  const all = [...subscription.packed, ...by.packed];
  const packed =
    all.length <= LIMITS.volumesPerOperationMax
      ? all
      : [...intentsOf(state, subscription).flatMap((one) => one.packed), ...by.packed];
  const wider = envelopeOf(packed.map(unpackSolid), { startUs, endUs });
  state.airspace.subscriptions.put({ ...subscription, ...wider });
};
