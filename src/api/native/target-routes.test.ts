/** Parties that are told by webhook and by mail, over HTTP, with real receivers on loopback. */

import assert from "node:assert/strict";
import { generateKeyPairSync, webcrypto } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import type { TheatreRules } from "../../core/theatre/model.ts";
import { openTheatreOutbox } from "../../server/theatre-outbox.ts";
import type { OutboxSettings } from "../../server/theatre-outbox.ts";
import type { Outbox } from "../../server/outbox/outbox.ts";
import { answerStatus, startReceiver, tempFolder, until } from "../../server/outbox/test-outbox.ts";
import type { Received } from "../../server/outbox/test-outbox.ts";
import { createClient, ProblemError, signingWith } from "./client.ts";
import type { Client, ClientOptions, ToldEvent } from "./client.ts";
import { encodeEvent } from "./event.ts";
import { askAs, HOST, noticeAt, startTestServer } from "./fixture.ts";
import type { TestServer, TokenClaims } from "./fixture.ts";

const ADMIN: TokenClaims = { roles: ["administrator", "desk"], sub: "north admin" };
const SOUTH_ADMIN: TokenClaims = { ...ADMIN, party: "SOUTH" };

const SETTINGS: Omit<OutboxSettings, "dataDir"> = {
  smtpUrl: null,
  smtpFrom: null,
  smtpCredentialsFile: null,
  smtpCaFile: null,
  webhookNetworks: ["loopback"],
  consoleUrl: "https://host.example/",
};

type Told = TestServer & {
  readonly clientOf: (claims?: TokenClaims, more?: Partial<ClientOptions>) => Promise<Client>;
};

/** A server with an outbox. What failed is tried again at once. */
const startTold = async (
  t: TestContext,
  settings: Partial<OutboxSettings> = {},
  rules: Partial<TheatreRules> = {},
): Promise<Told> => {
  let outbox: Outbox | null = null;
  const dataDir = tempFolder(t);
  const server = await startTestServer({
    rules,
    engine: (engine) => {
      outbox = openTheatreOutbox(engine, {
        settings: { ...SETTINGS, dataDir, ...settings },
        encode: encodeEvent,
        random: () => 0,
        onWarning: (message) => t.diagnostic(message),
        onFailure: (error) => {
          throw error;
        },
      });
      return engine;
    },
    // It needs the engine, which the fixture opens: read once that is there.
    deps: {
      get outbox() {
        return outbox;
      },
    },
  });
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  t.after(async () => {
    await server.close();
    await outbox?.close();
  });
  const clientOf: Told["clientOf"] = async (claims, more = {}) =>
    createClient({
      baseUrl: `http://127.0.0.1:${port}`,
      token: await server.token(claims),
      retriesMax: 0,
      ...more,
    });
  return { ...server, clientOf };
};

const webhook = (url: string, eventKinds: readonly ToldEvent["kind"][] | null = null) =>
  ({ kind: "webhook", name: "watch system", url, eventKinds }) as const;

/** What the receiver makes of it, by the reference implementation. Throws when it is not signed so. */
const verified = (secret: string, { body, headers }: Received): Record<string, unknown> =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>;

const kindOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "accepted",
    (error: unknown) => (error instanceof ProblemError ? error.kind : String(error)),
  );

test("a conflicting notice of another party arrives signed, and says what the event stream says", async (t) => {
  const receiver = await startReceiver(t);
  const server = await startTold(t);
  const [north, south] = [await server.clientOf(ADMIN), await server.clientOf(SOUTH_ADMIN)];
  const { id, seq } = await north.addTarget(webhook(receiver.url));
  const { secret, bothUntil } = await north.targetSecret(id);
  assert.equal(bothUntil, null);
  await north.fileOperation(noticeAt(40, 35, "north"));
  await south.fileOperation(noticeAt(40, 35, "south"));
  await until(() => receiver.received.length === 2);
  const streamed: unknown[] = [];
  for await (const event of north.events({ after: seq })) {
    if (event.kind !== "hello") streamed.push(event);
    if (event.kind === "conflict.opened") break;
  }
  const bodies = receiver.received.map((one) => verified(secret, one));
  assert.deepEqual(
    bodies.map(({ data }) => data),
    streamed,
  );
  assert.deepEqual(
    bodies.map(({ type }) => type),
    ["operation.filed", "conflict.opened"],
  );
  assert.equal(JSON.stringify(receiver.received).includes('"south"'), false, "told blind");
  const { status } = await north.target(id);
  assert.deepEqual([status?.heldBy, status?.waiting.count, status?.lastFailure], [null, 0, null]);
  assert.ok(status?.lastDeliveredAt);
});

test("the recipe of docs/api.md takes what is signed, and nothing that was altered", async (t) => {
  const receiver = await startReceiver(t);
  const server = await startTold(t);
  const north = await server.clientOf(ADMIN);
  const { id } = await north.addTarget(webhook(receiver.url));
  await north.rotateTargetSecret(id);
  const { secret } = await north.targetSecret(id);
  await north.fileOperation(noticeAt(40, 35));
  await until(() => receiver.received.length === 2);
  const docs = readFileSync(join(import.meta.dirname, "../../../docs/api.md"), "utf8");
  const [, recipe] = /```js\n(import \{ createHmac[\s\S]*?)```/.exec(docs) ?? [];
  assert.ok(recipe, "docs/api.md has a recipe");
  const file = join(tempFolder(t), "recipe.mjs");
  writeFileSync(file, recipe);
  type Recipe = (secret: string, headers: Received["headers"], body: Buffer) => boolean;
  const { isOurs } = (await import(pathToFileURL(file).href)) as { readonly isOurs: Recipe };
  const { headers, body } = receiver.received[1]!;
  const takes = (change: { headers?: object; body?: string; secret?: string }): boolean =>
    isOurs(
      change.secret ?? secret,
      { ...headers, ...change.headers },
      Buffer.from(change.body ?? body),
    );
  assert.equal(takes({}), true);
  const [other, late] = [`whsec_${Buffer.alloc(32).toString("base64")}`, Date.now() / 1000 - 400];
  assert.equal(takes({ secret: other }), false);
  assert.equal(takes({ body: body.replace("NORTH", "SOUTH") }), false);
  assert.equal(takes({ headers: { "webhook-id": `${id}_1_0` } }), false);
  assert.equal(takes({ headers: { "webhook-timestamp": String(Math.floor(late)) } }), false);
  assert.equal(takes({ headers: { "webhook-signature": undefined } }), false);
});

test("where commands must be signed, those about targets are", async (t) => {
  const server = await startTold(t, {}, { requireSignatures: true });
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = await webcrypto.subtle.importKey(
    "jwk",
    privateKey.export({ format: "jwk" }),
    "Ed25519",
    false,
    ["sign"],
  );
  const signing = signingWith(publicKey.export({ format: "jwk" }).x!, key);
  const bare = await server.clientOf(ADMIN);
  await bare.addKey({ publicKey: signing.publicKey, name: "k" });
  const body = webhook("https://desk.example/hook", ["message.sent", "conflict.opened"]);
  assert.equal(await kindOf(bare.addTarget(body)), "signature-required");
  const north = await server.clientOf(ADMIN, { signing });
  const { id } = await north.addTarget(body);
  await north.setTarget(id, { ...body, url: "https://desk.example/other" });
  await north.rotateTargetSecret(id);
  await north.removeTarget(id);
});

test("only the kinds that were named are told", async (t) => {
  const receiver = await startReceiver(t);
  const server = await startTold(t);
  const [north, south] = [await server.clientOf(ADMIN), await server.clientOf(SOUTH_ADMIN)];
  await north.addTarget(webhook(receiver.url, ["conflict.opened"]));
  await north.fileOperation(noticeAt(40, 35));
  await south.fileOperation(noticeAt(40, 35));
  await until(() => receiver.received.length === 1);
  assert.equal(
    (JSON.parse(receiver.received[0]!.body) as { type: string }).type,
    "conflict.opened",
  );
});

test("a dead receiver leaves a dead letter, which its own party alone sees and sends again", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const server = await startTold(t);
  const [north, south] = [await server.clientOf(ADMIN), await server.clientOf(SOUTH_ADMIN)];
  const { id } = await north.addTarget(webhook(receiver.url, ["operation.filed"]));
  const { secret } = await north.targetSecret(id);
  const { seq } = await north.fileOperation(noticeAt(40, 35));
  let page = await north.deadLetters();
  while (page.items.length === 0) {
    await sleep(20);
    page = await north.deadLetters();
  }
  const [letter] = page.items;
  assert.deepEqual(
    [letter?.id, letter?.targetId, letter?.eventKind, letter?.seq, letter?.attemptCount],
    [`${id}_${seq}_0`, id, "operation.filed", seq, 8],
  );
  assert.match(letter?.reason ?? "", /500/);
  assert.deepEqual([page.remaining, page.next], [0, null]);
  const { status } = await north.target(id);
  assert.deepEqual([status?.deadLetterCount, status?.waiting.count], [1, 0]);
  assert.match(status?.lastFailure?.reason ?? "", /500/);
  assert.deepEqual((await south.deadLetters()).items, []);
  assert.deepEqual((await north.deadLetters({ targetId: "other" })).items, []);
  for (const one of [letter!.id, "none_1_0"]) {
    const refused = await south.resendDeadLetter(one).catch((error: unknown) => error);
    assert.ok(refused instanceof ProblemError);
    assert.equal(refused.problem.detail, `no dead letter "${one}" that you may see`);
  }
  receiver.answer = answerStatus(204);
  const before = receiver.received.length;
  assert.deepEqual(await north.resendDeadLetter(letter!.id), { id: letter!.id, isWaiting: true });
  await until(() => receiver.received.length === before + 1);
  const again = receiver.received.at(-1)!;
  assert.equal(again.headers["webhook-id"], letter!.id, "known as the same by its id");
  assert.equal((verified(secret, again)["data"] as { seq: number }).seq, seq);
  assert.deepEqual((await north.deadLetters()).items, []);
  assert.equal(await kindOf(north.resendDeadLetter(letter!.id)), "not-found");
});

test("after a change of secret both sign; paused nothing is sent; removed nothing more", async (t) => {
  const receiver = await startReceiver(t);
  const server = await startTold(t);
  const north = await server.clientOf(ADMIN);
  const { id } = await north.addTarget(webhook(receiver.url, ["operation.filed"]));
  const old = await north.targetSecret(id);
  await north.rotateTargetSecret(id);
  const now = await north.targetSecret(id);
  assert.notEqual(now.secret, old.secret);
  assert.ok(Date.parse(now.bothUntil ?? "") > Date.now());
  await north.fileOperation(noticeAt(40, 35));
  await until(() => receiver.received.length === 1);
  for (const { secret } of [old, now]) verified(secret, receiver.received[0]!);
  await north.pauseTarget(id);
  assert.equal((await north.target(id)).status?.heldBy, "party");
  assert.equal(await kindOf(north.pauseTarget(id)), "wrong-state");
  await north.fileOperation(noticeAt(41, 35));
  assert.equal((await north.target(id)).status?.waiting.count, 1);
  await sleep(50);
  assert.equal(receiver.received.length, 1);
  await north.resumeTarget(id);
  await until(() => receiver.received.length === 2);
  await north.removeTarget(id);
  await north.fileOperation(noticeAt(42, 35));
  await sleep(50);
  assert.equal(receiver.received.length, 2);
  const removed = await north.target(id);
  assert.deepEqual([removed.state, removed.status], ["removed", null]);
  assert.equal(await kindOf(north.targetSecret(id)), "not-found");
  assert.equal(await kindOf(north.setTarget(id, webhook(receiver.url))), "wrong-state");
});

test("a receiver that answers 410 is left alone until the party resumes", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(410);
  const server = await startTold(t);
  const north = await server.clientOf(ADMIN);
  const { id } = await north.addTarget(webhook(receiver.url, ["operation.filed"]));
  await north.fileOperation(noticeAt(40, 35));
  await until(() => receiver.received.length === 1);
  while ((await north.target(id)).status?.heldBy !== "receiver") await sleep(10);
  receiver.answer = answerStatus(204);
  await north.resumeTarget(id);
  await until(() => receiver.received.length === 2);
  assert.equal((await north.target(id)).status?.heldBy, null);
});

test("mail says in the reader's language that there is something, and no more", async (t) => {
  const mails: string[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, _session, accept) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString());
        accept();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  t.after(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  const { port } = smtp.server.address() as AddressInfo;
  const server = await startTold(t, {
    smtpUrl: `smtp://127.0.0.1:${port}?tls=none`,
    smtpFrom: "wideberth@host.example",
  });
  const [north, south] = [await server.clientOf(ADMIN), await server.clientOf(SOUTH_ADMIN)];
  const eventKinds = ["conflict.opened"] as const;
  const about = { kind: "email", name: "duty officer", eventKinds } as const;
  const address = "duty@north.example";
  const { id } = await north.addTarget({ ...about, address, language: "ru" });
  const { operationId } = await north.fileOperation(noticeAt(40, 35));
  const other = await south.fileOperation(noticeAt(40, 35, "south"));
  await until(() => mails.length === 1);
  const [head = "", ...rest] = mails[0]!.split("\r\n\r\n");
  assert.match(head, /^To: <?duty@north\.example>?$/m);
  const encoded = rest.join("\r\n\r\n").replaceAll("\r\n", "");
  const isBase64 = /^Content-Transfer-Encoding: base64$/im.test(head);
  const text = isBase64
    ? Buffer.from(encoded, "base64").toString()
    : Buffer.from(
        encoded
          .replaceAll("=\n", "")
          .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
        "latin1",
      ).toString();
  assert.match(text, /Обнаружена конфликтная ситуация/);
  assert.ok(text.includes(operationId) && text.includes("https://host.example/"));
  assert.equal(text.includes(other.operationId) || text.includes("SOUTH"), false);
  assert.equal(await kindOf(north.rotateTargetSecret(id)), "bad-field");
  assert.equal(await kindOf(north.targetSecret(id)), "not-found");
});

test("where a webhook may not go is refused by name, before anything is recorded", async (t) => {
  const server = await startTold(t, { webhookNetworks: [] });
  const north = await askAs(server, ADMIN);
  const { seq } = server.engine.status().head;
  const rows: readonly (readonly [object, number, string])[] = [
    [webhook("http://desk.example/hook"), 422, "url"],
    [webhook("https://10.1.2.3/hook"), 422, "url"],
    [webhook("https://127.0.0.1/hook"), 422, "url"],
    [webhook("https://user:word@desk.example/hook"), 422, "url"],
    [{ kind: "email", name: "d", address: "no address", language: "en" }, 422, "address"],
    [{ kind: "email", name: "d", address: "a@b.example", language: "de" }, 400, "language"],
    [{ ...webhook("https://desk.example"), eventKinds: [] }, 400, "eventKinds"],
    [{ ...webhook("https://desk.example"), eventKinds: ["conflict.open"] }, 400, "eventKinds[0]"],
    [{ ...webhook("https://desk.example"), kind: "pager" }, 400, "kind"],
  ];
  for (const [body, status, field] of rows) {
    const answer = await north("POST", "/v1/targets", body);
    assert.deepEqual([answer.status, answer.body.field], [status, field], JSON.stringify(body));
  }
  assert.equal(server.engine.status().head.seq, seq);
  const { status } = await north("POST", "/v1/targets", webhook("https://desk.example/hook"));
  assert.equal(status, 201);
});

test("a party's targets are its administrator's alone, and answers are as described", async (t) => {
  const server = await startTold(t);
  const admin = await askAs(server, ADMIN);
  const body = webhook("https://desk.example/hook?key=s3cret");
  const { id } = (await admin("POST", "/v1/targets", body, { "idempotency-key": "t-1" })).body;
  const again = await admin("POST", "/v1/targets", body, { "idempotency-key": "t-1" });
  assert.deepEqual([again.status, again.body.id], [201, id], "said twice, made once");
  const { targets } = (await admin("GET", "/v1/targets")).body;
  assert.deepEqual(
    [targets.length, targets[0].url, targets[0].eventKinds, targets[0].address],
    [1, body.url, null, null],
  );
  const changed = { ...body, eventKinds: ["message.sent"] };
  assert.equal((await admin("PUT", `/v1/targets/${id}`, changed)).status, 200);
  assert.deepEqual((await admin("GET", `/v1/targets/${id}`)).body.eventKinds, ["message.sent"]);
  assert.equal((await admin("GET", `/v1/targets/${id}/secret`)).status, 200);
  assert.equal((await admin("GET", "/v1/dead-letters?after=x")).status, 400);
  const paths = ["", `/${id}`, `/${id}/secret`].map((path) => `/v1/targets${path}`);
  for (const claims of [{}, { roles: ["reader"] }, { party: "SOUTH" }, HOST] as TokenClaims[]) {
    const ask = await askAs(server, claims);
    for (const path of [...paths, "/v1/dead-letters"]) {
      assert.equal((await ask("GET", path)).status, 403, path);
    }
    assert.equal((await ask("POST", "/v1/targets", body)).status, 403);
  }
  const south = await askAs(server, SOUTH_ADMIN);
  assert.deepEqual((await south("GET", "/v1/targets")).body, { targets: [] });
  const told = async (path: string, one: string) => {
    const answer = await south("GET", path.replace(id, one));
    return [answer.status, JSON.stringify(answer.body).replaceAll(one, "ID")];
  };
  for (const path of paths.slice(1)) {
    assert.deepEqual(await told(path, id), await told(path, "target-none"));
  }
});

test("a server without an outbox says so", async (t) => {
  const server = await startTestServer();
  t.after(() => server.close());
  const admin = await askAs(server, ADMIN);
  for (const [method, path, body] of [
    ["GET", "/v1/targets"],
    ["GET", "/v1/targets/x"],
    ["GET", "/v1/targets/x/secret"],
    ["POST", "/v1/targets", webhook("https://desk.example")],
    ["POST", "/v1/targets/x/pause", {}],
    ["GET", "/v1/dead-letters"],
    ["POST", "/v1/dead-letters/x/resend", {}],
  ] as const) {
    const answer = await admin(method, path, body);
    assert.deepEqual([answer.status, answer.body.type], [501, "/problems/no-outbox"], path);
  }
});
