/** What two sides count each for itself in a review: a closed list, so that both mean the same by a number. */

import { WORDS } from "../line/words.ts";
import type { WordOf } from "../line/words.ts";

/**
 * `notices_given`, `short_notices`: by the side to the other. `late_acknowledgements`: by the side, of the
 * other's messages, when the time was up or never. `violations`: by the side, of what the two agreed.
 */
export const HEADINGS_OF_SIDE = [
  "notices_given",
  "short_notices",
  "late_acknowledgements",
  "violations",
] as const;
/** `conflicts`: that both have owned. `unresolved_conflicts`: of these, at the start. */
export const HEADINGS_OF_BOTH = ["conflicts", "unresolved_conflicts"] as const;
/** `incidents`: of a kind. */
export const REVIEW_HEADINGS = [...HEADINGS_OF_SIDE, ...HEADINGS_OF_BOTH, "incidents"] as const;
export type ReviewHeading = (typeof REVIEW_HEADINGS)[number];

/** What one number is of. `of`: of which side; null: of both. */
export type Heading = {
  readonly heading: ReviewHeading;
  readonly of: string | null;
  readonly incidentKind: WordOf<"incidentKind"> | null;
};
export type Figure = Heading & { readonly count: number };

export const keyOf = ({ heading, of, incidentKind }: Heading): string =>
  `${heading} ${of ?? ""} ${incidentKind ?? ""}`;

/** Every number that there can be of two parties, in the order in which they are told. */
export const headingsOf = (parties: readonly string[]): readonly Heading[] => [
  ...HEADINGS_OF_SIDE.flatMap((heading) =>
    parties.map((of) => ({ heading, of, incidentKind: null })),
  ),
  ...HEADINGS_OF_BOTH.map((heading) => ({ heading, of: null, incidentKind: null })),
  ...WORDS.incidentKind.map((incidentKind) => ({
    heading: "incidents" as const,
    of: null,
    incidentKind,
  })),
];
