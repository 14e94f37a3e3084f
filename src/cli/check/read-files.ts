/** From names on the command line to records; what can't be read is a skip with its reason. */

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { LIMITS } from "../../formats/limits.ts";
import { readNotices } from "../../formats/read-notices.ts";
import type { NoticeRecord, Reading, SkippedRecord } from "../../formats/reading.ts";
import type { CliIo } from "../io.ts";
import type { Progress } from "../progress.ts";

/** File names as given. `-` is the standard input. */
export type ReadRequest = {
  readonly files: readonly string[];
  readonly atMs: number;
  /** What the standard input holds, as the end of a file name: `geojson`, `kml`, `csv` … */
  readonly stdinFormat: string | null;
};

export const STDIN = "-";

/** The readings of all files, in the order given. */
export const readFiles = async (
  { files, atMs, stdinFormat }: ReadRequest,
  io: CliIo,
  progress: Progress,
): Promise<Reading> => {
  const records: NoticeRecord[] = [];
  const skipped: SkippedRecord[] = [];
  for (const [i, file] of files.entries()) {
    progress.tell("reading", i, files.length);
    const name = file === STDIN ? stdinName(stdinFormat) : file;
    const reading = await readOne(file, name, { atMs, io });
    for (const record of reading.records) records.push(record);
    for (const skip of reading.skipped) skipped.push(skip);
  }
  return { records, skipped };
};

/** The names without those that mean a file already named, and those. */
export const splitRepeated = (
  files: readonly string[],
  known: readonly string[] = [],
): { kept: string[]; repeated: string[] } => {
  const seen = new Set(known.map(placeOf));
  const [kept, repeated]: [string[], string[]] = [[], []];
  for (const file of files) {
    (seen.has(placeOf(file)) ? repeated : kept).push(file);
    seen.add(placeOf(file));
  }
  return { kept, repeated };
};

const placeOf = (file: string): string => (file === STDIN ? STDIN : resolve(file));

const stdinName = (format: string | null): string =>
  format === null ? "stdin" : `stdin.${format}`;

const readOne = async (
  file: string,
  name: string,
  { atMs, io }: { atMs: number; io: CliIo },
): Promise<Reading> => {
  const refuse = (reason: string): Reading => ({
    records: [],
    skipped: [{ file: name, at: "file", reason }],
  });
  try {
    if (file !== STDIN && (await stat(file)).isDirectory()) {
      return refuse("is a directory: name the files in it");
    }
    const bytes = await readWhole(file === STDIN ? io.stdin() : createReadStream(file));
    if (!bytes) return refuse(`over ${LIMITS.fileBytesMax} bytes: split the file`);
    return readNotices({ file: name, bytes, atMs });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return refuse(reasonOf(file, error));
  }
};

/** All bytes, or null past the limit of one file: a pipe may never end. */
const readWhole = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | null> => {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > LIMITS.fileBytesMax) return null;
    kept.push(chunk);
  }
  return Buffer.concat(kept);
};

type SystemError = Error & { readonly code: string };

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && "syscall" in error && "code" in error;

const reasonOf = (file: string, { code, message }: SystemError): string => {
  if (code !== "ENOENT") return `cannot be read (${message}): see its rights, or name another`;
  if (/[*?[{]/.test(file))
    return "no file has this name, and the shell found none for the pattern: correct the pattern";
  return "no such file: correct the name";
};
