/** Where the acts are played: a theatre in memory that is thrown away, or the first start of a server's. */

import { generateKeyPairSync } from "node:crypto";
import { buildApi } from "../api/server.ts";
import { createMemoryLog } from "../log/memory.ts";
import { makeAuthenticate } from "../server/auth.ts";
import { openEngine } from "../server/engine.ts";
import type { Engine } from "../server/engine.ts";
import { makeOwnIssuer } from "../server/tokens.ts";
import { ACTS, minutesOf } from "./acts.ts";
import { playActs } from "./play.ts";
import type { PlayOptions, Stand } from "./play.ts";
import { makeStoryClock, storySources } from "./story-clock.ts";
import type { StoryClock } from "./story-clock.ts";

/** An API over an engine, for the story alone: its tokens are good nowhere else and for nothing later. */
const standOver = async (engine: Engine, clock: StoryClock): Promise<Stand> => {
  const issuer = makeOwnIssuer(generateKeyPairSync("ed25519").privateKey, clock);
  const app = await buildApi({
    engine,
    clock,
    authenticate: makeAuthenticate([issuer.issuer], clock),
    version: "example",
    log: null,
    settings: { ratePerMinute: null },
  });
  return { engine, app, clock, issuer };
};

/** Plays the acts in a theatre in memory: nothing is left behind, and the ids are the same each time. */
export const playInMemory = async (options: PlayOptions): Promise<void> => {
  const clock = makeStoryClock(() => options.startMs);
  const engine = await openEngine({ log: createMemoryLog(), sources: storySources(clock) });
  const stand = await standOver(engine, clock);
  try {
    await playActs(stand, options);
  } finally {
    await stand.app.close();
    await engine.stop();
  }
};

const MINUTE_MS = 60_000;
/** The last act has ended so long ago when the server begins; the last answers take three of them. */
const ENDED_BEFORE_MIN = 4;

/** When the story begins that is over shortly before `nowMs`, at a whole minute. */
export const storyStartMs = (nowMs: number): number =>
  Math.floor(nowMs / MINUTE_MS - ENDED_BEFORE_MIN - minutesOf(ACTS)) * MINUTE_MS;

/** Plays the acts into an empty theatre whose clock is `clock`; then the clock runs on by itself. */
export const fillExample = async (engine: Engine, clock: StoryClock): Promise<void> => {
  const startMs = storyStartMs(clock.nowMs());
  clock.setTo(startMs);
  const stand = await standOver(engine, clock);
  try {
    await playActs(stand, { startMs });
  } finally {
    await stand.app.close();
    clock.release();
  }
};
