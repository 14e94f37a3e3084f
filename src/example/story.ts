/**
 * The first act, as data: who says what, minutes after the act begins. Each step is said by the client
 * of the public API, as anyone would say it; what a step learns and a later one needs is kept in `kept`.
 */

import type { AnyOperation } from "../api/native/any-operation.ts";
import type { Client } from "../api/native/client.ts";
import type { Kind } from "../core/line/kinds.ts";
import { CONFLICT_STEPS } from "./story-conflict.ts";
import { DESK_STEPS } from "./story-desks.ts";
import { LINE_STEPS } from "./story-line.ts";
import { RELIEF_STEPS } from "./story-relief.ts";
import type { Speaker } from "./cast.ts";

/** What the steps remember of the answers: ids, by a name of the story's own. */
export type Kept = Map<string, string>;

export type Stage = {
  readonly client: Client;
  /** The idempotency key of this step's write. */
  readonly key: string;
  /** ISO time so many minutes after the act begins. */
  readonly at: (minute: number) => string;
  readonly kept: Kept;
  /** The id that an earlier step kept. Throws when there is none: the story is unsound. */
  readonly the: (name: string) => string;
  /** Says that the speaker has opened another's operation, as much of it as is shown. */
  readonly opens: (operation: AnyOperation) => void;
};

export type Step = {
  readonly atMin: number;
  readonly who: Speaker;
  /** What is done, for who reads the story; unique, it makes the step's idempotency key. */
  readonly does: string;
  /** The problem by which the server is meant to refuse it; left out: it is taken. */
  readonly refusedBy?: string;
  /** The kind of message that such a step would have sent. */
  readonly sends?: Kind;
  readonly act: (stage: Stage) => Promise<unknown>;
};

/** Minutes from the first step to when the act has ended. */
export const ACT_MINUTES = 240;

/** In order of time; steps of one minute in the order written. */
export const STORY: readonly Step[] = [
  ...DESK_STEPS,
  ...RELIEF_STEPS,
  ...CONFLICT_STEPS,
  ...LINE_STEPS,
].toSorted((a, b) => a.atMin - b.atMin);

/**
 * SOUTH's machine does not answer the check that is asked on its line with NORTH in these minutes: as
 * checks are asked each hour, it is exactly one. It answers so many minutes after it was asked.
 */
export const OUTAGE = {
  side: "SOUTH",
  channelId: "NORTH:SOUTH:watch_desk",
  fromMin: 115,
  toMin: 175,
  answersAfterMin: 20,
} as const;
