/** What a party's administrator says of where it wants to be told. */

import type { Destination, EventKinds } from "./model.ts";

/** Makes a target, or changes all of the one that `targetId` names but whether it is paused. */
export type SetTarget = {
  readonly kind: "set-target";
  readonly targetId?: string;
  readonly name: string;
  readonly to: Destination;
  readonly eventKinds: EventKinds;
};
/** Nothing is sent; what happens meanwhile waits as long as the server holds it. */
export type PauseTarget = { readonly kind: "pause-target"; readonly targetId: string };
export type ResumeTarget = { readonly kind: "resume-target"; readonly targetId: string };
/** Of a webhook; for a day the old secret signs beside the new one. */
export type RotateTargetSecret = {
  readonly kind: "rotate-target-secret";
  readonly targetId: string;
};
export type RemoveTarget = { readonly kind: "remove-target"; readonly targetId: string };

export type TargetCommand =
  | SetTarget
  | PauseTarget
  | ResumeTarget
  | RotateTargetSecret
  | RemoveTarget;
