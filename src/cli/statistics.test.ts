import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { noticeAt } from "../api/native/fixture.ts";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk } from "./test-io.ts";

const disk = makeDisk();
let stand: Stand;
let north: Line;
before(async () => {
  stand = await startStand(disk);
  north = await stand.as("captain-north", { roles: ["desk"] });
  await north("operation", "file", "--from", stand.file("notice.json", noticeAt(50, 35)));
});
after(() => stand.close());

test("statistics are shown, and written as a page and as a table", async () => {
  const { code, out } = await north("statistics", "show");
  assert.equal(code, 0);
  assert.match(out, /^Statistics of NORTH\n.* to .*UTC\nNotices given: new 1 · /);
  const [statistics] = jsonOf(await north("statistics", "show", "--with", "SOUTH", "--json"));
  assert.equal(statistics.pairs.length, 1);
  const page = disk.path("page.html");
  assert.equal((await north("statistics", "page", page, "--language", "ar")).out, `${page}\n`);
  assert.match(readFileSync(page, "utf8"), /<html lang="ar" dir="rtl">/);
  const table = disk.path("table.csv");
  await north("statistics", "table", table);
  assert.match(readFileSync(table, "utf8"), /\r\nown,,notices,new,1\r\n/);
});

test("a day that is none, and a file that can't be written, are told", async () => {
  const bad = await north("statistics", "show", "--from", "2026-02-30");
  assert.deepEqual([bad.code, bad.err.includes("query.from")], [2, true]);
  const lost = await north("statistics", "table", disk.path("no/such/folder.csv"));
  assert.equal(lost.code, 2);
  assert.match(lost.err, /can't be written/);
});
