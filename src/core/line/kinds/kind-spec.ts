/** What the table says of one kind of message. */

import type { Fields } from "../fields.ts";
import type { WordOf } from "../words.ts";

/** When `field` says `is` (in a list: holds it), those of `also` are needed too. */
export type Need = {
  readonly field: string;
  readonly is: string;
  readonly also: readonly string[];
};

export type KindSpec = {
  /** Unless the sender says another. */
  readonly precedence: WordOf<"precedence">;
  /**
   * Passes everything: a suspended line, rate limits, a party's quota. Distress, humanitarian
   * traffic, line checks, and what is declared of the line itself (or it could not be restored).
   */
  readonly passes: boolean;
  /** Kinds that answer it; an `ack` acknowledges any kind and is not repeated here. */
  readonly answeredBy: readonly string[];
  /** Nothing without the message it answers: the header must name that. */
  readonly isReply: boolean;
  readonly fields: Fields;
  readonly needs: readonly Need[];
};

export type Family = Readonly<Record<string, KindSpec>>;
