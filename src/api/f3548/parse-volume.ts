/** Volumes of the wire as the machine compares them. What can't be compared is refused, never repaired. */

import geographiclib from "geographiclib-geodesic";
import type { SurveyRefusal } from "../../geometry/bad-volume.ts";
import type { Footprint, Volume4D } from "../../geometry/footprint.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import { F3548_LIMITS } from "./limits.ts";
import type { Altitude, LatLngPoint, Volume3D, Volume4D as WireVolume } from "./schema.ts";
import { parseTimeUs } from "./time.ts";
import { badField, WireError } from "./wire-error.ts";

/** How a volume is read where it stands. */
export type VolumeRules = {
  readonly needsTimes: boolean;
  readonly needsAltitudes: boolean;
  /** Altitudes are left out of what is compared: it reaches from the ground to space. */
  readonly dropsAltitudes: boolean;
  /** What a polygon that is too large is answered with. */
  readonly tooLarge: 400 | 413;
};

export type ParsedVolume = {
  readonly volume: Volume4D;
  readonly surveyed: SurveyedVolume;
  /** Unix microseconds as they were given; the volume's own are milliseconds, rounded outward. */
  readonly startUs: number | null;
  readonly endUs: number | null;
};

/** Throws WireError, naming the field below `field`. */
export const parseVolume = (wire: WireVolume, field: string, rules: VolumeRules): ParsedVolume => {
  const { startUs, endUs } = parseSpan(wire, field, rules);
  const volume: Volume4D = {
    footprint: parseFootprint(wire.volume, `${field}.volume`, rules),
    ...parseAltitudes(wire.volume, `${field}.volume`, rules),
    startMs: startUs === null ? null : Math.floor(startUs / 1000),
    endMs: endUs === null ? null : Math.ceil(endUs / 1000),
  };
  const answer = surveyVolume(volume);
  if (!answer.ok) throw unfit(answer.refusal, field);
  if (answer.notes.length > 0) {
    const at = `${field}.volume.outline_polygon.vertices`;
    throw badField(at, "has two vertices within a millimetre", "give each corner once");
  }
  return { volume, surveyed: answer.value, startUs, endUs };
};

const parseSpan = (
  { time_start, time_end }: WireVolume,
  field: string,
  { needsTimes }: VolumeRules,
): { readonly startUs: number | null; readonly endUs: number | null } => {
  for (const [name, time] of Object.entries({ time_start, time_end })) {
    if (needsTimes && !time) throw badField(`${field}.${name}`, "is missing", "give a time");
  }
  const startUs = time_start ? parseTimeUs(time_start, `${field}.time_start`, "start") : null;
  const endUs = time_end ? parseTimeUs(time_end, `${field}.time_end`, "end") : null;
  if (startUs !== null && endUs !== null && endUs < startUs) {
    throw badField(`${field}.time_end`, "is before time_start", "put the start before the end");
  }
  return { startUs, endUs };
};

const parseAltitudes = (
  { altitude_lower, altitude_upper }: Volume3D,
  field: string,
  { needsAltitudes, dropsAltitudes }: VolumeRules,
): Pick<Volume4D, "lowerM" | "upperM"> => {
  for (const [name, altitude] of Object.entries({ altitude_lower, altitude_upper })) {
    if (needsAltitudes && !altitude) {
      throw badField(`${field}.${name}`, "is missing", "give metres above the WGS84 ellipsoid");
    }
  }
  const [lowerM, upperM] = [metres(altitude_lower), metres(altitude_upper)];
  if (lowerM !== null && upperM !== null && lowerM > upperM) {
    throw badField(`${field}.altitude_lower`, "is above altitude_upper", "swap them");
  }
  return dropsAltitudes ? { lowerM: null, upperM: null } : { lowerM, upperM };
};

const metres = (altitude: Altitude | undefined): number | null => altitude?.value ?? null;

const parseFootprint = (
  { outline_circle: circle, outline_polygon: polygon }: Volume3D,
  field: string,
  { tooLarge }: VolumeRules,
): Footprint => {
  if (circle && polygon) {
    throw badField(field, "has both outline_circle and outline_polygon", "give one of them");
  }
  if (polygon) {
    const at = `${field}.outline_polygon`;
    checkDuplicates(polygon.vertices, `${at}.vertices`);
    checkArea(polygon.vertices, at, tooLarge);
    return { kind: "polygon", ring: polygon.vertices.map(positionOf), edges: "geodesic" };
  }
  if (!circle) throw badField(field, "has no outline", "give outline_circle or outline_polygon");
  const { center, radius } = circle;
  const at = `${field}.outline_circle`;
  if (!center) throw badField(`${at}.center`, "is missing", "give lat and lng in degrees");
  if (!radius) throw badField(`${at}.radius`, "is missing", "give a value in units of M");
  return { kind: "circle", center: positionOf(center), radiusM: radius.value };
};

const positionOf = ({ lng, lat }: LatLngPoint) => [lng, lat] as const;

const checkDuplicates = (vertices: readonly LatLngPoint[], field: string): void => {
  const seen = new Map<string, number>();
  for (const [i, { lat, lng }] of vertices.entries()) {
    const place = Math.abs(lat) === 90 ? String(lat) : `${lat + 0} ${lng === -180 ? 180 : lng + 0}`;
    const first = seen.get(place);
    if (first !== undefined) {
      const detail = `is vertex ${first} again`;
      throw badField(
        `${field}[${i}]`,
        detail,
        "give each corner once, the first one not at the end",
      );
    }
    seen.set(place, i);
  }
};

/** Of the smaller side, whichever way round. */
const checkArea = (
  vertices: readonly LatLngPoint[],
  field: string,
  tooLarge: VolumeRules["tooLarge"],
): void => {
  const ring = geographiclib.Geodesic.WGS84.Polygon(false);
  for (const { lat, lng } of vertices) ring.AddPoint(lat, lng);
  const areaKm2 = Math.abs(ring.Compute(false, true).area ?? 0) / 1e6;
  const { areaMaxKm2 } = F3548_LIMITS;
  if (areaKm2 <= areaMaxKm2) return;
  const detail = `is of ${Math.ceil(areaKm2)} km²`;
  const remedy = `give at most ${areaMaxKm2} km², or several areas`;
  throw new WireError(tooLarge, `${field} ${detail}: ${remedy}`);
};

/** The surveyor's fields by their names on the wire. */
const WIRE_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^footprint\.ring/, "volume.outline_polygon.vertices"],
  [/^footprint\.center/, "volume.outline_circle.center"],
  [/^footprint\.radiusM/, "volume.outline_circle.radius.value"],
  [/^footprint\b/, "volume"],
  [/^lowerM/, "volume.altitude_lower.value"],
  [/^upperM/, "volume.altitude_upper.value"],
  [/^startMs/, "time_start"],
  [/^endMs/, "time_end"],
];

const unfit = (refusal: SurveyRefusal, field: string): WireError => {
  const [pattern, name] = WIRE_NAMES.find(([one]) => one.test(refusal.field)) ?? [/^/, ""];
  return badField(
    `${field}.${refusal.field.replace(pattern, name)}`,
    refusal.detail,
    refusal.remedy,
  );
};
