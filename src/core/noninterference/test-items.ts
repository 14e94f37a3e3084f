/** Coordination items: all of one for its parties, but for who said it; nothing of it for others. */

import type { Item } from "../items/model.ts";
import type { OpenItem } from "../items/commands.ts";
import { BLOCK_MS, blockMs } from "./test-operations.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { PARTIES, pick, pickLate } from "./test-step.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** Who declined may be asked again, and then sees what was said meanwhile. */
const everIn = ({ lead, proposer, contributions }: Item): string[] => [
  lead,
  proposer,
  ...contributions.map(({ party }) => party),
];

/** Hidden from an observer that is none of them, and from the host. */
const textFor = (world: World, parties: readonly string[], step: Step): string =>
  (parties.some((party) => world.isObserver(party)) ? step.plain : world.hiddenOf(step)).name;

/** What is not humanitarian has two parties: of more, whether a line between others stops it shows. */
const open: Act = (world, step) => {
  const { party, which, block } = step;
  const other: PartyId = party === "NORTH" ? "SOUTH" : "NORTH";
  const isHumanitarian = which % 3 === 0;
  const isLead = which % 2 === 0;
  const third = isHumanitarian && party !== "RELIEF" ? (["RELIEF"] as const) : [];
  const parties = [party, other, ...third];
  return {
    kind: "open-item",
    subject: textFor(world, parties, step),
    lead: isLead ? party : other,
    contributors: [...(isLead ? [other] : []), ...third],
    dueMs: block === 0 ? null : blockMs(world, 1 + (which % 3)),
    isHumanitarian,
  };
};

/** There in both worlds. */
const itemsOf = (world: World, party: string): Item[] =>
  [...world.state.items.all.values()].filter(
    (item) => everIn(item).includes(party) && world.isSeen(everIn(item)),
  );

const answer: Act = (world, { party, which }) => {
  const asked = itemsOf(world, party).filter(
    ({ lead, state, contributions }) =>
      (lead === party && state === "proposed") ||
      contributions.some((one) => one.party === party && one.state === "asked"),
  );
  const item = pickLate(asked, which);
  return item && { kind: which % 3 === 0 ? "decline-item" : "accept-item", itemId: item.id };
};

const note: Act = (world, step) => {
  const item = pickLate(itemsOf(world, step.party), step.which);
  return item && { kind: "note-item", itemId: item.id, text: textFor(world, everIn(item), step) };
};

const STEPS = ["under_way", "open", "done", "withdrawn"] as const;

/** By its lead, who alone may. */
const lead: Act = (world, { party, which, block }) => {
  const led = itemsOf(world, party).filter((item) => item.lead === party);
  const item = pickLate(led, which);
  if (!item) return null;
  const { id: itemId } = item;
  switch (which % 4) {
    case 0:
      return { kind: "ask-contributor", itemId, party: askedOf(item) };
    case 1:
      return { kind: "set-item-due", itemId, dueMs: blockMs(world, 1 + block) };
    default:
      return { kind: "move-item", itemId, to: pick(STEPS, which >> 2)! };
  }
};

/** One that declined, or one that makes the item no wider than what opens as humanitarian. */
const askedOf = ({ contributions }: Item): string =>
  contributions.find(({ state }) => state === "declined")?.party ?? "SOUTH";

const asideOf = (name: string, dueMs: number, parties: readonly string[]): OpenItem => ({
  kind: "open-item",
  subject: name,
  lead: parties[0] ?? "",
  contributors: parties.slice(1),
  dueMs,
  isHumanitarian: false,
});

/** Among parties none of whom observes. */
const itemAside: Aside = (world, speaker, { which, name, isSquare }: Secret) => {
  const others = PARTIES.filter((party) => party !== speaker && !world.isObserver(party));
  const hidden = [...world.state.items.all.values()].filter(
    (item) => everIn(item).includes(speaker) && !world.isSeen(everIn(item)),
  );
  const item = pickLate(hidden, which);
  const dueMs = world.theatre.atMs + (1 + (which % 3)) * BLOCK_MS;
  if (isSquare || !item) return asideOf(name, dueMs, [speaker, pick(others, which)!]);
  const { id: itemId } = item;
  if (which % 3 === 0) return { kind: "move-item", itemId, to: pick(STEPS, which)! };
  return which % 3 === 1
    ? { kind: "note-item", itemId, text: name }
    : { kind: "accept-item", itemId };
};

export const ITEMS: Part = {
  acts: {
    "open-item": [2, open],
    "answer-item": [2, answer],
    "note-item": [2, note],
    "lead-item": [3, lead],
  },
  asides: [itemAside, itemAside],
  idsOf: ({ items }) => ({ items: [...items.all.keys()] }),
  fetch: (view, { items = [] }) => ({
    items: pages((after) => view.items({ after, limit: 5 })),
    eachItem: items.map((id) => view.item(id)),
  }),
  probes: [
    (itemId) => ({ kind: "accept-item", itemId }),
    (itemId) => ({ kind: "decline-item", itemId }),
    (itemId) => ({ kind: "note-item", itemId, text: "x" }),
    (itemId) => ({ kind: "move-item", itemId, to: "done" }),
    (itemId) => ({ kind: "set-item-due", itemId, dueMs: null }),
    (itemId) => ({ kind: "ask-contributor", itemId, party: "EAST" }),
  ],
};
