/** Parties' desks, people, machines, keys and targets; what the host opens, and the theatre itself. */

import { OPENABLES } from "../openings/model.ts";
import type { Openable } from "../openings/model.ts";
import type { OpeningCommand } from "../openings/commands.ts";
import type {
  AcceptInvitation,
  DeskCommand,
  KeyCommand,
  PeopleCommand,
  RevokeHolder,
} from "../parties/commands.ts";
import { RUNGS } from "../disclosure/model.ts";
import type { TargetCommand } from "../targets/commands.ts";
import { HOUR_MS, MINUTE_MS, theatreOf } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import type { SetTheatre, TheatreCommand } from "../theatre/commands.ts";
import type { Party, TheatreRules } from "../theatre/model.ts";
import { about, among } from "./test-saying.ts";
import type { Draw, Ids, Say, Sayings } from "./test-saying.ts";

export const PARTIES: readonly Party[] = [
  { id: "NORTH", names: { en: "North" }, kind: "military" },
  { id: "SOUTH", names: { en: "South" }, kind: "military" },
  { id: "RELIEF", names: { en: "Relief" }, kind: "humanitarian" },
];

export const rulesOf = ({ number, one }: Draw): Partial<TheatreRules> => ({
  conflictsWithinParty: number(2) === 0,
  disclosure: one(["conflict_only", "conflict_only", "full"]),
  disclosureOnConflict: one(RUNGS),
  secondPersonAgreement: number(2) === 0,
  rematchDelayMs: one([0, 0, 20 * MINUTE_MS]),
  retentionMs: one([30 * MINUTE_MS, 24 * HOUR_MS]),
  noticesPerPartyDayMax: one([20, 20_000]),
});

const deskId = ({ one }: Draw): string => one(["air", "ground"]);
/** Of the speaker's own, if it has one. */
const ownDesk = (draw: Draw, { state }: TestTheatre, speaker: string): string => {
  const own = [...state.parties.desks.values()].filter(
    ({ party, isClosed }) => party === speaker && !isClosed,
  );
  return own.length === 0 ? deskId(draw) : draw.one(own).id;
};
const hash = ({ one }: Draw): string => one(["a", "b", "c", "d", "e", "f"]).repeat(64);
const publicKey = ({ one }: Draw): string => `${one(["A", "Q", "g", "w", "B", "C"]).repeat(42)}A`;
const roles = ({ one }: Draw) =>
  one([["desk"], ["administrator"], ["desk", "approver"], ["reader"]] as const);

const holders = ({ state }: TestTheatre, speaker = ""): Ids =>
  among(state.parties.holders, ({ party }) => party === speaker);
/** Public keys that are good, or were. */
const keys = ({ state }: TestTheatre, speaker: string): Ids =>
  among(
    new Map([...state.parties.keys.values()].map((one) => [one.publicKey, one])),
    (one) => one.party === speaker,
  );
const invitations = ({ state }: TestTheatre): Ids => among(state.parties.invitations);
const targets = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.targets.all, ({ party, state: now }) => party === speaker && now !== "removed");
const openings = ({ state }: TestTheatre): Ids => among(state.openings.all);
const changes = ({ state }: TestTheatre): Ids => among(state.theatreChanges.all);

/** All that there is of each, for the host to ask for. */
const openable = ({ state }: TestTheatre, what: Openable): Ids => {
  const all: Readonly<Record<Openable, ReadonlyMap<string, unknown>>> = {
    operation: state.operations,
    conflict: state.conflicts,
    message: state.line.messages,
    contact: state.contacts.all,
    readout: state.contacts.readouts,
    item: state.items.all,
    site: state.sites.all,
    area: state.areas.all,
    incident: state.incidents.all,
    movement: state.movements.all,
    review: state.reviews.all,
  };
  return among(all[what]);
};

const onDesk =
  <K extends "close-desk" | "leave-watch" | "relieve-watch">(
    kind: K,
  ): Say<{ readonly kind: K; readonly deskId: string }> =>
  (...about) => ({ kind, deskId: ownDesk(...about) });

const takes =
  <K extends "take-watch" | "accept-watch">(
    kind: K,
  ): Say<{ readonly kind: K; readonly deskId: string; readonly languages: readonly "en"[] }> =>
  (...about) => ({ kind, deskId: ownDesk(...about), languages: ["en"] });

export const DESKS: Sayings<DeskCommand> = {
  "open-desk": {
    often: 4,
    say: (draw) => {
      const id = deskId(draw);
      return { kind: "open-desk", deskId: id, level: "watch_desk", names: { en: id } };
    },
  },
  "close-desk": { say: onDesk("close-desk"), often: 1 },
  "take-watch": { say: takes("take-watch"), often: 8 },
  "accept-watch": { say: takes("accept-watch"), often: 16 },
  "leave-watch": { say: onDesk("leave-watch"), often: 3 },
  "relieve-watch": { say: onDesk("relieve-watch") },
  "hand-over-watch": {
    often: 12,
    say: (draw, theatre, speaker) => ({
      kind: "hand-over-watch",
      deskId: ownDesk(draw, theatre, speaker),
      to: draw.one(["one", "two", "one", "two", ...theatre.state.parties.holders.keys()]),
    }),
  },
};

export const PEOPLE: Sayings<PeopleCommand | AcceptInvitation | RevokeHolder> = {
  "invite-member": {
    often: 5,
    say: (draw, { atMs }) => ({
      kind: "invite-member",
      name: "n",
      roles: roles(draw),
      codeHash: hash(draw),
      expiresMs: atMs + HOUR_MS,
    }),
  },
  "withdraw-invitation": { say: about("withdraw-invitation", "invitationId", invitations) },
  "accept-invitation": {
    often: 5,
    by: "host",
    say: (draw) => ({
      kind: "accept-invitation",
      codeHash: hash(draw),
      secretHash: hash(draw),
    }),
  },
  "set-roles": {
    say: (draw, theatre, speaker) => ({
      kind: "set-roles",
      memberId: draw.id(holders(theatre, speaker)),
      roles: roles(draw),
    }),
  },
  "add-client": {
    say: (draw) => ({ kind: "add-client", name: "m", roles: ["desk"], secretHash: hash(draw) }),
  },
  "rotate-secret": {
    say: (draw, theatre, speaker) => ({
      kind: "rotate-secret",
      holderId: draw.id(holders(theatre, speaker)),
      secretHash: hash(draw),
      overlapMs: draw.number(4) * HOUR_MS,
    }),
  },
  "remove-holder": { say: about("remove-holder", "holderId", holders) },
  "revoke-holder": { by: "host", say: about("revoke-holder", "holderId", holders), often: 1 },
};

export const KEYS: Sayings<KeyCommand | TargetCommand> = {
  "add-key": { say: (draw) => ({ kind: "add-key", publicKey: publicKey(draw), name: "k" }) },
  "rotate-key": {
    say: (draw, theatre, speaker) => ({
      kind: "rotate-key",
      publicKey: publicKey(draw),
      replaces: draw.id(keys(theatre, speaker)),
      name: "k",
      overlapMs: HOUR_MS,
    }),
  },
  "revoke-key": { say: about("revoke-key", "publicKey", keys), often: 1 },
  "set-target": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const known = draw.id(targets(theatre, speaker));
      return {
        kind: "set-target",
        ...(known === "x" || draw.number(2) === 0 ? {} : { targetId: known }),
        name: "t",
        to: draw.one([
          { kind: "webhook", url: "https://north.example/hook" },
          { kind: "email", address: "desk@north.example", language: "ar" },
        ] as const),
        eventKinds: draw.one(["all", ["conflict.opened"]] as const),
      };
    },
  },
  "pause-target": { say: about("pause-target", "targetId", targets) },
  "resume-target": { say: about("resume-target", "targetId", targets) },
  "rotate-target-secret": { say: about("rotate-target-secret", "targetId", targets) },
  "remove-target": { say: about("remove-target", "targetId", targets), often: 1 },
};

export const HOST: Sayings<OpeningCommand | TheatreCommand | SetTheatre> = {
  "request-opening": {
    often: 5,
    by: "host",
    say: (draw, theatre) => {
      const what = draw.one(OPENABLES);
      return { kind: "request-opening", what, id: draw.id(openable(theatre, what)), reason: "why" };
    },
  },
  "second-opening": { often: 5, by: "host", say: about("second-opening", "openingId", openings) },
  "set-theatre": {
    often: 1,
    by: "host",
    say: (draw) => ({
      kind: "set-theatre",
      theatre: {
        ...theatreOf(rulesOf(draw)),
        parties: draw.number(3) === 0 ? PARTIES.slice(0, 2) : PARTIES,
      },
    }),
  },
  "second-theatre-change": { by: "host", say: about("second-theatre-change", "changeId", changes) },
  "withdraw-theatre-change": {
    by: "host",
    often: 1,
    say: about("withdraw-theatre-change", "changeId", changes),
  },
};
