import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { startServer, withFolder } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

test(
  "a test that fails leaves neither its server nor its folder",
  { timeout: 60_000 },
  async () => {
    let left: { readonly server: ServerProcess; readonly folder: string } | null = null;
    const failing = withFolder(async (folder) => {
      left = { server: await startServer(folder), folder };
      throw new Error("as a failed assertion does");
    });
    await assert.rejects(failing, /as a failed assertion does/);
    const { server, folder } = left!;
    assert.equal(server.child.signalCode, "SIGKILL");
    assert.equal(existsSync(folder), false);
  },
);
