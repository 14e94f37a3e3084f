/** Sites from the command line alone: entered, checked, told, read, acknowledged, hit, taken back. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { encodeEvent } from "../api/native/event.ts";
import { noticeAt } from "../api/native/fixture.ts";
import { Teller } from "../tell/tell.ts";
import { speakIn } from "./remote/speak.ts";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk } from "./test-io.ts";

const disk = makeDisk();
let stand: Stand;
let amal: Line;
let basim: Line;
let nils: Line;
before(async () => {
  stand = await startStand(disk);
  amal = await stand.as("amal", { party: "RELIEF", roles: ["desk"] });
  basim = await stand.as("basim", { party: "RELIEF", roles: ["desk"] });
  nils = await stand.as("nils", { party: "NORTH", roles: ["desk", "reader"] });
});
after(() => stand.close());

const FIELDS = {
  siteKind: "clinic",
  organisation: "Relief",
  nameLocal: "River clinic",
  place: { lngDeg: 40, latDeg: 35 },
  accuracyM: 15,
  mayBeTold: ["NORTH"],
  disclosure: "category",
  window: { start: "2026-01-01T00:00:00Z", end: null },
  contactByDay: "+000 555 0101",
} as const;
const AT = ["--lat", "35", "--lng", "40"] as const;
const V1 = ["--version", "1"] as const;

test("a site goes its way by the acts alone, and both sides are told in words", async () => {
  const from = stand.file("site.json", { fields: FIELDS });
  const [{ siteId: id }] = jsonOf(await amal("site", "submit", "--from", from, "--json"));
  assert.equal((await amal("site", "verify", id, ...V1, ...AT)).code, 2, "by another person");
  const away = await basim("site", "verify", id, ...V1, "--lat", "36", "--lng", "40");
  assert.equal(away.code, 2, "what is read back elsewhere does not match");
  assert.match((await basim("site", "verify", id, ...V1, ...AT)).out, /State: checked/);
  assert.match((await amal("site", "notify", id, ...V1)).out, /State: told/);
  const consent = ["--to", "NORTH", "--rung", "full", "--when", "near"];
  assert.match((await amal("site", "consent", id, ...consent)).out, /Version: 1/);
  const before = await nils("site", "told");
  assert.match(before.out, new RegExp(`${id} +RELIEF +1 +told`));
  assert.doesNotMatch((await nils("site", "show", id)).out, /River clinic/);
  const notice = stand.file("notice.json", noticeAt(40.01, 35));
  await nils("operation", "file", "--from", notice);
  assert.match((await nils("site", "near")).out, new RegExp(`${id} +NORTH-\\d+-\\d+ +RELIEF`));
  assert.match((await amal("site", "near")).out, new RegExp(`${id} +– +NORTH`));
  assert.match((await amal("site", "tellings")).out, /NORTH +1 +0\n/);
  assert.match((await nils("site", "tellings", "--language", "ru")).out, /Нет/);
  assert.match((await nils("site", "show", id)).out, /River clinic[\s\S]*siteKind: clinic/);
  assert.match((await nils("site", "delivered", id, ...V1)).out, /Version: 1/);
  assert.equal((await nils("site", "acknowledge", id, ...V1)).code, 2, "without the position");
  assert.match((await nils("site", "acknowledge", id, ...V1, ...AT)).out, /State: told/);
  const levels = ["--levels", "unit_or_crew,field_commander"];
  assert.equal((await nils("site", "disseminated", id, ...V1, ...levels)).code, 0);
  const [seen] = jsonOf(await amal("site", "show", id, "--json"));
  const [receipt] = seen.recipients[0].receipts.toReversed();
  assert.equal(receipt.disseminated.length, 2);
  assert.match((await amal("site", "show", id)).out, /NORTH .*\d .*acknowledged/);
  assert.match((await amal("site", "confirm", id, ...V1)).out, /State: told/);
  assert.match((await amal("site", "hit", id, "--text", "roof")).out, /State: reported as hit/);
  const again = await amal("site", "hit", id, "--other", "NORTH");
  assert.match(again.out, /State: reported as hit/);
  const [incident] = jsonOf(await nils("incident", "list", "--json"));
  assert.deepEqual([incident.incidentKind, incident.links[0].id], ["site_hit", id]);
  const next = stand.file("next.json", { fields: { ...FIELDS, accuracyM: 30 } });
  assert.match((await amal("site", "update", id, ...V1, "--from", next)).out, /Version: 2/);
  const moved = await amal("site", "withdraw", id, "--reason", "moved");
  assert.match(moved.out, /State: withdrawn/);
  assert.match((await amal("site", "list")).out, new RegExp(`${id} +RELIEF +River clinic +2`));
  assert.match((await (await stand.host())("site", "list")).out, new RegExp(id));
  tellsAll(id);
});

const tellsAll = (id: string): void => {
  for (const [party, wanted] of [
    ["NORTH", 5],
    ["RELIEF", 10],
  ] as const) {
    const { events } = stand.server.engine.journal.since({ kind: "party", party }, 0);
    for (const language of ["en", "ar", "ru"] as const) {
      const teller = new Teller(party, speakIn(language));
      const told = events.flatMap((event) => teller.tell(encodeEvent(event)) ?? []);
      const ofSite = told.filter(({ topic }) => topic === "site");
      assert.ok(ofSite.length >= wanted, `${party} ${language}: ${ofSite.length}`);
      // Its owner knows what it is called; a party that was told of it, by its id.
      const called = party === "RELIEF" ? "River clinic" : id;
      for (const { text } of ofSite) {
        assert.ok(text.includes(called), text);
        assert.doesNotMatch(text, /undefined|null|\{\w+\}/);
      }
    }
  }
};

test("a file of sites is entered, once; what can't be is told with its row", async () => {
  const file = disk.path("sites.csv");
  const head =
    "siteKind,organisation,nameLocal,lat,lon,accuracyM,mayBeTold,disclosure,start,contactByDay";
  const row =
    "school,Relief,East school,35.2,40.2,20,NORTH,cell,2026-01-01T00:00:00Z,+000 555 0102";
  const bad = row.replace("school", "castle");
  writeFileSync(file, `${head}\n${row}\n`);
  const [first] = jsonOf(await amal("site", "import", file, "--json"));
  const [again] = jsonOf(await amal("site", "import", file, "--json"));
  assert.equal(again.siteId, first.siteId);
  writeFileSync(file, `${head}\n${row}\n${bad}\n`);
  const { code, out } = await amal("site", "import", file);
  assert.equal(code, 2);
  assert.match(out, /sites\.csv, .*siteKind/);
  const none = await amal("site", "import", disk.path("none.csv"));
  assert.deepEqual([none.code, /none\.csv can't be read/.test(none.err)], [2, true]);
});
