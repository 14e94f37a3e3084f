import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, suite, test } from "node:test";
import { SignJWT } from "jose";
import { makeAuthenticate } from "../../server/auth.ts";
import { makeOwnIssuer } from "../../server/tokens.ts";
import { buildApi } from "../server.ts";
import type { Client } from "./client.ts";
import { HOST, noticeAt, startTestServer } from "./fixture.ts";
import type { TestServer } from "./fixture.ts";
import { ADMIN, basic, soon, newKey, refusalOf, listen } from "./test-party.ts";

const PUBLIC_URL = "https://host.example";

/** Another process over the same theatre, which knows its address; its clock stands 10 s after its start. */
const startAgain = async ({ engine }: TestServer) => {
  const startMs = Math.floor(Date.now() / 1000) * 1000;
  let ranMs = 0;
  const clock = { nowMs: () => startMs + ranMs };
  const own = makeOwnIssuer(generateKeyPairSync("ed25519").privateKey, clock);
  const app = await buildApi({
    engine,
    clock,
    version: "0.0.0-test",
    log: null,
    authenticate: makeAuthenticate([own.issuer], clock),
    ownIssuer: own,
    settings: { publicUrl: PUBLIC_URL },
  });
  ranMs = 10_000;
  const ask = (assertion: string) =>
    app.inject({
      method: "POST",
      url: "/oauth/token",
      headers: { "content-type": "application/x-www-form-urlencoded", host: "evil.example" },
      payload: new URLSearchParams({
        grant_type: "client_credentials",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
      }).toString(),
    });
  return { app, ask, startMs };
};

/** The next events of a reader, so many. */
const eventsAfter = async (client: Client, after: number, count: number): Promise<string[]> => {
  const kinds: string[] = [];
  for await (const event of client.events({ after })) {
    if (event.kind !== "hello") kinds.push(event.kind);
    if (kinds.length === count) break;
  }
  return kinds;
};

const INVITED = { name: "x", roles: ["desk"] } as const;

suite("desks, people, machines and keys, against a real server", () => {
  let server: TestServer;
  let http: Awaited<ReturnType<typeof listen>>;
  let admin: Client;
  // An assertion must be younger than the server: this one has run for a while.
  let ranMs = -60_000;
  const nowMs = (): number => Date.now() + ranMs;
  before(async () => {
    server = await startTestServer({ deps: { clock: { nowMs } } });
    ranMs = 0;
    http = await listen(server);
    admin = await http.clientOf(ADMIN);
  });
  after(() => server.close());

  test("a party has the kind that the host gave it, and is military when none was given", async () => {
    const host = await http.clientOf(HOST);
    const { parties, rules: _rules, ...rest } = await host.theatre();
    assert.deepEqual(
      parties.map(({ kind }) => kind),
      ["military", "military", "humanitarian"],
    );
    const bare = parties.map(({ id, names }) => ({ id, names }));
    await host.setTheatre({ ...rest, parties: bare });
    assert.equal((await host.theatre()).parties[2]?.kind, "military");
    await host.setTheatre({ ...rest, parties });
  });

  test("a desk is opened, watched, handed over and left, and all see whether it is watched", async () => {
    const [anna, boris] = [
      await http.clientOf({ sub: "anna" }),
      await http.clientOf({ sub: "boris" }),
    ];
    const south = await http.clientOf({ party: "SOUTH" });
    await admin.openDesk({ id: "air", level: "watch_desk", names: { en: "Air desk" } });
    assert.equal((await south.desks()).desks[0]?.watch, "vacant");
    const { seq } = await south.head();
    await anna.takeWatch("air", { languages: ["en"] });
    await anna.handOverWatch("air", { to: "boris" });
    const [seen] = (await south.desks()).desks;
    assert.deepEqual([seen?.watch, seen?.officer, seen?.offeredTo], ["held", null, null]);
    assert.deepEqual((await boris.desks()).desks[0]?.offeredTo, "boris");
    await boris.acceptWatch("air", { languages: ["en", "ru"] });
    assert.equal(await refusalOf(anna.leaveWatch("air")), "forbidden");
    await boris.leaveWatch("air");
    await boris.takeWatch("air", { languages: ["en"] });
    assert.equal(await refusalOf(boris.relieveWatch("air")), "forbidden");
    await admin.relieveWatch("air");
    assert.equal(await refusalOf(boris.leaveWatch("air")), "wrong-state");
    assert.equal(await refusalOf(boris.closeDesk("air")), "forbidden");
    await admin.closeDesk("air");
    assert.equal((await south.desks()).desks[0]?.isClosed, true);
    // Taken, accepted, left, taken, relieved, closed: of the offer it hears nothing.
    assert.deepEqual(await eventsAfter(south, seq, 6), [
      ...Array.from({ length: 5 }, () => "watch.changed"),
      "desk.closed",
    ]);
  });

  test("the invited accepts, works, and is refused at once when removed", async () => {
    const { secret: code } = await admin.inviteMember({
      name: "Anna",
      roles: ["desk"],
      expires: soon(),
    });
    const nobody = http.clientWith("none");
    assert.equal(await refusalOf(nobody.acceptInvitation({ code: "wbi_guess" })), "not-found");
    const { id, secret } = await nobody.acceptInvitation({ code });
    assert.equal(await refusalOf(nobody.acceptInvitation({ code })), "not-found");
    const anna = http.clientWith(await http.tokenFor(id, secret));
    const { operationId } = await anna.fileOperation(noticeAt(40, 35));
    assert.equal((await anna.operation(operationId)).party, "NORTH");
    assert.equal(await refusalOf(anna.inviteMember({ ...INVITED, expires: soon() })), "forbidden");
    // A role given counts for the tokens got after it: none is good for more than it was got for.
    await admin.setRoles(id, { roles: ["administrator", "desk"] });
    assert.equal(await refusalOf(anna.invitations()), "forbidden");
    const again = http.clientWith(await http.tokenFor(id, secret));
    assert.equal((await again.invitations()).invitations.at(-1)?.memberId, id);
    // A role taken counts for the tokens got before it.
    await admin.setRoles(id, { roles: ["reader"] });
    assert.equal(await refusalOf(anna.endOperation(operationId)), "forbidden");
    const told: string[] = [];
    const reading = (async () => {
      for await (const event of again.events()) {
        told.push(event.kind);
        if (event.kind === "hello") await admin.removeMember(id);
      }
    })();
    assert.equal(await refusalOf(reading), "unauthenticated");
    assert.deepEqual(told, ["hello"], "not even its own removal");
    assert.equal(await refusalOf(anna.head()), "unauthenticated");
    const asked = await http.ask({
      grant_type: "client_credentials",
      client_id: id,
      client_secret: secret,
    });
    assert.equal(asked.status, 401);
    assert.equal((await admin.members()).members[0]?.state, "removed");
  });

  test("the log holds no secret and no code, and every answer that had one can be had again", async () => {
    const key = { key: "same" };
    const first = await admin.addClient({ name: "feed", roles: ["reader"] }, key);
    const second = await admin.addClient({ name: "feed", roles: ["reader"] }, key);
    assert.deepEqual(second, first);
    const state = server.engine.withState((found) => JSON.stringify([...found.parties.holders]));
    assert.equal(state.includes(first.secret), false);
    const listed = JSON.stringify(await admin.clients());
    assert.equal(listed.includes(first.secret), false);
    assert.equal(/[0-9a-f]{64}/.test(listed), false, "nor its hash");
  });

  test("a machine gets tokens as RFC 6749 has it", async () => {
    const { id, secret } = await admin.addClient({ name: "feed", roles: ["desk", "reader"] });
    const grant = { grant_type: "client_credentials" };
    const good = await http.ask({ ...grant, scope: "reader" }, basic(id, secret));
    assert.equal(good.status, 200);
    assert.equal(good.headers.get("cache-control"), "no-store");
    const body = (await good.json()) as Record<string, unknown>;
    assert.deepEqual(
      [body["token_type"], body["expires_in"], body["scope"]],
      ["Bearer", 600, "reader"],
    );
    const reader = http.clientWith(String(body["access_token"]));
    await reader.head();
    assert.equal(await refusalOf(reader.fileOperation(noticeAt(41, 35))), "forbidden");
    const post = { client_id: id, client_secret: secret };
    const rows: readonly [Record<string, string>, Record<string, string>, number, string][] = [
      [{ ...grant, ...post, client_secret: "x" }, {}, 401, "invalid_client"],
      [{ ...grant, ...post, client_id: "client-00000000000000" }, {}, 401, "invalid_client"],
      [grant, basic(id, "x"), 401, "invalid_client"],
      [grant, {}, 401, "invalid_client"],
      [grant, { Authorization: "Basic ???" }, 401, "invalid_client"],
      [{ ...grant, ...post }, basic(id, secret), 400, "invalid_request"],
      [post, {}, 400, "invalid_request"],
      [{ ...post, grant_type: "password" }, {}, 400, "unsupported_grant_type"],
      [{ ...grant, ...post, scope: "administrator" }, {}, 400, "invalid_scope"],
    ];
    for (const [fields, headers, status, error] of rows) {
      const answer = await http.ask(fields, headers);
      const found = (await answer.json()) as { error: string };
      assert.deepEqual([answer.status, found.error], [status, error]);
      if (headers["Authorization"] && status === 401) {
        assert.match(answer.headers.get("www-authenticate") ?? "", /^Basic /);
      }
    }
    const json = await fetch(`${http.baseUrl}/oauth/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...grant, ...post }),
    });
    assert.equal(json.status, 400);
    assert.equal(((await json.json()) as { error: string }).error, "invalid_request");
    const metadata = await fetch(`${http.baseUrl}/.well-known/oauth-authorization-server`);
    const { issuer, token_endpoint } = (await metadata.json()) as Record<string, string>;
    assert.deepEqual([issuer, token_endpoint], [http.baseUrl, `${http.baseUrl}/oauth/token`]);
  });

  test("who guesses secrets is slowed", async () => {
    const other = await startTestServer();
    const { ask } = await listen(other);
    const wrong = { grant_type: "client_credentials", client_id: "x", client_secret: "y" };
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) {
      const answer = await ask(wrong);
      statuses.push(answer.status);
      if (answer.status === 429) assert.ok(Number(answer.headers.get("retry-after")) > 0);
      await answer.body?.cancel();
    }
    assert.deepEqual([...new Set(statuses)], [401, 429]);
    await other.close();
  });

  test("a stolen client credential is revoked: what was got by it is refused at once", async () => {
    const { id, secret } = await admin.addClient({ name: "feed", roles: ["desk"] });
    const stolen = http.clientWith(await http.tokenFor(id, secret));
    await stolen.head();
    // Replaced with an overlap, the old secret still gets tokens; without one, nothing of it is left.
    const second = await admin.rotateClientSecret(id, { overlapMinutes: 10 });
    await stolen.head();
    await http.tokenFor(id, secret);
    const third = await admin.rotateClientSecret(id, { overlapMinutes: 0 });
    assert.equal(await refusalOf(stolen.head()), "unauthenticated");
    await assert.rejects(http.tokenFor(id, secret));
    await assert.rejects(http.tokenFor(id, second.secret));
    const own = http.clientWith(await http.tokenFor(id, third.secret));
    await own.head();
    await admin.removeClient(id);
    assert.equal(await refusalOf(own.head()), "unauthenticated");
    await assert.rejects(http.tokenFor(id, third.secret));
  });

  test("the host revokes what is stolen when the party can't, and the party is told", async () => {
    const { id, secret } = await admin.addClient({ name: "feed", roles: ["desk"] });
    const stolen = http.clientWith(await http.tokenFor(id, secret));
    const host = await http.clientOf({ ...HOST, sub: "h1" });
    assert.equal(await refusalOf(admin.revokeHolder({ id })), "forbidden");
    assert.equal(await refusalOf(host.revokeHolder({ id: "client-0" })), "not-found");
    const { seq } = await admin.head();
    await host.revokeHolder({ id });
    assert.equal(await refusalOf(stolen.head()), "unauthenticated");
    assert.deepEqual(await eventsAfter(admin, seq, 1), ["client.changed"]);
    assert.equal(await refusalOf(host.revokeHolder({ id })), "wrong-state");
  });

  test("a machine may show itself by a key of its party, as RFC 7523 has it", async () => {
    const [pair, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
    const kidOf = (one: typeof pair) => String(one.publicKey.export({ format: "jwk" }).x);
    const { id } = await admin.addClient({ name: "feed", roles: ["desk"] });
    await admin.addKey({ publicKey: kidOf(pair), name: "feed" });
    let drawn = 0;
    const assertion = async (change: Record<string, unknown> = {}, by = pair): Promise<string> => {
      const nowS = Math.floor(nowMs() / 1000);
      const times = { iat: nowS, exp: nowS + 60, jti: `j${drawn++}` };
      const aud = `${http.baseUrl}/oauth/token`;
      return new SignJWT({ iss: id, sub: id, aud, ...times, ...change })
        .setProtectedHeader({ alg: "EdDSA", kid: kidOf(by) })
        .sign(by.privateKey);
    };
    const askWith = async (text: string, more: Record<string, string> = {}) => {
      const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
      const answer = await http.ask({
        grant_type: "client_credentials",
        client_assertion_type: type,
        client_assertion: text,
        ...more,
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    const first = await assertion();
    const good = await askWith(first);
    assert.equal(good.status, 200, JSON.stringify(good.body));
    const machine = http.clientWith(good.body["access_token"]!);
    await machine.head();
    const rows: readonly (readonly [string, string, number])[] = [
      ["used before", first, 401],
      ["for another server", await assertion({ aud: "https://other" }), 401],
      ["long made", await assertion({ iat: 1, exp: 2_000_000_000 }), 401],
      ["made in a time to come", await assertion({ iat: Math.floor(nowMs() / 1000) + 5 }), 401],
      ["expired", await assertion({ exp: 1 }), 401],
      ["by a key that is not the party's", await assertion({}, other), 401],
      ["of no client", await assertion({ sub: "client-00000000000000" }), 401],
      ["no JWT", "x", 401],
    ];
    for (const [what, text, status] of rows) {
      assert.equal((await askWith(text)).status, status, what);
    }
    assert.equal((await askWith(await assertion(), { client_secret: "x" })).status, 400);
    await admin.revokeKey(kidOf(pair));
    assert.equal(await refusalOf(machine.head()), "unauthenticated");
    assert.equal((await askWith(await assertion())).status, 401);
  });

  test("an assertion made before the server started could have been used before, and is told so", async () => {
    const south = await http.clientOf({ ...ADMIN, party: "SOUTH" });
    const pair = generateKeyPairSync("ed25519");
    const kid = String(pair.publicKey.export({ format: "jwk" }).x);
    const { id } = await south.addClient({ name: "feed", roles: ["desk"] });
    await south.addKey({ publicKey: kid, name: "old" });
    const startedAgain = await startAgain(server);
    const assertion = (iat: number): Promise<string> =>
      new SignJWT({ iss: id, sub: id, aud: PUBLIC_URL, iat, exp: iat + 60, jti: `j${iat}` })
        .setProtectedHeader({ alg: "EdDSA", kid })
        .sign(pair.privateKey);
    const startS = Math.floor(startedAgain.startMs / 1000);
    for (const [iat, status] of [
      [startS - 1, 401],
      [startS, 401],
      [startS + 1, 200],
      [startS + 1, 401],
    ] as const) {
      const answer = await startedAgain.ask(await assertion(iat));
      assert.equal(answer.statusCode, status, `${iat - startS} s after the start`);
      if (iat <= startS) assert.match(answer.json().error_description, /make a new one/);
    }
    const meta = await startedAgain.app.inject({
      url: "/.well-known/oauth-authorization-server",
      headers: { host: "evil.example" },
    });
    assert.equal(meta.json().token_endpoint, `${PUBLIC_URL}/oauth/token`);
    await startedAgain.app.close();
  });

  test("a party with no key left begins anew when two people of the host let it", async () => {
    const relief = await http.clientOf({ ...ADMIN, party: "RELIEF" });
    const [first, next] = [await newKey(), await newKey()];
    await relief.addKey({ publicKey: first.publicKey, name: "first" });
    await relief.revokeKey(first.publicKey);
    const added = { publicKey: next.publicKey, name: "next" };
    assert.equal(await refusalOf(relief.addKey(added)), "signature-required");
    const [one, two] = [
      await http.clientOf({ ...HOST, sub: "h1" }),
      await http.clientOf({ ...HOST, sub: "h2" }),
    ];
    const theatre = await one.theatre();
    const parties = theatre.parties.map((party) =>
      party.id === "RELIEF" ? { ...party, keyResets: 1 } : party,
    );
    const { change } = await one.setTheatre({ ...theatre, parties });
    assert.equal(change?.state, "requested");
    assert.equal(await refusalOf(relief.addKey(added)), "signature-required");
    assert.equal((await two.secondTheatreChange(change.id)).state, "done");
    const { keys } = await relief.keys();
    assert.equal(keys.find(({ publicKey }) => publicKey === first.publicKey)?.state, "set_aside");
    await relief.addKey(added);
    const { items } = await relief.theatreChanges({ state: "requested" });
    assert.deepEqual(items, []);
  });

  test("nobody else's issuer speaks of the theatre's own people", async () => {
    const { id } = await admin.addClient({ name: "feed", roles: ["desk"] });
    const forged = await http.clientOf({ sub: id, roles: ["administrator"] });
    assert.equal(await refusalOf(forged.head()), "unauthenticated");
  });

  test("the host opens a thing with two people, and its owner finds that in the read log", async () => {
    const north = await http.clientOf();
    const { operationId } = await north.fileOperation(noticeAt(43, 35));
    const [one, two] = [
      await http.clientOf({ ...HOST, sub: "h1" }),
      await http.clientOf({ ...HOST, sub: "h2" }),
    ];
    const asked = { what: "operation", id: operationId, reason: "asked to help" } as const;
    const { id } = await one.requestOpening(asked);
    assert.equal(await refusalOf(one.secondOpening(id)), "needs-second-person");
    assert.equal((await north.readLog()).items.length, 0);
    const { seq } = await north.head();
    assert.equal((await two.secondOpening(id)).state, "open");
    assert.deepEqual(await eventsAfter(north, seq, 1), ["read-log.added"]);
    assert.deepEqual(await eventsAfter(two, seq, 1), ["opening.changed"]);
    assert.equal((await two.operation(operationId)).detail, "full");
    const [entry] = (await north.readLog()).items;
    assert.deepEqual([entry?.id, entry?.secondBy], [id, "h2"]);
    const south = await http.clientOf({ party: "SOUTH" });
    assert.equal((await south.readLog()).items.length, 0);
    assert.equal(await refusalOf(south.readLog({ after: id })), "unknown-cursor");
    assert.equal(await refusalOf(north.openings()), "forbidden");
  });
});
