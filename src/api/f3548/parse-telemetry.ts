/** Where the aircraft of a hosted intent is, as its manager says it. */

import type { Static } from "typebox";
import type { ReportTelemetry } from "../../core/airspace/commands.ts";
import { telemetryIdentity } from "../../core/airspace/telemetry.ts";
import type { ReportRow } from "../../core/tracks/commands.ts";
import { packReport } from "../../core/tracks/reports.ts";
import type { Uss } from "../../server/uss-tokens.ts";
import { makeReadBody, parseId } from "./parse.ts";
import { VehicleTelemetry } from "./schema-details.ts";
import type {
  Position,
  PositionAccuracyHorizontal,
  PositionAccuracyVertical,
} from "./schema-details.ts";
import { parseTimeUs } from "./time.ts";
import { badField } from "./wire-error.ts";

const readTelemetry = makeReadBody(VehicleTelemetry);

/** Throws WireError. */
export const parseTelemetry = (
  { manager }: Uss,
  body: unknown,
  entityid: string,
): ReportTelemetry => {
  const telemetry = readTelemetry(body);
  const { position, time_measured } = telemetry;
  const id = parseId(entityid, "entityid");
  const measuredMs = Math.floor(parseTimeUs(time_measured, "time_measured", "start") / 1000);
  const { longitude, latitude } = position ?? {};
  if (!position || longitude === undefined || latitude === undefined) {
    const name = latitude === undefined ? "latitude" : "longitude";
    throw badField(`position.${name}`, "is missing", "give degrees: it says where the aircraft is");
  }
  const row: ReportRow = [
    telemetryIdentity(id),
    measuredMs,
    longitude,
    latitude,
    HORIZONTAL_M[position.accuracy_h ?? "HAUnknown"],
    ...altitudesOf(position),
  ];
  // What was worked out from earlier positions was observed by nobody.
  const reports = position.extrapolated ? [] : [packReport(row)];
  const text = JSON.stringify(telemetry);
  return { kind: "report-telemetry", manager, id, measuredMs, text, reports };
};

const altitudesOf = ({
  altitude,
  accuracy_v = "VAUnknown",
}: Static<typeof Position>): readonly [lowerM: number | null, upperM: number | null] => {
  const offM = VERTICAL_M[accuracy_v];
  if (!altitude || offM === null) return [null, null];
  return [altitude.value - offM, altitude.value + offM];
};

/** At most so far off, metres; null: that is not known. */
const HORIZONTAL_M: Readonly<Record<Static<typeof PositionAccuracyHorizontal>, number | null>> = {
  HAUnknown: null,
  HA10NMPlus: null,
  HA10NM: 18_520,
  HA4NM: 7_408,
  HA2NM: 3_704,
  HA1NM: 1_852,
  HA05NM: 926,
  HA03NM: 555.6,
  HA01NM: 185.2,
  HA005NM: 92.6,
  HA30m: 30,
  HA10m: 10,
  HA3m: 3,
  HA1m: 1,
};
const VERTICAL_M: Readonly<Record<Static<typeof PositionAccuracyVertical>, number | null>> = {
  VAUnknown: null,
  VA150mPlus: null,
  VA150m: 150,
  VA45m: 45,
  VA25m: 25,
  VA10m: 10,
  VA3m: 3,
  VA1m: 1,
};
