/** Keeps at most one report of an identity in a time. */

import { INPUT_LIMITS } from "./limits.ts";

/**
 * Remembers in two halves, so that forgetting costs nothing: when the newer is full the older goes. What
 * was forgotten is kept once more than it had to be.
 */
export class Thinner {
  private newer = new Map<string, number>();
  private older = new Map<string, number>();

  /** True when nothing of the identity was kept within `thinMs` before, or after, it. */
  keeps(identity: string, atMs: number, thinMs: number): boolean {
    const keptMs = this.newer.get(identity) ?? this.older.get(identity);
    if (keptMs !== undefined && Math.abs(atMs - keptMs) < thinMs) return false;
    this.newer.set(identity, Math.max(keptMs ?? atMs, atMs));
    if (this.newer.size >= INPUT_LIMITS.thinnedKeptMax / 2) {
      [this.older, this.newer] = [this.newer, new Map()];
    }
    return true;
  }
}
