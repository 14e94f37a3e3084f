/**
 * A map of the state that knows what of it is whose: a party's list walks what that party may see, and
 * takes no time for what is hidden from it. Follows from the map's own entries, so no dump holds it.
 */

import type { Reader } from "./operations/view.ts";

/** Who may see an entry, by party or by two of them: for good, once they may. Asked when it is set, and when it is deleted. */
export type PartiesOf<T> = (value: T) => readonly string[];

export class PartyMap<T> extends Map<string, T> {
  /** No property of its own: two maps are alike when their entries are. */
  readonly #partiesOf: PartiesOf<T>;
  protected readonly byParty = new Map<string, Map<string, T>>();

  constructor(partiesOf: PartiesOf<T>) {
    super();
    this.#partiesOf = partiesOf;
  }

  get partiesOf(): PartiesOf<T> {
    return this.#partiesOf;
  }

  /** What the party may see, each in the order in which it first might. */
  of(party: string): ReadonlyMap<string, T> {
    return this.byParty.get(party) ?? new Map();
  }

  /** To the host all that there is. */
  seenBy(reader: Reader): ReadonlyMap<string, T> {
    return reader.kind === "host" ? this : this.of(reader.party);
  }

  /** Set again what another party may see from now on. */
  override set(key: string, value: T): this {
    for (const party of this.partiesOf(value)) this.ofParty(party).set(key, value);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    const value = this.get(key);
    if (value === undefined) return false;
    for (const party of this.partiesOf(value)) this.hide(key, party);
    return super.delete(key);
  }

  protected hide(key: string, party: string): void {
    const own = this.byParty.get(party);
    own?.delete(key);
    if (own?.size === 0) this.byParty.delete(party);
  }

  private ofParty(party: string): Map<string, T> {
    let found = this.byParty.get(party);
    if (!found) this.byParty.set(party, (found = new Map()));
    return found;
  }
}
