/** Operations that go where something else goes: a humanitarian movement, an intent of a USS. */

import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { Operation } from "./model.ts";

/** The id of what leads it; null: nothing does. */
const leaderOf = ({ movements, operations }: State, operationId: string): string | null =>
  movements.byOperation.get(operationId) ?? operations.get(operationId)?.intentId ?? null;

/** Is it of an intent? */
export const isOfUss = ({ intentId }: Operation): boolean => intentId !== null;

/** Why it is not changed by itself, or null. */
export const findLed = (state: State, operationId: string): Refusal | null => {
  const leader = leaderOf(state, operationId);
  if (leader === null) return null;
  const detail = `it is the operation of ${leader}, and moves with it`;
  return { reason: "not-permitted", detail };
};
