/** Keeps the keys of sealed details in step with the state: what is over there is destroyed here. */

import type { Change } from "../core/changes.ts";
import { livingKeysOf } from "../core/movements/people.ts";
import type { State } from "../core/state.ts";
import { PERSONAL_KEY_LIMITS } from "./limits.ts";
import type { PersonalKeys } from "./personal-keys.ts";

export type KeyKeeper = {
  /** Of every entry that was applied. */
  readonly heed: (changes: readonly Change[]) => void;
  readonly stop: () => void;
};

/**
 * What was over while no server ran is destroyed by whoever opened the log, once all of it is verified.
 * A key that can't be destroyed is `onFailure`'s: the process should end, and tries again when it starts.
 */
export const keepKeys = (
  keys: PersonalKeys,
  state: State,
  onFailure: (error: unknown) => void,
): KeyKeeper => {
  const tryTo = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      onFailure(error);
    }
  };
  const sweep = (): void => tryTo(() => keys.sweep(livingKeysOf(state)));
  const timer = setInterval(sweep, PERSONAL_KEY_LIMITS.sweepEveryMs);
  timer.unref();
  return {
    heed: (changes) => {
      for (const change of changes) {
        if (change.kind === "people-key-over") tryTo(() => keys.destroy(change.keyHash));
      }
    },
    stop: () => clearInterval(timer),
  };
};
