/** The register: contacts proposed, agreed, reported, held; and each side's own notes of them. */

import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findSuspendedWith } from "../line/between.ts";
import { findUnseen } from "../line/parse-value.ts";
import { findIllegalStep } from "../machine.ts";
import { refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { RegisterCommand, SetContactNotes } from "./commands.ts";
import { monthOf } from "./earlier.ts";
import { CONTACT_MACHINE } from "./model.ts";
import type { Contact, ContactFields, ContactState } from "./model.ts";
import { findOwn, speakerOf } from "./own.ts";

/** The answer to every command about a contact of the register. */
export type ContactResult = {
  readonly about: "contact";
  readonly contactId: string;
  readonly state: ContactState;
  readonly version: number;
};

export const REGISTER_HANDLERS: Handlers<RegisterCommand> = {
  "propose-contact": (context, command) => {
    const suspended = findSuspendedWith(context, command.with, ["all", "meetings"]);
    return suspended ? refused(suspended) : enter(context, command, "proposed");
  },
  "record-contact": (context, command) => enter(context, command, "reported"),
  "change-contact": (context, command) => sayAnew(context, command, "proposed"),
  "report-contact": (context, command) => sayAnew(context, command, "reported"),
  "agree-contact": (context, command) => agree(context, command),
  "decline-contact": (context, { contactId }) => end(context, contactId, "declined"),
  "cancel-contact": (context, { contactId }) => end(context, contactId, "cancelled"),
  "set-contact-notes": (context, command) => setNotes(context, command),
};

type Of<K extends RegisterCommand["kind"]> = Extract<RegisterCommand, { kind: K }>;

const enter = (
  context: Context,
  { with: others, fields }: Of<"propose-contact" | "record-contact">,
  to: "proposed" | "reported",
): Applied => {
  const { state, entry, party } = context;
  const by = speakerOf(context);
  if (!by.ok) return refused(by.refusal);
  const refusal =
    findUnfitParties(context, others) ?? findUnfitTime(context, fields, to) ?? findTooMany(context);
  if (refusal) return refused(refusal);
  const contact: Contact = {
    id: `contact-${drawId(entry.salt, 0)}`,
    parties: [party, ...others],
    state: to,
    version: 1,
    fields,
    agreements: [{ party, by: by.value, atMs: entry.atMs }],
    notes: new Map(),
    readoutIds: [],
    madeMs: entry.atMs,
    changedMs: entry.atMs,
  };
  state.contacts.all.set(contact.id, contact);
  return answer(contact);
};

/** Other words: who says them stands by them, and the others are asked anew. */
const sayAnew = (
  context: Context,
  { contactId, version, fields }: Of<"change-contact" | "report-contact">,
  to: "proposed" | "reported",
): Applied => {
  const found = findContact(context, contactId, { to, version });
  if (!found.ok) return refused(found.refusal);
  const by = speakerOf(context);
  if (!by.ok) return refused(by.refusal);
  const unfit = findUnfitTime(context, fields, to);
  if (unfit) return refused(unfit);
  const contact = found.value;
  const { entry, party } = context;
  contact.fields = fields;
  contact.version++;
  contact.agreements = [{ party, by: by.value, atMs: entry.atMs }];
  return move(context, contact, to);
};

const agree = (context: Context, { contactId, version }: Of<"agree-contact">): Applied => {
  const own = findOwn(context, contactId);
  if (!own.ok) return refused(own.refusal);
  const to = own.value.state === "reported" ? "held" : "agreed";
  const found = findContact(context, contactId, { to, version });
  if (!found.ok) return refused(found.refusal);
  const by = speakerOf(context);
  if (!by.ok) return refused(by.refusal);
  const contact = found.value;
  const { entry, party } = context;
  if (contact.agreements.some((one) => one.party === party)) {
    const detail = "your side stands by it already; another side agrees";
    return refused({ reason: "not-permitted", detail });
  }
  contact.agreements = [...contact.agreements, { party, by: by.value, atMs: entry.atMs }];
  const isAgreed = contact.agreements.length === contact.parties.length;
  return move(context, contact, isAgreed ? to : contact.state);
};

const end = (context: Context, contactId: string, to: "declined" | "cancelled"): Applied => {
  const found = findContact(context, contactId, { to });
  if (!found.ok) return refused(found.refusal);
  const isOwnWord = found.value.agreements[0]?.party === context.party;
  if (to === "declined" && isOwnWord) {
    return refused({ reason: "not-permitted", detail: "another side declines what you said" });
  }
  return move(context, found.value, to);
};

const setNotes = (context: Context, command: SetContactNotes): Applied => {
  const found = findOwn(context, command.contactId);
  if (!found.ok) return refused(found.refusal);
  const by = speakerOf(context);
  if (!by.ok) return refused(by.refusal);
  const { entry, party } = context;
  const unseen = (["agenda", "minutes", "people"] as const)
    .map((name) => findUnseen(name, command[name]))
    .find((refusal) => refusal !== null);
  if (unseen) return refused(unseen);
  const contact = found.value;
  const before = contact.notes.get(party) ?? { agenda: null, minutes: null, people: null };
  const { agenda = before.agenda, minutes = before.minutes, people = before.people } = command;
  const notes = { agenda, minutes, people, changedBy: by.value, changedMs: entry.atMs };
  contact.notes.set(party, notes);
  const { id: contactId, state, version } = contact;
  return accepted({ about: "contact", contactId, state, version }, [
    { kind: "contact-notes-changed", contactId, party },
  ]);
};

const findUnfitParties = (
  { party, theatre }: Context,
  others: readonly string[],
): Refusal | null => {
  const stranger = others.find((one) => !theatre.parties.some(({ id }) => id === one));
  if (stranger !== undefined) return { reason: "unknown-party", party: stranger };
  if (others.length > 0 && new Set([party, ...others]).size === others.length + 1) return null;
  const detail = "it names nobody, yourself, or somebody twice";
  return { reason: "bad-field", field: "with", detail, remedy: "name each other side once" };
};

const badWindow = (detail: string, remedy: string): Refusal => ({
  reason: "bad-field",
  field: "fields.window",
  detail,
  remedy,
});

const findUnfitTime = (
  { entry }: Context,
  { window, timePrecision }: ContactFields,
  to: "proposed" | "reported",
): Refusal | null => {
  const { startMs, endMs } = window;
  if (to === "proposed" && (endMs ?? startMs) < entry.atMs)
    return badWindow("the window has passed", "name a time to come, or record it as one that was");
  if (to === "reported" && startMs > entry.atMs)
    return badWindow("the window has not begun", "report it once it was held");
  if (timePrecision === "month" && endMs !== null && monthOf(startMs) !== monthOf(endMs))
    return badWindow("it is known to the month and spans two", "name times of one month");
  return null;
};

const findTooMany = ({ state, party }: Context): Refusal | null => {
  const limit = LIMITS.contactsPerPartyMax;
  let count = 0;
  for (const { parties } of state.contacts.all.of(party).values())
    if (parties[0] === party) count++;
  return count < limit
    ? null
    : { reason: "too-many", what: "contacts entered by one party", limit };
};

type Step = { readonly to: ContactState; readonly version?: number };

const findContact = (context: Context, id: string, { to, version }: Step): Outcome<Contact> => {
  const found = findOwn(context, id);
  if (!found.ok) return found;
  const { state: from, version: current } = found.value;
  const illegal = findIllegalStep(CONTACT_MACHINE, id, { from, to });
  if (illegal) return refuse(illegal);
  if (version === undefined || version === current) return found;
  return refuse({
    reason: "bad-field",
    field: "version",
    detail: `version ${version} is not what is said now: that is ${current}`,
    remedy: "read the contact, then name its current version",
  });
};

const move = ({ entry }: Context, contact: Contact, to: ContactState): Applied => {
  contact.state = to;
  contact.changedMs = entry.atMs;
  return answer(contact);
};

const answer = ({ id: contactId, state, version }: Contact): Applied =>
  accepted({ about: "contact", contactId, state, version }, [
    { kind: "contact-changed", contactId },
  ]);
