import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { emptyRoot, Frontier, rootOfRange } from "./merkle.ts";
import { sha256 } from "./sha256.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const leafOf = (data: Uint8Array): Uint8Array => sha256(new Uint8Array([0, ...data]));

/** RFC 6962 §2.1, word for word. */
const rootByDefinition = (leaves: readonly Uint8Array[]): Uint8Array => {
  const [first, second] = leaves;
  if (first === undefined) return new Uint8Array(createHash("sha256").digest());
  if (second === undefined) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const left = rootByDefinition(leaves.slice(0, split));
  const right = rootByDefinition(leaves.slice(split));
  return new Uint8Array(
    createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest(),
  );
};

/** The leaves and roots of Certificate Transparency's reference tests (certificate-transparency-go). */
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

test("the known leaves give the known roots", () => {
  const frontier = new Frontier();
  assert.equal(
    hex(frontier.root()),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  assert.deepEqual(frontier.root(), emptyRoot());
  for (const [i, data] of LEAVES.entries()) {
    frontier.append(leafOf(Buffer.from(data, "hex")));
    assert.equal(hex(frontier.root()), ROOTS[i]);
  }
});

const leafLists = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 70 });

test("a frontier's root is the root by definition, at every size", () => {
  fc.assert(
    fc.property(leafLists, (leaves) => {
      const frontier = new Frontier();
      for (const [i, leaf] of leaves.entries()) {
        frontier.append(leaf);
        assert.equal(frontier.size, i + 1);
      }
      assert.deepEqual(frontier.root(), rootByDefinition(leaves));
      assert.deepEqual(
        rootOfRange((index) => leaves[index] ?? assert.fail(), 0, leaves.length),
        rootByDefinition(leaves),
      );
    }),
  );
});

test("a frontier goes on the same from its encoded form, and a clone grows apart", () => {
  fc.assert(
    fc.property(leafLists, leafLists, (before, after) => {
      const frontier = new Frontier();
      for (const leaf of before) frontier.append(leaf);
      const decoded = Frontier.decode(frontier.encode());
      const clone = frontier.clone();
      for (const leaf of after) decoded.append(leaf);
      for (const leaf of after) clone.append(leaf);
      assert.equal(decoded.size, before.length + after.length);
      assert.deepEqual(decoded.root(), rootByDefinition([...before, ...after]));
      assert.deepEqual(clone.root(), decoded.root());
      assert.deepEqual(frontier.root(), rootByDefinition(before));
    }),
  );
});

test("bytes that are no frontier are refused", () => {
  const frontier = new Frontier();
  for (let i = 0; i < 5; i += 1) frontier.append(sha256(Uint8Array.of(i)));
  const encoded = frontier.encode();
  assert.equal(encoded.length, 8 + 2 * 32);
  assert.throws(() => Frontier.decode(encoded.subarray(0, 7)), RangeError);
  assert.throws(() => Frontier.decode(encoded.subarray(0, -1)), RangeError);
  assert.throws(() => Frontier.decode(new Uint8Array([...encoded, 0])), RangeError);
  assert.throws(() => Frontier.decode(new Uint8Array(8).fill(255)), RangeError);
  assert.throws(() => frontier.append(new Uint8Array(31)), RangeError);
});
