/** The verbs about contacts, readouts, items and tracks, over a running server. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { noticeAt } from "../api/native/fixture.ts";
import { encodeEvent } from "../api/native/event.ts";
import { Teller } from "../tell/tell.ts";
import { TELL_TEXTS } from "../tell/sentences.ts";
import { speakIn } from "./remote/speak.ts";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk } from "./test-io.ts";

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

const fieldsAt = (start: number): string =>
  stand.file(`contact${start}.json`, {
    fields: {
      level: "chief_of_defence",
      meetingForm: "in_person",
      meetingPlace: "Helsinki",
      offices: ["chief_of_defence"],
      purposes: ["risk_reduction"],
      window: { start: new Date(Date.now() + start).toISOString(), end: null },
    },
  });
const [PAST, AHEAD] = [-86_400_000, 86_400_000];

/** Entered by the north and agreed by the south; its id. */
const held = async (): Promise<string> => {
  const argv = [
    "contact",
    "enter",
    "--with",
    "SOUTH",
    "--past",
    "--from",
    fieldsAt(PAST),
    "--json",
  ];
  const [{ contactId }] = jsonOf(await north(...argv));
  assert.match((await south("contact", "agree", contactId, "--version", "1")).out, /State: held/);
  return contactId;
};

test("a contact is planned, changed, reported, agreed; notes are one's own", async () => {
  const argv = ["contact", "enter", "--with", "SOUTH", "--from", fieldsAt(AHEAD), "--json"];
  const [{ contactId: id }] = jsonOf(await north(...argv));
  const change = ["--version", "1", "--field", "meetingPlace=Vienna", "--from", fieldsAt(AHEAD)];
  assert.match((await south("contact", "change", id, ...change)).out, /Version: 2/);
  assert.match((await north("contact", "agree", id, "--version", "2")).out, /State: agreed/);
  const report = ["--version", "2", "--from", fieldsAt(PAST)];
  assert.match((await north("contact", "report", id, ...report)).out, /State: reported/);
  assert.match((await south("contact", "decline", id)).out, /State: declined/);
  const [{ contactId: other }] = jsonOf(await north(...argv));
  assert.match((await north("contact", "cancel", other)).out, /State: cancelled/);
  assert.equal((await north("contact", "note", id, "--agenda", "the wells")).err, "");
  assert.match((await north("contact", "notes", id)).out, /Agenda: the wells/);
  assert.doesNotMatch((await south("contact", "notes", id)).out, /wells/);
  assert.match((await south("contact", "show", id, "--language", "ru")).out, /Helsinki/);
  const before = await held();
  assert.match((await north("contact", "last")).out, new RegExp(`SOUTH .*${before}`));
  assert.match((await north("contact", "list")).out, /declined/);
});

test("a readout is drafted, keyed by both, and released; or each side words its own", async () => {
  const id = await held();
  const fields = {
    meetingForm: "in_person",
    meetingPlace: "Helsinki",
    offices: ["chief_of_defence"],
    purposes: ["risk_reduction"],
    held: new Date(Date.now() + PAST).toISOString(),
    durationMinutes: 360,
    details: "not_disclosed_by_agreement",
    textEn: "They met.",
  };
  const body = stand.file("readout.json", { fields });
  const draft = async () =>
    jsonOf(await north("readout", "draft", id, "--from", body, "--json"))[0];
  const { readoutId: joint, hash } = await draft();
  const given = ["--hash", hash.slice(0, 16), "--parts", "date,text", "--languages", "en"];
  assert.match((await north("readout", "key", joint, ...given)).out, /State: a key was given/);
  assert.match((await north("readout", "withdraw-key", joint)).out, /State: draft/);
  await north("readout", "key", joint, ...given);
  assert.equal((await north("readout", "confirm", joint, "--hash", hash.slice(0, 16))).code, 2);
  assert.match((await south("readout", "key", joint, ...given)).out, /State: released/);
  assert.match((await south("readout", "show", joint)).out, /They met\./);
  const { readoutId: parted } = await draft();
  assert.match((await south("readout", "part", parted)).out, /each side words its own/);
  assert.equal((await south("readout", "redraft", parted, "--from", body)).code, 0);
  assert.doesNotMatch((await north("readout", "show", parted)).out, /They met\./);
  assert.match((await north("readout", "withdraw", parted)).out, /State: withdrawn/);
});

test("an item is opened, accepted, noted, moved on; its history is shown", async () => {
  const due = new Date(Date.now() + AHEAD).toISOString();
  const argv = ["--subject", "Passage", "--lead", "NORTH", "--due", due, "--text", "by road"];
  const [{ itemId: id }] = jsonOf(await north("item", "open", ...argv, "--humanitarian", "--json"));
  assert.equal((await north("item", "ask", id, "--party", "SOUTH")).err, "");
  assert.equal((await south("item", "accept", id)).err, "");
  assert.equal((await south("item", "note", id, "--text", "12 lorries")).err, "");
  assert.equal((await north("item", "due", id, "--due", "none")).err, "");
  assert.match((await north("item", "move", id, "--to", "under_way")).out, /State: under way/);
  assert.match((await south("item", "list")).out, /Passage +NORTH +under way/);
  const { out } = await south("item", "show", id);
  assert.match(out, /by road.*12 lorries.*under way/s);
  assert.equal((await south("item", "decline", id)).err, "");
});

test("a track is tied, shown and ended; what was not heard is not observed", async () => {
  const notice = stand.file("notice.json", noticeAt(50, 35, "a flight"));
  const [{ operationId }] = jsonOf(await north("operation", "file", "--from", notice, "--json"));
  const argv = ["--operation", operationId, "--identity", "mmsi 244660000", "--json"];
  const [{ trackId }] = jsonOf(await north("track", "bind", ...argv));
  assert.match((await north("track", "list", operationId)).out, /mmsi 244660000 +no report/);
  assert.equal((await south("track", "show", trackId)).code, 2);
  assert.match((await north("track", "show", trackId, "--language", "ru")).out, /донесений нет/);
  assert.match((await north("track", "coverage", operationId)).out, /Observed: not observed/);
  assert.equal((await north("track", "end", trackId)).err, "");
});

test("what happened of them has its words in each language", () => {
  for (const reader of [{ kind: "party", party: "NORTH" }, { kind: "host" }] as const) {
    const { events } = stand.server.engine.journal.since(reader, 0);
    for (const language of ["en", "ar", "ru"] as const) {
      const teller = new Teller(reader.kind === "host" ? null : "NORTH", speakIn(language));
      const told = events.flatMap((event) => teller.tell(encodeEvent(event)) ?? []);
      const topics = new Set<string>(told.map(({ topic }) => topic));
      const wanted = ["contact", "readout", "item", ...(reader.kind === "party" ? ["track"] : [])];
      for (const topic of wanted) assert.ok(topics.has(topic), `${reader.kind}: ${topic}`);
      for (const { text } of told) assert.doesNotMatch(text, /undefined|null|\{\w+\}/);
    }
  }
});

const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();

test("every language fills the same names into a sentence", () => {
  for (const table of ["sentences", "itemDeeds"] as const) {
    for (const language of ["ar", "ru"] as const) {
      const said = new Map(Object.entries(TELL_TEXTS[language][table]));
      for (const [name, text] of Object.entries(TELL_TEXTS.en[table]))
        assert.deepEqual(namesIn(said.get(name) ?? ""), namesIn(text), `${language} ${name}`);
    }
  }
});
