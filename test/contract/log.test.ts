import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryLog } from "../../src/log/memory.ts";
import { openSqliteLog } from "../../src/log/sqlite.ts";
import { logContract } from "./log-contract.ts";

logContract("memory", async () => {
  const log = createMemoryLog();
  return { log, dispose: () => log.close() };
});

logContract("sqlite", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wideberth-log-"));
  const log = await openSqliteLog(join(folder, "theatre.log"));
  const dispose = async (): Promise<void> => {
    await log.close();
    rmSync(folder, { recursive: true });
  };
  return { log, dispose };
});
