/** Contacts and readouts: how they stand; of what a side keeps to itself, that it changed. */

import type { Contact } from "../api/native/contact.ts";
import type { ToldEvent } from "../api/native/event.ts";
import { fieldsFromWire } from "../api/native/message-fields.ts";
import type { Readout } from "../api/native/readout.ts";
import type { ContactFields } from "../core/contacts/model.ts";
import { parseContactFields } from "../core/contacts/parse.ts";
import { CONTACT } from "../core/line/kinds/contacts.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";
import { windowText } from "./tell-operation.ts";

type Event = Extract<ToldEvent, { kind: `contact.${string}` }>;

export const tellContact = (memory: Memory, event: Event): Told => {
  const { speech, contacts, party: reader } = memory;
  const topic = "contact";
  if (event.kind === "contact.notes-changed") {
    const contact = contacts.get(event.contactId) ?? speech.id(event.contactId);
    return { direction: "said", topic, text: speech.say("contactNotes", { contact }) };
  }
  const { contact, at } = event;
  if (contact.detail === "full") contacts.set(contact.id, calledOf(speech, contact));
  const isOwn =
    contact.detail === "full" &&
    contact.agreements.some(({ party, at: since }) => party === reader && since === at);
  const text = contactText(speech, contact);
  return { direction: isOwn ? "said" : "told", topic, text };
};

/** By its day and place. */
const calledOf = (speech: Speech, contact: FullContact): string => {
  const { window, timePrecision, ...fields } = fieldsOf(contact);
  const day = speech.id(dayText(window.startMs, timePrecision));
  return speech.list([day, ...placeTexts(speech, fields)]);
};

/** As it is called in the language, where that is known. */
const placeTexts = (
  { language, value }: Speech,
  { meetingPlace, meetingPlaceAr, meetingPlaceRu }: PlaceFields,
): readonly string[] => {
  const own = { en: undefined, ar: meetingPlaceAr, ru: meetingPlaceRu }[language];
  const place = own ?? meetingPlace;
  return place === undefined ? [] : [value({ type: "text" }, place)];
};
type PlaceFields = Pick<ContactFields, "meetingPlace" | "meetingPlaceAr" | "meetingPlaceRu">;

/** How it stands, line by line. */
export const contactText = (speech: Speech, contact: Contact): string => {
  const about = {
    parties: contact.parties.map(speech.party).join(" – "),
    state: speech.texts.contactStates[contact.state],
  };
  if (contact.detail === "exists") {
    const window = windowText(speech, contact.start, contact.end);
    return speech.say("contactExists", { ...about, window });
  }
  const { agreements, earlier } = contact;
  const agreed = speech.list(agreements.map(({ party }) => speech.party(party)));
  return [
    speech.say("contactState", about),
    ...fieldLines(speech, contact),
    ...(agreements.length === 0 ? [] : [speech.say("contactAgreed", { parties: agreed })]),
    ...(earlier ? [earlierText(speech, earlier)] : []),
  ].join("\n");
};

type FullContact = Extract<Contact, { detail: "full" }>;

const earlierText = (
  speech: Speech,
  { start, timePrecision, form }: NonNullable<FullContact["earlier"]>,
): string => {
  return speech.say("contactFirst", {
    time: speech.id(dayText(Date.parse(start), timePrecision)),
    form: speech.word("meetingForm", form),
  });
};

const fieldsOf = ({ fields }: FullContact): ContactFields => {
  const parsed = parseContactFields(fieldsFromWire(CONTACT.fields, fields, "fields"));
  if (!parsed.ok) throw new Error("bug: a contact is told that can't be read");
  return parsed.value;
};

const fieldLines = (speech: Speech, contact: FullContact): string[] => {
  const said = fieldsOf(contact);
  const { level, meetingForm, offices, purposes, ...place } = said;
  const { fields } = CONTACT;
  return [
    speech.line("level", speech.value(fields.level, level)),
    speech.line("meetingForm", speech.value(fields.meetingForm, meetingForm)),
    ...placeTexts(speech, place).map((text) => speech.line("meetingPlace", text)),
    speech.line("offices", speech.value(fields.offices, offices)),
    speech.line("purposes", speech.value(fields.purposes, purposes)),
    speech.line("window", whenText(speech, said)),
  ];
};

/** As exactly as it is known. */
const whenText = (speech: Speech, { window, timePrecision }: ContactFields): string => {
  if (timePrecision === undefined || timePrecision === "minute")
    return speech.value(CONTACT.fields.window, window);
  return speech.id(dayText(window.startMs, timePrecision));
};

const dayText = (ms: number, precision: ContactFields["timePrecision"]): string =>
  new Date(ms).toISOString().slice(0, precision === "month" ? 7 : 10);

type ReadoutEvent = Extract<ToldEvent, { kind: `readout.${string}` }>;

export const tellReadout = (memory: Memory, { kind, readout }: ReadoutEvent): Told => {
  const { speech, contacts } = memory;
  const called = contacts.get(readout.contactId) ?? speech.id(readout.id);
  if (kind === "readout.released") {
    const text = speech.say("readoutReleased", aboutOf(speech, readout, called));
    return { direction: "told", topic: "readout", text };
  }
  const direction = isOwnDeed(memory, readout) ? "said" : "told";
  return { direction, topic: "readout", text: readoutText(speech, readout, called) };
};

/** The last key was given by the reader, or where there is none the last draft. */
const isOwnDeed = ({ party: reader }: Memory, readout: Readout): boolean => {
  if (readout.detail === "exists") return false;
  const last = readout.keys.at(-1) ?? readout.drafts.at(-1);
  return last !== undefined && last.party === reader;
};

const aboutOf = (speech: Speech, { parties }: Readout, called: string) => ({
  readout: called,
  parties: parties.map(speech.party).join(" – "),
});

/** How it stands, and who gave a key that counts. */
export const readoutText = (
  speech: Speech,
  readout: Readout,
  called: string = speech.id(readout.id),
): string => {
  const state = speech.texts.readoutStates[readout.state];
  const said = speech.say("readoutState", { ...aboutOf(speech, readout, called), state });
  const keys =
    readout.detail === "exists" ? [] : readout.keys.filter(({ isComplete }) => isComplete);
  if (keys.length === 0) return said;
  const parties = speech.list(keys.map(({ party }) => speech.party(party)));
  return `${said}\n${speech.say("readoutKeys", { parties })}`;
};
