/** The grids of an index: which sizes of cells there are, and which a box belongs in. */

/** The finest cells of an index; where queries reach far beyond a box, larger ones are quicker. */
export type CellSize = {
  readonly lateralM: number;
  readonly altitudeM: number;
  readonly timeMs: number;
};

/** Finest cells times these, then one endless cell. */
const LATERAL_STEPS = [1, 4, 16, 64, 256, Infinity] as const;
const ALTITUDE_STEPS = [1, 8, 64, Infinity] as const;
const TIME_STEPS = [1, 8, 64, 512, Infinity] as const;
export const GRID_COUNT = LATERAL_STEPS.length * ALTITUDE_STEPS.length * TIME_STEPS.length;

export const DIMENSIONS = 4;
/** A cell is cut into steps in each dimension; three bits tell one. */
export const STEPS = 8;

/** The grids of an index: every pairing of cell sizes, lateral first, then altitude, then time. */
export class Grids {
  /** Edges of one step in x, y, z, t, grid after grid. */
  readonly stepEdges: Float64Array;
  readonly finestMs: number;
  private readonly lateralM: readonly number[];
  private readonly altitudeM: readonly number[];
  private readonly timeMs: readonly number[];

  constructor({ lateralM, altitudeM, timeMs }: CellSize) {
    this.finestMs = timeMs;
    this.lateralM = LATERAL_STEPS.map((times) => times * lateralM);
    this.altitudeM = ALTITUDE_STEPS.map((times) => times * altitudeM);
    this.timeMs = TIME_STEPS.map((times) => times * timeMs);
    const cells = this.timeMs.flatMap((time) =>
      this.altitudeM.flatMap((altitude) =>
        this.lateralM.flatMap((lateral) => [lateral, lateral, altitude, time]),
      ),
    );
    this.stepEdges = Float64Array.from(cells, (cell) => cell / STEPS);
  }

  /** The finest grid whose cells are at least half the box in each dimension. */
  of(boxes: Float64Array, offset: number): number {
    const wide = Math.max(
      boxes[offset + 4]! - boxes[offset]!,
      boxes[offset + 5]! - boxes[offset + 1]!,
    );
    const lateral = levelOf(wide, this.lateralM);
    const altitude = levelOf(boxes[offset + 6]! - boxes[offset + 2]!, this.altitudeM);
    const time = levelOf(boxes[offset + 7]! - boxes[offset + 3]!, this.timeMs);
    return lateral + LATERAL_STEPS.length * (altitude + ALTITUDE_STEPS.length * time);
  }
}

const levelOf = (size: number, cells: readonly number[]): number => {
  let level = 0;
  while (size > 2 * cells[level]!) level++;
  return level;
};
