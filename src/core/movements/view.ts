/**
 * What a reader sees of movements: the owner all, a recipient as far as the owner consents, the host
 * that they exist and when they are due.
 */

import { isAtLeast } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import type { WordOf } from "../line/words.ts";
import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import { currentVersion } from "../operations/model.ts";
import { COMMAND_LEVELS } from "../parties/model.ts";
import type { Level } from "../parties/model.ts";
import type { State } from "../state.ts";
import { viewObserved } from "../tracks/view.ts";
import type { ObservedView } from "../tracks/view.ts";
import type { MovementCause, MovementChange } from "./changes.ts";
import { endOf, missingOf, startOf } from "./fields.ts";
import type { Missing, MovementFields } from "./fields.ts";
import { MOVE_RECEIPT, draftOf, findRecipient, isSealedNow, toldVersion } from "./model.ts";
import type {
  Deviation,
  HoldAsked,
  Movement,
  MovementOutcome,
  MovementState,
  MovementVersion,
  MoveReceipt,
  MoveReceiptState,
  Recipient,
  Report,
  SealedPeople,
} from "./model.ts";
import { findReadable } from "./people.ts";

export type ExistsMovementView = {
  readonly detail: "exists";
  readonly id: string;
  readonly party: string;
  readonly state: MovementState;
  readonly startMs: number;
  readonly endMs: number;
  readonly changedMs: number;
};

/** What lists and events have: enough to know that something happened, and whether to call. */
export type BriefMovementView = Omit<ExistsMovementView, "detail"> & {
  readonly detail: "brief";
  /** At which the reader sees it; null: it is its own. */
  readonly rung: Rung | null;
  /** To the owner, and to whom it is shown in full. */
  readonly operationId: string | null;
  /** What its owner calls both ends; null to others, who read them in the movement and leave a receipt. */
  readonly ends: { readonly origin: string; readonly destination: string } | null;
  readonly version: number;
  readonly isEmergency: boolean;
  readonly isShortNotice: boolean;
  readonly minutesOfNotice: number | null;
  /** Has a second person checked it? */
  readonly isChecked: boolean;
  /** What keeps it incomplete. */
  readonly missing: readonly Missing[];
  readonly deviation: Deviation | null;
  readonly silentSinceMs: number | null;
  readonly outcome: MovementOutcome | null;
  readonly closedMs: number | null;
  /** Nothing later is shown since then. */
  readonly consentClosedMs: number | null;
  /** The version that the owner is to have checked; null: none. */
  readonly draftVersion: number | null;
};

export type ReceiptView = {
  readonly party: string;
  readonly rung: Rung;
  readonly seesPeople: boolean;
  readonly isClosed: boolean;
  readonly version: number;
  /** False: what was said is of an older version. */
  readonly isCurrent: boolean;
  readonly state: MoveReceiptState;
  readonly deliveredMs: number | null;
  readonly answer: {
    /** The officer, to the own party alone. */
    readonly by: string | null;
    readonly atMs: number;
    readonly concern: WordOf<"concern"> | null;
    readonly text: string | null;
    readonly isOfIncomplete: boolean;
  } | null;
  readonly levels: MoveReceipt["levels"];
  /** Levels of command of which nobody has said that they know. */
  readonly levelsNotTold: readonly Level[];
};

export type FullMovementView = Omit<BriefMovementView, "detail"> & {
  readonly detail: "full";
  /** Both sides of a conflict agreed on other times or another way: the operation says which. */
  readonly isAmendedByAgreement: boolean;
  /** As far as its rung goes. */
  readonly fields: Partial<MovementFields>;
  readonly reports: readonly Report[];
  readonly reportCount: number;
  readonly receipts: readonly ReceiptView[];
  /** How position reports stand, in full alone: they decide nothing, and that none came says nothing. */
  readonly observed: readonly ObservedView[];
  readonly holdsAsked: readonly (Omit<HoldAsked, "by"> & { readonly by: string | null })[];
  readonly people: PeopleView | null;
  /** Of the own party alone. */
  readonly draft: {
    readonly version: number;
    readonly submittedBy: string | null;
    readonly submittedMs: number;
    readonly fields: MovementFields;
  } | null;
};

export type PeopleView = {
  /** SHA-256 of the key that they are sealed under. */
  readonly keyHash: string;
  readonly sealedMs: number;
  readonly overMs: number | null;
  /** To the owner: who read them. */
  readonly reads: readonly {
    readonly party: string;
    readonly by: string | null;
    readonly atMs: number;
  }[];
};
export type MovementView = ExistsMovementView | BriefMovementView | FullMovementView;

export type MovementsView = {
  readonly find: (id: string) => MovementView | null;
  /** The version of which the reader's having it is not noted yet; null: there is none. */
  readonly undelivered: (id: string) => number | null;
  /** The sealed details, if the reader may read them. */
  readonly sealed: (id: string) => SealedPeople | null;
};

export const movementsViewFor = (state: State, reader: Reader): MovementsView => ({
  find: (id) => {
    const found = state.movements.all.get(id);
    return found && isMovementSeen(found, reader) ? viewMovement(state, found, reader) : null;
  },
  undelivered: (id) => {
    const found = state.movements.all.get(id);
    if (!found || reader.kind === "host") return null;
    const recipient = findRecipient(found, reader.party);
    if (!recipient || recipient.closed) return null;
    const { version } = toldVersion(found)!;
    const receipt = recipient.receipts.at(-1);
    return receipt?.version === version && receipt.state !== "undelivered" ? null : version;
  },
  sealed: (id) => {
    if (reader.kind === "host") return null;
    const found = findReadable(state.movements.all.get(id), reader.party);
    return found.ok ? found.value.sealed : null;
  },
});

export const isMovementSeen = (movement: Movement, reader: Reader): boolean =>
  reader.kind === "host" ||
  movement.party === reader.party ||
  findRecipient(movement, reader.party) !== undefined;

/** To whom its own party, and the host that opened it, are as one: there is nothing held back. */
type Seat = { readonly recipient: Recipient | null; readonly shown: MovementVersion };

const seatOf = (movement: Movement, reader: Reader): Seat => {
  const newest = toldVersion(movement) ?? movement.versions[0]!;
  if (reader.kind === "host" || reader.party === movement.party)
    return { recipient: null, shown: newest };
  const recipient = findRecipient(movement, reader.party)!;
  const { closed } = recipient;
  const shown = closed ? movement.versions.find((one) => one.version === closed.version) : null;
  return { recipient, shown: shown ?? newest };
};

/** As lists and events have it. */
export const viewMovementBriefly = (
  state: State,
  movement: Movement,
  reader: Reader,
): ExistsMovementView | BriefMovementView => {
  const seat = seatOf(movement, reader);
  return reader.kind === "host" && !isOpenToHost(state, "movement", movement.id)
    ? existsOf(movement, seat)
    : { ...briefOf(movement, seat), detail: "brief" };
};

const viewMovement = (state: State, movement: Movement, reader: Reader): MovementView => {
  const seat = seatOf(movement, reader);
  if (reader.kind === "host" && !isOpenToHost(state, "movement", movement.id))
    return existsOf(movement, seat);
  const { recipient, shown } = seat;
  const own = reader.kind === "party" ? reader.party : null;
  const rung = recipient?.rung ?? "full";
  const isOwner = own === movement.party;
  const untilMs = recipient?.closed?.atMs ?? Infinity;
  const reports = movement.reports.filter(({ saidMs }) => saidMs <= untilMs);
  const draft = isOwner ? draftOf(movement) : null;
  return {
    ...briefOf(movement, seat),
    detail: "full",
    isAmendedByAgreement: untilMs === Infinity && isAmended(state, movement),
    fields: fieldsAt(shown.fields, rung),
    reports: reports.map((report) => reportAt(report, rung, isOwner)),
    reportCount: untilMs === Infinity ? movement.reportCount : reports.length,
    receipts: movement.recipients
      .filter(({ to }) => recipient === null || to === own)
      .map((one) => receiptView(movement, one, own)),
    observed:
      own !== null && rung === "full" && untilMs === Infinity
        ? viewObserved(state, movement.id)
        : [],
    holdsAsked: movement.holdsAsked
      .filter(({ party }) => recipient === null || party === own)
      .map((one) => ({ ...one, by: one.party === own ? one.by : null })),
    people: peopleOf(movement, seat, own),
    draft: draft && {
      version: draft.version,
      submittedBy: draft.submittedBy,
      submittedMs: draft.submittedMs,
      fields: draft.fields,
    },
  };
};

const existsOf = (movement: Movement, { recipient, shown }: Seat): ExistsMovementView => {
  const { id, party, changedMs } = movement;
  const { fields } = shown;
  const about = { startMs: startOf(fields), endMs: endOf(fields) };
  const closed = recipient?.closed;
  return {
    detail: "exists",
    id,
    party,
    state: closed?.state ?? movement.state,
    ...about,
    changedMs: closed?.atMs ?? (recipient ? lastHeardMs(movement, recipient) : changedMs),
  };
};

/** What the recipient heard of last: what others say of it is not its to know. */
const lastHeardMs = (movement: Movement, recipient: Recipient): number => {
  const told = toldVersion(movement);
  const answered = recipient.receipts.at(-1)?.answered?.atMs ?? 0;
  const reported = movement.reports.at(-1)?.saidMs ?? 0;
  return Math.max(told?.told?.atMs ?? 0, answered, reported, movement.closedMs ?? 0);
};

const briefOf = (movement: Movement, seat: Seat): Omit<BriefMovementView, "detail"> => {
  const { recipient, shown } = seat;
  const { detail: _detail, ...exists } = existsOf(movement, seat);
  const isOver = recipient?.closed !== undefined && recipient?.closed !== null;
  const { deviation, silentSinceMs, outcome, closedMs, isEmergency } = movement;
  const live = { deviation, silentSinceMs, outcome, closedMs };
  const frozen = { deviation: null, silentSinceMs: null, outcome: null, closedMs: null };
  return {
    ...exists,
    rung: recipient?.rung ?? null,
    operationId: recipient === null || recipient.rung === "full" ? movement.operationId : null,
    ends: recipient === null ? endNamesOf(shown.fields) : null,
    version: shown.version,
    isEmergency,
    isShortNotice: shown.told?.isShortNotice ?? false,
    minutesOfNotice: shown.told?.minutesOfNotice ?? null,
    isChecked: shown.checkedMs !== null,
    missing: missingOf(shown.fields, isSealedNow(movement)),
    ...(isOver ? frozen : live),
    consentClosedMs: recipient?.closed?.atMs ?? null,
    draftVersion: recipient === null ? (draftOf(movement)?.version ?? null) : null,
  };
};

const endNamesOf = ({ originName, destinationName }: MovementFields) => ({
  origin: originName,
  destination: destinationName,
});

const isAmended = ({ operations }: State, movement: Movement): boolean => {
  const told = toldVersion(movement)?.told;
  const operation = operations.get(movement.operationId ?? "");
  return told !== undefined && told !== null && operation !== undefined
    ? currentVersion(operation).version > told.operationVersion
    : false;
};

/** From which rung on a field is shown; what is not named here, in full alone. */
const SHOWN_FROM: Readonly<Partial<Record<keyof MovementFields, Rung>>> = {
  route: "area_and_altitude",
  contingencyRoute: "area_and_altitude",
  legs: "area_and_altitude",
  purpose: "category",
  persons: "category",
  cargo: "category",
  armedEscort: "category",
  areasCrossed: "category",
};

const fieldsAt = (fields: MovementFields, rung: Rung): Partial<MovementFields> => {
  const from: Readonly<Record<string, Rung>> = SHOWN_FROM;
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => isAtLeast(rung, from[name] ?? "full")),
  );
};

const reportAt = (report: Report, rung: Rung, isOwner: boolean): Report => ({
  ...report,
  by: isOwner ? report.by : null,
  text: rung === "full" ? report.text : null,
});

const receiptView = (
  movement: Movement,
  { to, rung, seesPeople, closed, receipts }: Recipient,
  own: string | null,
): ReceiptView => {
  const version = toldVersion(movement)?.version ?? 0;
  const newest = receipts.at(-1);
  // What was said of an older version stands beside until the new one is answered.
  const said = receipts.findLast(({ answered }) => answered !== null);
  const isNew = newest?.version === version && newest.answered !== null;
  const receipt = isNew ? newest : (said ?? newest);
  const told = receipt?.levels ?? [];
  const known = new Set(told.map(({ level }) => level));
  const answered = receipt?.answered ?? null;
  return {
    party: to,
    rung,
    seesPeople,
    isClosed: closed !== null,
    version: receipt?.version ?? version,
    isCurrent: receipt === undefined || receipt.version === version,
    state: receipt?.state ?? "undelivered",
    deliveredMs: receipt?.deliveredMs ?? null,
    answer: answered && { ...answered, by: to === own ? answered.by : null },
    levels: told,
    levelsNotTold: COMMAND_LEVELS.filter((level) => !known.has(level)),
  };
};

const peopleOf = (
  { people }: Movement,
  { recipient }: Seat,
  own: string | null,
): PeopleView | null => {
  const mayKnow = recipient === null || (recipient.seesPeople && recipient.closed === null);
  if (!people || !mayKnow) return null;
  const { keyHash, sealedMs, overMs, reads } = people;
  const seen = recipient === null ? reads : [];
  return {
    keyHash,
    sealedMs,
    overMs,
    reads: seen.map((one) => ({ ...one, by: one.party === own ? one.by : null })),
  };
};

export type MovementTold = {
  readonly kind: "movement.changed" | "movement.deviating" | "movement.silent";
  readonly cause: MovementCause;
  readonly movement: ExistsMovementView | BriefMovementView;
  /** Of whom alone it tells, to the owner and to that one, and how its receipt now stands; null: of all. */
  readonly recipient: { readonly party: string; readonly state: MoveReceiptState } | null;
};

/** Of these the host hears too: that it exists, and when it is due. */
const TO_THE_HOST: ReadonlySet<MovementCause> = new Set([
  "submitted",
  "told",
  "reported",
  "closed",
]);

/** The change as told to this reader, or null when it is not told. */
export const tellOfMovement = (
  state: State,
  { movementId, cause, to }: MovementChange,
  reader: Reader,
): MovementTold | null => {
  const found = state.movements.all.get(movementId);
  if (!found || !isMovementSeen(found, reader) || !isFor(found, { cause, to }, reader)) return null;
  const kind =
    cause === "deviating" || cause === "silent"
      ? (`movement.${cause}` as const)
      : "movement.changed";
  const movement = viewMovementBriefly(state, found, reader);
  return { kind, cause, movement, recipient: recipientTold(found, to) };
};

const recipientTold = (movement: Movement, to: string): MovementTold["recipient"] => {
  const recipient = findRecipient(movement, to);
  if (!recipient) return null;
  return { party: to, state: recipient.receipts.at(-1)?.state ?? MOVE_RECEIPT.start };
};

const isFor = (
  movement: Movement,
  { cause, to }: Pick<MovementChange, "cause" | "to">,
  reader: Reader,
): boolean => {
  if (reader.kind === "host") return TO_THE_HOST.has(cause);
  if (movement.party === reader.party) return true;
  if (to === reader.party) return true;
  return to === "all" && findRecipient(movement, reader.party)?.closed === null;
};
