/** Which rung a reader stands on. Asked by apply and by the views; changes nothing. */

import { currentVersion } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { PartyKind } from "../parties/model.ts";
import type { State } from "../state.ts";
import { grantKey, higherOf, isAtLeast, SHOWS_OPERATION } from "./model.ts";
import type { Grant, Rung } from "./model.ts";

/** What the theatre shows of any operation to the other side of a conflict. */
export const ruleRung = ({ theatre }: State): Rung => theatre?.rules.disclosureOnConflict ?? "cell";

/** What was shown of one version; null: nothing. */
export const shownRung = (grant: Grant | undefined, version: number): Rung | null =>
  grant?.shown.find((one) => one.version === version)?.rung ?? null;

const kindOf = ({ theatre }: State, party: string): PartyKind | null =>
  theatre?.parties.find(({ id }) => id === party)?.kind ?? null;

export const isHumanitarian = (state: State, party: string): boolean =>
  kindOf(state, party) === "humanitarian";

/** May anything of the owner's operation itself be shown? A humanitarian party is never given military areas. */
export const mayBeShown = (state: State, owner: string, to: string): boolean =>
  !(isHumanitarian(state, to) && kindOf(state, owner) === "military");

/**
 * Was the operation itself shown to `to`, whatever it may be shown of it now? Asked before the operation is
 * looked up: what was not shown takes no more looking up than what is not there.
 */
export const wasShown = ({ disclosure }: State, operationId: string, to: string): boolean =>
  disclosure.grants
    .get(grantKey(operationId, to))
    ?.shown.some(({ rung }) => isAtLeast(rung, SHOWS_OPERATION)) ?? false;

/** What `to` was shown of one version of another's operation, beyond what a conflict tells; null: nothing. */
export const rungShown = (
  state: State,
  operation: Operation,
  to: string,
  version: number,
): Rung | null => {
  const rung = shownRung(state.disclosure.grants.get(grantKey(operation.id, to)), version);
  if (rung === null || !isAtLeast(rung, SHOWS_OPERATION)) return rung;
  return mayBeShown(state, operation.party, to) ? rung : "cell";
};

/** The rung on which `to` sees another's operation in a conflict between them. */
export const rungInConflict = (
  state: State,
  operation: Operation,
  to: string,
  version: number,
): Rung => {
  const rule = ruleRung(state);
  const atMost: Rung = isAtLeast(rule, SHOWS_OPERATION) ? "cell" : rule;
  return higherOf(atMost, rungShown(state, operation, to, version) ?? "conflict_only");
};

/** Was the current version shown in full to `to`, and opened by it? Then all of it is known to it. */
export const isReadInFull = (state: State, operation: Operation, to: string): boolean => {
  const { version } = currentVersion(operation);
  if (rungShown(state, operation, to, version) !== "full") return false;
  const grant = state.disclosure.grants.get(grantKey(operation.id, to));
  return grant?.reads.some((one) => one.version === version && one.rung === "full") ?? false;
};
