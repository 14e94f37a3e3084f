/** People and machines of a party: invited, let in, given roles, removed. */

import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import { vacateDesks } from "./apply-desks.ts";
import type {
  AcceptInvitation,
  AddClient,
  InviteMember,
  PeopleCommand,
  RevokeHolder,
  RotateSecret,
  SetRoles,
} from "./commands.ts";
import { CLIENT_ROLES, HOLDER, INVITATION } from "./people.ts";
import type { Holder, Invitation, InvitationState, PartyRole, Secret } from "./people.ts";
import { findLackingRole } from "./roles.ts";

/** What only an administrator does. */
const byAdministrator =
  <C>(act: (context: Context, command: C) => Applied) =>
  (context: Context, command: C): Applied => {
    const lacking = findLackingRole(context, ["administrator"]);
    return lacking ? refused(lacking) : act(context, command);
  };

export const PEOPLE_HANDLERS: Handlers<PeopleCommand> = {
  "invite-member": byAdministrator((context, command: InviteMember) => invite(context, command)),
  "withdraw-invitation": byAdministrator((context, { invitationId }) => {
    const invitation = context.state.parties.invitations.get(invitationId);
    if (!invitation || invitation.party !== context.party) {
      return refused({ reason: "not-found", what: "invitation", id: invitationId });
    }
    const illegal = stepInvitation(invitation, "withdrawn", context.entry.atMs);
    return illegal ? refused(illegal) : answerInvitation(invitation);
  }),
  "set-roles": byAdministrator((context, command: SetRoles) => setRoles(context, command)),
  "add-client": byAdministrator((context, command: AddClient) => addClient(context, command)),
  "rotate-secret": (context, command) => rotateSecret(context, command),
  "remove-holder": byAdministrator((context, { holderId }) => removeHolder(context, holderId)),
};

const invite = (context: Context, command: InviteMember): Applied => {
  const { state, entry, party } = context;
  const { name, roles, codeHash, expiresMs } = command;
  if (expiresMs <= entry.atMs || expiresMs > entry.atMs + LIMITS.invitationMaxMs) {
    return refused({
      reason: "bad-field",
      field: "expires",
      detail: "an invitation ends within 14 days, and not before it begins",
      remedy: "give a time within the next 14 days",
    });
  }
  const { invitations } = state.parties;
  const openCount = [...invitations.of(party).values()].filter(
    ({ state: now }) => now === "open",
  ).length;
  const limit = LIMITS.openInvitationsPerPartyMax;
  if (openCount >= limit) {
    return refused({ reason: "too-many", what: "open invitations of one party", limit });
  }
  const id = `invitation-${drawId(entry.salt, 0)}`;
  const invitation: Invitation = {
    id,
    party,
    name,
    roles,
    codeHash,
    invitedBy: entry.by,
    expiresMs,
    state: "open",
    memberId: null,
    changedMs: entry.atMs,
  };
  invitations.set(id, invitation);
  state.due.push({ dueMs: expiresMs + 1, kind: "invitation", id });
  return answerInvitation(invitation);
};

/** The code's time has passed; a while after it is over an invitation is forgotten. */
export const passInvitation = (state: State, atMs: number, id: string): Change[] => {
  const invitation = state.parties.invitations.get(id);
  if (!invitation) return [];
  if (invitation.state !== "open") {
    if (invitation.changedMs + LIMITS.invitationKeptMs <= atMs)
      state.parties.invitations.delete(id);
    else forgetLater(state, invitation);
    return [];
  }
  stepInvitation(invitation, "expired", atMs);
  forgetLater(state, invitation);
  return [{ kind: "invitation-changed", invitationId: id }];
};

const forgetLater = (state: State, { id, changedMs }: Invitation): void =>
  state.due.push({ dueMs: changedMs + LIMITS.invitationKeptMs, kind: "invitation", id });

/** Whoever has the code becomes the member. A wrong code and one that is over look the same. */
export const acceptInvitation = (
  { state, entry }: HostContext,
  { codeHash, secretHash }: AcceptInvitation,
): Applied => {
  const invitation = [...state.parties.invitations.values()].find(
    (one) => one.codeHash === codeHash && one.state === "open" && one.expiresMs >= entry.atMs,
  );
  // The code itself is told to nobody, so neither is its hash.
  if (!invitation) return refused({ reason: "not-found", what: "invitation", id: "of this code" });
  const id = `member-${drawId(entry.salt, 0)}`;
  stepInvitation(invitation, "accepted", entry.atMs);
  invitation.memberId = id;
  const { party, name, roles, invitedBy } = invitation;
  const secret = secretOf(entry, secretHash);
  state.parties.holders.set(id, {
    id,
    what: "member",
    party,
    name,
    roles,
    state: "active",
    secrets: [secret],
    addedBy: invitedBy,
    sinceMs: entry.atMs,
    changedMs: entry.atMs,
  });
  return accepted({ about: "party", what: "member", id, secretId: secret.id }, [
    { kind: "invitation-changed", invitationId: invitation.id },
    { kind: "holder-changed", holderId: id },
  ]);
};

const addClient = (context: Context, { name, roles, secretHash }: AddClient): Applied => {
  const { state, entry, party } = context;
  const unfit = findUnfitRole(roles);
  if (unfit) return refused(unfit);
  const { holders } = state.parties;
  const count = [...holders.of(party).values()].filter(
    (one) => one.what === "client" && one.state === "active",
  ).length;
  const limit = LIMITS.clientsPerPartyMax;
  if (count >= limit) return refused({ reason: "too-many", what: "machine clients", limit });
  const id = `client-${drawId(entry.salt, 0)}`;
  const secret = secretOf(entry, secretHash);
  holders.set(id, {
    id,
    what: "client",
    party,
    name,
    roles,
    state: "active",
    secrets: [secret],
    addedBy: entry.by,
    sinceMs: entry.atMs,
    changedMs: entry.atMs,
  });
  return answerHolder(holders.get(id)!, secret.id);
};

const findUnfitRole = (roles: readonly PartyRole[]): Refusal | null => {
  const unfit = roles.find((role) => !(CLIENT_ROLES as readonly PartyRole[]).includes(role));
  return unfit === undefined
    ? null
    : {
        reason: "bad-field",
        field: "roles",
        detail: `a machine is no ${unfit}: that is for a person`,
        remedy: `give ${CLIENT_ROLES.join(" or ")}`,
      };
};

const setRoles = (context: Context, { memberId, roles }: SetRoles): Applied => {
  const found = findHolder(context, memberId);
  if (!found.ok) return refused(found.refusal);
  const holder = found.value;
  const unfit = holder.what === "client" ? findUnfitRole(roles) : null;
  if (unfit) return refused(unfit);
  holder.roles = roles;
  holder.changedMs = context.entry.atMs;
  const vacated = roles.includes("desk")
    ? []
    : vacateDesks(context.state, context.entry.atMs, memberId);
  return answerHolder(holder, null, vacated);
};

/** An administrator for anyone of the party, and everyone for themselves. */
const rotateSecret = (
  context: Context,
  { holderId, secretHash, overlapMs }: RotateSecret,
): Applied => {
  const { entry } = context;
  if (entry.by !== holderId) {
    const lacking = findLackingRole(context, ["administrator"]);
    if (lacking) return refused(lacking);
  }
  const found = findHolder(context, holderId);
  if (!found.ok) return refused(found.refusal);
  if (!(overlapMs >= 0 && overlapMs <= LIMITS.overlapMaxMs)) return refused(BAD_OVERLAP);
  const holder = found.value;
  const lastMs = entry.atMs + overlapMs;
  const secret = secretOf(entry, secretHash);
  const kept = overlapMs === 0 ? [] : holder.secrets.filter((one) => isGood(one, entry.atMs));
  // With one to come there are never more than two good at a time but by quick rotations.
  const older = kept.slice(1 - LIMITS.secretsPerHolderMax);
  holder.secrets = [
    ...older.map((one) => ({ ...one, untilMs: Math.min(one.untilMs ?? lastMs, lastMs) })),
    secret,
  ];
  holder.changedMs = entry.atMs;
  return answerHolder(holder, secret.id);
};

export const BAD_OVERLAP: Refusal = {
  reason: "bad-field",
  field: "overlapMinutes",
  detail: "what is replaced stays good for 30 days at most",
  remedy: "give 0 to 43200 minutes",
};

const isGood = ({ untilMs }: Secret, atMs: number): boolean => untilMs === null || atMs <= untilMs;

const removeHolder = (context: Context, holderId: string): Applied => {
  const found = findHolder(context, holderId);
  return found.ok ? remove(context, found.value) : refused(found.refusal);
};

/** The host's act, told to the party as a removal is. Undone by nobody: the party invites anew. */
export const revokeHolder = (context: HostContext, { holderId }: RevokeHolder): Applied => {
  const party = context.state.parties.holders.get(holderId)?.party ?? "";
  const found = findHolder({ ...context, party }, holderId);
  return found.ok ? remove(context, found.value) : refused(found.refusal);
};

const remove = ({ state, entry }: HostContext, holder: Holder): Applied => {
  holder.state = "removed";
  holder.secrets = [];
  holder.changedMs = entry.atMs;
  return answerHolder(holder, null, vacateDesks(state, entry.atMs, holder.id));
};

/** One of the own party who is still there. */
const findHolder = ({ state, party }: Context, id: string): Outcome<Holder> => {
  const holder = state.parties.holders.get(id);
  if (!holder || holder.party !== party) {
    return refuse({ reason: "not-found", what: "member or client", id });
  }
  const illegal = findIllegalStep(HOLDER, id, { from: holder.state, to: "removed" });
  return illegal ? refuse(illegal) : accept(holder);
};

const stepInvitation = (
  invitation: Invitation,
  to: InvitationState,
  atMs: number,
): Refusal | null => {
  const illegal = findIllegalStep(INVITATION, invitation.id, { from: invitation.state, to });
  if (illegal) return illegal;
  invitation.state = to;
  invitation.changedMs = atMs;
  return null;
};

const secretOf = (entry: Context["entry"], hash: string): Secret => ({
  id: drawId(entry.salt, 1),
  hash,
  fromMs: entry.atMs,
  untilMs: null,
});

const answerInvitation = ({ id }: Invitation): Applied =>
  accepted({ about: "party", what: "invitation", id }, [
    { kind: "invitation-changed", invitationId: id },
  ]);

const answerHolder = (
  { id, what }: Holder,
  secretId: string | null,
  changes: readonly Change[] = [],
): Applied =>
  accepted({ about: "party", what, id, ...(secretId === null ? {} : { secretId }) }, [
    { kind: "holder-changed", holderId: id },
    ...changes,
  ]);
