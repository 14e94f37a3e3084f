/** Areas as GeoJSON, which says all of them: `readAreas` reads back the same. */

import { volumesOfTerms } from "../core/areas/volumes.ts";
import type { AreaFile, AreaRecord } from "./area-record.ts";
import { instantText } from "./instant.ts";
import type { NoticeRecord } from "./reading.ts";
import { toFeature } from "./write-geojson.ts";

/** One feature an outline, those of an area under one id. Source: RFC 7946. */
export const writeAreasGeojson = (areas: readonly AreaRecord[]): AreaFile => {
  const features = areas.flatMap((area) => {
    const record = recordOf(area);
    return record.volumes.map((volume) => {
      const { properties, ...feature } = toFeature(record, volume);
      return { ...feature, properties: { ...properties, ...termsOf(area) } };
    });
  });
  const text = `${JSON.stringify({ type: "FeatureCollection", features }, null, 2)}\n`;
  return { text, unsaid: [] };
};

const recordOf = ({ id, terms }: AreaRecord): NoticeRecord => ({
  file: "",
  at: "",
  id,
  party: null,
  category: null,
  moverClass: "area",
  name: terms.areaName,
  volumes: volumesOfTerms(terms),
  notes: [],
});

/** In the words of the wire. */
const termsOf = ({ terms: { areaKind, measures, reviewByMs, text } }: AreaRecord): object => ({
  areaKind,
  measures,
  ...(reviewByMs === undefined ? {} : { reviewBy: instantText(reviewByMs) }),
  ...(text === undefined ? {} : { text }),
});
