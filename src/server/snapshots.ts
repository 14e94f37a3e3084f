/**
 * Snapshots: the state after some entry, as a file. They only shorten a replay and may be thrown
 * away; one that can't be read, or that does not fit the log, is passed over.
 *
 *   wideberth-snapshot\n | header JSON\n | body (structured clone of a StateDump, its long lists as columns)
 */

import { createHash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { CommandRow } from "../core/command-memory.ts";
import { DUMP_VERSION, dumpState, loadState } from "../core/dump.ts";
import type { LoadableDump, OperationRow, StateDump } from "../core/dump.ts";
import type { Due } from "../core/due-queue.ts";
import { RULES_VERSION } from "../core/entry.ts";
import type { State } from "../core/state.ts";
import type { Head } from "../log/log.ts";
import { encodeTable, rowsOf } from "./columns.ts";
import type { Table } from "./columns.ts";
import { SNAPSHOT_LIMITS } from "./limits.ts";

const MAGIC = "wideberth-snapshot\n";
/** What is being written, or was when the process ended. */
const PARTIAL = ".partial";
const NAME = /^snapshot-(\d{12})\.bin$/;

type Header = {
  readonly dumpVersion: number;
  readonly rulesVersion: number;
  readonly seq: number;
  /** Root of the log at `seq`: a snapshot of another log, or of a rewritten one, does not fit. */
  readonly rootHash: string;
  readonly bodySha256: string;
};

/** Writes the state as it stands after `head`; whole or not at all. Returns the file's path. */
export const saveSnapshot = (folder: string, state: State, head: Head): string => {
  if (state.seq !== head.seq) throw new Error(`bug: state at ${state.seq}, head at ${head.seq}`);
  mkdirSync(folder, { recursive: true });
  const body = serialize(encodeDump(dumpState(state)));
  const header: Header = {
    dumpVersion: DUMP_VERSION,
    rulesVersion: RULES_VERSION,
    seq: head.seq,
    rootHash: Buffer.from(head.rootHash).toString("hex"),
    bodySha256: sha256(body),
  };
  const path = join(folder, `snapshot-${String(head.seq).padStart(12, "0")}.bin`);
  writeWhole(path, [Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`), body]);
  for (const torn of readdirSync(folder)) if (torn.endsWith(PARTIAL)) rmSync(join(folder, torn));
  for (const old of listSnapshots(folder).slice(SNAPSHOT_LIMITS.keptCount))
    rmSync(join(folder, old));
  return path;
};

/** A snapshot by its header; the state itself is read when it is asked for. */
export type StoredSnapshot = {
  readonly file: string;
  /** The log it was made of must contain this. */
  readonly head: Head;
  /** Throws when the body is damaged. */
  readonly load: () => State;
};

/**
 * Snapshots that this release can read, newest first. `onPassedOver` hears of each other one, and
 * why.
 */
export const findSnapshots = (
  folder: string,
  onPassedOver: (file: string, reason: string) => void,
): StoredSnapshot[] =>
  listSnapshots(folder).flatMap((file) => {
    try {
      return [readHeader(folder, file)];
    } catch (error) {
      onPassedOver(file, error instanceof Error ? error.message : String(error));
      return [];
    }
  });

const listSnapshots = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort()
      .reverse();
  } catch {
    return []; // no folder yet: no snapshots
  }
};

/** The header is the second line, far shorter than this. */
const HEADER_BYTES_MAX = 4096;

const readHeader = (folder: string, file: string): StoredSnapshot => {
  const path = join(folder, file);
  const start = readStart(path);
  if (start.toString("latin1", 0, MAGIC.length) !== MAGIC) throw new Error("not a snapshot");
  const headerEnd = start.indexOf(10, MAGIC.length);
  const header = JSON.parse(start.toString("utf8", MAGIC.length, headerEnd)) as Header;
  if (header.dumpVersion !== DUMP_VERSION || header.rulesVersion !== RULES_VERSION) {
    throw new Error("written by another version");
  }
  const rootHash = new Uint8Array(Buffer.from(header.rootHash, "hex"));
  return {
    file,
    head: { seq: header.seq, rootHash },
    load: () => {
      const body = readFileSync(path).subarray(headerEnd + 1);
      if (sha256(body) !== header.bodySha256) throw new Error("damaged: its hash does not fit");
      return loadState(decodeDump(deserialize(body) as EncodedDump));
    },
  };
};

const readStart = (path: string): Buffer => {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(HEADER_BYTES_MAX);
    return start.subarray(0, readSync(file, start));
  } finally {
    closeSync(file);
  }
};

/** The long lists as columns, the rest as it is. */
type EncodedDump = Omit<StateDump, "operations" | "commands" | "due"> & {
  readonly operations: Table;
  readonly commands: Table;
  readonly due: Table;
};

const encodeDump = (dump: StateDump): EncodedDump => ({
  ...dump,
  operations: encodeTable(dump.operations),
  commands: encodeTable(dump.commands),
  due: encodeTable(dump.due),
});

const decodeDump = (encoded: EncodedDump): LoadableDump => ({
  ...encoded,
  operations: rowsOf<OperationRow>(encoded.operations),
  commands: rowsOf<CommandRow>(encoded.commands),
  due: rowsOf<Due>(encoded.due),
});

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const writeWhole = (path: string, parts: readonly Uint8Array[]): void => {
  const partial = path + PARTIAL;
  const file = openSync(partial, "w", 0o600);
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length;) at += writeSync(file, part, at);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
};
