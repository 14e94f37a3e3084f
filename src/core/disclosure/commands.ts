/** What an owner may show of its operations, to whom. */

import type { Category } from "../operations/category.ts";
import type { Rung } from "./model.ts";

/** A step up the ladder, for this version and later ones. It can't be undone, only closed. */
export type Disclose = {
  readonly kind: "disclose";
  readonly operationId: string;
  readonly to: string;
  readonly rung: Rung;
};

/** Later versions are shown no more. */
export type CloseDisclosure = {
  readonly kind: "close-disclosure";
  readonly operationId: string;
  readonly to: string;
};

/** What is shown to a recipient whenever an operation is in conflict with one of its own, from now on. */
export type SetStandingConsent = {
  readonly kind: "set-standing-consent";
  readonly to: string;
  readonly rung: Rung;
  /** Left out: of every category. */
  readonly categories?: readonly Category[];
};

/**
 * The recipient opened what it was shown: said by the server, before the answer is given. Not a word
 * of the party's own, so it needs no signature of it.
 */
export type NoteRead = {
  readonly kind: "note-read";
  readonly party: string;
  readonly operationId: string;
  readonly version: number;
  readonly rung: Rung;
};

export type DisclosureCommand = Disclose | CloseDisclosure | SetStandingConsent;
