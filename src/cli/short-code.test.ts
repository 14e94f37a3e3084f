import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { makeDisk, runLine } from "./test-io.ts";

const DISTRESS = "WB1/DISTRESS/F/-/3436.126N03554.612E/2/DITCHING/YES/121.500/0O";
const QUERY = {
  kind: "presence_query",
  language: "en",
  fromRole: "duty_officer",
  fields: {
    area: { kind: "circle", center: { lngDeg: 40.2, latDeg: 35.3 }, radiusM: 2000 },
    window: { start: "2026-11-23T14:00:00Z", end: null },
    presenceReason: "fire_received",
  },
};
const QUERY_CODE =
  "WB1/PRESENCE-QUERY/I/-/3518.000N04012.000E-R2000/2611231400-UFN/FIRE-RECEIVED/PC";
const { path } = makeDisk();

const write = (message: unknown, ...flags: string[]) => {
  writeFileSync(path("message.json"), JSON.stringify(message));
  return runLine(["short-code", "write", path("message.json"), ...flags]);
};
const read = (...argv: string[]) => runLine(["short-code", "read", ...argv]);

test("a code is read in each language, and no sender is made up", async () => {
  for (const [language, title] of [
    ["en", /^Distress/],
    ["ar", /^نداء استغاثة/],
    ["ru", /^Сигнал бедствия/i],
  ] as const) {
    const { code, out, err } = await read(DISTRESS, "--language", language);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, title);
    assert.match(out, /121\.500/);
  }
  const { out } = await read(DISTRESS);
  assert.match(out, /^Distress/, "English unless said otherwise");
  assert.doesNotMatch(out, /officer|From|To:/);
});

test("small letters, blanks and several arguments do no harm", async () => {
  const parts = DISTRESS.toLowerCase().replaceAll("/", " /").split(" ");
  assert.equal((await read(...parts)).out, (await read(DISTRESS)).out);
});

test("a message is written, and read back to the same", async () => {
  const written = await write(QUERY);
  assert.deepEqual([written.code, written.out, written.err], [0, `${QUERY_CODE}\n`, ""]);
  const { out } = await read(QUERY_CODE, "--json");
  const { area, window, presenceReason } = JSON.parse(out).fields;
  assert.deepEqual(area, QUERY.fields.area);
  assert.deepEqual(window, { start: "2026-11-23T14:00:00.000Z", end: null });
  assert.equal(presenceReason, "fire_received");
  const again = await runLine(["short-code", "write", "-"], {
    stdin: async function* () {
      yield Buffer.from(out);
    },
  });
  assert.equal(again.out, `${QUERY_CODE}\n`);
});

test("with a language the written code is told in words too, as it will be heard", async () => {
  const window = { start: "2026-11-23T14:00:30Z", end: "2026-11-23T14:10:30Z" };
  const { out } = await write({ ...QUERY, fields: { ...QUERY.fields, window } }, "--language=en");
  assert.match(out, /^WB1\/\S+\n\nPresence query[^]+14:00Z to 2026-11-23 14:11Z/);
});

test("a line check is answered in a code without naming a message", async () => {
  const fields = { number: 17, quality: 4, testPhrase: "amber river 17" };
  const { code, out } = await write({ kind: "line_check_reply", fields });
  assert.equal(code, 0);
  assert.match(out, /^WB1\/LINE-CHECK-REPLY\/T\/-\/17\/4\/\+AMBER\.RIVER\.17\/..\n$/);
});

test("a damaged code is named, with the part to listen to", async () => {
  for (const [damaged, said] of [
    [DISTRESS.replace("3436", "3439"), /does not fit its check characters 0O.*ask for it again/],
    [DISTRESS.replace("3436", "3467"), /check characters 0O.*part 5/],
    [DISTRESS.replace("0O", ""), /does not end in \/ and two check characters/],
    [`${DISTRESS}_`, /holds "_"/],
    ["A".repeat(161), /is 161 characters long/],
  ] as const) {
    const { code, out, err } = await read(damaged);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, said);
    assert.doesNotMatch(err, /shortCode|Ms\b/, "named as on the wire");
  }
});

test("what has no short form is refused by name, and nothing is printed", async () => {
  const { fields } = QUERY;
  for (const [message, said] of [
    [{ ...QUERY, fields: { ...fields, text: "At the ford." } }, /^fields\.text has no short form/],
    [{ ...QUERY, replyBy: "2026-11-23T15:00:00Z" }, /^replyBy has no short form: send the whole/],
    [{ ...QUERY, replyBy: "soon" }, /^replyBy/],
    [{ ...QUERY, area: "east" }, /^area has no short form/],
    [{ ...QUERY, colour: "red" }, /colour is not a field here/],
    [{ ...QUERY, precedence: "soon" }, /^precedence/],
    [{ ...QUERY, kind: "dragons" }, /^kind is not known/],
    [{ ...QUERY, fields: { ...fields, window: { start: "now", end: null } } }, /fields\.window/],
    [{ kind: "presence_reply", fields: { presenceAnswer: "ours" } }, /^inReplyTo is missing/],
    [
      {
        kind: "watch_change",
        fields: { role: "deputy", watch: "off", at: "2026-11-23T06:00:00Z" },
      },
      /^kind is watch_change, which has no short form/,
    ],
    [[], /^message\b/],
  ] as const) {
    const { code, out, err } = await write(message);
    assert.deepEqual([code, out], [1, ""], JSON.stringify(message));
    assert.match(err, said);
  }
});

test("a wrong command line is told what to write instead", async () => {
  for (const [argv, said] of [
    [[], /say read or write, as in/],
    [["send", "x"], /"send" is neither/],
    [["read"], /no code/],
    [["read", DISTRESS, "--language", "fr"], /use en, ar, ru/],
    [["write"], /one file is needed/],
    [["write", path("none.json")], /can't be read as JSON/],
    [["write", path("message.json"), "--json"], /--json is of read/],
  ] as const) {
    const { code, err } = await runLine(["short-code", ...argv]);
    assert.equal(code, 2, argv.join(" "));
    assert.match(err, said);
  }
});

test("the codes of the help can be read", async () => {
  const { out } = await runLine(["short-code", "--help"]);
  const codes = out.match(/\bwb1\/\S+/gi) ?? [];
  assert.ok(codes.length >= 2);
  for (const code of codes) assert.equal((await read(code)).code, 0, code);
});
