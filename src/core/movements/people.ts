/** Names of people: sealed before they reach the log, read with a receipt, over for good in time. */

import type { Change } from "../changes.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "../line/bad-field.ts";
import type { Outcome } from "../outcome.ts";
import { accept, refuse } from "../outcome.ts";
import type { NotePeopleRead, SealPeople } from "./commands.ts";
import { answer, changeOf, findOwn, isClosed } from "./find.ts";
import type { State } from "../state.ts";
import { findRecipient, isSealedNow } from "./model.ts";
import type { Movement, People } from "./model.ts";

export const sealPeople = (context: Context, { movementId, sealed }: SealPeople): Applied => {
  const { state, entry } = context;
  const found = findOwn(context, movementId);
  if (!found.ok) return refused(found.refusal);
  const movement = found.value;
  const refusal = isClosed(movement);
  if (refusal) return refused(refusal);
  const { keyHashes } = state.movements;
  // A key is of one movement: destroyed for the one, it is so for no other.
  if (keyHashes.has(sealed.keyHash))
    return refused(badField("sealed.keyHash", "was used before", "seal the details anew"));
  const before: Change[] = movement.people ? keyOver(movement.people) : [];
  if (movement.people) keyHashes.delete(movement.people.keyHash);
  keyHashes.add(sealed.keyHash);
  movement.people = {
    sealed,
    keyHash: sealed.keyHash,
    sealedMs: entry.atMs,
    overMs: null,
    reads: [],
  };
  return answer(context, movement, [...before, changeOf(movement, "people_sealed", "owner")]);
};

/** May the party read the sealed details? What it may not read answers as what is not there. */
export const findReadable = (movement: Movement | undefined, party: string): Outcome<People> => {
  const id = movement?.id ?? "";
  const none = refuse({ reason: "not-found", what: "sealed details", id });
  if (!movement?.people || !isSealedNow(movement)) return none;
  const isOwn = movement.party === party;
  const recipient = isOwn ? undefined : findRecipient(movement, party);
  const isConsented = recipient?.closed === null && recipient.seesPeople;
  return isOwn || isConsented ? accept(movement.people) : none;
};

export const notePeopleRead = (
  { state, entry }: HostContext,
  { party, movementId }: NotePeopleRead,
): Applied => {
  const movement = state.movements.all.get(movementId);
  const found = findReadable(movement, party);
  if (!found.ok || !movement) {
    return refused({ reason: "not-found", what: "movement", id: movementId });
  }
  const { reads } = found.value;
  reads.push({ party, by: entry.by, atMs: entry.atMs });
  if (reads.length > LIMITS.peopleReadsKeptMax) reads.shift();
  return accepted(null, [changeOf(movement, "people_read", "owner")]);
};

/** From now on nobody reads them: the ciphertext leaves the state, and the key is to be destroyed. */
export const overPeople = ({ atMs }: Entry, movement: Movement): Change[] => {
  const { people } = movement;
  if (!people || people.overMs !== null) return [];
  people.overMs = atMs;
  movement.changedMs = atMs;
  people.sealed = null;
  return [...keyOver(people), changeOf(movement, "people_over", "owner")];
};

const keyOver = ({ keyHash }: People): Change[] => [{ kind: "people-key-over", keyHash }];

/** Hashes of all keys that sealed details still need. */
export const livingKeysOf = ({ movements }: State): ReadonlySet<string> =>
  new Set(
    [...movements.all.values()].flatMap(({ people }) =>
      people && people.overMs === null ? [people.keyHash] : [],
    ),
  );
