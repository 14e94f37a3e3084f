/** What the host changes of the theatre is everybody's to know: the same is told in both worlds. */

import { findWaiting } from "../theatre/change-model.ts";
import { pages } from "./test-part.ts";
import type { Act, Part } from "./test-part.ts";
import { pick } from "./test-step.ts";

/** Takes two in either direction, and changes nothing that these runs come to. */
const change: Act = ({ state }, { which }) => {
  const theatre = state.theatre!;
  const noticesPerPartyDayMax = 20_000 + (which % 3);
  const rules = { ...theatre.rules, noticesPerPartyDayMax };
  return {
    command: { kind: "set-theatre", theatre: { ...theatre, rules } },
    by: "host-1",
    isSystem: true,
  };
};

const settle =
  (kind: "second-theatre-change" | "withdraw-theatre-change"): Act =>
  ({ state }, { which }) => {
    const waiting = pick(findWaiting(state.theatreChanges), which);
    return (
      waiting && { command: { kind, changeId: waiting.id }, by: "host-2", isSystem: true as const }
    );
  };

export const THEATRE_CHANGES: Part = {
  acts: {
    "set-theatre": [1, change],
    "second-theatre-change": [1, settle("second-theatre-change")],
    "withdraw-theatre-change": [1, settle("withdraw-theatre-change")],
  },
  asides: [],
  idsOf: ({ theatreChanges }) => ({ theatreChanges: [...theatreChanges.all.keys()] }),
  fetch: (view, { theatreChanges = [] }) => ({
    theatre: view.theatre(),
    theatreChanges: pages((after) => view.theatreChanges({}, { after, limit: 3 })),
    eachTheatreChange: theatreChanges.map((id) => view.theatreChange(id)),
  }),
  probes: [],
};
