/** No command that can be said, in whatever order, meets a belief of ours that does not hold. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Volume4D } from "../geometry/footprint.ts";
import type { Command } from "./commands.ts";
import type { Measure, Terms } from "./conflicts/commands.ts";
import { digestState } from "./dump.ts";
import { RUNGS } from "./disclosure/model.ts";
import { arbitraryField, lookAtField } from "./test-random-field.ts";
import type { Make, Pick, Said } from "./test-random-field.ts";
import { isOver } from "./operations/model.ts";
import { BODIES } from "./line/test-line.ts";
import type { Kind, MessageHeader } from "./line/kinds.ts";
import { hospital } from "./sites/test-sites.ts";
import { HOUR_MS, MINUTE_MS, START_MS, TestTheatre, theatreOf } from "./test-theatre.ts";
import type { Party, Theatre } from "./theatre/model.ts";
import { viewFor } from "./view.ts";
import type { Reader } from "./view.ts";

const RUNS = 60;
const STEPS = 250;

const PARTIES: readonly Party[] = [
  { id: "NORTH", names: { en: "North" }, kind: "military" },
  { id: "SOUTH", names: { en: "South" }, kind: "military" },
  { id: "RELIEF", names: { en: "Relief" }, kind: "humanitarian" },
];
const PEOPLE = [null, "one", "two", "three"] as const;

const arbVolume: fc.Arbitrary<Volume4D> = fc
  .record({
    place: fc.nat({ max: 2 }),
    layer: fc.nat({ max: 2 }),
    startH: fc.nat({ max: 6 }),
    isOpen: fc.constantFrom(false, false, false, true),
  })
  .map(({ place, layer, startH, isOpen }) => ({
    footprint: { kind: "circle", center: [40 + place * 0.04, 35], radiusM: 500 },
    lowerM: layer * 200,
    upperM: isOpen ? null : layer * 200 + 100,
    startMs: isOpen ? null : START_MS + startH * HOUR_MS,
    endMs: isOpen ? null : START_MS + (startH + 1) * HOUR_MS,
  }));
const arbVolumes = fc.array(arbVolume, { minLength: 1, maxLength: 3 });

const arbMeasure: fc.Arbitrary<Measure> = fc.oneof(
  fc.constant({}),
  fc.record({ shiftMs: fc.constantFrom(-HOUR_MS, HOUR_MS, 6 * HOUR_MS) }),
  fc.record({ shiftM: fc.constantFrom(-50, 10, 400) }),
  fc.nat({ max: 12 }).map((h) => ({ holdUntilMs: START_MS + h * HOUR_MS })),
);
const arbTerms: fc.Arbitrary<Terms> = fc
  .record({
    own: arbMeasure,
    other: arbMeasure,
    volumes: fc.option(arbVolumes, { nil: undefined, freq: 6 }),
    isKept: fc.boolean(),
    validH: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
  })
  .map(({ own, other, volumes, isKept, validH }) => ({
    own,
    other,
    ...(volumes ? { volumes } : {}),
    ...(isKept ? { safeguards: ["lookout"] as const } : {}),
    ...(validH === undefined ? {} : { validToMs: START_MS + validH * HOUR_MS }),
  }));

/** A wide volume, at some times and altitudes, so that conflicts fall in and out of it. */
const arbRange: fc.Arbitrary<Volume4D> = fc.boolean().map((isLate) => ({
  footprint: { kind: "circle", center: [40, 35], radiusM: 20_000 },
  lowerM: -100,
  upperM: isLate ? 350 : 2_000,
  startMs: START_MS + (isLate ? 3 * HOUR_MS : 0),
  endMs: START_MS + 60 * HOUR_MS,
}));

const RULES = fc.record({
  conflictsWithinParty: fc.boolean(),
  disclosure: fc.constantFrom("conflict_only", "conflict_only", "full"),
  disclosureOnConflict: fc.constantFrom(...RUNGS),
  secondPersonAgreement: fc.boolean(),
  rematchDelayMs: fc.constantFrom(0, 0, 20 * MINUTE_MS),
  retentionMs: fc.constantFrom(30 * MINUTE_MS, 24 * HOUR_MS),
  noticesPerPartyDayMax: fc.constantFrom(20, 20_000),
});
const arbTheatre: fc.Arbitrary<Theatre> = fc
  .record({ rules: RULES, isSmall: fc.constantFrom(false, false, true) })
  .map(({ rules, isSmall }) => ({
    ...theatreOf(rules),
    parties: isSmall ? PARTIES.slice(0, 2) : PARTIES,
  }));

const by =
  (
    kind: Command["kind"],
    member: string,
    of: (theatre: TestTheatre, speaker: string) => Iterable<string>,
  ): Make =>
  (pick, theatre, speaker) =>
    ({ kind, [member]: pick(of(theatre, speaker)) }) as unknown as Command;

/** One's own come last, where most are picked. */
const operations = ({ state }: TestTheatre, speaker = ""): string[] =>
  lastly(state.operations.keys(), (id) => {
    const { party: owner, state: now } = state.operations.get(id)!;
    return owner === speaker && !isOver(now);
  });
const conflicts = ({ state }: TestTheatre, speaker = ""): string[] =>
  lastly(state.conflicts.keys(), (id) => {
    const { operationIds, state: now } = state.conflicts.get(id)!;
    const isOwn = operationIds.some((one) => state.operations.get(one)!.party === speaker);
    return isOwn && now === "open";
  });
const proposals = ({ state }: TestTheatre, speaker = ""): string[] =>
  lastly(state.settling.proposals.keys(), (id) => {
    const { conflictId, side, state: now } = state.settling.proposals.get(id)!;
    const own = state.conflicts.get(conflictId)!.operationIds[side];
    return (now === "open" || now === "accepted") && state.operations.get(own)!.party !== speaker;
  });
const lastly = (ids: Iterable<string>, isLast: (id: string) => boolean): string[] => {
  const all = [...ids];
  return [...all.filter((id) => !isLast(id)), ...all.filter(isLast)];
};
const standings = ({ state }: TestTheatre) => state.settling.standings.keys();
const holders = ({ state }: TestTheatre) => state.parties.holders.keys();
const channels = ({ state }: TestTheatre) => state.line.channels.keys();
const messages = ({ state }: TestTheatre) => state.line.messages.keys();

const party = (make: Make): fc.Arbitrary<Said> => fc.constant({ who: "party", make });
const host = (make: Make): fc.Arbitrary<Said> => fc.constant({ who: "host", make });

/** Of the speaker's own sites first, so that most are picked of those. */
const sites = ({ state }: TestTheatre, speaker: string): string[] =>
  lastly(state.sites.all.keys(), (id) => state.sites.all.get(id)!.party === speaker);
const latestOf = ({ state }: TestTheatre, siteId: string): number =>
  state.sites.all.get(siteId)?.versions.at(-1)?.version ?? 1;
const READ_BACK = { lngDeg: 40.04, latDeg: 35 } as const;

/** Hospitals among the operations, and what is said of them. */
const arbSites: fc.Arbitrary<Said> = fc.oneof(
  fc
    .tuple(fc.nat({ max: 1 }), fc.constantFrom(...RUNGS), fc.boolean())
    .chain(([place, disclosure, isUpdate]) =>
      party((pick, theatre, speaker) => {
        const body = hospital({
          place: { lngDeg: 40 + place * 0.04, latDeg: 35 },
          disclosure,
          mayBeTold: speaker === "RELIEF" ? ["NORTH", "SOUTH"] : ["RELIEF"],
        });
        const siteId = pick(sites(theatre, speaker));
        const version = latestOf(theatre, siteId);
        return isUpdate
          ? { kind: "update-site", siteId, version, body }
          : { kind: "submit-site", body };
      }),
    ),
  ...[READ_BACK, { lngDeg: 40, latDeg: 35 }].map((readBack) =>
    party((pick, theatre, speaker) => {
      const siteId = pick(sites(theatre, speaker));
      const version = latestOf(theatre, siteId);
      return { kind: "verify-site", siteId, version, readBack, role: "deputy" };
    }),
  ),
  ...(["notify-site", "notify-site", "reconfirm-site", "note-site-delivered"] as const).map(
    (kind) =>
      party((pick, theatre, speaker) => {
        const siteId = pick(sites(theatre, speaker));
        return { kind, siteId, version: latestOf(theatre, siteId) };
      }),
  ),
  fc
    .tuple(fc.constantFrom(...RUNGS), fc.constantFrom("near" as const, "always" as const))
    .chain(([rung, when]) =>
      party((pick, theatre, speaker) => {
        const siteId = pick(sites(theatre, speaker));
        return { kind: "set-site-consent", siteId, to: "NORTH", rung, when };
      }),
    ),
  party((pick, theatre, speaker) => ({
    kind: "acknowledge-site",
    siteId: pick(sites(theatre, speaker)),
    version: 1,
    answer: "acknowledged",
    role: "deputy",
    readBack: READ_BACK,
  })),
  party((pick, theatre, speaker) => ({
    kind: "report-site-hit",
    siteId: pick(sites(theatre, speaker)),
    atMs: theatre.atMs,
  })),
  party((pick, theatre, speaker) => ({
    kind: "withdraw-site",
    siteId: pick(sites(theatre, speaker)),
    siteReason: "closed",
  })),
  fc.constantFrom(...RUNGS).chain((rung) =>
    host((pick, theatre) => {
      const siteId = pick(theatre.state.sites.all.keys());
      return { kind: "note-site-read", party: "NORTH", siteId, version: 1, rung };
    }),
  ),
);

const arbOther = fc.constantFrom("NORTH", "SOUTH", "RELIEF", "NOBODY");
const arbRung = fc.constantFrom(...RUNGS);
const arbRoles = fc.constantFrom(["desk"], ["administrator"], ["desk", "approver"], ["reader"]);
const arbKey = fc.constantFrom("A", "Q", "g").map((letter) => letter.repeat(42) + "A");
const arbHash = fc.constantFrom("a", "b", "c").map((letter) => letter.repeat(64));
const arbDesk = fc.constantFrom("air", "ground");

const WEIGHTS = { "own-conflict": 12, "note-contact": 4, "flag-false-alarm": 1 } as const;

/** Notices, and what two sides make of their conflicts. */
const arbSettling: fc.Arbitrary<Said> = fc.oneof(
  { weight: 6, arbitrary: arbVolumes.chain((volumes) => party(() => FILE(volumes))) },
  {
    weight: 4,
    arbitrary: arbVolumes.chain((volumes) =>
      party((pick, theatre, speaker) => {
        const operationId = pick(operations(theatre, speaker));
        const version = theatre.state.operations.get(operationId)?.versions.length ?? 1;
        return { kind: "replace-operation", operationId, version, volumes };
      }),
    ),
  },
  ...(
    [
      "cancel-operation",
      "activate-operation",
      "hold-operation",
      "end-operation",
      "deviate-operation",
    ] as const
  ).map((kind) => party(by(kind, "operationId", operations))),
  ...(["own-conflict", "note-contact", "flag-false-alarm"] as const).map((kind) => ({
    weight: WEIGHTS[kind],
    arbitrary: party(by(kind, "conflictId", conflicts)),
  })),
  {
    weight: 6,
    arbitrary: arbTerms.chain((terms) =>
      party((pick, theatre, speaker) => ({
        kind: "propose",
        conflictId: pick(conflicts(theatre, speaker)),
        ...terms,
      })),
    ),
  },
  {
    weight: 2,
    arbitrary: arbTerms.chain((terms) =>
      party((pick, theatre, speaker) => ({
        kind: "counter-proposal",
        proposalId: pick(proposals(theatre, speaker)),
        ...terms,
      })),
    ),
  },
  ...(
    ["accept-proposal", "confirm-agreement", "decline-proposal", "withdraw-proposal"] as const
  ).map((kind) => ({
    weight: kind === "accept-proposal" ? 6 : 2,
    arbitrary: party(by(kind, "proposalId", proposals)),
  })),
  fc
    .tuple(arbOther, arbRange)
    .chain(([other, volume]) =>
      party(() => ({ kind: "propose-standing", with: other, name: "range", volumes: [volume] })),
    ),
  { weight: 3, arbitrary: party(by("agree-standing", "standingId", standings)) },
  party(by("end-standing", "standingId", standings)),
);

/** Everything else. */
const arbOthers: fc.Arbitrary<Said> = fc.oneof(
  fc.tuple(arbOther, arbRung).chain(([to, rung]) =>
    party((pick, theatre, speaker) => ({
      kind: "disclose",
      operationId: pick(operations(theatre, speaker)),
      to,
      rung,
    })),
  ),
  arbOther.chain((to) =>
    party((pick, theatre) => ({
      kind: "close-disclosure",
      operationId: pick(operations(theatre)),
      to,
    })),
  ),
  fc
    .tuple(arbOther, arbRung)
    .chain(([to, rung]) => party(() => ({ kind: "set-standing-consent", to, rung }))),
  fc.tuple(arbOther, arbRung, fc.integer({ min: 1, max: 3 })).chain(([reader, rung, version]) =>
    host((pick, theatre) => ({
      kind: "note-read",
      party: reader,
      operationId: pick(operations(theatre)),
      version,
      rung,
    })),
  ),
  arbDesk.chain((deskId) =>
    party(() => ({ kind: "open-desk", deskId, level: "watch_desk", names: { en: deskId } })),
  ),
  ...(["take-watch", "accept-watch", "leave-watch", "relieve-watch", "close-desk"] as const).map(
    (kind) => arbDesk.chain((deskId) => party(() => ({ kind, deskId, languages: ["en"] }))),
  ),
  arbDesk.chain((deskId) =>
    party((pick, theatre) => ({
      kind: "hand-over-watch",
      deskId,
      to: pick(["one", "two", ...holders(theatre)]),
    })),
  ),
  fc.tuple(arbRoles, arbHash).chain(([roles, codeHash]) =>
    party((_, { atMs }) => ({
      kind: "invite-member",
      name: "n",
      roles,
      codeHash,
      expiresMs: atMs + HOUR_MS,
    })),
  ),
  party(by("withdraw-invitation", "invitationId", ({ state }) => state.parties.invitations.keys())),
  arbHash.chain((hash) =>
    host(() => ({ kind: "accept-invitation", codeHash: hash, secretHash: hash })),
  ),
  arbHash.chain((secretHash) =>
    party(() => ({ kind: "add-client", name: "m", roles: ["desk"], secretHash })),
  ),
  arbRoles.chain((roles) =>
    party((pick, theatre) => ({ kind: "set-roles", memberId: pick(holders(theatre)), roles })),
  ),
  fc.tuple(arbHash, fc.nat({ max: 3 })).chain(([secretHash, hours]) =>
    party((pick, theatre) => ({
      kind: "rotate-secret",
      holderId: pick(holders(theatre)),
      secretHash,
      overlapMs: hours * HOUR_MS,
    })),
  ),
  party(by("remove-holder", "holderId", holders)),
  host(by("revoke-holder", "holderId", holders)),
  arbKey.chain((publicKey) => party(() => ({ kind: "add-key", publicKey, name: "k" }))),
  fc
    .tuple(arbKey, arbKey)
    .chain(([publicKey, replaces]) =>
      party(() => ({ kind: "rotate-key", publicKey, replaces, name: "k", overlapMs: HOUR_MS })),
    ),
  arbKey.chain((publicKey) => party(() => ({ kind: "revoke-key", publicKey }))),
  fc.constantFrom("operation", "conflict", "message").chain((what) =>
    host((pick, theatre) => {
      const of = { operation: operations, conflict: conflicts, message: messages }[what];
      return { kind: "request-opening", what, id: pick(of(theatre)), reason: "why" };
    }),
  ),
  host(by("second-opening", "openingId", ({ state }) => state.openings.all.keys())),
  ...(["second-theatre-change", "withdraw-theatre-change"] as const).map((kind) =>
    host(by(kind, "changeId", ({ state }) => state.theatreChanges.all.keys())),
  ),
  {
    weight: 1,
    arbitrary: arbTheatre.chain((theatre) => host(() => ({ kind: "set-theatre", theatre }))),
  },
  fc
    .array(arbOther, { minLength: 1, maxLength: 2 })
    .chain((parties) => party(() => ({ kind: "propose-channel", parties, level: "watch_desk" }))),
  ...(["take-channel", "take-channel", "decline-channel", "close-channel"] as const).map((kind) =>
    party(by(kind, "channelId", channels)),
  ),
  party((pick, theatre) => ({
    kind: "suspend-line",
    channelId: pick(channels(theatre)),
    scope: ["all"] as never,
    carveOuts: [],
  })),
  party(by("restore-line", "channelId", channels)),
  {
    weight: 3,
    arbitrary: fc.constantFrom(...(Object.keys(BODIES) as Kind[])).chain((messageKind) =>
      party((pick, theatre) => {
        const header = { precedence: "immediate", fromRole: "watch_officer", language: "en" };
        const inReplyTo = pick(messages(theatre));
        return {
          kind: "send-message",
          channelId: pick(channels(theatre)),
          messageKind,
          header: {
            ...header,
            ...(inReplyTo === "x" ? {} : { inReplyTo }),
          } as unknown as MessageHeader,
          body: BODIES[messageKind]!,
        };
      }),
    ),
  },
  ...(["note-delivered", "close-message"] as const).map((kind) =>
    party(by(kind, "messageId", messages)),
  ),
  { weight: 8, arbitrary: arbitraryField(party, host) },
  party((pick, theatre) => {
    const messageId = pick(messages(theatre));
    const hashSeen = theatre.state.line.messages.get(messageId)?.hash ?? "0".repeat(16);
    return {
      kind: "acknowledge-message",
      messageId,
      ackKind: "received",
      role: "watch_officer",
      hashSeen,
    };
  }),
);

const FILE = (volumes: readonly Volume4D[]): Command => ({
  kind: "file-operation",
  category: "uas_flight",
  volumes,
});

type Step = {
  readonly said: Said;
  readonly party: string;
  readonly person: number;
  readonly which: number;
  readonly waitMin: number;
};

const arbStep: fc.Arbitrary<Step> = fc.record({
  said: fc.oneof(
    { weight: 10, arbitrary: arbSettling },
    { weight: 2, arbitrary: arbOthers },
    { weight: 3, arbitrary: arbSites },
  ),
  party: fc.constantFrom("NORTH", "SOUTH", "NORTH", "SOUTH", "NORTH", "SOUTH", "RELIEF"),
  person: fc.nat({ max: 14 }),
  which: fc.nat({ max: 1_000 }),
  waitMin: fc.oneof(
    { weight: 30, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.constantFrom(1, 5, 20, 60) },
  ),
});

const READERS: readonly Reader[] = [
  { kind: "host" },
  ...PARTIES.map(({ id }) => ({ kind: "party", party: id }) as const),
];

const take = (
  theatre: TestTheatre,
  { said, party: speaker, person, which, waitMin }: Step,
): void => {
  theatre.atMs += waitMin * MINUTE_MS;
  const pick: Pick = (things) => {
    const all = [...things];
    // The latest are the likeliest to be still about something.
    return all.length === 0 ? "x" : all[Math.max(0, all.length - 1 - (which % 4))]!;
  };
  const people = [...PEOPLE, ...PEOPLE, ...PEOPLE, ...holders(theatre)];
  const origin = said.who === "host" ? "system" : speaker;
  const command = said.make(pick, theatre, speaker);
  const { changes } = theatre.say(origin, command, { by: people[person % people.length]! });
  for (const reader of READERS) {
    const view = viewFor(theatre.state, reader);
    for (const change of changes) view.tell(change);
  }
};

const look = ({ state }: TestTheatre): void => {
  for (const reader of READERS) {
    const view = viewFor(state, reader);
    const page = { limit: 1_000 };
    JSON.stringify([view.operations({}, page), view.conflicts({}, page), view.disclosed(page)]);
    JSON.stringify([
      view.channels(page),
      view.openings(page),
      view.theatreChanges({}, page),
      view.parties.desks(),
    ]);
    for (const id of state.operations.keys()) {
      JSON.stringify([view.versions(id), view.disclosure.recipients(id)]);
      JSON.stringify([view.disclosure.disclosed(id), view.disclosure.unread(id)]);
    }
    JSON.stringify([view.sites(page), view.toldSites(page), view.proximities({}, page)]);
    for (const id of state.sites.all.keys()) {
      JSON.stringify([view.site.find(id), view.site.unread(id), view.site.preview(id, "full")]);
    }
    lookAtField(view, state);
    for (const id of state.conflicts.keys()) JSON.stringify(view.settling.proposals(id));
  }
  digestState(state, () => {});
};

test("whatever is said in whatever order is answered, and never met with a bug", () => {
  fc.assert(
    fc.property(
      RULES,
      fc.array(arbStep, { minLength: STEPS, maxLength: STEPS, size: "max" }),
      (rules, steps) => {
        const theatre = new TestTheatre(rules);
        theatre.say("system", {
          kind: "set-theatre",
          theatre: { ...theatreOf(rules), parties: PARTIES },
        });
        for (const step of steps) take(theatre, step);
        look(theatre);
        assert.ok(theatre.state.seq >= STEPS);
      },
    ),
    { numRuns: Number(process.env["RUNS"] ?? RUNS) },
  );
});
