/** Read-backs of a message: which of its positions is meant, and what is said of one that is off. */

import type { Area, Place, Point } from "./fields.ts";
import { specOf } from "./kinds.ts";
import type { Message } from "./model.ts";
import { checkReadBack } from "./read-back.ts";
import type { ReadBackCheck, Suspicion } from "./read-back.ts";

type Position = {
  readonly field: string;
  readonly point: Point;
  readonly what: "site" | "area";
};

/**
 * The first place that the message says; without one, the centre of a round area. What has neither has
 * no single position that could be read back.
 */
const positionOf = ({ kind, body }: Message): Position | null => {
  const named = Object.entries(specOf(kind).fields).filter(([name]) => body[name] !== undefined);
  const place = named.find(([, { type }]) => type === "place");
  if (place) return { field: place[0], point: body[place[0]] as Place, what: "site" };
  const area = named.find(([, { type }]) => type === "area");
  const found = area && (body[area[0]] as Area);
  return found?.kind === "circle" ? { field: area![0], point: found.center, what: "area" } : null;
};

/** The field that is read back; null: none. */
export const readBackFieldOf = (message: Message): string | null =>
  positionOf(message)?.field ?? null;

export const canReadBack = (message: Message): boolean => positionOf(message) !== null;

/** A place must be read back before it is acknowledged; an area may be. */
export const needsReadBack = (message: Message): boolean => positionOf(message)?.what === "site";

export const compareReadBack = (message: Message, readBack: Point): ReadBackCheck => {
  const { point, what } = positionOf(message)!;
  return checkReadBack({ sent: point, readBack, what });
};

const SLIPS: Readonly<Record<Suspicion["slip"], string>> = {
  swapped: "latitude and longitude look swapped",
  hemisphere: "the hemisphere looks wrong",
  minutes_as_decimal: "minutes look read as decimals",
  datum_ed50: "the datum looks like ED50",
  datum_pulkovo_1942: "the datum looks like Pulkovo 1942",
  digits_transposed: "two digits look exchanged",
  digit_wrong: "one digit looks wrong",
};

/** How far off, and what slip it looks like; the first suspicion is the most telling. */
export const describeMismatch = ({ distanceM, limitM, suspects }: ReadBackCheck): string => {
  const [first] = suspects;
  const where = first && first.coordinate !== "both" ? ` (${first.coordinate})` : "";
  const why = first ? `${SLIPS[first.slip]}${where}` : "no common slip explains it";
  return `readBack is ${Math.round(distanceM)} m from what was sent, more than ${limitM} m: ${why}`;
};
