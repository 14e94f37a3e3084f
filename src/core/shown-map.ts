/**
 * A party map of things that are shown to others only later, to all at once, or one day no more: to each
 * party they stand in the order of the map all the same, however they came to be seen.
 */

import { PartyMap } from "./party-map.ts";

/** In place of a party: every one may see it, those too that join later. */
export const EVERY_PARTY = "*";

type Place = { readonly number: number; readonly parties: readonly string[] };

export class ShownMap<T> extends PartyMap<T> {
  readonly #places = new Map<string, Place>();
  /** Parties whose own map has an entry at its end that stands earlier. */
  readonly #outOfOrder = new Set<string>();
  #nextNumber = 0;

  /** O(1), but where something was shown since, or is shown to every party. */
  override of(party: string): ReadonlyMap<string, T> {
    const every = this.inOrder(EVERY_PARTY);
    const own = this.inOrder(party);
    return every.size === 0 ? own : this.sorted([...own, ...every]);
  }

  /** Set again when it is seen by others, or by some no more. */
  override set(key: string, value: T): this {
    const parties = this.partiesOf(value);
    const known = this.#places.get(key);
    if (known) {
      for (const party of known.parties) if (!parties.includes(party)) this.hide(key, party);
      for (const party of parties) if (!known.parties.includes(party)) this.#outOfOrder.add(party);
    }
    this.#places.set(key, { number: known?.number ?? this.#nextNumber++, parties });
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    for (const party of this.#places.get(key)?.parties ?? []) this.hide(key, party);
    this.#places.delete(key);
    return super.delete(key);
  }

  private inOrder(party: string): ReadonlyMap<string, T> {
    const found = super.of(party);
    if (!this.#outOfOrder.delete(party) || found.size < 2) return found;
    const own = this.sorted([...found]);
    this.byParty.set(party, own);
    return own;
  }

  private sorted(entries: readonly (readonly [string, T])[]): Map<string, T> {
    const numberOf = (key: string): number => this.#places.get(key)!.number;
    return new Map(entries.toSorted(([a], [b]) => numberOf(a) - numberOf(b)));
  }
}
