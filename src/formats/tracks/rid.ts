/**
 * Flights of remote identification as JSON: `flights[].states[]`, as the test data of InterUSS and the
 * network interface of ASTM F3411 have them. Altitudes are above the ellipsoid.
 */

import { identityText, parseIdentity } from "../../core/tracks/identity.ts";
import { isFields } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { parseInstant } from "../instant.ts";
import { Unreadable } from "../unreadable.ts";
import { bad, readPiece, reportOf } from "./reading.ts";
import type { ReadPiece } from "./reading.ts";

export type PlacedPiece = { readonly at: string; readonly read: ReadPiece };

const NM_M = 1852;
/** How far off a position of each word is, metres; a word that is not here says that it is not known. */
const ACCURACY_M: ReadonlyMap<unknown, number> = new Map([
  ["HA10NM", 10 * NM_M],
  ["HA4NM", 4 * NM_M],
  ["HA2NM", 2 * NM_M],
  ["HA1NM", NM_M],
  ["HA05NM", 0.5 * NM_M],
  ["HA03NM", 0.3 * NM_M],
  ["HA01NM", 0.1 * NM_M],
  ["HA005NM", 0.05 * NM_M],
  ["HA30m", 30],
  ["HA10m", 10],
  ["HA3m", 3],
  ["HA1m", 1],
  ["VA150m", 150],
  ["VA45m", 45],
  ["VA25m", 25],
  ["VA10m", 10],
  ["VA3m", 3],
  ["VA1m", 1],
]);
/** Of an altitude whose accuracy is not known. */
const ALTITUDE_DOUBT_M = 150;

export const readRid = (root: unknown): PlacedPiece[] => {
  const flights = isFields(root) ? root["flights"] : null;
  if (!Array.isArray(flights)) return [{ at: "file", read: bad("no list of flights") }];
  return flights.flatMap((flight: unknown, i) => readFlight(flight, `flights[${i}]`));
};

const readFlight = (flight: unknown, at: string): PlacedPiece[] => {
  if (!isFields(flight) || !Array.isArray(flight["states"])) {
    return [{ at, read: bad("no list of states") }];
  }
  const details = isFields(flight["flight_details"]) ? flight["flight_details"] : {};
  const value = details["serial_number"];
  const identity = parseIdentity({ scheme: "uas", value: typeof value === "string" ? value : "" });
  if (!identity.ok) return [{ at, read: bad("flight_details has no serial_number") }];
  const text = identityText(identity.value);
  return flight["states"].map((state: unknown, i) => ({
    at: `${at}.states[${i}]`,
    read: readPiece(() => readState(state, text)),
  }));
};

const readState = (state: unknown, identity: string): ReadPiece => {
  if (!isFields(state) || !isFields(state["position"])) return bad("no position");
  const { position, timestamp } = state as { position: Fields; timestamp: unknown };
  if (typeof timestamp !== "string") return bad("no timestamp");
  const altM = position["alt"];
  return reportOf({
    identity,
    atMs: parseInstant(timestamp, "timestamp"),
    lngDeg: numberOf(position, "lng"),
    latDeg: numberOf(position, "lat"),
    accuracyM: ACCURACY_M.get(position["accuracy_h"]) ?? null,
    altitude:
      typeof altM === "number" && altM > NO_ALTITUDE_M
        ? {
            valueM: altM,
            datum: "ellipsoid",
            accuracyM: ACCURACY_M.get(position["accuracy_v"]) ?? ALTITUDE_DOUBT_M,
          }
        : null,
  });
};

/** F3411's word for an altitude that is not known. */
const NO_ALTITUDE_M = -1000;

const numberOf = (fields: Fields, name: string): number => {
  const value = fields[name];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new Unreadable(`${name} is no number`);
};
