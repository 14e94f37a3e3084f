/** What a party may say of itself: its desks, its people, its machines, its keys. */

import type { Names } from "../theatre/model.ts";
import type { Language, Level } from "./model.ts";
import type { PartyRole } from "./people.ts";

export type OpenDesk = {
  readonly kind: "open-desk";
  readonly deskId: string;
  readonly level: Level;
  readonly names: Names;
};
export type CloseDesk = { readonly kind: "close-desk"; readonly deskId: string };
/** By an officer, for a desk without a watch; by the one who has it, it takes back an offer. */
export type TakeWatch = {
  readonly kind: "take-watch";
  readonly deskId: string;
  readonly languages: readonly Language[];
};
/** Offers the watch to a named officer. It is not handed over before they accept. */
export type HandOverWatch = {
  readonly kind: "hand-over-watch";
  readonly deskId: string;
  readonly to: string;
};
export type AcceptWatch = {
  readonly kind: "accept-watch";
  readonly deskId: string;
  readonly languages: readonly Language[];
};
/** By the one who has it: the desk has no watch from now on, and all see that. */
export type LeaveWatch = { readonly kind: "leave-watch"; readonly deskId: string };
/** The same by an administrator, when the officer is gone without a word. */
export type RelieveWatch = { readonly kind: "relieve-watch"; readonly deskId: string };

export type InviteMember = {
  readonly kind: "invite-member";
  readonly name: string;
  readonly roles: readonly PartyRole[];
  readonly codeHash: string;
  readonly expiresMs: number;
};
export type WithdrawInvitation = {
  readonly kind: "withdraw-invitation";
  readonly invitationId: string;
};
export type SetRoles = {
  readonly kind: "set-roles";
  readonly memberId: string;
  readonly roles: readonly PartyRole[];
};
export type AddClient = {
  readonly kind: "add-client";
  readonly name: string;
  readonly roles: readonly PartyRole[];
  readonly secretHash: string;
};
/** A new secret; what was good before stays so for the overlap, which may be none. */
export type RotateSecret = {
  readonly kind: "rotate-secret";
  readonly holderId: string;
  readonly secretHash: string;
  readonly overlapMs: number;
};
/** A person or a machine: every token of theirs is refused from now on. */
export type RemoveHolder = { readonly kind: "remove-holder"; readonly holderId: string };

export type AddKey = {
  readonly kind: "add-key";
  readonly publicKey: string;
  readonly name: string;
};
/** A new key in place of another, which stays good for the overlap. */
export type RotateKey = {
  readonly kind: "rotate-key";
  readonly publicKey: string;
  readonly name: string;
  readonly replaces: string;
  readonly overlapMs: number;
};
export type RevokeKey = { readonly kind: "revoke-key"; readonly publicKey: string };

export type DeskCommand =
  | OpenDesk
  | CloseDesk
  | TakeWatch
  | HandOverWatch
  | AcceptWatch
  | LeaveWatch
  | RelieveWatch;
export type PeopleCommand =
  | InviteMember
  | WithdrawInvitation
  | SetRoles
  | AddClient
  | RotateSecret
  | RemoveHolder;
export type KeyCommand = AddKey | RotateKey | RevokeKey;

export type PartyCommand = DeskCommand | PeopleCommand | KeyCommand;

/** By a person of the host, when the party's own administrator can't: of a stolen credential, say. */
export type RevokeHolder = { readonly kind: "revoke-holder"; readonly holderId: string };

/** Whoever has the code says it, and is nobody yet: the server passes it on as its own. */
export type AcceptInvitation = {
  readonly kind: "accept-invitation";
  readonly codeHash: string;
  readonly secretHash: string;
};
