/** What people do to coordinates when they write, say and read them: each slip as what it makes of one. */

import type { Point } from "./fields.ts";
import type { WordOf } from "./words.ts";

export type Coordinate = WordOf<"coordinate">;
export type Slip = WordOf<"readBackSlip">;

/** What a point would have become by one slip. */
export type Slipped = {
  readonly slip: Slip;
  readonly coordinate: Coordinate;
  readonly point: Point;
};

/** The two taken for each other; the letters of the hemispheres may stay where they were. */
export const swapped = ({ lngDeg, latDeg }: Point): Slipped[] =>
  [
    { lngDeg: latDeg, latDeg: lngDeg },
    { lngDeg: withSign(latDeg, lngDeg), latDeg: withSign(lngDeg, latDeg) },
  ]
    .filter((point) => point.latDeg >= -90 && point.latDeg <= 90)
    .map((point) => ({ slip: "swapped", coordinate: "both", point }));

/** North for south, east for west, or the sign of one left out. */
export const hemisphere = (point: Point): Slipped[] =>
  eachCoordinate("hemisphere", point, (valueDeg) => [-valueDeg]);

/** 35°20.16′ read as 35.2016°, and 35°20′10″ as 35.2010°. The other way round is found from there. */
export const minutesAsDecimal = (point: Point): Slipped[] =>
  eachCoordinate("minutes_as_decimal", point, (valueDeg) => {
    const sizeDeg = abs(valueDeg);
    const degrees = Math.floor(sizeDeg);
    const minutes = (sizeDeg - degrees) * 60;
    const wholeMinutes = Math.floor(minutes);
    const seconds = (minutes - wholeMinutes) * 60;
    return [degrees + minutes / 100, degrees + wholeMinutes / 100 + seconds / 10_000].map((read) =>
      withSign(read, valueDeg),
    );
  });

/** Two neighbouring digits change places, in any of the forms in which a position is said. */
export const digitsTransposed = (point: Point): Slipped[] =>
  eachDigitSlip("digits_transposed", point, (digits) =>
    digits
      .slice(1)
      .split("")
      .flatMap((digit, i) =>
        digit === digits[i] ? [] : [digits.slice(0, i) + digit + digits[i]! + digits.slice(i + 2)],
      ),
  );

const DIGITS = "0123456789".split("");

/** One digit is another, in any of the forms in which a position is said. */
export const digitWrong = (point: Point): Slipped[] =>
  eachDigitSlip("digit_wrong", point, (digits) =>
    digits
      .split("")
      .flatMap((digit, i) =>
        DIGITS.filter((other) => other !== digit).map(
          (other) => digits.slice(0, i) + other + digits.slice(i + 1),
        ),
      ),
  );

/** One coordinate alone, the other alone, then both together. */
const eachCoordinate = (
  slip: Slip,
  { lngDeg, latDeg }: Point,
  slipOf: (valueDeg: number) => readonly number[],
): Slipped[] => {
  const [lngs, lats] = [slipOf(lngDeg), slipOf(latDeg)];
  const slipped: Slipped[] = [
    ...lats.map((lat): Slipped => ({
      slip,
      coordinate: "latitude",
      point: { lngDeg, latDeg: lat },
    })),
    ...lngs.map((lng): Slipped => ({
      slip,
      coordinate: "longitude",
      point: { lngDeg: lng, latDeg },
    })),
    ...lats.map((lat, i): Slipped => ({
      slip,
      coordinate: "both",
      point: { lngDeg: lngs[i]!, latDeg: lat },
    })),
  ];
  return slipped.filter(({ point }) => isOnEarth(point));
};

/** A slip in the digits is in one coordinate: two of them at once explain anything. */
const eachDigitSlip = (
  slip: Slip,
  { lngDeg, latDeg }: Point,
  slipOf: (digits: string) => readonly string[],
): Slipped[] => {
  const valuesOf = (valueDeg: number): number[] =>
    FORMS.flatMap(({ digitsOf, valueOf }) =>
      slipOf(digitsOf(abs(valueDeg))).map((digits) => withSign(valueOf(digits), valueDeg)),
    );
  const slipped: Slipped[] = [
    ...valuesOf(latDeg).map((lat): Slipped => ({
      slip,
      coordinate: "latitude",
      point: { lngDeg, latDeg: lat },
    })),
    ...valuesOf(lngDeg).map((lng): Slipped => ({
      slip,
      coordinate: "longitude",
      point: { lngDeg: lng, latDeg },
    })),
  ];
  return slipped.filter(({ point }) => isOnEarth(point));
};

/** A form in which a coordinate is said: its digits without what stands between them, and back. */
type Form = {
  readonly digitsOf: (sizeDeg: number) => string;
  readonly valueOf: (digits: string) => number;
};

/** Decimal degrees; degrees and minutes; degrees, minutes and seconds. Each to 2 m or finer. */
const FORMS: readonly Form[] = [
  {
    digitsOf: (sizeDeg) => digitsOf(sizeDeg * 100_000, 8),
    valueOf: (digits) => Number(digits) / 100_000,
  },
  {
    digitsOf: (sizeDeg) => {
      const degrees = Math.floor(sizeDeg);
      return digitsOf(degrees, 3) + digitsOf((sizeDeg - degrees) * 60_000, 5);
    },
    valueOf: (digits) => Number(digits.slice(0, 3)) + Number(digits.slice(3)) / 60_000,
  },
  {
    digitsOf: (sizeDeg) => {
      const degrees = Math.floor(sizeDeg);
      const minutes = Math.floor((sizeDeg - degrees) * 60);
      const tenths = (sizeDeg - degrees - minutes / 60) * 36_000;
      return digitsOf(degrees, 3) + digitsOf(minutes, 2) + digitsOf(tenths, 3);
    },
    valueOf: (digits) =>
      Number(digits.slice(0, 3)) +
      Number(digits.slice(3, 5)) / 60 +
      Number(digits.slice(5)) / 36_000,
  },
];

const digitsOf = (value: number, count: number): string =>
  String(Math.round(value)).padStart(count, "0");

const isOnEarth = ({ lngDeg, latDeg }: Point): boolean => abs(lngDeg) <= 180 && abs(latDeg) <= 90;

const abs = (value: number): number => (value < 0 ? -value : value);

const withSign = (size: number, like: number): number => (like < 0 ? -abs(size) : abs(size));
