/** Telemetry of what this server serves: said by its manager, read by other USSs while it is off its plan. */

import type { TelemetryView } from "../../core/airspace/telemetry.ts";
import { surveyReports } from "../../server/notice-survey.ts";
import type { UssContext, UssHandlers } from "./context.ts";
import { encodeState } from "./encode.ts";
import { parseTelemetry } from "./parse-telemetry.ts";
import { parseId } from "./parse.ts";
import { encodeTime } from "./time.ts";
import { WireError } from "./wire-error.ts";
import { notFound, write } from "./write.ts";

type TelemetryEndpoint = "getOperationalIntentTelemetry" | "reportTelemetry";

export const telemetryHandlers = (context: UssContext): Pick<UssHandlers, TelemetryEndpoint> => ({
  getOperationalIntentTelemetry: ({ params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const found = context.engine.airspace().telemetry(id);
    if (!found) throw notFound("operational intent served here", id);
    return { body: { operational_intent_id: id, ...encodeTelemetry(found) } };
  },
  reportTelemetry: async ({ uss, params, body }) => {
    const command = parseTelemetry(uss, body, params["entityid"]!);
    const { placesMm } = surveyReports(command.reports);
    await write(context, { command, placesMm, what: "telemetry" });
    return { status: 204 };
  },
});

const encodeTelemetry = ({ state, newest, nextMs }: TelemetryView): object => {
  if (state !== "nonconforming" && state !== "contingent") {
    const remedy = "ask once it is Nonconforming or Contingent";
    throw new WireError(409, `the operational intent is ${encodeState(state)}: ${remedy}`);
  }
  if (!newest) {
    throw new WireError(412, "no position of it is known: ask again later");
  }
  const next = nextMs === null ? {} : { next_telemetry_opportunity: encodeTime(nextMs * 1000) };
  return { telemetry: telemetryOf(newest), ...next };
};

const telemetryOf = (newest: NonNullable<TelemetryView["newest"]>): object => {
  if ("text" in newest) return JSON.parse(newest.text) as object;
  const { measuredMs, lngDeg, latDeg } = newest;
  const position = { longitude: lngDeg, latitude: latDeg };
  return { time_measured: encodeTime(measuredMs * 1000), position };
};
