/** What tests of the outbox stand on: a clock that the test moves, a journal that it writes, a receiver. */

import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestContext } from "node:test";
import type { Reader, Told } from "../../core/view.ts";
import type { JournalEvent, JournalListener, Replay } from "../journal.ts";
import type { OutboxClock } from "./clock.ts";
import type { Source } from "./journal-reader.ts";
import { openOutbox } from "./outbox.ts";
import type { Outbox, OutboxOptions } from "./outbox.ts";
import type { TargetStatus } from "./status.ts";
import type { EmailTarget, Target, WebhookTarget } from "./target.ts";

export const tempFolder = (t: Pick<TestContext, "after">): string => {
  const folder = mkdtempSync(join(tmpdir(), "wideberth-outbox-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Resolves once it is so. Throws when it is not so for a long time. */
export const until = async (isSo: () => boolean, what = String(isSo)): Promise<void> => {
  const endMs = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > endMs) throw new Error(`it did not come about: ${what}`);
    await sleep(2);
  }
};

/** Time stands still until the test moves it. It begins now, as signatures are checked against it. */
export class TestClock implements OutboxClock {
  private ms = Date.now();
  private readonly timers = new Set<{ readonly atMs: number; readonly ring: () => void }>();

  readonly nowMs = (): number => this.ms;

  readonly after = (delayMs: number, ring: () => void): (() => void) => {
    const timer = { atMs: this.ms + delayMs, ring };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  };

  /** Calls what falls due on the way, in order. */
  move(ms: number): void {
    const endMs = this.ms + ms;
    for (;;) {
      const due = [...this.timers]
        .filter(({ atMs }) => atMs <= endMs)
        .toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.timers.delete(due);
      this.ms = Math.max(this.ms, due.atMs);
      due.ring();
    }
    this.ms = endMs;
  }
}

/** A journal that says what the test says; all parties are told the same. */
export class TestJournal {
  events: JournalEvent[] = [];
  seq = 0;
  /** Up to here nothing is held any more. */
  droppedSeq = 0;
  /** How often it was read. */
  readCount = 0;
  private readonly listeners = new Set<JournalListener>();

  get source(): Source {
    return { journal: this, headSeq: () => this.seq };
  }

  since(_reader: Reader, afterSeq: number): Replay {
    this.readCount += 1;
    const events = this.events.filter(({ seq }) => seq > afterSeq);
    return { events, isComplete: afterSeq >= this.droppedSeq };
  }

  listen(_reader: Reader, listener: JournalListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** One entry that tells these; returns its seq. */
  say(...told: readonly Told[]): number {
    this.seq += 1;
    const heard = told.map((one) => ({ seq: this.seq, atMs: START_MS + this.seq, told: one }));
    this.events.push(...heard);
    if (heard.length > 0) for (const listener of this.listeners) listener(heard);
    return this.seq;
  }

  /** Forgets all up to `seq`. */
  drop(seq: number): void {
    this.events = this.events.filter((event) => event.seq > seq);
    this.droppedSeq = seq;
  }
}

const START_MS = Date.UTC(2026, 10, 23, 6);

export const THEATRE_SET: Told = {
  kind: "theatre.set",
  change: {
    id: "theatre-change-1",
    differences: [],
    requestedBy: null,
    requestedMs: START_MS,
    state: "done",
    secondBy: null,
    withdrawnBy: null,
    changedMs: START_MS,
    untilMs: null,
  },
};

/** An operation of a party as another, or itself, is told of it. */
export const operationTold = (id: string, party: string): Told => ({
  kind: "operation.filed",
  operation: {
    detail: "exists",
    id,
    party,
    state: "filed",
    startMs: START_MS,
    endMs: START_MS + 1,
    changedMs: START_MS,
  },
});

export const webhookTo = (url: string, more: Partial<WebhookTarget> = {}): WebhookTarget => ({
  id: "t1",
  party: "NORTH",
  kind: "webhook",
  url,
  eventKinds: "all",
  isPaused: false,
  sinceSeq: 0,
  secretVersion: 1,
  secretChangedMs: null,
  ...more,
});

export const emailTo = (address: string, more: Partial<EmailTarget> = {}): EmailTarget => ({
  id: "m1",
  party: "NORTH",
  kind: "email",
  address,
  language: "en",
  eventKinds: "all",
  isPaused: false,
  sinceSeq: 0,
  ...more,
});

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** As `17/0`: seq and ordinal of its `webhook-id`. */
  readonly what: string;
};

export type TestReceiver = {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  readonly whats: () => readonly string[];
  /** Answers all from now on, given what came; returns nothing to leave it unanswered. */
  answer: (request: Received, response: ServerResponse) => void;
};

export const answerStatus =
  (status: number, headers: Record<string, string> = {}): TestReceiver["answer"] =>
  (_request, response) =>
    void response.writeHead(status, headers).end();

/** A real server on loopback that answers 204 unless told otherwise. */
export const startReceiver = async (
  t: Pick<TestContext, "after">,
  makeServer: (listener: RequestListener) => Server = createServer,
): Promise<TestReceiver> => {
  const received: Received[] = [];
  const server = makeServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      const [, seq = "", ordinal = ""] =
        /_(\d+)_(\w+)$/.exec(String(headers["webhook-id"] ?? "")) ?? [];
      const body = Buffer.concat(chunks).toString();
      const one = { path, headers, body, what: `${seq}/${ordinal}` };
      received.push(one);
      receiver.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const receiver: TestReceiver = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    whats: () => received.map(({ what }) => what),
    answer: answerStatus(204),
  };
  return receiver;
};

export type TestOutbox = {
  readonly outbox: Outbox;
  readonly clock: TestClock;
  readonly journal: TestJournal;
  readonly targets: Target[];
  readonly dataDir: string;
  readonly warnings: string[];
  /** Closes it, and opens another over the same folder and journal. */
  readonly reopen: () => Promise<TestOutbox>;
};

/** An outbox over a clock and a journal of the test. Random waits are the longest, unless given. */
export const openTestOutbox = (
  t: Pick<TestContext, "after">,
  targets: Target[],
  more: Partial<OutboxOptions> & { journal?: TestJournal; clock?: TestClock } = {},
): TestOutbox => {
  const { journal = new TestJournal(), clock = new TestClock(), ...rest } = more;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    const closed = outbox.close();
    clock.move(2_000); // what hangs is cut
    await closed;
  };
  t.after(close); // before its folder goes: what comes first is called first
  const dataDir = more.dataDir ?? tempFolder(t);
  const warnings: string[] = [];
  const outbox = openOutbox({
    dataDir,
    ...journal.source,
    listTargets: () => targets,
    encode: ({ seq, told }) => ({ kind: told.kind, seq }),
    consoleUrl: "https://host.example/",
    smtp: null,
    addresses: { allowLoopback: true, allowedNetworks: [] },
    clock,
    random: () => 0.999_999,
    onWarning: (message) => warnings.push(message),
    onFailure: (error) => {
      throw error;
    },
    ...rest,
  });
  return {
    outbox,
    clock,
    journal,
    targets,
    dataDir,
    warnings,
    reopen: async () => {
      await close();
      return openTestOutbox(t, targets, { ...more, dataDir, journal, clock });
    },
  };
};

/** Of the first of NORTH's targets, or another. */
export const statusOf = ({ outbox }: TestOutbox, index = 0): TargetStatus =>
  outbox.status("NORTH")[index]!;

/** Until a delivery has failed and waits; then time passes until it is tried again. */
export const waitOut = async (box: TestOutbox): Promise<number> => {
  await until(() => statusOf(box).nextAttemptMs !== null, "an attempt failed");
  const waitMs = statusOf(box).nextAttemptMs! - box.clock.nowMs();
  box.clock.move(waitMs);
  return waitMs;
};

export const isFiled = ({ told }: JournalEvent): boolean => told.kind === "operation.filed";

/** Until nothing waits. */
export const settled = (box: TestOutbox): Promise<void> =>
  until(() => statusOf(box).waiting.count === 0 && statusOf(box).nextAttemptMs === null, "settled");
