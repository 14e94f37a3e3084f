import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient, ProblemError } from "./client.ts";
import type { Client, StreamEvent } from "./client.ts";
import { HOST, startTestServer } from "./fixture.ts";
import type { TestServer, TokenClaims } from "./fixture.ts";

const HOUR_MS = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

let server: TestServer;
let baseUrl: string;
before(async () => {
  server = await startTestServer({ rules: { secondPersonAgreement: true } });
  baseUrl = await server.app.listen({ host: "127.0.0.1", port: 0 });
});
after(() => server.close());

const clientOf = async (claims: TokenClaims): Promise<Client> =>
  createClient({ baseUrl, token: await server.token(claims) });
const officer = (party: string, sub = `${party}-1`): Promise<Client> =>
  clientOf({ party, sub, roles: ["desk", "approver"] });

const refusedAs = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked;
  } catch (error) {
    if (error instanceof ProblemError)
      return `${error.status} ${error.kind} ${error.problem.field}`;
    throw error;
  }
  return "accepted";
};

const past = (start: number) => ({
  with: ["SOUTH"],
  isPast: true,
  fields: {
    level: "chief_of_defence",
    meetingForm: "in_person",
    meetingPlace: "Helsinki",
    offices: ["chief_of_defence"],
    purposes: ["risk_reduction"],
    window: { start: iso(start), end: iso(start + 6 * HOUR_MS) },
  },
});

const DRAFT = {
  meetingForm: "in_person",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction"],
  held: "2021-09-22T08:00:00.000Z",
  durationMinutes: 360,
  details: "not_disclosed_by_agreement",
  nextContact: "2026-12-24T08:00:00.000Z",
};

test("through the client: a contact is held, noted, drafted, keyed by two people of each side", async () => {
  const [north, south, second] = [
    await officer("NORTH"),
    await officer("SOUTH"),
    await officer("NORTH", "NORTH-2"),
  ];
  const heard = listen(south);
  const { contactId, version, state } = await north.enterContact(past(Date.UTC(2021, 8, 22, 8)));
  assert.equal(state, "reported");
  await south.agreeContact(contactId, { version });
  await north.setContactNotes(contactId, { agenda: "ours alone", people: "names" });
  assert.equal((await north.contactNotes(contactId)).agenda, "ours alone");
  assert.equal((await south.contactNotes(contactId)).agenda, null);
  const contact = await south.contact(contactId);
  assert.ok(contact.detail === "full" && contact.state === "held");
  assert.deepEqual(
    contact.agreements.map(({ party, by }) => [party, by]),
    [
      ["NORTH", null],
      ["SOUTH", "SOUTH-1"],
    ],
  );
  const [last] = (await south.lastContacts()).contacts;
  assert.deepEqual([last?.party, last?.contactId], ["NORTH", contactId]);
  const { readoutId, hash } = await north.draftReadout(contactId, { fields: DRAFT });
  assert.ok(hash);
  const seen = await south.readout(readoutId);
  assert.ok(seen.detail === "full");
  assert.deepEqual(seen.drafts[0]?.fields, DRAFT, "as it was sent, in the order of the table");
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(seen.drafts[0]?.said),
  );
  assert.equal(Buffer.from(digest).toString("hex"), hash, "the hash is of the text that is told");
  const key = { hashSeen: hash, parts: ["date"], languages: ["en"] } as const;
  await north.giveReadoutKey(readoutId, key);
  await south.giveReadoutKey(readoutId, key);
  const confirm = { hashSeen: hash };
  assert.equal(
    await refusedAs(north.confirmReadoutKey(readoutId, confirm)),
    "409 needs-second-person undefined",
  );
  await second.confirmReadoutKey(readoutId, confirm);
  const other = await officer("SOUTH", "SOUTH-2");
  const released = await other.confirmReadoutKey(readoutId, confirm);
  assert.equal(released.state, "released");
  const events = await heard.until("readout.released");
  assert.doesNotMatch(JSON.stringify(events), /ours alone|NORTH-1/);
  assert.ok(events.some(({ kind }) => kind === "contact.changed"));
  assert.ok(!events.some(({ kind }) => kind === "contact.notes-changed"), "not its own notes");
});

test("the host sees that contacts, readouts and items are there, and not what they say", async () => {
  const [north, host] = [await officer("NORTH"), await clientOf(HOST)];
  await north.openItem({ subject: "aid to Kabul", lead: "NORTH", contributors: ["RELIEF"] });
  for (const list of [await host.contacts(), await host.items()]) {
    assert.ok(list.items.length > 0);
    assert.ok(list.items.every(({ detail }) => detail === "exists"));
    assert.doesNotMatch(JSON.stringify(list), /Kabul|Helsinki|chief/);
  }
});

test("what is wrong is named as it was sent", async () => {
  const north = await officer("NORTH");
  const request = past(Date.UTC(2021, 8, 22));
  const cases = [
    [{ ...request.fields, offices: ["Gen. Smith"] }, "422 bad-field fields.offices[0]"],
    [{ ...request.fields, meetingPlace: undefined }, "422 bad-field fields.meetingPlace"],
    [{ ...request.fields, agenda: "x" }, "422 bad-field fields.agenda"],
    [
      { ...request.fields, window: { start: "2021-09-22T08:00:00Z", end: "2021-09-21T08:00:00Z" } },
      "422 bad-field fields.window.end",
    ],
  ] as const;
  for (const [fields, said] of cases) {
    assert.equal(await refusedAs(north.enterContact({ ...request, fields })), said);
  }
  assert.equal(await refusedAs(north.contact("contact-none")), "404 not-found undefined");
});

test("through the client: an item among three parties, with its history", async () => {
  const [north, south, relief] = [
    await officer("NORTH"),
    await officer("SOUTH"),
    await officer("RELIEF"),
  ];
  const due = iso(Date.now() + 48 * HOUR_MS);
  const request = { subject: "Afghanistan", lead: "SOUTH", contributors: ["RELIEF"], due };
  const { itemId } = await north.openItem({ ...request, isHumanitarian: true });
  await south.acceptItem(itemId);
  await relief.acceptItem(itemId);
  await relief.noteItem(itemId, { text: "12 lorries" });
  await relief.noteItem(itemId, { text: "21 lorries", corrects: 4 });
  await south.moveItem(itemId, { to: "under_way", text: "begun" });
  await south.setItemDue(itemId, { due: null });
  const item = await north.item(itemId);
  assert.ok(item.detail === "full");
  assert.deepEqual(
    item.history.map(({ party, role, what, to, text, corrects }) => [
      party,
      role,
      what,
      to,
      text,
      corrects,
    ]),
    [
      ["NORTH", "proposer", "opened", null, null, null],
      ["SOUTH", "lead", "accepted", null, null, null],
      ["RELIEF", "contributor", "accepted", null, null, null],
      ["RELIEF", "contributor", "said", null, "12 lorries", null],
      ["RELIEF", "contributor", "said", null, "21 lorries", 4],
      ["SOUTH", "lead", "moved", "under_way", "begun", null],
      ["SOUTH", "lead", "due", null, null, null],
    ],
  );
  await relief.declineItem(itemId, {});
  assert.equal(await refusedAs(relief.item(itemId)), "404 not-found undefined");
  await south.askContributor(itemId, { party: "RELIEF" });
  await south.moveItem(itemId, { to: "done" });
});

/** What a client is told from now on. */
const listen = (client: Client) => {
  const controller = new AbortController();
  const heard: StreamEvent[] = [];
  const waiting: { kind: string; done: () => void }[] = [];
  const reading = (async () => {
    for await (const event of client.events({ signal: controller.signal })) {
      heard.push(event);
      for (const { kind, done } of waiting) if (kind === event.kind) done();
    }
  })();
  return {
    until: async (kind: string): Promise<readonly StreamEvent[]> => {
      await new Promise<void>((done) => {
        if (heard.some((event) => event.kind === kind)) done();
        else waiting.push({ kind, done });
      });
      controller.abort();
      await reading;
      return heard;
    },
  };
};
