import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { viewFor } from "../view.ts";
import { publicViewOf } from "./public-view.ts";
import type { PublicView } from "./public-view.ts";
import { READOUT_MACHINE, READOUT_STATES } from "./readout-model.ts";
import type { ReadoutState } from "./readout-model.ts";
import { ALL_PARTS, MEETING, monthOf2019, READOUT, TestContacts } from "./test-contacts.ts";

const drafted = (rules = {}): TestContacts => {
  const theatre = new TestContacts(rules);
  theatre.hold(monthOf2019(12));
  theatre.hold();
  theatre.draft();
  return theatre;
};

const publicOf = (theatre: TestContacts): PublicView["readouts"] =>
  publicViewOf(theatre.state).readouts;

test("a readout is public when every side gave a key, and then what every side released", () => {
  const theatre = drafted();
  assert.equal(
    theatre.key("NORTH", ["date", "place", "duration", "text", "first_since"]),
    "accepted",
  );
  assert.deepEqual(publicOf(theatre), []);
  assert.equal(
    theatre.key("SOUTH", ["date", "form", "duration", "text", "first_since"]),
    "accepted",
  );
  const [readout] = publicOf(theatre);
  assert.deepEqual(readout?.wordings, [
    {
      party: null,
      facts: {
        date: "2026-11-22",
        durationMinutes: 360,
        firstSince: { form: "in_person", level: "chief_of_defence", month: "2019-12" },
      },
      texts: { en: READOUT.textEn, ru: READOUT.textRu },
    },
  ]);
  assert.equal(theatre.readout.state, "released");
});

test("a place is released by its names in the languages that are released", () => {
  const theatre = drafted();
  const names = { meetingPlace: "Helsinki", meetingPlaceAr: "هلسنكي", meetingPlaceRu: "Хельсинки" };
  const { id: readoutId } = theatre.readout;
  theatre.done("NORTH", { kind: "redraft-readout", readoutId, body: { ...READOUT, ...names } });
  for (const party of ["NORTH", "SOUTH"]) theatre.key(party, ["place"]);
  const [readout] = publicOf(theatre);
  assert.deepEqual(readout?.languages, ["en", "ru"]);
  assert.deepEqual(readout.wordings[0]?.facts, { place: { en: "Helsinki", ru: "Хельсинки" } });
});

test("keys that would release nothing together are refused", () => {
  const theatre = drafted();
  theatre.key("NORTH", ["date"]);
  assert.equal(theatre.key("SOUTH", ["place"]), "bad-field");
  assert.equal(theatre.key("SOUTH", []), "bad-field");
  assert.equal(theatre.readout.state, "key_given");
});

test("another draft voids every key, and a key is for the hash that was read", () => {
  const theatre = drafted();
  theatre.key("NORTH");
  const { id: readoutId, drafts } = theatre.readout;
  const body = { ...READOUT, textEn: "Other words." };
  theatre.done("SOUTH", { kind: "redraft-readout", readoutId, body });
  assert.deepEqual([theatre.readout.state, theatre.readout.keys], ["draft", []]);
  const stale = {
    kind: "give-readout-key",
    readoutId,
    hashSeen: drafts[0]!.hash,
    parts: ALL_PARTS,
    languages: ["en"],
  } as const;
  assert.equal(theatre.answer("NORTH", stale), "bad-field");
  theatre.key("NORTH");
  theatre.key("SOUTH");
  assert.equal(publicOf(theatre)[0]?.wordings[0]?.texts.en, "Other words.");
});

test("where the theatre asks for two people, a key counts once a second one confirmed it", () => {
  const theatre = drafted({ secondPersonAgreement: true });
  const { id: readoutId, drafts } = theatre.readout;
  const confirm = { kind: "confirm-readout-key", readoutId, hashSeen: drafts[0]!.hash } as const;
  assert.equal(theatre.answer("NORTH", confirm), "not-permitted", "there is none to confirm");
  theatre.key("NORTH");
  theatre.key("SOUTH");
  assert.equal(theatre.answer("NORTH", confirm, "NORTH-1"), "needs-second-person");
  theatre.done("NORTH", confirm, "NORTH-2");
  assert.deepEqual(publicOf(theatre), []);
  theatre.done("SOUTH", confirm, "SOUTH-2");
  assert.equal(publicOf(theatre).length, 1);
});

test("a key is taken back before release and never after", () => {
  const theatre = drafted();
  const { id: readoutId } = theatre.readout;
  const back = { kind: "withdraw-readout-key", readoutId } as const;
  theatre.key("NORTH");
  theatre.done("NORTH", back);
  assert.equal(theatre.readout.state, "draft");
  theatre.key("SOUTH");
  assert.deepEqual(publicOf(theatre), []);
  theatre.key("NORTH");
  assert.equal(theatre.answer("NORTH", back), "wrong-state");
  assert.equal(theatre.answer("NORTH", { kind: "withdraw-readout", readoutId }), "wrong-state");
  const correct = { ...READOUT, durationMinutes: 330 };
  const contactId = theatre.contact.id;
  const command = { kind: "draft-readout", contactId, body: correct } as const;
  assert.equal(theatre.answer("SOUTH", { ...command, corrects: "readout-none" }), "bad-field");
  theatre.done("SOUTH", { ...command, corrects: readoutId });
  theatre.key("NORTH", ["duration"]);
  theatre.key("SOUTH", ["duration"]);
  const [newest, first] = publicOf(theatre);
  assert.equal(newest?.corrects, readoutId);
  assert.deepEqual(first?.correctedBy, [newest?.id]);
});

test("without a joint text each side words its own, unseen by the other until all are public", () => {
  const theatre = drafted();
  const { id: readoutId } = theatre.readout;
  theatre.key("NORTH");
  theatre.done("SOUTH", { kind: "part-wordings", readoutId });
  assert.deepEqual([theatre.readout.drafts, theatre.readout.keys], [[], []]);
  assert.equal(theatre.key("NORTH"), "bad-field", "it has said no wording yet");
  const say = (party: string, textEn: string, durationMinutes: number): void =>
    theatre.done(party, {
      kind: "redraft-readout",
      readoutId,
      body: { ...READOUT, textEn, durationMinutes },
    });
  say("NORTH", "A frank talk.", 360);
  theatre.key("NORTH", ["date", "duration", "text"]);
  const south = viewFor(theatre.state, { kind: "party", party: "SOUTH" }).contact.readout(
    readoutId,
  );
  assert.ok(south?.detail === "full");
  assert.deepEqual([south.drafts, south.keys[0]?.hash, south.keys[0]?.by], [[], null, null]);
  assert.doesNotMatch(JSON.stringify(south), /frank/);
  say("SOUTH", "A businesslike talk.", 350);
  assert.deepEqual(publicOf(theatre), []);
  theatre.key("SOUTH", ["date", "duration", "tone", "text"]);
  const [readout] = publicOf(theatre);
  assert.deepEqual(
    readout?.wordings.map(({ party, facts, texts }) => [party, facts, texts.en]),
    [
      ["NORTH", { date: "2026-11-22", durationMinutes: 360 }, "A frank talk."],
      ["SOUTH", { date: "2026-11-22", durationMinutes: 350 }, "A businesslike talk."],
    ],
  );
});

test("an own wording that was withdrawn before all were public stays unseen", () => {
  const theatre = new TestContacts();
  theatre.hold();
  const { id: readoutId } = theatre.draft();
  theatre.done("NORTH", { kind: "part-wordings", readoutId });
  theatre.done("NORTH", { kind: "redraft-readout", readoutId, body: READOUT });
  theatre.done("NORTH", { kind: "withdraw-readout", readoutId });
  const seen = viewFor(theatre.state, { kind: "party", party: "SOUTH" }).contact.readout(readoutId);
  assert.ok(seen?.detail === "full");
  assert.deepEqual([seen.drafts, seen.hash, seen.isParted], [[], null, true]);
});

test("a readout is drafted of a contact that every side says was held", () => {
  const theatre = new TestContacts();
  theatre.done("NORTH", { kind: "record-contact", with: ["SOUTH"], fields: MEETING });
  const command = {
    kind: "draft-readout",
    contactId: theatre.contact.id,
    body: READOUT,
  } as const;
  assert.equal(theatre.answer("NORTH", command), "wrong-state");
  assert.equal(theatre.answer("EAST", command), "not-found");
});

test("every step of a readout is as the table says", () => {
  for (const from of READOUT_STATES) {
    const steps: Readonly<Record<string, readonly [ReadoutState, (t: TestContacts) => string]>> = {
      key: [
        from === "no_joint_text" ? "no_joint_text" : "key_given",
        (t) => t.key("NORTH", ["date"]),
      ],
      redraft: [
        from === "no_joint_text" ? "no_joint_text" : "draft",
        (t) =>
          t.answer("NORTH", { kind: "redraft-readout", readoutId: t.readout.id, body: READOUT }),
      ],
      withdraw: [
        "withdrawn",
        (t) => t.answer("NORTH", { kind: "withdraw-readout", readoutId: t.readout.id }),
      ],
    };
    for (const [name, [to, act]] of Object.entries(steps)) {
      const theatre = drafted();
      theatre.readout.state = from;
      const isAllowed = READOUT_MACHINE.next[from].includes(to);
      assert.equal(act(theatre), isAllowed ? "accepted" : "wrong-state", `${name} while ${from}`);
      assert.equal(theatre.readout.state, isAllowed ? to : from);
    }
  }
});

// Two worlds that differ in what is private.

type Secrets = {
  readonly agenda: string;
  readonly minutes: string;
  readonly people: string;
  readonly by: string;
  readonly place: string;
  readonly tone: "frank" | "businesslike";
  readonly topics: readonly ("drones" | "exercises")[];
  readonly textAr: string;
  readonly nextContactMs: number;
};

const arbSecrets: fc.Arbitrary<Secrets> = fc.record({
  agenda: fc.string({ minLength: 1 }),
  minutes: fc.string({ minLength: 1 }),
  people: fc.string({ minLength: 1 }),
  by: fc.constantFrom("a", "officer-2", "колонель"),
  place: fc.string({ minLength: 1, maxLength: 20 }),
  tone: fc.constantFrom("frank", "businesslike"),
  topics: fc.constantFrom(["drones"] as const, ["exercises"] as const),
  textAr: fc.string({ minLength: 1 }),
  nextContactMs: fc.nat(),
});

/** Everything released but what `secrets` varies: parts or languages that one side alone released. */
const play = (secrets: Secrets, isParted: boolean): TestContacts => {
  const { agenda, minutes, people, by, place, tone, topics, textAr, nextContactMs } = secrets;
  const theatre = new TestContacts();
  theatre.hold(monthOf2019(12));
  theatre.hold({ ...MEETING, meetingPlace: place });
  const { id: contactId } = theatre.contact;
  const notes = { agenda, minutes, people };
  theatre.done("NORTH", { kind: "set-contact-notes", contactId, ...notes }, by);
  const body = { ...READOUT, meetingPlace: place, tone, topics, textAr, nextContactMs };
  theatre.done("NORTH", { kind: "draft-readout", contactId, body }, by);
  const readoutId = theatre.readout.id;
  if (isParted) {
    theatre.done("NORTH", { kind: "part-wordings", readoutId });
    theatre.done("NORTH", { kind: "redraft-readout", readoutId, body }, by);
    theatre.done("SOUTH", { kind: "redraft-readout", readoutId, body: READOUT });
  }
  theatre.key("NORTH", ["date", "form", "text", "place", "tone"], by);
  theatre.key("SOUTH", ["date", "form", "text", "topics", "next_contact"]);
  theatre.hold({ ...MEETING, meetingPlace: place, window: { startMs: 0, endMs: null } });
  return theatre;
};

const differs = (look: (theatre: TestContacts) => string, isParted: boolean): boolean => {
  let isDifferent = false;
  fc.assert(
    fc.property(arbSecrets, arbSecrets, (a, b) => {
      isDifferent ||= look(play(a, isParted)) !== look(play(b, isParted));
    }),
    { numRuns: 60, ...seeded },
  );
  return isDifferent;
};
const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const seeded = { seed };

const ofPublic = ({ state }: TestContacts): string => JSON.stringify(publicViewOf(state));

for (const isParted of [false, true]) {
  test(`what is private changes not one byte of what is public (seed ${seed}, parted ${isParted})`, () => {
    assert.equal(differs(ofPublic, isParted), false);
  });
}

const leaky = (theatre: TestContacts): string =>
  ofPublic(theatre) + theatre.contact.fields.meetingPlace;

test("a view that leaked would be caught", () => {
  assert.equal(differs(leaky, false), true);
});
