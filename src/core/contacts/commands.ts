/** What the sides of a contact say of it, and of what may be told. */

import type { ContactFields } from "./model.ts";
import type { Language, ReadoutFields, ReadoutPart } from "./readout-model.ts";

/** A contact to come. */
export type ProposeContact = {
  readonly kind: "propose-contact";
  readonly with: readonly string[];
  readonly fields: ContactFields;
};
/** One that was, and was not proposed here: from before the server's time, or at once by telephone. */
export type RecordContact = {
  readonly kind: "record-contact";
  readonly with: readonly string[];
  readonly fields: ContactFields;
};
/** Other fields for one that is not held yet: the other sides agree anew. */
export type ChangeContact = {
  readonly kind: "change-contact";
  readonly contactId: string;
  readonly version: number;
  readonly fields: ContactFields;
};
/** It took place, as the fields say. */
export type ReportContact = {
  readonly kind: "report-contact";
  readonly contactId: string;
  readonly version: number;
  readonly fields: ContactFields;
};
/** By an officer of another side: it is planned so; or, once reported, it was so. */
export type AgreeContact = {
  readonly kind: "agree-contact";
  readonly contactId: string;
  readonly version: number;
};
export type DeclineContact = { readonly kind: "decline-contact"; readonly contactId: string };
export type CancelContact = { readonly kind: "cancel-contact"; readonly contactId: string };

/** The party's own notes, in place of those before; what is left out is kept, null empties it. */
export type SetContactNotes = {
  readonly kind: "set-contact-notes";
  readonly contactId: string;
  readonly agenda?: string | null;
  readonly minutes?: string | null;
  readonly people?: string | null;
};

export type DraftReadout = {
  readonly kind: "draft-readout";
  readonly contactId: string;
  /** A released readout of the same contact. */
  readonly corrects?: string;
  readonly body: ReadoutFields;
};
/** Another draft for all; where there is no joint text, the party's own wording. */
export type RedraftReadout = {
  readonly kind: "redraft-readout";
  readonly readoutId: string;
  readonly body: ReadoutFields;
};
export type GiveReadoutKey = {
  readonly kind: "give-readout-key";
  readonly readoutId: string;
  /** The first 16 to 64 digits of the hash of the draft that was read. */
  readonly hashSeen: string;
  readonly parts: readonly ReadoutPart[];
  readonly languages: readonly Language[];
};
/** By a second person of the same party. */
export type ConfirmReadoutKey = {
  readonly kind: "confirm-readout-key";
  readonly readoutId: string;
  readonly hashSeen: string;
};
export type WithdrawReadoutKey = {
  readonly kind: "withdraw-readout-key";
  readonly readoutId: string;
};
/** There will be no joint text: each side says its own, and all become public together. */
export type PartWordings = { readonly kind: "part-wordings"; readonly readoutId: string };
export type WithdrawReadout = { readonly kind: "withdraw-readout"; readonly readoutId: string };

export type RegisterCommand =
  | ProposeContact
  | RecordContact
  | ChangeContact
  | ReportContact
  | AgreeContact
  | DeclineContact
  | CancelContact
  | SetContactNotes;
export type ReadoutCommand =
  | DraftReadout
  | RedraftReadout
  | GiveReadoutKey
  | ConfirmReadoutKey
  | WithdrawReadoutKey
  | PartWordings
  | WithdrawReadout;
export type ContactCommand = RegisterCommand | ReadoutCommand;
