/**
 * One candidate of the index bench. All answer the same: ids of the boxes that meet the query,
 * touching included, lowest first. Ids are the places of the boxes in what was loaded.
 */
export type Peer = {
  readonly name: string;
  /** In the way that suits the candidate best: in bulk where it can. */
  readonly load: (boxes: Float64Array) => unknown;
  readonly query: (box: Float64Array) => ArrayLike<number> | Promise<ArrayLike<number>>;
  readonly remove: (id: number) => unknown;
  /** Puts back a box that was removed. */
  readonly add: (id: number, box: Float64Array) => unknown;
  /** Bytes on a disk or in another process; memory of this process is measured by the bench. */
  readonly bytesElsewhere?: () => Promise<number>;
};
