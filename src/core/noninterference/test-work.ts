/**
 * How much is done for an answer, counted and not timed: look-ups and visits in the maps of the state,
 * and volumes that the index hands out. What takes time for an answer goes through these.
 */

import { CommandMemory } from "../command-memory.ts";
import type { Volumes } from "../operations/volume-index.ts";
import { PartyMap } from "../party-map.ts";
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
  return { ...Object.fromEntries(parts), index, commands, due: state.due } as State;
};

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

/** A map, or a part of the state that holds maps. */
const countedPart = (part: unknown, tally: Tally): unknown => {
  if (part instanceof Map) return new CountedMap(part, tally);
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  const maps = Object.entries(part).filter(([, one]) => one instanceof Map);
  const copies = maps.map(([name, one]) => [
    name,
    new CountedMap(one as Map<string, unknown>, tally),
  ]);
  return maps.length === 0 ? part : { ...part, ...Object.fromEntries(copies) };
};

/** What a party may see of it is counted too. */
class CountedMap<V> extends PartyMap<V> {
  private readonly tally: Tally | null = null;

  constructor(all: ReadonlyMap<string, V>, tally: Tally) {
    super(all instanceof PartyMap ? all.partiesOf : () => []);
    for (const [key, value] of all) this.set(key, value);
    this.tally = tally;
  }

  override of(party: string): ReadonlyMap<string, V> {
    return this.tally ? new CountedMap(super.of(party), this.tally) : super.of(party);
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
