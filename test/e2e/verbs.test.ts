/** The verbs that need a server or its folder, as a new user runs them. */

import assert from "node:assert/strict";
import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { issuerKeyPath } from "../../src/server/tokens.ts";
import { runWideberth, startServer, withFolder } from "./server-process.ts";

const TIMEOUT = { timeout: 120_000 };

/** Two circles in one place, an hour from tomorrow on; the second names another party. */
const FEATURES = {
  type: "FeatureCollection",
  features: [
    { id: "a", party: "NORTH" },
    { id: "b", party: "SOUTH" },
    { id: "c", party: "NORTH" },
  ].map(({ id, party }) => ({
    type: "Feature",
    properties: {
      id,
      party,
      radiusM: 500,
      start: new Date(Date.now() + 86_400_000).toISOString(),
      end: new Date(Date.now() + 90_000_000).toISOString(),
    },
    geometry: { type: "Point", coordinates: [39.5, 34.9] },
  })),
};

test("a token opens the API for its party, and import files what is the party's own", TIMEOUT, () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const server = await startServer(dataDir);
    const printed = await runWideberth(["token", "--party", "NORTH", "--data-dir", dataDir]);
    assert.equal(printed.code, 0, printed.err);
    const token = printed.out.trim();
    const theatre = await fetch(`${server.url}/v1/theatre`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(theatre.status, 200);

    const file = join(folder, "notices.geojson");
    writeFileSync(file, JSON.stringify(FEATURES));
    const tokenFile = join(folder, "north.token");
    writeFileSync(tokenFile, token, { mode: 0o600 });
    const argv = ["import", file, "--url", server.url, "--token-file", tokenFile];
    const unnamed = await runWideberth(argv);
    assert.equal(unnamed.code, 2);
    assert.match(unnamed.out, /names no category: give --category/);
    const imported = await runWideberth([...argv, "--category", "ground_patrol"]);
    assert.equal(imported.code, 2, "one record was another party's");
    assert.match(imported.out, /not filed: .*a notice of SOUTH, and the token speaks for NORTH/);
    const filed = [...imported.out.matchAll(/^(NORTH-\d{4}-\d{5})/gm)].map((match) => match[1]);
    assert.equal(filed.length, 2);
    const again = await runWideberth([...argv, "--category", "ground_patrol"]);
    const repeated = [...again.out.matchAll(/^(NORTH-\d{4}-\d{5})/gm)].map((match) => match[1]);
    assert.deepEqual(repeated, filed, "a record imported again is not filed twice");
    await server.kill("SIGTERM");
  }),
);

test("a log and its copies are for their owner alone", TIMEOUT, () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const server = await startServer(dataDir);
    const backup = join(folder, "backup.db");
    assert.equal((await runWideberth(["backup", dataDir, backup])).code, 0);
    await server.kill("SIGTERM");
    for (const path of [join(dataDir, "log.db"), backup, issuerKeyPath(dataDir)]) {
      assert.equal(statSync(path).mode & 0o077, 0, path);
    }
  }),
);

test("what is wrong is told in words, with what to do, and exit code 2", TIMEOUT, () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const server = await startServer(dataDir);
    await server.kill("SIGTERM");
    chmodSync(issuerKeyPath(dataDir), 0o644);
    const rows: readonly (readonly [readonly string[], RegExp])[] = [
      [["token", "--party", "NORTH", "--data-dir", folder], /no data folder of a server/],
      [["token", "--party", "NORTH", "--data-dir", dataDir], /issuer-key\.json/],
      [
        ["token", "--role", "host", "--party", "NORTH", "--data-dir", dataDir],
        /the host has no party/,
      ],
      [["serve", "--data-dir", dataDir, "--port", "0"], /issuer-key\.json/],
      [["serve", "--prot", "1"], /did you mean --port/],
      [["verify-log", join(folder, "none")], /is not there/],
      [["restore", join(folder, "none"), dataDir], /./],
      [["import", "x.geojson", "--token-file", join(folder, "none")], /none is not there/],
      [["bench", "nothing"], /which bench/],
      [["serv"], /did you mean serve/],
    ];
    for (const [argv, pattern] of rows) {
      const { code, err } = await runWideberth(argv);
      assert.match(err, pattern, argv.join(" "));
      assert.equal(code, 2, argv.join(" "));
      assert.doesNotMatch(err, /^\s+at /m, `no stack: ${argv.join(" ")}`);
    }
  }),
);
