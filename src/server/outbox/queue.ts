/**
 * What waits for one lane of a target, in order: letters of the store first, then what the journal holds
 * from where the lane stands. In memory there are a few references to events of the journal at most.
 */

import type { JournalEvent } from "../journal.ts";
import type { OutboxClock } from "./clock.ts";
import type { Content } from "./content.ts";
import { deliveryId } from "./delivery.ts";
import type { Delivery, LaneName, Place } from "./delivery.ts";
import { heldFrom, readAhead, wants } from "./journal-reader.ts";
import type { Found, Reading, Source } from "./journal-reader.ts";
import { EMAIL_LIMITS, OUTBOX_LIMITS } from "./limits.ts";
import type { Letter, OutboxStore } from "./store.ts";
import type { Target } from "./target.ts";

export type QueueContext = {
  readonly store: OutboxStore;
  readonly source: Source;
  readonly content: Content;
  readonly isFlash: (event: JournalEvent) => boolean;
  readonly clock: OutboxClock;
  /** All queues of a target. */
  readonly queuesOf: (targetId: string) => readonly Queue[];
};

export class Queue {
  readonly name: LaneName;
  private readonly targetId: string;
  private readonly context: QueueContext;
  private place: Place;
  private storedPlace: Place | null;
  /** Read ahead from `place`. */
  private ahead: Found[] = [];
  /** What `take` gave last is not settled yet. */
  private isBusy = false;

  constructor(context: QueueContext, target: Target, name: LaneName) {
    this.context = context;
    this.name = name;
    this.targetId = target.id;
    this.storedPlace = context.store.place(target.id, name);
    this.place = this.storedPlace ?? { seq: target.sinceSeq + 1, count: 0 };
  }

  /** The first that waits, or null. It stays the first until it is settled. */
  take(target: Target | null): Delivery | null {
    this.isBusy = false;
    const delivery = target && this.next(target);
    this.isBusy = delivery !== null;
    return delivery;
  }

  /** The store has noted it as settled. */
  moveBehind({ after }: Delivery): void {
    if (!after) return;
    this.ahead.shift();
    this.place = after;
    this.storedPlace = after;
  }

  /** The first `max` events that wait in the journal for this lane. */
  read(target: Target, max: number): Reading {
    const { source, isFlash } = this.context;
    if (this.name === "again") return { isLost: false, found: [], end: this.place };
    return readAhead(source, {
      party: target.party,
      place: this.place,
      isWanted: (event) => isFlash(event) === (this.name === "flash") && wants(target, event.told),
      max,
    });
  }

  /** Stores where it stands, if it moved over what concerned it not. */
  savePlace(): void {
    if (this.name === "again" || this.place === this.storedPlace) return;
    this.context.store.savePlace(this.targetId, this.name, this.place);
    this.storedPlace = this.place;
  }

  /**
   * Moves what waits in the journal into the store, since the journal does not outlive the process.
   * What there is no room for stays behind, and is told by a resync after the next start.
   */
  carry(target: Target): void {
    if (this.name === "again") return;
    const { store } = this.context;
    const max = Math.max(0, OUTBOX_LIMITS.carriedMax - store.countWaiting(this.targetId));
    const reading = this.read(target, max);
    if (this.isTooMuch(target, reading)) {
      this.keepResync(target);
      return;
    }
    const letters: Letter[] = [];
    let byteCount = 0;
    let end = reading.end;
    for (const found of reading.found) {
      const delivery = this.deliveryOf(target, found);
      const content = delivery.content();
      byteCount += content?.length ?? 0;
      if (byteCount > OUTBOX_LIMITS.letterBytesMax) break;
      letters.push({ ...delivery, content });
      end = found.after;
    }
    if (letters.length === reading.found.length) end = reading.end;
    store.keep(letters, this.targetId, [{ lane: this.name, place: end }]);
    this.moveTo(end);
  }

  private next(target: Target): Delivery | null {
    const letter = this.context.store.firstWaiting(this.targetId, this.name);
    if (letter || this.name === "again") return letter;
    this.passUnwanted(target);
    if (this.ahead.length === 0) {
      const isMail = target.kind === "email";
      const max = isMail ? EMAIL_LIMITS.waitingMax + 1 : OUTBOX_LIMITS.readAheadMax;
      const reading = this.read(target, max);
      if (this.isTooMuch(target, reading)) {
        this.keepResync(target);
        return this.next(target);
      }
      this.ahead = [...reading.found];
      if (this.ahead.length === 0) this.place = reading.end;
    }
    const [first] = this.ahead;
    return first ? this.deliveryOf(target, first) : null;
  }

  /** What was read ahead and is asked for no more. */
  private passUnwanted(target: Target): void {
    for (;;) {
      const [found] = this.ahead;
      if (!found || wants(target, found.event.told)) return;
      this.ahead.shift();
      this.place = found.after;
    }
  }

  /** Not all is held any more; or so many mails that one says more than all of them. */
  private isTooMuch(target: Target, { isLost, found }: Reading): boolean {
    const isFlood = target.kind === "email" && found.length > EMAIL_LIMITS.waitingMax;
    return isLost || (isFlood && this.name !== "flash");
  }

  /**
   * One notice to read the lists anew takes the place of all that waits here, and in the target's other
   * queue when that is lost too. Flash goes on with what is held.
   */
  private keepResync(target: Target): void {
    const { store, source, content, clock, queuesOf } = this.context;
    const headSeq = source.headSeq();
    const atMs = clock.nowMs();
    const letter = {
      id: deliveryId(target.id, headSeq, "resync"),
      targetId: target.id,
      lane: this.name,
      kind: "resync",
      seq: headSeq,
      ordinal: 0,
      atMs,
      content: content.ofResync(target, headSeq, atMs),
    };
    const moves = queuesOf(target.id)
      .filter((queue) => queue === this || (!queue.isBusy && queue.read(target, 0).isLost))
      .map((queue) => ({ queue, place: queue.placeToGoOn(target) }));
    const places = moves.map(({ queue, place }) => ({ lane: queue.name, place }));
    store.keep([letter], target.id, places);
    for (const { queue, place } of moves) queue.moveTo(place);
  }

  private placeToGoOn(target: Target): Place {
    const { source } = this.context;
    if (this.name === "flash") return heldFrom(source, target.party);
    return { seq: source.headSeq() + 1, count: 0 };
  }

  private moveTo(place: Place): void {
    this.ahead = [];
    this.place = place;
    this.storedPlace = place;
  }

  private deliveryOf(target: Target, { event, ordinal, after }: Found): Delivery {
    const { seq, atMs, told } = event;
    return {
      id: deliveryId(target.id, seq, ordinal),
      targetId: target.id,
      lane: this.name,
      kind: told.kind,
      seq,
      ordinal,
      atMs,
      content: () => this.context.content.ofEvent(target, event),
      after,
    };
  }
}
