/** What is said of movements, and what then happens. */

import type { Handlers, HostHandlers } from "../handling.ts";
import type { MovementCommand, MovementNote } from "./commands.ts";
import { closeConsent, consentMovement } from "./consent.ts";
import { notePeopleRead, sealPeople } from "./people.ts";
import { closeMovement, reportMovement } from "./progress.ts";
import { answerMovement, askHold, noteDelivered, passOnMovement } from "./receiving.ts";
import { changeMovement, checkMovement, submitMovement } from "./submit.ts";

export const MOVEMENT_HANDLERS: Handlers<MovementCommand> = {
  "submit-movement": submitMovement,
  "change-movement": changeMovement,
  "check-movement": checkMovement,
  "consent-movement": consentMovement,
  "close-movement-consent": closeConsent,
  "report-movement": reportMovement,
  "close-movement": closeMovement,
  "answer-movement": answerMovement,
  "pass-on-movement": passOnMovement,
  "ask-movement-hold": askHold,
  "seal-people": sealPeople,
};

export const MOVEMENT_NOTE_HANDLERS: HostHandlers<MovementNote> = {
  "note-movement-delivered": noteDelivered,
  "note-people-read": notePeopleRead,
};
