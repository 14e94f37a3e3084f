import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { rootOfRange } from "./merkle.ts";
import {
  type ConsistencyClaim,
  consistencyProof,
  type InclusionClaim,
  inclusionProof,
  inclusionProofs,
  type Proof,
  verifyConsistency,
  verifyInclusion,
} from "./proof.ts";
import { sha256 } from "./sha256.ts";

const VECTORS = join(import.meta.dirname, "../../../shared/data/merkle");
const skip = existsSync(VECTORS)
  ? false
  : `no vectors at ${VECTORS}: transparency-dev/merkle has them`;

type Json = Record<string, unknown>;

const vectors = (kind: string): { name: string; json: Json }[] =>
  readdirSync(join(VECTORS, kind), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({
      name: `${kind}/${name}`,
      json: JSON.parse(readFileSync(join(VECTORS, kind, name), "utf8")) as Json,
    }));

const bytesOf = (value: unknown): Uint8Array =>
  new Uint8Array(Buffer.from(String(value), "base64"));
const proofOf = ({ proof }: Json): Proof => (Array.isArray(proof) ? proof.map(bytesOf) : []);

test("inclusion proofs are judged as transparency-dev/merkle judges them", { skip }, () => {
  const all = vectors("inclusion");
  assert.equal(all.length, 98);
  for (const { name, json } of all) {
    const claim: InclusionClaim = {
      index: Number(json["leafIdx"]),
      size: Number(json["treeSize"]),
      leaf: bytesOf(json["leafHash"]),
      rootHash: bytesOf(json["root"]),
    };
    assert.equal(verifyInclusion(claim, proofOf(json)), json["wantErr"] === false, name);
  }
});

test("consistency proofs are judged as transparency-dev/merkle judges them", { skip }, () => {
  const all = vectors("consistency");
  assert.equal(all.length, 98);
  for (const { name, json } of all) {
    const claim: ConsistencyClaim = {
      olderSize: Number(json["size1"]),
      newerSize: Number(json["size2"]),
      olderRoot: bytesOf(json["root1"]),
      newerRoot: bytesOf(json["root2"]),
    };
    assert.equal(verifyConsistency(claim, proofOf(json)), json["wantErr"] === false, name);
  }
});

const leafAt = (index: number): Uint8Array => sha256(Uint8Array.of(index & 255, index >> 8));
const rootAt = (size: number): Uint8Array => rootOfRange(leafAt, 0, size);

/** A copy of `hashes` with one bit of one of them flipped. */
const flipped = (hashes: readonly Uint8Array[], at: number): Uint8Array[] => {
  const bit = at % (hashes.length * 256);
  return hashes.map((hash, i) => {
    const copy = new Uint8Array(hash);
    const byte = (bit & 255) >> 3;
    if (i === bit >> 8) copy[byte] = (copy[byte] ?? 0) ^ (1 << (bit & 7));
    return copy;
  });
};

const positions = fc
  .integer({ min: 1, max: 200 })
  .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));

test("every leaf is proved, and not once a bit is flipped or a hash added or removed", () => {
  fc.assert(
    fc.property(positions, fc.nat(), ([index, size], at) => {
      const claim = { index, size, leaf: leafAt(index), rootHash: rootAt(size) };
      const proof = inclusionProof(leafAt, index, size);
      assert.ok(verifyInclusion(claim, proof));
      const [leaf, rootHash, ...bad] = flipped([claim.leaf, claim.rootHash, ...proof], at);
      assert.ok(leaf !== undefined && rootHash !== undefined);
      assert.ok(!verifyInclusion({ ...claim, leaf, rootHash }, bad));
      assert.ok(!verifyInclusion(claim, [...proof, leafAt(0)]));
      if (size > 1) assert.ok(!verifyInclusion(claim, proof.slice(1)));
    }),
  );
});

test("every older tree is proved, and not once a bit is flipped or a hash added or removed", () => {
  fc.assert(
    fc.property(positions, fc.nat(), ([index, newerSize], at) => {
      const olderSize = index + 1;
      const [olderRoot, newerRoot] = [rootAt(olderSize), rootAt(newerSize)];
      const claim = { olderSize, newerSize, olderRoot, newerRoot };
      const proof = consistencyProof(leafAt, olderSize, newerSize);
      assert.ok(verifyConsistency(claim, proof));
      const [badOlder, badNewer, ...bad] = flipped([olderRoot, newerRoot, ...proof], at);
      assert.ok(badOlder !== undefined && badNewer !== undefined);
      assert.ok(!verifyConsistency({ ...claim, olderRoot: badOlder, newerRoot: badNewer }, bad));
      assert.ok(!verifyConsistency(claim, [...proof, leafAt(0)]));
      if (newerSize > olderSize) assert.ok(!verifyConsistency(claim, proof.slice(1)));
    }),
  );
});

test("a tree of another history is not consistent", () => {
  const otherAt = (index: number): Uint8Array => leafAt(index === 3 ? 999 : index);
  const claim = {
    olderSize: 6,
    newerSize: 11,
    olderRoot: rootAt(6),
    newerRoot: rootOfRange(otherAt, 0, 11),
  };
  assert.ok(!verifyConsistency(claim, consistencyProof(otherAt, 6, 11)));
  assert.ok(!verifyConsistency(claim, consistencyProof(leafAt, 6, 11)));
});

test("proofs of what a tree can't have are refused", () => {
  assert.throws(() => inclusionProof(leafAt, 3, 3), RangeError);
  assert.throws(() => inclusionProof(leafAt, -1, 3), RangeError);
  assert.throws(() => consistencyProof(leafAt, 0, 3), RangeError);
  assert.throws(() => consistencyProof(leafAt, 4, 3), RangeError);
});

const numbered = (index: number): Uint8Array => sha256(new Uint8Array([index]));

test("proofs made for many leaves at once are those made one by one", () => {
  for (let size = 1; size <= 20; size++) {
    const indexes = Array.from({ length: size }, (_, i) => i).filter((i) => (i * 7) % 3 !== 1);
    for (const [index, proof] of inclusionProofs(numbered, indexes, size))
      assert.deepEqual(proof, inclusionProof(numbered, index, size), `${index} of ${size}`);
  }
  assert.throws(() => inclusionProofs(numbered, [3], 3), RangeError);
});
