/**
 * Contacts and readouts. Their sides see what is said of them; each side's notes, its officers and its
 * own wording before all are public are nobody else's.
 */

import type { Command } from "../commands.ts";
import type { Contact, ContactFields } from "../contacts/model.ts";
import { draftFor } from "../contacts/readout-model.ts";
import type { Readout, ReadoutFields } from "../contacts/readout-model.ts";
import { HOUR_MS } from "../test-theatre.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part, Saying } from "./test-part.ts";
import { PARTIES, pick, pickLate } from "./test-step.ts";
import type { PartyId, Secret } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** What is said where all its sides may see it: hidden from an observer that is none of them. */
const wordsFor = (world: World, parties: readonly string[], step: Parameters<Act>[1]): Secret =>
  parties.some((party) => world.isObserver(party)) ? step.plain : world.hiddenOf(step);

const LEVELS = ["watch_desk", "general_staff"] as const;
const FORMS = ["in_person", "call"] as const;

type Window = { readonly atMs: number; readonly isPast: boolean; readonly which: number };

/** When it is, the host is told as well. */
const fieldsOf = ({ name, category }: Secret, { atMs, isPast, which }: Window): ContactFields => ({
  level: pick(LEVELS, which)!,
  meetingForm: pick(FORMS, category)!,
  meetingPlace: `place ${name}`,
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction"],
  window: {
    startMs: atMs + (isPast ? -(which + 1) * HOUR_MS : (which + 1) * HOUR_MS),
    endMs: null,
  },
});

const bodyOf = ({ name, isSquare, endMin }: Secret): ReadoutFields => ({
  meetingForm: "in_person",
  meetingPlace: `place ${name}`,
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction"],
  heldMs: 0,
  durationMinutes: endMin,
  tone: isSquare ? "frank" : "businesslike",
  details: "not_disclosed_by_agreement",
  textEn: `text ${name}`,
});

const otherOf = (party: PartyId, which: number): PartyId => {
  if (party !== "NORTH") return "NORTH";
  return pick(["SOUTH", "SOUTH", "RELIEF"] as const, which)!;
};

const enter: Act = (world, step) => {
  const { party, which } = step;
  const other = otherOf(party, which);
  const isPast = which % 4 !== 0;
  const { atMs } = world.theatre;
  const said = wordsFor(world, [party, other], step);
  const fields = fieldsOf(said, { atMs, isPast, which });
  return { kind: isPast ? "record-contact" : "propose-contact", with: [other], fields };
};

type Of = { readonly parties: readonly string[] };

/** Of the party's, and there in both worlds. */
const isKnown =
  (world: World, party: string) =>
  ({ parties }: Of): boolean =>
    parties.includes(party) && world.isSeen(parties);

/** Of the party's, and of nobody's who observes. */
const isHidden =
  (world: World, party: string) =>
  ({ parties }: Of): boolean =>
    parties.includes(party) && !world.isSeen(parties);

const contactsOf = ({ state }: World, isWanted: (one: Of) => boolean): Contact[] =>
  [...state.contacts.all.values()].filter(isWanted);

const readoutsOf = ({ state }: World, isWanted: (one: Of) => boolean): Readout[] =>
  [...state.contacts.readouts.values()].filter(isWanted);

const answerContact: Act = (world, { party, which }) => {
  const waiting = contactsOf(world, isKnown(world, party)).filter(
    ({ state, agreements }) =>
      (state === "proposed" || state === "reported") && agreements[0]?.party !== party,
  );
  const contact = pickLate(waiting, which);
  if (!contact) return null;
  const { id: contactId, version } = contact;
  return which % 8 === 0
    ? { kind: "decline-contact", contactId }
    : { kind: "agree-contact", contactId, version };
};

const sayAnew: Act = (world, step) => {
  const { party, which } = step;
  const live = contactsOf(world, isKnown(world, party)).filter(
    ({ state }) => state === "proposed" || state === "agreed",
  );
  const contact = pickLate(live, which);
  if (!contact) return null;
  const { id: contactId, version, parties } = contact;
  const kind = pick(["change-contact", "report-contact", "cancel-contact"] as const, which)!;
  if (kind === "cancel-contact") return { kind, contactId };
  const about = { atMs: world.theatre.atMs, isPast: kind === "report-contact", which };
  return { kind, contactId, version, fields: fieldsOf(wordsFor(world, parties, step), about) };
};

const note: Act = (world, step) => {
  const contact = pickLate(contactsOf(world, isKnown(world, step.party)), step.which);
  const { name } = world.secretOf(step);
  return contact && { kind: "set-contact-notes", contactId: contact.id, agenda: name };
};

const draft: Act = (world, step) => {
  const held = contactsOf(world, isKnown(world, step.party)).filter(
    ({ state }) => state === "held",
  );
  const contact = pickLate(held, step.which);
  const body = bodyOf(wordsFor(world, contact?.parties ?? [], step));
  return contact && { kind: "draft-readout", contactId: contact.id, body };
};

/** Those whose own wordings are never all public: every other one of a contact. */
const isKept = ({ state }: World, { id, contactId, isParted }: Readout): boolean =>
  isParted && (state.contacts.all.get(contactId)?.readoutIds.indexOf(id) ?? 0) % 2 === 0;

const pickReadout = (world: World, party: string, which: number): Readout | null => {
  const live = readoutsOf(world, isKnown(world, party)).filter(
    ({ state }) => state !== "released" && state !== "withdrawn",
  );
  return pickLate(live, which);
};

const redraft: Act = (world, step) => {
  const readout = pickReadout(world, step.party, step.which);
  if (!readout) return null;
  const words = isKept(world, readout)
    ? world.secretOf(step)
    : wordsFor(world, readout.parties, step);
  return { kind: "redraft-readout", readoutId: readout.id, body: bodyOf(words) };
};

const giveKey: Act = (world, { party, which }) => {
  const readout = pickReadout(world, party, which);
  const hash = readout && draftFor(readout, party)?.hash;
  if (!readout || !hash || (isKept(world, readout) && party !== "NORTH")) return null;
  return {
    kind: "give-readout-key",
    readoutId: readout.id,
    hashSeen: hash.slice(0, 16),
    parts: which % 2 === 0 ? ["date", "text"] : ["date", "place"],
    languages: ["en"],
  };
};

/** By another officer than the first, whoever that was. */
const confirmKey: Act = (world, step) => {
  const { party, which } = step;
  const waiting = readoutsOf(world, isKnown(world, party)).filter(({ keys }) =>
    keys.some((key) => key.party === party && !key.isComplete),
  );
  const readout = pickLate(waiting, which);
  const hash = readout && draftFor(readout, party)?.hash;
  if (!readout || !hash) return null;
  const { id: readoutId } = readout;
  const command = { kind: "confirm-readout-key", readoutId, hashSeen: hash } as const;
  return { command, by: `second to ${world.secretOf(step).by}` };
};

const onReadout =
  (kind: "withdraw-readout-key" | "part-wordings" | "withdraw-readout"): Act =>
  (world, { party, which }) => {
    const readout = pickReadout(world, party, which);
    return readout && { kind, readoutId: readout.id };
  };

/** Whether a side notes anything is its own as well. */
const noteAside: Aside = (world, speaker, { which, name }) => {
  const own = [...world.state.contacts.all.values()].filter(({ parties }) =>
    parties.includes(speaker),
  );
  const contact = pickLate(own, which);
  return contact && { kind: "set-contact-notes", contactId: contact.id, minutes: name };
};

const contactAside: Aside = (world, speaker, secret) => {
  const { which, isSquare } = secret;
  const others = PARTIES.filter((party) => party !== speaker && !world.isObserver(party));
  const other = pick(others, which)!;
  const { atMs } = world.theatre;
  const contact = pickLate(contactsOf(world, isHidden(world, speaker)), which);
  if (isSquare || !contact) {
    const fields = fieldsOf(secret, { atMs, isPast: true, which });
    return { kind: "record-contact", with: [other], fields };
  }
  const { id: contactId, version } = contact;
  return contact.state === "held"
    ? { kind: "draft-readout", contactId, body: bodyOf(secret) }
    : { kind: "agree-contact", contactId, version };
};

const readoutAside: Aside = (world, speaker, secret): Command | Saying | null => {
  const readout = pickLate(readoutsOf(world, isHidden(world, speaker)), secret.which);
  const hash = readout && draftFor(readout, speaker)?.hash;
  if (!readout) return null;
  const { id: readoutId } = readout;
  if (!hash || secret.isSquare) return { kind: "redraft-readout", readoutId, body: bodyOf(secret) };
  const about = { parts: ["date"], languages: ["en"] } as const;
  return { kind: "give-readout-key", readoutId, hashSeen: hash, ...about };
};

export const CONTACTS: Part = {
  acts: {
    "enter-contact": [3, enter],
    "answer-contact": [3, answerContact],
    "say-contact-anew": [2, sayAnew],
    "note-contact-own": [1, note],
    "draft-readout": [2, draft],
    "redraft-readout": [2, redraft],
    "give-readout-key": [4, giveKey],
    "confirm-readout-key": [3, confirmKey],
    "withdraw-readout-key": [2, onReadout("withdraw-readout-key")],
    "part-wordings": [1, onReadout("part-wordings")],
    "withdraw-readout": [1, onReadout("withdraw-readout")],
  },
  asides: [contactAside, contactAside, readoutAside],
  hostAsides: [noteAside],
  idsOf: ({ contacts }) => ({
    contacts: [...contacts.all.keys()],
    readouts: [...contacts.readouts.keys()],
  }),
  fetch: (view, { contacts = [], readouts = [] }) => ({
    contacts: pages((after) => view.contacts({ after, limit: 5 })),
    lastContacts: view.contact.last(),
    eachContact: contacts.map((id) => [view.contact.find(id), view.contact.notes(id)]),
    eachReadout: readouts.map((id) => view.contact.readout(id)),
  }),
  probes: [
    (contactId) => ({ kind: "agree-contact", contactId, version: 1 }),
    (contactId) => ({ kind: "cancel-contact", contactId }),
    (contactId) => ({ kind: "set-contact-notes", contactId, agenda: "x" }),
    (readoutId) => ({ kind: "part-wordings", readoutId }),
    (readoutId) => ({ kind: "withdraw-readout-key", readoutId }),
    (readoutId) => ({ kind: "withdraw-readout", readoutId }),
    (readoutId) => ({ kind: "confirm-readout-key", readoutId, hashSeen: "0".repeat(16) }),
  ],
};
