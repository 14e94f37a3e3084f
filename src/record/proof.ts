/**
 * Inclusion and consistency proofs: RFC 6962 §2.1.1 and §2.1.2 make them, RFC 9162 §2.1.3.2 and
 * §2.1.4.2 check them. A check gives a boolean: a proof that fails is an answer, not a fault.
 */

import { hashChildren, type LeafAt, rootOfRange } from "./merkle.ts";
import { HASH_BYTES, sameBytes } from "./sha256.ts";

export type Proof = readonly Uint8Array[];

export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly rootHash: Uint8Array;
};

export type ConsistencyClaim = {
  readonly olderSize: number;
  readonly newerSize: number;
  readonly olderRoot: Uint8Array;
  readonly newerRoot: Uint8Array;
};

/**
 * Proof that leaf `index` is in the tree of the first `size` leaves.
 *
 * Reads every leaf once, O(size): fine to some hundred thousand leaves; past that keep whole
 * subtrees (tiles) and read only the log n that a proof names.
 * Throws: RangeError when the tree has no such leaf.
 */
export const inclusionProof = (leafAt: LeafAt, index: number, size: number): Proof => {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  }
  const proof: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    const goLeft = index < middle;
    proof.push(goLeft ? rootOfRange(leafAt, middle, end) : rootOfRange(leafAt, start, middle));
    [start, end] = goLeft ? [start, middle] : [middle, end];
  }
  return proof.reverse();
};

/**
 * As `inclusionProof`, for many leaves at once: every leaf of the tree is still read only once.
 *
 * Throws: RangeError when the tree lacks one of them.
 */
export const inclusionProofs = (
  leafAt: LeafAt,
  indexes: readonly number[],
  size: number,
): ReadonlyMap<number, Proof> => {
  const proofs = new Map(indexes.map((index) => [index, [] as Uint8Array[]]));
  for (const index of indexes) {
    if (!isCount(index) || index >= size)
      throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  }
  const climb = (start: number, end: number): Uint8Array => {
    const asked = [...proofs].filter(([index]) => index >= start && index < end);
    if (asked.length === 0) return rootOfRange(leafAt, start, end);
    if (end - start === 1) return leafAt(start);
    const middle = start + largestPowerBelow(end - start);
    const [left, right] = [climb(start, middle), climb(middle, end)];
    for (const [index, proof] of asked) proof.push(index < middle ? right : left);
    return hashChildren(left, right);
  };
  if (size > 0) climb(0, size);
  return proofs;
};

/** Whether `proof` shows that `claim.leaf` stands at `claim.index` under `claim.rootHash`. */
export const verifyInclusion = (claim: InclusionClaim, proof: Proof): boolean => {
  const { index, size, leaf, rootHash } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (leaf.length !== HASH_BYTES || !areHashes(proof)) return false;
  let [at, last, root] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      root = hashChildren(sibling, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      root = hashChildren(root, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && sameBytes(root, rootHash);
};

/**
 * Proof that the tree of the first `olderSize` leaves is a prefix of that of the first `newerSize`.
 *
 * Reads every leaf once, O(newerSize); see `inclusionProof`.
 * Throws: RangeError unless 0 < olderSize ≤ newerSize.
 */
export const consistencyProof = (leafAt: LeafAt, olderSize: number, newerSize: number): Proof => {
  if (!isCount(olderSize) || !isCount(newerSize) || olderSize === 0 || olderSize > newerSize) {
    throw new RangeError(`no proof leads from ${olderSize} leaves to ${newerSize}`);
  }
  const proof: Uint8Array[] = [];
  let [start, end] = [0, newerSize];
  // A subtree that begins at leaf 0 is the older root itself: the checker has it already.
  while (end !== olderSize) {
    const middle = start + largestPowerBelow(end - start);
    const goLeft = olderSize <= middle;
    proof.push(goLeft ? rootOfRange(leafAt, middle, end) : rootOfRange(leafAt, start, middle));
    [start, end] = goLeft ? [start, middle] : [middle, end];
  }
  if (start > 0) proof.push(rootOfRange(leafAt, start, end));
  return proof.reverse();
};

/**
 * Whether `proof` shows that the older tree is a prefix of the newer one.
 *
 * An empty older tree is refused: everything is consistent with it, so such a proof says nothing.
 */
export const verifyConsistency = (claim: ConsistencyClaim, proof: Proof): boolean => {
  const { olderSize, newerSize, olderRoot, newerRoot } = claim;
  if (!isCount(olderSize) || !isCount(newerSize)) return false;
  if (olderSize === 0 || olderSize > newerSize) return false;
  if (olderSize === newerSize) return proof.length === 0 && sameBytes(olderRoot, newerRoot);
  if (olderRoot.length !== HASH_BYTES || !areHashes(proof)) return false;
  const isWholeSubtree = largestPowerBelow(olderSize + 1) === olderSize;
  const [first, ...path] = isWholeSubtree ? [olderRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let [at, last, older, newer] = [olderSize - 1, newerSize - 1, first, first];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = hashChildren(sibling, older);
      newer = hashChildren(sibling, newer);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newer = hashChildren(newer, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && sameBytes(older, olderRoot) && sameBytes(newer, newerRoot);
};

const half = (count: number): number => Math.floor(count / 2);

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;

const areHashes = (proof: Proof): boolean => proof.every((hash) => hash.length === HASH_BYTES);

/** The largest power of two smaller than `count` (> 1): where RFC 6962 splits a tree. */
const largestPowerBelow = (count: number): number => {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
};
