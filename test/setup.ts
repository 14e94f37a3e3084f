/**
 * Loaded before each test file: types are stripped and code compiled once, not for every file anew; and
 * where WIDEBERTH_SEED is set, it is the seed of every random test.
 */

import { enableCompileCache } from "node:module";

enableCompileCache();

const { WIDEBERTH_SEED } = process.env;
if (WIDEBERTH_SEED !== undefined) {
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ seed: Number(WIDEBERTH_SEED) });
}
