/** What parties say of an area that they agree, change, review and end. */

import type { AreaEndReason, AreaTerms } from "./model.ts";

/** By one of its parties, who thereby agrees to it. */
export type ProposeArea = {
  readonly kind: "propose-area";
  /** The other parties. */
  readonly with: readonly string[];
  readonly fields: AreaTerms;
  /** Told to every party of the theatre once it is agreed, and for good. */
  readonly isPublic: boolean;
};
/** By any of its parties: in place of what is proposed (a counter-proposal), or of what is agreed. */
export type ChangeArea = {
  readonly kind: "change-area";
  readonly areaId: string;
  /** The last one that there is. */
  readonly version: number;
  readonly fields: AreaTerms;
  readonly isPublic: boolean;
};
export type AgreeArea = {
  readonly kind: "agree-area";
  readonly areaId: string;
  readonly version: number;
};
/** By a second person of a party that has agreed, where the theatre asks for one. */
export type ConfirmArea = {
  readonly kind: "confirm-area";
  readonly areaId: string;
  readonly version: number;
};
export type DeclineArea = {
  readonly kind: "decline-area";
  readonly areaId: string;
  readonly version: number;
};
/** By who proposed the version that waits. */
export type WithdrawArea = {
  readonly kind: "withdraw-area";
  readonly areaId: string;
  readonly version: number;
};
/** By one party it ends with notice; once every party has said so, at once and by agreement. */
export type EndArea = {
  readonly kind: "end-area";
  readonly areaId: string;
  readonly reason: AreaEndReason;
  /** Left out: as soon as the notice is over. */
  readonly atMs?: number;
  readonly text?: string;
};

export type AreaCommand =
  | ProposeArea
  | ChangeArea
  | AgreeArea
  | ConfirmArea
  | DeclineArea
  | WithdrawArea
  | EndArea;
