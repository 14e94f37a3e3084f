/** A convoy, by the command line alone. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { convoyFrom, ENDS } from "../api/native/test-movement.ts";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk } from "./test-io.ts";

const disk = makeDisk();
let stand: Stand;
let ana: Line;
let ben: Line;
let south: Line;
before(async () => {
  stand = await startStand(disk);
  ana = await stand.as("ana", { party: "RELIEF", roles: ["desk"] });
  ben = await stand.as("ben", { party: "RELIEF", roles: ["desk"] });
  south = await stand.as("sergeant", { party: "SOUTH", roles: ["desk"] });
});
after(() => stand.close());

const READ = [
  ["--origin-lat", ENDS.origin.latDeg],
  ["--origin-lng", ENDS.origin.lngDeg],
  ["--destination-lat", ENDS.destination.latDeg],
  ["--destination-lng", ENDS.destination.lngDeg],
].flatMap(([flag, degrees]) => [String(flag), String(degrees)]);

test("a convoy is submitted, checked, acknowledged, followed and closed", async () => {
  const file = stand.file("convoy.json", {
    fields: convoyFrom(Date.now() + 50 * 3_600_000),
    recipients: [{ to: "SOUTH", rung: "full" }],
  });
  const submitted = await ana("movement", "submit", "--from", file);
  assert.match(submitted.out, /State: waits for a second person/);
  const [{ id }] = jsonOf(await ana("movement", "list", "--json"));
  const checked = await ben("movement", "check", id, "--version", "1", ...READ);
  assert.deepEqual([checked.code, checked.err], [0, ""]);
  assert.match((await south("movement", "list")).out, new RegExp(`${id}.*RELIEF.*planned`));
  const answer = ["movement", "answer", id, "--version", "1", "--answer", "acknowledged"] as const;
  assert.match((await south(...answer)).err, /readBack/);
  assert.match((await south(...answer, ...READ)).out, /not permission and not a guarantee/);
  const names = stand.file("names.json", { people: [{ name: "Miriam Unheard-Of" }] });
  assert.equal((await ana("movement", "set-people", id, "--from", names)).err, "");
  assert.match((await ben("movement", "people", id)).out, /Miriam Unheard-Of/);
  assert.equal((await south("movement", "people", id)).code, 2);
  const at = ["--at", new Date().toISOString(), "--lat", "35.3", "--lng", "40.1"];
  for (const state of ["departed", "arrived"]) {
    const said = await ana("movement", "report", id, "--state", state, ...at);
    assert.deepEqual([said.code, said.err], [0, ""]);
  }
  const tied = await ana("track", "bind", "--movement", id, "--identity", "own truck 1");
  assert.equal(tied.err, "");
  assert.match((await ana("track", "list", "--movement", id)).out, /own truck 1 +no report/);
  assert.match((await south("movement", "show", id)).out, /Observed: no report/);
  assert.equal((await south("track", "list", "--movement", id)).out, "None.\n");
  const closed = await ana("movement", "close", id, "--outcome", "completed");
  assert.match(closed.out, /State: closed/);
  const { out: heard } = await south("events", "--after", "0", "--count", "4");
  assert.match(heard, /Movement/);
  assert.doesNotMatch(heard, /Unheard/);
});
