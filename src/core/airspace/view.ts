/** What a USS may read: every reference, whoever manages it; of subscriptions its own. */

import type { SurveyedVolume } from "../../geometry/shape.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import type { NoteRead } from "../disclosure/commands.ts";
import { findLatestUnread } from "../disclosure/view.ts";
import type { State } from "../state.ts";
import { envelopeOf, findMeeting } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { ussOf } from "./hosted.ts";
import { availabilityOf } from "./model.ts";
import type {
  AirspaceState,
  Availability,
  Intent,
  Notified,
  OwnUss,
  Placeable,
  Reference,
  Subscription,
  Written,
} from "./model.ts";
import type { Notice } from "./notices-model.ts";
import { viewTelemetry } from "./telemetry.ts";
import type { TelemetryView } from "./telemetry.ts";
import type { NativeConstraint } from "./native-constraints.ts";
import type { Placeables } from "./placeables.ts";
import type {
  ConstraintView,
  IntentView,
  NativeConstraintView,
  ReferenceView,
  Subscriber,
  SubscriptionView,
} from "./results.ts";

/** Where is asked; null: at any time. */
export type Asked = {
  readonly volume: SurveyedVolume;
  readonly startUs: number | null;
  readonly endUs: number | null;
};

/** What a USS publishes of what it manages; `details` as they were given to the core. */
export type Hosted<V> = { readonly reference: V; readonly details: string };

export type NoticesView = {
  /** In their order, and all that are still kept. */
  readonly notices: readonly Notice[];
  /** Came before these and are no longer kept. */
  readonly missedCount: number;
};

/** A USS, and whose it is: what native operations come to differs by party. */
export type UssReader = { readonly manager: string; readonly party: string };

export type AirspaceView = {
  readonly intent: (id: string, manager: string) => IntentView | null;
  /** All that meet it, by id. */
  readonly intentsIn: (asked: Asked, manager: string) => readonly IntentView[];
  readonly constraint: (id: string, reader: UssReader) => ConstraintView | null;
  /** All that meet it, by id; with what native operations come to. */
  readonly constraintsIn: (asked: Asked, reader: UssReader) => readonly ConstraintView[];
  /**
   * With all that this server tells of it, to USSs of its party alone; null: there is none, or no more.
   * Whoever hands it out has noted `receiptOwed` before.
   */
  readonly nativeConstraint: (id: string) => NativeConstraintView | null;
  /** What is to be in the record before its details are told; null: its owner knows of it. */
  readonly receiptOwed: (id: string) => NoteRead | null;
  /** This server as a USS, as it was last said. */
  readonly ownUss: () => OwnUss | null;
  /** What this server serves of it to other USSs, with its true OVN; null: it serves nothing of it. */
  readonly hostedIntent: (id: string) => Hosted<IntentView> | null;
  readonly hostedConstraint: (id: string) => Hosted<ConstraintView> | null;
  readonly telemetry: (id: string) => TelemetryView | null;
  /** Whose it is, for a subscription that is there. */
  readonly subscriptionManager: (id: string) => string | null;
  readonly subscription: (id: string) => SubscriptionView | null;
  /** The manager's own that are not over. */
  readonly subscriptionsIn: (asked: Asked, manager: string) => readonly SubscriptionView[];
  readonly availability: (uss: string) => Availability;
  /** What the manager was told after the one with that number; null: it was told fewer. */
  readonly noticesAfter: (manager: string, number: number) => NoticesView | null;
};

export const airspaceView = (state: State, nowMs: number): AirspaceView => {
  const { airspace } = state;
  const { intents, constraints, subscriptions, natives } = airspace;
  return {
    intent: (id, manager) => viewAt(intents.get(id), (one) => viewIntent(airspace, one, manager)),
    intentsIn: (asked, manager) =>
      meeting(intents, asked).map((one) => viewIntent(airspace, one, manager)),
    constraint: (id, { manager, party }) =>
      viewAt(constraints.get(id) ?? natives.of(party).get(id), (one) =>
        viewConstraint(airspace, one, manager),
      ),
    constraintsIn: (asked, { manager, party }) =>
      findConstraints(airspace, [envelopeAsked(asked)], party).map((one) =>
        viewConstraint(airspace, one, manager),
      ),
    nativeConstraint: (id) => viewAt(natives.find(id), (one) => viewNative(airspace, one)),
    receiptOwed: (id) => viewAt(natives.find(id), (one) => receiptOf(state, one)),
    ownUss: () => airspace.ownUss,
    hostedIntent: (id) =>
      viewHosted(intents.get(id), (one) => viewIntent(airspace, one, one.manager)),
    hostedConstraint: (id) =>
      viewHosted(constraints.get(id), (one) => viewConstraint(airspace, one, one.manager)),
    telemetry: (id) => viewTelemetry(state, id, nowMs),
    subscriptionManager: (id) => subscriptions.get(id)?.manager ?? null,
    subscription: (id) => viewAt(subscriptions.get(id), viewSubscription),
    subscriptionsIn: (asked, manager) =>
      meeting(subscriptions, asked)
        .filter((one) => one.manager === manager && one.endUs >= nowMs * 1000)
        .map(viewSubscription),
    availability: (uss) => availabilityOf(airspace, uss),
    noticesAfter: (manager, number) => viewNotices(airspace, manager, number),
  };
};

const viewAt = <T, V>(one: T | undefined, view: (one: T) => V): V | null =>
  one === undefined ? null : view(one);

const viewHosted = <T extends Written, V>(
  one: T | undefined,
  view: (one: T) => V,
): Hosted<V> | null =>
  one?.details === undefined ? null : { reference: view(one), details: one.details };

/** Far beyond the years that a time can be written in. */
const TIME_FAR_US = 1e15 * 8;

const envelopeAsked = ({ volume, startUs, endUs }: Asked): Envelope =>
  envelopeOf([makeSolid4D(volume)], {
    startUs: startUs ?? -TIME_FAR_US,
    endUs: endUs ?? TIME_FAR_US,
  });

const meeting = <T extends Placeable>({ index }: Placeables<T>, asked: Asked): T[] =>
  findMeeting(index, [envelopeAsked(asked)]);

/** What USSs of the party have to heed there, by id: of USSs, and what native operations come to. */
export const findConstraints = (
  { constraints, natives }: AirspaceState,
  envelopes: readonly Pick<Envelope, "packed">[],
  party: string,
): readonly Reference[] => {
  const ofUsss: readonly Reference[] = findMeeting(constraints.index, envelopes);
  const shown = findMeeting(natives.of(party).index, envelopes);
  return shown.length === 0
    ? ofUsss
    : [...ofUsss, ...shown].toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

const viewNotices = (
  { notices: { inboxes } }: AirspaceState,
  manager: string,
  after: number,
): NoticesView | null => {
  const { number = 0, notices = [] } = inboxes.get(manager) ?? {};
  if (after > number) return null;
  const firstKept = number - notices.length + 1;
  const missedCount = Math.max(0, firstKept - 1 - after);
  return { notices: notices.slice(Math.max(0, after + 1 - firstKept)), missedCount };
};

const viewReference = (airspace: AirspaceState, one: Reference, reader: string): ReferenceView => {
  const { id, version, ovn, startUs, endUs, baseUrl } = one;
  const manager = ussOf(airspace, one);
  return {
    id,
    manager,
    availability: availabilityOf(airspace, manager).state,
    version,
    // Of a native operation it comes with the details alone, whoever asks.
    ovn: "fingerprint" in one && one.manager === reader ? ovn : null,
    startUs,
    endUs,
    baseUrl,
  };
};

export const viewIntent = (airspace: AirspaceState, intent: Intent, reader: string): IntentView => {
  const { state, subscriptionId } = intent;
  return { ...viewReference(airspace, intent, reader), state, subscriptionId };
};

export const viewConstraint = (
  airspace: AirspaceState,
  constraint: Reference,
  reader: string,
): ConstraintView => viewReference(airspace, constraint, reader);

const viewNative = (airspace: AirspaceState, one: NativeConstraint): NativeConstraintView => ({
  reference: { ...viewConstraint(airspace, one, one.manager), ovn: one.ovn },
  party: one.party,
  volumes: one.volumes,
});

/** Of the latest version shown, which is the one that is told; earlier ones are not. */
const receiptOf = (state: State, { operationId, party }: NativeConstraint): NoteRead | null => {
  const operation = state.operations.get(operationId);
  const unread = operation ? findLatestUnread(state, operation, party) : null;
  return unread && { kind: "note-read", party, operationId, ...unread };
};

export const viewSubscription = (subscription: Subscription): SubscriptionView => {
  const { id, version, notificationIndex, startUs, endUs, baseUrl } = subscription;
  const { isForIntents, isForConstraints, isImplicit, intentIds } = subscription;
  return {
    id,
    version,
    notificationIndex,
    startUs,
    endUs,
    baseUrl,
    isForIntents,
    isForConstraints,
    isImplicit,
    intentIds: [...intentIds],
  };
};

/** Whom to tell, each place once, in the order in which they were met. */
export const groupSubscribers = (told: readonly Notified[]): readonly Subscriber[] => {
  const byUrl = new Map<string, { id: string; notificationIndex: number }[]>();
  for (const [id, notificationIndex, baseUrl] of told) {
    const known = byUrl.get(baseUrl);
    if (known) known.push({ id, notificationIndex });
    else byUrl.set(baseUrl, [{ id, notificationIndex }]);
  }
  return Array.from(byUrl, ([baseUrl, subscriptions]) => ({ baseUrl, subscriptions }));
};
