/** When what is over leaves the airspace: told to the queue each time its end is set. */

import { LIMITS } from "../limits.ts";
import type { State } from "../state.ts";
import type { Placeable } from "./model.ts";

export type AirspaceDueKind = OverKind | "uss-notices-over" | "uss-told-over";
type OverKind = "intent-over" | "constraint-over" | "subscription-over";

export const pushOver = (
  { due }: Pick<State, "due">,
  kind: OverKind,
  { id, endUs }: Placeable,
): void => {
  due.push({ dueMs: overMs(endUs), kind, id });
};

export const overMs = (endUs: number): number => Math.ceil(endUs / 1000) + LIMITS.airspaceKeptMs;
