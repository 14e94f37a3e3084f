/** What this server tells other USSs of what it serves: their endpoints take it as the standard has it. */

import type { AirspaceView } from "../../core/airspace/view.ts";
import type { Notice, What } from "../../server/uss-sender/notice.ts";
import type { Message, WriteMessage } from "../../server/uss-sender/send.ts";
import type { UssScope } from "../../server/uss-tokens.ts";
import type { Engine } from "../../server/engine.ts";
import { findHosted, partyOfNative, tellNative } from "./served.ts";
import type { Served } from "./served.ts";

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

/** As it is now: whoever is told hears of the newest. `own`: this server's name as a USS. */
export const makeWriteMessage =
  (own: string) =>
  (engine: Pick<Engine, "airspace" | "submit">): WriteMessage =>
  async (notice) => {
    const { what, entityId, isGone } = notice;
    if (isGone) return encode(notice, null);
    const hosted = findHosted(engine.airspace(), what, entityId);
    const isNative = !hosted && what === "constraint";
    const served = isNative ? await tellNative(engine, entityId, own) : hosted;
    return !served && isThere(engine.airspace(), what, entityId)
      ? "elsewhere"
      : encode(notice, served);
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

/** Does this server serve it to others? */
export const isServed = (view: AirspaceView, what: What, id: string): boolean =>
  findHosted(view, what, id) !== null ||
  (what === "constraint" && partyOfNative(view, id) !== null);

/** Native operations are shown to no such party. */
const NOBODY = { manager: "", party: "" } as const;

/** Is there such a reference, whoever serves it? */
const isThere = (view: AirspaceView, what: What, id: string): boolean =>
  (what === "intent" ? view.intent(id, "") : view.constraint(id, NOBODY)) !== null;
