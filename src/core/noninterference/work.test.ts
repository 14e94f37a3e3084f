/** For what is another's as much is done as for what is not there: docs/security.md. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { makeSolid4D } from "../../geometry/solid.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import { applyEntry } from "../apply.ts";
import type { Entry } from "../entry.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import { discAt, START_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { Page, PageRequest, View } from "../view.ts";
import { airspaceOf } from "./test-airspace.ts";
import { ACTS, beginBoth, idsOf, PARTS } from "./test-compare.ts";
import type { Ids, Part } from "./test-part.ts";
import { arbitrarySteps, SEED } from "./test-step.ts";
import { workOf } from "./test-work.ts";
import type { Work } from "./test-work.ts";
import type { World } from "./test-world.ts";

const READER: Reader = { kind: "party", party: "SOUTH" };
const ABSENT = "NORTH-2026-99999";

/** Both worlds after many steps. */
const worldsAfter = (seed: number, count = 400): readonly [World, World] => {
  const both = beginBoth({ reader: READER });
  const [steps = []] = fc.sample(arbitrarySteps(ACTS, count), { numRuns: 1, seed });
  for (const step of steps) {
    const ids = step.acts.includes("probe") ? idsOf(both) : {};
    for (const world of both) world.take(step, ids);
  }
  return both;
};

/** Each thing that is read by its id, and what of it SOUTH may see. */
const READS: Readonly<Record<string, readonly ((view: View, id: string) => unknown)[]>> = {
  operations: [
    (view, id) => view.operation(id),
    (view, id) => view.versions(id),
    (view, id) => view.disclosure.disclosed(id),
    (view, id) => view.disclosure.recipients(id),
    (view, id) => view.disclosure.preview(id, { to: "NORTH", rung: "full" }),
    (view, id) => view.disclosure.unread(id),
    (view, operationId) => view.conflicts({ operationId }, { limit: 5 }),
    (view, id) => view.coverage(id, 0),
  ],
  conflicts: [(view, id) => view.conflict(id), (view, id) => view.settling.proposals(id)],
  proposals: [(view, id) => view.settling.proposal(id)],
  standings: [(view, id) => view.settling.standing(id)],
  channels: [
    (view, id) => view.line.channel(id),
    (view, channelId) => view.messages({ channelId }, { limit: 5 }),
    (view, id) => view.line.messageBySerial(id, "NORTH-2026-00001"),
  ],
  messages: [
    (view, id) => view.line.message(id),
    (view, id) => view.line.said(id),
    (view, id) => view.line.isListed({}, id),
  ],
  openings: [(view, id) => view.opening(id)],
  sites: [
    (view, id) => view.site.find(id),
    (view, id) => view.site.unread(id),
    (view, id) => view.site.preview(id, "full"),
  ],
  proximities: [(view, id) => view.site.proximity(id)],
  targets: [(view, id) => view.targets.find(id)],
  areas: [(view, id) => view.area(id)],
  contacts: [(view, id) => view.contact.find(id), (view, id) => view.contact.notes(id)],
  readouts: [(view, id) => view.contact.readout(id)],
  items: [(view, id) => view.item(id)],
  tracks: [(view, id) => view.track(id)],
  reviews: [(view, id) => view.review(id)],
  movements: [
    (view, id) => view.movement.find(id),
    (view, id) => view.movement.undelivered(id),
    (view, id) => view.movement.sealed(id),
  ],
};

/** Ids that are there and answer SOUTH as if they were not. */
const hiddenOf = (world: World, ids: Ids): Ids => {
  const view = viewFor(world.state, READER);
  return Object.fromEntries(
    Object.entries(READS).map(([name, [read]]) => [
      name,
      (ids[name] ?? []).filter((id) => read!(view, id) === null && !isShown(view, name, id)),
    ]),
  );
};

const isShown = (view: View, name: string, id: string): boolean =>
  name === "operations" && view.disclosure.disclosed(id) !== null;

/** Ids that are drawn can't be tried: of them a few look-ups may tell whose they are. */
const DRAWN: ReadonlySet<string> = new Set([
  "conflicts",
  "proposals",
  "standings",
  "messages",
  "contacts",
  "readouts",
  "items",
  "tracks",
  "sites",
  "proximities",
  "reviews",
]);
const LOOKUPS_MORE_MAX = 3;

/** The same for what can be guessed (serials, lines, desks); of the others, but for those look-ups. */
const assertSame = (done: Work, absent: Work, what: { name: string; about: string }): void => {
  const more = done.lookups - absent.lookups;
  const isFew = DRAWN.has(what.name) && more > 0 && more <= LOOKUPS_MORE_MAX;
  const lookups = isFew ? absent.lookups : done.lookups;
  assert.deepEqual({ ...done, lookups }, absent, what.about);
};

test(`what is another's is looked up as what is not there, seed ${SEED}`, () => {
  let count = 0;
  for (const world of worldsAfter(SEED)) {
    const workFor = (read: (view: View, id: string) => unknown, id: string): Work =>
      workOf(world.state, (state) => read(viewFor(state, READER), id));
    for (const [name, ids] of Object.entries(hiddenOf(world, idsOf([world])))) {
      for (const [i, read] of READS[name]!.entries()) {
        const absent = workFor(read, ABSENT);
        for (const id of ids) {
          assertSame(workFor(read, id), absent, { name, about: `${name} ${i} ${id}` });
          count++;
        }
      }
    }
  }
  assert.ok(count > 100, `hidden things are asked for: ${count}`);
});

test(`what is asked of another's is refused with the work for what is not there, seed ${SEED}`, () => {
  let count = 0;
  for (const world of worldsAfter(SEED)) {
    // What its last entry left due at once is done before anything is counted.
    world.theatre.say("system", { kind: "tick" });
    const hidden = hiddenOf(world, idsOf([world]));
    for (const probe of PARTS.flatMap(({ probes }) => probes)) {
      const none = probe(ABSENT, world);
      if (!none) continue;
      const absent = refusing(world, none);
      for (const [name, ids] of Object.entries(hidden)) {
        for (const id of ids) {
          const said = probe(id, world)!;
          assertSame(refusing(world, said), absent, { name, about: JSON.stringify(said) });
          count++;
        }
      }
    }
  }
  assert.ok(count > 500, `things are asked of what is hidden: ${count}`);
});

/** Applies to a copy of the state, at the moment of its last entry: nothing else falls due. */
const refusing = (
  { state, theatre }: World,
  said: NonNullable<ReturnType<Part["probes"][number]>>,
): Work => {
  const command = "kind" in said ? said : said.command;
  const last = theatre.entries.at(-1)!;
  const origin = { party: "SOUTH", key: null } as const;
  const about = { kind: command.kind, commandId: "probe", origin, command, by: "SOUTH" };
  return workOf(state, (one) => {
    const entry = { ...last, ...about, seq: one.seq + 1, survey: { hash: "" } } as Entry;
    assert.ok(!applyEntry(one, entry).outcome.ok, `it is refused: ${command.kind}`);
  });
};

const END_MS = START_MS + 30 * 24 * 3_600_000;
const PERIOD = { fromDay: 0, toDay: Math.floor(END_MS / (24 * 3_600_000)), nowMs: END_MS };
const NEAR_MISSES = { incidentKind: "near_miss_air", fromMs: 0, toMs: END_MS } as const;
const AREA = surveyVolume(discAt([40, 35], { radiusM: 300_000, startMin: 0, endMin: 60 * 24 }));
assert.ok(AREA.ok);
const COVERED = { area: makeSolid4D(AREA.value) };

/** Every list of a party, from its beginning and on from its first entry. */
const LISTS: Readonly<Record<string, (view: View) => unknown>> = {
  operations: (view) => pagesOf((page) => view.operations({}, page)),
  "operations of another": (view) => view.operations({ party: "NORTH" }, { limit: 5 }),
  conflicts: (view) => pagesOf((page) => view.conflicts({}, page)),
  "open conflicts": (view) => view.conflicts({ state: "open" }, { limit: 5 }),
  "what is shown": (view) => pagesOf((page) => view.disclosed(page)),
  consents: ({ disclosure }) => disclosure.consents(),
  channels: (view) => pagesOf((page) => view.channels(page)),
  messages: (view) => pagesOf((page) => view.messages({}, page)),
  "messages that wait": (view) => view.messages({ isWaiting: true }, { limit: 5 }),
  people: ({ parties }) => [parties.holders("member"), parties.holders("client")],
  invitations: ({ parties }) => parties.invitations(),
  desks: ({ parties }) => parties.desks(),
  keys: ({ parties }) => parties.keys(),
  "standing agreements": ({ settling }) => settling.standings(),
  openings: (view) => pagesOf((page) => view.openings(page)),
  targets: ({ targets }) => targets.list(),
  reviews: (view) => pagesOf((page) => view.reviews(page)),
  "changes of the theatre": (view) => pagesOf((page) => view.theatreChanges({}, page)),
  sites: (view) => pagesOf((page) => view.sites(page)),
  "sites that were told": (view) => pagesOf((page) => view.toldSites(page)),
  tellings: ({ site }) => site.tellings(),
  proximities: (view) => pagesOf((page) => view.proximities({}, page)),
  movements: (view) => pagesOf((page) => view.movements(page)),
  areas: (view) => pagesOf((page) => view.areas({}, page)),
  incidents: (view) => pagesOf((page) => view.incidents(page)),
  "consents to counts": ({ incident }) => incident.countConsents(),
  "incidents counted": ({ incident }) => incident.count("NORTH", NEAR_MISSES),
  contacts: (view) => pagesOf((page) => view.contacts(page)),
  "last contacts": ({ contact }) => contact.last(),
  items: (view) => pagesOf((page) => view.items(page)),
  tracks: (view) => pagesOf((page) => view.tracks({}, page)),
  coverage: (view) => view.coverageIn(COVERED, END_MS),
  statistics: (view) => view.statistics(PERIOD),
};

const pagesOf = <T>(read: (page: PageRequest) => Page<T>): readonly Page<T>[] => {
  const first = read({ limit: 1 });
  return [first, read({ after: first.next ?? undefined, limit: 5 })];
};

/** Nothing in it depends on what the other world has more or less of. */
test(`a list takes nothing for what is hidden, seed ${SEED}`, () => {
  const both = worldsAfter(SEED);
  const [one, other] = both.map(({ state }) => countHidden(state));
  assert.notDeepEqual(one, other, "the two hide different numbers of things");
  for (const [name, read] of Object.entries(LISTS)) {
    const works: readonly Work[] = both.map(({ state }) =>
      workOf(state, (copy) => read(viewFor(copy, READER))),
    );
    assert.deepEqual(works[0], works[1], name);
  }
});

test(`a USS's question takes nothing for what its party is not shown, seed ${SEED}`, () => {
  const both = worldsAfter(SEED);
  const works = both.map(({ state }) => workOf(state, (copy) => airspaceOf(copy, READER)));
  assert.deepEqual(works[0], works[1]);
  assert.ok(works[0]!.volumes > 0, "something is found");
});

const countHidden = (state: State): readonly number[] => {
  const { operations, conflicts, line, openings, sites, movements, areas } = state;
  const { incidents, contacts, items, tracks, reviews } = state;
  const parts = [openings, sites, movements, areas, incidents, contacts, items, tracks, reviews];
  const all = [
    operations,
    conflicts,
    line.channels,
    sites.proximities,
    ...parts.map((one) => one.all),
  ];
  return all.map((one) => one.size - one.seenBy(READER).size);
};
