/** Proposals: what each side of a conflict would change so that it is settled. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import type { Safeguard } from "./life-model.ts";

export const PROPOSAL_STATES = [
  "open",
  "accepted",
  "agreed",
  "declined",
  "countered",
  "withdrawn",
  "lapsed",
] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/**
 * `accepted` waits for the second persons where the theatre wants them. `lapsed`: its time passed, an
 * operation changed under it, or the conflict is no more.
 */
export const PROPOSAL: Machine<ProposalState> = {
  name: "proposal",
  start: "open",
  next: {
    open: ["accepted", "declined", "countered", "withdrawn", "lapsed"],
    accepted: ["agreed", "declined", "withdrawn", "lapsed"],
    agreed: [],
    declined: [],
    countered: [],
    withdrawn: [],
    lapsed: [],
  },
};

/** What one side would do. */
export type SideTerms = {
  readonly shiftMs: number;
  readonly shiftM: number;
  readonly holdUntilMs: number | null;
  readonly route: {
    readonly volumes: readonly Volume4D[];
    readonly surveyed: readonly SurveyedVolume[];
  } | null;
};

export const NO_TERMS: SideTerms = { shiftMs: 0, shiftM: 0, holdUntilMs: null, route: null };

export const isNothing = ({ shiftMs, shiftM, holdUntilMs, route }: SideTerms): boolean =>
  shiftMs === 0 && shiftM === 0 && holdUntilMs === null && route === null;

export type Proposal = {
  readonly id: string;
  readonly conflictId: string;
  /** The proposer's side: a place in the conflict's `operationIds`. */
  readonly side: 0 | 1;
  /** Versions of the two operations that it is about. */
  readonly versions: readonly [number, number];
  /** By side. */
  readonly terms: readonly [SideTerms, SideTerms];
  readonly safeguards: readonly Safeguard[];
  readonly inReplyTo: string | null;
  readonly validToMs: number | null;
  readonly madeMs: number;
  state: ProposalState;
  changedMs: number;
  /** Who said it for each side first, and who second. Known to the own side alone. */
  saidBy: readonly [string | null, string | null];
  confirmedBy: readonly [string | null, string | null];
};

export const STANDING_STATES = ["proposed", "agreed", "ended"] as const;
export type StandingState = (typeof STANDING_STATES)[number];

export const STANDING: Machine<StandingState> = {
  name: "standing agreement",
  start: "proposed",
  next: { proposed: ["agreed", "ended"], agreed: ["ended"], ended: [] },
};

/** An agreed area in the small: conflicts between the two inside it are known and stand. */
export type StandingAgreement = {
  readonly id: string;
  /** The proposer first. */
  readonly parties: readonly [string, string];
  readonly name: string;
  readonly volume: Volume4D;
  readonly surveyed: SurveyedVolume;
  readonly proposedMs: number;
  state: StandingState;
  changedMs: number;
};

/** Beside the conflicts themselves. */
export type SettlingState = {
  readonly proposals: Map<string, Proposal>;
  readonly standings: PartyMap<StandingAgreement>;
};

export const makeSettlingState = (): SettlingState => ({
  proposals: new Map(),
  standings: new PartyMap(({ parties }) => parties),
});
