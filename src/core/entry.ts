/** One entry of the log, decoded. */

import type { Command, CommandKind, Survey } from "./commands.ts";
import { assert } from "./outcome.ts";

/** Which rules an entry was written under; a changed rule gets a new number and a branch in `apply`. */
export const RULES_VERSION = 1;

/** Who said it. `key` is the public key that signed it, base64url; null when it is not signed. */
export type Origin = { readonly party: string; readonly key: string | null } | "system";

/** Public: part of the leaf in the clear. */
export type Envelope = {
  readonly seq: number;
  /** Receipt at the sequencer; never runs backwards. */
  readonly atMs: number;
  readonly rulesVersion: number;
  readonly kind: CommandKind;
  /** Idempotency key, unique per party. */
  readonly commandId: string;
  readonly origin: Origin;
};

/** Under `origin.key`: nothing was signed, or it fits the bytes, or it does not. */
export type SignatureFound = "none" | "valid" | "invalid";

export type Entry = Envelope & {
  readonly command: Command;
  /** Who said it for the party, as the token names them: a person or a machine; null: not said. */
  readonly by: string | null;
  /** The command's text as stored. */
  readonly payload: string;
  /** What was found of the signature over the stored bytes; whose the key is, is judged on apply. */
  readonly signature: SignatureFound;
  readonly survey: Survey;
  /** 16 random bytes of this entry. */
  readonly salt: Uint8Array;
  /** Tells one payload from another under one commandId. */
  readonly fingerprint: number;
};

/** The parts of an entry as text. */
export type EntryText = {
  readonly envelope: string;
  readonly payload: string;
  readonly survey: string;
  readonly salt: Uint8Array;
  /** "none" when left out. */
  readonly signature?: SignatureFound;
};

/** What was said, and by whom: private, as a person's name must be. */
export const encodePayload = (command: Command, by: string | null): string =>
  JSON.stringify(by === null ? command : { ...command, by });

/** The bytes that a party signs: its own id for the command, then the payload as it will be stored. */
export const signedText = (commandId: string, payload: string): string =>
  `wideberth-command-1\n${commandId}\n${payload}`;

/** What the sequencer writes. Payload and envelope name the kind both; they must agree. */
export const encodeEntry = (envelope: Envelope, payload: string, survey: Survey) => ({
  envelope: JSON.stringify(envelope),
  payload,
  survey: JSON.stringify(survey),
});

/** Throws (a bug, or a log that was not verified) when the texts are not an entry. */
export const decodeEntry = (text: EntryText): Entry => {
  const envelope = JSON.parse(text.envelope) as Envelope;
  const command = JSON.parse(text.payload) as Command & { readonly by?: string };
  assert(command.kind === envelope.kind, "payload and envelope name one kind");
  assert(envelope.rulesVersion === RULES_VERSION, `rules version ${RULES_VERSION} is the only one`);
  const survey = JSON.parse(text.survey) as Survey;
  const { payload, salt, signature = "none" } = text;
  const fingerprint = fingerprintOf(payload);
  const { by = null } = command;
  return { ...envelope, command, by, payload, signature, survey, salt, fingerprint };
};

/** 30 bits of FNV-1a: to tell a repeated command from an id used twice, not against forgers. */
export const fingerprintOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
};

/** An opaque id, drawn from the entry's own salt: it tells nothing of how many came before. */
export const drawId = (salt: Uint8Array, ordinal: number): string =>
  [0, 1].map((lane) => drawWord(salt, ordinal, lane).toString(36).padStart(7, "0")).join("");

/** An opaque id in the form of a UUID version 4. */
export const drawUuid = (salt: Uint8Array, ordinal: number): string => {
  const hex = [0, 1, 2, 3]
    .map((lane) => drawWord(salt, ordinal, lane).toString(16).padStart(8, "0"))
    .join("");
  const variant = "89ab"[drawWord(salt, ordinal, 4) & 3]!;
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ];
  return parts.join("-"); // one text: put together with +, each part would be kept beside it
};

/**
 * A salt of its own for one of the things that an entry makes: who knows what it is about, and what was
 * drawn for another, comes no nearer to it. Before the salt, so that only who knows the salt gets past.
 */
export const saltFor = (about: string, { salt }: Pick<Entry, "salt">): Uint8Array =>
  Uint8Array.from([...Array.from(about, (letter) => letter.codePointAt(0)!), ...salt]);

/** 32 bits. */
const drawWord = (salt: Uint8Array, ordinal: number, lane: number): number => {
  let h = Math.imul(ordinal + 1, 0x9e3779b1) ^ lane;
  for (let i = 0; i < salt.length; i++) {
    h = Math.imul(h ^ salt[i]!, 0x85ebca6b);
    h ^= h >>> 13;
  }
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  return (h ^ (h >>> 15)) >>> 0;
};
