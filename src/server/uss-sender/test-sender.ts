/** What tests of the sender stand on: entries that the test says, and what is served by then. */

import type { TestContext } from "node:test";
import type { EntryOutcome } from "../../core/apply.ts";
import type { Entry } from "../../core/entry.ts";
import { makeState } from "../../core/state.ts";
import { makeAddressCheck } from "../outbox/addresses.ts";
import type { AddressRules } from "../outbox/addresses.ts";
import { makePost } from "../outbox/post.ts";
import { resolveByDns } from "../outbox/resolve.ts";
import { tempFolder, TestClock, until } from "../outbox/test-outbox.ts";
import type { TestReceiver } from "../outbox/test-outbox.ts";
import type { EntryEar } from "../engine.ts";
import type { What } from "./notice.ts";
import { makeSendNotice } from "./send.ts";
import type { Exchange } from "../uss-exchanges.ts";
import type { SendNotice, SendOptions, WriteMessage } from "./send.ts";
import { openUssSender } from "./sender.ts";
import type { UssSender, UssSenderOptions } from "./sender.ts";

export const OWN = "https://own.example/utm";

/** What stands in an entry: one entity, written or gone, and whom to tell at which base URL. */
export type Said = {
  readonly what?: What;
  readonly id?: string;
  readonly isGone?: boolean;
  /** As `s1 7 http://…`: subscription, index, base URL. */
  readonly told: readonly string[];
};

/** The log and its state, as far as the sender sees them. */
export class TestLog {
  readonly entries: { readonly seq: number; readonly atMs: number; readonly said: Said | null }[] =
    [];
  /** Of what is served: how often it was written, and when it is over. */
  readonly served = new Map<string, { version: number; endMs: number }>();
  readonly elsewhere = new Set<string>();
  private readonly clock: Pick<TestClock, "nowMs">;
  private readonly state = makeState();
  ear: EntryEar | null = null;

  constructor(clock: Pick<TestClock, "nowMs">) {
    this.clock = clock;
  }

  get headSeq(): number {
    return this.entries.length;
  }

  /** The next entry; null: it tells nobody anything. */
  say(said: Said | null): void {
    const entry = { seq: this.entries.length + 1, atMs: this.clock.nowMs(), said };
    this.entries.push(entry);
    this.apply(entry);
  }

  /** As a start does: all from `fromSeq` on is applied again, the rest is known. */
  replay(fromSeq: number): void {
    this.served.clear();
    const { ear } = this;
    for (const entry of this.entries) {
      this.ear = entry.seq < fromSeq ? null : ear;
      this.apply(entry);
    }
    this.ear = ear;
  }

  private apply({ seq, atMs, said }: (typeof this.entries)[number]): void {
    const { what = "intent", id = "a", isGone = false, told = [] } = said ?? {};
    const version = (this.served.get(id)?.version ?? 0) + 1;
    if (isGone) this.served.delete(id);
    else if (said) this.served.set(id, { version, endMs: Infinity });
    const change = { kind: "uss-to-tell", what, id, told: told.map(toldOf) };
    const outcome = { changes: said ? [change] : [] } as unknown as EntryOutcome;
    this.ear?.hear(this.state, { seq, atMs, command: { manager: "uss1", id } } as Entry, outcome);
  }

  readonly write: WriteMessage = ({ what, entityId, isGone, told }) => {
    const found = isGone ? null : (this.served.get(entityId) ?? null);
    if (this.elsewhere.has(entityId)) return "elsewhere";
    const pairs = told.map((one) => `${one.id} ${one.notificationIndex}`);
    const body = JSON.stringify({ id: entityId, version: found && found.version, told: pairs });
    const scope = "utm.strategic_coordination";
    return { path: `/uss/v1/${what}s`, body, scope, endMs: found && found.endMs };
  };
}

const toldOf = (text: string): readonly [string, number, string] => {
  const [id = "", index = "", baseUrl = ""] = text.split(" ");
  return [id, Number(index), baseUrl];
};

/** What came, as `a v2: s1 7, s1 8`; gone: `a -: …`. */
export const saidTo = (receiver: Pick<TestReceiver, "received">): readonly string[] =>
  receiver.received.map(({ body }) => {
    const { id, version, told } = JSON.parse(body) as Sent;
    return `${id} ${version === null ? "-" : `v${version}`}: ${told.join(", ")}`;
  });
export type Sent = {
  readonly id: string;
  readonly version: number | null;
  told: readonly string[];
};

export const baseUrlOf = ({ port }: Pick<TestReceiver, "port">): string =>
  `http://127.0.0.1:${port}/utm`;

export type TestSender = {
  readonly sender: UssSender;
  readonly log: TestLog;
  readonly clock: TestClock;
  readonly dataDir: string;
  readonly warnings: string[];
  readonly exchanges: Exchange[];
  /** Closes it, or leaves it as a kill does; and opens another, which hears the log from `fromSeq` on. */
  readonly reopen: (fromSeq: number) => Promise<TestSender>;
};

export type TestSenderOptions = Partial<Omit<UssSenderOptions, "clock">> &
  Partial<Omit<SendOptions, "clock">> & {
    readonly log?: TestLog;
    readonly clock?: TestClock;
    readonly fromSeq?: number;
    readonly rules?: AddressRules;
    readonly wrap?: (send: SendNotice) => SendNotice;
  };

const LOCAL: AddressRules = { allowLoopback: true, allowedNetworks: [], allowPlain: true };

/** A sender over a clock and a log of the test. Random waits are the longest, unless given. */
export const openTestSender = (
  t: Pick<TestContext, "after">,
  options: TestSenderOptions = {},
): TestSender => {
  const { clock = new TestClock(), rules = LOCAL, fromSeq = 1 } = options;
  const log = options.log ?? new TestLog(clock);
  const warnings: string[] = [];
  const exchanges: Exchange[] = [];
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    const closed = sender.close();
    clock.move(2_000); // what hangs is cut
    await closed;
  };
  t.after(close); // before its folder goes: what comes first is called first
  const dataDir = options.dataDir ?? tempFolder(t);
  const sender = openUssSender({
    dataDir,
    isServed: (_view, _what, id) => log.served.has(id),
    clock,
    random: () => 0.999_999,
    onWarning: (message) => warnings.push(message),
    onFailure: (error) => {
      throw error;
    },
    ...options,
  });
  log.ear = sender.ear;
  log.replay(fromSeq);
  const send = makeSendNotice({
    write: log.write,
    post: makePost({
      mayReach: makeAddressCheck(rules),
      resolve: resolveByDns,
      trustedCertificates: [],
    }),
    tokens: { get: async () => ({ text: "token", isFresh: false }), forget: () => {} },
    clock,
    own: { name: "own", baseUrl: OWN },
    deliverOwn: () => {},
    noteExchange: (exchange) => exchanges.push(exchange),
    allowHttp: true,
    ...options,
  });
  sender.begin(log.headSeq, options.wrap?.(send) ?? send);
  return {
    sender,
    log,
    clock,
    dataDir,
    warnings,
    exchanges,
    reopen: async (from) => {
      await close();
      return openTestSender(t, { ...options, dataDir, log, clock, fromSeq: from });
    },
  };
};

/** Until nothing waits. */
export const settled = ({ sender }: Pick<TestSender, "sender">): Promise<void> =>
  until(() => sender.status().waitingCount === 0, "nothing waits");

/** Until so many attempts have failed; then the time passes after which they are tried again. */
export const failAndWait = async (box: TestSender, retriedCount: number, waitMs: number) => {
  await until(() => box.sender.status().retriedCount === retriedCount, `${retriedCount} failed`);
  await new Promise((resolve) => setImmediate(resolve));
  box.clock.move(waitMs);
};
