/** What each reader was told, in the order of the log, for event streams and their resumption. */

import type { EntryOutcome } from "../core/apply.ts";
import type { Entry } from "../core/entry.ts";
import type { State } from "../core/state.ts";
import { viewFor } from "../core/view.ts";
import type { Reader, Told, View } from "../core/view.ts";
import { JOURNAL_LIMITS } from "./limits.ts";

export type JournalEvent = { readonly seq: number; readonly atMs: number; readonly told: Told };

/** All events of one entry for one reader: they arrive together. */
export type Heard = readonly JournalEvent[];
export type JournalListener = (heard: Heard) => void;

/** `isComplete` false: events after `afterSeq` are no longer held; the lists must be read anew. */
export type Replay = { readonly events: readonly JournalEvent[]; readonly isComplete: boolean };

export class Journal {
  private readonly byReader = new Map<string, { events: JournalEvent[]; droppedSeq: number }>();
  /** Made once for each reader: a view tells of the state as it is when asked. */
  private readonly views = new Map<string, View>();
  private readonly listeners = new Map<string, Set<JournalListener>>();
  /** Nothing before this was written down (a start from a snapshot). */
  private readonly startSeq: number;

  constructor(startSeq: number) {
    this.startSeq = startSeq;
  }

  get listenerCount(): number {
    let count = 0;
    for (const listeners of this.listeners.values()) count += listeners.size;
    return count;
  }

  /**
   * Writes down what each party and the host is told of an entry, and tells those who listen. `state`
   * is one and the same object for the journal's life.
   */
  note(state: State, { seq, atMs }: Entry, { changes }: EntryOutcome): void {
    if (changes.length === 0) return;
    const parties = state.theatre?.parties ?? [];
    this.noteFor(state, { kind: "host" }, { seq, atMs, changes });
    for (const { id } of parties)
      this.noteFor(state, { kind: "party", party: id }, { seq, atMs, changes });
  }

  /** Events after `afterSeq`, oldest first. */
  since(reader: Reader, afterSeq: number): Replay {
    const kept = this.byReader.get(keyOf(reader));
    const isComplete = afterSeq >= this.startSeq && afterSeq >= (kept?.droppedSeq ?? 0);
    const events = kept?.events ?? [];
    return { events: events.slice(firstAfter(events, afterSeq)), isComplete };
  }

  /** Calls `listener` for each later entry that tells this reader something; returns the way to stop. */
  listen(reader: Reader, listener: JournalListener): () => void {
    const key = keyOf(reader);
    const listeners = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  private noteFor(
    state: State,
    reader: Reader,
    { seq, atMs, changes }: Pick<Entry, "seq" | "atMs"> & Pick<EntryOutcome, "changes">,
  ): void {
    const key = keyOf(reader);
    const view = this.views.get(key) ?? viewFor(state, reader);
    this.views.set(key, view);
    const heard: JournalEvent[] = [];
    for (const change of changes) {
      const told = view.tell(change);
      if (told) heard.push({ seq, atMs, told });
    }
    if (heard.length === 0) return;
    const kept = this.byReader.get(key) ?? { events: [], droppedSeq: 0 };
    this.byReader.set(key, kept);
    kept.events.push(...heard);
    if (kept.events.length > JOURNAL_LIMITS.eventsKeptMax * 1.25) {
      const dropped = kept.events.splice(0, kept.events.length - JOURNAL_LIMITS.eventsKeptMax);
      kept.droppedSeq = dropped.at(-1)!.seq;
    }
    for (const listener of this.listeners.get(key) ?? []) listener(heard);
  }
}

const keyOf = (reader: Reader): string =>
  reader.kind === "host" ? "host" : `party ${reader.party}`;

const firstAfter = (events: readonly JournalEvent[], seq: number): number => {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
};
