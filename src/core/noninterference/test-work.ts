/**
 * How much is done for an answer, counted and not timed: look-ups and visits in the maps of the state,
 * and volumes that the index hands out. What takes time for an answer goes through these.
 */

import type { Placeable } from "../airspace/model.ts";
import type { Placeables } from "../airspace/placeables.ts";
import { CommandMemory } from "../command-memory.ts";
import type { Volumes } from "../operations/volume-index.ts";
import { PartyMap } from "../party-map.ts";
import type { Indexed, SolidIndex } from "../solid-index.ts";
import type { State } from "../state.ts";

export type Work = { readonly lookups: number; readonly visits: number; readonly volumes: number };

type Tally = { lookups: number; visits: number; volumes: number };

/** What `act` does on a copy of the state; entries are shared, so it must change none. */
export const workOf = (state: State, act: (state: State) => unknown): Work => {
  const tally: Tally = { lookups: 0, visits: 0, volumes: 0 };
  act(counted(state, tally));
  return { ...tally };
};

const counted = (state: State, tally: Tally): State => {
  const parts = Object.entries(state).map(([name, part]) => [name, countedPart(part, tally)]);
  const index = Object.assign(Object.create(state.index), countedVolumes(state.index, tally));
  // What is said on the copy is remembered in a copy.
  const commands = new CommandMemory();
  for (const { party, commandId, ...said } of state.commands.list()) {
    commands.remember(party, commandId, said);
  }
  const counts = Object.fromEntries(parts) as State;
  const areas = { ...counts.areas, index: countedIndex(state.areas.index, tally) };
  const sites = { ...counts.sites, index: countedIndex(state.sites.index, tally) };
  const airspace = { ...counts.airspace, ...countedAirspace(state.airspace, tally) };
  return { ...counts, areas, sites, airspace, index, commands, due: state.due };
};

/** What USSs find. */
const countedAirspace = (
  { intents, constraints, natives }: State["airspace"],
  tally: Tally,
): Pick<State["airspace"], "intents" | "constraints" | "natives"> => ({
  intents: countedPlaceables(intents, tally),
  constraints: countedPlaceables(constraints, tally),
  natives: Object.assign(Object.create(natives), {
    of: (party: string) => countedPlaceables(natives.of(party), tally),
  }),
});

const countedPlaceables = <T extends Placeable>(one: Placeables<T>, tally: Tally): Placeables<T> =>
  Object.assign(Object.create(one), { index: countedIndex(one.index, tally) });

/** What the index hands out, and of a party's own volumes each that is looked at. */
const countedVolumes = (
  index: State["index"],
  tally: Tally,
): Pick<State["index"], "near" | "of"> => ({
  near: (...about) => {
    const found = index.near(...about);
    tally.volumes += found.length;
    return found;
  },
  of: (party) => {
    const own = index.of(party);
    const near: Volumes["near"] = (...about) => {
      tally.volumes += own.size;
      return own.near(...about);
    };
    return Object.assign(Object.create(own), { near });
  },
});

const countedIndex = <T extends Indexed>(index: SolidIndex<T>, tally: Tally): SolidIndex<T> => {
  const near: typeof index.near = (...about) => {
    const found = index.near(...about);
    tally.volumes += found.length;
    return found;
  };
  return Object.assign(Object.create(index), { near });
};

/** A map or a set, or a part of the state that holds some. */
const countedPart = (part: unknown, tally: Tally): unknown => {
  if (isCollection(part)) return countedCollection(part, tally);
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  const copies = Object.entries(part).flatMap(([name, one]) =>
    isCollection(one) ? [[name, countedCollection(one, tally)] as const] : [],
  );
  return copies.length === 0 ? part : { ...part, ...Object.fromEntries(copies) };
};

type Collection = ReadonlyMap<string, unknown> | ReadonlySet<unknown>;

const isCollection = (part: unknown): part is Collection =>
  part instanceof Map || part instanceof Set;

const countedCollection = (one: Collection, tally: Tally): Collection =>
  one instanceof Set
    ? new CountedSet(one, tally)
    : new CountedMap(one as Map<string, unknown>, tally);

class CountedSet<T> extends Set<T> {
  private readonly tally: Tally | null = null;

  constructor(all: ReadonlySet<T>, tally: Tally) {
    super(all);
    this.tally = tally;
  }

  override has(value: T): boolean {
    if (this.tally) this.tally.lookups++;
    return super.has(value);
  }

  override *values(): SetIterator<T> {
    for (const one of super.values()) {
      if (this.tally) this.tally.visits++;
      yield one;
    }
  }

  override [Symbol.iterator](): SetIterator<T> {
    return this.values();
  }
}

/** What a party may see of it is counted too. */
class CountedMap<V> extends PartyMap<V> {
  private readonly all: ReadonlyMap<string, V>;
  private readonly tally: Tally | null = null;

  constructor(all: ReadonlyMap<string, V>, tally: Tally) {
    super(() => []);
    for (const [key, value] of all) this.set(key, value);
    this.all = all;
    this.tally = tally;
  }

  override of(party: string): ReadonlyMap<string, V> {
    const seen = this.all instanceof PartyMap ? this.all.of(party) : new Map<string, V>();
    return this.tally ? new CountedMap(seen, this.tally) : seen;
  }

  override get(key: string): V | undefined {
    if (this.tally) this.tally.lookups++;
    return super.get(key);
  }

  override has(key: string): boolean {
    if (this.tally) this.tally.lookups++;
    return super.has(key);
  }

  override *entries(): MapIterator<[string, V]> {
    for (const one of super.entries()) {
      if (this.tally) this.tally.visits++;
      yield one;
    }
  }

  override *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  override *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }
}
