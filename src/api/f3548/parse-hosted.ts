/**
 * References that this server serves as their USS: those with its own base URL. Their PUT may have a
 * field beside the standard, `details`, with what is published beyond the reference.
 */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { F3548Config } from "../../server/f3548-settings.ts";
import type { Listed } from "./parse-extents.ts";
import { ConstraintDetails, OperationalIntentDetails } from "./schema-details.ts";
import type { OperationalIntentState } from "./schema-references.ts";
import type { Volume4D } from "./schema.ts";
import { badField } from "./wire-error.ts";

export type IntentDetails = Static<typeof OperationalIntentDetails>;

/** The standard's own, but for the volumes, which may be left to the extents. */
export const HostedConstraintDetails = Type.Object({
  ...ConstraintDetails.properties,
  volumes: OperationalIntentDetails.properties.volumes,
});
type HostedConstraintDetails = Static<typeof HostedConstraintDetails>;

type Place = { readonly baseUrl: string; readonly settings: Pick<F3548Config, "uss"> };

export const isHosted = ({ baseUrl, settings: { uss } }: Place): boolean =>
  uss?.baseUrl === baseUrl;

/** Where it is judged, and what is kept of it to be served; nothing, where another server does. */
type Hosted = {
  readonly extents: readonly Listed[];
  readonly details: { readonly details?: string };
};

type IntentBody = {
  readonly extents: readonly Volume4D[];
  readonly state: OperationalIntentState;
  readonly details?: IntentDetails;
};

/**
 * The reference's extents hold all that is published: what `details` has beyond them is added. Throws
 * WireError for volumes that its state does not have.
 */
export const parseHostedIntent = (body: IntentBody, place: Place): Hosted => {
  const { extents, details } = body;
  if (!isHosted(place)) return ordinary(body, place);
  const published = volumesOf(body);
  const { priority = 0 } = details ?? {};
  return {
    extents: [
      ["extents", extents],
      ["details.volumes", beyond(extents, details?.volumes)],
      ["details.off_nominal_volumes", beyond(extents, details?.off_nominal_volumes)],
    ],
    details: { details: JSON.stringify({ ...published, priority } satisfies IntentDetails) },
  };
};

/**
 * What stands in neither list of the details stands in the extents. Source: the UTM API's own
 * description of OperationalIntentDetails, on which state has which volumes.
 */
const volumesOf = ({
  state,
  extents,
  details,
}: IntentBody): Required<Pick<IntentDetails, "volumes" | "off_nominal_volumes">> => {
  const planned = given(details?.volumes);
  const offNominal = given(details?.off_nominal_volumes);
  const isOffNominal = state === "Nonconforming" || state === "Contingent";
  if (offNominal && !isOffNominal) throw unfit("off_nominal_volumes", state);
  if (planned && state === "Contingent") throw unfit("volumes", state);
  return {
    volumes: state === "Contingent" ? [] : (planned ?? extents),
    off_nominal_volumes: isOffNominal ? (offNominal ?? extents) : [],
  };
};

const given = (volumes: readonly Volume4D[] | undefined): readonly Volume4D[] | null =>
  volumes && volumes.length > 0 ? volumes : null;

const unfit = (name: string, state: OperationalIntentState) =>
  badField(`details.${name}`, `is not empty, of an intent that is ${state}`, "leave it out");

/** Of a constraint all volumes are published; what `details` has beyond the extents is added. */
export const parseHostedConstraint = (
  body: { readonly extents: readonly Volume4D[]; readonly details?: HostedConstraintDetails },
  place: Place,
): Hosted => {
  const { extents, details = {} } = body;
  if (!isHosted(place)) return ordinary(body, place);
  const published = { ...details, volumes: given(details.volumes) ?? extents };
  return {
    extents: [
      ["extents", extents],
      ["details.volumes", beyond(extents, details.volumes)],
    ],
    details: { details: JSON.stringify(published) },
  };
};

/** The same volume in two places is one. */
const beyond = (
  extents: readonly Volume4D[],
  volumes: readonly Volume4D[] = [],
): readonly Volume4D[] => {
  const known = new Set(extents.map((one) => JSON.stringify(one)));
  return volumes.filter((one) => !known.has(JSON.stringify(one)));
};

const ordinary = (
  { extents, details }: { readonly extents: readonly Volume4D[]; readonly details?: object },
  { settings: { uss } }: Place,
): Hosted => {
  if (details === undefined) return { extents: [["extents", extents]], details: {} };
  throw badField(
    "details",
    "is given of what another server serves",
    uss === null
      ? "leave it out: this server serves no details"
      : `leave it out, or give ${uss.baseUrl} as uss_base_url`,
  );
};
