/** All that a picture shows, worked out once: regions, outlines, names, times. Plain data, no text. */

import type { SkippedRecord } from "../../formats/reading.ts";
import type { Minima } from "../../geometry/separation.ts";
import type { FoundConflict, Side } from "../check/find-conflicts.ts";
import { CHECK_LIMITS } from "../check/limits.ts";
import { areWindowsApart } from "../check/report.ts";
import type { Checked } from "../check/report.ts";
import type { Subject, SubjectVolume } from "../check/subjects.ts";
import { boundsOf, outlineOf } from "./outline.ts";
import type { Bounds, Outline } from "./outline.ts";
import { makeProjection, positionOf } from "./projection.ts";
import type { Point, Projection } from "./projection.ts";
import { findRegions } from "./regions.ts";
import type { Region } from "./regions.ts";

/** Who brought a record: its party, or the file of one that names none. */
export type Source = { readonly name: string; readonly isParty: boolean };

/** One volume on the map. `null`: no bound. */
export type DrawnVolume = {
  readonly id: string;
  readonly file: string;
  readonly source: number;
  /** Place in its record, from 0; null: the record has but this one. */
  readonly place: number | null;
  readonly lowerM: number | null;
  readonly upperM: number | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly isInConflict: boolean;
  /** SVG path of the outline, in metres on the region's map. */
  readonly path: string;
  readonly bounds: Bounds;
  readonly label: Point;
  readonly track: Outline["track"];
};

/** `a` and `b` are places in the region's volumes. */
export type DrawnConflict = {
  readonly a: number;
  readonly b: number;
  readonly lateralM: number;
  readonly verticalM: number;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly isSure: boolean;
  readonly areWindowsApart: boolean;
  readonly minima: Minima;
};

export type DrawnRegion = {
  readonly center: readonly [lngDeg: number, latDeg: number];
  readonly bounds: Bounds;
  readonly recordCount: number;
  readonly volumes: readonly DrawnVolume[];
  readonly conflicts: readonly DrawnConflict[];
};

export type Scene = {
  readonly atMs: number;
  readonly recordCount: number;
  readonly drawnCount: number;
  readonly conflictCount: number;
  readonly listedCount: number;
  readonly sources: readonly Source[];
  readonly regions: readonly DrawnRegion[];
  readonly skipped: readonly SkippedRecord[];
};

/**
 * The scene of a check. Past the limits of a picture, records in conflict are drawn first and both
 * counts are told.
 */
export const makeScene = ({ atMs, subjects, conflicts, skipped }: Checked): Scene => {
  const listed = conflicts.slice(0, CHECK_LIMITS.listedConflictsMax);
  const drawn = chooseDrawn(subjects, listed);
  const sources: Source[] = [];
  const regions = findRegions(drawn, listed).map((region) => drawRegion(region, sources));
  return {
    atMs,
    recordCount: subjects.length,
    drawnCount: drawn.length,
    conflictCount: conflicts.length,
    listedCount: listed.length,
    sources,
    regions,
    skipped,
  };
};

const chooseDrawn = (
  subjects: readonly Subject[],
  listed: readonly FoundConflict[],
): readonly Subject[] => {
  if (subjects.length <= CHECK_LIMITS.drawnRecordsMax) return subjects;
  const inConflict = new Set(listed.flatMap(({ a, b }) => [a.subject, b.subject]));
  let room = CHECK_LIMITS.drawnRecordsMax - inConflict.size;
  return subjects.filter((subject) => inConflict.has(subject) || room-- > 0);
};

const drawRegion = (region: Region, sources: Source[]): DrawnRegion => {
  const projection = makeProjection(middleOf(region.subjects));
  const inConflict = new Set(region.conflicts.flatMap(({ a, b }) => [a.volume, b.volume]));
  const volumes: DrawnVolume[] = [];
  const placeOf = new Map<SubjectVolume, number>();
  for (const subject of region.subjects) {
    const source = sourceOf(subject, sources);
    for (const volume of subject.volumes) {
      placeOf.set(volume, volumes.length);
      const isInConflict = inConflict.has(volume);
      volumes.push(drawVolume({ subject, volume }, { source, isInConflict, projection }));
    }
  }
  return {
    center: projection.center,
    bounds: boundsOf(
      volumes.flatMap(({ bounds: [x0, y0, x1, y1] }) => [
        [x0, y0],
        [x1, y1],
      ]),
    ),
    recordCount: region.subjects.length,
    volumes,
    conflicts: region.conflicts.map((conflict) => ({
      a: placeOf.get(conflict.a.volume)!,
      b: placeOf.get(conflict.b.volume)!,
      ...drawConflict(conflict),
    })),
  };
};

/** The middle of all records' middles, through the earth; any place will do if that is its centre. */
const middleOf = (subjects: readonly Subject[]): readonly [number, number] => {
  let [x, y, z] = [0, 0, 0];
  for (const { volumes } of subjects) {
    const { solid } = volumes[0]!.solid;
    [x, y, z] = [x + solid.xM, y + solid.yM, z + solid.zM];
  }
  return positionOf(x, y, z);
};

const sourceOf = ({ record }: Subject, sources: Source[]): number => {
  const isParty = record.party !== null;
  const name = record.party ?? record.file;
  const known = sources.findIndex((source) => source.name === name && source.isParty === isParty);
  return known >= 0 ? known : sources.push({ name, isParty }) - 1;
};

const drawVolume = (
  { subject, volume }: Side,
  given: { source: number; isInConflict: boolean; projection: Projection },
): DrawnVolume => {
  const { solid, lowerM, upperM, startMs, endMs } = volume.solid;
  const { ring, track, label } = outlineOf(solid.shape, given.projection);
  const { id, file, volumes } = subject.record;
  return {
    id,
    file,
    source: given.source,
    place: volumes.length > 1 ? volume.place : null,
    lowerM: bound(lowerM),
    upperM: bound(upperM),
    startMs: bound(startMs),
    endMs: bound(endMs),
    isInConflict: given.isInConflict,
    path: pathOf(ring),
    bounds: boundsOf(ring),
    label: [tenth(label[0]), tenth(label[1])],
    track: track && {
      points: track.points.map(([x, y]): Point => [tenth(x), tenth(y)]),
      timesMs: track.timesMs,
      radius: tenth(track.radius),
    },
  };
};

const drawConflict = ({ a, b, proximity, minima }: FoundConflict) => ({
  lateralM: proximity.lateralM,
  verticalM: proximity.verticalM,
  startMs: bound(proximity.startMs),
  endMs: bound(proximity.endMs),
  isSure: proximity.certainty === "sure",
  areWindowsApart: areWindowsApart(a, b),
  minima,
});

const bound = (value: number): number | null => (Number.isFinite(value) ? value : null);
const tenth = (value: number): number => Math.round(value * 10) / 10;

const pathOf = (ring: readonly Point[]): string =>
  `M${ring.map(([x, y]) => `${tenth(x)} ${tenth(y)}`).join("L")}Z`;
