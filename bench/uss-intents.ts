/**
 * Operational intents of USSs for benches: where and when they are, as USSs write them on the wire,
 * and as entries of a log that is there before the server starts.
 *
 * Spread: over 1,000 × 900 km and a day, polygons of five corners 0.4–4 km wide, bands of 100 m, for
 * 10–60 min, as the notices of the other benches. City: discs of 100–300 m over 20 km and six hours,
 * below 120 m. Cell: discs that all overlap, in one place, at one time.
 */

import type { PutIntent } from "../src/core/airspace/commands.ts";
import { drawVersion } from "../src/core/airspace/passage.ts";
import type { Position, Volume4D } from "../src/geometry/footprint.ts";
import {
  BENCH_PARTIES,
  BENCH_THEATRE,
  createEntryWriter,
  createNotices,
  saltAt,
} from "./notices.ts";
import { randomOf } from "./theatre.ts";

const HOUR_MS = 3_600_000;

/** Of the USSs whose intents they are; all of one party. */
export const ussNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `uss${String(i + 1).padStart(2, "0")}`);

export const baseUrlOf = (uss: string): string => `https://${uss}.example/utm`;

/** UUIDs of version 4, one after another; `series` tells those of several makers apart. */
export const createIds = (series: number): (() => string) => {
  let count = 0;
  const start = series.toString(16).padStart(8, "0");
  return () => `${start}-0000-4000-8000-${(count++).toString(16).padStart(12, "0")}`;
};

export const SPREADS = ["cell", "spread", "city"] as const;
export type Spread = (typeof SPREADS)[number];

const CITY: Position = [40, 35];
const CITY_HALF_DEG = 0.1;

/** Volumes without end, the same for the same seed; each is still to come for hours. */
export const createVolumes = (spread: Spread, seed: number, nowMs: number): (() => Volume4D) => {
  const startMs = nowMs + 2 * HOUR_MS;
  if (spread === "spread") {
    const notices = createNotices(seed, startMs);
    return () => notices.file().volumes[0]!;
  }
  const random = randomOf(seed);
  const between = (min: number, max: number): number => min + random() * (max - min);
  const isCell = spread === "cell";
  return () => {
    const halfDeg = isCell ? 0.001 : CITY_HALF_DEG;
    const [lng, lat] = CITY;
    const center: Position = [
      degrees(lng + between(-halfDeg, halfDeg)),
      degrees(lat + between(-halfDeg, halfDeg)),
    ];
    const radiusM = Math.round(between(100, 300)) + (isCell ? 200 : 0);
    const lowerM = isCell ? 0 : Math.round(between(0, 90));
    const fromMs = isCell ? startMs : startMs + Math.round(between(0, 6 * HOUR_MS));
    return {
      footprint: { kind: "circle", center, radiusM },
      lowerM,
      upperM: lowerM + 30,
      startMs: fromMs,
      endMs: fromMs + (isCell ? HOUR_MS : Math.round(between(300_000, 1_800_000))),
    };
  };
};

/** The whole city and more, for 23 hours from now. */
export const cityVolume = (nowMs: number): Volume4D => ({
  footprint: { kind: "circle", center: CITY, radiusM: 20_000 },
  lowerM: 0,
  upperM: 3_000,
  startMs: nowMs,
  endMs: nowMs + 23 * HOUR_MS,
});

const degrees = (value: number): number => Math.round(value * 1e7) / 1e7;

const point = ([lng, lat]: Position): object => ({ lng, lat });
const altitude = (value: number): object => ({ value, reference: "W84", units: "M" });
const time = (ms: number): object => ({ value: new Date(ms).toISOString(), format: "RFC3339" });

/** As it is written on the wire. */
export const wireVolume = ({ footprint, lowerM, upperM, startMs, endMs }: Volume4D): object => {
  const outline =
    footprint.kind === "circle"
      ? {
          outline_circle: {
            center: point(footprint.center),
            radius: { value: footprint.radiusM, units: "M" },
          },
        }
      : footprint.kind === "polygon"
        ? { outline_polygon: { vertices: footprint.ring.map(point) } }
        : {};
  return {
    volume: { ...outline, altitude_lower: altitude(lowerM!), altitude_upper: altitude(upperM!) },
    time_start: time(startMs!),
    time_end: time(endMs!),
  };
};

export type Filed = { readonly id: string; readonly ovn: string };

/**
 * The theatre, then `count` intents spread over the country, each planned by one of the USSs. `onFiled`
 * is told what each will be known by.
 */
export function* onlyIntents(
  count: number,
  about: {
    readonly nowMs: number;
    readonly usses: readonly string[];
    /** Has each a subscription of its own? */
    readonly isSubscribed: boolean;
    readonly onFiled?: (filed: Filed) => void;
  },
): Generator<Uint8Array> {
  const { nowMs, usses, isSubscribed, onFiled } = about;
  const [write, next] = [createEntryWriter(nowMs), createVolumes("spread", 2, nowMs)];
  const nextId = createIds(1);
  yield write("system", { kind: "set-theatre", theatre: BENCH_THEATRE });
  for (let i = 0; i < count; i++) {
    const volume = next();
    const manager = usses[i % usses.length]!;
    const baseUrl = baseUrlOf(manager);
    const command: PutIntent = {
      kind: "put-intent",
      manager,
      party: BENCH_PARTIES[0],
      id: nextId(),
      ovn: null,
      // What is planned asks for a key; an intent off its plan would not, and is no usual one.
      state: "accepted",
      baseUrl,
      key: [],
      subscription: isSubscribed
        ? { kind: "new", baseUrl, isForConstraints: false }
        : { kind: "none" },
      volumes: [volume],
      startUs: volume.startMs! * 1000,
      endUs: volume.endMs! * 1000,
    };
    yield write("system", command);
    onFiled?.({ id: command.id, ovn: drawVersion({ salt: saltAt(i + 2) }) });
  }
}
