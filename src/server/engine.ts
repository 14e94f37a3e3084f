/**
 * One theatre at work: log, state, sequencer and journal, from start to graceful stop.
 *
 * Start: newest snapshot that fits the log, then replay of what came after. Then a tick is appended
 * whenever something falls due.
 */

import { createHash, randomFillSync, randomUUID } from "node:crypto";
import { airspaceView } from "../core/airspace/view.ts";
import type { AirspaceView } from "../core/airspace/view.ts";
import { applyEntry } from "../core/apply.ts";
import type { EntryOutcome } from "../core/apply.ts";
import { publicViewOf } from "../core/contacts/public-view.ts";
import type { PublicView } from "../core/contacts/public-view.ts";
import { digestState } from "../core/dump.ts";
import type { Entry } from "../core/entry.ts";
import { makeState } from "../core/state.ts";
import type { State } from "../core/state.ts";
import { viewFor } from "../core/view.ts";
import type { Reader, View } from "../core/view.ts";
import type { Head, LeafReader, Log } from "../log/log.ts";
import { readEvidence } from "./evidence.ts";
import type { Evidence } from "./evidence.ts";
import { readEntry } from "./entry-codec.ts";
import { Journal } from "./journal.ts";
import { JOURNAL_LIMITS } from "./limits.ts";
import { Sequencer } from "./sequencer.ts";
import { keepKeys } from "./keep-keys.ts";
import { makeKeysInMemory } from "./personal-keys.ts";
import type { PersonalKeys } from "./personal-keys.ts";
import type { Receipt, Sources, Submission } from "./sequencer.ts";

/** What the faces are handed: a way in, and the one way out. */
export type Engine = {
  readonly submit: (submission: Submission) => Promise<Receipt>;
  readonly view: (reader: Reader) => View;
  /** What anyone may see, without a token. */
  readonly publicView: () => PublicView;
  /** What USSs read of one another. */
  readonly airspace: () => AirspaceView;
  readonly journal: Journal;
  /** Of sealed details; those that are over are destroyed. */
  readonly personalKeys: PersonalKeys;
  readonly status: () => EngineStatus;
  /** SHA-256 of the whole state, hex: equal for two replays of one log. Takes a second at 200k operations. */
  readonly stateHash: () => string;
  /** Writes a snapshot of the state as it is now. */
  /** Entries up to the head with the proof that each is in the record. Reads every leaf: O(head). */
  readonly evidence: (seqs: readonly number[], olderSize: number | null) => Promise<Evidence>;
  readonly withState: <T>(use: (state: State, head: Head) => T) => T;
  /** Decides what was taken, takes no more. The log stays open; its opener closes it. */
  readonly stop: () => Promise<void>;
};

export type EngineStatus = {
  readonly head: Head;
  readonly queueLength: number;
  readonly operationCount: number;
  readonly indexedVolumeCount: number;
  readonly openConflictCount: number;
  readonly replayedCount: number;
};

/** Told of every entry that is applied, replayed ones too, in order. */
export type EntryEar = {
  /** `state` is as it is right behind the entry. */
  readonly hear: (state: State, entry: Entry, outcome: EntryOutcome) => void;
  /** All is decided, and a snapshot may follow, before which nothing is replayed again. */
  readonly rest: () => void;
};

export type EngineOptions = {
  readonly log: Log & LeafReader;
  /** Where to begin instead of at nothing; must fit the log. */
  readonly snapshot?: { readonly state: State; readonly head: Head } | null;
  readonly sources?: Sources;
  /** In memory unless given. */
  readonly personalKeys?: PersonalKeys;
  readonly ear?: EntryEar | null;
  /** Told now and then while replaying. */
  readonly onProgress?: (seq: number, headSeq: number) => void;
  /** The log failed or a bug was met: the process should end, and start again from the log. */
  readonly onFailure?: (error: unknown) => void;
};

/** Replays and begins. Throws LogError as the log does. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  const { log, snapshot = null, sources = systemSources(), ear = null } = options;
  const head = await log.head();
  const state = snapshot?.state ?? makeState();
  const firstSeq = state.seq + 1;
  const journal = new Journal(
    Math.max(state.seq, head.seq - JOURNAL_LIMITS.entriesNotedAtStartMax),
  );
  for await (const { seq, bytes } of log.read(firstSeq)) {
    const entry = readEntry(bytes);
    const outcome = applyEntry(state, entry);
    if (head.seq - seq < JOURNAL_LIMITS.entriesNotedAtStartMax) journal.note(state, entry, outcome);
    ear?.hear(state, entry, outcome);
    if (seq % 10_000 === 0) options.onProgress?.(seq, head.seq);
  }
  let openConflictCount = countOpenConflicts(state);
  const onFailure = options.onFailure ?? rethrow;
  const personalKeys = options.personalKeys ?? makeKeysInMemory();
  const keeper = keepKeys(personalKeys, state, onFailure);
  const sequencer = new Sequencer(log, { state, head }, sources, {
    onFailure,
    onApplied: (entry, outcome) => {
      for (const { kind } of outcome.changes) {
        if (kind === "conflict-opened") openConflictCount++;
        else if (kind === "conflict-closed") openConflictCount--;
      }
      journal.note(state, entry, outcome);
      keeper.heed(outcome.changes);
      ear?.hear(state, entry, outcome);
    },
  });
  const ticker = startTicker(sequencer, sources);
  const replayedCount = state.seq - firstSeq + 1;
  return {
    submit: (submission) => sequencer.submit(submission),
    view: (reader) => viewFor(state, reader),
    publicView: () => publicViewOf(state),
    airspace: () => airspaceView(state, sources.nowMs()),
    journal,
    personalKeys,
    status: () => ({
      head: sequencer.currentHead,
      queueLength: sequencer.queueLength,
      operationCount: state.operations.size,
      indexedVolumeCount: state.index.size,
      openConflictCount,
      replayedCount,
    }),
    stateHash: () => hashState(state),
    evidence: (seqs, olderSize) =>
      readEvidence(log, { head: sequencer.currentHead, seqs, olderSize }),
    withState: (use) => use(state, sequencer.currentHead),
    stop: async () => {
      ticker.stop();
      keeper.stop();
      await sequencer.stop();
      ear?.rest();
    },
  };
};

/** SHA-256 over core's digest of the state, hex. */
export const hashState = (state: State): string => {
  const hash = createHash("sha256");
  digestState(state, (text) => hash.update(text));
  return hash.digest("hex");
};

/** The machine's clock and its random source, drawn in bulk. */
export const systemSources = (): Sources => {
  const pool = new Uint8Array(16 * 256);
  let used = pool.length;
  return {
    nowMs: () => Date.now(),
    drawSalt: () => {
      if (used === pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      used += 16;
      return pool.slice(used - 16, used);
    },
  };
};

const countOpenConflicts = (state: State): number => {
  let count = 0;
  for (const conflict of state.conflicts.values()) if (conflict.state === "open") count++;
  return count;
};

const rethrow = (error: unknown): void => {
  throw error;
};

/** How late a due time may be noticed. */
const TICK_CHECK_MS = 250;

/** A tick that can't be written is the sequencer's failure, told by it. */
const startTicker = (sequencer: Sequencer, sources: Sources): { readonly stop: () => void } => {
  let isTicking = false;
  const timer = setInterval(() => {
    const due = sequencer.state.due.peek();
    if (isTicking || !due || due.dueMs > sources.nowMs()) return;
    isTicking = true;
    const tick = {
      origin: "system",
      commandId: randomUUID(),
      command: { kind: "tick" },
      survey: {},
    } as const;
    sequencer.submit(tick).then(
      () => (isTicking = false),
      () => (isTicking = false),
    );
  }, TICK_CHECK_MS);
  timer.unref(); // a process with nothing else to do may end
  return { stop: () => clearInterval(timer) };
};
