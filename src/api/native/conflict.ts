/** Conflicts: two operations closer than the minima, as much of them as the reader may see. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { ConflictPair, ConflictSummary } from "../../core/conflicts/model.ts";
import type { ConflictView } from "../../core/view.ts";
import { CONFLICT_LIVES, RESOLUTION_KINDS } from "../../core/conflicts/life-model.ts";
import { RUNGS } from "../../core/disclosure/model.ts";
import {
  Instant,
  ListOf,
  NullableInstant,
  NullableNumber,
  NullableOneOf,
  NullableText,
  OneOf,
  OperationId,
  PartyId,
} from "./schema.ts";
import { boundText, finiteOrNull, timeText } from "./time.ts";

export const Minima = Type.Object(
  {
    lateralM: Type.Number({ minimum: 0 }),
    verticalM: Type.Number({ minimum: 0 }),
    timeS: Type.Number({ minimum: 0 }),
  },
  { additionalProperties: false, title: "Minima" },
);

const Certainty = OneOf(["sure", "within-tolerance"], {
  description: "within-tolerance: too close to tell apart; counted as a conflict.",
});
const Ratio = Type.Number({ description: "0: they meet; 1: at the minimum." });
const LATERAL = "Closest distance between the footprints, metres; null: not known.";
const TOLERANCE = "Width of what the true distance can be, metres; null: not known.";

export const Pair = Type.Object(
  {
    a: Type.Integer({ description: "Place in the first side's volumes, from 0." }),
    b: Type.Integer({ description: "Place in the second side's volumes, from 0." }),
    lateralM: NullableNumber(LATERAL),
    toleranceM: NullableNumber(TOLERANCE),
    verticalM: Type.Number(),
    start: NullableInstant,
    end: NullableInstant,
    certainty: Certainty,
    minima: Minima,
    ratio: Ratio,
  },
  { title: "Pair" },
);

export const Summary = Type.Object(
  {
    lateralM: NullableNumber(LATERAL),
    verticalM: Type.Number(),
    start: NullableInstant,
    end: NullableInstant,
    certainty: Certainty,
    ratio: Ratio,
    severity: OneOf(["overlap", "close", "near"]),
  },
  { title: "Summary" },
);

const Side = Type.Object(
  { operationId: OperationId, party: PartyId, version: Type.Integer() },
  { title: "Side" },
);

export const Facts = Type.Object(
  {
    sides: ListOf(Side, { minItems: 2, maxItems: 2 }),
    summary: Summary,
    pairs: ListOf(Pair, { description: "The closest first." }),
    pairCount: Type.Integer({ description: "How many there are in all." }),
  },
  { title: "Facts" },
);

export const Rung = OneOf(RUNGS, {
  description:
    "How much is shown, lowest first: that there is a conflict; one cell; area and altitude; category; all of it.",
});

const Cell = Type.Object(
  {
    id: Type.String({ description: "GARS: 5 minutes of arc each way, about 9 km." }),
    westDeg: Type.Number(),
    southDeg: Type.Number(),
    eastDeg: Type.Number(),
    northDeg: Type.Number(),
  },
  { title: "Cell" },
);

const Advice = Type.Object(
  {
    measures: ListOf(OneOf(["hold", "delay", "reroute"])),
    from: NullableInstant,
    to: NullableInstant,
    ownVolumes: ListOf(Type.Integer(), { description: "Places in one's own volumes, from 0." }),
  },
  {
    title: "Advice",
    description: "For a humanitarian party, which is given no military area.",
  },
);

const SAID_AT = Type.Union([Instant, Type.Null()], { description: "null: not said." });

const Withdrawals = Type.Union([Type.Integer(), Type.Null()], {
  description:
    "How often this side withdrew after a conflict with the other was told; null: who the other is, is not known yet.",
});

const OwnSide = Type.Object(
  {
    owner: Type.Union([
      Type.Object({
        by: NullableText("Who has it, as their token names them."),
        deskId: NullableText("The desk that has it."),
        since: Instant,
      }),
      Type.Null(),
    ]),
    contactAt: SAID_AT,
    falseAlarmAt: SAID_AT,
    withdrawals: Withdrawals,
  },
  { title: "OwnSide" },
);

const OtherSide = Type.Object(
  {
    rung: Rung,
    party: NullableText("Known once the other side has it, or showed its operation."),
    operationId: NullableText("Known once the other side showed its operation."),
    deskId: NullableText("The desk that has it, when the other side named one."),
    ownedAt: SAID_AT,
    contactAt: SAID_AT,
    falseAlarmAt: SAID_AT,
    withdrawals: Type.Integer(),
  },
  { title: "OtherSide" },
);

const Resolution = Type.Object(
  { kinds: ListOf(OneOf(RESOLUTION_KINDS)), proposalId: Type.String(), at: Instant },
  { title: "Resolution" },
);

export const Conflict = Type.Object(
  {
    id: Type.String(),
    state: OneOf(["open", "closed"], {
      description: "By geometry: are the two within the minima?",
    }),
    life: OneOf(CONFLICT_LIVES, { description: "What people make of it." }),
    isOverdue: Type.Boolean({ description: "Contact was due, and nobody has said there is any." }),
    toldAt: Instant,
    resolution: Type.Union([Resolution, Type.Null()]),
    standingId: NullableText("The agreement under which it stands, without clock and alarm."),
    cell: Type.Union([Cell, Type.Null()], {
      description: "Where the two meet, the same for both sides; null: not shown.",
    }),
    advice: Type.Union([Advice, Type.Null()]),
    own: Type.Union([OwnSide, Type.Null()]),
    other: Type.Union([OtherSide, Type.Null()], {
      description:
        "null: the reader has no side in it, or both. At the rung conflict_only the window is not told: start and end are null.",
    }),
    proposalIds: ListOf(Type.String()),
    closedReason: NullableOneOf(["changed", "cancelled", "ended", "expired"]),
    detectedAt: Instant,
    changedAt: Instant,
    ownOperationIds: ListOf(OperationId),
    start: NullableInstant,
    end: NullableInstant,
    contactBy: NullableInstant,
    facts: Type.Union([Facts, Type.Null()], { description: "null: not disclosed to the reader." }),
  },
  { title: "Conflict" },
);
export type Conflict = Static<typeof Conflict>;

export const encodeConflict = (view: ConflictView): Conflict => {
  const { id, state, closedReason, detectedMs, changedMs, ownOperationIds, facts } = view;
  return {
    id,
    state,
    closedReason,
    detectedAt: timeText(detectedMs),
    changedAt: timeText(changedMs),
    ownOperationIds,
    start: boundText(view.startMs),
    end: boundText(view.endMs),
    contactBy: boundText(view.contactByMs),
    ...encodeLife(view),
    facts: facts && {
      sides: facts.sides.map(({ operationId, party, version }) => ({
        operationId,
        party,
        version,
      })),
      summary: encodeSummary(facts.summary),
      pairs: facts.pairs.map(encodePair),
      pairCount: facts.pairCount,
    },
  };
};

type Life = Pick<
  Conflict,
  | "life"
  | "isOverdue"
  | "toldAt"
  | "resolution"
  | "standingId"
  | "cell"
  | "advice"
  | "own"
  | "other"
  | "proposalIds"
>;

const encodeLife = (view: ConflictView): Life => {
  const { life, isOverdue, resolution, standingId, cell, advice, own, other, proposalIds } = view;
  return {
    life,
    isOverdue,
    toldAt: timeText(view.toldMs),
    resolution: resolution && {
      kinds: resolution.kinds,
      proposalId: resolution.proposalId,
      at: timeText(resolution.atMs),
    },
    standingId,
    cell,
    advice: advice && {
      measures: advice.measures,
      from: boundText(advice.fromMs),
      to: boundText(advice.toMs),
      ownVolumes: advice.ownVolumes,
    },
    own: own && encodeOwn(own),
    other: other && {
      rung: other.rung,
      party: other.party,
      operationId: other.operationId,
      deskId: other.deskId,
      ownedAt: boundText(other.ownedMs),
      contactAt: boundText(other.contactMs),
      falseAlarmAt: boundText(other.falseAlarmMs),
      withdrawals: other.withdrawals,
    },
    proposalIds,
  };
};

const encodeOwn = ({
  owner,
  contactMs,
  falseAlarmMs,
  withdrawals,
}: NonNullable<ConflictView["own"]>): Static<typeof OwnSide> => ({
  owner: owner && { by: owner.by, deskId: owner.deskId, since: timeText(owner.sinceMs) },
  contactAt: boundText(contactMs),
  falseAlarmAt: boundText(falseAlarmMs),
  withdrawals,
});

export const encodeSummary = (summary: ConflictSummary): Static<typeof Summary> => {
  const { lateralM, verticalM, startMs, endMs, certainty, ratio, severity } = summary;
  return {
    lateralM: finiteOrNull(lateralM),
    verticalM,
    start: boundText(startMs),
    end: boundText(endMs),
    certainty,
    ratio,
    severity,
  };
};

export const encodePair = (pair: ConflictPair): Static<typeof Pair> => {
  const { a, b, lateralM, toleranceM, verticalM, startMs, endMs, certainty, minima, ratio } = pair;
  return {
    a,
    b,
    lateralM: finiteOrNull(lateralM),
    toleranceM: finiteOrNull(toleranceM),
    verticalM,
    start: boundText(startMs),
    end: boundText(endMs),
    certainty,
    minima,
    ratio,
  };
};
