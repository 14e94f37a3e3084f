/** A small story, played by the command line alone. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { noticeAt } from "../api/native/fixture.ts";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk } from "./test-io.ts";

const disk = makeDisk();
let stand: Stand;
let north: Line;
let south: Line;
let northAdmin: Line;
let southAdmin: Line;
before(async () => {
  stand = await startStand(disk);
  north = await stand.as("captain-north", { roles: ["desk"] });
  south = await stand.as("captain-south", { party: "SOUTH", roles: ["desk"] });
  northAdmin = await stand.as("north-admin", { roles: ["administrator"] });
  southAdmin = await stand.as("south-admin", { party: "SOUTH", roles: ["administrator"] });
});
after(() => stand.close());

const DESK = ["--level", "watch_desk", "--name-en", "Watch desk"] as const;

test("two desks take the watch, talk, meet in a conflict and settle it", async () => {
  for (const [admin, officer] of [
    [northAdmin, north],
    [southAdmin, south],
  ] as const) {
    assert.equal((await admin("desk", "open", "watch", ...DESK)).err, "");
    const taken = await officer("desk", "take", "watch", "--languages", "en,ru");
    assert.equal(taken.err, "");
  }
  const { out: desks } = await south("desk", "list");
  assert.match(desks, /NORTH +watch +Watch desk +watch desk +taken .* en, ru +– /);
  assert.match(desks, /SOUTH +watch .* captain-south/);
  assert.doesNotMatch(desks, /captain-north/, "whose officer it is, is not told");

  // A line, and something said on it.
  const [line] = jsonOf(await north("line", "propose", "SOUTH", "--level", "watch_desk", "--json"));
  const { channelId } = line;
  assert.match((await south("line", "take", channelId)).out, /State: open/);
  const distress = stand.file("distress.json", {
    fields: {
      place: { latDeg: 35.336, lngDeg: 40.141 },
      persons: { from: 2, to: 2 },
      distress: "ditching",
      passageAsked: "yes",
    },
  });
  const said = await north(
    "message",
    "say",
    channelId,
    "distress",
    "--from",
    distress,
    "--field",
    "text=Two in a raft.",
    "--urgent",
    "--json",
  );
  const [sent] = jsonOf(said);
  const [waiting] = jsonOf(await south("message", "list", "--waiting", "--json"));
  assert.equal(waiting.id, sent.messageId);
  const { out: shown } = await south("message", "show", sent.messageId);
  assert.match(shown, /Distress/);
  assert.match(shown, /Two in a raft\./);
  const command = /wideberth (message acknowledge \S+ --hash [0-9a-f]{16})/.exec(shown)?.[1];
  assert.ok(command, shown);
  const acknowledge = (...more: string[]) => south(...command.split(" "), ...more);
  const off = await acknowledge("--lat", "40.141", "--lng", "35.336");
  assert.equal(off.code, 2);
  assert.match(off.err, /swapped/);
  const right = await acknowledge("--lat", "35.336", "--lng", "40.141");
  assert.deepEqual([right.code, right.err], [0, ""]);
  assert.match(right.out, /not permission and not a guarantee/);
  assert.equal((await south("message", "list", "--waiting")).out, "None.\n");

  // Both file; both are told, and each the least.
  const northFile = stand.file("north.json", noticeAt(40.04, 35.04, "north-secret"));
  const southFile = stand.file("south.json", noticeAt(40.045, 35.04, "south-secret"));
  const first = await north("operation", "file", "--from", northFile);
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /Not a clearance; unnotified activity is possible\./);
  const second = await south("operation", "file", "--from", southFile);
  assert.equal(second.code, 1, "in conflict");
  assert.match(second.out, /In conflict: /);
  const [conflict] = jsonOf(await north("conflict", "list", "--state", "open", "--json"));
  const { out: told } = await south("conflict", "show", conflict.id);
  assert.match(told, /Where: cell [0-9A-Z]+\. When: .*Be in contact by/s);
  assert.match(told, /not disclosed/);
  assert.doesNotMatch(told, /NORTH|north-secret/);

  // Owned, in contact, proposed from an option, agreed.
  assert.equal((await north("conflict", "own", conflict.id, "--desk", "watch")).err, "");
  assert.equal((await south("conflict", "own", conflict.id)).err, "");
  assert.equal((await north("conflict", "contact", conflict.id)).err, "");
  const both = await south("conflict", "contact", conflict.id);
  assert.match(both.out, /State: in contact/);
  assert.equal((await north("disclosure", "consent", "SOUTH", "--rung", "full")).err, "");
  const shownUp = ["--to", "SOUTH", "--rung", "full"] as const;
  const { ownOperationIds } = conflict;
  assert.equal((await north("disclosure", "show", ownOperationIds[0], ...shownUp)).err, "");
  assert.match((await south("operation", "show", ownOperationIds[0])).out, /north-secret/);
  const [seen] = jsonOf(await south("conflict", "options", conflict.id, "--json"));
  const option = seen.options.find(({ kind, leaves }: any) => kind === "time" && !leaves.length); // oxlint-disable-line typescript/no-explicit-any -- as it came
  assert.ok(option, "there is a way out in time");
  assert.match((await south("conflict", "options", conflict.id)).out, /min later|min earlier/);
  const { shiftMs } = option.values;
  const minutes = String(Math.sign(shiftMs) * Math.ceil(Math.abs(shiftMs) / 60_000));
  const [made] = jsonOf(
    await south("proposal", "make", conflict.id, `--shift-minutes=${minutes}`, "--json"),
  );
  const { out: proposed } = await north("proposal", "show", made.proposalId);
  assert.match(proposed, /The other side proposes: .*(later|earlier) by/);
  const agreed = await north("proposal", "accept", made.proposalId);
  assert.match(agreed.out, /agreed by both sides/);
  assert.match((await north("conflict", "show", conflict.id)).out, /resolved|another time/);

  // And what South was told of all this, from the first entry.
  const { out: heard } = await south("events", "--after", "0", "--count", "12");
  const lines = heard.trimEnd().split("\n");
  assert.equal(lines.length, 12);
  for (const one of lines) assert.match(one, /^(! )?\d{6}Z [A-Z]{3} \d\d [→←] /);
  assert.match(heard, /! \d{6}Z .* ← Distress\. Precedence: flash\. From: /);
  assert.match(heard, /← Watch\. NORTH, Watch desk: the watch is taken/);
  assert.doesNotMatch(heard, /captain-north/);
});

test("the same is told in Arabic and in Russian", async () => {
  for (const [language, said] of [
    ["ar", /نداء استغاثة/],
    ["ru", /Сигнал бедствия/],
  ] as const) {
    const { out } = await south("events", "--after", "0", "--count", "12", "--language", language);
    assert.match(out, said);
    const { out: desks } = await north("desk", "list", "--language", language);
    assert.doesNotMatch(desks, /taken|watch desk/);
    const { out: conflicts } = await north("conflict", "list", "--language", language);
    assert.doesNotMatch(conflicts, /resolved|Be in contact/);
  }
});
