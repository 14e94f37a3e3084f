/** Many byte strings in one buffer, so that they cross threads without being copied again. */

import type { StoredEntry } from "./log.ts";

/** `buffer` is the entries end to end; `lengths` tells them apart. Both may be transferred. */
export type PackedBatch = {
  readonly buffer: Uint8Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
};

/** Entries `firstSeq` on, without gaps. */
export type PackedPage = PackedBatch & { readonly firstSeq: number };

export const packBatch = (batch: readonly Uint8Array[]): PackedBatch => {
  const lengths = new Uint32Array(batch.length);
  let total = 0;
  for (const [i, bytes] of batch.entries()) {
    lengths[i] = bytes.length;
    total += bytes.length;
  }
  const buffer = new Uint8Array(total);
  let at = 0;
  for (const bytes of batch) {
    buffer.set(bytes, at);
    at += bytes.length;
  }
  return { buffer, lengths };
};

/** The byte strings, as views into `buffer`. */
export const unpackBatch = ({ buffer, lengths }: PackedBatch): Uint8Array[] => {
  let at = 0;
  return Array.from(lengths, (length) => buffer.subarray(at, (at += length)));
};

export const unpackPage = (page: PackedPage): StoredEntry[] =>
  unpackBatch(page).map((bytes, i) => ({ seq: page.firstSeq + i, bytes }));

/** The memory to hand over with a message that carries `packed`. */
export const memoryOf = (packed: PackedBatch): ArrayBuffer[] => [
  packed.buffer.buffer,
  packed.lengths.buffer,
];
