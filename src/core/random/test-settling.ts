/** Conflicts, proposals, and areas where conflicts stand by agreement. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { ConflictCommand, Measure, Terms } from "../conflicts/commands.ts";
import { HOUR_MS, START_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { volumesOf } from "./test-operations.ts";
import { about, among } from "./test-saying.ts";
import type { Draw, Ids, Sayings } from "./test-saying.ts";

export const conflicts = ({ state }: TestTheatre, speaker = ""): Ids =>
  among(state.conflicts, ({ operationIds, state: now }) => {
    const isOwn = operationIds.some((id) => state.operations.get(id)!.party === speaker);
    return isOwn && now === "open";
  });

/** Those that the other side waits to be answered. */
const proposals = ({ state }: TestTheatre, speaker = ""): Ids =>
  among(state.settling.proposals, ({ conflictId, side, state: now }) => {
    const own = state.conflicts.get(conflictId)!.operationIds[side];
    return (now === "open" || now === "accepted") && state.operations.get(own)!.party !== speaker;
  });

const standings = ({ state }: TestTheatre): Ids => among(state.settling.standings);

const measureOf = ({ number, one }: Draw): Measure => {
  switch (number(4)) {
    case 0:
      return {};
    case 1:
      return { shiftMs: one([-HOUR_MS, HOUR_MS, 6 * HOUR_MS]) };
    case 2:
      return { shiftM: one([-50, 10, 400]) };
    default:
      return { holdUntilMs: START_MS + number(13) * HOUR_MS };
  }
};

const termsOf = (draw: Draw): Terms => ({
  own: measureOf(draw),
  other: measureOf(draw),
  ...(draw.number(6) === 0 ? { volumes: volumesOf(draw) } : {}),
  ...(draw.number(2) === 0 ? { safeguards: ["lookout"] as const } : {}),
  ...(draw.number(5) === 0 ? { validToMs: START_MS + draw.number(13) * HOUR_MS } : {}),
});

/** A wide volume, at some times and altitudes, so that conflicts fall in and out of it. */
const rangeOf = ({ number }: Draw): Volume4D => {
  const isLate = number(2) === 0;
  return {
    footprint: { kind: "circle", center: [40, 35], radiusM: 20_000 },
    lowerM: -100,
    upperM: isLate ? 350 : 2_000,
    startMs: START_MS + (isLate ? 3 * HOUR_MS : 0),
    endMs: START_MS + 60 * HOUR_MS,
  };
};

export const SETTLING: Sayings<ConflictCommand> = {
  "own-conflict": { often: 40, say: about("own-conflict", "conflictId", conflicts) },
  "note-contact": { often: 15, say: about("note-contact", "conflictId", conflicts) },
  "flag-false-alarm": { often: 4, say: about("flag-false-alarm", "conflictId", conflicts) },
  propose: {
    often: 25,
    say: (draw, theatre, speaker) => ({
      kind: "propose",
      conflictId: draw.id(conflicts(theatre, speaker)),
      ...termsOf(draw),
    }),
  },
  "counter-proposal": {
    often: 8,
    say: (draw, theatre, speaker) => ({
      kind: "counter-proposal",
      proposalId: draw.id(proposals(theatre, speaker)),
      ...(draw.number(3) === 0 ? { keepsOffer: true } : {}),
      ...termsOf(draw),
    }),
  },
  "accept-proposal": { often: 25, say: about("accept-proposal", "proposalId", proposals) },
  "confirm-agreement": { often: 20, say: about("confirm-agreement", "proposalId", proposals) },
  "decline-proposal": { often: 6, say: about("decline-proposal", "proposalId", proposals) },
  "withdraw-proposal": { often: 6, say: about("withdraw-proposal", "proposalId", proposals) },
  "propose-standing": {
    often: 4,
    say: (draw) => ({
      kind: "propose-standing",
      with: draw.party(),
      name: "range",
      volumes: [rangeOf(draw)],
    }),
  },
  "agree-standing": { often: 8, say: about("agree-standing", "standingId", standings) },
  "end-standing": { often: 3, say: about("end-standing", "standingId", standings) },
};
