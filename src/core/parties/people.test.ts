import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../commands.ts";
import { LIMITS } from "../limits.ts";
import { HOUR_MS, TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { INVITATION, INVITATION_STATES } from "./people.ts";
import type { InvitationState } from "./people.ts";
import { findStanding } from "./standing.ts";
import { SOUTH, sayAs, idOf, openDesk, take, addClient, invite, join } from "./test-parties.ts";

test("an invitation makes one member, once, and only in its time", () => {
  const theatre = new TestTheatre();
  const invitation = invite(theatre);
  const member = idOf(join(theatre));
  assert.match(member, /^member-[0-9a-z]{14}$/);
  assert.equal(theatre.state.parties.invitations.get(invitation)?.memberId, member);
  assert.equal(join(theatre).outcome.ok, false);
  invite(theatre, ["desk"], "late");
  const { changes } = theatre.wait(HOUR_MS + 1);
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["invitation-changed"],
  );
  assert.equal(join(theatre, "late").outcome.ok, false);
  theatre.wait(LIMITS.invitationKeptMs + HOUR_MS);
  assert.equal(theatre.state.parties.invitations.size, 0);
  assert.ok(theatre.state.parties.holders.has(member));
});

test("every step of an invitation is as the table says", () => {
  const act: Partial<Record<InvitationState, (theatre: TestTheatre, id: string) => boolean>> = {
    accepted: (theatre) => join(theatre).outcome.ok,
    withdrawn: (theatre, invitationId) =>
      theatre.say("NORTH", { kind: "withdraw-invitation", invitationId }).outcome.ok,
    expired: (theatre, id) => {
      theatre.state.due.push({ dueMs: theatre.atMs, kind: "invitation", id });
      const before = theatre.state.parties.invitations.get(id)!.state;
      theatre.wait(0);
      return before === "open" && theatre.state.parties.invitations.get(id)!.state === "expired";
    },
  };
  for (const from of INVITATION_STATES) {
    for (const [to, step] of Object.entries(act)) {
      const theatre = new TestTheatre();
      const id = invite(theatre);
      theatre.state.parties.invitations.get(id)!.state = from;
      const isAllowed = INVITATION.next[from].includes(to as InvitationState);
      assert.equal(step(theatre, id), isAllowed, `${from} → ${to}`);
    }
  }
});

test("who lacks the role is refused, by the roles as they are now", () => {
  const theatre = new TestTheatre();
  invite(theatre, ["desk"]);
  const member = idOf(join(theatre));
  openDesk(theatre);
  assert.equal(sayAs(theatre, member, take), "accepted");
  const open = { kind: "open-desk", deskId: "b", level: "watch_desk", names: { en: "b" } } as const;
  assert.equal(sayAs(theatre, member, open), "not-permitted");
  const roles = { kind: "set-roles", memberId: member, roles: ["administrator"] } as const;
  assert.equal(sayAs(theatre, member, roles), "not-permitted");
  assert.equal(sayAs(theatre, null, roles), "accepted");
  assert.equal(sayAs(theatre, member, open), "accepted");
  const desk = theatre.state.parties.desks.get("NORTH air")!;
  assert.equal(desk.watch, null, "who is no desk officer any more has no watch");
  assert.equal(sayAs(theatre, member, take), "not-permitted");
});

test("who was removed says nothing more, holds no watch, and has no standing", () => {
  const theatre = new TestTheatre();
  invite(theatre, ["desk"]);
  const member = idOf(join(theatre));
  const desk = openDesk(theatre);
  sayAs(theatre, member, take);
  const { secrets } = theatre.state.parties.holders.get(member)!;
  const token = { sub: member, secretId: secrets[0]!.id, roles: ["desk", "administrator"] };
  assert.deepEqual(findStanding(theatre.state, token, theatre.atMs), {
    party: "NORTH",
    roles: ["desk"],
  });
  assert.equal(sayAs(theatre, null, { kind: "remove-holder", holderId: member }), "accepted");
  assert.equal(desk.watch, null);
  assert.equal(findStanding(theatre.state, token, theatre.atMs), null);
  assert.equal(sayAs(theatre, member, take), "not-permitted");
  assert.equal(sayAs(theatre, null, { kind: "remove-holder", holderId: member }), "wrong-state");
});

test("another's people, desks and keys look like none", () => {
  const theatre = new TestTheatre();
  const client = addClient(theatre);
  const invitationId = invite(theatre);
  openDesk(theatre);
  for (const command of [
    { kind: "remove-holder", holderId: client },
    { kind: "rotate-secret", holderId: client, secretHash: "x", overlapMs: 0 },
    { kind: "withdraw-invitation", invitationId },
    { kind: "close-desk", deskId: "air" },
    { kind: "revoke-key", publicKey: "x" },
  ] satisfies Command[]) {
    assert.equal(sayAs(theatre, null, command, "SOUTH"), "not-found", command.kind);
  }
  const south = viewFor(theatre.state, SOUTH);
  assert.deepEqual(south.parties.holders("client"), []);
  assert.deepEqual(south.parties.invitations(), []);
  assert.equal(viewFor(theatre.state, { kind: "host" }).parties.holders("client").length, 0);
  // A person of NORTH says nothing for SOUTH.
  assert.equal(sayAs(theatre, client, take, "SOUTH"), "not-permitted");
});

test("a replaced secret is good for the overlap, or not a moment longer", () => {
  const theatre = new TestTheatre();
  const holderId = addClient(theatre);
  const holder = theatre.state.parties.holders.get(holderId)!;
  const standing = (secretId: string, atMs = theatre.atMs) =>
    findStanding(theatre.state, { sub: holderId, secretId, roles: ["desk"] }, atMs) !== null;
  const first = holder.secrets[0]!.id;
  const rotate = { kind: "rotate-secret", holderId, secretHash: "b" } as const;
  assert.equal(sayAs(theatre, null, { ...rotate, overlapMs: HOUR_MS }), "accepted");
  assert.equal(standing(first, theatre.atMs + HOUR_MS), true);
  assert.equal(standing(first, theatre.atMs + HOUR_MS + 1), false);
  assert.equal(sayAs(theatre, null, { ...rotate, secretHash: "d", overlapMs: 0 }), "accepted");
  assert.equal(standing(first), false);
  assert.deepEqual(
    holder.secrets.map(({ hash }) => hash),
    ["d"],
  );
  const tooLong = { ...rotate, overlapMs: LIMITS.overlapMaxMs + 1 };
  assert.equal(sayAs(theatre, null, tooLong), "bad-field");
});

test("a machine is neither approver nor administrator", () => {
  const theatre = new TestTheatre();
  const command = { kind: "add-client", name: "x", secretHash: "y" } as const;
  for (const role of ["approver", "administrator"] as const) {
    assert.equal(sayAs(theatre, null, { ...command, roles: [role] }), "bad-field");
  }
});
