/** What an entry did to a contact or a readout. All its parties hear at once. */
export type ContactChange =
  | { readonly kind: "contact-changed"; readonly contactId: string }
  /** The one party whose they are hears of them. */
  | { readonly kind: "contact-notes-changed"; readonly contactId: string; readonly party: string }
  | { readonly kind: "readout-changed"; readonly readoutId: string }
  | { readonly kind: "readout-released"; readonly readoutId: string };
