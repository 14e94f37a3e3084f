/** Where each party is told, of what and under which name, is nobody's but its own. */

import type { SetTarget } from "../targets/commands.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick } from "./test-step.ts";
import type { PartyId, Secret } from "./test-step.ts";
import type { World } from "./test-world.ts";

const set = ({ name, east, isSquare }: Secret): SetTarget => ({
  kind: "set-target",
  name,
  to: isSquare
    ? { kind: "webhook", url: `https://north.example/${east}` }
    : { kind: "email", address: `desk${east + 300}@north.example`, language: "en" },
  eventKinds: isSquare ? "all" : ["conflict.opened"],
});

const KINDS = ["pause-target", "resume-target", "rotate-target-secret", "remove-target"] as const;

const change = ({ state }: World, party: PartyId, which: number) => {
  const target = pick(
    state.targets.live.filter((one) => one.party === party),
    which,
  );
  return target && { kind: pick(KINDS, which)!, targetId: target.id };
};

const targetAside: Aside = (world, speaker, secret) =>
  secret.which % 2 === 0 ? set(secret) : change(world, speaker, secret.which >> 1);

/** Of the observer's own: so that its list is not empty. */
const target: Act = (world, { party, which, plain }) => {
  if (!world.isObserver(party)) return null;
  return which % 2 === 0 ? set(plain) : change(world, party, which >> 1);
};

export const TARGETS: Part = {
  acts: { target: [2, target] },
  asides: [],
  hostAsides: [targetAside],
  idsOf: ({ targets }) => ({ targets: [...targets.all.keys()] }),
  fetch: ({ targets }, { targets: ids = [] }) => ({
    targets: targets.list(),
    eachTarget: ids.map((id) => targets.find(id)),
  }),
  probes: [
    (targetId) => ({ kind: "pause-target", targetId }),
    (targetId) => ({ kind: "rotate-target-secret", targetId }),
    (targetId) => ({ kind: "remove-target", targetId }),
  ],
};
