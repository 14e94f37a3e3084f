/** What falls due and when: a heap by time, then by id. Data, not timers. */

import type { AirspaceDueKind } from "./airspace/due.ts";
import type { ItemDueKind } from "./items/due.ts";
import type { LineDueKind } from "./line/due.ts";
import type { MovementDueKind } from "./movements/due.ts";

/** Whose meaning `id` has: `apply.ts` has a handler for each. */
export type DueKind =
  | LineDueKind
  | ItemDueKind
  | MovementDueKind
  | AirspaceDueKind
  /** The operation's window has passed. */
  | "expire"
  /** Contact about the conflict is due. */
  | "contact"
  /** The conflict begins. */
  | "start"
  /** The proposal is no longer valid. */
  | "proposal"
  /** The operation's change is told, with what it did to its conflicts. */
  | "rematch"
  /** The operation has been over for the retention time. */
  | "forget"
  /** The invitation's code has had its time, or its memory has. */
  | "invitation"
  /** The overlap of a signing key that was replaced is over. */
  | "retire-key"
  /** No second person came for the host's opening, or the time of reading is over. */
  | "opening"
  /** No second person came for a change of the theatre. */
  | "theatre-change"
  /** The track's last report may be stale, or its time over. */
  | "track"
  /** The owner of a site is reminded to confirm it; it was not confirmed in time; it is forgotten. */
  | "site-reminder"
  | "site-lapse"
  | "forget-site"
  /** Something of the area: its start, its review, its end, that nobody agreed to it. */
  | "area"
  /** Nobody answered the review; or it was over for as long as it is kept. */
  | "review"
  /** Something is owed of an incident. */
  | "incident"
  /** The incident has been closed long enough. */
  | "forget-incident";

export type Due = { readonly dueMs: number; readonly kind: DueKind; readonly id: string };

/** In columns: two of them wait for every operation, and an object for each would weigh twice as much. */
export class DueQueue {
  private readonly dueMs: number[] = [];
  private readonly kinds: DueKind[] = [];
  private readonly ids: string[] = [];

  get size(): number {
    return this.ids.length;
  }

  /** All that is queued, in no order that matters. */
  list(): readonly Due[] {
    return this.ids.map((_, at) => this.at(at));
  }

  peek(): Due | undefined {
    return this.size > 0 ? this.at(0) : undefined;
  }

  push(due: Due): void {
    let at = this.size;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(due, parent)) break;
      this.move(parent, at);
      at = parent;
    }
    this.put(due, at);
  }

  /** The earliest if it is due before `atMs` has passed, else undefined. */
  popDue(atMs: number): Due | undefined {
    if (this.size === 0 || this.dueMs[0]! > atMs) return undefined;
    const first = this.at(0);
    const last = { dueMs: this.dueMs.pop()!, kind: this.kinds.pop()!, id: this.ids.pop()! };
    if (this.size > 0) this.sink(last);
    return first;
  }

  private at(at: number): Due {
    return { dueMs: this.dueMs[at]!, kind: this.kinds[at]!, id: this.ids[at]! };
  }

  private put({ dueMs, kind, id }: Due, at: number): void {
    this.dueMs[at] = dueMs;
    this.kinds[at] = kind;
    this.ids[at] = id;
  }

  private move(from: number, to: number): void {
    this.dueMs[to] = this.dueMs[from]!;
    this.kinds[to] = this.kinds[from]!;
    this.ids[to] = this.ids[from]!;
  }

  private sink(due: Due): void {
    const { size } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.isBefore(this.at(child + 1), child)) child++;
      if (this.isBefore(due, child)) break;
      this.move(child, at);
      at = child;
    }
    this.put(due, at);
  }

  private isBefore(due: Due, at: number): boolean {
    if (due.dueMs !== this.dueMs[at]!) return due.dueMs < this.dueMs[at]!;
    return due.id !== this.ids[at]! ? due.id < this.ids[at]! : due.kind < this.kinds[at]!;
  }
}
