/** One line on stderr that says how far a long job is; nothing for a short one or into a file. */

import type { CliIo } from "./io.ts";

export type Progress = {
  /** `done` of `total` at this stage. Cheap: may be called for every record. */
  readonly tell: (stage: string, done: number, total: number) => void;
  /** Wipes the line, before anything else is written. */
  readonly end: () => void;
};

const QUIET_MS = 2_000;
const EVERY_MS = 100;

export const makeProgress = (io: CliIo): Progress => {
  if (!io.isErrTerminal) return { tell: () => {}, end: () => {} };
  let nextMs = io.nowMs() + QUIET_MS;
  let isShown = false;
  return {
    tell: (stage, done, total) => {
      // A clock is read once in 64 calls; the work between is microseconds.
      if ((done & 63) !== 0 || io.nowMs() < nextMs) return;
      nextMs = io.nowMs() + EVERY_MS;
      isShown = true;
      io.err(`\r\u001b[K${stage} ${done} of ${total}`);
    },
    end: () => {
      if (isShown) io.err("\r\u001b[K");
      isShown = false;
    },
  };
};
