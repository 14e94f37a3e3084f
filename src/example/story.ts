/**
 * The story, as data: acts, and in each who says what, minutes after the act begins. Each step is said by
 * the client of the public API, as anyone would say it; what a step learns and a later one needs is kept
 * in `kept`, from act to act.
 */

import type { Client } from "../api/native/client.ts";
import type { Kind } from "../core/line/kinds.ts";
import type { Opened } from "../tell/opened.ts";
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
  /** Says that the speaker has opened what another shows, as much of it as is shown. */
  readonly opens: (opened: Opened) => void;
};

export type Step = {
  /** Before 0: in the days before the act, which no transcript tells. */
  readonly atMin: number;
  readonly who: Speaker;
  /** What is done, for who reads the story; unique in its act, it makes the step's idempotency key. */
  readonly does: string;
  /** The problem by which the server is meant to refuse it; left out: it is taken. */
  readonly refusedBy?: string;
  /** The kind of message that such a step would have sent. */
  readonly sends?: Kind;
  readonly act: (stage: Stage) => Promise<unknown>;
};

export type Act = {
  readonly number: 1 | 2;
  /** From the beginning of the story to that of the act. */
  readonly fromMinutes: number;
  /** From the beginning of the act to when it has ended. */
  readonly minutes: number;
  /** In order of time; steps of one minute in the order written. */
  readonly steps: readonly Step[];
};

/** What many scenes say at their times, as one act says it. */
export const inOrder = (...scenes: readonly (readonly Step[])[]): readonly Step[] =>
  scenes.flat().toSorted((a, b) => a.atMin - b.atMin);
