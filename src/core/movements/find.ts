/** Finding the movement that a command names, and saying what became of it. */

import { accepted } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import type { Change } from "../changes.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { isPerson } from "../parties/roles.ts";
import type { MovementCause } from "./changes.ts";
import { findRecipient, toldVersion } from "./model.ts";
import type { Movement, MovementState, MoveReceipt, Recipient } from "./model.ts";

/** The answer to every command about a movement. */
export type MovementResult = {
  readonly about: "movement";
  readonly movementId: string;
  /** The newest, told or not. */
  readonly version: number;
  readonly state: MovementState;
  readonly operationId: string | null;
};

/** Another's and none at all look the same. */
const unknown = (id: string) => refuse({ reason: "not-found", what: "movement", id });

export const findOwn = ({ state, party }: Context, id: string): Outcome<Movement> => {
  const movement = state.movements.all.get(id);
  return movement?.party === party ? accept(movement) : unknown(id);
};

export type Received = { readonly movement: Movement; readonly recipient: Recipient };

/** A movement that the party was told of and still is. */
export const findReceived = ({ state, party }: Context, id: string): Outcome<Received> => {
  const movement = state.movements.all.get(id);
  const recipient = movement && findRecipient(movement, party);
  return recipient && recipient.closed === null ? accept({ movement, recipient }) : unknown(id);
};

/** Of the version that is told now. */
export const receiptOf = (movement: Movement, { receipts }: Recipient): MoveReceipt => {
  const { version } = toldVersion(movement)!;
  const known = receipts.at(-1);
  if (known?.version === version) return known;
  const receipt: MoveReceipt = {
    version,
    state: "undelivered",
    deliveredMs: null,
    answered: null,
    levels: [],
  };
  receipts.push(receipt);
  return receipt;
};

export const findNoOfficer = ({ state, entry }: Context): Refusal | null =>
  isPerson(state.parties, entry.by)
    ? null
    : { reason: "not-permitted", detail: "this names its officer: the token names none" };

export const isClosed = (movement: Movement): Refusal | null =>
  movement.state === "closed"
    ? {
        reason: "wrong-state",
        what: "movement",
        id: movement.id,
        state: movement.state,
        wanted: "changed",
      }
    : null;

/** What changed, for those who hear of it. `to`: "all", "owner", or a recipient beside the owner. */
export const changeOf = ({ id }: Movement, cause: MovementCause, to: string): Change => ({
  kind: "movement-changed",
  movementId: id,
  cause,
  to,
});

export const answer = (
  { entry }: Context,
  movement: Movement,
  changes: readonly Change[],
): Applied => {
  movement.changedMs = entry.atMs;
  const { id: movementId, state, operationId } = movement;
  const { version } = movement.versions.at(-1)!;
  return accepted({ about: "movement", movementId, version, state, operationId }, changes);
};
