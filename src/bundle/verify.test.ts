import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { after, before, suite, test } from "node:test";
import fc from "fast-check";
import { askAs, startTestServer } from "../api/native/fixture.ts";
import type { Ask, TestServer } from "../api/native/fixture.ts";
import { encodePayload, signedText } from "../core/entry.ts";
import type { Command } from "../core/commands.ts";
import { encodeBundle, openBundle } from "./file.ts";
import type { Part } from "./file.ts";
import { verifyBoth, verifyBundle } from "./verify.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 0x7fff_ffff);
const AT = "2026-11-23T06:00:00Z";
const fields = (account: string) => ({
  incidentKind: "site_hit",
  at: AT,
  place: { lngDeg: 40.1, latDeg: 35.3 },
  casualties: "yes",
  account,
});

/** A UUIDv7 of now: what a signed command is known by. */
const makeId = (): string => {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000001`;
};

suite("evidence bundles", () => {
  let server: TestServer;
  let [north, south]: Ask[] = [];
  let id = "";
  let files: Record<"north" | "south", Buffer>;

  const bundleOf = async (ask: Ask, query = ""): Promise<Buffer> => {
    const { status, body } = await ask("GET", `/v1/incidents/${id}/bundle${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return Buffer.from(body);
  };
  const say = async (ask: Ask, verb: string, body: object): Promise<void> => {
    const said = await ask("POST", `/v1/incidents/${id}/${verb}`, body);
    assert.equal(said.status, 200, JSON.stringify(said.body));
  };

  /** NORTH states a fact under a key of its own. */
  const sayFactSigned = async (text: string): Promise<void> => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const key = String(publicKey.export({ format: "jwk" }).x);
    const admin = await askAs(server, { roles: ["administrator"], sub: "admin" });
    const added = await admin("POST", "/v1/keys", { publicKey: key, name: "desk" });
    assert.equal(added.status, 201, JSON.stringify(added.body));
    const command: Command = { kind: "state-fact", incidentId: id, text };
    const [by, commandId] = ["captain-north", makeId()];
    const bytes = Buffer.from(signedText(commandId, encodePayload(command, by)));
    const signature = new Uint8Array(sign(null, bytes, privateKey));
    const origin = { party: "NORTH", key };
    const said = { origin, commandId, command, by, signature, survey: {} };
    const { outcome } = await server.engine.submit(said);
    assert.ok(outcome.ok, JSON.stringify(outcome));
  };

  before(async () => {
    server = await startTestServer();
    north = await askAs(server, { sub: "captain-north" });
    south = await askAs(server, { party: "SOUTH", sub: "captain-south" });
    const channel = { parties: ["SOUTH"], level: "watch_desk" };
    await north("POST", "/v1/channels", channel);
    await south("POST", "/v1/channels/NORTH:SOUTH:watch_desk/take");
    const sent = await north("POST", "/v1/channels/NORTH:SOUTH:watch_desk/messages", {
      kind: "distress",
      language: "en",
      fields: {
        place: { lngDeg: 40.141, latDeg: 35.336 },
        persons: { from: 3, to: 3 },
        distress: "medical_emergency",
        passageAsked: "yes",
      },
    });
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    const { messageId } = sent.body;
    const opening = { other: "SOUTH", incidentKind: "site_hit", at: AT, messageId };
    const opened = await north("POST", "/v1/incidents", { ...opening, fields: fields("Hit.") });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    id = opened.body.incidentId;
    await south("POST", `/v1/messages/${messageId}/delivered`);
    await say(south, "reports", { form: "first", fields: fields("None of ours fired.") });
    await sayFactSigned("One munition struck the roof.");
    await say(south, "fact-answers", { number: 1, answer: "agreed" });
    // Another pair's, of which neither bundle may tell.
    const other = await askAs(server, { party: "RELIEF" });
    await other("POST", "/v1/incidents", {
      ...opening,
      messageId: undefined,
      fields: fields("hidden"),
    });
    await south("PUT", "/v1/incident-count-consents/RELIEF", { isGiven: true });
    files = { north: await bundleOf(north), south: await bundleOf(south) };
  });
  after(() => server.close());

  test("a bundle is whole, and both sides' together disclose both", () => {
    for (const file of Object.values(files)) assert.deepEqual(verifyBundle(file).findings, []);
    assert.equal(verifyBundle(files.north).summary?.signedCount, 1);
    const both = verifyBoth(files.north, files.south);
    assert.deepEqual(both.findings, []);
    const [one, other] = [both.one.summary!, both.other.summary!];
    assert.equal(both.wholeCount, one.wholeCount + other.wholeCount);
    assert.equal(both.wholeCount, both.entryCount);
    assert.ok(one.wholeCount < one.entryCount && other.wholeCount < other.entryCount);
  });

  test("it tells no more than the view: only entries of this incident, and only one's own whole", () => {
    for (const [party, file] of [
      ["NORTH", files.north],
      ["SOUTH", files.south],
    ] as const) {
      const text = file.toString();
      assert.ok(!text.includes("hidden") && !text.includes("RELIEF"));
      assert.ok(!text.includes(party === "NORTH" ? "captain-south" : "captain-north"));
      for (const { name, text: part } of partsOf(file)) {
        if (!name.startsWith("entry-")) continue;
        const { envelope, frame } = JSON.parse(part);
        const said = JSON.parse(envelope);
        assert.equal(frame !== null, said.origin.party === party, name);
        assert.match(said.kind, /incident|fact|message|delivered/);
      }
    }
  });

  test(`one bit that is changed anywhere is found, and the part is named, seed ${SEED}`, () => {
    const file = files.north;
    const spans = spansOf(file);
    fc.assert(
      fc.property(fc.nat({ max: file.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const changed = Buffer.from(file);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const part = spans.find(({ end }) => at < end)?.part;
        assert.deepEqual(findingsOf(changed), [part], `byte ${at}, bit ${bit}`);
      }),
      { numRuns: 2_000, seed: SEED, endOnFailure: true },
    );
    // Every part is hit, also the small ones.
    for (const { part, start, end } of spans) {
      for (const at of [start, Math.floor((start + end) / 2), end - 1]) {
        const changed = Buffer.from(file);
        changed[at] = (changed[at] ?? 0) ^ 1;
        assert.deepEqual(findingsOf(changed), [part], `byte ${at}`);
      }
    }
  });

  test("a file that is cut short, or goes on, is found", () => {
    const { length } = files.north;
    for (const end of [0, 10, 200, length >> 1, length - 1])
      assert.notDeepEqual(findingsOf(files.north.subarray(0, end)), []);
    assert.deepEqual(findingsOf(Buffer.concat([files.north, Buffer.from("x")])), ["end of file"]);
  });

  test("parts that are moved, doubled or left out are found", () => {
    const parts = partsOf(files.north);
    const head = files.north.toString().split("\n", 2).join("\n");
    const bodyOf = (list: readonly Part[]): Buffer =>
      Buffer.from(`${head}\n${list.map(({ name, text }) => `--- ${name}\n${text}\n`).join("")}`);
    assert.deepEqual(findingsOf(bodyOf(parts)), []);
    for (const [i, part] of parts.entries()) {
      const without = parts.filter((one) => one !== part);
      assert.ok(findingsOf(bodyOf(without)).includes(part.name), `${part.name} left out`);
      assert.notDeepEqual(findingsOf(bodyOf([...parts, part])), [], `${part.name} doubled`);
      const moved = [...without.slice(0, i + 1), part, ...without.slice(i + 1)];
      if (i + 1 < parts.length) {
        assert.ok(findingsOf(bodyOf(moved)).includes(part.name), `${part.name} moved`);
      }
    }
  });

  test("who makes every hash anew is found by the record", () => {
    const parts = partsOf(files.north);
    const entries = parts.filter(({ name }) => name.startsWith("entry-"));
    for (const { name, text } of entries) {
      assert.ok(
        findingsOf(remade(files.north, (part) => (part.name === name ? null : part))).includes(
          name,
        ),
      );
      const { envelope, frame } = JSON.parse(text);
      const later = envelope.replace(/"atMs":(\d)/, '"atMs":9$1');
      const other = (change: object) =>
        findingsOf(changeJson(files.north, name, (json) => ({ ...json, ...change })));
      assert.ok(other({ envelope: later }).includes(name), "another time");
      assert.ok(other({ privateHash: "0".repeat(64) }).includes(name), "another content");
      assert.ok(other({ seq: 1 }).includes(name), "another place");
      if (frame === null) continue;
      const bytes = Buffer.from(frame, "base64");
      bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
      assert.ok(other({ frame: bytes.toString("base64") }).includes(name), "another frame");
    }
    const told = changeJson(files.north, "incident.json", (json) => ({
      ...json,
      facts: json.facts.map((fact: object) => ({ ...fact, text: "Two munitions." })),
    }));
    assert.deepEqual(findingsOf(told), ["incident.json"]);
    const keyless = changeJson(files.north, "keys.json", () => ({ keys: [] }));
    assert.equal(findingsOf(keyless).length, 1, "a signature without its key");
  });

  test("what the one tells of the other is checked against what the other said", () => {
    const told = changeJson(files.north, "incident.json", (json) => ({
      ...json,
      reports: json.reports.map((report: { party: string; fields: object }) =>
        report.party === "SOUTH"
          ? { ...report, fields: { ...report.fields, account: "We fired." } }
          : report,
      ),
    }));
    assert.deepEqual(findingsOf(told), [], "NORTH alone can't show what SOUTH said");
    const { findings } = verifyBoth(told, files.south);
    assert.deepEqual(
      findings.map(({ part }) => part),
      ["incident.json"],
    );
  });

  test("two heads of one record need the proof that leads from one to the other", async () => {
    await say(south!, "facts", { text: "No warning was given." });
    const size = verifyBundle(files.north).summary?.head.size;
    const later = await bundleOf(south!);
    assert.match(verifyBoth(files.north, later).findings[0]?.found ?? "", /--since/);
    const proven = await bundleOf(south!, `?since=${size}`);
    assert.deepEqual(verifyBundle(proven).findings, []);
    assert.deepEqual(verifyBoth(files.north, proven).findings, []);
    const other = changeJson(proven, "consistency.json", (json) => ({
      ...json,
      rootHash: "0".repeat(64),
    }));
    assert.deepEqual(findingsOf(other), ["consistency.json"]);
    const asked = await south!("GET", `/v1/incidents/${id}/bundle?since=999999`);
    assert.deepEqual([asked.status, asked.body.field], [400, "query.since"]);
  });

  test("who is no side of it gets no bundle", async () => {
    const relief = await askAs(server, { party: "RELIEF" });
    assert.equal((await relief("GET", `/v1/incidents/${id}/bundle`)).status, 404);
  });
});

const partsOf = (file: Buffer): readonly Part[] => openBundle(file).parts;

/** The file that somebody makes who knows the format: every hash is right again. */
const remade = (file: Buffer, change: (part: Part) => Part | null): Buffer =>
  Buffer.from(encodeBundle(partsOf(file).flatMap((part) => change(part) ?? [])));

// oxlint-disable-next-line typescript/no-explicit-any -- any part
const changeJson = (file: Buffer, name: string, change: (json: any) => object): Buffer =>
  remade(file, (part) =>
    part.name === name ? { name, text: JSON.stringify(change(JSON.parse(part.text))) } : part,
  );

const findingsOf = (file: Buffer): string[] => verifyBundle(file).findings.map(({ part }) => part);

/** Which part every byte belongs to, in order. */
const spansOf = (file: Buffer): readonly { part: string; start: number; end: number }[] => {
  const firstEnd = file.indexOf(0x0a) + 1;
  const manifestEnd = file.indexOf(0x0a, firstEnd) + 1;
  const spans = [
    { part: "first line", start: 0, end: firstEnd },
    { part: "manifest", start: firstEnd, end: manifestEnd },
  ];
  let start = manifestEnd;
  for (const { name, text } of openBundle(file).parts) {
    const end = start + Buffer.byteLength(`--- ${name}\n${text}\n`);
    spans.push({ part: name, start, end });
    start = end;
  }
  return spans;
};
