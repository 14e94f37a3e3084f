import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../commands.ts";
import { LIMITS } from "../limits.ts";
import { HOUR_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { Reader } from "../view.ts";
import { CONTACT_MACHINE, CONTACT_STATES } from "./model.ts";
import type { ContactState } from "./model.ts";
import { MEETING, monthOf2019, TestContacts } from "./test-contacts.ts";

const asParty = (party: string): Reader => ({ kind: "party", party });
const HOST: Reader = { kind: "host" };

const planned = (theatre: TestContacts) => ({
  ...MEETING,
  window: { startMs: theatre.atMs + HOUR_MS, endMs: theatre.atMs + 7 * HOUR_MS },
});

const propose = (theatre: TestContacts, others: readonly string[] = ["SOUTH"]): string => {
  theatre.done("NORTH", { kind: "propose-contact", with: others, fields: planned(theatre) });
  return theatre.contact.id;
};

test("a contact is proposed, agreed by every other side, reported and held", () => {
  const theatre = new TestContacts();
  const contactId = propose(theatre, ["SOUTH", "RELIEF"]);
  const agree = { kind: "agree-contact", contactId, version: 1 } as const;
  assert.equal(theatre.answer("NORTH", agree), "not-permitted", "its own word is given");
  theatre.done("SOUTH", agree);
  assert.equal(theatre.contact.state, "proposed", "one side is missing");
  theatre.done("RELIEF", agree);
  assert.equal(theatre.contact.state, "agreed");
  theatre.wait(8 * HOUR_MS);
  const fields = { ...theatre.contact.fields, meetingPlace: "Tampere" };
  theatre.done("SOUTH", { kind: "report-contact", contactId, version: 1, fields });
  assert.equal(theatre.contact.state, "reported");
  assert.equal(theatre.answer("NORTH", agree), "bad-field", "it agreed to other words");
  for (const party of ["NORTH", "RELIEF"])
    theatre.done(party, { kind: "agree-contact", contactId, version: 2 });
  assert.equal(theatre.contact.state, "held");
  assert.equal(theatre.contact.fields.meetingPlace, "Tampere");
});

test("every step of a contact is as the table says, and a refused one changes nothing", () => {
  const steps: Readonly<Record<string, readonly [ContactState, (id: string) => Command]>> = {
    change: [
      "proposed",
      (contactId) => ({ kind: "change-contact", contactId, version: 1, fields: FUTURE }),
    ],
    report: [
      "reported",
      (contactId) => ({ kind: "report-contact", contactId, version: 1, fields: MEETING }),
    ],
    decline: ["declined", (contactId) => ({ kind: "decline-contact", contactId })],
    cancel: ["cancelled", (contactId) => ({ kind: "cancel-contact", contactId })],
  };
  const FUTURE = planned(new TestContacts());
  for (const from of CONTACT_STATES) {
    for (const [name, [to, command]] of Object.entries(steps)) {
      const theatre = new TestContacts();
      const id = propose(theatre);
      theatre.contact.state = from;
      const isAllowed = CONTACT_MACHINE.next[from].includes(to);
      assert.equal(
        theatre.answer("SOUTH", command(id)),
        isAllowed ? "accepted" : "wrong-state",
        `${name} while ${from}`,
      );
      assert.equal(theatre.contact.state, isAllowed ? to : from);
    }
    const theatre = new TestContacts();
    const contactId = propose(theatre);
    theatre.contact.state = from;
    const to = from === "reported" ? "held" : "agreed";
    const isAllowed = CONTACT_MACHINE.next[from].includes(to);
    const agree = { kind: "agree-contact", contactId, version: 1 } as const;
    assert.equal(theatre.answer("SOUTH", agree), isAllowed ? "accepted" : "wrong-state");
  }
});

const REFUSED: readonly (readonly [string, (theatre: TestContacts) => Command, string])[] = [
  [
    "with oneself",
    (t) => ({ kind: "propose-contact", with: ["NORTH"], fields: planned(t) }),
    "bad-field",
  ],
  ["with nobody", (t) => ({ kind: "propose-contact", with: [], fields: planned(t) }), "bad-field"],
  [
    "with a stranger",
    (t) => ({ kind: "propose-contact", with: ["WEST"], fields: planned(t) }),
    "unknown-party",
  ],
  [
    "proposed for the past",
    () => ({ kind: "propose-contact", with: ["SOUTH"], fields: MEETING }),
    "bad-field",
  ],
  [
    "recorded from the future",
    (t) => ({ kind: "record-contact", with: ["SOUTH"], fields: planned(t) }),
    "bad-field",
  ],
  [
    "of one month and in two",
    () => ({
      kind: "record-contact",
      with: ["SOUTH"],
      fields: {
        ...MEETING,
        window: { startMs: 0, endMs: 40 * 24 * HOUR_MS },
        timePrecision: "month",
      },
    }),
    "bad-field",
  ],
];

for (const [name, command, reason] of REFUSED) {
  test(`a contact ${name} is refused: ${reason}`, () => {
    const theatre = new TestContacts();
    assert.equal(theatre.answer("NORTH", command(theatre)), reason);
    assert.equal(theatre.state.contacts.all.size, 0);
  });
}

test("a machine agrees to no contact", () => {
  const theatre = new TestContacts();
  const contactId = propose(theatre);
  const { outcome } = theatre.say("SOUTH", { kind: "agree-contact", contactId, version: 1 });
  assert.equal(!outcome.ok && outcome.refusal.reason, "not-permitted");
});

test("no meeting is proposed around a line that is suspended for meetings", () => {
  const theatre = new TestContacts();
  const channelId = theatre.openLine("NORTH", "SOUTH");
  const suspend = { kind: "suspend-line", channelId, scope: ["meetings"], carveOuts: [] } as const;
  theatre.done("SOUTH", suspend);
  const fields = planned(theatre);
  const command = { kind: "propose-contact", with: ["SOUTH"], fields } as const;
  assert.equal(theatre.answer("NORTH", command), "line-suspended");
  assert.equal(theatre.answer("NORTH", { ...command, with: ["SOUTH", "RELIEF"] }), "accepted");
  theatre.done("SOUTH", { kind: "restore-line", channelId });
  assert.equal(theatre.answer("NORTH", command), "accepted");
});

test("the register says since when a contact is the first of its level and form", () => {
  const theatre = new TestContacts();
  const old = theatre.hold(monthOf2019(12));
  theatre.hold(monthOf2019(3));
  const call = theatre.hold({
    ...MEETING,
    meetingForm: "call",
    window: { startMs: Date.UTC(2025, 5, 1), endMs: null },
  });
  theatre.hold({ ...monthOf2019(12), level: "field_commander" });
  const { id } = theatre.hold();
  const view = viewFor(theatre.state, asParty("SOUTH")).contact;
  const found = view.find(id);
  assert.ok(found?.detail === "full");
  assert.deepEqual(found.earlierOfForm, {
    contactId: old.id,
    form: "in_person",
    startMs: Date.UTC(2019, 11, 1),
    timePrecision: "month",
  });
  assert.equal(found.earlier?.contactId, call.id, "of any form, the last");
  assert.equal(viewFor(theatre.state, asParty("EAST")).contact.find(id), null);
  assert.deepEqual(
    view.last().map((one) => [one.party, one.level, one.form, one.contactId === id]),
    [
      ["NORTH", "chief_of_defence", "in_person", true],
      ["NORTH", "chief_of_defence", "call", false],
      ["NORTH", "field_commander", "in_person", false],
    ],
  );
  assert.deepEqual(viewFor(theatre.state, HOST).contact.last(), []);
});

test("what is only reported by one side is not in the gap", () => {
  const theatre = new TestContacts();
  theatre.done("NORTH", { kind: "record-contact", with: ["SOUTH"], fields: monthOf2019(12) });
  const { id } = theatre.hold();
  const found = viewFor(theatre.state, asParty("NORTH")).contact.find(id);
  assert.equal(found?.detail === "full" && found.earlierOfForm, null);
});

test("notes are their side's own: not another's, not the host's, not by an opening", () => {
  const theatre = new TestContacts();
  const { id: contactId } = theatre.hold();
  const notes = { agenda: "secret-agenda", minutes: "secret-minutes", people: "secret-name" };
  const { changes } = theatre.tell("NORTH", { kind: "set-contact-notes", contactId, ...notes });
  theatre.done("NORTH", { kind: "set-contact-notes", contactId, minutes: null });
  for (const by of ["h1", "h2"]) {
    const command: Command =
      by === "h1"
        ? { kind: "request-opening", what: "contact", id: contactId, reason: "asked" }
        : { kind: "second-opening", openingId: [...theatre.state.openings.all.keys()][0]! };
    assert.equal(theatre.say("system", command, { by }).outcome.ok, true);
  }
  const own = viewFor(theatre.state, asParty("NORTH")).contact.notes(contactId);
  assert.deepEqual(
    [own?.agenda, own?.minutes, own?.people],
    ["secret-agenda", null, "secret-name"],
  );
  for (const reader of [asParty("SOUTH"), asParty("RELIEF"), HOST]) {
    const view = viewFor(theatre.state, reader);
    assert.equal(view.contact.notes(contactId), null);
    assert.deepEqual(changes.map(view.tell), [null]);
    const page = view.contacts({ limit: LIMITS.contactsPerPartyMax });
    assert.doesNotMatch(JSON.stringify([page, view.contact.find(contactId)]), /secret/);
  }
  const opened = viewFor(theatre.state, HOST).contact.find(contactId);
  assert.equal(opened?.detail, "full", "two of the host read the contact, and no notes");
  assert.doesNotMatch(JSON.stringify(changes.map(viewFor(theatre.state, HOST).tell)), /secret/);
});

test("the host sees that a contact exists and when; a stranger's answer is that of none", () => {
  const theatre = new TestContacts();
  const contactId = propose(theatre);
  const seen = viewFor(theatre.state, HOST).contact.find(contactId);
  assert.deepEqual(Object.keys(seen ?? {}).toSorted(), [
    "changedMs",
    "detail",
    "endMs",
    "id",
    "parties",
    "startMs",
    "state",
  ]);
  const asked = (id: string) => {
    const { outcome } = theatre.tell("EAST", { kind: "decline-contact", contactId: id });
    return JSON.stringify(outcome).replace(id, "ID");
  };
  assert.equal(asked(contactId), asked("contact-none"));
});
