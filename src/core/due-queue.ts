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

export class DueQueue {
  private readonly heap: Due[] = [];

  get size(): number {
    return this.heap.length;
  }

  /** All that is queued, in no order that matters. */
  list(): readonly Due[] {
    return this.heap.slice();
  }

  peek(): Due | undefined {
    return this.heap[0];
  }

  push(due: Due): void {
    const { heap } = this;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(due, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = due;
  }

  /** The earliest if it is due before `atMs` has passed, else undefined. */
  popDue(atMs: number): Due | undefined {
    const first = this.heap[0];
    if (!first || first.dueMs > atMs) return undefined;
    const last = this.heap.pop()!;
    if (this.heap.length > 0) this.sink(last);
    return first;
  }

  private sink(due: Due): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, due)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = due;
  }
}

const isBefore = (a: Due, b: Due): boolean =>
  a.dueMs !== b.dueMs ? a.dueMs < b.dueMs : a.id !== b.id ? a.id < b.id : a.kind < b.kind;
