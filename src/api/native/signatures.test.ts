import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readEntry } from "../../server/entry-codec.ts";
import { createMemoryLog } from "../../log/memory.ts";
import { openEngine } from "../../server/engine.ts";
import { NotMeantError, ProblemError } from "./client.ts";
import { noticeAt, setTheatre, startTestServer, theatreOf } from "./fixture.ts";
import { ADMIN, newKey, kindOf, refusalOf, listen } from "./test-party.ts";

/** Between client and server, it asks for a signature under another place. */
const lying: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status !== 422) return response;
  const body = (await response.text()).replaceAll("40,35", "41,35");
  const { status, headers } = response;
  return new Response(body, {
    status,
    headers: { "Content-Type": headers.get("Content-Type")! },
  });
};

suite("a theatre that requires signatures", () => {
  test("a key is rotated and revoked; an old signature still verifies at its seq", async () => {
    const log = createMemoryLog();
    const server = await startTestServer({ log, rules: { requireSignatures: true } });
    const http = await listen(server);
    const [a, b] = [await newKey(), await newKey()];
    const bare = await http.clientOf(ADMIN);
    const adminA = await http.clientOf(ADMIN, { signing: a });
    const [deskA, deskB] = [
      await http.clientOf({}, { signing: a }),
      await http.clientOf({}, { signing: b }),
    ];
    assert.equal(await refusalOf(deskA.fileOperation(noticeAt(40, 35))), "bad-signature");
    await bare.addKey({ publicKey: a.publicKey, name: "2026" });
    assert.equal(
      await refusalOf(bare.addKey({ publicKey: b.publicKey, name: "2027" })),
      "signature-required",
    );
    const first = await deskA.fileOperation(noticeAt(40, 35));
    await adminA.rotateKey(a.publicKey, {
      publicKey: b.publicKey,
      name: "2027",
      overlapMinutes: 60,
    });
    await deskA.fileOperation(noticeAt(41, 35));
    await deskB.fileOperation(noticeAt(42, 35));
    await (await http.clientOf(ADMIN, { signing: b })).revokeKey(a.publicKey);
    assert.equal(await refusalOf(deskA.fileOperation(noticeAt(43, 35))), "bad-signature");
    // What draws a secret can be signed too: the text to be signed names the hash of what is shown.
    const adminB = await http.clientOf(ADMIN, { signing: b });
    const { secret } = await adminB.addClient({ name: "feed", roles: ["reader"] });
    assert.match(secret, /^wbs_/);
    const seen = (await deskB.keys()).keys;
    assert.deepEqual(
      seen.map(({ state }) => state),
      ["revoked", "in_force"],
    );
    assert.ok(seen[0]!.endSeq! > first.seq);
    const hash = server.engine.stateHash();
    await server.close();
    const found: string[] = [];
    for await (const { seq, bytes } of log.read(1)) {
      const { kind, signature, origin } = readEntry(bytes);
      if (seq === first.seq) {
        assert.deepEqual(origin, { party: "NORTH", key: a.publicKey });
        assert.equal(signature, "valid");
      }
      found.push(`${kind} ${signature}`);
    }
    assert.deepEqual(found, [
      "set-theatre none",
      "add-key none",
      "file-operation valid",
      "rotate-key valid",
      "file-operation valid",
      "file-operation valid",
      "revoke-key valid",
      "add-client valid",
    ]);
    const again = await openEngine({ log });
    assert.equal(again.stateHash(), hash);
    await again.stop();
  });

  test("bytes that were altered in the log are found invalid, and say nothing for the party", async () => {
    const log = createMemoryLog();
    const server = await startTestServer({ log });
    const http = await listen(server);
    const key = await newKey();
    await (await http.clientOf(ADMIN)).addKey({ publicKey: key.publicKey, name: "k" });
    const desk = await http.clientOf({}, { signing: key });
    const { seq } = await desk.fileOperation(noticeAt(40, 35, "north"));
    await server.close();
    const copy = createMemoryLog();
    for await (const { seq: at, bytes } of log.read(1)) {
      const altered = bytes.slice();
      const text = Buffer.from(altered.buffer, altered.byteOffset, altered.length);
      if (at === seq) text.write("south", text.indexOf('"north"') + 1);
      await copy.append([altered], await copy.head());
    }
    const again = await openEngine({ log: copy });
    assert.equal(again.status().operationCount, 0);
    await again.stop();
  });

  test("the client signs nothing that was not said", async () => {
    const server = await startTestServer();
    const http = await listen(server);
    const key = await newKey();
    const desk = await http.clientOf({}, { signing: key, fetch: lying });
    await assert.rejects(desk.fileOperation(noticeAt(40, 35)), NotMeantError);
    const wary = await http.clientOf({}, { signing: { ...key, isMeant: () => false } });
    await assert.rejects(wary.fileOperation(noticeAt(40, 35)), NotMeantError);
    await server.close();
  });

  test("the rule holds from the moment it is set", async () => {
    const server = await startTestServer();
    const http = await listen(server);
    const desk = await http.clientOf();
    await desk.fileOperation(noticeAt(40, 35));
    await setTheatre(server.engine, theatreOf({ requireSignatures: true }));
    const refused = await desk.fileOperation(noticeAt(40, 35)).catch((error: unknown) => error);
    assert.equal(kindOf(refused), "signature-required");
    const { payload, commandId } = (refused as ProblemError).problem;
    assert.ok(payload?.includes('"file-operation"') && commandId);
    await server.close();
  });
});
