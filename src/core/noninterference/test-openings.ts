/** What the host opens: each party learns of what is opened of its own, and of nothing else. */

import { OPENABLE, OPENABLES } from "../openings/model.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part, Saying } from "./test-part.ts";
import { pick } from "./test-step.ts";
import type { World } from "./test-world.ts";

type Ask = {
  readonly which: number;
  readonly reason: string;
  readonly isMine: (parties: readonly string[]) => boolean;
};

/** Asked for by one person of the host, of a thing of those parties. */
const request = ({ state }: World, { which, reason, isMine }: Ask): Saying | null => {
  const what = pick(OPENABLES, which)!;
  const all = {
    operation: state.operations,
    conflict: state.conflicts,
    message: state.line.messages,
    contact: state.contacts.all,
    readout: state.contacts.readouts,
    item: state.items.all,
    site: state.sites.all,
    area: state.areas.all,
    incident: state.incidents.all,
    movement: state.movements.all,
    review: state.reviews.all,
  };
  const ids = [...all[what].keys()].filter((id) => isMine(OPENABLE[what](state, id) ?? []));
  const id = pick(ids, which);
  const command = { kind: "request-opening", what, id: id ?? "", reason } as const;
  return id === null ? null : { command, by: "host-1", isSystem: true };
};

const second = ({ state }: World, { which, isMine }: Ask): Saying | null => {
  const waiting = [...state.openings.all.values()].filter(
    // Whose it is may have become more since it was asked for.
    ({ state: now, parties, what, thingId }) =>
      now === "requested" && isMine(parties) && isMine(OPENABLE[what](state, thingId) ?? []),
  );
  const opening = pick(waiting, which);
  const command = { kind: "second-opening", openingId: opening?.id ?? "" } as const;
  return opening && { command, by: "host-2", isSystem: true };
};

/** To the host only SOUTH's operations are opened here: it then sees them, and may. */
const openSeen =
  (step: typeof request): Act =>
  (world, { which, plain }) =>
    step(world, {
      which: world.isHost() ? which * OPENABLES.length : which,
      reason: plain.name,
      isMine: (parties) => (world.isHost() ? parties.join() === "SOUTH" : world.isSeen(parties)),
    });

const openAside: Aside = (world, _, { which, name }) => {
  const isMine = (parties: readonly string[]): boolean => !world.isSeen(parties);
  return (which % 2 === 0 ? request : second)(world, { which: which >> 1, reason: name, isMine });
};

export const OPENINGS: Part = {
  acts: { "request-opening": [1, openSeen(request)], "second-opening": [2, openSeen(second)] },
  asides: [openAside, openAside],
  idsOf: ({ openings }) => ({ openings: [...openings.all.keys()] }),
  fetch: (view, { openings = [] }) => ({
    openings: pages((after) => view.openings({ after, limit: 3 })),
    eachOpening: openings.map((id) => view.opening(id)),
  }),
  probes: [],
};
