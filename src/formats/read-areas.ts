/**
 * Files of areas as proposals: what a file says of place and time, and what its reader says of the rest.
 * Nothing is sent by it: whoever reads it looks at the drafts first.
 */

import type { AreaTerms } from "../core/areas/model.ts";
import { LIMITS as CORE_LIMITS } from "../core/limits.ts";
import type { Area as Outline, Point } from "../core/line/fields.ts";
import { AREA_TERMS } from "../core/line/kinds/incidents.ts";
import { parseByTable } from "../core/line/parse-body.ts";
import type { Footprint, Position, Volume4D } from "../geometry/footprint.ts";
import { decodeText } from "./decode-text.ts";
import { isFields } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { parseInstant } from "./instant.ts";
import { parseJson } from "./json-text.ts";
import { readNotices } from "./read-notices.ts";
import type { NoticeFile } from "./read-notices.ts";
import type { NoticeRecord, SkippedRecord } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

/** What the caller says of every area of the file: where the file says it itself, that stays. */
export type AreaDefaults = Partial<
  Pick<AreaTerms, "areaKind" | "measures" | "reviewByMs" | "text">
>;

/** An area as it could be proposed. */
export type AreaDraft = {
  readonly at: string;
  readonly id: string;
  readonly terms: AreaTerms;
  /** What was assumed or widened, in plain words. */
  readonly notes: readonly string[];
};
export type AreaReading = {
  readonly drafts: readonly AreaDraft[];
  readonly skipped: readonly SkippedRecord[];
};

/**
 * The areas of a file of any known format, in its order; what can't be an area is named with the reason.
 * Volumes of one record with other bands or windows are areas of their own. Never throws on a file.
 */
export const readAreas = (
  file: Pick<NoticeFile, "file" | "bytes" | "atMs">,
  defaults: AreaDefaults,
): AreaReading => {
  const { records, skipped } = readNotices(file);
  const propertiesAt = propertiesOf(file);
  const drafts: AreaDraft[] = [];
  const notAreas: SkippedRecord[] = [];
  for (const record of records) {
    try {
      const own = termsIn(propertiesAt(record.at));
      for (const volumes of byExtent(record.volumes)) {
        drafts.push(toDraft(record, volumes, { said: { ...defaults, ...own }, atMs: file.atMs }));
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      notAreas.push({ file: file.file, at: record.at, reason: error.message });
    }
  }
  return { drafts, skipped: [...skipped, ...notAreas] };
};

/** Of a GeoJSON file, what its features say beside what every reader of them knows. */
const propertiesOf = ({ bytes }: Pick<NoticeFile, "bytes">): ((at: string) => Fields) => {
  let features: unknown = null;
  try {
    const root = parseJson(decodeText(bytes));
    features = isFields(root) ? root["features"] : null;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error; // another format, or named by its reader
  }
  return (at) => {
    const place = /^features\[(\d+)\]$/.exec(at)?.[1];
    const feature: unknown =
      place !== undefined && Array.isArray(features) ? features[Number(place)] : null;
    const properties = isFields(feature) ? feature["properties"] : null;
    return isFields(properties) ? properties : {};
  };
};

/** As `writeAreasGeojson` says it; the table judges what it is. */
const termsIn = (properties: Fields): Fields => {
  const { areaKind, measures, reviewBy, text } = properties;
  const said = { areaKind, measures, text, reviewByMs: reviewTime(reviewBy) };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
};

const reviewTime = (value: unknown): number | undefined =>
  typeof value === "string" ? parseInstant(value, "reviewBy") : undefined;

const byExtent = (volumes: readonly Volume4D[]): Volume4D[][] => {
  const groups = new Map<string, Volume4D[]>();
  for (const volume of volumes) {
    const { lowerM, upperM, startMs, endMs } = volume;
    const key = JSON.stringify([lowerM, upperM, startMs, endMs]);
    const known = groups.get(key);
    if (known) known.push(volume);
    else groups.set(key, [volume]);
  }
  return [...groups.values()];
};

type About = { readonly said: Fields; readonly atMs: number };

const toDraft = (
  { at, id, name, notes: known }: NoticeRecord,
  volumes: readonly Volume4D[],
  { said, atMs }: About,
): AreaDraft => {
  const { lowerM, upperM, startMs, endMs } = volumes[0]!;
  if (endMs !== null && endMs < atMs) throw new Unreadable("its time is over: give a later end");
  const notes = new Set(known);
  if (startMs === null) notes.add("no start is given: it begins when it is read");
  const isBounded = lowerM !== null || upperM !== null;
  const given = {
    areaName: nameOf(name ?? id, notes),
    areas: volumes.map(({ footprint }) => outlineOf(footprint, notes)),
    ...(isBounded ? { band: { lowerM, upperM } } : {}),
    window: { startMs: startMs ?? atMs, endMs },
    ...said,
  };
  const parsed = parseByTable(AREA_TERMS, given);
  if (parsed.ok) return { at, id, terms: parsed.value, notes: [...notes] };
  const { refusal } = parsed;
  throw new Unreadable(
    refusal.reason === "bad-field" ? `${refusal.detail}: ${refusal.remedy}` : refusal.reason,
  );
};

const nameOf = (name: string, notes: Set<string>): string => {
  const charsMax = CORE_LIMITS.messageTextCharsMax;
  if (name.length <= charsMax) return name;
  notes.add(`the name is cut to ${charsMax} characters`);
  return name.slice(0, charsMax).toWellFormed();
};

const outlineOf = (footprint: Footprint, notes: Set<string>): Outline => {
  switch (footprint.kind) {
    case "circle": {
      const { center, radiusM } = footprint;
      return { kind: "circle", center: pointOf(center), radiusM };
    }
    case "polygon": {
      const ring = openRing(withoutRepeats(footprint.ring));
      const corners = footprint.edges === "lonlat" ? withCorners([...ring, ring[0]!], notes) : null;
      return { kind: "polygon", ring: (corners?.slice(0, -1) ?? ring).map(pointOf) };
    }
    default: {
      const { route, halfWidthM, edges, timesMs } = footprint;
      if (timesMs) throw new Unreadable("it moves along its route: an area stays where it is");
      const line = withoutRepeats(route);
      const points = edges === "lonlat" ? withCorners(line, notes) : line;
      return { kind: "route", points: points.map(pointOf), halfWidthM };
    }
  }
};

/** As fields have it: no point twice in a row. */
const withoutRepeats = (line: readonly Position[]): readonly Position[] =>
  line.filter(([lngDeg, latDeg], i) => lngDeg !== line[i - 1]?.[0] || latDeg !== line[i - 1]?.[1]);

/** And the first not again at the end. */
const openRing = (ring: readonly Position[]): readonly Position[] => {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
};

/** A straight line in longitude and latitude of a quarter of a degree is a few metres off at most. */
const SPAN_MAX_DEG = 0.25;

/** Corners on lines that are straight in longitude and latitude: edges of an area are the shortest ones. */
const withCorners = (line: readonly Position[], notes: Set<string>): readonly Position[] => {
  const dense = line.flatMap((from, i): Position[] => {
    const to = line[i + 1];
    if (!to) return [from];
    const [lngDeg, latDeg] = [to[0] - from[0], to[1] - from[1]];
    const count =
      Math.abs(lngDeg) > 180 ? 1 : Math.max(1, Math.ceil(Math.abs(lngDeg) / SPAN_MAX_DEG));
    return Array.from({ length: count }, (_, k): Position => [
      from[0] + (lngDeg * k) / count,
      from[1] + (latDeg * k) / count,
    ]);
  });
  notes.add("edges are read as the shortest lines between corners");
  if (dense.length === line.length) return line;
  if (dense.length > CORE_LIMITS.messageCornersMax) {
    notes.add("long edges may lie off those of the file: look at them on a map");
    return line;
  }
  notes.add("corners are added on long edges");
  return dense;
};

const pointOf = ([lngDeg, latDeg]: Position): Point => ({ lngDeg, latDeg });
