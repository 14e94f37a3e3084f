/**
 * Cursor on Target events, XML, one a piece.
 *
 * Only events of things (types `a-…`) are position reports; their `time` is when they were made and
 * `hae` is above the ellipsoid. 9999999 is "not known".
 * Source: MITRE MP090284 (base schema, 2.0).
 */

import { identityText, parseIdentity } from "../../core/tracks/identity.ts";
import { parseInstant } from "../instant.ts";
import { Unreadable } from "../unreadable.ts";
import { childrenOf, localNameOf, parseXml } from "../xml-text.ts";
import type { Element } from "../xml-text.ts";
import { bad, NOTHING, readPiece, reportOf } from "./reading.ts";
import type { PieceReader, ReadPiece } from "./reading.ts";

const UNKNOWN_M = 9_999_999;
/** Of an altitude that comes without its error. */
const ALTITUDE_DOUBT_M = 100;

/** Nothing is remembered from one event to the next. */
export const makeCotReader = (): PieceReader => (piece) =>
  piece.trim() === "" ? NOTHING : readPiece(() => readEvent(piece));

const readEvent = (text: string): ReadPiece => {
  const event = parseXml(text).documentElement;
  if (!event || localNameOf(event) !== "event") return bad("no event of Cursor on Target");
  const type = attributeOf(event, "type");
  if (!type.startsWith("a-")) return NOTHING;
  const identity = parseIdentity({ scheme: "cot", value: attributeOf(event, "uid") });
  if (!identity.ok) return bad("its uid is not 1 to 64 characters of ASCII");
  const point = childrenOf(event, "point")[0];
  if (!point) return bad("the event has no point");
  const [haeM, leM] = [numberOf(point, "hae"), numberOf(point, "le")];
  return reportOf({
    identity: identityText(identity.value),
    atMs: parseInstant(attributeOf(event, "time"), "time"),
    lngDeg: required(point, "lon"),
    latDeg: required(point, "lat"),
    accuracyM: numberOf(point, "ce"),
    altitude:
      haeM === null
        ? null
        : { valueM: haeM, datum: "ellipsoid", accuracyM: leM ?? ALTITUDE_DOUBT_M },
  });
};

const attributeOf = (element: Element, name: string): string => {
  const value = element.getAttribute(name);
  if (value !== null && value.trim() !== "") return value.trim();
  throw new Unreadable(`${localNameOf(element)} has no ${name}`);
};

const required = (point: Element, name: string): number => {
  const value = numberOf(point, name);
  if (value !== null) return value;
  throw new Unreadable(`point has no ${name}`);
};

/** Null: left out, or said not to be known. */
const numberOf = (point: Element, name: string): number | null => {
  const text = point.getAttribute(name)?.trim() ?? "";
  if (text === "") return null;
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new Unreadable(`${name} ${JSON.stringify(text.slice(0, 40))} is no number`);
  }
  return Math.abs(value) >= UNKNOWN_M ? null : value;
};
