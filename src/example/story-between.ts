/** The days between the acts: what was agreed in the first is flown. No transcript tells it. */

import type { Step } from "./story.ts";

/** Of the second act: the agreed windows, two days before it. */
const TRANSIT_MIN = { from: -2_600, to: -2_540 };
const OBSERVATION_MIN = { from: -2_520, to: -2_400 };

const flies = (
  who: "northWatch" | "southWatch",
  operation: string,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Step[] => [
  {
    atMin: from,
    who,
    does: `begins the ${operation}`,
    act: ({ client, key, the }) => client.activateOperation(the(operation), { key }),
  },
  {
    atMin: to,
    who,
    does: `ends the ${operation}`,
    act: ({ client, key, the }) => client.endOperation(the(operation), { key }),
  },
];

export const BETWEEN_STEPS: readonly Step[] = [
  ...flies("northWatch", "transit", TRANSIT_MIN),
  ...flies("southWatch", "observation", OBSERVATION_MIN),
];
