/** What a recipient sees of another's operation, rung by rung, and what the owner sees of that. */

import type { Footprint, Volume4D } from "../../geometry/footprint.ts";
import type { Category, MoverClass } from "../operations/category.ts";
import { currentVersion, volumesOf } from "../operations/model.ts";
import type { Notice, Operation, OperationState, Version } from "../operations/model.ts";
import type { State } from "../state.ts";
import { outwardMs } from "../theatre/quarter.ts";
import { grantsOf } from "./apply.ts";
import { grantKey, isAtLeast, SHOWS_OPERATION } from "./model.ts";
import type { Grant, ReadReceipt, Rung, ShownVersion } from "./model.ts";
import { mayBeShown, rungShown } from "./rungs.ts";

/** One version as it was shown. Below `full` its times are rounded outward and a mover's times left out. */
export type ShownView = {
  readonly version: number;
  readonly rung: Rung;
  readonly shownMs: number;
  readonly volumes: readonly Volume4D[];
  /** null: not shown at this rung. */
  readonly category: Category | null;
  readonly moverClass: MoverClass | null;
  readonly notice: Notice | null;
  readonly name: string | null;
};

/** Another's operation, as much of it as its owner showed. */
export type DisclosedOperationView = {
  readonly detail: "disclosed";
  readonly id: string;
  readonly party: string;
  /** Is the current version among those shown? If not, it is known only that it changed, and when. */
  readonly isCurrent: boolean;
  /** null: of a version that is not shown. */
  readonly state: OperationState | null;
  readonly changedMs: number;
  /** Oldest first; never none. */
  readonly versions: readonly ShownView[];
};

/** That something was shown, without what: what lists and events say. Reading it is a receipt. */
export type DisclosureRef = {
  readonly operationId: string;
  readonly party: string;
  /** The latest version shown, and how much of it. */
  readonly version: number;
  readonly rung: Rung;
  readonly isCurrent: boolean;
  readonly shownMs: number;
  /** When it was first opened; null: not yet. */
  readonly readMs: number | null;
};

/** For the owner: one recipient. */
export type RecipientView = {
  readonly to: string;
  readonly rung: Rung;
  readonly isClosed: boolean;
  readonly shown: readonly ShownVersion[];
  readonly reads: readonly ReadReceipt[];
  /** Exactly what the recipient gets when it asks; null: nothing of the operation itself. */
  readonly sees: DisclosedOperationView | null;
};

/** What `to` is shown of the operation, or null: not that it exists. */
export const viewDisclosed = (
  state: State,
  operation: Operation,
  to: string,
): DisclosedOperationView | null => {
  const grant = state.disclosure.grants.get(grantKey(operation.id, to));
  return grant && mayBeShown(state, operation.party, to) ? viewShown(operation, grant.shown) : null;
};

const viewShown = (
  operation: Operation,
  shown: readonly ShownVersion[],
): DisclosedOperationView | null => {
  const versions = shown
    .filter(({ rung }) => isAtLeast(rung, SHOWS_OPERATION))
    .map((one) => viewVersion(operation, one));
  const latest = versions.at(-1);
  if (!latest) return null;
  const current = currentVersion(operation);
  const isCurrent = latest.version === current.version;
  return {
    detail: "disclosed",
    id: operation.id,
    party: operation.party,
    isCurrent,
    state: isCurrent ? operation.state : null,
    changedMs: isCurrent ? operation.changedMs : firstUnshown(operation, latest).notice.receivedMs,
    versions,
  };
};

/** The latest version that `to` was shown of the operation itself; null: none. */
export const viewLatestShown = (
  state: State,
  operation: Operation,
  to: string,
): ShownView | null => {
  const latest = findLatestShown(state, operation, to);
  return latest && viewVersion(operation, latest);
};

const findLatestShown = (state: State, operation: Operation, to: string): ShownVersion | null => {
  const grant = state.disclosure.grants.get(grantKey(operation.id, to));
  const latest = grant?.shown.findLast(({ rung }) => isAtLeast(rung, SHOWS_OPERATION));
  return latest && mayBeShown(state, operation.party, to) ? latest : null;
};

/** That it changed is told; how often it did since is not. */
const firstUnshown = ({ versions }: Operation, latest: ShownView): Version =>
  versions.find(({ version }) => version > latest.version)!;

const viewVersion = (operation: Operation, { version, rung, atMs }: ShownVersion): ShownView => {
  const said = operation.versions.find((one) => one.version === version)!;
  const [isFull, hasCategory] = [rung === "full", isAtLeast(rung, "category")];
  const volumes = volumesOf(said);
  return {
    version,
    rung,
    shownMs: atMs,
    volumes: isFull ? volumes : volumes.map(roundVolume),
    category: hasCategory ? operation.category : null,
    moverClass: hasCategory ? operation.moverClass : null,
    notice: isFull ? said.notice : null,
    name: isFull ? said.name : null,
  };
};

/** When within the window a mover is where is not told: the whole corridor, for the whole window. */
const roundVolume = (volume: Volume4D): Volume4D => {
  const whole = withoutMoving(volume);
  const { startMs, endMs } = whole;
  const window = outwardMs(startMs ?? -Infinity, endMs ?? Infinity);
  return {
    ...whole,
    startMs: startMs === null ? null : window.startMs,
    endMs: endMs === null ? null : window.endMs,
  };
};

/** All that a mover passes, from its first to its last time. */
export const withoutMoving = (volume: Volume4D): Volume4D => {
  const { footprint, lowerM, upperM, startMs, endMs } = volume;
  const timesMs = footprint.kind === "corridor" ? footprint.timesMs : undefined;
  return {
    footprint: withoutTimes(footprint),
    lowerM,
    upperM,
    startMs: startMs ?? timesMs?.[0] ?? null,
    endMs: endMs ?? timesMs?.at(-1) ?? null,
  };
};

const withoutTimes = (footprint: Footprint): Footprint => {
  if (footprint.kind !== "corridor") return footprint;
  const { kind, route, halfWidthM, edges } = footprint;
  return { kind, route, halfWidthM, edges };
};

/** What lists and events say to the recipient of an operation that was shown to it. */
export const refOf = (state: State, operation: Operation, to: string): DisclosureRef | null => {
  const seen = viewDisclosed(state, operation, to);
  const latest = seen?.versions.at(-1);
  if (!seen || !latest) return null;
  const { version, rung, shownMs } = latest;
  const reads = state.disclosure.grants.get(grantKey(operation.id, to))?.reads ?? [];
  const read = reads.find((one) => one.version === version && one.rung === rung);
  return {
    operationId: operation.id,
    party: operation.party,
    version,
    rung,
    isCurrent: seen.isCurrent,
    shownMs,
    readMs: read?.readMs ?? null,
  };
};

/** What of it the recipient has not opened yet, oldest version first. */
export const findUnread = (
  state: State,
  operation: Operation,
  to: string,
): readonly { readonly version: number; readonly rung: Rung }[] => {
  const seen = viewDisclosed(state, operation, to);
  const reads = state.disclosure.grants.get(grantKey(operation.id, to))?.reads ?? [];
  return (seen?.versions ?? [])
    .filter(
      ({ version, rung }) => !reads.some((one) => one.version === version && one.rung === rung),
    )
    .map(({ version, rung }) => ({ version, rung }));
};

/** The latest version that it was shown, where it has not opened that one yet. */
export const findLatestUnread = (
  state: State,
  operation: Operation,
  to: string,
): { readonly version: number; readonly rung: Rung } | null => {
  const latest = findLatestShown(state, operation, to);
  if (!latest) return null;
  const { version, rung } = latest;
  const reads = state.disclosure.grants.get(grantKey(operation.id, to))?.reads ?? [];
  const isRead = reads.some((one) => one.version === version && one.rung === rung);
  return isRead ? null : { version, rung };
};

/** For the owner: every recipient of its operation and what it sees, as the theatre lists them. */
export const viewRecipients = (state: State, operation: Operation): RecipientView[] =>
  grantsOf(state, operation).map((grant) => viewRecipient(state, operation, grant));

const viewRecipient = (state: State, operation: Operation, grant: Grant): RecipientView => {
  const { to, rung, isClosed, shown, reads } = grant;
  return { to, rung, isClosed, shown, reads, sees: viewDisclosed(state, operation, to) };
};

/** For the owner: what a recipient would see if the current version were shown to it at a rung. */
export const previewDisclosure = (
  state: State,
  operation: Operation,
  { to, rung, atMs }: { readonly to: string; readonly rung: Rung; readonly atMs: number },
): DisclosedOperationView | null => {
  if (!mayBeShown(state, operation.party, to)) return null;
  const known = state.disclosure.grants.get(grantKey(operation.id, to))?.shown ?? [];
  const { version } = currentVersion(operation);
  const before = rungShown(state, operation, to, version);
  const stays = before !== null && isAtLeast(before, rung);
  const shown = known.filter((one) => stays || one.version !== version);
  return viewShown(operation, stays ? shown : [...shown, { version, rung, atMs }]);
};
