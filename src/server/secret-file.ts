/** Secrets in files of the data folder: made once, whole or not at all, for their owner's eyes alone. */

import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** A secret is open to others, missing or none: the message names the file and the remedy, never its content. */
export class SecretFileError extends Error {
  override readonly name = "SecretFileError";
}

/** The text at `path`; `make`'s when there is none, which is then written. Throws SecretFileError. */
export const openSecretFile = (path: string, make: () => string): string =>
  readSecretFile(path) ?? writeSecretFile(path, make());

/** Null when there is none. Throws SecretFileError when other users may read it. */
export const readSecretFile = (path: string): string | null => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  // Windows has no such mode.
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new SecretFileError(`${path} may be read by other users: set its mode to 600`);
  }
  return text;
};

/** Of two that write at once one makes the file, the other reads it. */
const writeSecretFile = (path: string, text: string): string => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.${randomUUID()}`;
  const file = openSync(partial, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
    linkSync(partial, path);
    return text;
  } catch (error) {
    const made = (error as NodeJS.ErrnoException).code === "EEXIST" ? readSecretFile(path) : null;
    if (made !== null) return made;
    throw error;
  } finally {
    closeSync(file);
    rmSync(partial);
  }
};
