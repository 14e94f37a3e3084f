/**
 * What the USSs of a load know of one another's intents: one table for all, in place of the details
 * that each would serve and read. It is never ahead of what the server answered, but for OVNs that
 * were announced.
 */

import { randomBytes } from "node:crypto";

export type UssTable = {
  /** Current OVNs by the intent's id. */
  readonly ovns: Map<string, string>;
  /** Chosen by their USSs for writes that are on their way. */
  readonly announced: Set<string>;
  /** Writes one after another: resolves when it is one's turn, with the way to end it. */
  readonly takeTurn: () => Promise<() => void>;
};

export const makeUssTable = (): UssTable => {
  let last = Promise.resolve();
  return {
    ovns: new Map(),
    announced: new Set(),
    takeTurn: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const mine = last.then(() => resolve);
      last = promise;
      return mine;
    },
  };
};

/** A UUID of version 7, of now: the end of an OVN that a USS chooses. */
export const uuidV7 = (): string => {
  const time = Date.now().toString(16).padStart(12, "0");
  const rest = randomBytes(10).toString("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-a${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
};
