/** `wideberth import`: files the notices of files with a running server, through its API. */

import { createHash } from "node:crypto";
import { ProblemError } from "../api/native/client.ts";
import type { Client } from "../api/native/client.ts";
import { encodeVolume } from "../api/native/volume.ts";
import { isCategory } from "../core/operations/category.ts";
import type { Category } from "../core/operations/category.ts";
import type { NoticeRecord, SkippedRecord } from "../formats/reading.ts";
import { readFiles } from "./check/read-files.ts";
import { flagText, hasFlag, parseFlags, UsageError } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { makeProgress } from "./progress.ts";
import { connect, CONNECTION_FLAGS, CONNECTION_USAGE } from "./remote/connection.ts";
import { printable } from "./terminal-text.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth import FILE… [--at ISO] [--category C] [flags]

Files a New notice for each record of the files, as the party of the token. A record imported again
is not filed twice: its idempotency key is made from its id and its content.

  --at ISO           what relative times in a file start from (default: now)
  --category C       for records that name none
  --key-file FILE    an Ed25519 key of the party, PEM: each command is signed with it

${CONNECTION_USAGE}
Exit 0: all filed, none in conflict. Exit 1: all filed, some in conflict. Exit 2: some were not filed.

Examples:
  export WIDEBERTH_TOKEN=$(wideberth token --party NORTH)
  wideberth import patrols.geojson --category ground_patrol
`;

/** What became of one record. */
type Told =
  | { readonly record: NoticeRecord; readonly operationId: string; readonly conflictCount: number }
  | { readonly record: NoticeRecord; readonly reason: string };

const run: Verb["run"] = async (argv, io) => {
  const text = { type: "string" } as const;
  const flags = parseFlags(argv, {
    ...CONNECTION_FLAGS,
    "key-file": text,
    at: text,
    category: text,
  });
  if (flags.files.length === 0) throw new UsageError("no files: wideberth import notices.geojson");
  const category = flagText(flags, "category");
  if (category !== null && !isCategory(category))
    throw new UsageError(`--category ${category} is not known`);
  const at = flagText(flags, "at");
  const atMs = at === null ? io.nowMs() : Date.parse(at);
  if (Number.isNaN(atMs))
    throw new UsageError(`--at ${at} is not a time: write it as 2026-11-23T06:00:00Z`);
  const { client, party: findParty } = connect(flags, io);
  const party = (await findParty()) ?? "no party";
  const { records, skipped } = await readFiles(
    { files: flags.files, atMs, stdinFormat: null },
    io,
    makeProgress(io),
  );
  const told = await fileAll(client, records, { category, party, io });
  const isJson = hasFlag(flags, "json");
  for (const one of told)
    io.out(isJson ? `${JSON.stringify(inJson(one))}\n` : `${printable(lineOf(one))}\n`);
  for (const one of skipped)
    io.err(`${printable(`not read: ${one.file}, ${one.at}: ${one.reason}`)}\n`);
  return exitOf(told, skipped);
};

/** How many are under way at once: the server groups what arrives together. */
const UNDER_WAY_MAX = 16;

const fileAll = async (
  client: Client,
  records: readonly NoticeRecord[],
  about: { readonly category: Category | null; readonly party: string; readonly io: CliIo },
): Promise<Told[]> => {
  const progress = makeProgress(about.io);
  const told: Told[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < records.length; i = next++) {
      progress.tell("filing", i & ~63, records.length);
      told[i] = await fileOne(client, records[i]!, about);
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY_MAX }, work));
  progress.end();
  return told;
};

const fileOne = async (
  client: Client,
  record: NoticeRecord,
  about: { readonly category: Category | null; readonly party: string },
): Promise<Told> => {
  if (record.party !== null && record.party !== about.party) {
    return {
      record,
      reason: `it is a notice of ${record.party}, and the token speaks for ${about.party}`,
    };
  }
  const category = record.category ?? about.category;
  if (category === null) return { record, reason: "it names no category: give --category" };
  const request = {
    category,
    ...(record.moverClass ? { moverClass: record.moverClass } : {}),
    ...(record.name ? { name: record.name } : {}),
    volumes: record.volumes.map(encodeVolume),
  };
  const key = createHash("sha256")
    .update(JSON.stringify([record.id, request]))
    .digest("hex");
  try {
    const receipt = await client.fileOperation(request, { key });
    return { record, operationId: receipt.operationId, conflictCount: receipt.conflictIds.length };
  } catch (error) {
    if (error instanceof ProblemError) return { record, reason: error.message };
    throw new UsageError(
      `the server can't be reached: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const inJson = (told: Told) => {
  const { record, ...rest } = told;
  return { file: record.file, at: record.at, id: record.id, ...rest };
};

const lineOf = (told: Told): string => {
  const from = `${told.record.file}, ${told.record.id}`;
  if ("reason" in told) return `not filed: ${from}: ${told.reason}`;
  const conflicts =
    told.conflictCount === 0 ? "no conflict told" : `${told.conflictCount} in conflict`;
  return `${told.operationId}  ${conflicts}  (${from})`;
};

const exitOf = (told: readonly Told[], skipped: readonly SkippedRecord[]): number => {
  if (skipped.length > 0 || told.some((one) => "reason" in one)) return EXIT.badInput;
  return told.some((one) => "conflictCount" in one && one.conflictCount > 0)
    ? EXIT.found
    : EXIT.none;
};

export const importFiles: Verb = {
  summary: "file the notices of files with a server",
  usage: USAGE,
  run,
};
