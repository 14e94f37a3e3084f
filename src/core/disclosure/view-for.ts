/** Disclosures for one reader: as the owner of operations, and as one to whom others' are shown. */

import type { Change } from "../changes.ts";
import { byFiling } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";

import { grantKey } from "./model.ts";
import type { Rung, StandingConsent } from "./model.ts";
import { wasShown } from "./rungs.ts";
import { findUnread, previewDisclosure, refOf, viewDisclosed, viewRecipients } from "./view.ts";
import type { DisclosedOperationView, DisclosureRef, RecipientView } from "./view.ts";

export type Preview = { readonly to: string; readonly rung: Rung };

export type DisclosureView = {
  /** Of one's own operation: every recipient and exactly what it sees; null: not one's own. */
  readonly recipients: (operationId: string) => readonly RecipientView[] | null;
  /** What a recipient would see of one's own operation at a rung; null: nothing of the operation itself. */
  readonly preview: (operationId: string, asked: Preview) => DisclosedOperationView | null;
  /** Another's operation as it was shown to the reader. Whoever hands it out notes that it was read. */
  readonly disclosed: (operationId: string) => DisclosedOperationView | null;
  readonly unread: (
    operationId: string,
  ) => readonly { readonly version: number; readonly rung: Rung }[];
  /** One's own standing consents, by recipient as they were first set. */
  readonly consents: () => readonly StandingConsent[];
};

export type DisclosureTold =
  /** To whom something was shown: that it was, not what. */
  | { readonly kind: "operation.disclosed"; readonly disclosure: DisclosureRef }
  /** To the owner: what the recipient now sees, and what of it was read. */
  | {
      readonly kind: "disclosure.changed" | "disclosure.read";
      readonly operationId: string;
      readonly recipient: RecipientView;
    }
  | { readonly kind: "consent.changed"; readonly consent: StandingConsent };

export type DisclosureChange = Extract<
  Change,
  { kind: "operation-disclosed" | "disclosure-closed" | "operation-read" | "standing-consent-set" }
>;

export const disclosureViewFor = (state: State, reader: Reader): DisclosureView => {
  const findOwn = (id: string): Operation | null => {
    const found = state.operations.get(id);
    return found && reader.kind === "party" && found.party === reader.party ? found : null;
  };
  const findShown = (id: string): Operation | null => {
    const isShown = reader.kind === "party" && wasShown(state, id, reader.party);
    return (isShown && state.operations.get(id)) || null;
  };
  return {
    recipients: (operationId) => {
      const own = findOwn(operationId);
      return own && viewRecipients(state, own);
    },
    preview: (operationId, asked) => {
      const own = findOwn(operationId);
      return own && previewDisclosure(state, own, { ...asked, atMs: state.atMs });
    },
    disclosed: (operationId) => {
      const shown = findShown(operationId);
      return shown && reader.kind === "party" ? viewDisclosed(state, shown, reader.party) : null;
    },
    unread: (operationId) => {
      const shown = findShown(operationId);
      return shown && reader.kind === "party" ? findUnread(state, shown, reader.party) : [];
    },
    consents: () =>
      reader.kind === "party" ? [...state.disclosure.consents.of(reader.party).values()] : [],
  };
};

/** What the reader is told was shown to it; null: nothing of this operation. */
export const refFor = (state: State, operation: Operation, reader: Reader): DisclosureRef | null =>
  reader.kind === "party" && operation.party !== reader.party
    ? refOf(state, operation, reader.party)
    : null;

/** Owner and recipient each hear their part; nobody else, and not the host. */
export const tellOfDisclosure = (
  state: State,
  change: DisclosureChange,
  reader: Reader,
): DisclosureTold | null => {
  if (reader.kind !== "party") return null;
  if (change.kind === "standing-consent-set") {
    const consent = state.disclosure.consents.get(`${change.party} ${change.to}`);
    return consent && reader.party === change.party ? { kind: "consent.changed", consent } : null;
  }
  const { operationId, to } = change;
  const operation = state.operations.get(operationId);
  if (!operation) return null;
  if (reader.party === operation.party) {
    const recipient = viewRecipients(state, operation).find((one) => one.to === to);
    const kind = change.kind === "operation-read" ? "disclosure.read" : "disclosure.changed";
    return recipient ? { kind, operationId, recipient } : null;
  }
  if (reader.party !== to || change.kind !== "operation-disclosed") return null;
  const disclosure = refOf(state, operation, to);
  return disclosure && { kind: "operation.disclosed", disclosure };
};

/**
 * Others' operations that were shown to the reader, in order of filing, and where the page before ended:
 * that may be any operation that the reader sees.
 */
export const operationsShownTo = (
  { operations, disclosure }: State,
  reader: Reader,
  after?: string,
): ReadonlyMap<string, Operation> => {
  const grants = reader.kind === "party" ? [...disclosure.grants.of(reader.party).values()] : [];
  const ids = [...grants.map(({ operationId }) => operationId), ...(after ? [after] : [])];
  const found = [...new Set(ids)].flatMap((id) => operations.get(id) ?? []);
  return new Map(found.toSorted(byFiling).map((one) => [one.id, one]));
};

/** Was anything of the operation shown to the reader? For lists, which then hold a reference. */
export const isShownTo = (state: State, operation: Operation, reader: Reader): boolean =>
  reader.kind === "party" &&
  state.disclosure.grants.has(grantKey(operation.id, reader.party)) &&
  refFor(state, operation, reader) !== null;
