/**
 * The package as npm would publish it, installed elsewhere: the command, the client's types and code,
 * and a server that starts from what was built. `npm run test:package`; it takes the registry.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { withFolder } from "../e2e/server-process.ts";

const ROOT = join(import.meta.dirname, "..", "..");

const run = (folder: string, command: string, args: readonly string[]): string =>
  execFileSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });

const FEATURES = {
  type: "FeatureCollection",
  features: ["a", "b"].map((id) => ({
    type: "Feature",
    properties: { id, radiusM: 500, category: "uas_flight" },
    geometry: { type: "Point", coordinates: [40, 35] },
  })),
};

test(
  "the packed package installs, checks files, serves, and its client is typed",
  { timeout: 300_000 },
  () =>
    withFolder(async (folder) => {
      run(ROOT, "npm", ["pack", "--silent", "--pack-destination", folder]);
      const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
      assert.ok(tarball);
      writeFileSync(
        join(folder, "package.json"),
        JSON.stringify({ name: "consumer", type: "module", private: true }),
      );
      run(folder, "npm", ["install", "--no-audit", "--no-fund", "--silent", tarball]);
      const bin = join(folder, "node_modules", "wideberth", "bin", "wideberth");

      assert.match(run(folder, process.execPath, [bin, "--version"]), /^\d+\.\d+\.\d+\n$/);
      writeFileSync(join(folder, "two.geojson"), JSON.stringify(FEATURES));
      const args = [bin, "check", "two.geojson", "--json", "--html", "page.html"];
      const checked = spawn(process.execPath, args, { cwd: folder });
      assert.deepEqual(
        (await once(checked, "exit"))[0],
        1,
        "two circles in one place are a conflict",
      );

      writeFileSync(
        join(folder, "use.ts"),
        'import { createClient } from "wideberth/client";\n' +
          'const client = createClient({ baseUrl: "http://127.0.0.1:1", token: "t" });\n' +
          "export const id = async (): Promise<string> => (await client.conflict('x')).id;\n",
      );
      const tsc = join(ROOT, "node_modules", ".bin", "tsc");
      run(folder, tsc, [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--module",
        "nodenext",
        "--target",
        "es2024",
        "--types",
        "",
        "use.ts",
      ]);
      const code = 'import("wideberth/client").then((m) => console.log(typeof m.createClient))';
      assert.equal(run(folder, process.execPath, ["-e", code]), "function\n");

      const server = spawn(
        process.execPath,
        [bin, "serve", "--example", "--port", "0", "--data-dir", "data"],
        { cwd: folder },
      );
      let said = "";
      for await (const chunk of server.stderr) {
        said += String(chunk);
        if (said.includes("Try:")) break;
      }
      assert.match(said, /wideberth \S+ on http/);
      server.kill("SIGTERM");
      assert.equal((await once(server, "exit"))[0], 0);
    }),
);
