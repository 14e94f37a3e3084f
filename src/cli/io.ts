/** The world as a verb sees it. Handed in, so that a test can be the terminal. */

export type CliIo = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly nowMs: () => number;
};

/** The process itself. What is written may still be on its way: set `process.exitCode`, never exit. */
export const processIo = (): CliIo => {
  // A reader that has seen enough (`| head`) closes the pipe; that is no fault of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isOutTerminal: process.stdout.isTTY,
    isErrTerminal: process.stderr.isTTY,
    env: process.env,
    stdin: () => process.stdin,
    nowMs: () => Date.now(),
  };
};
