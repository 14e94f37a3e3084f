/**
 * AIS as NMEA sentences, one a line: over `aisparser`, which names what is wrong with a sentence.
 *
 * A sentence carries no time but the second of its minute. The time comes from a TAG block before it
 * (`\c:1763892000*hh\`), from a `$PGHP` line before it, or from the receipt: then it is the instant
 * nearest to the receipt with that second.
 * Source: ITU-R M.1371-5 (messages 1–3, 9, 18, 19, 27); IEC 61162-1; NMEA 0183 TAG blocks.
 */

import AisParser from "aisparser";
import { identityText } from "../../core/tracks/identity.ts";
import { bad, NOTHING, readPiece, reportOf } from "./reading.ts";
import type { PieceReader, ReadPiece } from "./reading.ts";

/** Of a position with the flag of high accuracy. Without it nothing is said but that it may be more. */
const HIGH_ACCURACY_M = 10;
/** Message 27 rounds to a tenth of a minute. */
const LONG_RANGE_TYPE = 27;
const LONG_RANGE_ACCURACY_M = 200;
const POSITION_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 9, 18, 19, LONG_RANGE_TYPE]);

export const makeAisReader = (): PieceReader => {
  const parser = new AisParser({ checksum: true });
  let statedMs: number | null = null;
  return (line, receivedMs) => {
    const tagged = readTag(line.trim());
    if (typeof tagged === "string") return bad(tagged);
    const { sentence } = tagged;
    if (sentence === "" || sentence.startsWith("#")) return NOTHING;
    if (sentence.startsWith("$")) {
      const found = readGatehouse(sentence);
      // What follows a time that can't be read is not of now either.
      statedMs = typeof found === "string" ? Number.NaN : (found ?? statedMs);
      if (typeof found === "string") return bad(found);
      return NOTHING;
    }
    if (!sentence.startsWith("!")) return bad("neither an AIS sentence (!AIVDM) nor a comment");
    const atMs = tagged.atMs ?? statedMs;
    statedMs = null;
    if (Number.isNaN(atMs)) return bad("the time said before it can't be read");
    return readPiece(() => readSentence(parser, sentence, { atMs, receivedMs }));
  };
};

type Heard = { readonly atMs: number | null; readonly receivedMs: number };

const readSentence = (parser: AisParser, sentence: string, heard: Heard): ReadPiece => {
  const fields = sentence.split(",");
  // Parts of one message are kept by this number: a digit, or none.
  if (!/^\d?$/.test(fields[3] ?? "")) return bad("the number that joins parts is no digit");
  if (fields[5] === "") return bad("the sentence has no content");
  const message = parser.parse(sentence);
  const { valid, errMsg, aisType } = message;
  if (valid === "INCOMPLETE" || (valid === "UNSUPPORTED" && aisType > 0)) return NOTHING;
  if (valid !== "VALID") return bad(shortReason(errMsg));
  if (!POSITION_TYPES.has(aisType)) return NOTHING;
  const { latitude, longitude, mmsi, posAccuracy, utcTsSec } = message;
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return NOTHING;
  const isLongRange = aisType === LONG_RANGE_TYPE;
  return reportOf({
    identity: identityText({ scheme: "mmsi", value: String(mmsi).padStart(9, "0") }),
    atMs: heard.atMs ?? nearestWith(isLongRange ? Number.NaN : utcTsSec, heard.receivedMs),
    lngDeg: longitude,
    latDeg: latitude,
    accuracyM: isLongRange ? LONG_RANGE_ACCURACY_M : posAccuracy ? HIGH_ACCURACY_M : null,
    altitude: null,
  });
};

/** Without the sentence, which stands beside it. */
const shortReason = (errMsg: string): string =>
  errMsg.replace(/ in (partial )?message:? ?\[.*$/, "").replace(/:\s*\[.*$/, "");

const MINUTE_MS = 60_000;

/** The instant with this second of the minute that is nearest to the receipt. */
const nearestWith = (second: number, receivedMs: number): number => {
  if (Number.isNaN(second)) return receivedMs;
  const atMs = receivedMs - (receivedMs % MINUTE_MS) + second * 1000;
  if (atMs - receivedMs > MINUTE_MS / 2) return atMs - MINUTE_MS;
  return receivedMs - atMs > MINUTE_MS / 2 ? atMs + MINUTE_MS : atMs;
};

type Tagged = { readonly sentence: string; readonly atMs: number | null };

/** The sentence behind its TAG block and the block's time; or why the block can't be read. */
const readTag = (line: string): Tagged | string => {
  if (!line.startsWith("\\")) return { sentence: line, atMs: null };
  const end = line.indexOf("\\", 1);
  if (end < 0) return "the TAG block does not end";
  const [text, sum] = line.slice(1, end).split("*") as [string, string?];
  if (sum === undefined || checksum(text) !== sum.toUpperCase()) {
    return "the checksum of the TAG block does not fit";
  }
  const stated = /(?:^|,)c:(\d{9,13})(?:,|$)/.exec(text)?.[1];
  const atMs = stated === undefined ? null : Number(stated) * (stated.length > 11 ? 1 : 1000);
  return { sentence: line.slice(end + 1).trim(), atMs };
};

const checksum = (text: string): string => {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum ^= text.charCodeAt(i);
  return sum.toString(16).toUpperCase().padStart(2, "0");
};

/**
 * The time that a line `$PGHP,1,YEAR,MONTH,DAY,HOUR,MINUTE,SECOND,MS,…` states for the next sentence;
 * null: it is some other sentence of NMEA; a text: why it can't be read.
 */
const readGatehouse = (sentence: string): number | null | string => {
  const [body, sum] = sentence.slice(1).split("*") as [string, string?];
  if (sum === undefined || checksum(body) !== sum.toUpperCase()) return "the checksum does not fit";
  if (!body.startsWith("PGHP,1,")) return null;
  const numbers = body.split(",").slice(2, 9).map(Number);
  if (numbers.length < 7 || !numbers.every(Number.isInteger)) return "its time can't be read";
  const [year, month, day, hour, minute, second, ms] = numbers as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
};
