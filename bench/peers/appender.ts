/**
 * The least that can answer a USS's writes durably: a bare HTTP server whose handler appends each body
 * to a log as the server's own is, in batches as they come, and answers with the same fields each time.
 * No token is verified, nothing is read of the body, nothing is decided.
 *
 *   node bench/peers/appender.ts DATA_DIR
 */

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openSqliteLog } from "../../src/log/sqlite.ts";
import { LOG_LIMITS } from "../../src/log/log.ts";
import type { Log } from "../../src/log/log.ts";
import { encodeFrame } from "../../src/record/frame.ts";
import { logPath } from "../../src/server/theatre-folder.ts";
import { urlOf } from "../server.ts";
import type { StartServer } from "../uss-theatre.ts";

/** In a process of its own. */
export const startAppender: StartServer = async (dataDir) => {
  const child = spawn(process.execPath, [import.meta.filename, dataDir], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  return { child, url: await urlOf(child) };
};

/** Everything that waits goes in one append. */
const makeAppend = (log: Log): ((bytes: Uint8Array) => Promise<void>) => {
  const waiting: { readonly bytes: Uint8Array; readonly done: () => void }[] = [];
  let isRunning = false;
  const run = async (): Promise<void> => {
    let head = await log.head();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, LOG_LIMITS.batchEntriesMax);
      head = await log.append(
        batch.map(({ bytes }) => bytes),
        head,
      );
      for (const { done } of batch) done();
    }
    isRunning = false;
  };
  return (bytes) =>
    new Promise((done) => {
      waiting.push({ bytes, done });
      if (isRunning) return;
      isRunning = true;
      void run();
    });
};

const ENVELOPE = Buffer.from(JSON.stringify({ kind: "appended" }));
const SALT = new Uint8Array(16);
const NONE = new Uint8Array(0);

const ANSWER = JSON.stringify({
  subscribers: [],
  operational_intent_reference: {
    ovn: "0p7an3s0ys6p8i0qjllub1nxwtax",
    subscription_id: "5ad4fe78-7d5c-4942-af67-b09b42381677",
  },
});

const serve = async (dataDir: string): Promise<void> => {
  const append = makeAppend(await openSqliteLog(logPath(dataDir)));
  const server = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const payload = Buffer.concat(chunks);
      const frame = encodeFrame({
        envelope: ENVELOPE,
        salt: SALT,
        signature: NONE,
        payload,
        survey: NONE,
      });
      void append(frame).then(() => {
        answer.writeHead(200, { "content-type": "application/json" }).end(ANSWER);
      });
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    process.stderr.write(`http://127.0.0.1:${port}\n`);
  });
};

if (import.meta.main) await serve(process.argv[2]!);
