/** A CONFLICT message says what the record says of the conflict, as far as the sender is told of it. */

import type { ConflictView } from "../conflicts/view.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import { badField } from "./bad-field.ts";
import type { Values, Window } from "./fields.ts";

type Side = { readonly operationId: string; readonly party: string };

/** The sides that the reader is told of, beside its own. */
export const sidesSeen = (seen: ConflictView | null): readonly Side[] => {
  if (!seen) return [];
  const { other, facts, ownOperationIds } = seen;
  const told = (facts?.sides ?? []).filter((one) => !ownOperationIds.includes(one.operationId));
  if (!other?.party || told.length > 0) return told;
  return [{ operationId: other.operationId ?? "", party: other.party }];
};

const windowSeen = ({ startMs, endMs }: ConflictView): Window | null =>
  Number.isFinite(startMs) ? { startMs, endMs: Number.isFinite(endMs) ? endMs : null } : null;

/**
 * What the server fills in where the sender says nothing: what both sides are told alike. `told`: what the
 * recipient is told of the same conflict, since a message carries no cell to whom none is shown.
 */
export const conflictFields = (seen: ConflictView, told: ConflictView | null): Values => {
  const [side] = sidesSeen(seen);
  const [cell, window] = [told && seen.cell, told && windowSeen(told) && windowSeen(seen)];
  return {
    ...(side && side.operationId !== "" ? { yourOperation: side.operationId } : {}),
    ...(Number.isFinite(seen.contactByMs) ? { contactByMs: seen.contactByMs } : {}),
    ...(cell && told?.cell ? { cells: [cell.id] } : {}),
    ...(window ? { window } : {}),
  };
};

/** A short code has no seconds. */
const isSameMinute = (a: number, b: number): boolean => a - b < 60_000 && b - a < 60_000;

/**
 * The first field that differs from the record, or null. Of the cell it is judged here that one is told;
 * which it is, takes trigonometry, and is judged at the edge (`findOtherCell`).
 */
export const findDifference = (state: State, seen: ConflictView, body: Values): Refusal | null => {
  const { contactByMs, window, cells, verticalOverlap, otherClass } = body as {
    contactByMs: number;
    window?: Window;
    cells?: readonly string[];
    verticalOverlap?: string;
    otherClass?: string;
  };
  const contact = seen.contactByMs;
  if (Number.isFinite(contact) && !isSameMinute(contactByMs, contact))
    return differs("contactBy", instant(contact));
  const known = windowSeen(seen);
  if (window && !known) return untold("window");
  if (window && known && !isSameWindow(window, known))
    return differs("window", `${instant(known.startMs)} to ${instant(known.endMs)}`);
  if (cells && seen.cell === null) return untold("cells");
  const overlap = seen.facts && (seen.facts.summary.verticalM === 0 ? "yes" : "no");
  if (verticalOverlap !== undefined && verticalOverlap !== "unknown") {
    if (overlap === null) return untold("verticalOverlap");
    if (overlap !== verticalOverlap) return differs("verticalOverlap", overlap);
  }
  if (otherClass === undefined || otherClass === "undisclosed") return null;
  const own = seen.ownOperationIds.map((id) => state.operations.get(id)?.moverClass);
  return own.includes(otherClass as "ship")
    ? null
    : differs(
        "otherClass",
        `${own.join(" or ") || "undisclosed"}, the class of your own operation`,
      );
};

/** The cells that are said are not the one that the sender is told of. */
export const findOtherCell = ({ cell }: ConflictView, cells: readonly string[]): Refusal | null =>
  cell === null || (cells.length === 1 && cells[0] === cell.id) ? null : differs("cells", cell.id);

const isSameWindow = (a: Window, b: Window): boolean =>
  isSameMinute(a.startMs, b.startMs) &&
  (a.endMs === null || b.endMs === null ? a.endMs === b.endMs : isSameMinute(a.endMs, b.endMs));

const instant = (ms: number | null): string =>
  ms === null ? "until further notice" : new Date(ms).toISOString();

const differs = (field: string, known: string): Refusal =>
  badField(`fields.${field}`, "is not what the record says", `say ${known}, or leave it out`);

const untold = (field: string): Refusal =>
  badField(`fields.${field}`, "is not told to you of that conflict", "leave it out");
