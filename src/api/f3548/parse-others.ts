/** Constraints, subscriptions, availability, reports and queries, as the core takes them. */

import { Type } from "typebox";
import type {
  FileUssReport,
  PutConstraint,
  PutSubscription,
  SetAvailability,
} from "../../core/airspace/commands.ts";
import type { AvailabilityState } from "../../core/airspace/model.ts";
import type { Asked } from "../../core/airspace/view.ts";
import type { Uss } from "../../server/uss-tokens.ts";
import { CONSTRAINT_EXTENTS, checkVertices, OPEN_EXTENTS, parseExtents } from "./parse-extents.ts";
import { HostedConstraintDetails, parseHostedConstraint } from "./parse-hosted.ts";
import type { Parsed, Said } from "./parse-intent.ts";
import { parseVolume } from "./parse-volume.ts";
import type { VolumeRules } from "./parse-volume.ts";
import { makeReadBody, parseBaseUrl, parseId } from "./parse.ts";
import { partyOf } from "./party.ts";
import { ErrorReport } from "./schema-logging.ts";
import type { ErrorReport as Report } from "./schema-logging.ts";
import {
  PutConstraintReferenceParameters,
  QueryOperationalIntentReferenceParameters,
} from "./schema-references.ts";
import {
  PutSubscriptionParameters,
  SetUssAvailabilityStatusParameters,
} from "./schema-subscriptions.ts";
import type { UssAvailabilityState } from "./schema.ts";
import { checkScope } from "./scope.ts";
import { badField } from "./wire-error.ts";

const readConstraint = makeReadBody(
  Type.Object({
    ...PutConstraintReferenceParameters.properties,
    details: Type.Optional(HostedConstraintDetails),
  }),
);

/** `ovn`: of the version that is replaced; null: it is new. Throws WireError. */
export const parsePutConstraint = (
  { uss, settings, body: given }: Said,
  { id, ovn }: { readonly id: string; readonly ovn: string | null },
): Parsed<PutConstraint> => {
  const body = readConstraint(given);
  const baseUrl = parseBaseUrl(body.uss_base_url, "uss_base_url", settings);
  const hosted = parseHostedConstraint(body, { baseUrl, settings });
  const { surveyed, ...extents } = parseExtents(hosted.extents, CONSTRAINT_EXTENTS);
  const command: PutConstraint = {
    kind: "put-constraint",
    manager: uss.manager,
    id: parseId(id, "entityid"),
    ovn,
    baseUrl,
    ...extents,
    ...hosted.details,
  };
  return { command, surveyed };
};

const readSubscription = makeReadBody(PutSubscriptionParameters);

/** `version`: the one that is replaced; null: it is new. Throws WireError. */
export const parsePutSubscription = (
  { uss, settings, body: given }: Said,
  { id, version }: { readonly id: string; readonly version: string | null },
): Parsed<PutSubscription> => {
  const body = readSubscription(given);
  const isForIntents = body.notify_for_operational_intents ?? false;
  const isForConstraints = body.notify_for_constraints ?? false;
  if (isForIntents) {
    checkScope(uss, "utm.strategic_coordination", "notify_for_operational_intents");
  }
  if (isForConstraints) checkScope(uss, "utm.constraint_processing", "notify_for_constraints");
  if (!isForIntents && !isForConstraints) {
    const remedy = "set it, or notify_for_constraints, to true";
    throw badField(
      "notify_for_operational_intents",
      "is not true, and neither is the other",
      remedy,
    );
  }
  checkVertices([body.extents], "extents");
  const dropsAltitudes = !settings.heedSubscriptionAltitudes;
  const parsed = parseVolume(body.extents, "extents", { ...OPEN_EXTENTS, dropsAltitudes });
  const command: PutSubscription = {
    kind: "put-subscription",
    manager: uss.manager,
    party: partyOf(uss, settings),
    id: parseId(id, "subscriptionid"),
    version,
    volumes: [parsed.volume],
    startUs: parsed.startUs,
    endUs: parsed.endUs,
    baseUrl: parseBaseUrl(body.uss_base_url, "uss_base_url", settings),
    isForIntents,
    isForConstraints,
  };
  return { command, surveyed: [parsed.surveyed] };
};

/** All queries are of one form. */
const readQuery = makeReadBody(QueryOperationalIntentReferenceParameters);

/** Where is asked, and when; an area that is too large is answered with `tooLarge`. Throws WireError. */
export const parseQuery = (given: unknown, tooLarge: VolumeRules["tooLarge"] = 400): Asked => {
  const { area_of_interest: area } = readQuery(given);
  if (!area) throw badField("area_of_interest", "is missing", "give the volume that is asked for");
  checkVertices([area], "area_of_interest");
  const parsed = parseVolume(area, "area_of_interest", { ...OPEN_EXTENTS, tooLarge });
  return { volume: parsed.surveyed, startUs: parsed.startUs, endUs: parsed.endUs };
};

/** As it is read: the word in any case. */
const readAvailability = makeReadBody(
  Type.Object({ ...SetUssAvailabilityStatusParameters.properties, availability: Type.String() }),
);

export const parseSetAvailability = (
  { uss: { manager }, body: given }: Said,
  uss: string,
): SetAvailability => {
  const { availability, old_version: oldVersion } = readAvailability(given);
  const word = Object.keys(AVAILABILITIES).find(
    (one) => one.toLowerCase() === availability.toLowerCase(),
  );
  if (word === undefined) {
    const remedy = `give one of ${Object.keys(AVAILABILITIES).join(", ")}`;
    throw badField("availability", `is ${JSON.stringify(availability.slice(0, 60))}`, remedy);
  }
  const state = AVAILABILITIES[word as UssAvailabilityState];
  return { kind: "set-availability", manager, uss, state, oldVersion };
};

const AVAILABILITIES: Readonly<Record<UssAvailabilityState, AvailabilityState>> = {
  Unknown: "unknown",
  Normal: "normal",
  Down: "down",
};

const readReport = makeReadBody(ErrorReport);

type ReportSaid = {
  readonly body: unknown;
  readonly text: string;
  readonly isOfUss?: boolean;
};

/**
 * The report is kept as it was sent; `report` is what of it the standard names. `isOfUss`: it is of this
 * server as a USS, not as the DSS. Throws WireError.
 */
export const parseReport = (
  { manager }: Uss,
  { body, text, isOfUss = false }: ReportSaid,
): { readonly command: FileUssReport; readonly report: Report } => ({
  report: withSource(readReport(body), body),
  command: { kind: "file-uss-report", manager, text, ...(isOfUss ? { isOfUss } : {}) },
});

/** The standard requires it of an exchange and describes it nowhere: a text is taken as one. */
const withSource = (report: Report, body: unknown): Report => {
  const sent = body as { readonly exchange: { readonly request_source?: unknown } };
  const { request_source } = sent.exchange;
  if (typeof request_source !== "string") return report;
  const exchange = { ...report.exchange, request_source };
  return { ...report, exchange };
};
