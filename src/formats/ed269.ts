/**
 * UAS geographical zones of EUROCAE ED-269 (JSON) as records of class `area`.
 *
 * A zone is a list of airspace volumes and a list of times; each pair of the two is a volume.
 */

import type { Footprint, Volume4D } from "../geometry/footprint.ts";
import { type Fields, isFields, parseText } from "./fields.ts";
import { type Draft, type Piece, gather, inEachWindow, unread } from "./gather.ts";
import { parseGeometry } from "./geojson-geometry.ts";
import { parsePosition } from "./position.ts";
import type { Reading } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";
import { parseMetres, parsePeriods, parseZoneBand, parseZoneName } from "./zone.ts";

/** True for a collection in the shape of ED-269: `UASZoneList`, or `features` as some states publish. */
export const isEd269 = (root: Fields): boolean =>
  "UASZoneList" in root || listOf(root["features"]).some(isZone);

/** The zones of an ED-269 text, already parsed. */
export const readEd269 = (file: string, root: Fields): Reading => {
  const member = "UASZoneList" in root ? "UASZoneList" : "features";
  const zones = listOf(root[member]);
  if (zones.length === 0)
    return unread(file, member, "the list is empty or no list: nothing to read");
  return gather(
    file,
    zones.map((zone, i) => toPiece(zone, `${member}[${i}]`)),
    { joined: false },
  );
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isZone = (value: unknown): boolean =>
  isFields(value) &&
  listOf(value["geometry"]).some((part) => isFields(part) && "horizontalProjection" in part);

const toPiece = (zone: unknown, at: string): Piece => ({
  at,
  read: () => {
    if (!isFields(zone)) throw new Unreadable("zone is no object: give identifier and geometry");
    return toDraft(zone);
  },
});

const toDraft = (zone: Fields): Draft => {
  const notes = new Set<string>();
  const parts = listOf(zone["geometry"]);
  if (parts.length === 0)
    throw new Unreadable("geometry is empty or no list: give at least one volume");
  const windows = parsePeriods(zone["applicability"], "applicability", notes);
  const spaces = parts.flatMap((part, i) => spacesOf(part, `geometry[${i}]`, notes));
  return {
    party: null,
    id: parseText(zone, "identifier"),
    category: null,
    moverClass: "area",
    name: parseZoneName(zone, notes),
    volumes: inEachWindow(spaces, windows),
    notes,
  };
};

type Space = Pick<Volume4D, "footprint" | "lowerM" | "upperM">;

const spacesOf = (part: unknown, field: string, notes: Set<string>): Space[] => {
  if (!isFields(part))
    throw new Unreadable(`${field} is no object: give horizontalProjection and limits`);
  const unit = part["uomDimensions"];
  const [lower, upper] = (["lower", "upper"] as const).map((end) => ({
    field: `${field}.${end}Limit`,
    value: part[`${end}Limit`],
    reference: part[`${end}VerticalReference`],
    unit,
  })) as [Parameters<typeof parseZoneBand>[0], Parameters<typeof parseZoneBand>[1]];
  const band = parseZoneBand(lower, upper, notes);
  return toFootprints(part["horizontalProjection"], field, notes).map((footprint) => ({
    footprint,
    ...band,
  }));
};

const toFootprints = (projection: unknown, field: string, notes: Set<string>): Footprint[] => {
  if (!isFields(projection))
    throw new Unreadable(`${field}.horizontalProjection is missing: give a Circle or a Polygon`);
  if (projection["type"] !== "Circle") {
    return parseGeometry(
      projection,
      { radiusM: null, halfWidthM: null, edges: "lonlat", timesMs: null },
      notes,
    );
  }
  const center = listOf(projection["center"]);
  // Readers differ on whether the radius is in metres or in uomDimensions: metres are the wider.
  const radiusM = parseMetres(projection["radius"], "M", `${field}.horizontalProjection.radius`);
  if (radiusM <= 0)
    throw new Unreadable(`${field}.horizontalProjection.radius is not above 0: correct it`);
  return [{ kind: "circle", center: parsePosition(center[0], center[1], notes), radiusM }];
};
