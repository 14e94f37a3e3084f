/** Where a party wants to be told: an address of its own, and of what. Targets live in the log. */

import type { Told } from "../../core/view.ts";

type Common = {
  /** Letters, digits, `_` and `-` alone: it becomes part of ids that are signed. Never used again. */
  readonly id: string;
  readonly party: string;
  /** Of which kinds; a resync is told whatever they are. */
  readonly eventKinds: readonly Told["kind"][] | "all";
  /** The party's own word: what happens meanwhile waits as long as the journal holds it. */
  readonly isPaused: boolean;
  /** The entry that made it: what came after is told. */
  readonly sinceSeq: number;
};

export type WebhookTarget = Common & {
  readonly kind: "webhook";
  readonly url: string;
  /** 1, and one more with every change of secret. */
  readonly secretVersion: number;
  /** When it last changed; null: never. */
  readonly secretChangedMs: number | null;
};

export type EmailTarget = Common & {
  readonly kind: "email";
  readonly address: string;
  /** As in `en`; what the texts are made in. */
  readonly language: string;
};

export type Target = WebhookTarget | EmailTarget;

const TARGET_ID = /^[A-Za-z0-9_-]{1,64}$/;

export const isTargetId = (text: string): boolean => TARGET_ID.test(text);

/** Where it leads: two targets, or one before and after a change, go to the same place when equal. */
export const destinationOf = (target: Target): string =>
  target.kind === "webhook" ? target.url : target.address;
