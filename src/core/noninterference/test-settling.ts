/** Conflicts and what their sides make of them: proposals, second persons, standing agreements. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { Terms } from "../conflicts/commands.ts";
import type { Conflict } from "../conflicts/model.ts";
import { MAY_BE_SAID } from "../conflicts/own.ts";
import type { Said } from "../conflicts/own.ts";
import { viewFor } from "../view.ts";
import { BLOCK_MS, blockMs } from "./test-operations.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick, pickLate } from "./test-step.ts";
import type { PartyId, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** Those that no observer is near. Which of them there are differs: they are spoken of in asides. */
const isOutOfSight = (party: string): boolean => ["NORTH", "EAST", "WEST"].includes(party);

const conflictsOf = (world: World, party: PartyId, isAside = false): Conflict[] =>
  [...world.state.conflicts.values()].filter(({ operationIds }) => {
    const parties = operationIds.map((id) => world.state.operations.get(id)!.party);
    const isHidden = !world.isHost() && parties.every(isOutOfSight);
    return parties.includes(party) && isHidden === isAside;
  });

type Choice = { readonly which: number; readonly said: Said; readonly isAside?: boolean };

/** Mostly one of which it may be said now. */
const pickConflict = (world: World, party: PartyId, choice: Choice): string | null => {
  const { which, said, isAside = false } = choice;
  const all = conflictsOf(world, party, isAside);
  const fit = all.filter(
    ({ state, life, sides, operationIds }) =>
      state === "open" &&
      MAY_BE_SAID[said].includes(life) &&
      (said === "own-conflict" ||
        said === "flag-false-alarm" ||
        sides.every(
          ({ owner }, i) =>
            owner !== null || world.state.operations.get(operationIds[i]!)!.party !== party,
        )),
  );
  return pickLate(which % 8 === 0 ? all : fit, which)?.id ?? null;
};

type Ask = { readonly party: PartyId; readonly isOwn: boolean; readonly isAside?: boolean };

/** Proposals that wait: for an answer of the party's, or made by it. */
const proposalIds = (world: World, { party, isOwn, isAside = false }: Ask): string[] => {
  const view = viewFor(world.state, { kind: "party", party });
  return conflictsOf(world, party, isAside).flatMap(({ id }) =>
    view.settling
      .proposals(id)
      .filter((proposal) => proposal.state === "open" && proposal.isOwn === isOwn)
      .map((proposal) => proposal.id),
  );
};

const onConflict =
  (kind: "own-conflict" | "note-contact" | "flag-false-alarm"): Act =>
  (world, { party, which }) => {
    const conflictId = pickConflict(world, party, { which, said: kind });
    return conflictId === null ? null : { kind, conflictId };
  };

const onProposal =
  (kind: "accept-proposal" | "decline-proposal" | "withdraw-proposal"): Act =>
  (world, { party, which }) => {
    const isOwn = kind === "withdraw-proposal";
    const proposalId = pick(proposalIds(world, { party, isOwn }), which);
    return proposalId === null ? null : { kind, proposalId };
  };

/** Whole blocks and layers, so that the secrets stay within what is told. */
const termsOf = (world: World, { which, block, layer }: Step): Terms => ({
  own: {
    ...(which % 4 === 0 ? { shiftMs: (block + 1) * BLOCK_MS } : {}),
    ...(which % 4 === 2 && world.setting.hasHolds
      ? { holdUntilMs: blockMs(world, block + 1) }
      : {}),
    ...(which % 3 === 0 ? { shiftM: 1000 * (layer + 1) } : {}),
  },
  other: which % 5 === 0 ? { shiftM: 1000 } : {},
  ...(which % 7 === 0 || which % 4 === 1 ? { safeguards: ["lookout" as const] } : {}),
});

const propose: Act = (world, step) => {
  const conflictId = pickConflict(world, step.party, { which: step.which, said: "propose" });
  return conflictId === null ? null : { kind: "propose", conflictId, ...termsOf(world, step) };
};

const counter: Act = (world, step) => {
  const proposalId = pick(proposalIds(world, { party: step.party, isOwn: false }), step.which);
  return proposalId === null
    ? null
    : { kind: "counter-proposal", proposalId, ...termsOf(world, step) };
};

/** By another officer than the first, whoever that was. */
const confirm: Act = (world, step) => {
  const { party, which } = step;
  const own = new Set(conflictsOf(world, party).map(({ id }) => id));
  const ids = [...world.state.settling.proposals.values()]
    .filter(({ state, conflictId }) => state === "accepted" && own.has(conflictId))
    .map(({ id }) => id);
  const proposalId = pickLate(ids, which);
  const by = `second to ${world.secretOf(step).by}`;
  return proposalId === null ? null : { command: { kind: "confirm-agreement", proposalId }, by };
};

const volumeOf = (radiusM: number): Volume4D => ({
  footprint: { kind: "circle", center: [41, 35], radiusM },
  lowerM: -1000,
  upperM: 30_000,
  startMs: Date.UTC(2026, 0, 1),
  endMs: Date.UTC(2036, 0, 1),
});
const EVERYWHERE = volumeOf(400_000);

/** With SOUTH, if NORTH speaks: what it agrees with others is said in asides. */
const proposeStanding: Act = (_, { party, which }) => ({
  kind: "propose-standing",
  with: party === "NORTH" ? "SOUTH" : "NORTH",
  name: `area ${which}`,
  volumes: [EVERYWHERE],
});

const onStanding =
  (kind: "agree-standing" | "end-standing"): Act =>
  (world, { party, which }) => {
    const view = viewFor(world.state, { kind: "party", party });
    const standing = pick(
      view.settling
        .standings()
        .filter(({ state, parties }) => state !== "ended" && world.isSeen(parties)),
      which,
    );
    return standing && { kind, standingId: standing.id };
  };

/** Between two that no observer is near: only what they have with each other lies in it. */
const standAside: Aside = (world, speaker, { which, name, radiusM }) => {
  if (!isOutOfSight(speaker)) return null;
  const view = viewFor(world.state, { kind: "party", party: speaker });
  const hidden = view.settling
    .standings()
    .filter(({ state, parties }) => state !== "ended" && parties.every(isOutOfSight));
  const standing = pick(hidden, which);
  if (which % 3 === 0 || !standing) {
    const volumes = [volumeOf(400_000 + radiusM)];
    const other = speaker === "EAST" ? "NORTH" : "EAST";
    return { kind: "propose-standing", with: other, name, volumes };
  }
  const kind = which % 3 === 1 ? "agree-standing" : "end-standing";
  return { kind, standingId: standing.id };
};

const settleAside: Aside = (world, speaker, { which }) => {
  const kinds = ["own-conflict", "own-conflict", "note-contact", "flag-false-alarm"] as const;
  const said = pick(kinds, which)!;
  const conflictId = pickConflict(world, speaker, { which, said, isAside: true });
  return conflictId === null ? null : { kind: said, conflictId };
};

/** No agreement: that would take a serial of each side, and those are counted on. */
const proposeAside: Aside = (world, speaker, { which, name }) => {
  const conflictId = pickConflict(world, speaker, { which, said: "propose", isAside: true });
  const own = { shiftMs: (1 + (name.length % 3)) * BLOCK_MS };
  return conflictId === null ? null : { kind: "propose", conflictId, own };
};

const answerAside: Aside = (world, speaker, { which }) => {
  const isOwn = which % 2 === 0;
  const proposalId = pick(proposalIds(world, { party: speaker, isOwn, isAside: true }), which);
  if (proposalId === null) return null;
  return { kind: isOwn ? "withdraw-proposal" : "decline-proposal", proposalId };
};

export const SETTLING: Part = {
  acts: {
    own: [6, onConflict("own-conflict")],
    contact: [1, onConflict("note-contact")],
    flag: [1, onConflict("flag-false-alarm")],
    propose: [5, propose],
    accept: [3, onProposal("accept-proposal")],
    confirm: [4, confirm],
    decline: [1, onProposal("decline-proposal")],
    counter: [1, counter],
    withdraw: [1, onProposal("withdraw-proposal")],
    standing: [1, proposeStanding],
    agree: [1, onStanding("agree-standing")],
    end: [1, onStanding("end-standing")],
  },
  asides: [standAside, settleAside, settleAside, proposeAside, answerAside],
  idsOf: ({ conflicts, settling: { proposals, standings } }) => ({
    conflicts: [...conflicts.keys()],
    proposals: [...proposals.keys()],
    standings: [...standings.keys()],
  }),
  fetch: (view, { conflicts = [], proposals = [], standings = [] }) => ({
    conflicts: pages((after) => view.conflicts({}, { after, limit: 7 })),
    open: view.conflicts({ state: "open" }, { limit: 3 }),
    eachConflict: conflicts.map((id) => [view.conflict(id), view.settling.proposals(id)]),
    eachProposal: proposals.map((id) => view.settling.proposal(id)),
    standings: view.settling.standings(),
    eachStanding: standings.map((id) => view.settling.standing(id)),
  }),
  probes: [
    (conflictId) => ({ kind: "own-conflict", conflictId }),
    (conflictId) => ({ kind: "propose", conflictId, safeguards: ["lookout"] }),
    (proposalId) => ({ kind: "accept-proposal", proposalId }),
    (proposalId) => ({ kind: "confirm-agreement", proposalId }),
    (proposalId) => ({ kind: "counter-proposal", proposalId, safeguards: ["lookout"] }),
    (standingId) => ({ kind: "agree-standing", standingId }),
    (standingId) => ({ kind: "end-standing", standingId }),
  ],
};
