/** Was it said by the one in whose name it stands? Judged before anything that was said is heard. */

import type { Command } from "../commands.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import { isInForce, signingKeyId } from "./keys.ts";
import { isHolderId } from "./people.ts";

/**
 * Why a party's entry is not taken as the party's, or null.
 *
 * Such an entry is no use of its commandId either: the same command, rightly signed, is still new.
 */
export const findForeignSpeech = (state: State, entry: Entry): Refusal | null => {
  if (entry.origin === "system") return null;
  const { party } = entry.origin;
  const holder = entry.by !== null && isHolderId(entry.by) ? entry.by : null;
  if (holder !== null && !isActive(state, party, holder)) {
    return {
      reason: "not-permitted",
      detail: "the one who says it no longer speaks for the party",
    };
  }
  return findBadSignature(state, entry, party);
};

const isActive = (state: State, party: string, id: string): boolean => {
  const holder = state.parties.holders.get(id);
  return holder?.state === "active" && holder.party === party;
};

const findBadSignature = (
  state: State,
  { origin, signature, command, commandId, atMs }: Entry,
  party: string,
): Refusal | null => {
  if (origin === "system") return null;
  if (signature === "none" && origin.key === null) {
    return needsSignature(state, party, command.kind) ? { reason: "signature-required" } : null;
  }
  if (signature !== "valid" || origin.key === null) {
    return { reason: "bad-signature", detail: "it is not over these bytes by this key" };
  }
  return findUnusableSignature(state, { party, publicKey: origin.key, commandId, atMs });
};

/**
 * Why a signature that fits does not count now, or null. Another's key and none look the same.
 *
 * The commandId of a signed command tells when it was made, and within a day its id is remembered: so
 * nobody, the host included, can put a command in once more that was signed once.
 */
export const findUnusableSignature = (
  { parties }: State,
  at: {
    readonly party: string;
    readonly publicKey: string;
    readonly commandId: string;
    readonly atMs: number;
  },
): Refusal | null => {
  const key = parties.keys.get(signingKeyId(at.party, at.publicKey));
  if (!key) return { reason: "bad-signature", detail: "the key is not one of the party's" };
  if (isInForce(key, at.atMs)) {
    const madeMs = timeOfId(at.commandId);
    return madeMs !== null && Math.abs(at.atMs - madeMs) <= LIMITS.signedIdAgeMaxMs
      ? null
      : { reason: "bad-signature", detail: "its commandId is no UUIDv7 of the last 12 hours" };
  }
  const state = key.state === "revoked" || key.state === "set_aside" ? key.state : "retired";
  return { reason: "bad-signature", detail: `the key is ${state.replace("_", " ")}` };
};

const UUID_7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** When a UUIDv7 was made; null when it is none. Source: RFC 9562 section 5.7. */
const timeOfId = (id: string): number | null => {
  const [, high, low] = UUID_7.exec(id) ?? [];
  return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
};

/**
 * Must a party sign this command? Where the theatre says so: everything. And everywhere a further key,
 * once the party has had one: else whoever has its token, the host included, could give it another.
 */
export const needsSignature = (state: State, party: string, kind: Command["kind"]): boolean =>
  kind === "add-key" || kind === "rotate-key"
    ? [...state.parties.keys.values()].some(
        (key) => key.party === party && key.state !== "set_aside",
      )
    : (state.theatre?.rules.requireSignatures ?? false);
