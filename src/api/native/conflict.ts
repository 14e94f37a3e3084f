/** Conflicts: two operations closer than the minima, as much of them as the reader may see. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { ConflictPair, ConflictSummary } from "../../core/conflicts/model.ts";
import type { ConflictView } from "../../core/view.ts";
import {
  Instant,
  ListOf,
  NullableInstant,
  NullableNumber,
  NullableOneOf,
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

export const Conflict = Type.Object(
  {
    id: Type.String(),
    state: OneOf(["open", "closed"]),
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
