/** Contacts and readouts: how they stand; of what a side keeps to itself, that it changed. */

import type { Contact } from "../api/native/contact.ts";
import type { ToldEvent } from "../api/native/event.ts";
import { fieldsFromWire } from "../api/native/message-fields.ts";
import type { Readout } from "../api/native/readout.ts";
import { parseContactFields } from "../core/contacts/parse.ts";
import { CONTACT } from "../core/line/kinds/contacts.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";
import { windowText } from "./tell-operation.ts";

type Event = Extract<ToldEvent, { kind: `contact.${string}` }>;

export const tellContact = ({ speech }: Memory, event: Event): Told => {
  const topic = "contact";
  if (event.kind === "contact.notes-changed") {
    const text = speech.say("contactNotes", { contact: speech.id(event.contactId) });
    return { direction: "said", topic, text };
  }
  return { direction: "told", topic, text: contactText(speech, event.contact) };
};

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
  const day = start.slice(0, timePrecision === "month" ? 7 : 10);
  return speech.say("contactFirst", {
    time: speech.id(day),
    form: speech.word("meetingForm", form),
  });
};

const fieldLines = (speech: Speech, contact: FullContact): string[] => {
  const given = fieldsFromWire(CONTACT.fields, contact.fields, "fields");
  const parsed = parseContactFields(given);
  if (!parsed.ok) throw new Error("bug: a contact is told that can't be read");
  const { level, meetingForm, meetingPlace, offices, purposes, window } = parsed.value;
  const { fields } = CONTACT;
  return [
    speech.line("level", speech.value(fields.level, level)),
    speech.line("meetingForm", speech.value(fields.meetingForm, meetingForm)),
    ...(meetingPlace === undefined
      ? []
      : [speech.line("meetingPlace", speech.value(fields.meetingPlace, meetingPlace))]),
    speech.line("offices", speech.value(fields.offices, offices)),
    speech.line("purposes", speech.value(fields.purposes, purposes)),
    speech.line("window", speech.value(fields.window, window)),
  ];
};

type ReadoutEvent = Extract<ToldEvent, { kind: `readout.${string}` }>;

export const tellReadout = ({ speech }: Memory, { kind, readout }: ReadoutEvent): Told => {
  const text =
    kind === "readout.released"
      ? speech.say("readoutReleased", aboutOf(speech, readout))
      : readoutText(speech, readout);
  return { direction: "told", topic: "readout", text };
};

const aboutOf = (speech: Speech, { id, parties }: Readout) => ({
  readout: speech.id(id),
  parties: parties.map(speech.party).join(" – "),
});

/** How it stands, and who gave a key that counts. */
export const readoutText = (speech: Speech, readout: Readout): string => {
  const state = speech.texts.readoutStates[readout.state];
  const said = speech.say("readoutState", { ...aboutOf(speech, readout), state });
  const keys =
    readout.detail === "exists" ? [] : readout.keys.filter(({ isComplete }) => isComplete);
  if (keys.length === 0) return said;
  const parties = speech.list(keys.map(({ party }) => speech.party(party)));
  return `${said}\n${speech.say("readoutKeys", { parties })}`;
};
