/**
 * What a reader sees of the parties. That a desk has a watch, or has none, is for all to see, and so
 * are the public keys: with them anyone can check the record. People, machines and invitations are
 * the own party's alone.
 */

import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { PartyChange } from "./changes.ts";
import { watchState } from "./model.ts";
import type { Desk, Language, Level, WatchState } from "./model.ts";
import type { KeyState, SigningKey } from "./keys.ts";
import type { Holder, HolderState, Invitation, InvitationState, PartyRole } from "./people.ts";

export type DeskView = {
  readonly party: string;
  readonly id: string;
  readonly level: Level;
  readonly names: Desk["names"];
  readonly isClosed: boolean;
  /** To others a hand-over under way is a watch that is held: it is. */
  readonly watch: WatchState;
  /** Since when it is held, or since when nobody has had it. */
  readonly sinceMs: number;
  readonly languages: readonly Language[];
  /** Who has it, and to whom it is offered: null to all but the own party. */
  readonly officer: string | null;
  readonly offeredTo: string | null;
};

export type HolderView = {
  readonly id: string;
  readonly what: Holder["what"];
  readonly name: string;
  readonly roles: readonly PartyRole[];
  readonly state: HolderState;
  readonly addedBy: string | null;
  readonly sinceMs: number;
  readonly changedMs: number;
  /** When each of its secrets was made and how long it is good; never the secret, nor its hash. */
  readonly secrets: readonly { readonly fromMs: number; readonly untilMs: number | null }[];
};

export type InvitationView = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PartyRole[];
  readonly state: InvitationState;
  readonly invitedBy: string | null;
  readonly expiresMs: number;
  readonly memberId: string | null;
};

export type SigningKeyView = {
  readonly party: string;
  readonly publicKey: string;
  /** Null to all but the own party. */
  readonly name: string | null;
  readonly state: KeyState;
  readonly fromMs: number;
  readonly untilMs: number | null;
  /** The entry from which on it no longer counts; null: it counts. */
  readonly endSeq: number | null;
};

const isOwn = (reader: Reader, party: string): boolean =>
  reader.kind === "party" && reader.party === party;

export const viewDesk = (desk: Desk, reader: Reader): DeskView => {
  const { party, id, level, names, isClosed, watch, handOverTo, unwatchedSinceMs } = desk;
  const own = isOwn(reader, party);
  const state = watchState(desk);
  return {
    party,
    id,
    level,
    names,
    isClosed,
    watch: own || state === "vacant" ? state : "held",
    sinceMs: watch?.sinceMs ?? unwatchedSinceMs,
    languages: watch?.languages ?? [],
    officer: own ? (watch?.by ?? null) : null,
    offeredTo: own ? handOverTo : null,
  };
};

export const viewHolder = (holder: Holder, reader: Reader): HolderView | null => {
  if (!isOwn(reader, holder.party)) return null;
  const { id, what, name, roles, state, addedBy, sinceMs, changedMs } = holder;
  const secrets = holder.secrets.map(({ fromMs, untilMs }) => ({ fromMs, untilMs }));
  return { id, what, name, roles, state, addedBy, sinceMs, changedMs, secrets };
};

export const viewInvitation = (invitation: Invitation, reader: Reader): InvitationView | null => {
  if (!isOwn(reader, invitation.party)) return null;
  const { id, name, roles, state, invitedBy, expiresMs, memberId } = invitation;
  return { id, name, roles, state, invitedBy, expiresMs, memberId };
};

export const viewKey = (key: SigningKey, reader: Reader): SigningKeyView => {
  const { party, publicKey, name, state, fromMs, untilMs, endSeq } = key;
  const shown = isOwn(reader, party) ? name : null;
  return { party, publicKey, name: shown, state, fromMs, untilMs, endSeq };
};

export type PartyTold =
  | {
      readonly kind: "desk.opened" | "desk.closed" | "watch.changed";
      readonly desk: DeskView;
    }
  | { readonly kind: "member.changed" | "client.changed"; readonly holder: HolderView }
  | { readonly kind: "invitation.changed"; readonly invitation: InvitationView }
  | { readonly kind: "key.changed"; readonly key: SigningKeyView };

/** The change as told to this reader, or null when it is not told. */
export const tellOfParties = (
  { parties }: State,
  change: PartyChange,
  reader: Reader,
): PartyTold | null => {
  switch (change.kind) {
    case "desk-opened":
    case "desk-closed":
    case "watch-changed": {
      const desk = parties.desks.get(change.deskKey)!;
      // Of another party's offers nothing is seen, so nothing is told.
      if (change.kind === "watch-changed" && change.isInner && !isOwn(reader, desk.party))
        return null;
      return { kind: DESK_TOLD_AS[change.kind], desk: viewDesk(desk, reader) };
    }
    case "holder-changed": {
      const holder = viewHolder(parties.holders.get(change.holderId)!, reader);
      return holder && { kind: `${holder.what}.changed`, holder };
    }
    case "invitation-changed": {
      const found = parties.invitations.get(change.invitationId);
      const invitation = found ? viewInvitation(found, reader) : null;
      return invitation && { kind: "invitation.changed", invitation };
    }
    default:
      return { kind: "key.changed", key: viewKey(parties.keys.get(change.keyId)!, reader) };
  }
};

const DESK_TOLD_AS = {
  "desk-opened": "desk.opened",
  "desk-closed": "desk.closed",
  "watch-changed": "watch.changed",
} as const;

/** The lists of one reader, each in the order in which its things came to be. */
export type PartiesView = {
  readonly desks: () => readonly DeskView[];
  readonly holders: (what: Holder["what"]) => readonly HolderView[];
  readonly invitations: () => readonly InvitationView[];
  readonly keys: () => readonly SigningKeyView[];
};

export const partiesViewFor = (state: State, reader: Reader): PartiesView => {
  const { desks, holders, invitations, keys } = state.parties;
  return {
    desks: () => Array.from(desks.values(), (desk) => viewDesk(desk, reader)),
    holders: (what) =>
      [...holders.seenBy(reader).values()].flatMap((holder) =>
        holder.what === what ? (viewHolder(holder, reader) ?? []) : [],
      ),
    invitations: () =>
      [...invitations.seenBy(reader).values()].flatMap((one) => viewInvitation(one, reader) ?? []),
    keys: () => Array.from(keys.values(), (key) => viewKey(key, reader)),
  };
};
