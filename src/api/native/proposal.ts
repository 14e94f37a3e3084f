/** Proposals about a conflict, and standing agreements. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { CONFLICT_LIVES, SAFEGUARDS } from "../../core/conflicts/life-model.ts";
import { PROPOSAL_STATES, STANDING_STATES } from "../../core/conflicts/proposal-model.ts";
import type { ProposalView, StandingView, TermsView } from "../../core/conflicts/proposal-view.ts";
import { LIMITS } from "../../core/limits.ts";
import { API_LIMITS } from "../limits.ts";
import { CLOSED, Instant, ListOf, NullableText, OneOf, PartyId } from "./schema.ts";
import { boundText, timeText } from "./time.ts";
import { encodeVolume, Volume, Volumes } from "./volume.ts";

const Safeguard = OneOf(SAFEGUARDS);
const TimeOrNull = Type.Union([Instant, Type.Null()]);

const Measure = Type.Object(
  {
    shiftMs: Type.Optional(Type.Integer({ description: "Negative: earlier." })),
    shiftM: Type.Optional(Type.Number({ description: "Negative: lower." })),
    holdUntil: Type.Optional(Instant),
  },
  { ...CLOSED, title: "Measure", description: "What one side would do." },
);
export type Measure = Static<typeof Measure>;

const TERMS = {
  own: Type.Optional(Measure),
  other: Type.Optional(Measure),
  volumes: Type.Optional(Volumes),
  optionId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: API_LIMITS.optionIdCharsMax,
      description:
        "The id of an option of one's own operation in the conflict, in place of own and volumes. One of an earlier version is refused: ask for options again.",
    }),
  ),
  safeguards: Type.Optional(ListOf(Safeguard, { maxItems: SAFEGUARDS.length })),
  validTo: Type.Optional(Instant),
};

export const ProposalRequest = Type.Object(TERMS, {
  ...CLOSED,
  title: "ProposalRequest",
  description:
    "own and other: what each side would do. volumes: in place of one's own; optionId: as that option has it. The other side learns of a new route only that there is one.",
});
export type ProposalRequest = Static<typeof ProposalRequest>;

export const CounterRequest = Type.Object(
  {
    ...TERMS,
    keepsOffer: Type.Optional(
      Type.Boolean({
        description:
          "What the other side offered of itself stays as it stands, a new route too; in place of other.",
      }),
    ),
  },
  { ...CLOSED, title: "CounterRequest" },
);
export type CounterRequest = Static<typeof CounterRequest>;

const TermsSeen = Type.Object(
  {
    shiftMs: Type.Integer(),
    shiftM: Type.Number(),
    holdUntil: TimeOrNull,
    hasNewRoute: Type.Boolean(),
    volumes: Type.Union([ListOf(Volume), Type.Null()], { description: "Of one's own side alone." }),
  },
  { title: "Terms" },
);

export const Proposal = Type.Object(
  {
    id: Type.String(),
    conflictId: Type.String(),
    state: OneOf(PROPOSAL_STATES),
    isOwn: Type.Boolean({ description: "One's own side made it." }),
    own: TermsSeen,
    other: TermsSeen,
    safeguards: ListOf(Safeguard),
    inReplyTo: NullableText("The proposal that this one counters."),
    validTo: TimeOrNull,
    madeAt: Instant,
    changedAt: Instant,
    saidBy: NullableText("Who said it for one's own side."),
    confirmedBy: NullableText("The second person of one's own side."),
    isConfirmedByOther: Type.Boolean(),
  },
  { title: "Proposal" },
);
export type Proposal = Static<typeof Proposal>;
export const Proposals = Type.Object({ proposals: ListOf(Proposal) }, { title: "Proposals" });
export type Proposals = Static<typeof Proposals>;

export const ProposalReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    proposalId: Type.String(),
    conflictId: Type.String(),
    state: OneOf(PROPOSAL_STATES),
  },
  { title: "ProposalReceipt" },
);
export type ProposalReceipt = Static<typeof ProposalReceipt>;

export const ConflictReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    conflictId: Type.String(),
    life: OneOf(CONFLICT_LIVES),
  },
  { title: "ConflictReceipt" },
);
export type ConflictReceipt = Static<typeof ConflictReceipt>;

export const OwnRequest = Type.Object(
  { deskId: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax })) },
  {
    ...CLOSED,
    title: "OwnRequest",
    description: "deskId: of one's own open desks; the other side is told it.",
  },
);
export type OwnRequest = Static<typeof OwnRequest>;

export const StandingRequest = Type.Object(
  {
    with: PartyId,
    name: Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax }),
    volume: Volume,
  },
  { ...CLOSED, title: "StandingRequest" },
);
export type StandingRequest = Static<typeof StandingRequest>;

export const Standing = Type.Object(
  {
    id: Type.String(),
    parties: ListOf(PartyId, { minItems: 2, maxItems: 2, description: "The proposer first." }),
    name: Type.String(),
    volume: Volume,
    state: OneOf(STANDING_STATES),
    proposedAt: Instant,
    changedAt: Instant,
  },
  { title: "Standing", description: "Conflicts of the two inside it stand, without alarm." },
);
export type Standing = Static<typeof Standing>;
export const Standings = Type.Object({ standings: ListOf(Standing) }, { title: "Standings" });
export type Standings = Static<typeof Standings>;
export const StandingReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    standingId: Type.String(),
    state: OneOf(STANDING_STATES),
  },
  { title: "StandingReceipt" },
);
export type StandingReceipt = Static<typeof StandingReceipt>;

export const encodeProposal = (view: ProposalView): Proposal => {
  const { validToMs, madeMs, changedMs, own, other, ...same } = view;
  return {
    ...same,
    own: encodeTerms(own),
    other: encodeTerms(other),
    validTo: boundText(validToMs),
    madeAt: timeText(madeMs),
    changedAt: timeText(changedMs),
  };
};

const encodeTerms = (terms: TermsView): Static<typeof TermsSeen> => ({
  shiftMs: terms.shiftMs,
  shiftM: terms.shiftM,
  holdUntil: boundText(terms.holdUntilMs),
  hasNewRoute: terms.hasNewRoute,
  volumes: terms.volumes && terms.volumes.map(encodeVolume),
});

export const encodeStanding = (view: StandingView): Standing => ({
  id: view.id,
  parties: view.parties,
  name: view.name,
  volume: encodeVolume(view.volume),
  state: view.state,
  proposedAt: timeText(view.proposedMs),
  changedAt: timeText(view.changedMs),
});
