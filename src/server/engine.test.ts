import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { Command } from "../core/commands.ts";
import { discAt, MINUTE_MS, START_MS, theatreOf } from "../core/test-theatre.ts";
import type { OperationResult } from "../core/state.ts";
import { readClaimedHead } from "../log/claimed-head.ts";
import { LogError } from "../log/log.ts";
import type { LeafReader, Log } from "../log/log.ts";
import { createMemoryLog } from "../log/memory.ts";
import { hashState, openEngine, systemSources } from "./engine.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import { EXAMPLE_THEATRE, fillExample } from "./test-example.ts";
import { surveyCommand } from "./notice-survey.ts";
import { replayLogFile } from "./offline.ts";
import type { Receipt, Submission } from "./sequencer.ts";
import { BusyError } from "./sequencer.ts";
import { logPath, openTheatreFolder, snapshotFolder } from "./theatre-folder.ts";

const submissionOf = (party: string, commandId: string, command: Command): Submission => {
  const surveyed = surveyCommand(command);
  assert.ok(surveyed.ok);
  const origin = party === "system" ? "system" : { party, key: null };
  return { origin, commandId, command, survey: surveyed.survey };
};

const notice = (lngDeg: number, endMin = 240): Command => ({
  kind: "file-operation",
  category: "uas_flight",
  volumes: [discAt([lngDeg, 35], { endMin })],
});

/** An engine whose clock the test sets. */
const testEngine = async (log: Log & LeafReader, more: Partial<EngineOptions> = {}) => {
  const clock = { ms: START_MS };
  const sources = { ...systemSources(), nowMs: () => clock.ms };
  const engine = await openEngine({ log, sources, ...more });
  return { engine, clock };
};

const operationOf = ({ outcome }: Receipt): OperationResult => {
  assert.ok(outcome.ok && outcome.value?.about === "operation");
  return outcome.value;
};

const setUp = (engine: Engine) =>
  engine.submit(submissionOf("system", "t", { kind: "set-theatre", theatre: theatreOf() }));

test("a command is answered with its place, its time and its outcome", async () => {
  const { engine } = await testEngine(createMemoryLog());
  await setUp(engine);
  const receipt = await engine.submit(submissionOf("NORTH", "a", notice(40)));
  assert.equal(receipt.seq, 2);
  assert.equal(receipt.atMs, START_MS);
  assert.equal(operationOf(receipt).operationId, "NORTH-2026-00001");
  await engine.stop();
});

test("commands that arrive together are decided in the order they came", async () => {
  const { engine } = await testEngine(createMemoryLog());
  await setUp(engine);
  const all = await Promise.all(
    Array.from({ length: 600 }, (_, i) =>
      engine.submit(submissionOf("NORTH", `c${i}`, notice(40 + i / 10))),
    ),
  );
  assert.deepEqual(
    all.map(({ seq }) => seq),
    all.map((_, i) => i + 2),
  );
  await engine.stop();
});

test("a repeat is answered from memory, in flight too, and written at most once more", async () => {
  const log = createMemoryLog();
  const { engine } = await testEngine(log);
  await setUp(engine);
  const submission = submissionOf("NORTH", "same", notice(40));
  const [first, second] = await Promise.all([engine.submit(submission), engine.submit(submission)]);
  const third = await engine.submit(submission);
  assert.deepEqual([second.seq, second.outcome, second.isRepeat], [first.seq, first.outcome, true]);
  assert.deepEqual(third, second);
  const reused = await engine.submit(submissionOf("NORTH", "same", notice(41)));
  assert.equal(!reused.outcome.ok && reused.outcome.refusal.reason, "command-id-reused");
  assert.equal(engine.status().operationCount, 1);
  await engine.stop();
});

test("another writer's entries are taken in before one's own", async () => {
  const log = createMemoryLog();
  const [one, two] = [await testEngine(log), await testEngine(log)];
  await setUp(one.engine);
  await two.engine.submit(submissionOf("NORTH", "a", notice(40)));
  const receipt = await one.engine.submit(submissionOf("SOUTH", "b", notice(40)));
  assert.equal(receipt.seq, 3);
  assert.equal(operationOf(receipt).conflictIds.length, 1);
  await Promise.all([one.engine.stop(), two.engine.stop()]);
});

test("a clock that steps back does not take time with it", async () => {
  const { engine, clock } = await testEngine(createMemoryLog());
  await setUp(engine);
  clock.ms -= 10 * MINUTE_MS;
  const { atMs } = await engine.submit(submissionOf("NORTH", "a", notice(40)));
  assert.equal(atMs, START_MS);
  await engine.stop();
});

test("what falls due fires by itself", async () => {
  const { engine, clock } = await testEngine(createMemoryLog());
  await setUp(engine);
  await engine.submit(submissionOf("NORTH", "a", notice(40)));
  const heard: string[] = [];
  const told = new Promise<void>((resolve) => {
    engine.journal.listen({ kind: "party", party: "NORTH" }, (events) => {
      for (const { told } of events) if ("operation" in told) heard.push(told.operation.state);
      resolve();
    });
  });
  clock.ms += 5 * 60 * MINUTE_MS;
  await told;
  assert.deepEqual(heard, ["expired"]);
  await engine.stop();
});

test("a log that fails ends the engine, and says so", async () => {
  const log = createMemoryLog();
  let failure: unknown = null;
  const failing: Log & LeafReader = {
    head: () => log.head(),
    append: () => Promise.reject(new LogError("LOG_IO", "disk full")),
    read: (fromSeq) => log.read(fromSeq),
    tail: (fromSeq, signal) => log.tail(fromSeq, signal),
    leaves: (fromSeq, toSeq) => log.leaves(fromSeq, toSeq),
    close: () => log.close(),
  };
  const { engine } = await testEngine(failing, { onFailure: (error) => (failure = error) });
  await assert.rejects(setUp(engine), /disk full/);
  await assert.rejects(setUp(engine), /disk full/);
  assert.ok(failure instanceof LogError);
  await engine.stop();
});

test("a notice too large for the log is refused alone", async () => {
  const { engine } = await testEngine(createMemoryLog());
  await setUp(engine);
  const [huge, fine] = [
    submissionOf("NORTH", "a", notice(40)),
    submissionOf("NORTH", "b", notice(41)),
  ];
  const command = { ...huge.command, name: "x".repeat(600_000) } as Command;
  const [refused, accepted] = await Promise.allSettled([
    engine.submit({ ...huge, command }),
    engine.submit(fine),
  ]);
  assert.equal(refused.status, "rejected");
  assert.equal(accepted.status === "fulfilled" && accepted.value.seq, 2);
  await engine.stop();
});

test("a stopping engine decides what it took and takes no more", async () => {
  const { engine } = await testEngine(createMemoryLog());
  await setUp(engine);
  const taken = engine.submit(submissionOf("NORTH", "a", notice(40)));
  const stopped = engine.stop();
  await assert.rejects(engine.submit(submissionOf("NORTH", "b", notice(40))), BusyError);
  assert.equal((await taken).seq, 2);
  await stopped;
});

test("each reader is told its own; whoever was away is told the rest, or that it is gone", async () => {
  const { engine } = await testEngine(createMemoryLog());
  await setUp(engine);
  await engine.submit(submissionOf("NORTH", "a", notice(40)));
  await engine.submit(submissionOf("SOUTH", "b", notice(40)));
  const kinds = (party: string, after: number) =>
    engine.journal
      .since({ kind: "party", party }, after)
      .events.map(({ seq, told }) => `${seq} ${told.kind}`);
  assert.deepEqual(kinds("NORTH", 1), ["2 operation.filed", "3 conflict.opened"]);
  assert.deepEqual(kinds("SOUTH", 1), ["3 operation.filed", "3 conflict.opened"]);
  assert.deepEqual(kinds("SOUTH", 3), []);
  await engine.stop();
});

const withFolder = async (use: (dataDir: string) => Promise<void>): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), "wideberth-test-"));
  try {
    await use(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** So that nothing of the example falls due while a test compares states. */
const inAnHour = (): number => Date.now() + 3_600_000;

const openQuietly = (dataDir: string, warnings: string[] = []) =>
  openTheatreFolder(dataDir, { onWarning: (message) => warnings.push(message) });

test("a theatre closed and opened again is the same, from its snapshot or without", () =>
  withFolder(async (dataDir) => {
    const first = await openQuietly(dataDir);
    await fillExample(first.engine, inAnHour());
    const [hash, head] = [first.engine.stateHash(), first.engine.status().head];
    await first.close();
    const again = await openQuietly(dataDir);
    assert.equal(again.engine.status().replayedCount, 0);
    assert.equal(again.engine.stateHash(), hash);
    await again.close();
    rmSync(snapshotFolder(dataDir), { recursive: true });
    const replayed = await openQuietly(dataDir);
    assert.equal(replayed.engine.status().replayedCount, head.seq);
    assert.equal(replayed.engine.stateHash(), hash);
    await replayed.close();
    assert.equal(hashState((await replayLogFile(logPath(dataDir), () => undefined)).state), hash);
  }));

test("a snapshot that is damaged, or of another log, is passed over with a warning", () =>
  withFolder(async (dataDir) => {
    const first = await openQuietly(dataDir);
    await fillExample(first.engine, inAnHour());
    const hash = first.engine.stateHash();
    await first.close();
    const [file] = readdirSync(snapshotFolder(dataDir));
    const path = join(snapshotFolder(dataDir), file!);
    writeFileSync(path, "wideberth-snapshot\n{}\n");
    const warnings: string[] = [];
    const again = await openQuietly(dataDir, warnings);
    assert.deepEqual(warnings, ["a snapshot is passed over"]);
    assert.equal(again.engine.stateHash(), hash);
    await again.close();

    await withFolder(async (otherDir) => {
      const other = await openQuietly(otherDir);
      await fillExample(other.engine, Date.now());
      await other.close();
      for (const name of readdirSync(otherDir))
        if (name.startsWith("log.db")) rmSync(join(otherDir, name));
      const empty = await openQuietly(otherDir, warnings);
      assert.equal(empty.engine.status().operationCount, 0, "the log decides");
      assert.equal(warnings.at(-1), "a snapshot does not fit the log and is passed over");
      await empty.close();
      assert.ok(existsSync(logPath(otherDir)));
    });
  }));

for (const hasSnapshot of [true, false]) {
  test(`an altered entry ${hasSnapshot ? "before the snapshot" : "of a log without snapshot"} is found before anything is served`, () =>
    withFolder(async (dataDir) => {
      const first = await openQuietly(dataDir);
      await fillExample(first.engine, inAnHour());
      await first.close();
      if (!hasSnapshot) rmSync(snapshotFolder(dataDir), { recursive: true });
      const db = new DatabaseSync(logPath(dataDir));
      const bytes = db.prepare("SELECT bytes FROM entries WHERE seq = 3").get()?.["bytes"];
      assert.ok(bytes instanceof Uint8Array);
      bytes[bytes.length - 20]! ^= 1;
      db.prepare("UPDATE entries SET bytes = ? WHERE seq = 3").run(bytes);
      db.close();
      await assert.rejects(openQuietly(dataDir), (error: LogError) => {
        assert.equal(error.code, "LOG_DAMAGED");
        assert.equal(error.seq, 3);
        return true;
      });
    }));
}

test("a file tells the head it claims; nothing, when there is none", () =>
  withFolder(async (dataDir) => {
    assert.equal(readClaimedHead(logPath(dataDir)), null);
    const first = await openQuietly(dataDir);
    await fillExample(first.engine, inAnHour());
    const { head } = first.engine.status();
    await first.close();
    assert.deepEqual(readClaimedHead(logPath(dataDir)), {
      ...head,
      rootHash: new Uint8Array(head.rootHash),
    });
    writeFileSync(join(dataDir, "text"), "no database ".repeat(100));
    assert.throws(() => readClaimedHead(join(dataDir, "text")), { code: "LOG_FORMAT" });
  }));

test("the example holds a conflict between North and South, and names every party in three languages", async () => {
  const { engine } = await testEngine(createMemoryLog());
  await fillExample(engine, START_MS);
  const view = engine.view({ kind: "party", party: "SOUTH" });
  assert.ok(view.conflicts({ state: "open" }, { limit: 10 }).items.length >= 1);
  for (const { names } of EXAMPLE_THEATRE.parties) assert.ok(names.en && names.ar && names.ru);
  await engine.stop();
});
