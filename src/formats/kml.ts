/**
 * KML 2.2 as records: placemarks, their geometries, `TimeSpan` and `ExtendedData`.
 *
 * Our own walk over the parsed XML: the kept `@tmcw/togeojson` drops coordinates it cannot read,
 * takes a hole for the outline when the outline is short, and reads an empty typed value as 0, each
 * of which would make an area smaller without a word.
 * Source: OGC 07-147r2.
 */

import { type Fields, parseLabel } from "./fields.ts";
import { type Draft, type Piece, gather, unread } from "./gather.ts";
import { bearingTo } from "./geodesic.ts";
import { draftOf } from "./geojson.ts";
import { LIMITS } from "./limits.ts";
import { checkVertexCount, parsePosition } from "./position.ts";
import type { Reading } from "./reading.ts";
import { fieldsOfTexts, identityOfTexts, numberOfText } from "./text-fields.ts";
import { Unreadable, withIdentity } from "./unreadable.ts";
import { type Element, childrenOf, findAll, localNameOf, parseXml, textOf } from "./xml-text.ts";

/**
 * The placemarks of a KML text; those of one stated party and id are volumes of one record.
 *
 * Altitudes come from `ExtendedData` alone: heights in coordinates are for drawing.
 */
export const readKml = (file: string, text: string): Reading => {
  const document = parseXml(text);
  const pieces = [
    ...findAll(document, "Placemark").map((element) => pieceOf(element, () => toDraft(element))),
    ...Object.entries(NOT_READ).flatMap(([name, reason]) =>
      findAll(document, name).map((element) => pieceOf(element, () => refuse(reason))),
    ),
  ];
  if (pieces.length === 0) return unread(file, "line 1", "no Placemark: nothing to read");
  return gather(file, pieces);
};

const NOT_READ = {
  GroundOverlay: "a GroundOverlay is a picture: draw its area as a Polygon",
  NetworkLink: "a NetworkLink points to another file: read that file itself",
} as const;

const refuse = (reason: string): never => {
  throw new Unreadable(reason);
};

const pieceOf = (element: Element, read: () => Draft): Piece => ({
  at: `line ${element.lineNumber ?? 1}`,
  read,
});

const toDraft = (placemark: Element): Draft => {
  const texts = extendedDataOf(placemark);
  const featureId = placemark.getAttribute("id")?.trim() || undefined;
  return withIdentity(identityOfTexts(texts, featureId), () => {
    const notes = new Set<string>();
    const fields = fieldsOfPlacemark(placemark, texts, notes);
    const track = trackOf(placemark);
    if (track) fields["times"] ??= track.times;
    const geometry = track?.geometry ?? shapeOf(placemark, texts, fields);
    const draft = draftOf(fields, geometry, { featureId });
    return { ...draft, notes: new Set([...draft.notes, ...notes]) };
  });
};

const fieldsOfPlacemark = (
  placemark: Element,
  texts: ReadonlyMap<string, string>,
  notes: Set<string>,
): Record<string, unknown> => {
  const fields = { ...fieldsOfTexts(texts) };
  fields["name"] ??= parseLabel(textOf(placemark, "name") ?? "", "name", notes);
  const span = childrenOf(placemark, "TimeSpan")[0];
  if (span) {
    fields["start"] = agreed("start", fields["start"], textOf(span, "begin"));
    fields["end"] = agreed("end", fields["end"], textOf(span, "end"));
  }
  if (childrenOf(placemark, "TimeStamp").length > 0) {
    notes.add("a TimeStamp is not read: a TimeSpan with begin and end is");
  }
  return fields;
};

const agreed = (field: string, data: unknown, span: string | null): unknown => {
  if (data === undefined || span === null || data === span) return data ?? span;
  throw new Unreadable(
    `${field} in ExtendedData and TimeSpan differ: make them equal, or leave one out`,
  );
};

/** Names and values of `Data` and `SimpleData`, as written. */
export const extendedDataOf = (placemark: Element): Map<string, string> => {
  const texts = new Map<string, string>();
  for (const extended of childrenOf(placemark, "ExtendedData")) {
    for (const data of childrenOf(extended, "Data")) {
      texts.set(data.getAttribute("name") ?? "", textOf(data, "value") ?? "");
    }
    for (const data of findAll(extended, "SimpleData")) {
      texts.set(data.getAttribute("name") ?? "", data.textContent ?? "");
    }
  }
  return texts;
};

/** A geometry object of GeoJSON. */
type Geometry = {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: readonly Geometry[];
};

const shapeOf = (
  placemark: Element,
  texts: ReadonlyMap<string, string>,
  fields: Fields,
): Geometry => {
  const geometries = geometriesOf(placemark, 0);
  const [geometry] = geometries;
  if (!geometry) throw new Unreadable("no geometry: give a Point, a LineString or a Polygon");
  const center = texts.get("center")?.trim();
  if (center && geometries.length > 1) {
    throw new Unreadable("center beside several geometries: give each circle its own Placemark");
  }
  if (center) return circleOf(center, fields["radiusM"], geometry);
  return geometries.length === 1 ? geometry : { type: "GeometryCollection", geometries };
};

/** Every geometry under an element, as GeoJSON names it. */
export const geometriesOf = (parent: Element, depth: number): Geometry[] => {
  if (depth > LIMITS.nestingMax)
    throw new Unreadable("geometries are nested too deep: flatten them");
  return childrenOf(parent).flatMap((element): Geometry[] => {
    switch (localNameOf(element)) {
      case "Point":
        return [{ type: "Point", coordinates: pointOf(element) }];
      case "LineString":
      case "LinearRing":
        return [{ type: "LineString", coordinates: coordinatesOf(element) }];
      case "Polygon":
        return [{ type: "Polygon", coordinates: ringsOf(element) }];
      case "MultiGeometry":
        return [{ type: "GeometryCollection", geometries: geometriesOf(element, depth + 1) }];
      case "Track":
      case "MultiTrack":
        throw new Unreadable(
          "a track among other geometries is not read: give each Track its own Placemark",
        );
      case "Model":
        throw new Unreadable("a Model is not an area: draw it as a Polygon");
      default:
        return [];
    }
  });
};

const pointOf = (element: Element): unknown => {
  const points = coordinatesOf(element);
  if (points.length !== 1) throw new Unreadable(`a Point has ${points.length} positions: give one`);
  return points[0];
};

/** The outline, then the holes. */
const ringsOf = (polygon: Element): number[][][] => {
  const boundaries = ["outerBoundaryIs", "innerBoundaryIs"].map((name) =>
    childrenOf(polygon, name).flatMap((boundary) => childrenOf(boundary, "LinearRing")),
  );
  const [outer = [], inner = []] = boundaries;
  if (outer.length !== 1)
    throw new Unreadable(`a Polygon has ${outer.length} outlines: give one outerBoundaryIs`);
  return [...outer, ...inner].map(coordinatesOf);
};

/** `lng,lat[,height]` separated by white space; a position with anything else in it is refused. */
const coordinatesOf = (element: Element): number[][] => {
  const text = textOf(element, "coordinates");
  if (text === null)
    throw new Unreadable(`${localNameOf(element)} has no coordinates: give lng,lat`);
  const tuples = text.split(/\s+/);
  checkVertexCount(tuples.length);
  return tuples.map((tuple) => {
    const parts = tuple.split(",");
    if (parts.length < 2 || parts.length > 3 || parts.includes("")) {
      throw new Unreadable(
        `position ${JSON.stringify(tuple.slice(0, 60))} is not readable: write it as lng,lat without spaces`,
      );
    }
    return parts.map((part) => numberOfText(part, "position"));
  });
};

const SHAPES: ReadonlySet<string> = new Set([
  "Point",
  "LineString",
  "LinearRing",
  "Polygon",
  "MultiGeometry",
  "Model",
  "Track",
  "MultiTrack",
]);

/** A `gx:Track` on its own: a line with a time at each point. */
const trackOf = (placemark: Element): { geometry: Geometry; times: readonly string[] } | null => {
  const shapes = childrenOf(placemark).filter((element) => SHAPES.has(localNameOf(element)));
  const [track] = shapes;
  if (shapes.length !== 1 || !track || localNameOf(track) !== "Track") return null;
  const coordinates = childrenOf(track, "coord").map((coord) =>
    (coord.textContent ?? "")
      .trim()
      .split(/\s+/)
      .map((part) => numberOfText(part, "gx:coord")),
  );
  const times = childrenOf(track, "when").map((when) => when.textContent?.trim() ?? "");
  return { geometry: { type: "LineString", coordinates }, times };
};

/** Drawn circles are off by less than this; a circle moved by hand in a map is off by more. */
const DRAWING_SLACK_RATIO = 0.005;

/**
 * The circle that a drawn polygon stands for, told by `center` and `radiusM`.
 *
 * Refuses: a drawing that is not that circle, since one of the two was changed by hand.
 */
const circleOf = (text: string, radiusM: unknown, drawn: Geometry): Geometry => {
  const [lng, lat, ...rest] = text.split(",").map((part) => numberOfText(part.trim(), "center"));
  if (rest.length > 0) throw new Unreadable("center is not readable: write it as lng,lat");
  const center = parsePosition(lng, lat, new Set());
  if (typeof radiusM !== "number")
    throw new Unreadable("center without radiusM: give both, or neither");
  const points =
    (drawn.type === "Polygon" ? (drawn.coordinates as number[][][])[0] : undefined) ?? [];
  const isDrawn = points.every(([x, y]) => {
    const { distanceM } = bearingTo(center, parsePosition(x, y, new Set()));
    return Math.abs(distanceM - radiusM) <= DRAWING_SLACK_RATIO * radiusM + 1;
  });
  if (points.length === 0 || !isDrawn) {
    throw new Unreadable(
      "the drawing is not the circle of center and radiusM: correct these two, or remove both",
    );
  }
  return { type: "Point", coordinates: center };
};
