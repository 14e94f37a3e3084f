/**
 * Notifications out: what the journal tells a party is sent to the targets that the party named, by
 * signed webhook or by mail, at least once and in order.
 *
 * Nothing here holds up the sequencer: it only learns that there is something, and each target reads
 * the journal at its own pace. Close the outbox last, after the theatre: what the engine decides while
 * it stops is then carried over.
 */

import { accept, assert, refuse } from "../../core/outcome.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Page } from "../../core/view.ts";
import type { JournalEvent } from "../journal.ts";
import { makeAddressCheck } from "./addresses.ts";
import type { AddressCheck, AddressRules } from "./addresses.ts";
import { systemClock } from "./clock.ts";
import type { OutboxClock } from "./clock.ts";
import { makeContent } from "./content.ts";
import type { EncodeEvent } from "./content.ts";
import { LANES } from "./delivery.ts";
import { makeSendEmail } from "./email.ts";
import type { SmtpConfig } from "./email.ts";
import { renderPlainEmail } from "./email-text.ts";
import type { RenderEmail } from "./email-text.ts";
import { readerOf } from "./journal-reader.ts";
import type { Source } from "./journal-reader.ts";
import { Lane } from "./lane.ts";
import type { LaneContext } from "./lane.ts";
import { OUTBOX_LIMITS, WEBHOOK_LIMITS } from "./limits.ts";
import { openOutboxKey } from "./outbox-key.ts";
import type { DeriveSecret } from "./outbox-key.ts";
import { resolveByDns } from "./resolve.ts";
import type { ResolveName } from "./resolve.ts";
import { makeSend, secretVersionsOf } from "./send.ts";
import type { Send } from "./send.ts";
import { AttemptSlots } from "./slots.ts";
import { statusOf } from "./status.ts";
import type { TargetStatus } from "./status.ts";
import { isSqliteFault } from "./sqlite-file.ts";
import { OutboxStore } from "./store.ts";
import type { DeadLetter } from "./store.ts";
import { destinationOf, isTargetId } from "./target.ts";
import type { Target } from "./target.ts";
import { makeSendWebhook } from "./webhook.ts";
import { parseWebhookUrl } from "./webhook-url.ts";

export type OutboxOptions = Source & {
  /** `outbox.db` and `outbox-key` are made in it. */
  readonly dataDir: string;
  /**
   * All targets of the theatre, as the log has them. Asked before every attempt, so it must be quick;
   * the same objects while nothing changed.
   */
  readonly listTargets: () => readonly Target[];
  readonly encode: EncodeEvent;
  /** What must not wait behind anything else; nothing, unless given. */
  readonly isFlash?: (event: JournalEvent) => boolean;
  readonly renderEmail?: RenderEmail;
  /** Where people read on; null: not told. */
  readonly consoleUrl: string | null;
  /** Null: mails wait until there is one. */
  readonly smtp: SmtpConfig | null;
  readonly addresses: AddressRules;
  /** Trusted beside Node.js's own for webhooks, PEM. */
  readonly trustedCertificates?: readonly string[];
  readonly onWarning: (message: string, about: Record<string, unknown>) => void;
  /** A bug was met: the process should end. */
  readonly onFailure: (error: unknown) => void;
  readonly clock?: OutboxClock;
  /** From 0 to less than 1. */
  readonly random?: () => number;
  readonly resolve?: ResolveName;
};

export type WebhookSecret = {
  readonly secret: string;
  /** Until when the secret before it signs too; null: it does not. */
  readonly bothUntilMs: number | null;
};

export type DeadLetterRequest = {
  /** Of this target alone. */
  readonly targetId?: string;
  /** The `next` of the page before. */
  readonly after?: string;
  /** At most `OUTBOX_LIMITS.pageMax`, which it is unless given. */
  readonly limit?: number;
};

/** What one party asks for is its own alone: what is another's is not there. */
export type Outbox = {
  /** Targets changed: to be called after every command that concerns one. */
  readonly wake: () => void;
  /** Of every target of the party, or of one alone: what waits is counted for those asked of. */
  readonly status: (party: string, targetId?: string) => readonly TargetStatus[];
  readonly deadLetters: (party: string, request?: DeadLetterRequest) => Page<DeadLetter>;
  /** Sends a dead letter once more, beside what is new. Refuses `not-found`. */
  readonly resend: (party: string, id: string) => Outcome<null>;
  /** Tries at once what waits, also where a receiver had answered 410. Refuses `not-found`. */
  readonly resume: (party: string, targetId: string) => Outcome<null>;
  /** Refuses `not-found`, also for a target that is no webhook. */
  readonly secretOf: (party: string, targetId: string) => Outcome<WebhookSecret>;
  /** May a webhook go there? For the command that sets it. Refuses `bad-field`. */
  readonly checkUrl: (text: string) => Outcome<URL>;
  /** Ends what is under way, stores what waits, closes the file. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the outbox and begins to send.
 *
 * Throws: OutboxError and SecretFileError for its files; RangeError for settings that are wrong.
 */
export const openOutbox = (options: OutboxOptions): Outbox => {
  const { dataDir, clock = systemClock, addresses, smtp } = options;
  const mayReach = makeAddressCheck(addresses);
  const deriveSecret = openOutboxKey(dataDir);
  const sendEmail = smtp && makeSendEmail(smtp);
  const sendWebhook = makeSendWebhook({
    mayReach,
    resolve: options.resolve ?? resolveByDns,
    trustedCertificates: options.trustedCertificates ?? [],
  });
  const send = makeSend({ sendWebhook, sendEmail, deriveSecret, clock });
  const store = new OutboxStore(dataDir);
  return new Work(options, { store, send, deriveSecret, mayReach, clock }).begin();
};

type Parts = {
  readonly store: OutboxStore;
  readonly send: Send;
  readonly deriveSecret: DeriveSecret;
  readonly mayReach: AddressCheck;
  readonly clock: OutboxClock;
};

/** The outbox at work: lanes of the targets that there are, and ears at the journal for their parties. */
class Work {
  private readonly options: OutboxOptions;
  private readonly parts: Parts;
  private readonly context: LaneContext;
  private readonly stop = new AbortController();
  private readonly lanes = new Map<string, readonly Lane[]>();
  /** As they were at the last look. */
  private readonly seen = new Map<string, Target>();
  private readonly ears = new Map<string, () => void>();
  private stopLooking: () => void = () => {};
  /** When it is looked for dead letters that are too old. */
  private agedDueMs = -Infinity;
  private closed: Promise<void> | null = null;

  constructor(options: OutboxOptions, parts: Parts) {
    this.options = options;
    this.parts = parts;
    const { store, send, clock } = parts;
    const { journal, headSeq, encode, consoleUrl, onWarning, onFailure } = options;
    const { renderEmail = renderPlainEmail, isFlash = () => false, random = Math.random } = options;
    const slots = new AttemptSlots();
    this.context = {
      store,
      source: { journal, headSeq },
      content: makeContent({ encode, renderEmail, consoleUrl }),
      send,
      isFlash,
      findOpen: (targetId) => this.findOpen(targetId),
      queuesOf: (targetId) => (this.lanes.get(targetId) ?? []).map(({ queue }) => queue),
      slotsFor: (target, lane) => slots.slotsFor(target, lane),
      noteHealth: (targetId, isAiling) => slots.noteHealth(targetId, isAiling),
      clock,
      random,
      stop: this.stop.signal,
      onWarning,
      onFailure,
    };
  }

  begin(): Outbox {
    this.look(true);
    return {
      wake: () => this.look(true),
      status: (party, targetId) =>
        this.ownTargets(party, targetId).map((target) => this.statusOf(target)),
      deadLetters: (party, request = {}) => this.deadLetters(party, request),
      resend: (party, id) => this.resend(party, id),
      resume: (party, targetId) => this.resume(party, targetId),
      secretOf: (party, targetId) => this.secretOf(party, targetId),
      checkUrl: (text) => parseWebhookUrl(text, this.parts.mayReach),
      close: () => (this.closed ??= this.close()),
    };
  }

  /** Brings lanes and ears in line with the targets, and wakes those whose target changed, or all. */
  private look(isAll: boolean): void {
    if (this.closed) return;
    const targets = this.options.listTargets();
    this.rest();
    this.dropOthers(targets);
    this.tellFaults(() => this.dropAged());
    for (const target of targets) {
      assert(isTargetId(target.id), "a target's id is of letters, digits, _ and -");
      if (!this.ears.has(target.party)) this.ears.set(target.party, this.listenFor(target.party));
      this.tellFaults(() => this.addLanes(target));
      if (!isAll && this.seen.get(target.id) === target) continue;
      this.seen.set(target.id, target);
      for (const lane of this.lanes.get(target.id) ?? []) lane.wake();
    }
  }

  private addLanes(target: Target): void {
    if (this.lanes.has(target.id)) return;
    const lanes = LANES.map((name) => new Lane(this.context, target, name));
    this.lanes.set(target.id, lanes);
  }

  /** Until the next look; meanwhile what lanes passed over is stored. */
  private rest(): void {
    this.stopLooking();
    this.stopLooking = this.parts.clock.after(OUTBOX_LIMITS.lookEveryMs, () => {
      this.tellFaults(() => {
        for (const lane of this.allLanes()) lane.queue.savePlace();
      });
      this.look(false);
    });
  }

  /** What is too old goes, and is told: to the party by its target's count, to the host here. */
  private dropAged(): void {
    const { store, clock } = this.parts;
    const { deadLetterKeptMs, deadLettersLookEveryMs } = OUTBOX_LIMITS;
    const nowMs = clock.nowMs();
    if (nowMs < this.agedDueMs) return;
    this.agedDueMs = nowMs + deadLettersLookEveryMs;
    for (const { targetId, count } of store.dropAged(nowMs - deadLetterKeptMs)) {
      this.options.onWarning("dead letters were too old and are dropped", { targetId, count });
    }
  }

  private dropOthers(targets: readonly Target[]): void {
    const ids = new Set(targets.map(({ id }) => id));
    for (const [id, lanes] of this.lanes) {
      if (ids.has(id)) continue;
      this.lanes.delete(id);
      this.seen.delete(id);
      this.context.noteHealth(id, false);
      for (const lane of lanes) lane.wake(); // finds that its target is gone, and ends
    }
    this.tellFaults(() => this.parts.store.forgetOthers([...ids]));
    const parties = new Set(targets.map(({ party }) => party));
    for (const [party, stopListening] of this.ears) {
      if (parties.has(party)) continue;
      stopListening();
      this.ears.delete(party);
    }
  }

  /** The journal tells in the midst of the sequencer's work: nothing is done but to remember it. */
  private listenFor(party: string): () => void {
    let isHeard = false;
    return this.options.journal.listen(readerOf({ party }), () => {
      if (isHeard) return;
      isHeard = true;
      setImmediate(() => {
        isHeard = false;
        for (const { id } of this.ownTargets(party)) this.hear(id);
      });
    });
  }

  private hear(targetId: string): void {
    for (const lane of this.lanes.get(targetId) ?? []) lane.hear();
  }

  /** The target, when it is there and may be sent to. */
  private findOpen(targetId: string): Target | null {
    const target = this.options.listTargets().find(({ id }) => id === targetId);
    if (!target || target.isPaused) return null;
    if (target.kind === "email" && !this.options.smtp) return null;
    const gone = this.parts.store.gone(targetId);
    if (!gone) return target;
    if (gone.destination === destinationOf(target)) return null;
    this.tellFaults(() => this.parts.store.clearGone(targetId)); // it leads elsewhere now
    return target;
  }

  private statusOf(target: Target): TargetStatus {
    return statusOf({
      target,
      facts: this.parts.store.facts(target.id),
      lanes: this.lanes.get(target.id) ?? [],
      hasMailServer: this.options.smtp !== null,
    });
  }

  private deadLetters(party: string, request: DeadLetterRequest): Page<DeadLetter> {
    const { targetId, after = null, limit = OUTBOX_LIMITS.pageMax } = request;
    const targetIds = this.ownTargets(party, targetId).map(({ id }) => id);
    const page = { after, limit: Math.min(limit, OUTBOX_LIMITS.pageMax) };
    return this.parts.store.deadLetters(targetIds, page);
  }

  private resend(party: string, id: string): Outcome<null> {
    const { store } = this.parts;
    const targetId = store.ownerOf(id);
    if (targetId === null || !this.ownTarget(party, targetId)) return notFound("dead letter", id);
    store.revive(id);
    this.hear(targetId);
    return accept(null);
  }

  private resume(party: string, targetId: string): Outcome<null> {
    if (!this.ownTarget(party, targetId)) return notFound("target", targetId);
    this.parts.store.clearGone(targetId);
    for (const lane of this.lanes.get(targetId) ?? []) lane.retryNow();
    return accept(null);
  }

  private secretOf(party: string, targetId: string): Outcome<WebhookSecret> {
    const target = this.ownTarget(party, targetId);
    if (target?.kind !== "webhook") return notFound("target", targetId);
    const { secretVersion, secretChangedMs } = target;
    const isBoth = secretVersionsOf(target, this.parts.clock.nowMs()).length > 1;
    return accept({
      secret: this.parts.deriveSecret(targetId, secretVersion),
      bothUntilMs:
        isBoth && secretChangedMs !== null ? secretChangedMs + WEBHOOK_LIMITS.bothSignMs : null,
    });
  }

  private async close(): Promise<void> {
    const { clock, store } = this.parts;
    this.stopLooking();
    for (const stopListening of this.ears.values()) stopListening();
    const ended = Promise.all([...this.allLanes()].map((lane) => lane.stop()));
    const callOff = clock.after(OUTBOX_LIMITS.closeGraceMs, () => this.stop.abort("stopping"));
    await ended;
    callOff();
    this.stop.abort("stopping");
    for (const target of this.options.listTargets()) {
      for (const lane of this.lanes.get(target.id) ?? []) {
        this.tellFaults(() => lane.queue.carry(target));
      }
    }
    store.close();
  }

  /** Those of the party, or the one of them that is asked for. */
  private ownTargets(party: string, targetId?: string): readonly Target[] {
    const isAsked = ({ id }: Target) => targetId === undefined || id === targetId;
    return this.options.listTargets().filter((one) => one.party === party && isAsked(one));
  }

  private ownTarget(party: string, targetId: string): Target | undefined {
    return this.ownTargets(party, targetId)[0];
  }

  private *allLanes(): Generator<Lane> {
    for (const lanes of this.lanes.values()) yield* lanes;
  }

  /** What can't be stored now is stored later, or told again: a fault of the file, not of the server. */
  private tellFaults(use: () => void): void {
    try {
      use();
    } catch (error) {
      if (!isSqliteFault(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      this.options.onWarning("the outbox's file can't be used", { reason });
    }
  }
}

const notFound = (what: string, id: string): ReturnType<typeof refuse> =>
  refuse({ reason: "not-found", what, id });
