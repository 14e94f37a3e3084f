/** Files that an act reads whole. */

import { readFile } from "node:fs/promises";
import { UsageError } from "../flags.ts";

/** Throws UsageError that names the file. */
export const readFileBytes = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read: ${why}`);
  }
};

export const readFileText = async (file: string): Promise<string> =>
  new TextDecoder().decode(await readFileBytes(file));
