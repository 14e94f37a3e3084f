/** What all verbs over a server share, and the acts that the story leaves out. */

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { noticeAt, theatreOf } from "../api/native/fixture.ts";
import { encodeTheatre } from "../api/native/theatre.ts";
import { encodeEvent } from "../api/native/event.ts";
import { Teller } from "../tell/tell.ts";
import { speakIn } from "./remote/speak.ts";
import { withMember } from "./remote/body.ts";
import { WORDS } from "./remote/words.ts";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk, runLine } from "./test-io.ts";

const disk = makeDisk();
let stand: Stand;
let north: Line;
let admin: Line;
before(async () => {
  stand = await startStand(disk);
  north = await stand.as("captain-north", { roles: ["desk"] });
  admin = await stand.as("north-admin", { roles: ["administrator", "desk"] });
});
after(() => stand.close());

const notice = (lngDeg: number, name = "a flight"): string =>
  stand.file("notice.json", noticeAt(lngDeg, 35, name));

test("a wrong command line is told what to write instead, and exits with 2", async () => {
  const open = disk.path("open.token");
  writeFileSync(open, "token", { mode: 0o644 });
  const empty = disk.path("empty.token");
  writeFileSync(empty, "\n", { mode: 0o600 });
  const rows: readonly (readonly [readonly string[], RegExp])[] = [
    [["desk"], /say what to do: list, take, hand-over/],
    [["desk", "lits"], /"lits" is not known to desk: did you mean list\?/],
    [["desk", "take"], /DESK is missing: wideberth desk take DESK/],
    [["desk", "list", "x"], /"x" is too much: wideberth desk list/],
    [["desk", "take", "d", "--to", "x"], /--to is not a flag of this verb/],
    [["desk", "list", "--key-file", "x"], /--key-file is not a flag/],
    [["desk", "list", "--language", "fr"], /use en, ar, ru/],
    [["desk", "list", "--url", "there"], /--url "there" is no address/],
    [["desk", "list", "--token-file", disk.path("none")], /none is not there/],
    [["desk", "list", "--token-file", open], /may be read by other users: set its mode to 600/],
    [["desk", "list", "--token-file", empty], /neither a token nor an id and its secret/],
    [["operation", "file", "--from", disk.path("none")], /can't be read as JSON/],
    [["operation", "file", "--field", "x"], /--field "x": write it as name=value/],
    [["operation", "list", "--state", "gone"], /--state gone is not known: use filed/],
    [["operation", "list", "--limit", "x"], /--limit "x" is not a number of entries/],
    [["conflict", "list", "--state", "x"], /use open, closed/],
    [["message", "say", "c", "dragons"], /"dragons" is no kind of message/],
    [["message", "acknowledge", "m", "--lat", "x"], /--lat "x" is no number/],
    [["key", "add", "k"], /--new FILE is missing/],
    [["key", "add", "k", "--new", empty], /holds no Ed25519 key/],
    [["events", "now"], /now is not a flag/],
    [["desk", "list", "--url", "http://127.0.0.1:9"], /can't be reached/],
  ];
  for (const [argv, said] of rows) {
    const { code, out, err } = await north(...argv);
    assert.deepEqual([code, out], [2, ""], argv.join(" "));
    assert.match(err, said, argv.join(" "));
  }
  const { code, err } = await runLine(["desk", "list"]);
  assert.equal(code, 2);
  assert.match(err, /no token: give --token-file FILE, or set WIDEBERTH_TOKEN_FILE/);
});

test("what the server refuses is told with its field and remedy; under --json as it came", async () => {
  const { code, err } = await north("operation", "file", "--field", "category=dragons");
  assert.equal(code, 2);
  assert.match(err, /\n {2}field: \S+\n {2}\S/);
  const { err: json, out } = await north("operation", "show", "NORTH-1999-00001", "--json");
  assert.equal(out, "");
  assert.equal(JSON.parse(json).status, 404);
});

test("a repeat under one key is done once", async () => {
  const file = notice(50);
  const argv = ["operation", "file", "--from", file, "--idempotency-key", "once", "--json"];
  const [[first], [again]] = [jsonOf(await north(...argv)), jsonOf(await north(...argv))];
  assert.equal(again.operationId, first.operationId);
  const [other] = jsonOf(await north("operation", "file", "--from", file, "--json"), 1);
  assert.notEqual(other.operationId, first.operationId);
});

test("a list is whole, or says how much is left", async () => {
  for (let i = 0; i < 3; i++) await north("operation", "file", "--from", notice(51 + i));
  const all = jsonOf(await north("operation", "list", "--json"));
  assert.ok(all.length >= 3);
  const some = await north("operation", "list", "--limit", "1", "--json");
  assert.equal(jsonOf(some).length, 1);
  assert.match(some.err, new RegExp(`not shown: ${all.length - 1}\\. Raise --limit`));
});

test("what others wrote can't move the cursor or turn the line around", async () => {
  const bad = "\u001b[2J\u202ename\u2066";
  await admin("desk", "open", "odd", "--level", "watch_desk", "--name-en", bad);
  for (const language of ["en", "ar"]) {
    const { out } = await north("desk", "list", "--language", language);
    const { out: told } = await north(
      "events",
      "--after",
      "0",
      "--count",
      "1",
      "--language",
      language,
    );
    assert.ok(out.includes("odd"));
    for (const text of [out, told])
      assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}|\u202e/u);
  }
});

test("operations are started, held, ended, deviate, are replaced and cancelled", async () => {
  const [{ operationId: id }] = jsonOf(
    await north("operation", "file", "--from", notice(60, "one"), "--json"),
  );
  const body = stand.file("replace.json", { volumes: noticeAt(60.2, 35).volumes });
  const replaced = await north("operation", "replace", id, "--version", "1", "--from", body);
  assert.match(replaced.out, /Version: 2/);
  for (const [act, state] of [
    ["start", /has begun/],
    ["deviate", /deviates/],
    ["end", /has ended/],
  ] as const)
    assert.match((await north("operation", act, id)).out, state);
  const [{ operationId: next }] = jsonOf(
    await north("operation", "file", "--from", notice(61), "--json"),
  );
  assert.match((await north("operation", "cancel", next)).out, /is cancelled/);
  const { out } = await north("operation", "show", id, "--language", "ru");
  assert.match(out, /Состояние: завершена/);
});

test("an invited person joins with a code in a file, and is known by the id and secret", async () => {
  const expires = new Date(Date.now() + 86_400_000).toISOString();
  const codeFile = disk.path("code");
  const invited = await admin(
    "person",
    "invite",
    "Lt Anna",
    "--roles",
    "desk",
    "--expires",
    expires,
    "--secret-file",
    codeFile,
  );
  assert.equal(invited.err, "");
  assert.doesNotMatch(invited.out, /wbi_/, "what is in a file is not printed");
  const anna = await runLine(["person", "join", codeFile, "--json"], {
    env: { WIDEBERTH_URL: stand.url },
  });
  assert.match(jsonOf(anna)[0].id, /^member-/);
  const [{ secret: code }] = jsonOf(
    await admin("person", "invite", "Lt Omar", "--roles", "desk", "--expires", expires, "--json"),
  );
  const secretFile = disk.path("omar.secret");
  const env = { WIDEBERTH_URL: stand.url };
  const joined = await runLine(["person", "join", "-", "--secret-file", secretFile], {
    env,
    stdin: async function* () {
      yield Buffer.from(`${code}\n`);
    },
  });
  assert.deepEqual([joined.code, joined.err], [0, ""]);
  assert.doesNotMatch(joined.out, /wbs_/);
  const listed = await runLine(["desk", "list", "--token-file", secretFile], { env });
  assert.equal(listed.err, "");
  const again = await runLine(
    ["machine", "add", "m", "--roles", "desk", "--secret-file", secretFile],
    {
      env: { ...env, WIDEBERTH_TOKEN_FILE: disk.path("north-admin.token") },
    },
  );
  assert.match(again.err, /was there before and is left as it is/);
  const { out: people } = await admin("person", "list");
  assert.match(people, /member-\S+ +Lt Omar +desk +active/);
  assert.match((await admin("person", "invitations")).out, /Lt Anna +desk +accepted/);
  const wrong = disk.path("wrong.secret");
  writeFileSync(wrong, "member-nobody wbs_guess\n", { mode: 0o600 });
  const refused = await runLine(["desk", "list", "--token-file", wrong], { env });
  assert.equal(refused.code, 2);
  assert.match(refused.err, /No token was given: the server answered 401/);
});

test("a command is signed with a key in a file", async () => {
  const pem = disk.path("north.pem");
  const { privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(pem, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  assert.equal((await admin("key", "add", "desk key", "--new", pem)).err, "");
  assert.match((await north("key", "list")).out, /NORTH +\S{43} +desk key +in force/);
  const signed = await north("operation", "file", "--from", notice(70), "--key-file", pem);
  assert.equal(signed.err, "");
  const other = disk.path("other.pem");
  const { privateKey: unknown } = generateKeyPairSync("ed25519");
  writeFileSync(other, unknown.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  const refused = await north("operation", "file", "--from", notice(71), "--key-file", other);
  assert.equal(refused.code, 2);
});

test("two of the host open a conflict, and the party finds it in its read log", async () => {
  const host = await stand.host();
  const second = await stand.as("host-two", { party: null, roles: ["host"] });
  const [{ operationId }] = jsonOf(
    await north("operation", "file", "--from", notice(80), "--json"),
  );
  const [asked] = jsonOf(
    await host(
      "opening",
      "ask",
      "--what",
      "operation",
      "--id",
      operationId,
      "--reason",
      "silent",
      "--json",
    ),
  );
  assert.equal((await host("opening", "second", asked.id)).code, 2, "one is not two");
  assert.match((await second("opening", "second", asked.id)).out, /State: open/);
  assert.match((await north("opening", "read-log")).out, /host-one +host-two .* silent/);
  assert.match((await host("opening", "list")).out, /silent/);
  assert.equal((await north("opening", "list")).code, 2);
});

test("a change of the theatre that shows more waits for the second of the host, and all are told", async () => {
  const host = await stand.host();
  const second = await stand.as("host-two", { party: null, roles: ["host"] });
  const [theatre] = jsonOf(await host("theatre", "show", "--json"));
  const rules = { ...theatre.rules, disclosureOnConflict: "full" };
  const file = stand.file("theatre.json", { ...theatre, rules });
  assert.equal((await host("theatre", "set", "--from", file)).code, 0);
  const [change] = jsonOf(await host("theatre", "changes", "--json")).slice(-1);
  assert.equal(change.state, "requested", JSON.stringify(change));
  assert.match((await north("theatre", "changes")).out, /waits for a second person/);
  assert.equal((await host("theatre", "second", change.id)).code, 2, "one is not two");
  assert.match((await second("theatre", "second", change.id)).out, /State: done/);
  assert.match((await north("theatre", "changes", "--language", "ar")).out, /نُفّذ/);
});

test("the rest of the host's and administrator's acts reach the server", async () => {
  const host = await stand.host();
  assert.match((await host("theatre", "show")).out, /Name: Test theatre\n.*NORTH/s);
  assert.ok(jsonOf(await north("theatre", "rules", "--json"))[0].minimaByClass);
  assert.equal(jsonOf(await north("theatre", "head", "--json"))[0].rootHash.length, 64);
  const theatre = stand.file("theatre.json", encodeTheatre(theatreOf()));
  assert.equal((await host("theatre", "set", "--from", theatre)).err, "");
  const [machine] = jsonOf(await admin("machine", "add", "gateway", "--roles", "desk", "--json"));
  assert.match((await admin("machine", "list")).out, /gateway +desk +active/);
  assert.equal((await host("machine", "revoke", machine.id)).err, "");
  assert.match((await admin("machine", "list")).out, /gateway +desk +removed/);
  const volume = noticeAt(90, 35).volumes[0];
  const area = stand.file("area.json", { volume });
  const argv = ["standing", "propose", "--with", "SOUTH", "--name", "range", "--from", area];
  assert.equal((await north(...argv)).err, "");
  assert.match((await north("standing", "list")).out, /range +proposed/);
  assert.equal((await north("disclosure", "consent", "SOUTH", "--rung", "category")).err, "");
  assert.match((await north("disclosure", "consents")).out, /SOUTH +area, altitude and category/);
});

test("areas of a file are looked at, proposed, agreed, and told to whose operation touches them", async () => {
  const south = await stand.as("captain-south", { party: "SOUTH" });
  const end = new Date(Date.now() + 864e5).toISOString();
  const place = { type: "Point", coordinates: [93, 35] };
  const features = [
    { type: "Feature", properties: { id: "a", name: "1", radiusM: 3000, end }, geometry: place },
    { type: "Feature", properties: { id: "b", name: "lost" }, geometry: place },
  ];
  const file = stand.file("areas.geojson", { type: "FeatureCollection", features });
  const argv = ["area", "import", file, "--kind", "no_fire_area", "--measures", "no_fire,no_entry"];
  const looked = await north(...argv);
  assert.equal(looked.code, 2, "one is no area");
  assert.match(looked.err, /not read: features\[1\]: /);
  assert.match(looked.out, /Measures: .*no fire/i);
  assert.match((await north("area", "list")).out, /^None/m);
  const sent = await north(...argv, "--with", "SOUTH", "--send", "--json");
  const { areaId } = JSON.parse(sent.out);
  assert.match((await south("area", "agree", areaId, "--version", "1")).out, /State: in force/);
  assert.match((await south("area", "list", "--state", "in_force")).out, /NORTH.* 1 +in force/);
  assert.match((await south("area", "show", areaId)).out, /Measures: /);
  const notice = stand.file("touching.json", noticeAt(93, 35));
  const [{ operationId, areaIds }] = jsonOf(
    await south("operation", "file", "--from", notice, "--json"),
  );
  assert.deepEqual(areaIds, [areaId]);
  assert.match((await south("area", "of", operationId)).out, new RegExp(areaId));
  const ended = await south("area", "end", areaId, "--reason", "no_longer_needed");
  assert.match(ended.out, /State: in force/);
});

test("a kind's fields are shown, and typed by it: a text that looks like a number stays a text", async () => {
  assert.match((await north("message", "kinds")).out, /presence_query +Presence query/);
  assert.match(
    (await north("message", "kinds", "presence_reply")).out,
    /presenceAnswer: ours \| associated/,
  );
  assert.equal((await north("message", "kinds", "dragons")).code, 2);
  const [{ channelId }] = jsonOf(
    await north("line", "propose", "SOUTH", "--level", "general_staff", "--json"),
  );
  const south = await stand.as("captain-south", { party: "SOUTH" });
  await south("line", "take", channelId);
  const said = await north(
    "message",
    "say",
    channelId,
    "unusual_activity_query",
    "--json",
    "--field",
    "question=17",
    "unusualActivity=unannounced_flights",
    "--field",
    'window={"start":"2026-11-23T06:00:00Z","end":null}',
    "--field",
    'area={"kind":"circle","center":{"latDeg":35,"lngDeg":40},"radiusM":500}',
  );
  const [{ messageId }] = jsonOf(said);
  const [{ fields }] = jsonOf(await south("message", "show", messageId, "--json"));
  assert.equal(fields.question, "17");
  const [channel] = jsonOf(await south("line", "show", channelId, "--json"));
  const { number, testPhrase } = channel.checks[0];
  const answered = await south(
    "line",
    "answer",
    channelId,
    "--number",
    String(number),
    "--phrase",
    testPhrase,
    "--quality",
    "5",
  );
  assert.equal(answered.err, "");
  assert.match(
    (await north("line", "suspend", channelId, "--scope", "all")).out,
    /Line: suspended/,
  );
  assert.match((await south("line", "list", "--language", "ru")).out, /приостановлена/);
  assert.match((await north("line", "restore", channelId)).out, /Line: restored/);
});

test("a lost connection is said once, and that it is there again", async () => {
  const lines: string[] = [];
  const env = { WIDEBERTH_URL: stand.url, WIDEBERTH_TOKEN_FILE: disk.path("captain-north.token") };
  let [out, err] = ["", ""];
  const following = runLine(["events", "--count", "1"], {
    env,
    nowMs: Date.now,
    out: (text) => void (out += text),
    err: (text) => void ((err += text), lines.push(text)),
  });
  await until(() => /Connected/.test(err));
  stand.server.app.server.closeAllConnections();
  await until(() => (err.match(/Connected/g) ?? []).length === 2);
  await north("operation", "file", "--from", notice(95));
  assert.equal((await following).code, 0);
  assert.match(out, /→ Operation\. Notice /);
  assert.equal(lines.filter((line) => /No connection to the server since/.test(line)).length, 1);
});

/** Within ten seconds: what is waited for comes at once, or something is broken. */
const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 1000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(isSo());
};

test("whatever kind of thing happened has its words in each language", () => {
  const { events } = stand.server.engine.journal.since({ kind: "party", party: "NORTH" }, 0);
  for (const language of ["en", "ar", "ru"] as const) {
    const teller = new Teller("NORTH", speakIn(language));
    const told = events.flatMap((event) => teller.tell(encodeEvent(event))?.text ?? []);
    const wanted = ["Lt Anna", "NORTH ", "range", "silent"];
    for (const one of wanted) assert.ok(told.join("\n").includes(one), `${language}: ${one}`);
    for (const text of told) assert.doesNotMatch(text, /undefined|null|\{\w+\}/);
  }
});

test("a member is set in place, whatever it is called", () => {
  assert.deepEqual(withMember({ a: { b: 1 } }, "a.c", 2), { a: { b: 1, c: 2 } });
  assert.deepEqual(withMember({ a: 3 }, "a.c", 2), { a: { c: 2 } });
  withMember({}, "__proto__.polluted", true);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();

test("every language fills the same names in", () => {
  for (const [name, text] of Object.entries(WORDS.en.sentences))
    for (const language of ["ar", "ru"] as const)
      assert.deepEqual(
        namesIn(WORDS[language].sentences[name as keyof typeof WORDS.en.sentences]),
        namesIn(text),
        `${language} ${name}`,
      );
});
