/** What became of the theatre. The host and every party hear of all. */
export type TheatreSetChange =
  | { readonly kind: "theatre-set"; readonly changeId: string }
  /** It waits for a second person, or does so no more. */
  | { readonly kind: "theatre-change"; readonly changeId: string };
