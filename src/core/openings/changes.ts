/** What became of an opening. The host hears of all; a party of what was opened of its own. */
export type OpeningChange =
  | { readonly kind: "opening-changed"; readonly openingId: string }
  | { readonly kind: "read-log-added"; readonly openingId: string };
