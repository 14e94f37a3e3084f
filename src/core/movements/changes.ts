/** What became of a movement, and who is to hear of it. */

export const MOVEMENT_CAUSES = [
  "submitted",
  "told",
  "checked",
  "consented",
  "consent_closed",
  "delivered",
  "answered",
  "passed_on",
  "reported",
  "deviating",
  "silent",
  "hold_asked",
  "closed",
  "people_sealed",
  "people_read",
  "people_over",
] as const;
export type MovementCause = (typeof MOVEMENT_CAUSES)[number];

export type MovementChange = {
  readonly kind: "movement-changed";
  readonly movementId: string;
  readonly cause: MovementCause;
  /** "all": the owner and whom it told; "owner"; else the owner and that recipient. */
  readonly to: string;
};

/** The key is to be destroyed, by whoever holds it. Nobody is told of it in these words. */
export type PeopleKeyOver = { readonly kind: "people-key-over"; readonly keyHash: string };
