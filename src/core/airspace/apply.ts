/** What each command of a USS does. */

import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext, HostHandlers } from "../handling.ts";
import type { AirspaceCommand, SetAvailability, SetOwnUss } from "./commands.ts";
import { deleteConstraint, putConstraint } from "./constraints.ts";
import { deleteIntent, putIntent } from "./intents.ts";
import { availabilityOf } from "./model.ts";
import { noteUssChange } from "./notices.ts";
import { drawVersion } from "./passage.ts";
import { reportTelemetry } from "./telemetry.ts";
import { showAnew } from "./show-natives.ts";
import { deleteSubscription, putSubscription } from "./subscriptions.ts";

export const AIRSPACE_HANDLERS: HostHandlers<AirspaceCommand> = {
  "put-intent": putIntent,
  "delete-intent": deleteIntent,
  "put-constraint": putConstraint,
  "delete-constraint": deleteConstraint,
  "put-subscription": putSubscription,
  "delete-subscription": deleteSubscription,
  "set-availability": (context, command) => setAvailability(context, command),
  "note-uss-change": noteUssChange,
  "report-telemetry": reportTelemetry,
  "set-own-uss": (context, command) => setOwnUss(context, command),
  // Kept by the record alone.
  "file-uss-report": ({ entry }) =>
    accepted({ about: "airspace", what: "report", id: `report-${drawId(entry.salt, 0)}` }, []),
};

const setAvailability = (
  { state: { airspace }, entry }: HostContext,
  { uss, state, oldVersion }: SetAvailability,
): Applied => {
  if (availabilityOf(airspace, uss).version !== oldVersion) {
    const detail = "old_version is not its current version";
    return refused({ reason: "airspace-version", what: "availability", id: uss, detail });
  }
  const version = drawVersion(entry);
  airspace.availabilities.set(uss, { uss, state, version });
  return accepted({ about: "airspace", what: "availability", uss, state, version }, []);
};

const setOwnUss = (context: HostContext, { manager, baseUrl, parties }: SetOwnUss): Applied => {
  const ownUss = { manager, baseUrl, parties };
  context.state.airspace.ownUss = ownUss;
  return accepted({ about: "airspace", what: "own-uss" }, showAnew(context, ownUss));
};
