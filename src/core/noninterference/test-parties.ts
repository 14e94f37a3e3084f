/**
 * Parties' own affairs. Desks, that they have a watch, and public keys are for all to see; who has the
 * watch, to whom it is offered, what a key is called, and every person, machine and invitation are not.
 */

import type { Command } from "../commands.ts";
import type { Desk } from "../parties/model.ts";
import { HOUR_MS } from "../test-theatre.ts";
import type { Act, Aside, Part, Saying } from "./test-part.ts";
import { PARTIES, pick } from "./test-step.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** At this one the watch is offered in one world alone, and never taken up. */
const NIGHT = "night";
const DESKS = ["air", "ground", NIGHT] as const;
const LEVELS = { air: "watch_desk", ground: "operational_cell", night: "field_commander" } as const;

const deskOf = (world: World, party: PartyId, deskId: string): Desk | undefined =>
  world.state.parties.desks.get(`${party} ${deskId}`);

const open: Act = (_, { which }) => {
  const deskId = pick(DESKS, which)!;
  return { kind: "open-desk", deskId, level: LEVELS[deskId], names: { en: deskId } };
};

const close: Act = (_, { which }) =>
  which % 5 === 0 ? { kind: "close-desk", deskId: pick(DESKS, which / 5)! } : null;

/** Of a vacant desk: whether it is one's own watch that is taken again, would tell who has it. */
const take: Act = (world, { party, which }) => {
  const deskId = pick(DESKS, which)!;
  const languages = which % 2 === 0 ? (["en"] as const) : (["en", "ru"] as const);
  return deskOf(world, party, deskId)?.watch ? null : { kind: "take-watch", deskId, languages };
};

/** By the officer who has it, whoever that is. */
const byWatch =
  (make: (deskId: string, to: string) => Command, desks: readonly string[] = DESKS): Act =>
  (world, step) => {
    const deskId = pick(desks, step.which)!;
    const by = deskOf(world, step.party, deskId)?.watch?.by;
    if (by === undefined) return null;
    const { name } = world.secretOf(step);
    // Another than the one who has it: whoever that is.
    const to = by.startsWith("relief") ? name : `relief ${name}`;
    return { command: make(deskId, to), by };
  };

const offer = (deskId: string, to: string): Command => ({ kind: "hand-over-watch", deskId, to });

const takeBack = (deskId: string): Command => ({
  kind: "take-watch",
  deskId,
  languages: ["en"],
});

const accept: Act = (world, { party, which }) => {
  const deskId = pick(["air", "ground"], which)!;
  const by = deskOf(world, party, deskId)?.handOverTo;
  const command = { kind: "accept-watch", deskId, languages: ["en"] } as const;
  return by ? { command, by } : null;
};

const relieve: Act = (_, { which }) => ({ kind: "relieve-watch", deskId: pick(DESKS, which)! });

const offerAside: Aside = (world, speaker, { which, name }) => {
  const by = deskOf(world, speaker, NIGHT)?.watch?.by;
  const command: Command =
    which % 3 === 0
      ? takeBack(NIGHT)
      : { kind: "hand-over-watch", deskId: NIGHT, to: `relief ${name}` };
  return by === undefined ? null : { command, by };
};

/** Public keys are known; what its party calls one is not. */
const publicKeyOf = (which: number): string => `${String(which).padStart(42, "k")}A`;

const addKey: Act = (world, step) => {
  const [known] = keysOf(world, step.party).filter(({ state }) => state === "in_force");
  return {
    command: {
      kind: "add-key",
      publicKey: publicKeyOf(step.which),
      name: world.secretOf(step).name,
    },
    ...(known ? { signedBy: known.publicKey } : {}),
  };
};

const keysOf = ({ state }: World, party: PartyId) =>
  [...state.parties.keys.values()].filter((key) => key.party === party);

const changeKey: Act = (world, step) => {
  const { which, party } = step;
  const key = pick(keysOf(world, party), which);
  if (!key) return null;
  const { publicKey: replaces } = key;
  if (which % 2 === 0) return { kind: "revoke-key", publicKey: replaces };
  const { name } = world.secretOf(step);
  const publicKey = publicKeyOf(which + 1);
  return {
    command: { kind: "rotate-key", publicKey, replaces, name, overlapMs: HOUR_MS },
    signedBy: replaces,
  };
};

type Person = (world: World, party: PartyId, secret: Secret) => Command | Saying | null;

const hashOf = ({ which, said }: Secret): string => String(which * 1_001 + said).padStart(64, "0");

const ofParty = <T extends { readonly party: string }>(
  things: ReadonlyMap<string, T>,
  party: PartyId,
): T[] => [...things.values()].filter((one) => one.party === party);

const PEOPLE: readonly Person[] = [
  ({ theatre }, _, secret) => ({
    kind: "invite-member",
    name: secret.name,
    roles: secret.isSquare ? ["desk"] : ["desk", "approver"],
    codeHash: hashOf(secret),
    expiresMs: theatre.atMs + secret.startMin * HOUR_MS,
  }),
  ({ state }, party, secret) => {
    const invitation = pick(ofParty(state.parties.invitations, party), secret.which);
    const { codeHash = "" } = invitation ?? {};
    const command = { kind: "accept-invitation", codeHash, secretHash: hashOf(secret) } as const;
    return invitation && { command, isSystem: true };
  },
  ({ state }, party, { which }) => {
    const invitation = pick(ofParty(state.parties.invitations, party), which);
    return invitation && { kind: "withdraw-invitation", invitationId: invitation.id };
  },
  (_, __, secret) => ({
    kind: "add-client",
    name: secret.name,
    roles: ["desk"],
    secretHash: hashOf(secret),
  }),
  ({ state }, party, { which, isSquare }) => {
    const holder = pick(ofParty(state.parties.holders, party), which);
    const roles = isSquare ? (["reader"] as const) : (["desk"] as const);
    return holder && { kind: "set-roles", memberId: holder.id, roles };
  },
  ({ state }, party, secret) => {
    const holder = pick(ofParty(state.parties.holders, party), secret.which);
    const secretHash = hashOf(secret);
    const overlapMs = secret.startMin * HOUR_MS;
    return holder && { kind: "rotate-secret", holderId: holder.id, secretHash, overlapMs };
  },
  ({ state }, party, { which }) => {
    const holder = pick(ofParty(state.parties.holders, party), which);
    return holder && { kind: "remove-holder", holderId: holder.id };
  },
  ({ state }, party, { which }) => {
    const holder = pick(ofParty(state.parties.holders, party), which);
    return holder && { command: { kind: "revoke-holder", holderId: holder.id }, isSystem: true };
  },
];

const peopleAside: Aside = (world, speaker, secret) =>
  pick(PEOPLE, secret.category)!(world, speaker, secret);

/** Of the observer's own: so that its lists are not empty. */
const people: Act = (world, step: Step) =>
  world.isObserver(step.party)
    ? pick(PEOPLE, step.plain.category)!(world, step.party, step.plain)
    : null;

/** Desks at two levels, so that what is not acknowledged can be raised. */
const begin = ({ theatre }: World): void => {
  for (const party of PARTIES) {
    for (const deskId of ["air", "ground"] as const) {
      const command = { kind: "open-desk", deskId, level: LEVELS[deskId], names: { en: deskId } };
      theatre.must(party, command as Command);
    }
  }
};

export const PARTY_AFFAIRS: Part = {
  begin,
  acts: {
    "open-desk": [2, open],
    "close-desk": [1, close],
    "take-watch": [3, take],
    "leave-watch": [1, byWatch((deskId) => ({ kind: "leave-watch", deskId }))],
    "offer-watch": [2, byWatch(offer, ["air", "ground"])],
    "take-back": [1, byWatch(takeBack, ["air", "ground"])],
    "accept-watch": [2, accept],
    "relieve-watch": [1, relieve],
    "add-key": [1, addKey],
    "change-key": [1, changeKey],
    people: [3, people],
  },
  asides: [],
  hostAsides: [peopleAside, peopleAside, peopleAside, offerAside],
  idsOf: ({ parties: { holders, invitations } }) => ({
    holders: [...holders.keys()],
    invitations: [...invitations.keys()],
  }),
  fetch: ({ parties }) => ({
    desks: parties.desks(),
    members: parties.holders("member"),
    clients: parties.holders("client"),
    invitations: parties.invitations(),
    keys: parties.keys(),
  }),
  probes: [
    (invitationId) => ({ kind: "withdraw-invitation", invitationId }),
    (memberId) => ({ kind: "set-roles", memberId, roles: ["reader"] }),
    (holderId) => ({ kind: "remove-holder", holderId }),
    (holderId) => ({
      kind: "rotate-secret",
      holderId,
      secretHash: "0".repeat(64),
      overlapMs: 0,
    }),
    (deskId) => ({ kind: "take-watch", deskId, languages: ["en"] }),
    (publicKey) => ({ kind: "revoke-key", publicKey }),
  ],
};
