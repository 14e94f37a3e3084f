/** Whom the owner of a movement consents to tell, and how much: the ladder of its operation. */

import type { Change } from "../changes.ts";
import { findUnshowable, raiseGrant } from "../disclosure/apply.ts";
import { grantKey, isAtLeast } from "../disclosure/model.ts";
import { isOver } from "../operations/model.ts";
import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { badField } from "../line/bad-field.ts";
import type { Refusal } from "../outcome.ts";
import type { CloseMovementConsent, Consent, ConsentMovement } from "./commands.ts";
import { answer, changeOf, findOwn, isClosed } from "./find.ts";
import { toldVersion } from "./model.ts";
import type { Movement, Recipient } from "./model.ts";

export const makeRecipient = ({ to, rung, seesPeople = false }: Consent): Recipient => ({
  to,
  rung,
  seesPeople,
  closed: null,
  receipts: [],
});

export const findUnfitConsents = (
  context: Context,
  consents: readonly Consent[],
): Refusal | null => {
  const seen = new Set<string>();
  for (const { to, rung } of consents) {
    if (seen.has(to)) return badField("recipients", `names ${to} twice`, "name each party once");
    seen.add(to);
    const unfit = findUnshowable(context, to, rung);
    if (unfit) return unfit;
  }
  return null;
};

/** A further recipient, or more for one that there is; a closed one is told again. */
export const consentMovement = (context: Context, command: ConsentMovement): Applied => {
  const found = findOwn(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const movement = found.value;
  const { to, rung, seesPeople = false } = command;
  const known = movement.recipients.find((one) => one.to === to);
  const refusal =
    isClosed(movement) ?? findUnfitConsents(context, [command]) ?? findLower(known, command);
  if (refusal) return refused(refusal);
  const recipient = known ?? makeRecipient(command);
  Object.assign(recipient, { rung, seesPeople, closed: null });
  if (!known) movement.recipients.push(recipient);
  context.state.movements.all.set(movement.id, movement);
  const shown = toldVersion(movement) ? showTo(context, movement, recipient) : [];
  return answer(context, movement, [...shown, changeOf(movement, "consented", to)]);
};

const findLower = (known: Recipient | undefined, { rung, to }: Consent): Refusal | null =>
  known && !isAtLeast(rung, known.rung)
    ? badField(
        "rung",
        `is below ${known.rung}, at which ${to} sees it`,
        "close the consent: nothing later is then shown",
      )
    : null;

export const closeConsent = (context: Context, command: CloseMovementConsent): Applied => {
  const { state, entry } = context;
  const found = findOwn(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const movement = found.value;
  const { to } = command;
  const recipient = movement.recipients.find((one) => one.to === to && one.closed === null);
  if (!recipient) return refused({ reason: "not-found", what: "consent", id: to });
  const version = toldVersion(movement)?.version ?? 0;
  recipient.closed = { version, state: movement.state, atMs: entry.atMs };
  recipient.seesPeople = false;
  const key = grantKey(movement.operationId ?? "", to);
  const grant = state.disclosure.grants.get(key);
  const closed: Change[] = [];
  if (grant && !grant.isClosed) {
    state.disclosure.grants.set(key, { ...grant, isClosed: true });
    closed.push({ kind: "disclosure-closed", operationId: grant.operationId, to });
  }
  return answer(context, movement, [...closed, changeOf(movement, "consent_closed", to)]);
};

/** Its operation is shown to the recipient as far as the owner consents. */
export const showTo = (
  { state, entry }: Pick<Context, "state" | "entry">,
  { operationId }: Movement,
  { to, rung, closed }: Recipient,
): readonly Change[] => {
  const operation = operationId === null ? undefined : state.operations.get(operationId);
  return operation && !isOver(operation.state) && closed === null
    ? raiseGrant(state, entry, operation, { to, rung })
    : [];
};
