/** What USSs put into the airspace: found by its id, and by what comes near. */

import { SolidIndex } from "../solid-index.ts";
import type { Placeable } from "./model.ts";

/** By id, and by what comes near. A change of one puts another in its place. */
export class Placeables<T extends Placeable> {
  readonly index = new SolidIndex<T>();
  private readonly byId = new Map<string, T>();
  /** How many each manager has, with the base URL that it gave last. */
  private readonly counts = new Map<string, { count: number; baseUrl: string }>();

  get size(): number {
    return this.byId.size;
  }

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  /** In the order in which they came. */
  all(): readonly T[] {
    return [...this.byId.values()];
  }

  countOf(manager: string): number {
    return this.counts.get(manager)?.count ?? 0;
  }

  /** The base URL, as the text that the manager's others have: one for all of them. */
  sharedUrl({ manager, baseUrl }: Pick<Placeable, "manager" | "baseUrl">): string {
    const known = this.counts.get(manager);
    return known?.baseUrl === baseUrl ? known.baseUrl : baseUrl;
  }

  put(one: T): void {
    const before = this.byId.get(one.id);
    if (before) this.index.remove(before);
    if (before && before.manager !== one.manager) this.count(before, -1);
    this.count(one, before?.manager === one.manager ? 0 : 1);
    this.byId.set(one.id, one);
    this.index.add(one);
  }

  remove(one: T): void {
    this.index.remove(one);
    this.byId.delete(one.id);
    this.count(one, -1);
  }

  private count({ manager, baseUrl }: T, change: number): void {
    const known = this.counts.get(manager);
    const count = (known?.count ?? 0) + change;
    if (count === 0) this.counts.delete(manager);
    else if (known?.baseUrl === baseUrl) known.count = count;
    else this.counts.set(manager, { count, baseUrl });
  }
}
