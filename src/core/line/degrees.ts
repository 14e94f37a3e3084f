/**
 * Sines by addition and multiplication alone.
 *
 * `Math.sin` may differ in its last bits from one release of Node.js to the next, and what `apply`
 * decides may not; a series in a fixed order gives the same bits wherever IEEE 754 holds.
 */

const RADIANS = Math.PI / 180;

/** (2k)(2k + 1) from the last kept term inward: past the 23rd power nothing is left of 1e-17. */
const DIVISORS = [
  22 * 23,
  20 * 21,
  18 * 19,
  16 * 17,
  14 * 15,
  12 * 13,
  10 * 11,
  8 * 9,
  6 * 7,
  20,
  6,
];

/** The sine of -180 to 180 degrees, within 1e-15. */
export const sinDeg = (angleDeg: number): number => {
  const foldedDeg = angleDeg > 90 ? 180 - angleDeg : angleDeg < -90 ? -180 - angleDeg : angleDeg;
  const angle = foldedDeg * RADIANS;
  const square = angle * angle;
  let factor = 1;
  for (const divisor of DIVISORS) factor = 1 - (square / divisor) * factor;
  return angle * factor;
};

/** The cosine of -180 to 180 degrees, within 1e-15. */
export const cosDeg = (angleDeg: number): number =>
  sinDeg(90 - (angleDeg < 0 ? -angleDeg : angleDeg));
