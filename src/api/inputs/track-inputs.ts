/**
 * Position reports over TCP. Whatever comes in, the process goes on: a bad line is named, a full log is
 * waited for, and a sender that is too fast waits in its own connection.
 *
 * Of a stream no more is kept than what is of somebody's track: the record is no picture of traffic. The
 * head of the record is there for all to see, so the number of entries depends on the stream alone.
 */

import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import type { ReportRow } from "../../core/tracks/commands.ts";
import { trackRulesOf } from "../../core/tracks/freshness.ts";
import { isFollowed } from "../../core/tracks/view.ts";
import { makeAisReader } from "../../formats/tracks/ais.ts";
import { makeCotReader } from "../../formats/tracks/cot.ts";
import type { PieceReader } from "../../formats/tracks/reading.ts";
import { makeSbsReader } from "../../formats/tracks/sbs.ts";
import { makeEventSplitter, makeLineSplitter } from "../../formats/tracks/split.ts";
import type { Splitter } from "../../formats/tracks/split.ts";
import type { Clock } from "../../server/auth.ts";
import type { Engine } from "../../server/engine.ts";
import type { InputFormat, TrackInputConfig } from "../../server/track-input-settings.ts";
import { Batcher } from "./batcher.ts";
import type { TrackCounts } from "./counts.ts";
import { Faults } from "./faults.ts";
import type { Warn } from "./faults.ts";
import { INPUT_LIMITS } from "./limits.ts";
import { Thinner } from "./thinner.ts";

export type TrackInputDeps = {
  readonly engine: Pick<Engine, "submit" | "withState">;
  readonly clock: Clock;
  readonly counts: TrackCounts;
  readonly warn: Warn;
};

export type TrackInput = {
  readonly name: string;
  /** Where it listens. */
  readonly address: AddressInfo;
  /** Takes nothing more; resolves when what was taken is stored. */
  readonly close: () => Promise<void>;
};

/** Throws what the system says when it can't listen; those that were open are closed then. */
export const openTrackInputs = async (
  configs: readonly TrackInputConfig[],
  deps: TrackInputDeps,
): Promise<readonly TrackInput[]> => {
  const inputs: TrackInput[] = [];
  try {
    for (const config of configs) inputs.push(await openInput(config, deps));
  } catch (error) {
    await Promise.all(inputs.map((input) => input.close()));
    throw error;
  }
  return inputs;
};

const READERS: Readonly<Record<InputFormat, () => PieceReader>> = {
  ais: makeAisReader,
  sbs: makeSbsReader,
  cot: makeCotReader,
};

const splitterFor = (format: InputFormat): Splitter =>
  format === "cot"
    ? makeEventSplitter(INPUT_LIMITS.eventCharsMax)
    : makeLineSplitter(INPUT_LIMITS.lineCharsMax);

/** What the connections of one input share. */
type Input = TrackInputDeps & {
  readonly config: TrackInputConfig;
  readonly batcher: Batcher;
  readonly faults: Faults;
  readonly thinner: Thinner;
};

const openInput = async (config: TrackInputConfig, deps: TrackInputDeps): Promise<TrackInput> => {
  const { name, host, port, format, connectionsMax } = config;
  const connections = new Set<Connection>();
  const batcher = new Batcher({
    engine: deps.engine,
    config,
    onRoom: () => {
      for (const connection of connections) connection.goOn();
    },
    onLost: (count, error) => {
      deps.counts.countLost(format, count);
      deps.warn("position reports were lost", { input: name, count, reason: String(error) });
    },
  });
  const faults = new Faults(name, deps.warn);
  const input: Input = { ...deps, config, batcher, faults, thinner: new Thinner() };
  let connectionCount = 0;
  const server = createServer((socket) => {
    const connection = new Connection(input, socket, ++connectionCount);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });
  server.maxConnections = connectionsMax;
  server.on("drop", () => deps.warn("a connection too many was closed", { input: name }));
  await listen(server, { host, port });
  return {
    name,
    address: addressOf(server),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.end();
      await closed;
      await batcher.drain();
      faults.end();
    },
  };
};

const listen = (server: Server, at: { readonly host: string; readonly port: number }) =>
  new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, () => {
      server.off("error", reject);
      resolve();
    });
  });

const addressOf = (server: Server): AddressInfo => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("bug: it listens on a port");
  return address;
};

const SECOND_MS = 1_000;

class Connection {
  private readonly input: Input;
  private readonly socket: Socket;
  private readonly number: number;
  private readonly read: PieceReader;
  private readonly split: Splitter;
  private pieceCount = 0;
  /** Pieces of the second that began at `secondMs`. */
  private inSecond = 0;
  private secondMs = 0;
  private isTooFast = false;

  constructor(input: Input, socket: Socket, number: number) {
    const { format } = input.config;
    this.input = input;
    this.socket = socket;
    this.number = number;
    this.read = READERS[format]();
    this.split = splitterFor(format);
    // Lines are ASCII; whatever else comes is read as something, and refused by name.
    socket.setEncoding(format === "cot" ? "utf8" : "latin1");
    socket.on("data", (text: string) => this.take(text));
    socket.on("error", () => socket.destroy());
  }

  /** Reads on, where nothing speaks against it. */
  goOn(): void {
    if (!this.isTooFast && !this.input.batcher.isFull && this.socket.isPaused()) {
      this.socket.resume();
    }
  }

  end(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    const { clock, batcher } = this.input;
    const pieces = this.split(text);
    const nowMs = clock.nowMs();
    this.takePieces(pieces, nowMs);
    this.slowDown(pieces.length, nowMs);
    if (this.isTooFast || batcher.isFull) this.socket.pause();
  }

  private takePieces(pieces: readonly (string | null)[], nowMs: number): void {
    const { config, counts, faults } = this.input;
    const found = { report: 0, other: 0, bad: 0, too_long: 0 };
    let thinnedCount = 0;
    for (const piece of pieces) {
      this.pieceCount++;
      const at = `connection ${this.number}, piece ${this.pieceCount}`;
      if (piece === null) {
        found.too_long++;
        faults.tell(nowMs, at, "it is too long");
        continue;
      }
      const read = this.read(piece, nowMs);
      if (read.kind === "bad") {
        found.bad++;
        faults.tell(nowMs, at, read.reason);
      } else if (read.kind === "nothing") found.other++;
      else {
        found.report++;
        if (!this.keep(read.row)) thinnedCount++;
      }
    }
    for (const outcome of ["report", "other", "bad", "too_long"] as const) {
      if (found[outcome] > 0) counts.countPieces(config.format, outcome, found[outcome]);
    }
    if (thinnedCount > 0) counts.countThinned(config.format, thinnedCount);
  }

  /** False when it is thinned out. What nobody's track is of is passed over, and not told. */
  private keep(row: ReportRow): boolean {
    const { engine, config, batcher, thinner } = this.input;
    const [identity, atMs] = row;
    const { thinMs, isWanted } = engine.withState((state) => ({
      thinMs: trackRulesOf(state).thinMs,
      isWanted: isFollowed(state, identity, config.party),
    }));
    if (!thinner.keeps(identity, atMs, thinMs)) return false;
    batcher.add(isWanted ? row : null);
    return true;
  }

  private slowDown(count: number, nowMs: number): void {
    if (nowMs - this.secondMs >= SECOND_MS) [this.secondMs, this.inSecond] = [nowMs, 0];
    this.inSecond += count;
    if (this.isTooFast || this.inSecond <= this.input.config.piecesPerSecondMax) return;
    this.isTooFast = true;
    setTimeout(
      () => {
        this.isTooFast = false;
        this.goOn();
      },
      Math.max(0, this.secondMs + SECOND_MS - nowMs),
    );
  }
}
