/** Where and when: the volumes of an intent or a constraint, of a subscription, of a query. */

import { LIMITS } from "../../core/limits.ts";
import type { Volume4D } from "../../geometry/footprint.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import { F3548_LIMITS } from "./limits.ts";
import { parseVolume } from "./parse-volume.ts";
import type { VolumeRules } from "./parse-volume.ts";
import type { Volume4D as WireVolume } from "./schema.ts";
import { badField, WireError } from "./wire-error.ts";

/** As the core takes it: the volumes, and the whole span in Unix microseconds. */
export type Extents = {
  readonly volumes: readonly Volume4D[];
  readonly startUs: number;
  readonly endUs: number;
};
export type ParsedExtents = Extents & { readonly surveyed: readonly SurveyedVolume[] };

/** The standard asks for both bounds of altitude where something flies. */
export const INTENT_EXTENTS: VolumeRules = {
  needsTimes: true,
  needsAltitudes: true,
  dropsAltitudes: false,
  tooLarge: 400,
};
export const CONSTRAINT_EXTENTS: VolumeRules = { ...INTENT_EXTENTS, needsAltitudes: false };
/** Of subscriptions and queries: what is not given is unbounded. */
export const OPEN_EXTENTS: VolumeRules = { ...CONSTRAINT_EXTENTS, needsTimes: false };

/** Volumes of the wire, and the field in which they stand. */
export type Listed = readonly [field: string, volumes: readonly WireVolume[]];

/** All of the lists, each volume with its times. Throws WireError. */
export const parseExtents = (lists: readonly Listed[], rules: VolumeRules): ParsedExtents => {
  const wire = lists.flatMap(([, volumes]) => volumes);
  if (wire.length > LIMITS.volumesPerOperationMax) {
    const remedy = `give at most ${LIMITS.volumesPerOperationMax}, or one around several`;
    throw badField("extents", `has ${wire.length} volumes`, remedy);
  }
  checkVertices(wire, "extents");
  const parsed = lists.flatMap(([field, volumes]) =>
    volumes.map((one, i) => parseVolume(one, `${field}[${i}]`, rules)),
  );
  const startUs = Math.min(...parsed.map((one) => one.startUs ?? Infinity));
  const endUs = Math.max(...parsed.map((one) => one.endUs ?? -Infinity));
  return {
    volumes: parsed.map(({ volume }) => volume),
    surveyed: parsed.map(({ surveyed }) => surveyed),
    startUs,
    endUs,
  };
};

/** Counted before anything is measured: it bounds the work of one request. */
export const checkVertices = (wire: readonly WireVolume[], field: string): void => {
  const count = wire.reduce((sum, { volume }) => sum + verticesOf(volume), 0);
  const { verticesMax } = F3548_LIMITS;
  if (count <= verticesMax) return;
  const remedy = `give at most ${verticesMax}, simplified outward`;
  throw new WireError(413, `${field} has ${count} vertices: ${remedy}`);
};

const verticesOf = ({ outline_polygon: polygon }: WireVolume["volume"]): number =>
  polygon?.vertices.length ?? 0;
