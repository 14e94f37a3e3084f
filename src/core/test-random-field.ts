/** Whatever can be said of contacts, readouts, items and tracks, for the test that says it in any order. */

import fc from "fast-check";
import type { Command } from "./commands.ts";
import { monthOf2019, READOUT } from "./contacts/test-contacts.ts";
import type { ContactFields } from "./contacts/model.ts";
import type { State } from "./state.ts";
import { HOUR_MS } from "./test-theatre.ts";
import type { TestTheatre } from "./test-theatre.ts";
import type { View } from "./view.ts";

/** Which of the things that are there: the state says which they are. */
export type Pick = (things: Iterable<string>) => string;
export type Make = (pick: Pick, theatre: TestTheatre, speaker: string) => Command;
export type Said = { readonly who: "party" | "host"; readonly make: Make };
type Say = (make: Make) => fc.Arbitrary<Said>;

const arbOther = fc.constantFrom("NORTH", "SOUTH", "RELIEF", "NOBODY");

const fieldsAt = (startMs: number): ContactFields => ({
  level: "watch_desk",
  meetingForm: "call",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction"],
  window: { startMs, endMs: null },
});

const contacts = ({ state }: TestTheatre) => state.contacts.all.keys();
const readouts = ({ state }: TestTheatre) => state.contacts.readouts.keys();
const items = ({ state }: TestTheatre) => state.items.all.keys();
const tracks = ({ state }: TestTheatre) => state.tracks.all.keys();
const versionOf = ({ state }: TestTheatre, id: string): number =>
  state.contacts.all.get(id)?.version ?? 1;
const hashOf = ({ state }: TestTheatre, id: string, speaker: string): string => {
  const drafts = state.contacts.readouts.get(id)?.drafts ?? [];
  return (drafts.find(({ party }) => party === speaker) ?? drafts[0])?.hash ?? "0".repeat(16);
};

const REGISTER: readonly Make[] = [
  (pick, theatre) => {
    const contactId = pick(contacts(theatre));
    return { kind: "agree-contact", contactId, version: versionOf(theatre, contactId) };
  },
  (pick, theatre) => {
    const contactId = pick(contacts(theatre));
    const fields = fieldsAt(theatre.atMs + HOUR_MS);
    return { kind: "change-contact", contactId, version: versionOf(theatre, contactId), fields };
  },
  (pick, theatre) => {
    const contactId = pick(contacts(theatre));
    const fields = fieldsAt(theatre.atMs - HOUR_MS);
    return { kind: "report-contact", contactId, version: versionOf(theatre, contactId), fields };
  },
  (pick, theatre) => ({ kind: "decline-contact", contactId: pick(contacts(theatre)) }),
  (pick, theatre) => ({ kind: "cancel-contact", contactId: pick(contacts(theatre)) }),
  (pick, theatre) => {
    const contactId = pick(contacts(theatre));
    return { kind: "set-contact-notes", contactId, minutes: "theirs", people: null };
  },
];

const READOUTS: readonly Make[] = [
  (pick, theatre) => ({
    kind: "draft-readout",
    contactId: pick(contacts(theatre)),
    ...(theatre.state.contacts.readouts.size % 3 === 2
      ? { corrects: pick(readouts(theatre)) }
      : {}),
    body: READOUT,
  }),
  (pick, theatre, speaker) => {
    const body = { ...READOUT, textEn: `They met, says ${speaker}.` };
    return { kind: "redraft-readout", readoutId: pick(readouts(theatre)), body };
  },
  (pick, theatre, speaker) => {
    const readoutId = pick(readouts(theatre));
    const hashSeen = hashOf(theatre, readoutId, speaker);
    const about = { parts: ["date", "text"], languages: ["en"] } as const;
    return { kind: "give-readout-key", readoutId, hashSeen, ...about };
  },
  (pick, theatre, speaker) => {
    const readoutId = pick(readouts(theatre));
    const hashSeen = hashOf(theatre, readoutId, speaker);
    return { kind: "confirm-readout-key", readoutId, hashSeen };
  },
  (pick, theatre) => ({ kind: "withdraw-readout-key", readoutId: pick(readouts(theatre)) }),
  (pick, theatre) => ({ kind: "part-wordings", readoutId: pick(readouts(theatre)) }),
  (pick, theatre) => ({ kind: "withdraw-readout", readoutId: pick(readouts(theatre)) }),
];

const ITEMS: readonly Make[] = [
  (pick, theatre) => ({ kind: "accept-item", itemId: pick(items(theatre)) }),
  (pick, theatre) => ({ kind: "decline-item", itemId: pick(items(theatre)), text: "no" }),
  (pick, theatre) => ({ kind: "note-item", itemId: pick(items(theatre)), text: "x", corrects: 1 }),
  (pick, theatre) => ({ kind: "move-item", itemId: pick(items(theatre)), to: "under_way" }),
  (pick, theatre) => ({ kind: "move-item", itemId: pick(items(theatre)), to: "done" }),
  (pick, theatre) => ({
    kind: "set-item-due",
    itemId: pick(items(theatre)),
    dueMs: theatre.atMs + HOUR_MS,
  }),
];

const report = (theatre: TestTheatre) =>
  ({
    source: "ais",
    isShared: true,
    reports: [["mmsi 244660000", theatre.atMs, 40, 35, 10, 50, 50]],
  }) as const;

const TRACKS: readonly Make[] = [
  (pick, theatre) => ({
    kind: "bind-track",
    subject: { kind: "operation", id: pick(theatre.state.operations.keys()) },
    identity: "mmsi 244660000",
    fromMs: null,
    toMs: theatre.atMs % 2 === 0 ? null : theatre.atMs + HOUR_MS,
  }),
  (pick, theatre) => ({ kind: "end-track", trackId: pick(tracks(theatre)) }),
  (_, theatre) => ({ kind: "report-positions", ...report(theatre) }),
];

/** `party` and `host`: how it is said by one. */
export const arbitraryField = (party: Say, host: Say): fc.Arbitrary<Said> =>
  fc.oneof(
    arbOther.chain((other) =>
      party((_, { atMs }) => ({
        kind: "propose-contact",
        with: [other],
        fields: fieldsAt(atMs + HOUR_MS),
      })),
    ),
    arbOther.chain((other) =>
      party(() => ({ kind: "record-contact", with: [other], fields: monthOf2019(12) })),
    ),
    fc.constantFrom(...REGISTER, ...READOUTS, ...READOUTS).chain(party),
    fc.tuple(arbOther, arbOther, fc.boolean()).chain(([lead, other, isHumanitarian]) =>
      party((_, { atMs }) => {
        const dueMs = isHumanitarian ? null : atMs + HOUR_MS;
        const about = { subject: "passage", lead, contributors: [other] };
        return { kind: "open-item", ...about, dueMs, isHumanitarian };
      }),
    ),
    fc.constantFrom(...ITEMS, ...TRACKS).chain(party),
    arbOther.chain((asked) =>
      party((pick, theatre) => ({
        kind: "ask-contributor",
        itemId: pick(items(theatre)),
        party: asked,
      })),
    ),
    fc
      .constantFrom("NORTH", "RELIEF", null)
      .chain((reporter) =>
        host((_, theatre) => ({ kind: "note-positions", reporter, ...report(theatre) })),
      ),
  );

/** Everything of it that a reader can fetch. */
export const lookAtField = (view: View, { contacts: known, operations, atMs }: State): void => {
  const page = { limit: 1_000 };
  JSON.stringify([view.contacts(page), view.contact.last(), view.items(page)]);
  JSON.stringify(view.tracks({}, page));
  for (const id of known.readouts.keys()) JSON.stringify(view.contact.readout(id));
  for (const id of operations.keys()) JSON.stringify(view.coverage(id, atMs));
};
