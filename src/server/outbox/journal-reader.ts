/** What the journal holds for a lane of a target from a place on. */

import type { Reader, Told } from "../../core/view.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import type { Place } from "./delivery.ts";
import type { Target } from "./target.ts";

/** The journal as the outbox needs it. */
export type OutboxJournal = Pick<Journal, "since" | "listen">;

export type Source = {
  readonly journal: OutboxJournal;
  /** The last entry that the journal has noted. */
  readonly headSeq: () => number;
};

export type Found = {
  readonly event: JournalEvent;
  /** Among all that the party was told of the entry. */
  readonly ordinal: number;
  /** Where the lane stands once this is settled. */
  readonly after: Place;
};

export type Reading = {
  /** Not all from the place on is held any more. */
  readonly isLost: boolean;
  readonly found: readonly Found[];
  /** Where the lane stands once all of `found` is settled. */
  readonly end: Place;
};

export type ReadRequest = {
  readonly party: string;
  readonly place: Place;
  readonly isWanted: (event: JournalEvent) => boolean;
  readonly max: number;
};

export const readerOf = ({ party }: Pick<Target, "party">): Reader => ({ kind: "party", party });

export const wants = ({ eventKinds }: Target, told: Told): boolean =>
  eventKinds === "all" || eventKinds.includes(told.kind);

/** The first `max` events that are wanted. O(events held after the place). */
export const readAhead = (source: Source, request: ReadRequest): Reading => {
  const { party, place, isWanted, max } = request;
  const afterSeq = place.seq - 1;
  const headSeq = source.headSeq();
  const { events, isComplete } = source.journal.since(readerOf({ party }), afterSeq);
  // A place ahead of the log: the log was restored from an older backup.
  const isLost = !isComplete || afterSeq > headSeq;
  const found: Found[] = [];
  let ordinal = 0;
  for (const [i, event] of events.entries()) {
    ordinal = events[i - 1]?.seq === event.seq ? ordinal + 1 : 0;
    if (found.length === max) break;
    if (event.seq === place.seq && ordinal < place.count) continue;
    if (!isWanted(event)) continue;
    const isLast = events[i + 1]?.seq !== event.seq;
    const after = isLast
      ? { seq: event.seq + 1, count: 0 }
      : { seq: event.seq, count: ordinal + 1 };
    found.push({ event, ordinal, after });
  }
  const atHead = { seq: headSeq + 1, count: 0 };
  const end = found.length < max ? atHead : (found.at(-1)?.after ?? place);
  return { isLost, found, end };
};

/** The first place from which the journal holds everything. */
export const heldFrom = (source: Source, party: string): Place => {
  const reader = readerOf({ party });
  const [first] = source.journal.since(reader, -1).events;
  if (!first) return { seq: source.headSeq() + 1, count: 0 };
  // What was dropped may have ended within the first entry.
  const isWhole = source.journal.since(reader, first.seq - 1).isComplete;
  return { seq: isWhole ? first.seq : first.seq + 1, count: 0 };
};
