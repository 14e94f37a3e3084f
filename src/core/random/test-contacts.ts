/** The register of contacts, and what is told of them. */

import type { ContactCommand } from "../contacts/commands.ts";
import type { ContactFields } from "../contacts/model.ts";
import type { ReadoutState } from "../contacts/readout-model.ts";
import { MEETING, monthOf2019, READOUT } from "../contacts/test-contacts.ts";
import { HOUR_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { about, among } from "./test-saying.ts";
import type { Draw, Ids, Say, Sayings } from "./test-saying.ts";

const fieldsAt = (startMs: number): ContactFields => ({
  level: "watch_desk",
  meetingForm: "call",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction"],
  window: { startMs, endMs: null },
});

const contacts = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.contacts.all, ({ parties }) => parties.includes(speaker));
const held = ({ state }: TestTheatre, speaker: string): Ids =>
  among(
    state.contacts.all,
    ({ parties, state: now }) => parties.includes(speaker) && now === "held",
  );
const LIVE: readonly ReadoutState[] = ["draft", "key_given", "no_joint_text"];
const readouts = ({ state }: TestTheatre, speaker: string): Ids =>
  among(
    state.contacts.readouts,
    ({ parties, state: now }) => parties.includes(speaker) && LIVE.includes(now),
  );

const contactOf = (draw: Draw, theatre: TestTheatre, speaker: string) => {
  const contactId = draw.id(contacts(theatre, speaker));
  return { contactId, version: theatre.state.contacts.all.get(contactId)?.version ?? 1 };
};

/** With the hash of the draft that the speaker's key is for. */
const keyed: Say<{ readonly readoutId: string; readonly hashSeen: string }> = (
  draw,
  theatre,
  speaker,
) => {
  const readoutId = draw.id(readouts(theatre, speaker));
  const drafts = theatre.state.contacts.readouts.get(readoutId)?.drafts ?? [];
  const own = drafts.find(({ party }) => party === speaker) ?? drafts[0];
  return { readoutId, hashSeen: own?.hash ?? "0".repeat(16) };
};

export const CONTACTS: Sayings<ContactCommand> = {
  "propose-contact": {
    often: 3,
    say: (draw, { atMs }) => ({
      kind: "propose-contact",
      with: [draw.party()],
      fields: fieldsAt(atMs + HOUR_MS),
    }),
  },
  "record-contact": {
    often: 5,
    say: (draw) => ({
      kind: "record-contact",
      with: [draw.party()],
      fields: draw.number(2) === 0 ? MEETING : monthOf2019(12),
    }),
  },
  "change-contact": {
    say: (draw, theatre, speaker) => ({
      kind: "change-contact",
      ...contactOf(draw, theatre, speaker),
      fields: fieldsAt(theatre.atMs + HOUR_MS),
    }),
  },
  "report-contact": {
    say: (draw, theatre, speaker) => ({
      kind: "report-contact",
      ...contactOf(draw, theatre, speaker),
      fields: fieldsAt(theatre.atMs - HOUR_MS),
    }),
  },
  "agree-contact": {
    often: 8,
    say: (draw, theatre, speaker) => ({
      kind: "agree-contact",
      ...contactOf(draw, theatre, speaker),
    }),
  },
  "decline-contact": { often: 1, say: about("decline-contact", "contactId", contacts) },
  "cancel-contact": { often: 1, say: about("cancel-contact", "contactId", contacts) },
  "set-contact-notes": {
    say: (draw, theatre, speaker) => ({
      kind: "set-contact-notes",
      contactId: draw.id(contacts(theatre, speaker)),
      minutes: "theirs",
      people: null,
    }),
  },
  "draft-readout": {
    often: 6,
    say: (draw, theatre, speaker) => {
      const contactId = draw.id(held(theatre, speaker));
      const known = theatre.state.contacts.all.get(contactId)?.readoutIds ?? [];
      const corrects = known.length === 0 || draw.number(3) > 0 ? undefined : draw.one(known);
      return {
        kind: "draft-readout",
        contactId,
        ...(corrects === undefined ? {} : { corrects }),
        body: READOUT,
      };
    },
  },
  "redraft-readout": {
    often: 3,
    say: (draw, theatre, speaker) => ({
      kind: "redraft-readout",
      readoutId: draw.id(readouts(theatre, speaker)),
      body: { ...READOUT, textEn: `They met, says ${speaker}.` },
    }),
  },
  "give-readout-key": {
    often: 12,
    say: (draw, theatre, speaker) => ({
      kind: "give-readout-key",
      ...keyed(draw, theatre, speaker),
      parts: ["date", "text"],
      languages: ["en"],
    }),
  },
  "confirm-readout-key": {
    often: 10,
    say: (draw, theatre, speaker) => ({
      kind: "confirm-readout-key",
      ...keyed(draw, theatre, speaker),
    }),
  },
  "withdraw-readout-key": { say: about("withdraw-readout-key", "readoutId", readouts) },
  "part-wordings": { say: about("part-wordings", "readoutId", readouts) },
  "withdraw-readout": { often: 1, say: about("withdraw-readout", "readoutId", readouts) },
};
