import type { Notified } from "./model.ts";

/**
 * What this server manages itself, as a USS, was written or is gone: it has to tell those who listen,
 * as every USS does.
 */
export type AirspaceChange = {
  readonly kind: "uss-to-tell";
  readonly what: "intent" | "constraint";
  readonly id: string;
  readonly told: readonly Notified[];
};
