/** What takes two people: of the host, one asks and another seconds it; of a side, both say the same. */

import { accept, refuse } from "./outcome.ts";
import type { Outcome, Refusal } from "./outcome.ts";
import type { Theatre } from "./theatre/model.ts";

/** Who asks. `waiting`: what waits for a second person already. */
export const findRequester = (
  by: string | null,
  waiting: { readonly count: number; readonly limit: number; readonly what: string },
): Outcome<string> => {
  const { count, limit, what } = waiting;
  if (by === null) return refuse(NO_PERSON);
  return count >= limit ? refuse({ reason: "too-many", what, limit }) : accept(by);
};

/** The second person: another than the one who asked. */
export const findSecond = (
  { requestedBy }: { readonly requestedBy: string | null },
  by: string | null,
): Outcome<string> => {
  if (by === null) return refuse(NO_PERSON);
  const detail = "who asked for it can't be its second person";
  return by === requestedBy ? refuse({ reason: "needs-second-person", detail }) : accept(by);
};

export const NO_PERSON = {
  reason: "not-permitted",
  detail: "this takes two people of the host: the token names none",
} as const;

/** Has the side said it, with a second officer where the theatre asks for one? */
export const isByTwo = ({ rules }: Theatre, officers: readonly string[]): boolean =>
  !rules.secondPersonAgreement || officers.length > 1;

/** Who said the same word: those before, and the one who says it now. */
export const officersWith = (
  before: readonly string[] | null,
  by: string | null,
): readonly string[] => [...new Set([...(before ?? []), ...(by === null ? [] : [by])])];

/** Where the theatre asks for two, each has a name, and the second is another than the first. */
export const findNoFurtherOfficer = (
  { rules }: Theatre,
  before: readonly string[] | null,
  by: string | null,
): Refusal | null => {
  if (!rules.secondPersonAgreement) return null;
  const detail = "the same person, or one without a name, said it for your side before";
  return by === null || (before ?? []).includes(by)
    ? { reason: "needs-second-person", detail }
    : null;
};
