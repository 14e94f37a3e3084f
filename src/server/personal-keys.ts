/**
 * The keys of sealed personal details, outside the log: one small file each, in a folder that no
 * snapshot and no backup touches. Destroying one makes every copy of its ciphertext unreadable.
 */

import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { PERSONAL_KEY_LIMITS as LIMITS } from "./limits.ts";

export type PersonalKeys = {
  /** A new key, on disk before this returns. */
  readonly make: () => { readonly key: Buffer; readonly keyHash: string };
  /** Null: there is none, or none any more. */
  readonly read: (keyHash: string) => Buffer | null;
  /** Nothing of it is left on the disk. That there is none is fine. */
  readonly destroy: (keyHash: string) => void;
  /** Destroys what is not living, but for what was made of late: it may be about to be used. */
  readonly sweep: (living: ReadonlySet<string>) => void;
};

export type KeyClock = { readonly nowMs: () => number };

export const hashKey = (key: Uint8Array): string => createHash("sha256").update(key).digest("hex");

const KEY_BYTES = 32;
const TIME_BYTES = 8;
const isKeyHash = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** Throws as the file system does. */
export const openPersonalKeys = (folder: string, { nowMs }: KeyClock): PersonalKeys => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (keyHash: string): string | null =>
    isKeyHash(keyHash) ? join(folder, keyHash) : null;
  const destroy = (keyHash: string): void => {
    const path = pathOf(keyHash);
    if (path !== null && overwrite(path)) {
      rmSync(path);
      syncFolder(folder);
    }
  };
  return {
    make: () => {
      const key = randomBytes(KEY_BYTES);
      const keyHash = hashKey(key);
      write(join(folder, keyHash), Buffer.concat([key, timeBytes(nowMs())]));
      syncFolder(folder);
      return { key, keyHash };
    },
    read: (keyHash) => readFileOf(pathOf(keyHash))?.subarray(0, KEY_BYTES) ?? null,
    destroy,
    sweep: (living) => {
      const names = readdirSync(folder).filter((name) => isKeyHash(name) && !living.has(name));
      for (const name of names) {
        const madeMs = madeAt(readFileOf(join(folder, name)));
        if (nowMs() - madeMs >= LIMITS.unusedKeyKeptMs) destroy(name);
      }
    },
  };
};

/** For a server whose log is in memory too. */
export const makeKeysInMemory = (): PersonalKeys => {
  const keys = new Map<string, Buffer>();
  return {
    make: () => {
      const key = randomBytes(KEY_BYTES);
      const keyHash = hashKey(key);
      keys.set(keyHash, key);
      return { key, keyHash };
    },
    read: (keyHash) => keys.get(keyHash) ?? null,
    destroy: (keyHash) => {
      keys.get(keyHash)?.fill(0);
      keys.delete(keyHash);
    },
    sweep: () => {},
  };
};

const timeBytes = (atMs: number): Buffer => {
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeDoubleBE(atMs);
  return bytes;
};

/** A file that was cut short by a crash was never used: it is as old as can be. */
const madeAt = (bytes: Buffer | null): number =>
  bytes?.length === KEY_BYTES + TIME_BYTES ? bytes.readDoubleBE(KEY_BYTES) : 0;

const readFileOf = (path: string | null): Buffer | null => {
  if (path === null) return null;
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};

const write = (path: string, bytes: Buffer): void => {
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** With chance, in place, on disk before it returns. False: there is no such file. */
const overwrite = (path: string): boolean => {
  let file: number;
  try {
    file = openSync(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    writeSync(file, randomBytes(size), 0, size, 0);
    fsyncSync(file);
    return true;
  } finally {
    closeSync(file);
  }
};

/** Windows has no such thing as a folder that is opened. */
const syncFolder = (folder: string): void => {
  if (process.platform === "win32") return;
  const file = openSync(folder, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
