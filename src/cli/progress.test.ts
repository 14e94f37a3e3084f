import assert from "node:assert/strict";
import { test } from "node:test";
import type { CliIo } from "./io.ts";
import { makeProgress } from "./progress.ts";

const ioAt = (isErrTerminal: boolean) => {
  const written: string[] = [];
  const clock = { ms: 0 };
  const io: CliIo = {
    out: () => {},
    err: (text) => void written.push(text),
    isOutTerminal: false,
    isErrTerminal,
    env: {},
    stdin: async function* () {},
    nowMs: () => clock.ms,
  };
  return { written, clock, progress: makeProgress(io) };
};

test("a short job says nothing, a long one how far it is, and the line is wiped", () => {
  const { written, clock, progress } = ioAt(true);
  progress.tell("comparing", 0, 200);
  progress.end();
  assert.deepEqual(written, []);
  clock.ms = 2_001;
  progress.tell("comparing", 64, 200);
  progress.tell("comparing", 128, 200);
  progress.end();
  assert.deepEqual(written, ["\r\u001b[Kcomparing 64 of 200", "\r\u001b[K"]);
});

test("into a file nothing is said however long it takes", () => {
  const { written, clock, progress } = ioAt(false);
  clock.ms = 60_000;
  progress.tell("comparing", 64, 200);
  progress.end();
  assert.deepEqual(written, []);
});
