/** Entries as bytes of the log: frames around JSON texts. */

import { decodeEntry, encodeEntry } from "../core/entry.ts";
import type { Entry, Envelope } from "../core/entry.ts";
import type { Survey } from "../core/commands.ts";
import { decodeFrame, encodeFrame } from "../record/frame.ts";
import { checkStoredSignature } from "./signatures.ts";

export type EntryParts = {
  readonly envelope: Envelope;
  /** The command as it is stored: `encodePayload`. */
  readonly payload: string;
  readonly survey: Survey;
  readonly salt: Uint8Array;
  /** Under `origin.key`; 64 bytes, or none. */
  readonly signature?: Uint8Array;
};

const NO_SIGNATURE = new Uint8Array(0);

export const writeEntry = (parts: EntryParts): Uint8Array => {
  const { envelope, payload, survey, salt, signature = NO_SIGNATURE } = parts;
  const text = encodeEntry(envelope, payload, survey);
  return encodeFrame({
    envelope: Buffer.from(text.envelope),
    salt,
    signature,
    payload: Buffer.from(text.payload),
    survey: Buffer.from(text.survey),
  });
};

/**
 * Throws FrameError or a bug when the bytes are not an entry; a verified log holds none such. What is
 * found of the signature is worked out from the stored bytes each time, never stored itself.
 */
export const readEntry = (bytes: Uint8Array): Entry => {
  const frame = decodeFrame(bytes);
  const [envelope, payload] = [textOf(frame.envelope), textOf(frame.payload)];
  return decodeEntry({
    envelope,
    payload,
    signature: checkStoredSignature(frame.signature, envelope, payload),
    survey: textOf(frame.survey),
    salt: frame.salt.slice(),
  });
};

/** A Buffer's own reading is several times quicker than TextDecoder's for texts of this size. */
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
