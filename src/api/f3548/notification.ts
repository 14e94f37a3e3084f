/** What this server tells other USSs of what it serves: their endpoints take it as the standard has it. */

import type { AirspaceView } from "../../core/airspace/view.ts";
import type { Notice, What } from "../../server/uss-sender/notice.ts";
import type { Message, WriteMessage } from "../../server/uss-sender/send.ts";
import type { UssScope } from "../../server/uss-tokens.ts";
import { encodeConstraint, encodeIntent } from "./encode.ts";

type Kind = {
  readonly path: string;
  readonly scope: UssScope;
  readonly idField: string;
  readonly entityField: string;
};

const KINDS: Readonly<Record<What, Kind>> = {
  intent: {
    path: "/uss/v1/operational_intents",
    scope: "utm.strategic_coordination",
    idField: "operational_intent_id",
    entityField: "operational_intent",
  },
  constraint: {
    path: "/uss/v1/constraints",
    scope: "utm.constraint_management",
    idField: "constraint_id",
    entityField: "constraint",
  },
};

/** As it is now: whoever is told hears of the newest. */
export const makeWriteMessage =
  (airspace: () => AirspaceView): WriteMessage =>
  (notice) => {
    const { what, entityId, isGone } = notice;
    const view = airspace();
    const served = isGone ? null : findServed(view, what, entityId);
    if (!served && !isGone && isThere(view, what, entityId)) return "elsewhere";
    return encode(notice, served);
  };

const encode = ({ what, entityId, told }: Notice, served: Served | null): Message => {
  const { path, scope, idField, entityField } = KINDS[what];
  const body = {
    [idField]: entityId,
    ...(served ? { [entityField]: served.entity } : {}),
    subscriptions: told.map(({ id, notificationIndex }) => ({
      subscription_id: id,
      notification_index: notificationIndex,
    })),
  };
  return { path, scope, body: JSON.stringify(body), endMs: served && served.endMs };
};

type Served = { readonly entity: object; readonly endMs: number };

/** Does this server serve it to others? */
export const isServed = (view: AirspaceView, what: What, id: string): boolean =>
  (what === "intent" ? view.hostedIntent(id) : view.hostedConstraint(id)) !== null;

/** With its true OVN; null: this server serves nothing of it. */
const findServed = (view: AirspaceView, what: What, id: string): Served | null =>
  what === "intent"
    ? encodeFound(view.hostedIntent(id), encodeIntent)
    : encodeFound(view.hostedConstraint(id), encodeConstraint);

const encodeFound = <V extends { readonly endUs: number }>(
  found: { readonly reference: V; readonly details: string } | null,
  encodeReference: (reference: V) => object,
): Served | null =>
  found && {
    entity: {
      reference: encodeReference(found.reference),
      details: JSON.parse(found.details) as unknown,
    },
    endMs: Math.ceil(found.reference.endUs / 1000),
  };

/** Is there such a reference, whoever serves it? */
const isThere = (view: AirspaceView, what: What, id: string): boolean =>
  (what === "intent" ? view.intent(id, "") : view.constraint(id, "")) !== null;
