/** Readouts: drafted, keyed by every side, released; or parted into each side's own wording. */

import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, assert, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLackingRole } from "../parties/roles.ts";
import type { DraftReadout, GiveReadoutKey, ReadoutCommand } from "./commands.ts";
import { firstSinceOf } from "./earlier.ts";
import { CONTACT_MACHINE } from "./model.ts";
import type { Contact } from "./model.ts";
import { findOwn, speakerOf } from "./own.ts";
import { draftFor, heldByAll, READOUT_MACHINE } from "./readout-model.ts";
import type { Draft, Key, Readout, ReadoutFields, ReadoutState } from "./readout-model.ts";

/** The answer to every command about a readout; `hash` is of the draft that the party's key is for. */
export type ReadoutResult = {
  readonly about: "readout";
  readonly readoutId: string;
  readonly contactId: string;
  readonly state: ReadoutState;
  readonly hash: string | null;
};

export const READOUT_HANDLERS: Handlers<ReadoutCommand> = {
  "draft-readout": (context, command) => draft(context, command),
  "redraft-readout": (context, { readoutId, body }) => redraft(context, readoutId, body),
  "give-readout-key": (context, command) => giveKey(context, command),
  "confirm-readout-key": (context, { readoutId, hashSeen }) =>
    confirmKey(context, readoutId, hashSeen),
  "withdraw-readout-key": (context, { readoutId }) => withdrawKey(context, readoutId),
  "part-wordings": (context, { readoutId }) => {
    const found = findReadout(context, readoutId, "no_joint_text");
    if (!found.ok) return refused(found.refusal);
    const readout = found.value;
    if (readout.state === "no_joint_text") return refused(PARTED);
    Object.assign(readout, { isParted: true, drafts: [], keys: [] });
    return move(context, readout, "no_joint_text");
  },
  "withdraw-readout": (context, { readoutId }) => {
    const found = findReadout(context, readoutId, "withdrawn");
    if (!found.ok) return refused(found.refusal);
    if (found.value.madeBy !== context.party) return refused(NOT_YOURS);
    return move(context, found.value, "withdrawn");
  },
};

const PARTED = { reason: "not-permitted", detail: "each side says its own already" } as const;
const NOT_YOURS = {
  reason: "not-permitted",
  detail: "the side that made the readout withdraws it; withhold your key instead",
} as const;

const draft = (context: Context, { contactId, corrects, body }: DraftReadout): Applied => {
  const { state, entry, party } = context;
  const found = findOwn(context, contactId);
  if (!found.ok) return refused(found.refusal);
  const made = makeDraft(context, found.value, body);
  if (!made.ok) return refused(made.refusal);
  const contact = found.value;
  const refusal = findUnfit(context, contact, corrects);
  if (refusal) return refused(refusal);
  const readout: Readout = {
    id: `readout-${drawId(entry.salt, 0)}`,
    contactId,
    parties: contact.parties,
    corrects: corrects ?? null,
    state: READOUT_MACHINE.start,
    isParted: false,
    drafts: [made.value],
    keys: [],
    madeBy: party,
    madeMs: entry.atMs,
    changedMs: entry.atMs,
    releasedMs: null,
  };
  state.contacts.readouts.set(readout.id, readout);
  contact.readoutIds.push(readout.id);
  return answer(context, readout);
};

const findUnfit = (
  { state }: Context,
  { id, state: from, readoutIds }: Contact,
  corrects: string | undefined,
): Refusal | null => {
  if (from !== "held")
    return {
      reason: "wrong-state",
      what: CONTACT_MACHINE.name,
      id,
      state: from,
      wanted: "told of: every side must say first that it was held",
    };
  const limit = LIMITS.readoutsPerContactMax;
  if (readoutIds.length >= limit)
    return { reason: "too-many", what: "readouts of one contact", limit };
  if (corrects === undefined) return null;
  const isReleased =
    readoutIds.includes(corrects) && state.contacts.readouts.get(corrects)?.state === "released";
  return isReleased
    ? null
    : {
        reason: "bad-field",
        field: "corrects",
        detail: "it is no released readout of this contact",
        remedy: "name one, or leave it out",
      };
};

/** Other words void the keys that were given for those before: all, or the one wording's own. */
const redraft = (context: Context, readoutId: string, body: ReadoutFields): Applied => {
  const own = findOwnReadout(context, readoutId);
  if (!own.ok) return refused(own.refusal);
  const isParted = own.value.state === "no_joint_text";
  const to = isParted ? "no_joint_text" : "draft";
  const found = findReadout(context, readoutId, to);
  if (!found.ok) return refused(found.refusal);
  const { state, party } = context;
  const readout = found.value;
  const contact = state.contacts.all.get(readout.contactId);
  assert(contact, "a readout's contact stays");
  const made = makeDraft(context, contact, body);
  if (!made.ok) return refused(made.refusal);
  const isOthers = (one: { readonly party: string }): boolean => isParted && one.party !== party;
  readout.drafts = [...readout.drafts.filter(isOthers), made.value];
  readout.keys = readout.keys.filter(isOthers);
  return move(context, readout, to);
};

const makeDraft = (context: Context, contact: Contact, body: ReadoutFields): Outcome<Draft> => {
  const by = speakerOf(context);
  if (!by.ok) return by;
  const { state, entry, party } = context;
  assert("hash" in entry.survey, "a readout was hashed");
  return accept({
    party,
    by: by.value,
    atMs: entry.atMs,
    body,
    hash: entry.survey.hash,
    firstSince: firstSinceOf(state.contacts.all.of(party), contact),
  });
};

const giveKey = (context: Context, command: GiveReadoutKey): Applied => {
  const { entry, party, theatre } = context;
  const found = findKeyable(context, command.readoutId, command.hashSeen);
  if (!found.ok) return refused(found.refusal);
  const by = speakerOf(context);
  if (!by.ok) return refused(by.refusal);
  const { readout, hash } = found.value;
  const unfit = findUnfitParts(readout, party, command);
  if (unfit) return refused(unfit);
  const key: Key = {
    party,
    hash,
    parts: command.parts,
    languages: command.languages,
    by: by.value,
    confirmedBy: null,
    isComplete: !theatre.rules.secondPersonAgreement,
    atMs: entry.atMs,
  };
  return putKey(context, readout, key);
};

const badPart = (field: string, detail: string): Refusal => {
  const remedy = "name at least one, and one that the other sides release too";
  return { reason: "bad-field", field, detail, remedy };
};

const findUnfitParts = (
  { keys }: Readout,
  party: string,
  { parts, languages }: GiveReadoutKey,
): Refusal | null => {
  if (parts.length === 0) return badPart("parts", "it names no part");
  if (languages.length === 0) return badPart("languages", "it names no language");
  const others = keys.filter((key) => key.party !== party);
  if (heldByAll([parts, ...others.map((key) => key.parts)]).length === 0)
    return badPart("parts", "no part would be released by all");
  if (heldByAll([languages, ...others.map((key) => key.languages)]).length === 0)
    return badPart("languages", "no language would be released by all");
  return null;
};

const confirmKey = (context: Context, readoutId: string, hashSeen: string): Applied => {
  // A machine never has the role: the second person is one.
  const lacking = findLackingRole(context, ["approver"]);
  if (lacking) return refused(lacking);
  const found = findKeyable(context, readoutId, hashSeen);
  if (!found.ok) return refused(found.refusal);
  const by = speakerOf(context);
  if (!by.ok) return refused(by.refusal);
  const { readout } = found.value;
  const key = readout.keys.find(({ party }) => party === context.party);
  if (!key || key.isComplete) {
    const detail = key ? "the key is complete" : "your side has given no key to confirm";
    return refused({ reason: "not-permitted", detail });
  }
  if (key.by === by.value) {
    const detail = "the one who gave the key can't be its second person";
    return refused({ reason: "needs-second-person", detail });
  }
  return putKey(context, readout, { ...key, confirmedBy: by.value, isComplete: true });
};

const withdrawKey = (context: Context, readoutId: string): Applied => {
  const own = findOwnReadout(context, readoutId);
  if (!own.ok) return refused(own.refusal);
  const readout = own.value;
  const keys = readout.keys.filter(({ party }) => party !== context.party);
  const resting = keys.length > 0 ? "key_given" : "draft";
  const to = readout.state === "no_joint_text" ? "no_joint_text" : resting;
  const found = findReadout(context, readoutId, to);
  if (!found.ok) return refused(found.refusal);
  if (keys.length === readout.keys.length) {
    return refused({ reason: "not-permitted", detail: "your side has given no key" });
  }
  readout.keys = keys;
  return move(context, readout, to);
};

/** In place of the party's key before; the last complete one releases. */
const putKey = (context: Context, readout: Readout, key: Key): Applied => {
  readout.keys = [...readout.keys.filter(({ party }) => party !== key.party), key];
  const isReleased = readout.parties.every((party) =>
    readout.keys.some((one) => one.party === party && one.isComplete),
  );
  if (!isReleased) {
    return move(context, readout, readout.state === "draft" ? "key_given" : readout.state);
  }
  readout.releasedMs = context.entry.atMs;
  readout.state = readout.state === "draft" ? "key_given" : readout.state;
  return move(context, readout, "released", [{ kind: "readout-released", readoutId: readout.id }]);
};

/** Another's, and none at all, look the same. */
const findOwnReadout = ({ state, party }: Context, id: string): Outcome<Readout> => {
  const readout = state.contacts.readouts.get(id);
  return readout?.parties.includes(party)
    ? accept(readout)
    : refuse({ reason: "not-found", what: "readout", id });
};

const findReadout = (context: Context, id: string, to: ReadoutState): Outcome<Readout> => {
  const found = findOwnReadout(context, id);
  if (!found.ok) return found;
  const illegal = findIllegalStep(READOUT_MACHINE, id, { from: found.value.state, to });
  return illegal ? refuse(illegal) : found;
};

/** A key is for the draft that its giver has read, and for no other. */
const findKeyable = (
  context: Context,
  id: string,
  hashSeen: string,
): Outcome<{ readonly readout: Readout; readonly hash: string }> => {
  const own = findOwnReadout(context, id);
  if (!own.ok) return own;
  const to = own.value.state === "no_joint_text" ? "no_joint_text" : "key_given";
  const found = findReadout(context, id, to);
  if (!found.ok) return found;
  const hash = draftFor(found.value, context.party)?.hash;
  if (hash?.startsWith(hashSeen)) return accept({ readout: found.value, hash });
  return refuse({
    reason: "bad-field",
    field: "hashSeen",
    detail: hash ? "the draft has another hash" : "your side has said no wording of its own yet",
    remedy: hash ? "read the draft as it is now, then give the key" : "say it first",
  });
};

const move = (
  context: Context,
  readout: Readout,
  to: ReadoutState,
  changes: readonly Change[] = [],
): Applied => {
  readout.state = to;
  readout.changedMs = context.entry.atMs;
  return answer(context, readout, changes);
};

const answer = ({ party }: Context, readout: Readout, changes: readonly Change[] = []): Applied => {
  const { id: readoutId, contactId, state } = readout;
  const hash = draftFor(readout, party)?.hash ?? null;
  return accepted({ about: "readout", readoutId, contactId, state, hash }, [
    { kind: "readout-changed", readoutId },
    ...changes,
  ]);
};
