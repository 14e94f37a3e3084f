/** Instants: ISO 8601 text on the wire, Unix milliseconds inside. */

import { parseInstant } from "../../formats/instant.ts";
import { Unreadable } from "../../formats/unreadable.ts";
import { ApiProblem } from "../problem.ts";

/** What four digits of a year can still say after any rounding. */
const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(9999, 0, 1);

/** What is finer than a millisecond goes outward from the window it bounds. Throws ApiProblem. */
export const parseTime = (text: string, field: string, side: "start" | "end" = "start"): number => {
  const ms = readTime(text, field, side);
  if (ms >= EARLIEST_MS && ms < LATEST_MS) return ms;
  throw new ApiProblem("invalid-request", {
    detail: `${field} ${text} is out of range`,
    field,
    remedy: "give a year from 1900 to 9998, or null for no bound",
  });
};

const readTime = (text: string, field: string, side: "start" | "end"): number => {
  try {
    return parseInstant(text, field, side === "start" ? "down" : "up");
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const remedy = "write it as 2026-01-31T12:00:00Z";
    throw new ApiProblem("invalid-request", { detail: error.message, field, remedy });
  }
};

export const timeText = (ms: number): string => new Date(ms).toISOString();

/** ±Infinity and null are both "no bound". */
export const boundText = (ms: number | null): string | null =>
  ms === null || !Number.isFinite(ms) ? null : timeText(ms);

/** JSON has no infinity. */
export const finiteOrNull = (value: number): number | null =>
  Number.isFinite(value) ? value : null;
