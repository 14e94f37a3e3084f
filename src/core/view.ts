/**
 * The one way out of the state: what a reader may see, for every face of the server. Disclosure is
 * decided in the `view.ts` files and nowhere else.
 */

import type { Change } from "./changes.ts";
import { detectConflicts, countsWithin } from "./conflicts/detect.ts";
import type { Detection, Subject } from "./conflicts/detect.ts";
import type { Conflict } from "./conflicts/model.ts";
import { isConflictSeen, viewConflict } from "./conflicts/view.ts";
import type { ConflictView } from "./conflicts/view.ts";
import type { Operation, OperationState } from "./operations/model.ts";
import { detailFor, viewOperation, viewVersions } from "./operations/view.ts";
import type { OperationView, Reader, VersionView } from "./operations/view.ts";
import { assert } from "./outcome.ts";
import type { State } from "./state.ts";
import type { Theatre } from "./theatre/model.ts";

export type { ConflictView } from "./conflicts/view.ts";
export type { OperationView, Reader, VersionView } from "./operations/view.ts";

/**
 * A part of a list, oldest entry first. `remaining` says how many come after: nothing is cut silently.
 * O(entries of the list), whatever the part: what comes after is counted, not made.
 */
export type Page<T> = {
  readonly items: readonly T[];
  readonly remaining: number;
  /** Pass as `after` for the next page; null at the end. */
  readonly next: string | null;
};

export type OperationFilter = {
  readonly party?: string | undefined;
  readonly states?: readonly OperationState[] | undefined;
};
export type ConflictFilter = {
  readonly state?: "open" | "closed" | undefined;
  readonly operationId?: string | undefined;
};
/** `after` must name an entry that the reader sees, of the filter or not: callers parse it first. */
export type PageRequest = { readonly after?: string | undefined; readonly limit: number };

/** One thing that a reader is told, as it was when it happened. */
export type Told =
  | { readonly kind: "theatre.set" }
  | {
      readonly kind: "operation.filed" | "operation.replaced" | "operation.moved";
      readonly operation: OperationView;
    }
  | {
      readonly kind: "conflict.opened" | "conflict.changed" | "conflict.closed";
      readonly conflict: ConflictView;
    };

export type View = {
  readonly theatre: () => Theatre | null;
  /** In order of filing. */
  readonly operations: (filter: OperationFilter, page: PageRequest) => Page<OperationView>;
  readonly operation: (id: string) => OperationView | null;
  /** Oldest first; null when the reader may not see what the operation says. */
  readonly versions: (id: string) => readonly VersionView[] | null;
  /** In order of detection. */
  readonly conflicts: (filter: ConflictFilter, page: PageRequest) => Page<ConflictView>;
  readonly conflict: (id: string) => ConflictView | null;
  /** What is held against a draft: only what the reader may see in full. */
  readonly check: (subject: Subject) => readonly Detection[];
  /** May the reader see all of this operation? What options are computed from. */
  readonly isDisclosed: (operation: Operation) => boolean;
  /** The change as told to this reader, or null when it is not told. */
  readonly tell: (change: Change) => Told | null;
};

/** The state as `reader` may see it: now, and at each later call as it then is. */
export const viewFor = (state: State, reader: Reader): View => {
  const disclosure = () => state.theatre?.rules.disclosure ?? "conflict_only";
  const detailOf = (operation: Operation) => detailFor(operation, reader, disclosure());
  const isDisclosed = (operation: Operation): boolean => detailOf(operation) === "full";

  const operation = (id: string): OperationView | null => {
    const found = state.operations.get(id);
    const detail = found && detailOf(found);
    return detail ? viewOperation(found, detail) : null;
  };
  const conflict = (id: string): ConflictView | null => {
    const found = state.conflicts.get(id);
    return found ? viewConflict(state, found, reader) : null;
  };

  /** Asked for by an operation the reader does not see, there is nothing about it. */
  const isAbout = (found: Conflict, operationId: string): boolean =>
    found.operationIds.includes(operationId) && operation(operationId) !== null;

  return {
    theatre: () => state.theatre,
    operation,
    conflict,
    isDisclosed,
    operations: (filter, page) =>
      takePage(state.operations, page, {
        isSeen: (found) => detailOf(found) !== null,
        isAsked: (found) => matchesOperation(found, filter),
        view: (found) => viewOperation(found, detailOf(found)!),
      }),
    versions: (id) => {
      const found = state.operations.get(id);
      return found && isDisclosed(found) ? viewVersions(found) : null;
    },
    conflicts: (filter, page) =>
      takePage(state.conflicts, page, {
        isSeen: (found) => isConflictSeen(state, found, reader),
        isAsked: (found) =>
          (filter.state === undefined || found.state === filter.state) &&
          (filter.operationId === undefined || isAbout(found, filter.operationId)),
        view: (found) => viewConflict(state, found, reader)!,
      }),
    check: (subject) => {
      const isCounted = countsWithin(state, subject.party);
      return detectConflicts(state, subject, (other) => isCounted(other) && isDisclosed(other));
    },
    tell: (change) => {
      switch (change.kind) {
        case "theatre-set":
          return { kind: "theatre.set" };
        case "operation-filed":
        case "operation-replaced":
        case "operation-moved": {
          const seen = operation(change.operationId);
          return seen && { kind: TOLD_AS[change.kind], operation: seen };
        }
        default: {
          const seen = conflict(change.conflictId);
          return seen && { kind: TOLD_AS[change.kind], conflict: seen };
        }
      }
    },
  };
};

const TOLD_AS = {
  "operation-filed": "operation.filed",
  "operation-replaced": "operation.replaced",
  "operation-moved": "operation.moved",
  "conflict-opened": "conflict.opened",
  "conflict-changed": "conflict.changed",
  "conflict-closed": "conflict.closed",
} as const;

const matchesOperation = (operation: Operation, { party, states }: OperationFilter): boolean =>
  (party === undefined || operation.party === party) &&
  (states === undefined || states.includes(operation.state));

type Selection<S, T> = {
  /** May the reader see it at all? */
  readonly isSeen: (found: S) => boolean;
  readonly isAsked: (found: S) => boolean;
  readonly view: (found: S) => T;
};

const takePage = <S, T>(
  all: ReadonlyMap<string, S>,
  { after, limit }: PageRequest,
  { isSeen, isAsked, view }: Selection<S, T>,
): Page<T> => {
  const from = after === undefined ? undefined : all.get(after);
  assert(after === undefined || (from && isSeen(from)), "the page before ended at an entry seen");
  const items: T[] = [];
  let [isPast, remaining, lastId]: [boolean, number, string | null] = [!from, 0, null];
  for (const [id, found] of all) {
    if (!isPast) {
      isPast = found === from;
      continue;
    }
    if (!isAsked(found) || !isSeen(found)) continue;
    if (items.length < limit) {
      items.push(view(found));
      lastId = id;
    } else remaining++;
  }
  return { items, remaining, next: remaining > 0 ? lastId : null };
};
