/** What a USS says of an operational intent, as the core's command. */

import { Type } from "typebox";
import type { AskedSubscription, PutIntent } from "../../core/airspace/commands.ts";
import type { IntentState } from "../../core/airspace/model.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import type { F3548Config } from "../../server/f3548-settings.ts";
import type { Uss } from "../../server/uss-tokens.ts";
import { ListOf } from "../native/schema.ts";
import { NO_SUBSCRIPTION } from "./encode.ts";
import { INTENT_EXTENTS, parseExtents } from "./parse-extents.ts";
import { parseHostedIntent } from "./parse-hosted.ts";
import { makeReadBody, parseBaseUrl, parseId, parseOvnSuffix } from "./parse.ts";
import { OperationalIntentDetails } from "./schema-details.ts";
import { partyOf } from "./party.ts";
import { PutOperationalIntentReferenceParameters } from "./schema-references.ts";
import type { OperationalIntentState } from "./schema-references.ts";
import { checkScope } from "./scope.ts";
import { badField } from "./wire-error.ts";

/** As it is read: ids in either form, OVNs that are none passed over, and two fields more. */
const readBody = makeReadBody(
  Type.Object({
    ...PutOperationalIntentReferenceParameters.properties,
    key: Type.Optional(ListOf(Type.String())),
    subscription_id: Type.Optional(Type.String()),
    /** A field beside the standard: the OVN's end, chosen by the USS. */
    requested_ovn_suffix: Type.Optional(Type.String()),
    /** Another: what this server is to publish of an intent that it serves. */
    details: Type.Optional(OperationalIntentDetails),
  }),
);
type Body = ReturnType<typeof readBody>;

export type Said = {
  readonly uss: Uss;
  readonly settings: F3548Config;
  readonly body: unknown;
};

export type Parsed<C> = {
  readonly command: C;
  readonly surveyed: readonly SurveyedVolume[];
};

/** `ovn`: of the version that is replaced; null: it is new. Throws WireError. */
export const parsePutIntent = (
  { uss, settings, body: given }: Said,
  { id, ovn }: { readonly id: string; readonly ovn: string | null },
): Parsed<PutIntent> => {
  const body = readBody(given);
  const state = STATES[body.state];
  if (state === "nonconforming" || state === "contingent") {
    checkScope(uss, "utm.conformance_monitoring_sa", `state ${body.state}`);
  }
  if (ovn === null && state !== "accepted") {
    throw badField("state", `is ${body.state} of an intent that is new`, "create it as Accepted");
  }
  const subscription = parseSubscription(body, { uss, settings });
  const baseUrl = parseBaseUrl(body.uss_base_url, "uss_base_url", settings);
  const hosted = parseHostedIntent(body, { baseUrl, settings });
  const { surveyed, ...extents } = parseExtents(hosted.extents, INTENT_EXTENTS);
  const { requested_ovn_suffix: suffix } = body;
  const command: PutIntent = {
    kind: "put-intent",
    manager: uss.manager,
    party: partyOf(uss, settings),
    id: parseId(id, "entityid"),
    ovn,
    state,
    baseUrl,
    key: [...new Set(body.key)].filter(isOvn),
    subscription,
    ...extents,
    ...hosted.details,
    ...(suffix === undefined ? {} : { ovnSuffix: parseOvnSuffix(suffix, "requested_ovn_suffix") }),
  };
  return { command, surveyed };
};

const STATES: Readonly<Record<OperationalIntentState, IntentState>> = {
  Accepted: "accepted",
  Activated: "activated",
  Nonconforming: "nonconforming",
  Contingent: "contingent",
};

/** What can't be an OVN shows no knowledge of any: it is passed over as other extra ones are. */
const isOvn = (text: string): boolean => /^[\w.-]{16,128}$/.test(text);

/** One, the other, or none; and only what is planned may have none. */
const parseSubscription = (
  { state, subscription_id: id, new_subscription: fresh }: Body,
  { uss, settings }: Pick<Said, "uss" | "settings">,
): AskedSubscription => {
  const given = id === undefined ? null : parseId(id, "subscription_id");
  const isGiven = given !== null && given !== NO_SUBSCRIPTION;
  if (isGiven && fresh) {
    throw badField("new_subscription", "is given beside subscription_id", "give one of them");
  }
  if (isGiven) return { kind: "given", id: given };
  if (!fresh) {
    if (state === "Accepted") return { kind: "none" };
    const detail = `is missing, of an intent that is ${state}`;
    throw badField("subscription_id", detail, "give it, or new_subscription");
  }
  const isForConstraints = fresh.notify_for_constraints ?? false;
  const field = "new_subscription.notify_for_constraints";
  if (isForConstraints) checkScope(uss, "utm.constraint_processing", field);
  const at = "new_subscription.uss_base_url";
  const baseUrl = parseBaseUrl(fresh.uss_base_url, at, settings);
  return { kind: "new", baseUrl, isForConstraints };
};
