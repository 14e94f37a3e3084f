/** What every log must do, whatever it is made of. Run it once per adapter. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { LOG_LIMITS, LogError, type LogErrorCode } from "../../src/log/log.ts";
import type { Head, LeafReader, Log, StoredEntry } from "../../src/log/log.ts";
import { encodeFrame, FrameError } from "../../src/record/frame.ts";
import { leafHash } from "../../src/record/leaf.ts";
import { frameOf, framesOf, rootOf } from "./log-frames.ts";

export type ContractLog = Log & LeafReader;

/** A new, empty log, and how to leave it behind. */
export type OpenedLog = { readonly log: ContractLog; readonly dispose: () => Promise<void> };

export const collect = async (entries: AsyncIterable<StoredEntry>): Promise<StoredEntry[]> => {
  const collected: StoredEntry[] = [];
  for await (const { seq, bytes } of entries) collected.push({ seq, bytes: bytes.slice() });
  return collected;
};

/** Rejects unless `promise` fails with this code. */
export const failsWith = async (
  promise: Promise<unknown>,
  code: LogErrorCode,
): Promise<LogError> => {
  const error = await promise.then(
    () => assert.fail(`expected ${code}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LogError, String(error));
  assert.equal(error.code, code);
  return error;
};

const numbered = (entries: readonly Uint8Array[], firstSeq = 1): StoredEntry[] =>
  entries.map((bytes, i) => ({ seq: firstSeq + i, bytes }));

const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });

const randomFrames = fc
  .record({
    envelope: bytes(40),
    salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    signature: fc.oneof(bytes(0), fc.uint8Array({ minLength: 64, maxLength: 64 })),
    payload: bytes(200),
    survey: bytes(40),
  })
  .map(encodeFrame);

export const logContract = (name: string, open: () => Promise<OpenedLog>): void => {
  const use = async (act: (log: ContractLog, empty: Head) => Promise<void>): Promise<void> => {
    const { log, dispose } = await open();
    try {
      await act(log, await log.head());
    } finally {
      await dispose();
    }
  };

  void describe(`${name} log`, () => {
    void test("an empty log has seq 0, the empty root and nothing to read", () =>
      use(async (log, empty) => {
        assert.deepEqual(empty, { seq: 0, rootHash: rootOf([]) });
        assert.deepEqual(await collect(log.read(1)), []);
      }));

    void test("appended entries are read in order with their bytes", () =>
      use(async (log, empty) => {
        const one = await log.append(framesOf(1, 3), empty);
        assert.equal(one.seq, 3);
        const two = await log.append(framesOf(4, 4), one);
        assert.deepEqual(two, { seq: 4, rootHash: rootOf(framesOf(1, 4)) });
        assert.deepEqual(await log.head(), two);
        assert.deepEqual(await collect(log.read(1)), numbered(framesOf(1, 4)));
        assert.deepEqual(await collect(log.read(3)), numbered(framesOf(3, 4), 3));
        assert.deepEqual(await collect(log.read(5)), []);
        assert.deepEqual(await collect(log.read(500)), []);
      }));

    void test("the root is that of all leaves, and bytes come back as they went in", () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(randomFrames, { maxLength: 9 }), { maxLength: 6 }),
          (batches) =>
            use(async (log, empty) => {
              let head = empty;
              for (const batch of batches) head = await log.append(batch, head);
              const entries = batches.flat();
              assert.deepEqual(head, { seq: entries.length, rootHash: rootOf(entries) });
              assert.deepEqual(await collect(log.read(1)), numbered(entries));
            }),
        ),
        { numRuns: 5 },
      ));

    void test("a moved head is a conflict, and nothing is stored", () =>
      use(async (log, empty) => {
        const head = await log.append(framesOf(1, 2), empty);
        const error = await failsWith(log.append(framesOf(3, 3), empty), "LOG_CONFLICT");
        assert.match(error.message, /entry 0, but it is at 2/);
        const other = { seq: 2, rootHash: rootOf(framesOf(8, 9)) };
        await failsWith(log.append(framesOf(3, 3), other), "LOG_CONFLICT");
        await failsWith(log.append(framesOf(3, 3), { ...head, seq: 3 }), "LOG_CONFLICT");
        assert.deepEqual(await log.head(), head);
        await log.append(framesOf(3, 3), head);
        assert.deepEqual(await collect(log.read(1)), numbered(framesOf(1, 3)));
      }));

    void test("an empty batch changes nothing, but still finds a moved head", () =>
      use(async (log, empty) => {
        assert.deepEqual(await log.append([], empty), empty);
        const head = await log.append(framesOf(1, 1), empty);
        assert.deepEqual(await log.append([], head), head);
        await failsWith(log.append([], empty), "LOG_CONFLICT");
      }));

    void test("of appends that expect the same head exactly one wins", () =>
      use(async (log, empty) => {
        const results = await Promise.allSettled(
          [1, 2, 3, 4].map((number) => log.append([frameOf(number)], empty)),
        );
        const won = results.filter((result) => result.status === "fulfilled");
        assert.equal(won.length, 1);
        for (const result of results) {
          if (result.status === "rejected") assert.equal(result.reason.code, "LOG_CONFLICT");
        }
        const winner = results.findIndex((result) => result.status === "fulfilled") + 1;
        assert.deepEqual(await collect(log.read(1)), numbered([frameOf(winner)]));
      }));

    void test("the largest entry and the largest batch fit; one more does not", () =>
      use(async (log, empty) => {
        const { batchEntriesMax, batchBytesMax, entryBytesMax } = LOG_LIMITS;
        const large = frameOf(1, entryBytesMax);
        assert.equal(large.length, entryBytesMax);
        let head = await log.append([large, large], empty);
        const many = framesOf(1, batchEntriesMax);
        head = await log.append(many, head);
        assert.deepEqual(await collect(log.read(1)), numbered([large, large, ...many]));
        assert.equal(2 * entryBytesMax, batchBytesMax);
        await failsWith(log.append([frameOf(1, entryBytesMax + 1)], head), "LOG_TOO_LARGE");
        await failsWith(log.append([large, large, frameOf(1)], head), "LOG_TOO_LARGE");
        await failsWith(log.append([...many, frameOf(1)], head), "LOG_TOO_LARGE");
        assert.deepEqual(await log.head(), head);
      }));

    void test("bytes that are not a frame are a bug of the caller, and store nothing", () =>
      use(async (log, empty) => {
        const batch = [frameOf(1), Uint8Array.of(1, 2, 3)];
        await assert.rejects(log.append(batch, empty), FrameError);
        assert.deepEqual(await log.append([], empty), empty);
        await log.append(framesOf(1, 1), empty);
      }));

    void test("neither the caller's nor a reader's buffer is the log's", () =>
      use(async (log, empty) => {
        const mine = frameOf(1);
        await log.append([mine], empty);
        assert.equal(mine.length, 100, "the caller keeps its buffer");
        mine.fill(0);
        for await (const entry of log.read(1)) entry.bytes.fill(0);
        assert.deepEqual(await collect(log.read(1)), numbered(framesOf(1, 1)));
      }));

    void test("a read ends at the head of the time of its call", () =>
      use(async (log, empty) => {
        const head = await log.append(framesOf(1, 2), empty);
        const early = log.read(1);
        await log.append(framesOf(3, 4), head);
        assert.deepEqual(await collect(early), numbered(framesOf(1, 2)));
      }));

    void test("a long log is read whole, and a read may be left early", () =>
      use(async (log, empty) => {
        let head = empty;
        for (let first = 1; first <= 2000; first += 200) {
          head = await log.append(framesOf(first, first + 199), head);
        }
        let nextSeq = 1;
        for await (const { seq, bytes } of log.read(1)) {
          assert.equal(seq, nextSeq);
          assert.deepEqual(bytes, frameOf(seq));
          nextSeq += 1;
        }
        assert.equal(nextSeq, 2001);
        for await (const { seq } of log.read(7)) if (seq === 20) break;
        assert.equal((await log.append([frameOf(1)], head)).seq, 2001);
      }));

    void test("a tail gives what is there and what comes, in order and once, until aborted", () =>
      use(async (log, empty) => {
        const head = await log.append(framesOf(1, 5), empty);
        const abort = new AbortController();
        const seen: StoredEntry[] = [];
        const following = (async () => {
          for await (const { seq, bytes } of log.tail(3, abort.signal)) {
            seen.push({ seq, bytes: bytes.slice() });
            if (seq === 12) abort.abort();
          }
        })();
        let next = head;
        for (let seq = 6; seq <= 12; seq += 1) next = await log.append([frameOf(seq)], next);
        await following;
        assert.deepEqual(seen, numbered(framesOf(3, 12), 3));
      }));

    void test("a tail may begin behind the head and waits for its entry", () =>
      use(async (log, empty) => {
        const iterator = log.tail(3, new AbortController().signal)[Symbol.asyncIterator]();
        const third = iterator.next();
        await log.append(framesOf(1, 4), empty);
        const { value } = await third;
        assert.equal(value?.seq, 3);
        await iterator.return?.();
      }));

    void test("an aborted tail ends, waiting or not yet begun", () =>
      use(async (log) => {
        const abort = new AbortController();
        const waiting = collect(log.tail(1, abort.signal));
        setImmediate(() => abort.abort());
        assert.deepEqual(await waiting, []);
        assert.deepEqual(await collect(log.tail(1, AbortSignal.abort())), []);
      }));

    void test("tails do not hold each other up", () =>
      use(async (log, empty) => {
        const abort = new AbortController();
        const slow = log.tail(1, abort.signal)[Symbol.asyncIterator]();
        const fast = log.tail(1, abort.signal)[Symbol.asyncIterator]();
        await log.append(framesOf(1, 3), empty);
        await slow.next();
        for (const seq of [1, 2, 3]) assert.equal((await fast.next()).value?.seq, seq);
        assert.equal((await slow.next()).value?.seq, 2);
        abort.abort();
        await Promise.all([slow.return?.(), fast.return?.()]);
      }));

    void test("a closed log says so, finishes what it was handed, and closes twice", () =>
      use(async (log, empty) => {
        const tail = failsWith(collect(log.tail(1, new AbortController().signal)), "LOG_CLOSED");
        const late = log.read(1);
        const handed = log.append(framesOf(1, 1), empty);
        const closing = log.close();
        assert.equal((await handed).seq, 1);
        await closing;
        await log.close();
        await tail;
        await failsWith(collect(late), "LOG_CLOSED");
        await failsWith(log.head(), "LOG_CLOSED");
        await failsWith(log.append(framesOf(1, 1), empty), "LOG_CLOSED");
        await failsWith(collect(log.read(1)), "LOG_CLOSED");
      }));

    void test("leaves are the leaf hashes of the entries", () =>
      use(async (log, empty) => {
        await log.append(framesOf(1, 9), empty);
        const expected = framesOf(3, 7).map((frame) => [...leafHash(frame)]);
        assert.deepEqual([...(await log.leaves(3, 7))], expected.flat());
        assert.equal((await log.leaves(1, 0)).length, 0);
      }));
  });
};
