import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeFrame, encodeFrame, type Frame, FrameError } from "./frame.ts";

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

test("a frame decodes to the parts it was made of", () => {
  fc.assert(
    fc.property(frames, (frame) => {
      assert.deepEqual(decodeFrame(encodeFrame(frame)), frame);
    }),
  );
});

test("a frame decodes the same from the middle of a larger buffer", () => {
  fc.assert(
    fc.property(frames, bytes(9), (frame, before) => {
      const encoded = encodeFrame(frame);
      const larger = new Uint8Array([...before, ...encoded, 1, 2, 3]);
      const view = larger.subarray(before.length, before.length + encoded.length);
      assert.deepEqual(decodeFrame(view), frame);
    }),
  );
});

test("bytes cut short or grown are not a frame", () => {
  fc.assert(
    fc.property(frames, fc.nat(), (frame, cut) => {
      const encoded = encodeFrame(frame);
      assert.throws(() => decodeFrame(encoded.subarray(0, cut % encoded.length)), FrameError);
      assert.throws(() => decodeFrame(new Uint8Array([...encoded, 0])), FrameError);
    }),
  );
});

test("another format, a short salt or an odd signature is refused", () => {
  const none = new Uint8Array(0);
  const frame = { envelope: none, signature: none, payload: none, survey: none };
  const encoded = encodeFrame({ ...frame, salt: new Uint8Array(16) });
  encoded[0] = 2;
  assert.throws(() => decodeFrame(encoded), /format 2, not 1/);
  assert.throws(() => encodeFrame({ ...frame, salt: new Uint8Array(15) }), FrameError);
  const odd = { ...frame, salt: new Uint8Array(16), signature: new Uint8Array(63) };
  assert.throws(() => encodeFrame(odd), FrameError);
});
