import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../core/commands.ts";
import { TestLine } from "../core/line/test-line.ts";
import { createMemoryLog } from "../log/memory.ts";
import { systemSources } from "./engine.ts";
import { Sequencer } from "./sequencer.ts";
import { makeState } from "../core/state.ts";

test("flash, distress and acknowledgements are written before what was queued ahead of them", async () => {
  const log = createMemoryLog();
  const head = await log.head();
  const events = { onApplied: () => {}, onFailure: (error: unknown) => assert.fail(String(error)) };
  const sequencer = new Sequencer(log, { state: makeState(), head }, systemSources(), events);
  const line = new TestLine();
  const routine: Command = { kind: "take-channel", channelId: "x" };
  const commands: readonly (readonly [string, Command])[] = [
    ["routine 1", routine],
    ["routine 2", routine],
    ["warning", line.command("hazard_warning")],
    ["routine message", line.command("watch_change")],
    ["site", line.command("site_notice")],
    ["distress", line.command("distress")],
  ];
  const order: string[] = [];
  const done = commands.map(async ([name, command], i) => {
    const survey = command.kind === "send-message" ? { hash: "0".repeat(64) } : {};
    const origin = { party: "NORTH", key: null };
    const submission = { origin, commandId: `c${i}`, command, by: null, survey };
    const { seq } = await sequencer.submit(submission);
    order[seq] = name;
  });
  await Promise.all(done);
  assert.deepEqual(order.filter(Boolean), [
    "warning",
    "site",
    "distress",
    "routine 1",
    "routine 2",
    "routine message",
  ]);
  await sequencer.stop();
});
