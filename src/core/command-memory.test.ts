import assert from "node:assert/strict";
import test from "node:test";
import { CommandMemory } from "./command-memory.ts";
import { LIMITS } from "./limits.ts";

const MINUTE_MS = 60_000;
const DAY_MS = LIMITS.commandMemoryMs;
const saidAt = (atMs: number) => ({ seq: 1, atMs, fingerprint: 7, outcome: "{}" });

test("a command is forgotten in the minute after its time is over, not before", () => {
  const memory = new CommandMemory();
  memory.remember("NORTH", "a", saidAt(MINUTE_MS));
  memory.remember("NORTH", "b", saidAt(MINUTE_MS + 1));
  memory.remember("SOUTH", "a", saidAt(3 * MINUTE_MS));
  const known = (): string[] => memory.list().map((row) => `${row.party} ${row.commandId}`);
  for (const [laterMs, left] of [
    [DAY_MS + MINUTE_MS - 1, ["NORTH a", "NORTH b", "SOUTH a"]],
    [DAY_MS + MINUTE_MS, ["NORTH b", "SOUTH a"]],
    [DAY_MS + 2 * MINUTE_MS - 1, ["NORTH b", "SOUTH a"]],
    [DAY_MS + 2 * MINUTE_MS, ["SOUTH a"]],
    [DAY_MS + 3 * MINUTE_MS, []],
  ] as const) {
    memory.forget(laterMs);
    assert.deepEqual(known(), left, `${laterMs} ms`);
    assert.equal(memory.size, left.length);
  }
});

test("what is read back forgets at the same moments, whenever it was written", () => {
  const commands = Array.from({ length: 50 }, (_, i) => saidAt(i * 13_000));
  const memory = new CommandMemory();
  for (const [i, command] of commands.entries()) memory.remember(`P${i % 3}`, `${i}`, command);
  for (let atMs = DAY_MS; memory.size > 0; atMs += 17_000) {
    const again = new CommandMemory();
    for (const { party, commandId, ...command } of memory.list()) {
      again.remember(party, commandId, command);
    }
    memory.forget(atMs);
    again.forget(atMs);
    assert.deepEqual(again.list(), memory.list(), `${atMs} ms`);
  }
});
