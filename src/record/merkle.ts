/**
 * The Merkle tree over leaf hashes, as RFC 6962 §2.1 builds it.
 *
 * An `index` counts leaves from 0, as the RFC does; entry `seq` of the log has index seq − 1.
 * Sizes stay exact up to 2^53 − 1, so halving is done with arithmetic, never with 32-bit operators.
 */

import { HASH_BYTES, sha256 } from "./sha256.ts";

/** Leaf hash by index. */
export type LeafAt = (index: number) => Uint8Array;

/** The root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array(0));

const NODE_PREFIX = 0x01;
// One buffer for all nodes: building a tree of n leaves hashes n − 1 of them.
const node = new Uint8Array(1 + 2 * HASH_BYTES);
node[0] = NODE_PREFIX;

/** The hash of an inner node. */
export const hashChildren = (left: Uint8Array, right: Uint8Array): Uint8Array => {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
};

/**
 * The right edge of a growing tree: the roots of its whole subtrees, largest first, one for each 1
 * in the binary form of `size`. Enough to append and to give the root; it can't prove by itself.
 */
export class Frontier {
  #size = 0;
  #roots: Uint8Array[] = [];

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf hash (32 bytes). Amortised one node hash. */
  append(leaf: Uint8Array): void {
    if (leaf.length !== HASH_BYTES) throw new RangeError("a leaf hash is 32 bytes");
    let top = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      top = hashChildren(this.#roots.pop() ?? top, top);
    }
    this.#roots.push(top);
    this.#size += 1;
  }

  /** The root of the whole tree. O(log n). */
  root(): Uint8Array {
    const last = this.#roots.at(-1);
    if (last === undefined) return emptyRoot();
    let root = last;
    for (const left of this.#roots.slice(0, -1).reverse()) root = hashChildren(left, root);
    return root;
  }

  /** A frontier that grows apart from this one. */
  clone(): Frontier {
    const copy = new Frontier();
    copy.#size = this.#size;
    copy.#roots = [...this.#roots];
    return copy;
  }

  /** `u64le size ‖ subtree roots, largest first`. */
  encode(): Uint8Array {
    const bytes = new Uint8Array(8 + this.#roots.length * HASH_BYTES);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(this.#size), true);
    for (const [i, root] of this.#roots.entries()) bytes.set(root, 8 + i * HASH_BYTES);
    return bytes;
  }

  /** The frontier that `encode` wrote. Throws RangeError when the bytes can't be one. */
  static decode(bytes: Uint8Array): Frontier {
    if (bytes.length < 8) throw new RangeError("shorter than a frontier");
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frontier = new Frontier();
    frontier.#size = Number(view.getBigUint64(0, true));
    if (!Number.isSafeInteger(frontier.#size)) throw new RangeError("frontier size over 2^53 - 1");
    const count = frontier.#size.toString(2).replaceAll("0", "").length;
    if (bytes.length !== 8 + count * HASH_BYTES) {
      throw new RangeError(`a frontier of ${frontier.#size} leaves has ${count} subtree roots`);
    }
    for (let at = 8; at < bytes.length; at += HASH_BYTES) {
      frontier.#roots.push(bytes.slice(at, at + HASH_BYTES));
    }
    return frontier;
  }
}

/** The root over leaves `start` (included) to `end` (excluded). O(end − start). */
export const rootOfRange = (leafAt: LeafAt, start: number, end: number): Uint8Array => {
  const frontier = new Frontier();
  for (let index = start; index < end; index += 1) frontier.append(leafAt(index));
  return frontier.root();
};
