/**
 * Random volumes of one busy day, for the index bench: 200 × 200 km, 24 h, 0–5,000 m.
 *
 * Each is the box of a polygon 0.2–5 km wide and high, in a band of 100 m, for 10–60 min. Uniform:
 * anywhere. Clustered: four in five lie around eight hotspots (normal, 6 km), as over towns and
 * airfields. Metres stand on eighths, so that an index of 32-bit floats (PostGIS) can hold them
 * exactly and must give the same answers.
 */

import { BOX_STRIDE } from "../src/geometry/box-index.ts";

export type Spread = "uniform" | "clustered";

const THEATRE_M = 200_000;
const SIDE_MIN_M = 200;
const SIDE_MAX_M = 5_000;
const CEILING_M = 5_000;
const BAND_M = 100;
const DAY_MS = 86_400_000;
const WINDOW_MIN_MS = 600_000;
const WINDOW_MAX_MS = 3_600_000;
const HOTSPOT_COUNT = 8;
const HOTSPOT_SHARE = 0.8;
const HOTSPOT_SIGMA_M = 6_000;
const START_MS = Date.UTC(2026, 0, 1);

/**
 * A theatre that gives volumes without end, the same for the same seed.
 *
 * Shape: boxes of BoxIndex, one after another.
 */
export const createTheatre = (
  spread: Spread,
  seed: number,
): { readonly boxes: (count: number) => Float64Array } => {
  const random = randomOf(seed);
  const hotspots = Array.from({ length: HOTSPOT_COUNT }, () => [
    random() * THEATRE_M,
    random() * THEATRE_M,
  ]);
  const clusterShare = spread === "clustered" ? HOTSPOT_SHARE : 0;

  const centre = (): readonly [number, number] => {
    if (random() >= clusterShare) return [random() * THEATRE_M, random() * THEATRE_M];
    const [x, y] = hotspots[Math.floor(random() * HOTSPOT_COUNT)]!;
    const awayM = HOTSPOT_SIGMA_M * Math.sqrt(-2 * Math.log(1 - random()));
    const bearing = 2 * Math.PI * random();
    return [x! + awayM * Math.cos(bearing), y! + awayM * Math.sin(bearing)];
  };
  const between = (min: number, max: number): number => min + random() * (max - min);

  const write = (boxes: Float64Array, offset: number): void => {
    const [x, y] = centre();
    const halfX = between(SIDE_MIN_M, SIDE_MAX_M) / 2;
    const halfY = between(SIDE_MIN_M, SIDE_MAX_M) / 2;
    const lowerM = Math.round(random() * (CEILING_M - BAND_M));
    const startMs = START_MS + Math.round(random() * DAY_MS);
    const endMs = startMs + Math.round(between(WINDOW_MIN_MS, WINDOW_MAX_MS));
    boxes.set([eighth(x - halfX), eighth(y - halfY), lowerM, startMs], offset);
    boxes.set([eighth(x + halfX), eighth(y + halfY), lowerM + BAND_M, endMs], offset + 4);
  };

  return {
    boxes: (count) => {
      const boxes = new Float64Array(count * BOX_STRIDE);
      for (let i = 0; i < count; i++) write(boxes, i * BOX_STRIDE);
      return boxes;
    },
  };
};

const eighth = (metres: number): number => Math.round(metres * 8) / 8;

/** Numbers from 0 up to 1 from a seed (sfc32: quick, and passes PractRand). */
export const randomOf = (seed: number): (() => number) => {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
};
