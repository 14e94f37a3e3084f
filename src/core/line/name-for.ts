/** Whose names a reader is told: those of its own party's officers. */

import type { Reader } from "../operations/view.ts";

/** `by`, or null to every party but the officer's own. */
export const nameFor = (reader: Reader, party: string, by: string | null): string | null =>
  reader.kind === "party" && reader.party === party ? by : null;
