/** Entries as bytes of the log: frames around JSON texts. */

import { decodeEntry, encodeEntry } from "../core/entry.ts";
import type { Entry, Envelope } from "../core/entry.ts";
import type { Command, Survey } from "../core/commands.ts";
import { decodeFrame, encodeFrame } from "../record/frame.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
const NO_SIGNATURE = new Uint8Array(0);

export type EntryParts = {
  readonly envelope: Envelope;
  readonly command: Command;
  readonly survey: Survey;
  readonly salt: Uint8Array;
};

export const writeEntry = ({ envelope, command, survey, salt }: EntryParts): Uint8Array => {
  const text = encodeEntry(envelope, command, survey);
  return encodeFrame({
    envelope: encoder.encode(text.envelope),
    salt,
    signature: NO_SIGNATURE,
    payload: encoder.encode(text.payload),
    survey: encoder.encode(text.survey),
  });
};

/** Throws FrameError or a bug when the bytes are not an entry; a verified log holds none such. */
export const readEntry = (bytes: Uint8Array): Entry => {
  const frame = decodeFrame(bytes);
  return decodeEntry({
    envelope: decoder.decode(frame.envelope),
    payload: decoder.decode(frame.payload),
    survey: decoder.decode(frame.survey),
    salt: frame.salt.slice(),
  });
};
