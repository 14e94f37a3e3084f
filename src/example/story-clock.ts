/** A clock that the player sets while the act is played, and that otherwise runs by itself. */

import type { Sources } from "../server/sequencer.ts";

export type StoryClock = {
  readonly nowMs: () => number;
  /** It is story time from now on, and goes on to here; never back. */
  readonly setTo: (ms: number) => void;
  /** It runs by itself again. */
  readonly release: () => void;
};

/** Runs as `runsMs` does until the story takes it. */
export const makeStoryClock = (runsMs: () => number): StoryClock => {
  let storyMs: number | null = null;
  return {
    nowMs: () => storyMs ?? runsMs(),
    setTo: (ms) => {
      storyMs = Math.max(storyMs ?? ms, ms);
    },
    release: () => {
      storyMs = null;
    },
  };
};

/**
 * Salts that are the same each time the act is played, so that its ids are too. For a theatre that is
 * thrown away alone: a salt that can be guessed hides nothing.
 */
export const storySources = ({ nowMs }: StoryClock): Sources => {
  let drawn = 0;
  return {
    nowMs,
    drawSalt: () => {
      const salt = new Uint8Array(16);
      new DataView(salt.buffer).setUint32(12, ++drawn);
      return salt;
    },
  };
};
