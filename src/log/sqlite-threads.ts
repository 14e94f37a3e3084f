/** The threads that work on a log file, and what each can be asked. */

import type { Head } from "./log.ts";
import type { PackedBatch, PackedPage } from "./packed.ts";
import type { VerifyPlan } from "./sqlite-verify.ts";
import type { OpenPlan } from "./sqlite-writer.ts";
import type { VerifyReport } from "./verify-report.ts";
import { WorkerCaller } from "./worker-call.ts";

export type SeqRange = { readonly fromSeq: number; readonly toSeq: number };

export type WriterVerbs = {
  readonly open: readonly [OpenPlan, VerifyReport];
  readonly append: readonly [{ readonly batch: PackedBatch; readonly expected: Head }, Head];
  readonly close: readonly [null, null];
};
export type ReaderVerbs = {
  readonly page: readonly [SeqRange, PackedPage];
  readonly leaves: readonly [SeqRange, Uint8Array];
  readonly close: readonly [null, null];
};
export type VerifierVerbs = { readonly verify: readonly [VerifyPlan, VerifyReport] };

export type Role = "writer" | "reader" | "verifier";
export type RoleData = { readonly role: Role; readonly path: string };

export const startWriter = (path: string): WorkerCaller<WriterVerbs> => start("writer", path);

export const startReader = (path: string): WorkerCaller<ReaderVerbs> => start("reader", path);

export const startVerifier = (path: string): WorkerCaller<VerifierVerbs> => start("verifier", path);

const start = <V extends WriterVerbs | ReaderVerbs | VerifierVerbs>(
  role: Role,
  path: string,
): WorkerCaller<V> => new WorkerCaller<V>(workerUrl(), { role, path } satisfies RoleData);

// Run from source the neighbour is .ts, built it is .js; tsc rewrites imports but not this name.
const workerUrl = (): URL =>
  new URL(`./sqlite-worker.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
