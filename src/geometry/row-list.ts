/** Rows of the index in lists that grow, as numbers side by side. */

/** A quarter longer: a million boxes must not reserve room for another million. */
export const grown = (from: Int32Array<ArrayBuffer>, filling = 0): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(Math.ceil(from.length * 1.25));
  if (filling !== 0) to.fill(filling, from.length);
  to.set(from);
  return to;
};

/** Rows in no order, with removal in one step. Whoever keeps the list keeps each row's place. */
export class RowList {
  rows: Int32Array<ArrayBuffer> = new Int32Array(4);
  count = 0;

  push(row: number): number {
    if (this.count === this.rows.length) this.rows = grown(this.rows);
    this.rows[this.count] = row;
    return this.count++;
  }

  /** The last row moves into the gap. */
  remove(row: number, places: Int32Array): void {
    const moved = this.rows[--this.count]!;
    this.rows[places[row]!] = moved;
    places[moved] = places[row]!;
  }
}
