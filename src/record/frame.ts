/**
 * The bytes of one entry. Written once, never re-serialised.
 *
 *   u8 format = 1 | u32le lengths: envelope, signature, payload, survey | salt (16 bytes)
 *   | envelope (public, JSON) | signature (0 or 64 bytes) | payload (as the party sent it) | survey
 *
 * `survey` is what the server worked out from the payload at the edge: earth-centred integers that
 * `apply` compares. Salt, signature, payload and survey are private; see leaf.ts.
 */

const FORMAT = 1;
const SALT_BYTES = 16;
const HEAD_BYTES = 1 + 4 * 4;

export type Frame = {
  readonly envelope: Uint8Array;
  readonly salt: Uint8Array;
  readonly signature: Uint8Array;
  readonly payload: Uint8Array;
  readonly survey: Uint8Array;
};

/** The bytes can't be a frame: torn, altered, or of another format version. */
export class FrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FrameError";
  }
}

/** One entry's bytes. Throws FrameError when the salt is not 16 bytes or the signature not 0 or 64. */
export const encodeFrame = (frame: Frame): Uint8Array => {
  const { envelope, salt, signature, payload, survey } = frame;
  if (salt.length !== SALT_BYTES) throw new FrameError(`salt is ${salt.length} bytes, not 16`);
  if (signature.length !== 0 && signature.length !== 64) {
    throw new FrameError(`signature is ${signature.length} bytes, not 0 or 64`);
  }
  const parts = [salt, envelope, signature, payload, survey];
  const bytes = new Uint8Array(HEAD_BYTES + parts.reduce((sum, part) => sum + part.length, 0));
  const head = new DataView(bytes.buffer);
  head.setUint8(0, FORMAT);
  head.setUint32(1, envelope.length, true);
  head.setUint32(5, signature.length, true);
  head.setUint32(9, payload.length, true);
  head.setUint32(13, survey.length, true);
  let at = HEAD_BYTES;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/** The parts of an entry, as views into `bytes`. Throws FrameError when they don't add up. */
export const decodeFrame = (bytes: Uint8Array): Frame => {
  if (bytes.length < HEAD_BYTES + SALT_BYTES) throw new FrameError("shorter than a frame's head");
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = head.getUint8(0);
  if (format !== FORMAT) throw new FrameError(`format ${format}, not ${FORMAT}`);
  // Offsets by hand, no arrays or closures: every entry read or verified comes through here.
  const envelopeAt = HEAD_BYTES + SALT_BYTES;
  const signatureAt = envelopeAt + head.getUint32(1, true);
  const payloadAt = signatureAt + head.getUint32(5, true);
  const surveyAt = payloadAt + head.getUint32(9, true);
  const end = surveyAt + head.getUint32(13, true);
  if (end !== bytes.length)
    throw new FrameError(`${bytes.length} bytes where the head says ${end}`);
  return {
    envelope: bytes.subarray(envelopeAt, signatureAt),
    salt: bytes.subarray(HEAD_BYTES, envelopeAt),
    signature: bytes.subarray(signatureAt, payloadAt),
    payload: bytes.subarray(payloadAt, surveyAt),
    survey: bytes.subarray(surveyAt, end),
  };
};
