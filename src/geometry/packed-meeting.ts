/**
 * Whether two packed volumes touch, where their numbers alone tell: between windows or bands that are
 * apart, and between discs. Nothing is prepared for it, so that many in one place cost little.
 */

import { KIND_POINT } from "./packed-volume.ts";
import type { PackedVolume } from "./packed-volume.ts";
import { ALTITUDE_ROUNDING_M } from "./separation.ts";

/** Beyond it the bend of the ground between two discs is left to who measures it. */
const CHORD_MAX_M = 100_000;
/** A geodesic of 100 km is longer than its chord by a hundred-thousandth, and the millimetre of each. */
const BEND_MAX = 2e-5;
const ROUNDING_M = 0.01;

/**
 * True: `findProximity` without minima finds them touching. False: it finds them apart. Null: it has
 * to be asked.
 */
export const tellMeeting = (a: PackedVolume, b: PackedVolume): boolean | null => {
  if (a[3]! > b[4]! || b[3]! > a[4]!) return false;
  if (a[1]! - b[2]! > ALTITUDE_ROUNDING_M || b[1]! - a[2]! > ALTITUDE_ROUNDING_M) return false;
  return a[0] === KIND_POINT && b[0] === KIND_POINT ? tellDiscs(a, b) : null;
};

const tellDiscs = (a: PackedVolume, b: PackedVolume): boolean | null => {
  const radiiM = (a[5]! + b[5]!) / 1000;
  const [dx, dy, dz] = [a[8]! - b[8]!, a[9]! - b[9]!, a[10]! - b[10]!];
  const chordM = Math.sqrt(dx * dx + dy * dy + dz * dz) / 1000;
  if (chordM > radiiM + 2) return false;
  return chordM <= CHORD_MAX_M && chordM * (1 + BEND_MAX) + ROUNDING_M <= radiiM ? true : null;
};
