/** Records as GeoJSON, so written that `readGeojson` reads back the same. */

import { unreachable } from "../core/outcome.ts";
import type { Footprint, Position, Volume4D } from "../geometry/footprint.ts";
import { instantText } from "./instant.ts";
import type { NoticeRecord } from "./reading.ts";

/**
 * The text of a FeatureCollection: one feature a volume, with the id and party of its record.
 *
 * File, place and notes of a record are about its source and are not written.
 * Source: RFC 7946.
 */
export const writeGeojson = (records: readonly NoticeRecord[]): string => {
  const features = records.flatMap((record) =>
    record.volumes.map((volume) => toFeature(record, volume)),
  );
  return `${JSON.stringify({ type: "FeatureCollection", features }, null, 2)}\n`;
};

export type Feature = {
  readonly type: "Feature";
  readonly properties: object;
  readonly geometry: object;
};

/** One volume of a record, with all that is said of it by name. */
export const toFeature = (record: NoticeRecord, volume: Volume4D): Feature => ({
  type: "Feature",
  properties: withoutNulls({
    id: record.id,
    party: record.party,
    category: record.category,
    class: record.moverClass,
    name: record.name,
    lowerM: volume.lowerM,
    upperM: volume.upperM,
    start: volume.startMs === null ? null : instantText(volume.startMs),
    end: volume.endMs === null ? null : instantText(volume.endMs),
    ...extentOf(volume.footprint),
  }),
  geometry: toGeometry(volume.footprint),
});

const extentOf = (footprint: Footprint): object => {
  switch (footprint.kind) {
    case "circle":
      return { radiusM: footprint.radiusM };
    case "corridor":
      return {
        halfWidthM: footprint.halfWidthM,
        edges: footprint.edges,
        times: footprint.timesMs?.map(instantText) ?? null,
      };
    case "polygon":
      return { edges: footprint.edges };
    default:
      return unreachable(footprint);
  }
};

const toGeometry = (footprint: Footprint): object => {
  switch (footprint.kind) {
    case "circle":
      return { type: "Point", coordinates: footprint.center };
    case "corridor":
      return { type: "LineString", coordinates: footprint.route };
    case "polygon":
      return { type: "Polygon", coordinates: [closedRing(footprint.ring)] };
    default:
      return unreachable(footprint);
  }
};

/** The ring with its first point again at the end, as GeoJSON and KML want it. */
export const closedRing = (ring: readonly Position[]): readonly Position[] => {
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || (first[0] === last[0] && first[1] === last[1])) return ring;
  return [...ring, first];
};

const withoutNulls = (properties: object): object =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
