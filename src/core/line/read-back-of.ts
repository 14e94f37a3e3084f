/** Read-backs of a message: which of its places can be, which must be, and what is said of one that is off. */

import { unreachable } from "../outcome.ts";
import type { Area, FieldValue, Place, Point } from "./fields.ts";
import { specOf } from "./kinds.ts";
import type { Message } from "./model.ts";
import type { ReadBackCheck, Suspicion } from "./read-back.ts";

/** A place of a message as it can be read back. */
export type Readable = {
  /** As it is named in the message: "place", "areas[1]". */
  readonly field: string;
  readonly what: "site" | "area";
  readonly shape: "point" | "ring" | "route";
  readonly points: readonly Point[];
  /** Each point's own name: "areas[1].ring[2]". */
  readonly names: readonly string[];
};

/** A place as it was read. */
export type PlaceRead = {
  /** Left out: the only place that is still to be read back. */
  readonly field?: string;
  /** In order; of a circle its centre, of an outline from any corner, either way around. */
  readonly points: readonly Point[];
};

/** Every place that the message says, in the order of its fields. */
export const readablesOf = ({ kind, body }: Pick<Message, "kind" | "body">): readonly Readable[] =>
  Object.entries(specOf(kind).fields).flatMap(([name, field]) => {
    const value = body[name];
    if (value === undefined) return [];
    if (field.type !== "list") return readableOf(name, field.type, value);
    const { type } = field.of;
    return (value as readonly FieldValue[]).flatMap((one, i) =>
      readableOf(`${name}[${i}]`, type, one),
    );
  });

const readableOf = (field: string, type: string, value: FieldValue): Readable[] => {
  if (type === "place") {
    const shape = "point";
    return [{ field, what: "site", shape, points: [value as Place], names: [field] }];
  }
  return type === "area" ? [{ field, what: "area", ...outlineOf(field, value as Area) }] : [];
};

/** Its radius and its width are no positions: they are not read back. */
const outlineOf = (field: string, area: Area): Pick<Readable, "shape" | "points" | "names"> => {
  switch (area.kind) {
    case "circle":
      return { shape: "point", points: [area.center], names: [`${field}.center`] };
    case "polygon": {
      const names = area.ring.map((_, i) => `${field}.ring[${i}]`);
      return { shape: "ring", points: area.ring, names };
    }
    case "route": {
      const names = area.points.map((_, i) => `${field}.points[${i}]`);
      return { shape: "route", points: area.points, names };
    }
    default:
      return unreachable(area);
  }
};

/** A site must be read back before its message is acknowledged; an area may be. */
export const isOwed = ({ what }: Readable): boolean => what === "site";

const SLIPS: Readonly<Record<Suspicion["slip"], string>> = {
  swapped: "latitude and longitude look swapped",
  hemisphere: "the hemisphere looks wrong",
  minutes_as_decimal: "minutes look read as decimals",
  datum_ed50: "the datum looks like ED50",
  datum_pulkovo_1942: "the datum looks like Pulkovo 1942",
  digits_transposed: "two digits look exchanged",
  digit_wrong: "one digit looks wrong",
};

/** Which point is how far off, and what slip it looks like; the first suspicion is the most telling. */
export const describeMismatch = (
  { names }: Pick<Readable, "names">,
  { distanceM, farthest, limitM, suspects }: ReadBackCheck,
): string => {
  const [first] = suspects;
  const where = first && first.coordinate !== "both" ? ` (${first.coordinate})` : "";
  const why = first ? `${SLIPS[first.slip]}${where}` : "no common slip explains it";
  const off = `${Math.round(distanceM)} m from what was sent, more than ${limitM} m`;
  return `${names[farthest]} is read back ${off}: ${why}`;
};
