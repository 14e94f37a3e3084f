/**
 * Agreed areas: those of the observer's, and those made public, are the same in both worlds. What others
 * agree among themselves differs altogether, and so do changes of what is public that are only proposed.
 */

import type { AreaCommand } from "../areas/commands.ts";
import { AREA_END_REASONS } from "../areas/model.ts";
import type { Area, AreaTerms } from "../areas/model.ts";
import { HOUR_MS } from "../test-theatre.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick, pickLate } from "./test-step.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

const OUT_OF_SIGHT: readonly string[] = ["NORTH", "EAST", "WEST"];

const liveOf = ({ state }: World): Area[] =>
  [...state.areas.all.values()].filter((area) => area.state !== "ended");

/** Of the observer's. */
export const seenOf = (world: World, party: PartyId): Area[] =>
  liveOf(world).filter(({ parties }) => parties.includes(party) && world.isSeen(parties));

const isPublic = ({ agreed, pending }: Area): boolean => (agreed ?? pending)?.isPublic === true;

/** Made public by others, or to be. */
const publicOf = (world: World, party: PartyId): Area[] =>
  liveOf(world).filter(
    (area) => area.parties.includes(party) && isPublic(area) && !world.isSeen(area.parties),
  );

const hiddenOf = (world: World, party: PartyId): Area[] =>
  liveOf(world).filter(
    (area) =>
      area.parties.includes(party) &&
      area.parties.every((one) => OUT_OF_SIGHT.includes(one)) &&
      !isPublic(area),
  );

/** The window is told to the host; the rest is told to the area's parties alone. */
const termsOf = (
  { theatre }: World,
  { block, layer }: Pick<Step, "block" | "layer">,
  secret: Secret,
) => {
  const startMs = theatre.atMs + block * HOUR_MS;
  const terms: AreaTerms = {
    areaKind: secret.isSquare ? "no_fire_area" : "special_caution_area",
    areaName: `area ${secret.east}`,
    areas: [
      { kind: "circle", center: { lngDeg: 40.25, latDeg: 35 }, radiusM: 30_000 + secret.radiusM },
    ],
    window: { startMs, endMs: startMs + 24 * HOUR_MS },
    measures: secret.isSquare ? ["no_fire"] : ["call_before_entry"],
    reviewByMs: startMs + (2 + layer) * HOUR_MS,
  };
  return terms;
};

const termsIn = (world: World, step: Step): AreaTerms =>
  termsOf(world, step, world.isHost() ? world.hiddenOf(step) : step.plain);

/** With the observer; to the host any two. */
const othersOf = ({ setting: { reader } }: World, { party, which }: Step): string[] => {
  const first = reader.kind === "host" ? "SOUTH" : reader.party;
  const others = first === party ? ["NORTH"] : [first];
  return which % 4 === 0 && party !== "EAST" ? [...others, "EAST"] : others;
};

const propose: Act = (world, step) => ({
  kind: "propose-area",
  with: othersOf(world, step),
  fields: termsIn(world, step),
  isPublic: step.which % 5 === 0,
});

const publish: Act = (world, step) => {
  if (world.isHost() || (step.party !== "NORTH" && step.party !== "EAST")) return null;
  const other = step.party === "NORTH" ? "EAST" : "NORTH";
  return { kind: "propose-area", with: [other], fields: termsIn(world, step), isPublic: true };
};

const change: Act = (world, step) => {
  const area = pickLate(seenOf(world, step.party), step.which);
  return area && changing(area, termsIn(world, step));
};

const changing = (area: Area, fields: AreaTerms): AreaCommand => ({
  kind: "change-area",
  areaId: area.id,
  version: area.lastVersion,
  fields,
  isPublic: isPublic(area),
});

/** Also to one that is public once it is agreed; what comes after is said of it in asides. */
const agree: Act = (world, { party, which }) => {
  const all = [
    ...seenOf(world, party),
    ...publicOf(world, party).filter(({ agreed }) => agreed === null),
  ];
  const waiting = all.filter(
    ({ pending, assents }) => pending && !assents.some((one) => one.party === party),
  );
  return answer(pickLate(waiting, which), "agree-area");
};

/** By another officer than the first, whoever that was. */
const confirm: Act = (world, step) => {
  const { party, which } = step;
  const all = [
    ...seenOf(world, party),
    ...publicOf(world, party).filter(({ agreed }) => agreed === null),
  ];
  const waiting = all.filter(({ assents }) =>
    assents.some((one) => one.party === party && one.confirmedBy === null),
  );
  const command = answer(pickLate(waiting, which), "confirm-area");
  return command && { command, by: `second to ${world.secretOf(step).by}` };
};

type Answer = "agree-area" | "confirm-area" | "decline-area" | "withdraw-area";

const answer = (area: Area | null, kind: Answer): AreaCommand | null =>
  area?.pending ? { kind, areaId: area.id, version: area.pending.version } : null;

const drop: Act = (world, { party, which }) =>
  dropping(pickLate(seenOf(world, party), which), party);

const dropping = (area: Area | null, party: PartyId): AreaCommand | null =>
  answer(area, area?.pending?.party === party ? "withdraw-area" : "decline-area");

const end: Act = (world, { party, which }) => {
  const all = [...seenOf(world, party), ...publicOf(world, party)];
  const standing = all.filter(({ agreed }) => agreed !== null);
  return ending(pick(standing, which), which);
};

const ending = (area: Area | null, which: number): AreaCommand | null =>
  area && { kind: "end-area", areaId: area.id, reason: pick(AREA_END_REASONS, which)! };

const hiddenAside: Aside = (world, speaker, secret) => {
  if (!OUT_OF_SIGHT.includes(speaker)) return null;
  const { which } = secret;
  const fields = termsOf(world, { block: which % 2, layer: 0 }, secret);
  const area = pickLate(hiddenOf(world, speaker), which);
  if (!area || which % 4 === 0) {
    const other = speaker === "EAST" ? "NORTH" : "EAST";
    return { kind: "propose-area", with: [other], fields, isPublic: false };
  }
  if (which % 4 === 1) return changing(area, fields);
  if (area.pending && area.pending.party !== speaker) return answer(area, "agree-area");
  return area.agreed ? ending(area, which) : answer(area, "withdraw-area");
};

/** Changes of what is public that nobody agrees to. */
const publicAside: Aside = (world, speaker, secret) => {
  const open = publicOf(world, speaker).filter(({ agreed }) => agreed !== null);
  const area = pickLate(open, secret.which);
  if (area?.pending) return dropping(area, speaker);
  return area && changing(area, termsOf(world, { block: 1, layer: 1 }, secret));
};

export const AREAS: Part = {
  acts: {
    "propose-area": [2, propose],
    "publish-area": [1, publish],
    "change-area": [1, change],
    "agree-area": [5, agree],
    "confirm-area": [3, confirm],
    "drop-area": [1, drop],
    "end-area": [1, end],
  },
  asides: [hiddenAside, hiddenAside, publicAside],
  idsOf: ({ areas }) => ({ areas: [...areas.all.keys()] }),
  fetch: (view, { areas = [], operations = [] }) => ({
    areas: pages((after) => view.areas({}, { after, limit: 3 })),
    inForce: view.areas({ states: ["in_force"] }, { limit: 2 }),
    eachArea: areas.map((id) => view.area(id)),
    touched: operations.map((id) => view.areasTouchedBy(id)),
  }),
  probes: [
    (areaId) => ({ kind: "agree-area", areaId, version: 1 }),
    (areaId) => ({ kind: "confirm-area", areaId, version: 1 }),
    (areaId) => ({ kind: "decline-area", areaId, version: 1 }),
    (areaId) => ({ kind: "end-area", areaId, reason: "replaced" }),
  ],
};
