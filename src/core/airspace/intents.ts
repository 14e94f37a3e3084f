/** Operational intents: planned, activated, off their plan, gone; and who has to be told each time. */

import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import { solidsIn } from "../surveyed.ts";
import type { DeleteIntent, PutIntent } from "./commands.ts";
import { envelopeOf, sharedPacked } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { findUnread } from "./key.ts";
import type { AirspaceState, Intent, Notified } from "./model.ts";
import { endOperationOf, fileOperationOf } from "./native.ts";
import { hearsIntents, notify } from "./notify.ts";
import { pushOver } from "./due.ts";
import { withDetails, tellIfHosted } from "./hosted.ts";
import {
  drawVersion,
  findEnded,
  findTooMany,
  findUnfit,
  findUngone,
  writeFingerprint,
} from "./passage.ts";
import type { AirspaceResult } from "./results.ts";
import { attach, detach, findAttached } from "./subscriptions.ts";
import type { Attached } from "./subscriptions.ts";
import { groupSubscribers, viewIntent } from "./view.ts";

const WHAT = "operational intent";

export const putIntent = (context: HostContext, command: PutIntent): Applied => {
  const { state, entry } = context;
  const { airspace } = state;
  const { id, manager, ovn } = command;
  const known = airspace.intents.get(id);
  const fingerprint = writeFingerprint(entry);
  if (known?.manager === manager && known.fingerprint === fingerprint) {
    return accepted(answer(airspace, known, { isNew: known.version === 1 }), []);
  }
  const limit = LIMITS.airspaceIntentsPerManagerMax;
  const refusal =
    findUnfit(known, ovn, { what: WHAT, id, manager }) ??
    (known ? null : findTooMany(airspace.intents, manager, { what: WHAT, limit })) ??
    findEnded(entry, command) ??
    findNoParty(context, command) ??
    findUnfitSuffix(context, command, known);
  if (refusal) return refused(refusal);
  const solids = solidsIn(entry);
  const envelope = envelopeOf(solids, command);
  const attached = findAttached(context, command, envelope);
  if ("reason" in attached) return refused(attached);
  const unread = isPlanned(command)
    ? findUnread(state, {
        command,
        envelope,
        solids,
        isForConstraints: isForConstraints(attached),
      })
    : null;
  if (unread) return refused({ reason: "airspace-unread", unread });
  return write(context, { command, known, envelope, attached, fingerprint });
};

/** What flies as it was not planned can't wait for what it has not read. */
const isPlanned = ({ state }: PutIntent): boolean => state === "accepted" || state === "activated";

const isForConstraints = (attached: Attached): boolean => {
  if (attached.kind === "none") return false;
  return attached.kind === "given"
    ? attached.subscription.isForConstraints
    : attached.isForConstraints;
};

const findNoParty = ({ theatre }: HostContext, { party }: PutIntent): Refusal | null =>
  theatre.parties.some(({ id }) => id === party) ? null : { reason: "unknown-party", party };

type Writing = {
  readonly command: PutIntent;
  readonly known: Intent | undefined;
  readonly envelope: Envelope;
  readonly attached: Attached;
  readonly fingerprint: number;
};

const write = (
  context: HostContext,
  { command, known, envelope, attached, fingerprint }: Writing,
): Applied => {
  const { state, entry } = context;
  const { airspace } = state;
  const { id, manager, party, ovnSuffix } = command;
  const filed = fileOperationOf({ ...context, party }, known, command);
  if (!filed.ok) return refused(filed.refusal);
  const { startUs, endUs } = envelope;
  const packed = sharedPacked(envelope.packed, filed.value.operation.packed);
  const subscriptionId = attach(context, attached, {
    id,
    manager,
    party,
    packed,
    startUs,
    endUs,
  });
  const told = notify(airspace, known ? [known, envelope] : [envelope], hearsIntents);
  const unhosted: Intent = {
    packed, // each by name: spread, they would be kept apart from the other fields
    startUs,
    endUs,
    id,
    manager,
    party,
    state: command.state,
    ovn: ovnSuffix === undefined ? drawVersion(entry) : ovnOf(id, ovnSuffix),
    version: (known?.version ?? 0) + 1,
    baseUrl: airspace.intents.sharedUrl(command),
    subscriptionId,
    operationId: filed.value.operation.id,
    fingerprint,
    told,
    placeIds: [],
  };
  const intent = withDetails(unhosted, command);
  const before = known && state.operations.get(known.operationId);
  if (before) before.intentId = null;
  filed.value.operation.intentId = id;
  airspace.intents.put(intent);
  if (known?.endUs !== intent.endUs) pushOver(state, "intent-over", intent);
  return accepted(answer(airspace, intent, { isNew: !known }), [
    ...filed.value.changes,
    ...tellIfHosted("intent", intent, told),
  ]);
};

export const deleteIntent = (
  { state, entry }: HostContext,
  { id, manager, ovn }: DeleteIntent,
): Applied => {
  const { airspace } = state;
  const known = airspace.intents.get(id);
  const refusal = findUngone(known, ovn, { what: WHAT, id, manager });
  if (refusal || !known) return refused(refusal!);
  const told = notify(airspace, [known], hearsIntents);
  airspace.intents.remove(known);
  if (known.subscriptionId !== null) detach(state, known.subscriptionId, id);
  const changes = endOperationOf({ state, entry }, known);
  return accepted(answer(airspace, known, { isNew: false, told }), [
    ...changes,
    ...tellIfHosted("intent", known, told),
  ]);
};

const answer = (
  airspace: AirspaceState,
  intent: Intent,
  { isNew, told = intent.told }: { isNew: boolean; told?: readonly Notified[] },
): AirspaceResult => ({
  about: "airspace",
  what: "intent",
  isNew,
  intent: viewIntent(airspace, intent, intent.manager),
  subscribers: groupSubscribers(told),
});

const ovnOf = (id: string, suffix: string): string => `${id}_${suffix}`;

/** How far from the receipt the time in a suffix may lie. */
const SUFFIX_WITHIN_MS = 300_000;

const findUnfitSuffix = (
  { entry }: HostContext,
  { id, ovnSuffix }: PutIntent,
  known: Intent | undefined,
): Refusal | null => {
  if (ovnSuffix === undefined) return null;
  const field = "requested_ovn_suffix";
  const remedy = "give a UUID version 7 of about now, a new one each time";
  const madeMs = Number.parseInt(ovnSuffix.replaceAll("-", "").slice(0, 12), 16);
  if (!(Math.abs(madeMs - entry.atMs) <= SUFFIX_WITHIN_MS)) {
    const detail = "its time is more than five minutes from now";
    return { reason: "bad-field", field, detail, remedy };
  }
  return known?.ovn === ovnOf(id, ovnSuffix)
    ? { reason: "bad-field", field, detail: "it was used before", remedy }
    : null;
};
