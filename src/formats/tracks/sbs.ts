/**
 * ADS-B as lines of BaseStation (SBS-1), which every receiver gives on port 30003.
 *
 * The altitude is that of a barometer set to 1013.25 hPa: it is widened to where that can be. Times are
 * read as UTC: a receiver that writes its local time has its reports refused or shown as old.
 * Source: the format has no standard; fields as dump1090 and readsb write them.
 */

import { identityText } from "../../core/tracks/identity.ts";
import { METRES_PER_FOOT } from "../altitude.ts";
import { Unreadable } from "../unreadable.ts";
import { bad, NOTHING, readPiece, reportOf } from "./reading.ts";
import type { PieceReader, ReadPiece } from "./reading.ts";

/** Where each field stands. */
const FIELD = { type: 1, address: 4, day: 6, time: 7, altitude: 11, lat: 14, lon: 15, ground: 21 };
/** Of a transponder that reports in steps of 25 or 100 feet. */
const ALTITUDE_STEP_M = 100 * METRES_PER_FOOT;
const OTHERS = /^(SEL|ID|AIR|STA|CLK),/;

/** Nothing is remembered from one line to the next. */
export const makeSbsReader = (): PieceReader => (line, receivedMs) => {
  const text = line.trim();
  if (text === "" || text.startsWith("#") || OTHERS.test(text)) return NOTHING;
  if (!text.startsWith("MSG,")) return bad("neither a MSG line nor another of BaseStation");
  return readPiece(() => readMessage(text.split(","), receivedMs));
};

const readMessage = (fields: readonly string[], receivedMs: number): ReadPiece => {
  const field = (at: number): string => fields[at]?.trim() ?? "";
  const type = field(FIELD.type);
  if (!/^[1-8]$/.test(type)) return bad(`${JSON.stringify(type)} is no type of MSG: 1 to 8`);
  // 2: on the ground, 3: in the air; the others have no position.
  if (type !== "2" && type !== "3") return NOTHING;
  if (fields.length <= FIELD.lon) return bad(`${fields.length} fields, of 22`);
  const address = field(FIELD.address).toLowerCase();
  if (!/^[0-9a-f]{6}$/.test(address)) return bad("the address is not six hexadecimal digits");
  if (field(FIELD.lat) === "" || field(FIELD.lon) === "") return NOTHING;
  const isOnGround = type === "2" || /^-?1$/.test(field(FIELD.ground));
  return reportOf({
    identity: identityText({ scheme: "icao", value: address }),
    atMs: instantOf(field(FIELD.day), field(FIELD.time)) ?? receivedMs,
    lngDeg: numberOf(field(FIELD.lon), "longitude"),
    latDeg: numberOf(field(FIELD.lat), "latitude"),
    accuracyM: null,
    altitude: isOnGround ? null : altitudeOf(field(FIELD.altitude)),
  });
};

const altitudeOf = (text: string) =>
  text === ""
    ? null
    : ({
        valueM: numberOf(text, "altitude") * METRES_PER_FOOT,
        datum: "pressure",
        accuracyM: ALTITUDE_STEP_M,
      } as const);

const numberOf = (text: string, field: string): number => {
  if (/^[+-]?\d{1,9}(\.\d{1,12})?$/.test(text)) return Number(text);
  throw new Unreadable(`${field} ${JSON.stringify(text.slice(0, 40))} is no number`);
};

const DAY = /^(\d{4})\/(\d{2})\/(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3})\d*)?$/;

/** Null: the line states none. */
const instantOf = (day: string, time: string): number | null => {
  if (day === "" && time === "") return null;
  const [on, at] = [DAY.exec(day), TIME.exec(time)];
  if (!on || !at) throw new Unreadable(`${day} ${time} is no time: 2026/01/31 12:00:00.000`);
  const [year, month, date] = [Number(on[1]), Number(on[2]), Number(on[3])];
  const [hour, minute, second] = [Number(at[1]), Number(at[2]), Number(at[3])];
  return Date.UTC(
    year,
    month - 1,
    date,
    hour,
    minute,
    second,
    Number((at[4] ?? "0").padEnd(3, "0")),
  );
};
