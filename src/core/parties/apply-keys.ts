/** A party's signing keys: added, replaced with an overlap, revoked at once. */

import type { Change } from "../changes.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import { BAD_OVERLAP } from "./apply-people.ts";
import type { AddKey, KeyCommand } from "./commands.ts";
import { isPublicKey, SIGNING_KEY, signingKeyId } from "./keys.ts";
import type { KeyState, SigningKey } from "./keys.ts";
import { findLackingRole } from "./roles.ts";

export const KEY_HANDLERS: Handlers<KeyCommand> = {
  "add-key": (context, command) => {
    const unfit = findLackingRole(context, ["administrator"]) ?? findUnfitKey(context, command);
    return unfit ? refused(unfit) : addKey(context, command, []);
  },
  "rotate-key": (context, command) => {
    const unfit = findLackingRole(context, ["administrator"]) ?? findUnfitKey(context, command);
    if (unfit) return refused(unfit);
    const { replaces, overlapMs } = command;
    if (!(overlapMs >= 0 && overlapMs <= LIMITS.overlapMaxMs)) return refused(BAD_OVERLAP);
    const found = findKey(context, replaces, "retiring");
    if (!found.ok) return refused(found.refusal);
    const { state, entry, party } = context;
    const [old, id] = [found.value, signingKeyId(party, replaces)];
    const untilMs = entry.atMs + overlapMs;
    Object.assign(old, { state: "retiring", untilMs, changedMs: entry.atMs });
    state.due.push({ dueMs: untilMs + 1, kind: "retire-key", id });
    return addKey(context, command, [{ kind: "key-changed", keyId: id }]);
  },
  "revoke-key": (context, { publicKey }) => {
    const lacking = findLackingRole(context, ["administrator"]);
    if (lacking) return refused(lacking);
    const found = findKey(context, publicKey, "revoked");
    if (!found.ok) return refused(found.refusal);
    const { entry, party } = context;
    endKey(found.value, "revoked", entry);
    return answer(publicKey, [{ kind: "key-changed", keyId: signingKeyId(party, publicKey) }]);
  },
};

/** The overlap is over. A key that was revoked meanwhile stays revoked. */
export const retireKey = (
  state: State,
  entry: { readonly seq: number; readonly atMs: number },
  id: string,
): Change[] => {
  const key = state.parties.keys.get(id);
  if (key?.state !== "retiring") return [];
  endKey(key, "retired", entry);
  return [{ kind: "key-changed", keyId: id }];
};

/** None of the party's keys is good from now on, and its next one is a first one again. */
export const setKeysAside = (
  { parties }: State,
  entry: { readonly seq: number; readonly atMs: number },
  party: string,
): Change[] => {
  const found = [...parties.keys].filter(
    ([, key]) => key.party === party && key.state !== "set_aside",
  );
  return found.map(([keyId, key]) => {
    if (key.endSeq === null) endKey(key, "set_aside", entry);
    else Object.assign(key, { state: "set_aside", changedMs: entry.atMs });
    return { kind: "key-changed", keyId };
  });
};

const addKey = (
  { state, entry, party }: Context,
  { publicKey, name }: Pick<AddKey, "publicKey" | "name">,
  changes: readonly Change[],
): Applied => {
  const keyId = signingKeyId(party, publicKey);
  state.parties.keys.set(keyId, {
    party,
    publicKey,
    name,
    state: "in_force",
    fromMs: entry.atMs,
    untilMs: null,
    changedMs: entry.atMs,
    endSeq: null,
  });
  return answer(publicKey, [...changes, { kind: "key-changed", keyId }]);
};

const endKey = (
  key: SigningKey,
  state: KeyState,
  { seq, atMs }: { readonly seq: number; readonly atMs: number },
): void => {
  const untilMs = key.untilMs === null ? atMs : Math.min(key.untilMs, atMs);
  Object.assign(key, { state, untilMs, changedMs: atMs, endSeq: seq });
};

/** A key that the party ever had is not taken again: what it signed then must stay what it was. */
const findUnfitKey = (
  { state, party }: Context,
  { publicKey }: Pick<AddKey, "publicKey">,
): Refusal | null => {
  const { keys } = state.parties;
  const [field, limit] = ["publicKey", LIMITS.keysPerPartyMax];
  if (!isPublicKey(publicKey)) {
    const detail = "it is no Ed25519 public key";
    return { reason: "bad-field", field, detail, remedy: "give its 32 bytes as 43 of base64url" };
  }
  if (keys.has(signingKeyId(party, publicKey))) {
    const detail = "it is, or was, a key of the party";
    return { reason: "bad-field", field, detail, remedy: "make a new key pair" };
  }
  const count = [...keys.values()].filter((key) => key.party === party).length;
  return count < limit ? null : { reason: "too-many", what: "keys of one party", limit };
};

const findKey = (
  { state, party }: Context,
  publicKey: string,
  to: KeyState,
): Outcome<SigningKey> => {
  const key = state.parties.keys.get(signingKeyId(party, publicKey));
  if (!key) return refuse({ reason: "not-found", what: "key", id: publicKey });
  const illegal = findIllegalStep(SIGNING_KEY, publicKey, { from: key.state, to });
  return illegal ? refuse(illegal) : accept(key);
};

const answer = (id: string, changes: readonly Change[]): Applied =>
  accepted({ about: "party", what: "key", id }, changes);
