/** An incident from a terminal: told by both sides, and its bundle checked without the server. */

import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk, runLine } from "./test-io.ts";

const disk = makeDisk();
let stand: Stand;
let north: Line;
let south: Line;
before(async () => {
  stand = await startStand(disk);
  north = await stand.as("captain-north", { roles: ["desk"] });
  south = await stand.as("captain-south", { party: "SOUTH", roles: ["desk"] });
});
after(() => stand.close());

const must = async (line: Line, ...argv: string[]): Promise<string> => {
  const { code, out, err } = await line(...argv);
  assert.deepEqual([code, err], [0, ""], argv.join(" "));
  return out;
};

test("two desks tell an incident, and each takes a bundle that is checked offline", async () => {
  const fields = {
    incidentKind: "site_hit",
    at: "2026-11-23T06:00:00Z",
    place: { lngDeg: 40.1, latDeg: 35.3 },
    casualties: "no",
    account: "The north wing was hit.",
  };
  const report = stand.file("report.json", {
    other: "SOUTH",
    incidentKind: "site_hit",
    at: fields.at,
    fields,
  });
  const [opened] = jsonOf(await north("incident", "open", "--from", report, "--json"));
  const id = String(opened?.["incidentId"]);
  await must(south, "incident", "step", id, "--to", "received");
  await must(north, "incident", "fact", id, "--text", "One munition struck the roof.");
  const answer = ["--number", "1", "--answer", "agreed"];
  await must(south, "incident", "answer-fact", id, ...answer);
  await must(north, "incident", "step", id, "--to", "agreed_facts");
  for (const [language, said] of [
    ["en", "facts agreed by both"],
    ["ar", "وقائع متفق عليها من الطرفين"],
    ["ru", "факты согласованы обеими сторонами"],
  ] as const) {
    assert.ok((await must(south, "incident", "list", "--language", language)).includes(said));
  }
  const [one, other] = [disk.path("north.bundle"), disk.path("south.bundle")];
  await must(north, "bundle", id, "-o", one);
  await must(south, "bundle", id, "-o", other);
  assert.equal(statSync(one).mode & 0o077, 0, "for its owner alone");
  const again = await north("bundle", id, "-o", one);
  assert.equal(again.code, 2, "nothing is written over");
  for (const files of [[one], [other], [one, other]]) {
    const { code, out } = await runLine(["verify-bundle", ...files]);
    assert.equal(code, 0, out);
  }
  const { out: json } = await runLine(["verify-bundle", one, other, "--json"]);
  assert.equal(JSON.parse(json).wholeCount, JSON.parse(json).entryCount);
  const bytes = readFileSync(one);
  bytes[bytes.indexOf("munition")] = 0x4d;
  const changed = disk.path("changed.bundle");
  writeFileSync(changed, bytes);
  const found = await runLine(["verify-bundle", changed]);
  assert.equal(found.code, 1);
  assert.match(found.out, /CHANGED\n {2}incident\.json: is not as it was written/);
  const root = JSON.parse((await runLine(["verify-bundle", one, "--json"])).out).summary.head
    .rootHash;
  for (const [given, code] of [
    [root, 0],
    ["0".repeat(64), 1],
    ["x", 2],
  ] as const) {
    assert.equal((await runLine(["verify-bundle", one, "--root", given])).code, code, given);
  }
});

test("a wrong command line is told what to write instead", async () => {
  const rows: readonly (readonly [readonly string[], RegExp])[] = [
    [["bundle"], /one incident is needed/],
    [["bundle", "incident-x"], /-o is missing/],
    [["verify-bundle"], /one file or two are needed/],
    [["verify-bundle", disk.path("none")], /can't be read/],
    [["incident", "step"], /INCIDENT is missing/],
  ];
  for (const [argv, said] of rows) {
    const { code, err } = await north(...argv);
    assert.equal(code, 2, argv.join(" "));
    assert.match(err, said, argv.join(" "));
  }
});
