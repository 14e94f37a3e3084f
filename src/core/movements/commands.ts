/** What parties say of a movement, and what the server notes of it. */

import type { Rung } from "../disclosure/model.ts";
import type { Point } from "../line/fields.ts";
import type { WordOf } from "../line/words.ts";
import type { MovementFields, ReportFields } from "./fields.ts";
import type { MovementOutcome, SealedPeople } from "./model.ts";

/** Whom its owner consents to tell, and how much. */
export type Consent = {
  readonly to: string;
  readonly rung: Rung;
  /** May it read the sealed details too? Left out: no. */
  readonly seesPeople?: boolean;
};

export type SubmitMovement = {
  readonly kind: "submit-movement";
  readonly fields: MovementFields;
  readonly isEmergency: boolean;
  readonly recipients: readonly Consent[];
};
/** Another version, which waits for its second person as the first did. */
export type ChangeMovement = {
  readonly kind: "change-movement";
  readonly movementId: string;
  /** The version that is told now, 0 when none is. */
  readonly version: number;
  readonly fields: MovementFields;
};
/** By a second person of the same party, who reads both ends of the way back. */
export type CheckMovement = {
  readonly kind: "check-movement";
  readonly movementId: string;
  readonly version: number;
  readonly readBack: EndsRead;
};
export type EndsRead = { readonly origin: Point; readonly destination: Point };

export type ConsentMovement = {
  readonly kind: "consent-movement";
  readonly movementId: string;
} & Consent;
/** Nothing later is shown to it. */
export type CloseMovementConsent = {
  readonly kind: "close-movement-consent";
  readonly movementId: string;
  readonly to: string;
};
/** By the owner, from on the way. */
export type ReportMovement = {
  readonly kind: "report-movement";
  readonly movementId: string;
  readonly fields: ReportFields;
};
export type CloseMovement = {
  readonly kind: "close-movement";
  readonly movementId: string;
  readonly outcome: MovementOutcome;
};
/** By a recipient. Receipt of a movement is no permission. */
export type AnswerMovement = {
  readonly kind: "answer-movement";
  readonly movementId: string;
  readonly version: number;
  readonly answer: "acknowledged" | "with_concern" | "objected";
  /** Needed to acknowledge where both ends are shown. */
  readonly readBack?: EndsRead;
  readonly concern?: WordOf<"concern">;
  readonly text?: string;
};
/** By a recipient: levels that it has told. */
export type PassOnMovement = {
  readonly kind: "pass-on-movement";
  readonly movementId: string;
  readonly version: number;
  readonly levels: readonly WordOf<"level">[];
};
/** By a recipient: whether it is held is the owner's to say. */
export type AskMovementHold = {
  readonly kind: "ask-movement-hold";
  readonly movementId: string;
  readonly text: string;
};
/** Names, as ciphertext: what was sealed before is over then. */
export type SealPeople = {
  readonly kind: "seal-people";
  readonly movementId: string;
  readonly sealed: SealedPeople;
};

export type MovementCommand =
  | SubmitMovement
  | ChangeMovement
  | CheckMovement
  | ConsentMovement
  | CloseMovementConsent
  | ReportMovement
  | CloseMovement
  | AnswerMovement
  | PassOnMovement
  | AskMovementHold
  | SealPeople;

/** Said by the server, before the answer is given: the recipient has it. */
export type NoteMovementDelivered = {
  readonly kind: "note-movement-delivered";
  readonly party: string;
  readonly movementId: string;
  readonly version: number;
};
/** Said by the server, before the answer is given: somebody reads the sealed details. */
export type NotePeopleRead = {
  readonly kind: "note-people-read";
  readonly party: string;
  readonly movementId: string;
};
export type MovementNote = NoteMovementDelivered | NotePeopleRead;
