/** Volumes: a footprint between two altitudes and two instants. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import type { Footprint as CoreFootprint, Volume4D } from "../../geometry/footprint.ts";
import { CLOSED, Instant, ListOf, NullableInstant, NullableNumber, OneOf } from "./schema.ts";
import { boundText, parseTime, timeText } from "./time.ts";

export const Position = Type.Unsafe<readonly [lngDeg: number, latDeg: number]>({
  type: "array",
  items: { type: "number" },
  minItems: 2,
  maxItems: 2,
  description: "Longitude then latitude, WGS84 degrees.",
});

const Edges = Type.Optional(
  OneOf(["geodesic", "lonlat"], {
    description:
      "What the line between two points means. lonlat (when left out): straight in longitude and latitude, or not known; both readings are then covered.",
  }),
);

export const Circle = Type.Object(
  { kind: Type.Literal("circle"), center: Position, radiusM: Type.Number() },
  { ...CLOSED, title: "Circle" },
);

export const Polygon = Type.Object(
  {
    kind: Type.Literal("polygon"),
    ring: ListOf(Position, { description: "The corners; open or closed, either way round." }),
    edges: Edges,
  },
  { ...CLOSED, title: "Polygon" },
);

export const Corridor = Type.Object(
  {
    kind: Type.Literal("corridor"),
    route: ListOf(Position),
    halfWidthM: Type.Number(),
    edges: Edges,
    times: Type.Optional(
      ListOf(Instant, {
        description:
          "When each point of the route is passed: a disc that moves. Left out: the whole corridor is occupied for the whole window.",
      }),
    ),
  },
  { ...CLOSED, title: "Corridor" },
);

export const Footprint = Type.Union([Circle, Polygon, Corridor], {
  discriminator: { propertyName: "kind" },
});
export type Footprint = Static<typeof Footprint>;

export const Volume = Type.Object(
  {
    footprint: Footprint,
    lowerM: NullableNumber("Metres above the WGS84 ellipsoid; null: unbounded below."),
    upperM: NullableNumber("Metres above the WGS84 ellipsoid; null: unbounded above."),
    start: NullableInstant,
    end: NullableInstant,
  },
  { ...CLOSED, title: "Volume", description: "All bounds are included." },
);
export type Volume = Static<typeof Volume>;

/** Of a notice or a draft: at least one. */
export const Volumes = ListOf(Volume, { minItems: 1, maxItems: LIMITS.volumesPerOperationMax });

/** Throws ApiProblem with the field when a time is none. */
export const parseVolumes = (volumes: readonly Volume[], field = "volumes"): Volume4D[] =>
  volumes.map((volume, i) => parseVolume(volume, `${field}[${i}]`));

export const parseVolume = (volume: Volume, field: string): Volume4D => ({
  footprint: parseFootprint(volume.footprint, `${field}.footprint`),
  lowerM: volume.lowerM,
  upperM: volume.upperM,
  startMs: volume.start === null ? null : parseTime(volume.start, `${field}.start`, "start"),
  endMs: volume.end === null ? null : parseTime(volume.end, `${field}.end`, "end"),
});

const parseFootprint = (footprint: Footprint, field: string): CoreFootprint => {
  switch (footprint.kind) {
    case "circle":
      return { kind: "circle", center: footprint.center, radiusM: footprint.radiusM };
    case "polygon":
      return { kind: "polygon", ring: footprint.ring, edges: footprint.edges ?? "lonlat" };
    default: {
      const { route, halfWidthM, edges = "lonlat", times } = footprint;
      const timesMs = times?.map((text, i) => parseTime(text, `${field}.times[${i}]`));
      return { kind: "corridor", route, halfWidthM, edges, ...(timesMs ? { timesMs } : {}) };
    }
  }
};

export const encodeVolume = (volume: Volume4D): Volume => ({
  footprint: encodeFootprint(volume.footprint),
  lowerM: volume.lowerM,
  upperM: volume.upperM,
  start: boundText(volume.startMs),
  end: boundText(volume.endMs),
});

const encodeFootprint = (footprint: CoreFootprint): Footprint => {
  if (footprint.kind !== "corridor") return footprint;
  const { timesMs, ...rest } = footprint;
  return timesMs ? { ...rest, times: timesMs.map(timeText) } : rest;
};
