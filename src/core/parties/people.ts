/** Who may speak for a party: its people and its machines, each known by a secret of its own. */

import type { Machine } from "../machine.ts";

/**
 * `desk`: reads and writes. `approver`: the second person where two are needed. `reader`: reads.
 * `administrator`: the party's people, machines, desks and keys.
 */
export const PARTY_ROLES = ["desk", "approver", "reader", "administrator"] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];

/** A machine works for people: it neither approves nor administers. */
export const CLIENT_ROLES = ["desk", "reader"] as const satisfies readonly PartyRole[];

/**
 * Only the SHA-256 of a secret is kept, hex. That is enough because a secret is 256 random bits drawn
 * by the server: there is nothing to guess, so nothing is gained by a slow hash.
 */
export type Secret = {
  readonly id: string;
  readonly hash: string;
  readonly fromMs: number;
  /** The last millisecond in which it is good; null: until replaced. */
  readonly untilMs: number | null;
};

export type HolderState = "active" | "removed";

/** A person (`member-…`) or a machine (`client-…`) of a party. */
export type Holder = {
  readonly id: string;
  readonly what: "member" | "client";
  readonly party: string;
  /** A person's own name, or what the machine is for. Seen by the own party alone. */
  readonly name: string;
  roles: readonly PartyRole[];
  state: HolderState;
  /** Oldest first; empty once removed. */
  secrets: readonly Secret[];
  /** Who let it in. */
  readonly addedBy: string | null;
  readonly sinceMs: number;
  changedMs: number;
};

/** Removal is for good: whoever comes again is invited again, under another id. */
export const HOLDER: Machine<HolderState> = {
  name: "membership",
  start: "active",
  next: { active: ["removed"], removed: [] },
};

export const INVITATION_STATES = ["open", "accepted", "withdrawn", "expired"] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

export type Invitation = {
  readonly id: string;
  readonly party: string;
  readonly name: string;
  readonly roles: readonly PartyRole[];
  /** SHA-256 of the one-time code, hex. */
  readonly codeHash: string;
  readonly invitedBy: string | null;
  readonly expiresMs: number;
  state: InvitationState;
  /** Who came of it. */
  memberId: string | null;
  changedMs: number;
};

export const INVITATION: Machine<InvitationState> = {
  name: "invitation",
  start: "open",
  next: { open: ["accepted", "withdrawn", "expired"], accepted: [], withdrawn: [], expired: [] },
};

/** What the server names its own: no outside issuer may give such a name to anyone. */
export const isHolderId = (sub: string): boolean => /^(?:member|client)-[0-9a-z]{14}$/.test(sub);

/** The secret, if it is good at `atMs`. */
export const findSecret = (holder: Holder, secretId: string, atMs: number): Secret | null =>
  holder.secrets.find(
    ({ id, untilMs }) => id === secretId && (untilMs === null || atMs <= untilMs),
  ) ?? null;
