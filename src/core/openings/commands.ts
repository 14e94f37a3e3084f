/** What people of the host say to read more than that something exists. */

import type { Openable } from "./model.ts";

export type RequestOpening = {
  readonly kind: "request-opening";
  readonly what: Openable;
  readonly id: string;
  readonly reason: string;
};
/** By another person than the one who asked. */
export type SecondOpening = { readonly kind: "second-opening"; readonly openingId: string };

export type OpeningCommand = RequestOpening | SecondOpening;
