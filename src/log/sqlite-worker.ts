/** The entry of a log thread: the writer, a reader or a verifier, as it was started. */

import assert from "node:assert/strict";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { memoryOf } from "./packed.ts";
import { ioError } from "./sqlite-file.ts";
import { SqliteReader } from "./sqlite-reader.ts";
import type { ReaderVerbs, RoleData, VerifierVerbs, WriterVerbs } from "./sqlite-threads.ts";
import { verifyFile } from "./sqlite-verify.ts";
import { SqliteWriter } from "./sqlite-writer.ts";
import { answerCalls } from "./worker-call.ts";

const beWriter = (path: string, port: MessagePort): void => {
  let writer: SqliteWriter | null = null;
  answerCalls<WriterVerbs>(port, {
    open: (plan) => {
      writer = new SqliteWriter(path, plan);
      return { value: writer.report };
    },
    append: ({ batch, expected }) => {
      assert(writer !== null, "a log is opened before it is appended to");
      return { value: writer.append(batch, expected) };
    },
    close: () => {
      writer?.close();
      return { value: null };
    },
  });
};

const beReader = (path: string, port: MessagePort): void => {
  let opened: SqliteReader | null = null;
  const reader = (): SqliteReader => (opened ??= new SqliteReader(path));
  answerCalls<ReaderVerbs>(port, {
    page: ({ fromSeq, toSeq }) => {
      const page = reader().page(fromSeq, toSeq);
      return { value: page, transfer: memoryOf(page) };
    },
    leaves: ({ fromSeq, toSeq }) => {
      const leaves = reader().leaves(fromSeq, toSeq);
      return { value: leaves, transfer: [leaves.buffer] };
    },
    close: () => {
      opened?.close();
      return { value: null };
    },
  });
};

const beVerifier = (path: string, port: MessagePort): void => {
  answerCalls<VerifierVerbs>(port, {
    verify: (plan) => {
      try {
        return { value: verifyFile(path, plan).report };
      } catch (cause) {
        throw ioError(`can't verify ${path}`, cause);
      }
    },
  });
};

const ROLES = { writer: beWriter, reader: beReader, verifier: beVerifier };

assert(parentPort !== null, "this file runs as a worker thread");
// The only sender is sqlite-threads.ts, which types what it sends.
const { role, path } = workerData as RoleData;
ROLES[role](path, parentPort);
