/** What each step on the ladder does. Steps go up, or close; nothing that was shown is taken back. */

import type { Change } from "../changes.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers, HostHandlers } from "../handling.ts";
import { currentVersion, isOver, OPERATION } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { DisclosureCommand, NoteRead } from "./commands.ts";
import { grantKey, higherOf, isAtLeast, pairKey, SHOWS_OPERATION } from "./model.ts";
import type { Grant, Rung, ShownVersion } from "./model.ts";
import { mayBeShown, ruleRung, shownRung } from "./rungs.ts";

export type DisclosureResult = {
  readonly about: "disclosure";
  readonly operationId: string;
  readonly to: string;
  readonly rung: Rung;
  readonly version: number;
  readonly isClosed: boolean;
};
export type ConsentResult = {
  readonly about: "standing-consent";
  readonly to: string;
  readonly rung: Rung;
};

export const DISCLOSURE_HANDLERS: Handlers<DisclosureCommand> = {
  disclose: (context, { operationId, to, rung }) => {
    const { state, entry, party } = context;
    const operation = state.operations.get(operationId);
    if (!operation || operation.party !== party) {
      return refused({ reason: "unknown-operation", operationId });
    }
    const refusal = findUnshowable(context, to, rung) ?? findNoStep(state, operation, to, rung);
    if (refusal) return refused(refusal);
    return answer(state, operation, to, raiseGrant(state, entry, operation, { to, rung }));
  },
  "close-disclosure": (context, { operationId, to }) => {
    const { state, party } = context;
    const operation = state.operations.get(operationId);
    if (!operation || operation.party !== party) {
      return refused({ reason: "unknown-operation", operationId });
    }
    const grant = state.disclosure.grants.get(grantKey(operationId, to));
    if (!grant) return refused({ reason: "not-found", what: "disclosure", id: to });
    if (!grant.isClosed) setGrant(state, { ...grant, isClosed: true });
    return answer(state, operation, to, [{ kind: "disclosure-closed", operationId, to }]);
  },
  "set-standing-consent": (context, { to, rung, categories = [] }) => {
    const { state, entry, party } = context;
    const refusal = findUnshowable(context, to, rung);
    if (refusal) return refused(refusal);
    const key = pairKey(party, to);
    state.disclosure.consents.set(key, { party, to, rung, categories, setMs: entry.atMs });
    return accepted({ about: "standing-consent", to, rung }, [
      { kind: "standing-consent-set", party, to },
    ]);
  },
};

export const READ_HANDLERS: HostHandlers<NoteRead> = {
  "note-read": ({ state, entry }, { party, operationId, version, rung }) => {
    const grant = state.disclosure.grants.get(grantKey(operationId, party));
    const operation = state.operations.get(operationId);
    // Another's and none at all look the same here too.
    if (!grant || !operation || !mayBeShown(state, operation.party, party)) {
      return refused({ reason: "unknown-operation", operationId });
    }
    const wasShown = grant.shown.some((one) => one.version === version && one.rung === rung);
    if (!wasShown || !isAtLeast(rung, SHOWS_OPERATION)) {
      return refused({ reason: "not-found", what: "version", id: String(version) });
    }
    if (grant.reads.some((one) => one.version === version && one.rung === rung)) {
      return answer(state, operation, party, []);
    }
    const reads = [...grant.reads, { version, rung, readMs: entry.atMs }];
    setGrant(state, { ...grant, reads });
    return answer(state, operation, party, [{ kind: "operation-read", operationId, to: party }]);
  },
};

const answer = (
  state: State,
  operation: Operation,
  to: string,
  changes: readonly Change[],
): Applied => {
  const { rung, isClosed } = state.disclosure.grants.get(grantKey(operation.id, to))!;
  const { version } = currentVersion(operation);
  return accepted(
    { about: "disclosure", operationId: operation.id, to, rung, version, isClosed },
    changes,
  );
};

/** Why a rung may not be shown to a party at all. */
export const findUnshowable = (
  { state, party, theatre }: Context,
  to: string,
  rung: Rung,
): Refusal | null => {
  if (to === party || !theatre.parties.some(({ id }) => id === to)) {
    return {
      reason: "bad-field",
      field: "to",
      detail: `${JSON.stringify(to.slice(0, 80))} is not another party of this theatre`,
      remedy: "name another party of the theatre",
    };
  }
  if (!isAtLeast(rung, SHOWS_OPERATION) || mayBeShown(state, party, to)) return null;
  return {
    reason: "bad-field",
    field: "rung",
    detail: "a humanitarian party is never given a military area",
    remedy: "show conflict_only or cell: it is told a window, and to hold, delay or reroute",
  };
};

/** Why the step is none: it would go down, or the operation is over. */
const findNoStep = (
  { disclosure }: State,
  operation: Operation,
  to: string,
  rung: Rung,
): Refusal | null => {
  if (isOver(operation.state)) {
    const { id, state } = operation;
    return { reason: "wrong-state", what: OPERATION.name, id, state, wanted: "disclosed" };
  }
  const grant = disclosure.grants.get(grantKey(operation.id, to));
  if (!grant || grant.isClosed || isAtLeast(rung, grant.rung)) return null;
  return {
    reason: "bad-field",
    field: "rung",
    detail: `it is shown at ${grant.rung} already, and what was shown can't be taken back`,
    remedy: "close the disclosure: later versions are then not shown",
  };
};

/** Shows the current version at a rung, and later ones while the grant is open. Says nothing twice. */
export const raiseGrant = (
  state: State,
  entry: Entry,
  operation: Operation,
  { to, rung }: { readonly to: string; readonly rung: Rung },
): Change[] => {
  const known = state.disclosure.grants.get(grantKey(operation.id, to));
  const { version } = currentVersion(operation);
  const before = shownRung(known, version);
  const isOpen = known !== undefined && !known.isClosed;
  if (isOpen && before !== null && isAtLeast(before, rung)) return [];
  const raised = isOpen ? higherOf(known.rung, rung) : rung;
  setGrant(state, {
    operationId: operation.id,
    to,
    rung: raised,
    isClosed: false,
    shown: withShown(known, { version, rung: raised, atMs: entry.atMs }),
    reads: known?.reads ?? [],
  });
  return [{ kind: "operation-disclosed", operationId: operation.id, to }];
};

/** One line for each version; what was shown of it before is not lowered. */
const withShown = (known: Grant | undefined, one: ShownVersion): ShownVersion[] => {
  const shown = known?.shown ?? [];
  const before = shownRung(known, one.version);
  const rung = before === null ? one.rung : higherOf(before, one.rung);
  return [...shown.filter(({ version }) => version !== one.version), { ...one, rung }];
};

const setGrant = ({ disclosure }: State, grant: Grant): void => {
  disclosure.grants.set(grantKey(grant.operationId, grant.to), grant);
};

/** A new version is shown to whom the grant is open; the others hear that it changed. */
export const extendGrants = (state: State, entry: Entry, operation: Operation): Change[] => {
  const changes: Change[] = [];
  for (const grant of grantsOf(state, operation)) {
    const { to, rung, isClosed } = grant;
    if (isClosed) changes.push({ kind: "operation-disclosed", operationId: operation.id, to });
    else changes.push(...raiseGrant(state, entry, operation, { to, rung }));
  }
  return changes;
};

/** In conflict, each side shows the other what the theatre and its own standing consent say. */
export const discloseOnConflict = (
  state: State,
  entry: Entry,
  [a, b]: readonly [Operation, Operation],
): Change[] =>
  a.party === b.party
    ? []
    : [...discloseTo(state, entry, a, b.party), ...discloseTo(state, entry, b, a.party)];

const discloseTo = (state: State, entry: Entry, operation: Operation, to: string): Change[] => {
  const rung = higherOf(ruleRung(state), consentedRung(state, operation, to));
  const known = state.disclosure.grants.get(grantKey(operation.id, to));
  const isOwnersWord = known !== undefined; // closed or lower by the owner's own act: it stands
  if (isOwnersWord || !isAtLeast(rung, SHOWS_OPERATION)) return [];
  return mayBeShown(state, operation.party, to)
    ? raiseGrant(state, entry, operation, { to, rung })
    : [];
};

const consentedRung = ({ disclosure }: State, operation: Operation, to: string): Rung => {
  const consent = disclosure.consents.get(pairKey(operation.party, to));
  if (!consent) return "conflict_only";
  const { categories, rung } = consent;
  return categories.length === 0 || categories.includes(operation.category)
    ? rung
    : "conflict_only";
};

/** All that was shown of an operation, by recipient as the theatre lists them. */
export const grantsOf = ({ theatre, disclosure }: State, operation: Operation): Grant[] =>
  (theatre?.parties ?? []).flatMap(({ id }) => {
    const grant = disclosure.grants.get(grantKey(operation.id, id));
    return grant ? [grant] : [];
  });

/** When the operation leaves the state; the record keeps what was shown. */
export const forgetGrants = (state: State, operation: Operation): void => {
  for (const { to } of grantsOf(state, operation)) {
    state.disclosure.grants.delete(grantKey(operation.id, to));
  }
};

/** A side left a conflict that both had been told of: counted, and shown to both. */
export const noteWithdrawal = ({ disclosure }: State, party: string, other: string): void => {
  const key = pairKey(party, other);
  disclosure.withdrawals.set(key, (disclosure.withdrawals.get(key) ?? 0) + 1);
};
