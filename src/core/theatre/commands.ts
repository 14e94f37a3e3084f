/** What the host's people say about the theatre. */

import type { Theatre } from "./model.ts";

/** Sets the theatre up, or changes it: at once, or, when that shows or weakens more, by two. */
export type SetTheatre = { readonly kind: "set-theatre"; readonly theatre: Theatre };

/** By another person than the one who asked for the change. */
export type SecondTheatreChange = {
  readonly kind: "second-theatre-change";
  readonly changeId: string;
};
/** By any person of the host. */
export type WithdrawTheatreChange = {
  readonly kind: "withdraw-theatre-change";
  readonly changeId: string;
};

/** On a theatre that is set. */
export type TheatreCommand = SecondTheatreChange | WithdrawTheatreChange;
