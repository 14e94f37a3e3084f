/** How this folder says that a field cannot be taken. */

import { accept } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";

/** What is wrong at one place, and what to do. Thrown while parsing; handed on as a value. */
export class BadField extends Error {
  readonly refusal: Extract<Refusal, { reason: "bad-field" }>;

  /** `field` is the path from the message, so "fields.window.endMs". */
  constructor(field: string, fault: string, remedy: string) {
    super(`${field} ${fault}`);
    this.refusal = badField(field, fault, remedy);
  }
}

/** The same as a value: what is wrong with a field of a command, and what to do. */
export const badField = (
  field: string,
  fault: string,
  remedy: string,
): Extract<Refusal, { reason: "bad-field" }> => ({
  reason: "bad-field",
  field,
  detail: `${field} ${fault}`,
  remedy,
});

/** The result of `parse`, or the refusal that it threw. */
export const refuseBad = <T>(parse: () => T): Outcome<T> => {
  try {
    return accept(parse());
  } catch (error) {
    if (error instanceof BadField) return { ok: false, refusal: error.refusal };
    throw error;
  }
};
