/**
 * What this server manages as a USS it tells to those who listen: at least once, for each entity and
 * base URL in order, as it is by then.
 *
 * It hears every entry as it is applied, and notes in one transaction whom it leaves to tell and how far
 * the log was heard. A kill before that loses nothing: the entries after it are applied again at the
 * next start. Nothing here holds up the sequencer.
 */

import { airspaceView, groupSubscribers } from "../../core/airspace/view.ts";
import type { AirspaceView } from "../../core/airspace/view.ts";
import type { Command } from "../../core/commands.ts";
import type { EntryOutcome } from "../../core/apply.ts";
import type { Entry } from "../../core/entry.ts";
import type { State } from "../../core/state.ts";
import type { Page } from "../../core/view.ts";
import type { EntryEar } from "../engine.ts";
import { systemClock } from "../outbox/clock.ts";
import type { OutboxClock } from "../outbox/clock.ts";
import { isSqliteFault } from "../outbox/sqlite-file.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";
import { keyOf } from "./notice.ts";
import type { Letter, Thread, What } from "./notice.ts";
import { Places } from "./place.ts";
import type { SendNotice } from "./send.ts";
import { UssStore } from "./store.ts";
import type { UssDeadLetter, UssStoreCounts } from "./store.ts";
import { TellingThread } from "./thread.ts";
import type { Tally, ThreadContext } from "./thread.ts";

export type UssSenderOptions = {
  /** `uss-outbox.db` is made in it. */
  readonly dataDir: string;
  /** Does this server serve it, so that there is more to tell than that it is gone? */
  readonly isServed: (view: AirspaceView, what: What, entityId: string) => boolean;
  readonly onWarning: (message: string, about: Record<string, unknown>) => void;
  /** A bug was met: the process should end. */
  readonly onFailure: (error: unknown) => void;
  readonly clock?: OutboxClock;
  /** From 0 to less than 1. */
  readonly random?: () => number;
};

export type UssSenderStatus = Readonly<Tally> & UssStoreCounts;

export type UssSender = {
  /** For the engine, from before its replay on. */
  readonly ear: EntryEar;
  /** Once the engine is open, its log at `headSeq`: sends from now on. */
  readonly begin: (headSeq: number, send: SendNotice) => void;
  readonly status: () => UssSenderStatus;
  readonly deadLetters: (request?: {
    readonly after?: string;
    readonly limit?: number;
  }) => Page<UssDeadLetter>;
  /** Ends what is under way, notes what was heard, closes the file. After the theatre. */
  readonly close: () => Promise<void>;
};

/** Throws OutboxError for a file that can't be used. */
export const openUssSender = (options: UssSenderOptions): UssSender => {
  const work = new Work(options, new UssStore(options.dataDir));
  return {
    ear: {
      hear: (state, entry, outcome) => work.hear(state, entry, outcome),
      rest: () => work.save(),
    },
    begin: (headSeq, send) => work.begin(headSeq, send),
    status: () => work.status(),
    deadLetters: (request) => work.deadLetters(request),
    close: () => work.close(),
  };
};

class Work {
  private readonly options: UssSenderOptions;
  private readonly store: UssStore;
  private readonly clock: OutboxClock;
  private readonly stop = new AbortController();
  private readonly threads = new Map<string, TellingThread>();
  private readonly tally: Tally = { sentCount: 0, retriedCount: 0, givenUpCount: 0 };
  /** Null before `begin`. */
  private context: ThreadContext | null = null;
  /** Heard, and not in the store yet. */
  private heard: Letter[] = [];
  private heardSeq: number;
  /** Of all entries of this start; null: there was none. */
  private firstSeq: number | null = null;
  private takenSeq: number;
  private isSaving = false;
  private stopTicking: () => void = () => {};
  private agedDueMs = -Infinity;
  private closed: Promise<void> | null = null;

  constructor(options: UssSenderOptions, store: UssStore) {
    this.options = options;
    this.store = store;
    this.clock = options.clock ?? systemClock;
    // Of a log that was there before this file nothing is told.
    this.takenSeq = store.takenSeq() ?? Infinity;
    this.heardSeq = this.takenSeq;
  }

  /** In the midst of the sequencer's work: only remembered. */
  hear(state: State, { seq, atMs, command }: Entry, { changes }: EntryOutcome): void {
    this.firstSeq ??= seq;
    if (seq <= this.heardSeq) return;
    this.heardSeq = seq;
    for (const change of changes) {
      if (change.kind !== "uss-to-tell") continue;
      const { what, id: entityId, told } = change;
      const isGone = !this.options.isServed(airspaceView(state, atMs), what, entityId);
      const about = { what, entityId, seq, atMs, isGone, manager: managerOf(command, entityId) };
      for (const { baseUrl, subscriptions } of groupSubscribers(told)) {
        this.heard.push({ baseUrl, ...about, told: subscriptions });
      }
    }
    if (this.heard.length === 0 || this.isSaving || !this.context) return;
    this.isSaving = true;
    setImmediate(() => {
      this.isSaving = false;
      if (!this.closed) this.save();
    });
  }

  begin(headSeq: number, send: SendNotice): void {
    const { onWarning, onFailure, random = Math.random } = this.options;
    this.findPlace(headSeq);
    this.context = {
      store: this.store,
      send,
      places: new Places(),
      clock: this.clock,
      random,
      stop: this.stop.signal,
      tally: this.tally,
      onWarning,
      onFailure,
      onEnd: (thread) => void this.threads.delete(keyOf(thread)),
    };
    this.save();
    for (const thread of this.store.threads()) this.wake(thread);
    this.tick();
  }

  status(): UssSenderStatus {
    const counts = this.store.counts();
    return { ...this.tally, ...counts, waitingCount: counts.waitingCount + this.heard.length };
  }

  deadLetters({ after, limit = USS_SENDER_LIMITS.pageMax }: DeadLetterRequest = {}) {
    const page = { after: after ?? null, limit: Math.min(limit, USS_SENDER_LIMITS.pageMax) };
    return this.store.deadLetters(page);
  }

  /** Notes what was heard. What can't be noted now is noted at the next turn. */
  save(): void {
    if (!this.context || this.heardSeq === this.takenSeq) return;
    const letters = this.heard;
    const urls = new Set(letters.map(({ baseUrl }) => baseUrl));
    this.tellFaults(() => {
      this.store.take(letters, this.heardSeq);
      this.heard = [];
      this.takenSeq = this.heardSeq;
      for (const letter of letters) this.wake(letter);
      for (const url of urls) this.makeRoom(url);
    });
  }

  close(): Promise<void> {
    this.closed ??= this.end();
    return this.closed;
  }

  private async end(): Promise<void> {
    this.stopTicking();
    this.save();
    const ended = Promise.all([...this.threads.values()].map((thread) => thread.stop()));
    const { closeGraceMs } = USS_SENDER_LIMITS;
    const callOff = this.clock.after(closeGraceMs, () => this.stop.abort("stopping"));
    await ended;
    callOff();
    this.stop.abort("stopping");
    this.store.close();
  }

  /** Where the store stands beside the log: right behind it, or it says what is not known. */
  private findPlace(headSeq: number): void {
    const { onWarning } = this.options;
    if (this.takenSeq > headSeq) {
      // A new file, or a log that was restored from an older backup: it goes on from here.
      if (this.takenSeq < Infinity) {
        const about = { headSeq, heardSeq: this.takenSeq };
        onWarning("the log is older than what USSs were told of it: they are told the rest", about);
      }
      this.store.take([], headSeq);
      this.takenSeq = headSeq;
    }
    // What came before the first entry that was applied stands in a snapshot, as what it led to alone.
    const lostCount = (this.firstSeq ?? headSeq + 1) - 1 - this.takenSeq;
    if (lostCount > 0) {
      this.store.noteLost(lostCount);
      onWarning("what these entries left to tell to other USSs is lost", { lostCount });
    }
    this.heardSeq = headSeq;
  }

  private wake(thread: Thread): void {
    const { context, stop } = this;
    if (!context || this.closed || stop.signal.aborted) return;
    const { baseUrl, what, entityId } = thread;
    const key = keyOf(thread);
    const known = this.threads.get(key);
    if (known) known.hear();
    else this.threads.set(key, new TellingThread(context, { baseUrl, what, entityId }));
  }

  private makeRoom(baseUrl: string): void {
    const over = this.store.findOverfull(baseUrl);
    if (over.length === 0) return;
    const reason = "too much waits for this base URL";
    this.store.bury(over, { attemptCount: 0, failedMs: this.clock.nowMs(), reason });
    this.tally.givenUpCount += over.length;
    this.options.onWarning(reason, { baseUrl, count: over.length });
  }

  private tick(): void {
    const { saveEveryMs } = USS_SENDER_LIMITS;
    this.stopTicking = this.clock.after(saveEveryMs, () => {
      this.save();
      this.dropAged();
      this.tick();
    });
  }

  private dropAged(): void {
    const { deadLetterKeptMs, agedLookEveryMs } = USS_SENDER_LIMITS;
    const nowMs = this.clock.nowMs();
    if (nowMs < this.agedDueMs) return;
    this.agedDueMs = nowMs + agedLookEveryMs;
    this.tellFaults(() => {
      const count = this.store.dropAged(nowMs - deadLetterKeptMs);
      if (count > 0) this.options.onWarning("dead letters of USSs were too old", { count });
    });
  }

  private tellFaults(use: () => void): void {
    try {
      use();
    } catch (error) {
      if (!isSqliteFault(error)) throw error;
      const { message: reason } = error as Error;
      this.options.onWarning("the file of what USSs are told can't be used", { reason });
    }
  }
}

/** Who wrote it, or took it away; null: nobody did, it is this server's own. */
const managerOf = (command: Command, entityId: string): string | null =>
  "manager" in command && "id" in command && command.id === entityId ? command.manager : null;

type DeadLetterRequest = { readonly after?: string; readonly limit?: number };
