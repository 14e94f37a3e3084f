/** A volume later and higher, in degrees as it was said: what `shiftPacked` is to packed ones. */

import type { Footprint, Volume4D } from "../../geometry/footprint.ts";

export type Shift = { readonly shiftMs: number; readonly shiftM: number };

/** Every bound moved; open bounds stay open, and the footprint itself unless it moves by the clock. */
export const shiftVolume = (volume: Volume4D, { shiftMs, shiftM }: Shift): Volume4D => ({
  footprint: shiftMs === 0 ? volume.footprint : shiftTimes(volume.footprint, shiftMs),
  lowerM: volume.lowerM === null ? null : volume.lowerM + shiftM,
  upperM: volume.upperM === null ? null : volume.upperM + shiftM,
  startMs: volume.startMs === null ? null : volume.startMs + shiftMs,
  endMs: volume.endMs === null ? null : volume.endMs + shiftMs,
});

const shiftTimes = (footprint: Footprint, shiftMs: number): Footprint =>
  footprint.kind === "corridor" && footprint.timesMs
    ? { ...footprint, timesMs: footprint.timesMs.map((ms) => ms + shiftMs) }
    : footprint;
