/** Loaded before each test file: types are stripped and code compiled once, not for every file anew. */

import { enableCompileCache } from "node:module";

enableCompileCache();
