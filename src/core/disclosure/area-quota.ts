/**
 * How many notices a party gives in one area on one day: counted in every area that a notice touches, so
 * that no first corner far away makes room for one more.
 *
 * Areas are squares of the index's sheet, without trigonometry. What touches many of them is counted in
 * wide ones; a place then has as many as its area and the wide area around it together.
 */

import { BOX_STRIDE } from "../../geometry/box-index.ts";
import { boxesOf } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { AreaDay } from "./model.ts";

const DAY_MS = 86_400_000;
const AREA_M = 100_000;
/** Areas along the side of a wide one: 1,000 km. */
const WIDE = 10;

/** A square of the sheet, by its place in squares of its size. */
export type Square = { readonly x: number; readonly y: number; readonly isWide: boolean };

type About = {
  readonly party: string;
  readonly areas: readonly Square[];
  readonly rules: TheatreRules;
};

/** Why a notice is one too many, in any area that it touches. */
export const findTooOften = (
  { disclosure }: State,
  entry: Entry,
  { party, areas, rules }: About,
): Refusal | null => {
  const { counts } = ofToday(disclosure.areaDays.get(party), entry);
  const limit = rules.noticesPerAreaDayMax;
  return areas.some((square) => countIn(counts, square) >= limit)
    ? { reason: "too-many", what: "notices of one party, area and UTC day", limit }
    : null;
};

/** Counts a notice that was taken, in every area that it touches. */
export const countInAreas = (
  { disclosure }: State,
  entry: Entry,
  party: string,
  areas: readonly Square[],
): void => {
  const today = ofToday(disclosure.areaDays.get(party), entry);
  const { counts } = today;
  for (const square of areas) {
    const count = (counts[keyOf(square)] ?? 0) + 1;
    counts[keyOf(square)] = count;
    if (square.isWide) continue;
    const most = mostKeyOf(around(square));
    counts[most] = Math.max(counts[most] ?? 0, count);
  }
  disclosure.areaDays.set(party, today);
};

const ofToday = (known: AreaDay | undefined, { atMs }: Entry): AreaDay => {
  const day = Math.floor(atMs / DAY_MS);
  return known?.day === day ? known : { day, counts: {} };
};

type Counts = AreaDay["counts"];

const keyOf = ({ x, y, isWide }: Square): string => `${isWide ? "wide " : ""}${x},${y}`;
/** The most that any one area of a wide one has. */
const mostKeyOf = ({ x, y }: Square): string => `most ${x},${y}`;

const around = ({ x, y }: Square): Square => ({
  x: Math.floor(x / WIDE),
  y: Math.floor(y / WIDE),
  isWide: true,
});

/** The most notices that one place in the square has. */
const countIn = (counts: Counts, square: Square): number => {
  const wide = square.isWide ? square : around(square);
  const narrow = square.isWide ? mostKeyOf(wide) : keyOf(square);
  return (counts[keyOf(wide)] ?? 0) + (counts[narrow] ?? 0);
};

/** Every square that holds a part of the volumes, each once; wide ones where they would be too many. */
export const areasOf = (solids: readonly Solid4D[]): readonly Square[] => {
  const squares = new Map<string, Square>();
  for (const solid of solids) {
    const boxes = boxesOf(solid);
    for (let offset = 0; offset < boxes.length; offset += BOX_STRIDE) {
      const [minX, minY] = [boxes[offset]!, boxes[offset + 1]!];
      const [maxX, maxY] = [boxes[offset + BOX_STRIDE / 2]!, boxes[offset + BOX_STRIDE / 2 + 1]!];
      const isWide = countSquares(minX, maxX) * countSquares(minY, maxY) > LIMITS.areasPerVolumeMax;
      const sideM = isWide ? AREA_M * WIDE : AREA_M;
      for (let x = Math.floor(minX / sideM); x * sideM <= maxX; x++) {
        for (let y = Math.floor(minY / sideM); y * sideM <= maxY; y++) {
          const square = { x, y, isWide };
          squares.set(keyOf(square), square);
        }
      }
    }
  }
  return [...squares.values()];
};

const countSquares = (min: number, max: number): number =>
  Math.floor(max / AREA_M) - Math.floor(min / AREA_M) + 1;
