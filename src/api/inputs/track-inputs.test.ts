import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { once } from "node:events";
import { after, test } from "node:test";
import { Registry } from "prom-client";
import type { Command } from "../../core/commands.ts";
import { createMemoryLog } from "../../log/memory.ts";
import type { LeafReader, Log } from "../../log/log.ts";
import { openEngine } from "../../server/engine.ts";
import type { Engine } from "../../server/engine.ts";
import { surveyCommand } from "../../server/notice-survey.ts";
import type { TrackInputConfig } from "../../server/track-input-settings.ts";
import { readTrackInput } from "../../server/track-input-settings.ts";
import { setTheatre, theatreOf } from "../native/fixture.ts";
import { makeTrackCounts } from "./counts.ts";
import { INPUT_LIMITS } from "./limits.ts";
import { Thinner } from "./thinner.ts";
import { openTrackInputs } from "./track-inputs.ts";

const NORTH = { kind: "party", party: "NORTH" } as const;
const SENTENCE = "!AIVDM,1,1,,A,33P;Tw0tjBQO22:E7dm66DrB20UP,0*2E";
const OWN = "mmsi 235070716";
const ELSE = "!AIVDM,1,1,,A,13RlIW?04F1beOVEFLB9bRvH0L0L,0*6C";

const endings: (() => Promise<void>)[] = [];
after(async () => {
  for (const end of endings) await end();
});

const say = async (engine: Engine, command: Command) => {
  const surveyed = surveyCommand(command);
  assert.ok(surveyed.ok);
  const { survey } = surveyed;
  const origin = { party: "NORTH", key: null };
  const { outcome } = await engine.submit({ origin, commandId: command.kind, command, survey });
  assert.ok(outcome.ok && outcome.value);
  return outcome.value;
};

/** A theatre in which NORTH has a ship at sea where the sentence says it is, and an input for it. */
const start = async (
  change: Partial<TrackInputConfig> = {},
  log: Log & LeafReader = createMemoryLog(),
) => {
  const engine = await openEngine({ log, onFailure: () => {} });
  await setTheatre(engine, theatreOf());
  const footprint = { kind: "circle", center: [20.76, 36.91], radiusM: 5_000 } as const;
  const times = { startMs: Date.now() - 60_000, endMs: Date.now() + 3_600_000 };
  const volumes = [{ footprint, lowerM: null, upperM: null, ...times }];
  const filed = await say(engine, { kind: "file-operation", category: "naval_transit", volumes });
  assert.equal(filed.about, "operation");
  const id = filed.about === "operation" ? filed.operationId : "";
  await say(engine, {
    kind: "bind-track",
    subject: { kind: "operation", id },
    identity: OWN,
    fromMs: null,
    toMs: null,
  });
  const counts = makeTrackCounts();
  const registry = new Registry();
  counts.register(registry);
  const warnings: { message: string; about: Record<string, unknown> }[] = [];
  const config = {
    ...readTrackInput({ name: "coast", format: "ais", party: "NORTH", port: 0 }, "x"),
  };
  const [input] = await openTrackInputs([{ ...config, ...change }], {
    engine,
    clock: { nowMs: () => Date.now() },
    counts,
    warn: (message, about) => warnings.push({ message, about }),
  });
  assert.ok(input);
  const sockets: Socket[] = [];
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    for (const socket of sockets) socket.destroy();
    await input.close();
    await engine.stop();
  };
  endings.push(close);
  return {
    engine,
    input,
    warnings,
    close,
    open: async (): Promise<Socket> => {
      const socket = connect(input.address.port, "127.0.0.1");
      socket.on("error", () => {});
      sockets.push(socket);
      await once(socket, "connect");
      return socket;
    },
    track: () => engine.view(NORTH).tracks({}, { limit: 1 }).items[0],
    count: async (name: string, outcome?: string): Promise<number> => {
      const found = await registry.getSingleMetric(`wideberth_track_${name}_total`)?.get();
      const values = found?.values ?? [];
      return values
        .filter(({ labels }) => outcome === undefined || labels["outcome"] === outcome)
        .reduce((sum, { value }) => sum + value, 0);
    },
  };
};

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
};

test("a sentence over TCP makes the owner's track conforming", { timeout: 30_000 }, async () => {
  const log = createMemoryLog();
  const { open, track, engine, input } = await start({}, log);
  const socket = await open();
  socket.write(SENTENCE.slice(0, 20));
  socket.write(`${SENTENCE.slice(20)}\r\n`);
  await until(() => track()?.state === "conforming");
  assert.equal(track()?.last?.source, "ais");
  // What is nobody's is not in the record; that something was heard is, as for what is somebody's.
  const { seq } = engine.status().head;
  socket.write(`${ELSE}\n`);
  await until(() => engine.status().head.seq > seq);
  await input.close();
  assert.equal(engine.status().head.seq, seq + 1);
  let stored = "";
  for await (const { bytes } of log.read(1)) stored += Buffer.from(bytes).toString("latin1");
  assert.ok(stored.includes(OWN));
  assert.equal(stored.split("mmsi").length, 3, "the tie and one report, nobody else");
});

test(
  "bad and endless lines are named, and what comes after is read",
  { timeout: 30_000 },
  async () => {
    const { open, track, warnings, count } = await start();
    const socket = await open();
    socket.write("nonsense\n\u0000\u00ff\n");
    socket.write(`${"x".repeat(100_000)}\n${SENTENCE}\n`);
    await until(() => track()?.state === "conforming");
    assert.deepEqual([await count("pieces", "bad"), await count("pieces", "too_long")], [2, 1]);
    assert.deepEqual(warnings[0], {
      message: "a position report can't be read",
      about: {
        input: "coast",
        at: "connection 1, piece 1",
        reason: "neither an AIS sentence (!AIVDM) nor a comment",
      },
    });
  },
);

test(
  "of many bad lines a few are named and the rest are counted",
  { timeout: 30_000 },
  async () => {
    const { open, warnings, count, close } = await start();
    const socket = await open();
    const total = INPUT_LIMITS.faultsNamedPerMinute + 80;
    socket.write("nonsense\n".repeat(total));
    await until(async () => (await count("pieces", "bad")) === total);
    await close();
    const named = warnings.filter(({ message }) => message.startsWith("a position")).length;
    const rest = warnings.flatMap(({ about }) => about["unnamedCount"] ?? []);
    const told = rest.reduce<number>((sum, one) => sum + Number(one), named);
    // Over the turn of a minute more may be named; all of them are told.
    assert.ok(named >= INPUT_LIMITS.faultsNamedPerMinute && named < total);
    assert.equal(told, total);
  },
);

test("a connection over the limit is closed, the others stay", { timeout: 30_000 }, async () => {
  const { open, track, warnings } = await start({ connectionsMax: 1 });
  const [first, second] = [await open(), await open()];
  if (!second.closed) await once(second, "close");
  first.write(`${SENTENCE}\n`);
  await until(() => track()?.state === "conforming");
  assert.deepEqual(
    warnings.map(({ message }) => message),
    ["a connection too many was closed"],
  );
});

test(
  "a sender that is too fast waits, and nothing of it is lost",
  { timeout: 30_000 },
  async () => {
    const { open, count } = await start({ piecesPerSecondMax: 2_000 });
    const socket = await open();
    const total = 6_000;
    const startMs = Date.now();
    socket.write("# a comment\n".repeat(total));
    await until(async () => (await count("pieces", "other")) === total);
    // A chunk may go over by its own length, and no further.
    assert.ok(Date.now() - startMs >= 1_000, "it took more than the second that it was allowed");
  },
);

test(
  "what can't be written yet is not read further, and is stored once it can",
  { timeout: 60_000 },
  async () => {
    const gate = Promise.withResolvers<void>();
    const memory = createMemoryLog();
    let isHeld = false;
    const log: Log & LeafReader = {
      ...memory,
      head: () => memory.head(),
      leaves: (fromSeq, toSeq) => memory.leaves(fromSeq, toSeq),
      read: (fromSeq) => memory.read(fromSeq),
      tail: (fromSeq, signal) => memory.tail(fromSeq, signal),
      close: () => memory.close(),
      append: async (batch, expected) => {
        if (isHeld) await gate.promise;
        return memory.append(batch, expected);
      },
    };
    const { open, engine, track, count } = await start({}, log);
    isHeld = true;
    const total = 40_000;
    // Without thinning each is kept: the theatre's rule is that of the seconds between.
    engine.withState((state) => {
      const theatre = state.theatre;
      if (theatre)
        state.theatre = {
          ...theatre,
          rules: { ...theatre.rules, tracks: { ...theatre.rules.tracks, thinMs: 0 } },
        };
    });
    const socket = await open();
    const text = `${SENTENCE}\n`.repeat(total);
    socket.write(text);
    await until(async () => (await count("pieces", "report")) > INPUT_LIMITS.reportsWaitingMax);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const readCount = await count("pieces", "report");
    assert.ok(readCount < total / 2, `${readCount} were read while nothing could be written`);
    gate.resolve();
    await until(async () => (await count("pieces", "report")) === total);
    await until(() => (track()?.reportCount ?? 0) > 0);
    assert.equal(await count("reports_lost"), 0);
  },
);

test("what was taken is stored when the input closes", { timeout: 30_000 }, async () => {
  const { open, track, count, input } = await start();
  const socket = await open();
  socket.write(`${SENTENCE}\n`);
  await until(async () => (await count("pieces", "report")) === 1);
  await input.close();
  assert.equal(track()?.reportCount, 1);
});

test("of one identity one report in a time is kept, and forgetting keeps more, never less", () => {
  const thinner = new Thinner();
  const kept = [0, 1_000, 1_999, 2_000, 3_000, 4_000].filter((ms) => thinner.keeps("a", ms, 2_000));
  assert.deepEqual(kept, [0, 2_000, 4_000]);
  assert.equal(thinner.keeps("b", 4_000, 2_000), true);
  for (let i = 0; i < INPUT_LIMITS.thinnedKeptMax; i++) thinner.keeps(`x${i}`, 0, 2_000);
  assert.equal(thinner.keeps("a", 4_100, 2_000), true);
});
