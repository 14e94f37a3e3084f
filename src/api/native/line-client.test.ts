import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { createClient, ProblemError } from "./client.ts";
import type { Client, StreamEvent } from "./client.ts";
import { startTestServer } from "./fixture.ts";
import type { TestServer } from "./fixture.ts";

let server: TestServer;
let [north, south]: Client[] = [];
before(async () => {
  server = await startTestServer();
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const baseUrl = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  const clientOf = async (claims: object): Promise<Client> =>
    createClient({ baseUrl, token: await server.token(claims), pauseMs: 1 });
  north = await clientOf({ sub: "captain-north" });
  south = await clientOf({ party: "SOUTH", sub: "captain-south" });
});
after(() => server.close());

test("two desks open a line, ask, answer, check and suspend it through the client", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const told: StreamEvent[] = [];
  const listening = (async () => {
    for await (const event of south!.events({ after: 0, signal })) told.push(event);
  })();
  const { channelId } = await north!.proposeChannel({ parties: ["SOUTH"], level: "watch_desk" });
  assert.equal((await south!.takeChannel(channelId)).state, "open");
  const asked = await north!.sendMessage(channelId, {
    kind: "presence_query",
    language: "en",
    fields: {
      area: { kind: "circle", center: { lngDeg: 40, latDeg: 35 }, radiusM: 500 },
      window: { start: "2026-11-23T06:00:00Z", end: null },
      presenceReason: "fire_received",
      text: "Who is at the ford?",
    },
  });
  const { items } = await south!.messages({ waiting: true });
  assert.deepEqual(
    items.map(({ id }) => id),
    [asked.messageId],
  );
  await south!.noteDelivered(asked.messageId);
  const message = await south!.message(asked.messageId);
  assert.ok(message.detail === "full");
  const { hash } = await south!.messageSaid(asked.messageId);
  assert.equal(hash, message.hash);
  const role = "watch_officer" as const;
  await south!.acknowledgeMessage(asked.messageId, { kind: "received", role, hashSeen: hash });
  const levelsTold = ["unit_or_crew"] as const;
  const toldAt = new Date(Date.now() - 1_000).toISOString();
  await south!.noteDisseminated(asked.messageId, { role, levelsTold, toldAt });
  await south!.translateMessage(asked.messageId, {
    language: "ru",
    translator: {
      kind: "person",
      name: "interpreter",
    },
    texts: { text: "Кто у брода?" },
  });
  await south!.sendMessage(channelId, {
    kind: "presence_reply",
    language: "en",
    inReplyTo: asked.messageId,
    fields: { presenceAnswer: "not_ours" },
  });
  const answered = await north!.message(asked.messageId);
  assert.equal(answered.state, "answered");
  assert.equal((await north!.closeMessage(asked.messageId)).state, "closed");
  const { checks } = await north!.channel(channelId);
  const { number, testPhrase } = checks[0]!;
  await north!.replyLineCheck(channelId, { number, testPhrase, quality: 5, role: "machine" });
  assert.equal((await north!.suspendLine(channelId, { scope: ["all"] })).line, "suspended");
  assert.equal((await north!.restoreLine(channelId)).line, "restored");
  assert.equal((await north!.channelMessages(channelId)).items.length, 2);
  assert.equal((await north!.channels()).items.length, 1);
  assert.equal((await north!.closeChannel(channelId)).state, "closed");
  const refused = await north!.declineChannel(channelId).catch((error: unknown) => error);
  assert.ok(refused instanceof ProblemError && refused.kind === "wrong-state");
  for (let i = 0; i < 200 && told.at(-1)?.kind !== "channel.changed"; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  controller.abort();
  await listening;
  const causes = told.flatMap((event) => (event.kind === "message.changed" ? [event.cause] : []));
  assert.deepEqual(causes, [
    "delivered",
    "acknowledged",
    "disseminated",
    "translated",
    "answered",
    "closed",
  ]);
});
