/**
 * Flight intents of interuss/monitoring (YAML) as records of the category `uas_flight`.
 *
 * An intent is told in `full`, or as a `delta`: another intent with some values changed.
 * Source: interuss/monitoring, uss_qualifier/resources/flight_planning/flight_intent.py.
 */

import type { Footprint, Position, Volume4D } from "../geometry/footprint.ts";
import { type Limit, toBand } from "./altitude.ts";
import { type Fields, type Window, isFields, parseText } from "./fields.ts";
import { type Draft, type Piece, gather, unread } from "./gather.ts";
import { checkWindow } from "./instant.ts";
import { LIMITS } from "./limits.ts";
import { checkVertexCount, parsePosition, parseRing } from "./position.ts";
import type { Reading } from "./reading.ts";
import { parseDuration, resolveTime } from "./relative-time.ts";
import { Unreadable } from "./unreadable.ts";
import { parseDatum, parseMetres } from "./zone.ts";

/** The intents of a collection, already parsed; times count from `atMs`. */
export const readFlightIntents = (file: string, root: unknown, atMs: number): Reading => {
  const intents = isFields(root) ? root["intents"] : undefined;
  if (!isFields(intents)) {
    return unread(file, "intents", "no flight intents: give them under intents, each by its id");
  }
  const pieces = Object.keys(intents).map((id): Piece => ({
    at: `intents.${id}`,
    read: () => toDraft(id, resolveIntent(intents, id, []), atMs),
  }));
  if (pieces.length === 0)
    return unread(file, "intents", "the collection is empty: nothing to read");
  return gather(file, pieces);
};

/** The intent in full; a delta is laid over its source, which may be a delta itself. */
const resolveIntent = (intents: Fields, id: string, path: readonly string[]): Fields => {
  if (path.includes(id))
    throw new Unreadable(`deltas refer to each other in a circle: ${[...path, id].join(" → ")}`);
  if (path.length > LIMITS.nestingMax)
    throw new Unreadable("deltas refer to each other too deep: write one in full");
  const intent = Object.hasOwn(intents, id) ? intents[id] : undefined;
  if (!isFields(intent))
    throw new Unreadable(`intent ${JSON.stringify(id)} is not in this file: name one that is`);
  const { full, delta } = intent;
  if (isFields(full)) return full;
  if (!isFields(delta)) throw new Unreadable("neither full nor delta: give one of them");
  const source = resolveIntent(intents, parseText(delta, "source") ?? "", [...path, id]);
  const merged = overlay(source, delta["mutation"] ?? {}, 0);
  if (!isFields(merged))
    throw new Unreadable("delta.mutation is no object: give the fields to change");
  return merged;
};

/**
 * `base` with the leaves of `change` in place; lists are matched by index, and a field written
 * `+name` replaces the whole of `name`. Members are defined, never assigned: `__proto__` is a name.
 */
const overlay = (base: unknown, change: unknown, depth: number): unknown => {
  if (depth > 64)
    throw new Unreadable("delta.mutation is nested too deep: write the intent in full");
  if (base === null || base === undefined) return change;
  if (Array.isArray(change) && Array.isArray(base)) {
    const length = Math.max(base.length, change.length);
    return Array.from({ length }, (_, i) =>
      i < change.length ? overlay(base[i], change[i], depth + 1) : base[i],
    );
  }
  if (!isFields(change)) return change;
  if (!isFields(base))
    throw new Unreadable(
      "delta.mutation changes a value into an object: write +name to replace it",
    );
  const members = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(change)) {
    const isReplaced = name.startsWith("+");
    const field = isReplaced ? name.slice(1) : name;
    members.set(field, isReplaced ? value : overlay(members.get(field), value, depth + 1));
  }
  return Object.fromEntries(members);
};

const toDraft = (id: string, intent: Fields, atMs: number): Draft => {
  const notes = new Set<string>();
  const basic = intent["basic_information"];
  const areas = isFields(basic) ? basic["area"] : undefined;
  if (!Array.isArray(areas) || areas.length === 0) {
    throw new Unreadable("basic_information.area is empty or no list: give at least one volume");
  }
  const volumes = areas.map((area: unknown, i) => toVolume(area, `area[${i}]`, atMs, notes));
  return {
    party: null,
    id: parseText({ id }, "id"),
    category: "uas_flight",
    moverClass: null,
    name: null,
    volumes,
    notes,
  };
};

const toVolume = (area: unknown, field: string, atMs: number, notes: Set<string>): Volume4D => {
  if (!isFields(area))
    throw new Unreadable(`${field} is no object: give an outline, altitudes and times`);
  if (area["transformations"] !== undefined) {
    throw new Unreadable(
      `${field}.transformations is not read: write the outline where it is meant`,
    );
  }
  const lower = toLimit(area["altitude_lower"], `${field}.altitude_lower`);
  const upper = toLimit(area["altitude_upper"], `${field}.altitude_upper`);
  const band = toBand(lower, upper, notes);
  return { footprint: toFootprint(area, field, notes), ...band, ...toWindow(area, field, atMs) };
};

const toLimit = (altitude: unknown, field: string): Limit => {
  if (altitude === undefined || altitude === null) return null;
  if (!isFields(altitude))
    throw new Unreadable(`${field} is no altitude: give value, units and reference`);
  const { value, units, reference } = altitude;
  return { valueM: parseMetres(value, units, field), datum: parseDatum(reference, field) };
};

/** F3548-21 defines the edges of a polygon as shortest paths. */
const toFootprint = (area: Fields, field: string, notes: Set<string>): Footprint => {
  const { outline_circle: circle, outline_polygon: polygon } = area;
  if (isFields(circle) && !isFields(polygon)) {
    const radius = circle["radius"];
    if (!isFields(radius))
      throw new Unreadable(`${field}.outline_circle.radius is missing: give value and units`);
    const radiusM = parseMetres(radius["value"], radius["units"], `${field}.outline_circle.radius`);
    if (radiusM <= 0)
      throw new Unreadable(`${field}.outline_circle.radius is not above 0: correct it`);
    return { kind: "circle", center: toPosition(circle["center"], notes), radiusM };
  }
  if (isFields(polygon) && !isFields(circle)) {
    const { vertices } = polygon;
    if (!Array.isArray(vertices))
      throw new Unreadable(`${field}.outline_polygon.vertices is no list: give the corners`);
    checkVertexCount(vertices.length);
    const ring = parseRing(vertices.map((vertex) => toPosition(vertex, notes)));
    return { kind: "polygon", ring, edges: "geodesic" };
  }
  throw new Unreadable(`${field} needs one outline: give either outline_circle or outline_polygon`);
};

const toPosition = (point: unknown, notes: Set<string>): Position =>
  isFields(point)
    ? parsePosition(point["lng"], point["lat"], notes)
    : parsePosition(undefined, undefined, notes);

const toWindow = (area: Fields, field: string, atMs: number): Window => {
  const [start, end] = (["start_time", "end_time"] as const).map((name) => {
    const time = area[name] ?? null;
    return time === null ? null : resolveTime(time, `${field}.${name}`, atMs);
  }) as [number | null, number | null];
  const duration = area["duration"] ?? null;
  const window =
    duration === null ? { startMs: start, endMs: end } : stretch(start, end, duration, field);
  checkWindow(window.startMs, window.endMs);
  return window;
};

const stretch = (
  start: number | null,
  end: number | null,
  duration: unknown,
  field: string,
): Window => {
  const durationMs = parseDuration(duration, `${field}.duration`);
  if (start !== null && end === null) return { startMs: start, endMs: start + durationMs };
  if (start === null && end !== null) return { startMs: end - durationMs, endMs: end };
  throw new Unreadable(`${field}.duration needs one of start_time and end_time: give exactly one`);
};
