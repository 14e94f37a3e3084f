/**
 * Bytes that an intent takes, in a fresh process each: heap and buffers after a full collection, and
 * what the operating system gives the process beyond what it gave it before.
 *
 *   node bench/uss-memory.ts COUNT own|none
 */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { applyEntry } from "../src/core/apply.ts";
import { makeState } from "../src/core/state.ts";
import { readEntry } from "../src/server/entry-codec.ts";
import { bytesHeld } from "./harness.ts";
import type { Report } from "./harness.ts";
import { DAY_START_MS } from "./notices.ts";
import { onlyIntents, ussNames } from "./uss-intents.ts";

type Measured = { readonly intents: number; readonly heldBytes: number; readonly rssBytes: number };

export const measureIntentMemory = async (
  report: Report,
  { live }: { readonly live: number },
): Promise<void> => {
  for (const subscription of ["none", "own"] as const) {
    const line = [import.meta.filename, String(live), subscription];
    const { stdout } = await promisify(execFile)(process.execPath, line);
    const { intents, heldBytes, rssBytes } = JSON.parse(stdout) as Measured;
    const about = {
      case: `memory, ${live} filed`,
      subject: subscription === "own" ? "with a subscription of its own" : "without a subscription",
    };
    const target = live >= 200_000 && subscription === "none" ? { atMost: 2_000 } : {};
    report.add({
      ...about,
      figure: "heap",
      value: heldBytes / intents,
      unit: "B/intent",
      ...target,
    });
    report.add({ ...about, figure: "RSS", value: rssBytes / intents, unit: "B/intent" });
    report.add({ ...about, figure: "live", value: intents, unit: "" });
  }
};

const measure = (count: number, isSubscribed: boolean): Measured => {
  const state = makeState();
  const frames = onlyIntents(count, { nowMs: DAY_START_MS, usses: ussNames(30), isSubscribed });
  applyEntry(state, readEntry(frames.next().value as Uint8Array));
  const before = { held: bytesHeld(), rss: process.memoryUsage.rss() };
  for (const frame of frames) applyEntry(state, readEntry(frame));
  return {
    heldBytes: bytesHeld() - before.held,
    rssBytes: process.memoryUsage.rss() - before.rss,
    intents: state.airspace.intents.size,
  };
};

if (import.meta.main) {
  const [count, subscription] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(measure(Number(count), subscription === "own")));
}
