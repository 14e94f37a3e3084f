/** What takes two people of the host: one asks, another seconds it; unseconded it lapses. */

import { accept, refuse } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";

/** Who asks. `waiting`: what waits for a second person already. */
export const findRequester = (
  by: string | null,
  waiting: { readonly count: number; readonly limit: number; readonly what: string },
): Outcome<string> => {
  const { count, limit, what } = waiting;
  if (by === null) return refuse(NO_PERSON);
  return count >= limit ? refuse({ reason: "too-many", what, limit }) : accept(by);
};

/** The second person: another than the one who asked. */
export const findSecond = (
  { requestedBy }: { readonly requestedBy: string | null },
  by: string | null,
): Outcome<string> => {
  if (by === null) return refuse(NO_PERSON);
  const detail = "who asked for it can't be its second person";
  return by === requestedBy ? refuse({ reason: "needs-second-person", detail }) : accept(by);
};

export const NO_PERSON = {
  reason: "not-permitted",
  detail: "this takes two people of the host: the token names none",
} as const;
