/**
 * Native operations as the USSs of a party are shown them: constraints of this server, each party its own.
 * What one party asks passes by nothing that others are shown.
 */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { Reference } from "./model.ts";
import { Placeables } from "./placeables.ts";

/**
 * Its id, OVN and version are of what this party is shown alone. A change of one puts another in its
 * place.
 */
export type NativeConstraint = Reference & {
  /** To whose USSs it is shown. */
  readonly party: string;
  readonly operationId: string;
  /** As they are shown; none moves. */
  readonly volumes: readonly Volume4D[];
};

export class NativeConstraints {
  private readonly byParty = new Map<string, Placeables<NativeConstraint>>();
  private readonly byOperation = new Map<string, Map<string, NativeConstraint>>();

  /** Those of one party. */
  of(party: string): Placeables<NativeConstraint> {
    return this.byParty.get(party) ?? new Placeables();
  }

  /** Whoever it is of; O(parties). */
  find(id: string): NativeConstraint | undefined {
    for (const own of this.byParty.values()) {
      const found = own.get(id);
      if (found) return found;
    }
    return undefined;
  }

  /** What an operation comes to, by party. */
  ofOperation(operationId: string): ReadonlyMap<string, NativeConstraint> {
    return this.byOperation.get(operationId) ?? NONE;
  }

  /** By id: how they came to be held makes no difference. */
  all(): readonly NativeConstraint[] {
    return [...this.byParty.values()]
      .flatMap((own) => own.all())
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  put(one: NativeConstraint): void {
    const { party, operationId } = one;
    if (!this.byParty.has(party)) this.byParty.set(party, new Placeables());
    this.of(party).put(one);
    const known = this.byOperation.get(operationId);
    if (known) known.set(party, one);
    else this.byOperation.set(operationId, new Map([[party, one]]));
  }

  remove(one: NativeConstraint): void {
    const { party, operationId } = one;
    this.of(party).remove(one);
    const known = this.byOperation.get(operationId);
    known?.delete(party);
    if (known?.size === 0) this.byOperation.delete(operationId);
  }
}

const NONE: ReadonlyMap<string, NativeConstraint> = new Map();
