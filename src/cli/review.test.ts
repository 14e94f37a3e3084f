import assert from "node:assert/strict";
import { after, before, test } from "node:test";
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
  south = await stand.as("captain-south", { roles: ["desk"], party: "SOUTH" });
});
after(() => stand.close());

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

test("a review is opened, stated by both, corrected, agreed", async () => {
  const period = ["--with", "SOUTH", "--first", yesterday, "--last", yesterday];
  const [{ reviewId: id }] = jsonOf(await north("review", "open", ...period, "--json"));
  const figures = "conflicts=2,violations:NORTH=0,incidents:line_crossing=1";
  const stated = await north("review", "state", id, "--figures", figures);
  assert.match(stated.out, /State: open, figures sealed/);
  const sealed = (await south("review", "show", id)).out;
  assert.match(sealed, /NORTH has stated its figures, under seal\.\n$/);
  assert.match((await north("review", "show", id)).out, /Incidents: crossing of a line: 1\n/);
  await south("review", "state", id, "--figures", "conflicts=2,violations:NORTH=4");
  const { out } = await north("review", "show", id);
  assert.match(out, /owned: 2 \(confirmed by both\)\. In the record: 0\.\n/);
  assert.match(out, /agreed: NORTH: 0 · SOUTH: 4 \(the two differ\)\.\n/);
  assert.match(out, /a line: NORTH: 1 · SOUTH: no figure \(the two differ\)\./);
  const agree = ["review", "agree", id, "--version", "1", "--both-numbers", "violations:NORTH"];
  assert.equal((await north(...agree)).code, 0);
  assert.match((await south(...agree)).out, /State: agreed by both sides/);
  assert.match((await south("review", "list")).out, new RegExp(`${id}.*NORTH.*${yesterday}`));
  assert.match((await (await stand.host())("review", "list")).out, new RegExp(`${id}.*agreed`));
  const [other] = jsonOf(
    await south("review", "open", "--with", "RELIEF", ...period.slice(2), "--json"),
  );
  assert.match((await south("review", "withdraw", other.reviewId)).out, /State: withdrawn/);
});

test("a figure that can't be read is named before anything is asked of the server", async () => {
  const { code, err } = await north("review", "state", "review-none", "--figures", "conflicts");
  assert.equal(code, 2);
  assert.match(err, /--figures "conflicts": write it as conflicts=3/);
});

test("what happened of it has its words in each language, and no figure in them", () => {
  const readers = [
    { kind: "party", party: "NORTH" },
    { kind: "party", party: "SOUTH" },
    { kind: "host" },
  ] as const;
  for (const reader of readers) {
    const { events } = stand.server.engine.journal.since(reader, 0);
    for (const language of ["en", "ar", "ru"] as const) {
      const teller = new Teller(reader.kind === "host" ? null : reader.party, speakIn(language));
      const told = events
        .filter(({ told: what }) => what.kind === "review.changed")
        .flatMap((event) => teller.tell(encodeEvent(event)) ?? []);
      assert.ok(told.length > (reader.kind === "host" ? 1 : 3));
      for (const { text, topic } of told) {
        assert.equal(topic, "review");
        assert.doesNotMatch(text, /undefined|null|\{\w+\}/);
      }
    }
  }
});

const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();

test("every language fills the same names into what became of a review", () => {
  for (const language of ["ar", "ru"] as const) {
    const said = new Map(Object.entries(TELL_TEXTS[language].reviewCauses));
    for (const [name, text] of Object.entries(TELL_TEXTS.en.reviewCauses))
      assert.deepEqual(namesIn(said.get(name) ?? ""), namesIn(text), `${language} ${name}`);
  }
});
