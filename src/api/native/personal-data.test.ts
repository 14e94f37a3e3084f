/** Names of a closed movement are gone from every file, and the log still verifies: docs/security.md. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { backupLog } from "../../log/backup.ts";
import { verifyLog } from "../../log/verify-log.ts";
import { readConfig } from "../../server/config.ts";
import { systemSources } from "../../server/engine.ts";
import { tempFolder, until } from "../../server/outbox/test-outbox.ts";
import { logPath, openTheatreFolder, personalKeysFolder } from "../../server/theatre-folder.ts";
import { openTheatreOutbox } from "../../server/theatre-outbox.ts";
import { encodeEvent } from "./event.ts";
import { askAs, setTheatre, startTestServer, theatreOf } from "./fixture.ts";
import { convoyFrom, ENDS, fileAndCheck } from "./test-movement.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Unlike anything else in any file. */
const PLANTED = ["Zephyrine Quillfeather", "+99917171717", "Leader-88442211"];
const PEOPLE = { people: [{ name: PLANTED[0], phone: PLANTED[1] }], contact: PLANTED[2] };

/** Every file below the folder, as bytes. */
const filesBelow = (folder: string): (readonly [string, Buffer])[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path)] as const);

/** As bytes, and as what they might have been written as. */
const spellingsOf = (bytes: Buffer): Buffer[] => [
  bytes,
  ...(["hex", "base64", "base64url"] as const).map((one) =>
    // The last characters of base64 depend on what follows.
    Buffer.from(bytes.toString(one).slice(0, 40)),
  ),
];

const findIn = (folder: string, wanted: readonly Buffer[]): string[] =>
  filesBelow(folder).flatMap(([path, bytes]) =>
    wanted.some((one) => bytes.includes(one)) ? [path] : [],
  );

/** A server over a data folder, with its outbox, at a time that the test moves on. */
const openAt = async (dataDir: string, clock: { aheadMs: number }) => {
  const sources = { ...systemSources(), nowMs: () => Date.now() + clock.aheadMs };
  const theatre = await openTheatreFolder(dataDir, { onWarning: () => {}, sources });
  const outbox = openTheatreOutbox(theatre.engine, {
    settings: { ...readConfig({ env: {} }), dataDir },
    encode: encodeEvent,
    onWarning: () => {},
    onFailure: () => {},
    isExample: true,
  });
  const server = await startTestServer({
    isBare: true,
    engine: () => theatre.engine,
    deps: { outbox },
  });
  return {
    engine: theatre.engine,
    server,
    close: async () => {
      await server.close();
      await theatre.close();
      await outbox.close();
    },
  };
};

test("30 days after the close names and key are in no file, in no snapshot and no backup", async (t) => {
  const [dataDir, away] = [tempFolder(t), tempFolder(t)];
  const clock = { aheadMs: 0 };
  const first = await openAt(dataDir, clock);
  await setTheatre(first.engine, theatreOf());
  const desk = (party: string, sub: string, roles: readonly "desk"[] = ["desk"]) =>
    askAs(first.server, { party, sub, roles });
  const [ana, ben, south] = [
    await desk("RELIEF", "ana"),
    await desk("RELIEF", "ben"),
    await desk("SOUTH", "sergeant"),
  ];
  const administrator = await askAs(first.server, {
    party: "RELIEF",
    sub: "boss",
    roles: ["administrator"],
  });
  // Nobody listens there: what is told stays in the outbox.
  const target = { kind: "webhook", name: "hook", url: "http://127.0.0.1:9/x" };
  const added = await administrator("POST", "/v1/targets", { ...target, eventKinds: null });
  assert.equal(added.status, 201, JSON.stringify(added.body));

  const id = await fileAndCheck(ana, ben, convoyFrom(Date.now() + 50 * HOUR_MS), [
    { to: "SOUTH", rung: "full", seesPeople: true },
  ]);
  const path = `/v1/movements/${id}`;
  const sealed = await ana("POST", `${path}/people/seal`, PEOPLE);
  const put = { "idempotency-key": randomUUID() };
  assert.equal((await ana("PUT", `${path}/people`, { sealed: sealed.body }, put)).status, 200);
  const key = first.engine.personalKeys.read(sealed.body.keyHash)!;
  const keyBytes = Buffer.from(key);
  assert.equal((await south("GET", `${path}/people`)).body.contact, PLANTED[2]);
  const names = PLANTED.flatMap((one) => spellingsOf(Buffer.from(one)));
  const keys = spellingsOf(keyBytes);
  // The search finds what there is: the key where it should be, names nowhere.
  const inUse = findIn(dataDir, keys);
  assert.deepEqual(inUse, [join(personalKeysFolder(dataDir), sealed.body.keyHash)]);
  assert.deepEqual(findIn(dataDir, names), []);
  // A backup of before holds the ciphertext, and nothing that opens it.
  await backupLog(logPath(dataDir), join(away, "before.db"));
  assert.deepEqual(findIn(away, [...names, ...keys]), []);

  const at = () => new Date(Date.now() + clock.aheadMs).toISOString();
  clock.aheadMs = 51 * HOUR_MS;
  for (const [movementState, place] of [
    ["departed", ENDS.origin],
    ["arrived", ENDS.destination],
  ] as const) {
    const fields = { movementState, at: at(), place };
    assert.equal((await ana("POST", `${path}/reports`, { fields })).status, 200);
  }
  const close = await ana("POST", `${path}/close`, { outcome: "completed" });
  assert.equal(close.status, 200);
  clock.aheadMs += 30 * DAY_MS - HOUR_MS;
  assert.equal((await ana("GET", `${path}/people`)).status, 200);
  clock.aheadMs += 2 * HOUR_MS;
  await until(() => first.engine.personalKeys.read(sealed.body.keyHash) === null);
  const gone = await ana("GET", `${path}/people`);
  assert.deepEqual([gone.status, gone.body.people], [200, null]);
  assert.ok(Date.parse(gone.body.destroyedAt) > 0);
  assert.ok(!first.server.lines.some((line) => PLANTED.some((one) => line.includes(one))));
  assert.deepEqual(findIn(dataDir, [...names, ...keys]), [], "while it runs");

  await first.close(); // writes a snapshot
  await backupLog(logPath(dataDir), join(away, "after.db"));
  for (const folder of [dataDir, away])
    assert.deepEqual(findIn(folder, [...names, ...keys]), [], folder);
  assert.equal((await verifyLog(logPath(dataDir))).problemCount, 0);
  const again = await openAt(dataDir, clock);
  const later = await askAs(again.server, { party: "RELIEF", sub: "ana" });
  assert.equal((await later("GET", `${path}/people`)).body.people, null);
  await again.close();
});

test("a key whose time came while no server ran is destroyed at the next start", async (t) => {
  const dataDir = tempFolder(t);
  const clock = { aheadMs: 0 };
  const first = await openAt(dataDir, clock);
  await setTheatre(first.engine, theatreOf());
  const ana = await askAs(first.server, { party: "RELIEF", sub: "ana" });
  const ben = await askAs(first.server, { party: "RELIEF", sub: "ben" });
  const id = await fileAndCheck(ana, ben, convoyFrom(Date.now() + 50 * HOUR_MS));
  const path = `/v1/movements/${id}`;
  const sealed = await ana("POST", `${path}/people/seal`, PEOPLE);
  const unused = await ana("POST", `${path}/people/seal`, PEOPLE);
  assert.equal((await ana("PUT", `${path}/people`, { sealed: sealed.body })).status, 200);
  await ana("POST", `${path}/close`, { outcome: "withdrawn" });
  await first.close();
  const keysLeft = () => readdirSync(personalKeysFolder(dataDir));
  assert.deepEqual(new Set(keysLeft()), new Set([sealed.body.keyHash, unused.body.keyHash]));
  clock.aheadMs = 2 * DAY_MS;
  const second = await openAt(dataDir, clock);
  assert.deepEqual(keysLeft(), [sealed.body.keyHash], "what was never used goes after a day");
  await second.close();
  clock.aheadMs = 31 * DAY_MS;
  const third = await openAt(dataDir, clock);
  await until(() => keysLeft().length === 0);
  await third.close();
});
