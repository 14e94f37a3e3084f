/**
 * Gives each command its place and its time, makes it durable, then lets the state machine decide.
 * The only writer of the log in this process.
 *
 * What is queued while a batch is being written becomes the next batch: the disk sets the pace.
 */

import { applyEntry } from "../core/apply.ts";
import type { EntryOutcome } from "../core/apply.ts";
import type { Command, Survey } from "../core/commands.ts";
import { encodePayload, fingerprintOf, RULES_VERSION } from "../core/entry.ts";
import type { Entry, Envelope, Origin } from "../core/entry.ts";
import { refuse } from "../core/outcome.ts";
import { isUrgentCommand } from "../core/line/traffic.ts";
import { recallOutcome } from "../core/state.ts";
import type { CommandOutcome, State } from "../core/state.ts";
import { LOG_LIMITS, LogError } from "../log/log.ts";
import type { Head, Log } from "../log/log.ts";
import { readEntry, writeEntry } from "./entry-codec.ts";
import { SEQUENCER_LIMITS } from "./limits.ts";

/** A command that has been parsed and surveyed. */
export type Submission = {
  readonly origin: Origin;
  readonly commandId: string;
  readonly command: Command;
  /** Who says it for the party: the token's `sub`. */
  readonly by?: string | null;
  /** Over this command by `origin.key`, verified; none when left out. */
  readonly signature?: Uint8Array;
  readonly survey: Survey;
};

export type Receipt = {
  readonly seq: number;
  readonly atMs: number;
  readonly outcome: CommandOutcome;
  /** The command had been said before; this is what was answered then. */
  readonly isRepeat: boolean;
};

/** Where time and chance come from; the simulator brings its own. */
export type Sources = {
  readonly nowMs: () => number;
  readonly drawSalt: () => Uint8Array;
};

export type SequencerEvents = {
  readonly onApplied: (entry: Entry, outcome: EntryOutcome) => void;
  /** The log failed or a bug was met: nothing more is taken, and the process should end. */
  readonly onFailure: (error: unknown) => void;
};

type Waiting = {
  readonly submission: Submission;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (reason: unknown) => void;
};

/** The server is full or stopping: nothing was written, and the command may be sent again. */
export class BusyError extends Error {
  readonly code: "SERVER_STOPPING" | "QUEUE_FULL";
  constructor(code: BusyError["code"], message: string) {
    super(message);
    this.name = "BusyError";
    this.code = code;
  }
}

export class Sequencer {
  readonly state: State;
  private readonly log: Log;
  private readonly sources: Sources;
  private readonly events: SequencerEvents;
  private head: Head;
  private readonly queue: Waiting[] = [];
  private running: Promise<void> | null = null;
  private isStopping = false;
  private failure: unknown = null;

  /** `state` is the log applied up to `head`. */
  constructor(
    log: Log,
    start: { state: State; head: Head },
    sources: Sources,
    events: SequencerEvents,
  ) {
    this.log = log;
    this.state = start.state;
    this.head = start.head;
    this.sources = sources;
    this.events = events;
  }

  get queueLength(): number {
    return this.queue.length;
  }

  get currentHead(): Head {
    return this.head;
  }

  /**
   * Resolves once the command is durable and decided. A repeat is answered from memory.
   * Throws: BusyError when full or stopping; LogError when the log failed: whether the command was
   * stored is then not known, and sending it again under the same id is the way to find out.
   */
  submit(submission: Submission): Promise<Receipt> {
    if (this.failure) return Promise.reject(this.failure);
    if (this.isStopping) {
      return Promise.reject(new BusyError("SERVER_STOPPING", "the server is stopping"));
    }
    const isUrgent = isUrgentCommand(submission.command);
    const { queueLengthMax, urgentBeyondMax } = SEQUENCER_LIMITS;
    if (this.queue.length >= queueLengthMax + (isUrgent ? urgentBeyondMax : 0)) {
      return Promise.reject(new BusyError("QUEUE_FULL", "too many commands are waiting"));
    }
    const known = this.recall(submission);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      // Flash waits behind nothing but what is as urgent and came before it.
      const at = isUrgent
        ? this.queue.findIndex((one) => !isUrgentCommand(one.submission.command))
        : -1;
      this.queue.splice(at < 0 ? this.queue.length : at, 0, { submission, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Takes no more commands; resolves when those taken are decided. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private recall({ origin, commandId, command, by = null }: Submission): Receipt | null {
    if (origin === "system") return null;
    const known = this.state.commands.recall(origin.party, commandId);
    if (!known) return null;
    const isSame = known.fingerprint === fingerprintOf(encodePayload(command, by));
    const outcome = isSame
      ? recallOutcome(known)
      : refuse({ reason: "command-id-reused", commandId });
    return { seq: known.seq, atMs: known.atMs, outcome, isRepeat: true };
  }

  private async run(): Promise<void> {
    // One turn of the loop lets commands that arrived together go together.
    await Promise.resolve();
    try {
      while (this.queue.length > 0) await this.writeBatch();
    } catch (error) {
      this.failure = error;
      for (const { reject } of this.queue.splice(0)) reject(error);
      this.events.onFailure(error);
    } finally {
      this.running = null;
    }
  }

  private async writeBatch(): Promise<void> {
    const { batch, frames } = this.makeBatch();
    if (batch.length === 0) return;
    let head: Head;
    try {
      head = await this.log.append(frames, this.head);
    } catch (error) {
      if (error instanceof LogError && error.code === "LOG_CONFLICT") {
        await this.catchUp();
        this.queue.unshift(...batch);
        return;
      }
      for (const { reject } of batch) reject(error);
      throw error;
    }
    this.head = head;
    for (const [i, waiting] of batch.entries()) {
      // Read back from the bytes: what is decided is what is stored.
      const entry = readEntry(frames[i]!);
      const applied = this.apply(entry);
      const { outcome, isRepeat } = applied;
      const first = isRepeat ? this.recall(waiting.submission) : null;
      waiting.resolve(first ?? { seq: entry.seq, atMs: entry.atMs, outcome, isRepeat });
    }
  }

  private makeBatch(): { batch: Waiting[]; frames: Uint8Array[] } {
    const batch: Waiting[] = [];
    const frames: Uint8Array[] = [];
    const atMs = Math.max(this.sources.nowMs(), this.state.atMs);
    let byteCount = 0;
    while (this.queue.length > 0 && batch.length < LOG_LIMITS.batchEntriesMax) {
      const waiting = this.queue[0]!;
      const frame = this.frameOf(waiting.submission, this.head.seq + batch.length + 1, atMs);
      if (frame.length > LOG_LIMITS.entryBytesMax) {
        waiting.reject(tooLarge(frame));
        this.queue.shift();
        continue;
      }
      if (batch.length > 0 && byteCount + frame.length > LOG_LIMITS.batchBytesMax) break;
      byteCount += frame.length;
      batch.push(waiting);
      frames.push(frame);
      this.queue.shift();
    }
    return { batch, frames };
  }

  private frameOf(
    { origin, commandId, command, by = null, survey, signature }: Submission,
    seq: number,
    atMs: number,
  ): Uint8Array {
    const { kind } = command;
    const envelope: Envelope = { seq, atMs, rulesVersion: RULES_VERSION, kind, commandId, origin };
    const payload = encodePayload(command, by);
    const salt = this.sources.drawSalt();
    return writeEntry({ envelope, payload, survey, salt, ...(signature ? { signature } : {}) });
  }

  /** Another writer was quicker: take in what it wrote, then number anew. */
  private async catchUp(): Promise<void> {
    this.head = await this.log.head();
    for await (const { bytes } of this.log.read(this.state.seq + 1)) this.apply(readEntry(bytes));
  }

  private apply(entry: Entry): EntryOutcome {
    const applied = applyEntry(this.state, entry);
    this.events.onApplied(entry, applied);
    return applied;
  }
}

/** Its sender's fault alone: nothing was written, and the others go on. */
const tooLarge = (frame: Uint8Array): LogError =>
  new LogError(
    "LOG_TOO_LARGE",
    `${frame.length} bytes, limit ${LOG_LIMITS.entryBytesMax}: send less`,
  );
