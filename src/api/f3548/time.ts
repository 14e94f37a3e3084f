/** Instants: RFC 3339 text on the wire, Unix microseconds inside. */

import { parseInstant } from "../../formats/instant.ts";
import { Unreadable } from "../../formats/unreadable.ts";
import { F3548_LIMITS } from "./limits.ts";
import type { Time } from "./schema.ts";
import { badField } from "./wire-error.ts";

/** What is finer than a microsecond goes outward from the window that it bounds. Throws WireError. */
export const parseTimeUs = ({ value }: Time, field: string, side: "start" | "end"): number => {
  const us = readUs(value, `${field}.value`, side);
  const { yearMin, yearMax } = F3548_LIMITS;
  if (us >= Date.UTC(yearMin, 0, 1) * 1000 && us < Date.UTC(yearMax + 1, 0, 1) * 1000) return us;
  throw badField(`${field}.value`, `${value} is out of range`, `give ${yearMin} to ${yearMax}`);
};

const readUs = (text: string, field: string, side: "start" | "end"): number => {
  const finer = (/\.(\d+)/.exec(text)?.[1] ?? "").slice(3);
  const isUp = side === "end" && /[1-9]/.test(finer.slice(3));
  try {
    const us = parseInstant(text, field) * 1000 + Number(finer.slice(0, 3).padEnd(3, "0"));
    return us + (isUp ? 1 : 0);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw badField(field, `${text} is not a time`, "write it as 2026-01-31T12:00:00Z");
  }
};

/** With as many digits of the second as it takes, six at most. */
export const encodeTime = (us: number): Time => {
  const wholeMs = Math.floor(us / 1000);
  const micros = String(us - wholeMs * 1000).padStart(3, "0");
  const [seconds, millis] = new Date(wholeMs).toISOString().slice(0, -1).split(".");
  const fraction = `${millis}${micros}`.replace(/0+$/, "");
  return { value: `${seconds}${fraction === "" ? "" : `.${fraction}`}Z`, format: "RFC3339" };
};
