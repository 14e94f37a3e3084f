import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { encodeFrame, type Frame, FrameError } from "./frame.ts";
import { leafHash, leafHashOfPublic, privateHash } from "./leaf.ts";

const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });
const frames: fc.Arbitrary<Frame> = fc.record(
  {
    envelope: bytes(60),
    salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    signature: fc.oneof(bytes(0), fc.uint8Array({ minLength: 64, maxLength: 64 })),
    payload: bytes(60),
    survey: bytes(60),
  },
  { noNullPrototype: true },
);

/** The definition in the module's comment, written out once more with nothing shared. */
const leafByDefinition = ({ envelope, salt, signature, payload, survey }: Frame): Uint8Array => {
  const lengths = Buffer.alloc(12);
  lengths.writeUInt32LE(signature.length, 0);
  lengths.writeUInt32LE(payload.length, 4);
  lengths.writeUInt32LE(survey.length, 8);
  const hidden = createHash("sha256").update(salt).update(lengths);
  const inner = hidden.update(signature).update(payload).update(survey).digest();
  const leaf = createHash("sha256").update(Buffer.of(0)).update(envelope).update(inner);
  return new Uint8Array(leaf.digest());
};

test("a leaf hash is what its definition says, also for entries larger than the kept buffer", () => {
  fc.assert(
    fc.property(frames, fc.constantFrom(0, 1, 64 * 1024, 100_000), (frame, extra) => {
      const large = { ...frame, payload: new Uint8Array(frame.payload.length + extra).fill(7) };
      assert.deepEqual(leafHash(encodeFrame(large)), leafByDefinition(large));
    }),
  );
});

test("the envelope and the private hash are enough to work out the leaf", () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const encoded = encodeFrame(frame);
      assert.deepEqual(leafHashOfPublic(frame.envelope, privateHash(encoded)), leafHash(encoded));
    }),
  );
});

test("any flipped bit gives another leaf or no frame", () => {
  fc.assert(
    fc.property(frames, fc.nat(), (frame, at) => {
      const encoded = encodeFrame(frame);
      const leaf = leafHash(encoded);
      const bit = at % (encoded.length * 8);
      encoded[bit >> 3] = (encoded[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        assert.notDeepEqual(leafHash(encoded), leaf);
      } catch (error) {
        assert.ok(error instanceof FrameError, String(error));
      }
    }),
  );
});

test("a byte moved from the payload to the survey changes the leaf", () => {
  const none = new Uint8Array(0);
  const frame = { envelope: none, salt: new Uint8Array(16), signature: none };
  const [a, b] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const [c, d] = [Uint8Array.of(1), Uint8Array.of(2, 3)];
  const before = encodeFrame({ ...frame, payload: a, survey: b });
  const after = encodeFrame({ ...frame, payload: c, survey: d });
  assert.notDeepEqual(leafHash(before), leafHash(after));
});
