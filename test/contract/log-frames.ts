/** Entries for tests of logs: each number gives the same frame wherever it is made. */

import { encodeFrame } from "../../src/record/frame.ts";
import { leafHash } from "../../src/record/leaf.ts";
import { Frontier } from "../../src/record/merkle.ts";

/** An entry's bytes of some `size` in bytes, unlike those of any other number. */
export const frameOf = (number: number, size = 100): Uint8Array => {
  const envelope = new TextEncoder().encode(JSON.stringify({ number }));
  const payload = new Uint8Array(Math.max(0, size - 33 - envelope.length)).fill(number);
  const none = new Uint8Array(0);
  const salt = new Uint8Array(16).fill(number);
  return encodeFrame({ envelope, salt, signature: none, payload, survey: none });
};

/** As `frameOf`, from 100 to 6,000 bytes by its number. */
export const crashFrameOf = (seq: number): Uint8Array => frameOf(seq, 100 + ((seq * 131) % 5900));

/** Frames `first` to `last`, both included. */
export const framesOf = (first: number, last: number): Uint8Array[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => frameOf(first + i));

export const rootOf = (entries: readonly Uint8Array[]): Uint8Array => {
  const frontier = new Frontier();
  for (const bytes of entries) frontier.append(leafHash(bytes));
  return frontier.root();
};
