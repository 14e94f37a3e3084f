/** What every command of a USS passes first: whose it is, which version, in time, said before. */

import { drawId, fingerprintOf } from "../entry.ts";
import type { Entry } from "../entry.ts";
import type { Refusal } from "../outcome.ts";
import type { Placeable, Reference, SpanUs, Subscription } from "./model.ts";
import type { Placeables } from "./placeables.ts";

/** In words, for what is told in a refusal. */
export type Noun = "operational intent" | "constraint" | "subscription";

type Said = { readonly what: Noun; readonly id: string; readonly manager: string };

const versionOf = (one: Reference | Subscription): string => ("ovn" in one ? one.ovn : one.version);

/**
 * May it be written? `was`: the version that is replaced; null: there was none. Another's is refused
 * before its version is spoken of.
 */
export const findUnfit = (
  known: Reference | Subscription | undefined,
  was: string | null,
  said: Said,
): Refusal | null => {
  const { what, id } = said;
  if (!known && was !== null) {
    return {
      reason: "bad-field",
      field: "id",
      detail: `there is no ${what} ${id}`,
      remedy: "create it without a version first",
    };
  }
  return known ? findNotYours(known, was, said) : null;
};

/** May it be taken away? */
export const findUngone = (
  known: Reference | Subscription | undefined,
  was: string,
  said: Said,
): Refusal | null => {
  const { what, id } = said;
  return known ? findNotYours(known, was, said) : { reason: "not-found", what, id };
};

const findNotYours = (
  known: Reference | Subscription,
  was: string | null,
  { what, id, manager }: Said,
): Refusal | null => {
  if (known.manager !== manager) {
    return { reason: "not-permitted", detail: `${what} ${id} is managed by ${known.manager}` };
  }
  if (was === versionOf(known)) return null;
  const detail = was === null ? "it is there already" : "this is not its current version";
  return { reason: "airspace-version", what, id, detail };
};

export const findEnded = ({ atMs }: Entry, { endUs }: SpanUs): Refusal | null =>
  endUs >= atMs * 1000
    ? null
    : {
        reason: "bad-field",
        field: "time_end",
        detail: "it ends in the past",
        remedy: "give an end that is still to come",
      };

/** A USS's own mistake in a loop must not fill the memory of all. */
export const findTooMany = <T extends Placeable>(
  known: Placeables<T>,
  manager: string,
  { what, limit }: { readonly what: Noun; readonly limit: number },
): Refusal | null =>
  known.countOf(manager) < limit
    ? null
    : { reason: "too-many", what: `${what}s of one USS`, limit };

/** A version number that nobody can guess. */
export const drawVersion = ({ salt }: Pick<Entry, "salt">): string =>
  [0, 1].map((ordinal) => drawId(salt, ordinal)).join("");

/** Tells one write from another, well enough that two of one USS are never taken for one. */
export const writeFingerprint = ({ payload, fingerprint }: Entry): number =>
  written(payload, fingerprint);

export const textFingerprint = (text: string): number => written(text, fingerprintOf(text));

/** 53 bits: a number that JSON and the machine keep exactly. */
const written = (text: string, fingerprint: number): number =>
  (fingerprint >>> 0) * 2 ** 21 + (mixOf(text) & 0x1f_ffff);

const mixOf = (text: string): number => {
  let mix = 7;
  for (let i = 0; i < text.length; i++) mix = (Math.imul(mix, 31) + text.charCodeAt(i)) | 0;
  return mix >>> 0;
};
