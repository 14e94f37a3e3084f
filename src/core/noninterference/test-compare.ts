/** Drives both worlds and compares what the observer gets, byte for byte. */

import type { EntryOutcome } from "../apply.ts";
import type { State } from "../state.ts";
import { viewFor } from "../view.ts";
import { AIRSPACE, airspaceOf } from "./test-airspace.ts";
import { AREAS } from "./test-areas.ts";
import { CONTACTS } from "./test-contacts.ts";
import { ITEMS } from "./test-items.ts";
import { MOVEMENTS } from "./test-movements.ts";
import { draftsOf, OPERATIONS } from "./test-operations.ts";
import { INCIDENTS } from "./test-incidents.ts";
import { OPENINGS } from "./test-openings.ts";
import type { Ids, Part } from "./test-part.ts";
import { PARTY_AFFAIRS } from "./test-parties.ts";
import { REVIEWS } from "./test-reviews.ts";
import { SITES } from "./test-sites.ts";
import { SETTLING } from "./test-settling.ts";
import type { Step } from "./test-step.ts";
import { THEATRE_CHANGES } from "./test-theatre-changes.ts";
import { STATISTICS } from "./test-statistics.ts";
import { TARGETS } from "./test-targets.ts";
import { TRACKS } from "./test-tracks.ts";
import { TRAFFIC } from "./test-traffic.ts";
import { World } from "./test-world.ts";
import type { Setting, Taken } from "./test-world.ts";

/** One file each. */
export const PARTS: readonly Part[] = [
  OPERATIONS,
  SETTLING,
  SITES,
  TRAFFIC,
  PARTY_AFFAIRS,
  OPENINGS,
  THEATRE_CHANGES,
  TARGETS,
  AIRSPACE,
  AREAS,
  INCIDENTS,
  CONTACTS,
  ITEMS,
  TRACKS,
  MOVEMENTS,
  REVIEWS,
  STATISTICS,
];

/** Every act as often as it is drawn. */
export const ACTS: readonly string[] = [
  ...PARTS.flatMap(({ acts }) =>
    Object.entries(acts).flatMap(([name, [often]]) => Array.from({ length: often }, () => name)),
  ),
  ...Array.from({ length: 20 }, () => "aside"),
  ...Array.from({ length: 4 }, () => "probe"),
  ...Array.from({ length: 2 }, () => "wait"),
];

/** The worlds of a setting, as they begin. */
export const beginBoth = (setting: Setting): readonly [World, World] => [
  new World(PARTS, setting, false),
  new World(PARTS, setting, true),
];

/** What leaks besides the view: for the test of the test. */
export type Leak = (state: State, outcome: EntryOutcome) => unknown;

/** Everything is fetched anew after this many steps, and at the end. */
const FETCH_EVERY = 40;

/** Throws where the two differ. Returns the steps in which the observer heard something. */
export const compare = (
  steps: readonly Step[],
  setting: Setting,
  leak: Leak = () => null,
): number => {
  const both = beginBoth(setting);
  let heardCount = 0;
  for (const [i, step] of steps.entries()) {
    const ids = step.acts.includes("probe") ? idsOf(both) : {};
    const [one, other] = both.map((world) => hear(world, world.take(step, ids), leak));
    if (one !== other) throw new Error(`step ${i}: ${firstDifference(one!, other!)}`);
    if (one!.length > NOTHING_HEARD) heardCount++;
    if ((i + 1) % FETCH_EVERY !== 0 && i + 1 < steps.length) continue;
    const named = idsOf(both);
    const [all, others] = both.map((world) => fetchAll(world, named));
    if (all !== others) throw new Error(`after step ${i}: ${firstDifference(all!, others!)}`);
  }
  return heardCount;
};

const firstDifference = (a: string, b: string): string => {
  let at = 0;
  while (a[at] === b[at]) at++;
  return `${a.slice(Math.max(0, at - 200), at + 80)}\n  ≠ …${b.slice(at, at + 80)}`;
};

/** Of what is there in either world, and of what is in neither. */
export const idsOf = (worlds: readonly World[]): Ids => {
  const all = new Map<string, Set<string>>();
  for (const { state } of worlds) {
    for (const part of PARTS) {
      for (const [name, ids] of Object.entries(part.idsOf(state))) {
        const known = all.get(name) ?? new Set(["NORTH-2026-99999"]);
        all.set(name, new Set([...known, ...ids]));
      }
    }
  }
  return Object.fromEntries(Array.from(all, ([name, ids]) => [name, [...ids].toSorted()]));
};

/** What the observer hears of one entry, and is answered when it was its own. */
const hear = (world: World, { act, speaker, outcome }: Taken, leak: Leak): string => {
  const { state, setting } = world;
  const view = viewFor(state, setting.reader);
  const told = outcome.changes.map((change) => view.tell(change)).filter((one) => one !== null);
  const isUss = act.startsWith("uss-");
  const answer = isUss || world.isObserver(speaker) ? outcome.outcome : null;
  return textOf({ act, told, answer, leaked: leak(state, outcome) });
};
const NOTHING_HEARD = 80;

/** Everything that the observer can fetch. */
const fetchAll = ({ state, setting }: World, ids: Ids): string => {
  const view = viewFor(state, setting.reader);
  return textOf([
    ...PARTS.map((part) => part.fetch(view, ids)),
    draftsOf(state, setting.reader),
    airspaceOf(state, setting.reader),
  ]);
};

/** JSON, with infinities told apart. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === "number" && !Number.isFinite(one) ? String(one) : one,
  );
