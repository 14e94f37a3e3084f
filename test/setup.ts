/**
 * Loaded before each test file: types are stripped and code compiled once, not for every file anew; and
 * where TEST_SEED is set, it is the seed of every random test.
 */

import { enableCompileCache } from "node:module";

enableCompileCache();

const { TEST_SEED } = process.env;
if (TEST_SEED !== undefined) {
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ seed: Number(TEST_SEED) });
}
