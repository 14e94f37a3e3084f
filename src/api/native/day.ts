/** UTC days on the wire: 2026-11-23. */

import { Type } from "typebox";
import { DAY_MS } from "../../core/statistics/model.ts";
import { timeText } from "./time.ts";

export const Day = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  description: "A UTC day: 2026-11-23.",
});

/** `day`: since 1970. */
export const dayText = (day: number): string => timeText(day * DAY_MS).slice(0, 10);

/** Null: there is no such day. */
export const dayOfText = (text: string): number | null => {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && dayText(ms / DAY_MS) === text ? ms / DAY_MS : null;
};
