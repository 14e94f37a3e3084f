/** An agreed area as files tell of it: its terms under the name by which the record has it. */

import type { AreaTerms } from "../core/areas/model.ts";

export type AreaRecord = { readonly id: string; readonly terms: AreaTerms };

/** A file's text, and what its format could not say: told in the file, too, and never dropped unseen. */
export type AreaFile = { readonly text: string; readonly unsaid: readonly string[] };

/** What of an area a format has no place for, in plain words. */
export const unsaidOf = (
  { terms }: AreaRecord,
  fields: readonly (keyof typeof SAID_AS)[],
): readonly string[] =>
  fields.flatMap((field) => {
    const value = terms[field];
    if (value === undefined) return [];
    return [`${terms.areaName}: ${SAID_AS[field]} is not said here: ${sayShort(value)}`];
  });

const SAID_AS = {
  areaKind: "its kind",
  measures: "what is asked there",
  reviewByMs: "when it is reviewed",
  text: "the text that goes with it",
} as const;
type Said = NonNullable<AreaTerms[keyof typeof SAID_AS]>;

/** Words of a list are parted by commas, and a text is one line. */
const sayShort = (value: Said): string => {
  if (typeof value === "number") return new Date(value).toISOString();
  return typeof value === "string" ? value.replaceAll(/\s+/g, " ") : value.join(", ");
};
