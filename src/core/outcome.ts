/** What the state machine answers. A refusal is a value, recorded like any other outcome. */

import type { Unread } from "./airspace/results.ts";

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** Every way the domain says no. `api/problem.ts` maps each to a status and a remedy. */
export type Refusal =
  | { readonly reason: "unknown-operation"; readonly operationId: string }
  | {
      readonly reason: "stale-version";
      readonly operationId: string;
      readonly currentVersion: number;
    }
  | {
      readonly reason: "wrong-state";
      /** What it is the state of: "operation", "conflict", "line". */
      readonly what: string;
      readonly id: string;
      readonly state: string;
      readonly wanted: string;
    }
  /** Another's, and none at all, look the same. */
  | { readonly reason: "not-found"; readonly what: string; readonly id: string }
  | {
      readonly reason: "bad-field";
      readonly field: string;
      readonly detail: string;
      readonly remedy: string;
    }
  | { readonly reason: "needs-second-person"; readonly detail: string }
  | { readonly reason: "bad-signature"; readonly detail: string }
  | { readonly reason: "signature-required" }
  | {
      readonly reason: "line-suspended";
      readonly channelId: string;
      readonly by: string;
      readonly sinceMs: number;
      readonly scope: readonly string[];
    }
  | { readonly reason: "window-ended"; readonly endMs: number }
  | { readonly reason: "unknown-party"; readonly party: string }
  | { readonly reason: "no-theatre" }
  | { readonly reason: "not-permitted"; readonly detail: string }
  | {
      readonly reason: "conflicts-refused";
      readonly category: string;
      readonly conflictCount: number;
    }
  | { readonly reason: "too-many"; readonly what: string; readonly limit: number }
  /** Of a USS: it is there already, or is not as it was known. */
  | {
      readonly reason: "airspace-version";
      readonly what: string;
      readonly id: string;
      readonly detail: string;
    }
  /** A USS plans where it has not read all that is there. */
  | { readonly reason: "airspace-unread"; readonly unread: Unread }
  | { readonly reason: "command-id-reused"; readonly commandId: string };

export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refuse = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal,
});

/** Ends the process when what was believed is not so: reachable only by our own bug. */
export function assert(condition: unknown, believed: string): asserts condition {
  if (!condition) throw new Error(`bug: it was believed that ${believed}`);
}

/** A closed union has no other case; a new one does not compile until it is handled. */
export const unreachable = (value: never): never => {
  throw new Error(`bug: unhandled ${JSON.stringify(value)}`);
};
