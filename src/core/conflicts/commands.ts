/** What the two sides of a conflict may say about it. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { Safeguard } from "./life-model.ts";

/** This side has it: the officer who says so; the other side learns the party, and the desk if named. */
export type OwnConflict = {
  readonly kind: "own-conflict";
  readonly conflictId: string;
  readonly deskId?: string;
};
/** This side is in contact with the other. Contact is what both say. */
export type NoteContact = { readonly kind: "note-contact"; readonly conflictId: string };
/** Takes both sides. */
export type FlagFalseAlarm = { readonly kind: "flag-false-alarm"; readonly conflictId: string };

/** What one side would do. Positive shifts are later and higher. */
export type Measure = {
  readonly shiftMs?: number;
  readonly shiftM?: number;
  /** Does not begin before this; in place of a shift of time. */
  readonly holdUntilMs?: number;
};

/** An option as it was answered: its id, and the version of the operation that it was found for. */
export type OptionRef = {
  readonly id: string;
  readonly operationId: string;
  readonly version: number;
};

/** What is proposed: what each side would do, and what both keep to. */
export type Terms = {
  readonly own?: Measure;
  readonly other?: Measure;
  /** In place of the proposer's own volumes. Surveyed with the entry. */
  readonly volumes?: readonly Volume4D[];
  /** What the proposer's own side would do was made from it. */
  readonly option?: OptionRef;
  readonly safeguards?: readonly Safeguard[];
  /** It lapses then, if it is not answered before. */
  readonly validToMs?: number;
};

export type Propose = { readonly kind: "propose"; readonly conflictId: string } & Terms;
/** Accept and decline answer; a counter declines and proposes in one. */
export type AcceptProposal = { readonly kind: "accept-proposal"; readonly proposalId: string };
export type DeclineProposal = { readonly kind: "decline-proposal"; readonly proposalId: string };
export type CounterProposal = {
  readonly kind: "counter-proposal";
  readonly proposalId: string;
  /** What the other side offered of itself stays as it stands, a new route too. */
  readonly keepsOffer?: true;
} & Terms;
export type WithdrawProposal = { readonly kind: "withdraw-proposal"; readonly proposalId: string };
/** A second person of one's own side agrees too. */
export type ConfirmAgreement = { readonly kind: "confirm-agreement"; readonly proposalId: string };

/** Conflicts between the two within the volume are to be standing: no clock, no alarm. */
export type ProposeStanding = {
  readonly kind: "propose-standing";
  readonly with: string;
  readonly name: string;
  /** One: bounded in time and altitude. */
  readonly volumes: readonly Volume4D[];
};
export type AgreeStanding = { readonly kind: "agree-standing"; readonly standingId: string };
/** Either side may, at any time; before it was agreed this declines or withdraws it. */
export type EndStanding = { readonly kind: "end-standing"; readonly standingId: string };

export type ConflictCommand =
  | OwnConflict
  | NoteContact
  | FlagFalseAlarm
  | Propose
  | AcceptProposal
  | DeclineProposal
  | CounterProposal
  | WithdrawProposal
  | ConfirmAgreement
  | ProposeStanding
  | AgreeStanding
  | EndStanding;
