/**
 * Position reports a second.
 *
 * `engine`: entries of 1,000 reports each, already parsed and surveyed: their bytes decoded, each report
 * judged against its operation's volumes (a disc, a polygon of 16 corners or a corridor) and taken into
 * its track, on one core. `apply` is the same without the decoding. `tcp`: NMEA lines over one TCP
 * connection into a server, every one of them somebody's, until the last is durable and decided; parsed
 * with their checksums, nothing thinned.
 *
 *   node bench/tracks.bench.ts [--tracks 20000] [--reports 400000]
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { applyEntry } from "../src/core/apply.ts";
import type { Command } from "../src/core/commands.ts";
import { makeState } from "../src/core/state.ts";
import type { ReportRow } from "../src/core/tracks/commands.ts";
import type { Position, Volume4D } from "../src/geometry/footprint.ts";
import { readEntry } from "../src/server/entry-codec.ts";
import { openOwnIssuer } from "../src/server/tokens.ts";
import type { OwnIssuer } from "../src/server/tokens.ts";
import { createClient } from "../src/api/native/client.ts";
import { createReport, measureOnce } from "./harness.ts";
import type { Output, Report } from "./harness.ts";
import { BENCH_PARTIES, BENCH_THEATRE, createEntryWriter, writeLog } from "./notices.ts";
import { startServer } from "./server.ts";
import type { ServerProcess } from "./server.ts";

export type TracksOptions = {
  readonly tracks: number;
  readonly reports: number;
  readonly output?: Output;
};

/** What the limit of one operation allows. */
const TRACKS_PER_OPERATION = 100;
const BATCH = 1_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.now();

const THEATRE = {
  ...BENCH_THEATRE,
  rules: { ...BENCH_THEATRE.rules, tracks: { ...BENCH_THEATRE.rules.tracks, thinMs: 0 } },
};

/** Of the n-th operation; far enough from the others to meet none. */
const placeOf = (operation: number): Position => [
  -60 + (operation % 50) * 0.5,
  -20 + Math.floor(operation / 50) * 0.5,
];
const operationOf = (track: number): number => Math.floor(track / TRACKS_PER_OPERATION);
const partyOf = (operation: number): string => BENCH_PARTIES[operation % BENCH_PARTIES.length]!;
const mmsiOf = (track: number): string => String(200_000_000 + track);

const volumeOf = (operation: number): Volume4D => {
  const [lng, lat] = placeOf(operation);
  const edges = "geodesic";
  const ring = Array.from({ length: 16 }, (_, k): Position => {
    const angle = (2 * Math.PI * k) / 16;
    return [lng + 0.1 * Math.cos(angle), lat + 0.1 * Math.sin(angle)];
  });
  const route = Array.from({ length: 5 }, (_, k): Position => [lng - 0.1 + k * 0.05, lat]);
  const footprint = [
    { kind: "circle", center: [lng, lat], radiusM: 10_000 },
    { kind: "polygon", ring, edges },
    { kind: "corridor", route, halfWidthM: 5_000, edges },
  ] as const;
  const window = { startMs: START_MS - HOUR_MS, endMs: START_MS + 6 * HOUR_MS };
  return { footprint: footprint[operation % 3]!, lowerM: null, upperM: null, ...window };
};

type Write = ReturnType<typeof createEntryWriter>;

/** The theatre, its operations, and as many tracks as are asked for, entry by entry. */
function* settingUp(count: number, write: Write): Generator<Uint8Array> {
  yield write("system", { kind: "set-theatre", theatre: THEATRE });
  const operationCount = Math.ceil(count / TRACKS_PER_OPERATION);
  const year = new Date(START_MS).getUTCFullYear();
  for (let i = 0; i < operationCount; i++) {
    const volumes = [volumeOf(i)];
    yield write(partyOf(i), { kind: "file-operation", category: "naval_transit", volumes });
  }
  for (let track = 0; track < count; track++) {
    const operation = operationOf(track);
    const serial = String(Math.floor(operation / BENCH_PARTIES.length) + 1).padStart(5, "0");
    const id = `${partyOf(operation)}-${year}-${serial}`;
    const subject = { kind: "operation", id } as const;
    const identity = `mmsi ${mmsiOf(track)}`;
    yield write(partyOf(operation), {
      kind: "bind-track",
      subject,
      identity,
      fromMs: null,
      toMs: null,
    });
  }
}

/** Where a track is at its n-th report: on its way to and fro, now and then out of the volume. */
const positionOf = (track: number, round: number): Position => {
  const [lng, lat] = placeOf(operationOf(track));
  const along = ((track * 7 + round * 3) % 240) / 1_000 - 0.12;
  return [lng + along, lat + ((track % 9) - 4) / 500];
};

export const run = async ({ tracks, reports, output }: TracksOptions): Promise<void> => {
  const report = createReport("tracks", output);
  await measureEngine(report, { tracks, reports });
  await measureTcp(report, { tracks, reports });
  report.finish();
};

const measureEngine = async (
  report: Report,
  { tracks, reports }: Pick<TracksOptions, "tracks" | "reports">,
): Promise<void> => {
  const state = makeState();
  const write = createEntryWriter(START_MS);
  for (const bytes of settingUp(tracks, write)) {
    const { outcome } = applyEntry(state, readEntry(bytes));
    if (!outcome.ok) throw new Error(`bug of the bench: ${JSON.stringify(outcome.refusal)}`);
  }
  const batches = Math.ceil(reports / BATCH);
  const commandOf = (batch: number): Command => {
    const rows = Array.from({ length: BATCH }, (_, k): ReportRow => {
      const at = batch * BATCH + k;
      const [track, round] = [at % tracks, Math.floor(at / tracks)];
      const [lng, lat] = positionOf(track, round);
      return [`mmsi ${mmsiOf(track)}`, START_MS - HOUR_MS + round * 1_000, lng, lat, 10];
    });
    return { kind: "note-positions", reporter: null, source: "ais", isShared: true, reports: rows };
  };
  // Each party's rows in its own name, as its input would give them.
  const entries = Array.from({ length: batches }, (_, i) => commandOf(i)).flatMap((command) =>
    command.kind === "note-positions" ? byParty(command.reports) : [],
  );
  const frames = entries.map(({ party, rows }) =>
    write("system", {
      kind: "note-positions",
      reporter: party,
      source: "ais",
      isShared: false,
      reports: rows,
    }),
  );
  const half = Math.floor(frames.length / 2);
  const whole = await measureOnce(half, (i) => applyEntry(state, readEntry(frames[i]!)));
  const decoded = frames.slice(half).map(readEntry);
  const applied = await measureOnce(decoded.length, (i) => applyEntry(state, decoded[i]!));
  const rowsIn = (list: typeof entries): number =>
    list.reduce((sum, { rows }) => sum + rows.length, 0);
  const figures = [
    ["engine", whole, rowsIn(entries.slice(0, half)) / half],
    ["apply", applied, rowsIn(entries.slice(half)) / decoded.length],
  ] as const;
  for (const [subject, { meanUs }, perEntry] of figures) {
    const value = (perEntry * 1e6) / meanUs;
    const target = tracks >= 20_000 && subject === "engine" ? { atLeast: 100_000 } : {};
    report.add({
      case: `${tracks} tracks`,
      subject,
      figure: "reports",
      value,
      unit: "/s",
      ...target,
    });
  }
  const taken = [...state.tracks.all.values()].reduce((sum, one) => sum + one.reportCount, 0);
  if (taken !== batches * BATCH) throw new Error(`bug of the bench: ${taken} reports taken`);
  const states = Map.groupBy(state.tracks.all.values(), (one) => one.state);
  const told = [...states].map(([name, list]) => `${list.length} ${name}`).join(", ");
  report.note(`engine: ${taken} reports taken; the tracks are ${told}.`);
};

const trackOf = (row: ReportRow): number => Number(row[0].slice(5)) - 200_000_000;

const byParty = (rows: readonly ReportRow[]) => {
  const parties = Map.groupBy(rows, (row) => partyOf(operationOf(trackOf(row))));
  return [...parties].map(([party, list]) => ({ party, rows: list }));
};

const measureTcp = async (
  report: Report,
  { tracks, reports }: Pick<TracksOptions, "tracks" | "reports">,
): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), "wideberth-bench-"));
  let server: ServerProcess | null = null;
  try {
    await writeLog(dataDir, settingUp(tracks, createEntryWriter(START_MS)));
    const own = openOwnIssuer(dataDir, { nowMs: () => Date.now() });
    const token = await own.issueToken({ party: null, roles: ["host"], sub: "bench", ttlS: 3600 });
    const ports = await freePorts(BENCH_PARTIES.length);
    const inputs = BENCH_PARTIES.map((party, i) => {
      const name = party;
      return { name, format: "ais", party, port: ports[i], piecesPerSecondMax: 1_000_000 };
    });
    const config = join(dataDir, "bench.json");
    writeFileSync(config, JSON.stringify({ trackInputs: inputs }));
    server = await startServer(dataDir, { config });
    const perS = await send({ server, token, ports }, { tracks, reports });
    const taken = await countTaken(server.url, own);
    if (taken !== reports) throw new Error(`${taken} of ${reports} reports were taken`);
    const target = tracks >= 20_000 ? { atLeast: 20_000 } : {};
    const about = { case: `${tracks} tracks`, subject: "tcp, durable" };
    report.add({ ...about, figure: "reports", value: perS, unit: "/s", ...target });
  } finally {
    server?.child.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** Reports that the server has in its tracks, asked as each party. */
const countTaken = async (url: string, own: OwnIssuer): Promise<number> => {
  let taken = 0;
  for (const party of BENCH_PARTIES) {
    const token = await own.issueToken({ party, roles: ["desk"], sub: "bench", ttlS: 3600 });
    const client = createClient({ baseUrl: url, token });
    let page = await client.tracks({ limit: 1_000 });
    for (;;) {
      for (const { reportCount } of page.items) taken += reportCount;
      if (page.next === null) break;
      page = await client.tracks({ limit: 1_000, after: page.next });
    }
  }
  return taken;
};

const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const one of servers) {
    one.listen(0, "127.0.0.1");
    await once(one, "listening");
    const address = one.address();
    if (address && typeof address === "object") ports.push(address.port);
  }
  for (const one of servers) await new Promise((done) => one.close(done));
  return ports;
};

type Setting = {
  readonly server: ServerProcess;
  readonly token: string;
  readonly ports: readonly number[];
};

/** Reports a second from the first byte sent to the last entry durable. */
const send = async (
  { server, token, ports }: Setting,
  { tracks, reports }: Pick<TracksOptions, "tracks" | "reports">,
): Promise<number> => {
  const texts = ports.map((_, party) => linesOf(party, { tracks, reports }));
  const sockets = await Promise.all(
    ports.map(async (port) => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    }),
  );
  const headers = { authorization: `Bearer ${token}` };
  const readCount = async (): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`, { headers })).text();
    return Number(/pieces_total\{[^}]*outcome="report"\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  const headSeq = async (): Promise<number> => {
    const answer = await fetch(`${server.url}/v1/head`, { headers });
    const { seq } = (await answer.json()) as { seq: number };
    return seq;
  };
  const startMs = performance.now();
  for (const [i, socket] of sockets.entries()) socket.write(texts[i]!);
  while ((await readCount()) < reports) await wait(10);
  // The last batch waits for a second and is then written; stillness tells that it was.
  let [seq, stillMs] = [await headSeq(), performance.now()];
  while (performance.now() - stillMs < 1_500) {
    await wait(10);
    const now = await headSeq();
    if (now !== seq) [seq, stillMs] = [now, performance.now()];
  }
  for (const socket of sockets) socket.destroy();
  return (reports * 1_000) / (stillMs - startMs);
};

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** All lines of one party's ships, round by round. */
const linesOf = (
  party: number,
  { tracks, reports }: Pick<TracksOptions, "tracks" | "reports">,
): string => {
  const lines: string[] = [];
  for (let at = 0; at < reports; at++) {
    const [track, round] = [at % tracks, Math.floor(at / tracks)];
    if (operationOf(track) % BENCH_PARTIES.length !== party) continue;
    // A time of its own for each round: what is of the same instant is one report sent twice.
    const second = Math.floor(START_MS / 1_000) - 600 + round;
    lines.push(sentenceOf(mmsiOf(track), positionOf(track, round), second));
  }
  return `${lines.join("\n")}\n`;
};

const degrees = (value: number, bits: number): string =>
  BigInt.asUintN(bits, BigInt(Math.round(value * 600_000)))
    .toString(2)
    .padStart(bits, "0");
const number = (value: number, bits: number): string => value.toString(2).padStart(bits, "0");

/** A position report of class A behind a TAG block with its time. */
const sentenceOf = (mmsi: string, [lng, lat]: Position, second: number): string => {
  const bits = [
    number(1, 6) + number(0, 2) + number(Number(mmsi), 30) + number(0, 4) + number(128, 8),
    number(100, 10) + number(1, 1) + degrees(lng, 28) + degrees(lat, 27) + number(900, 12),
    number(90, 9) + number(second % 60, 6) + number(0, 4) + number(0, 1) + number(0, 19) + "0",
  ].join("");
  let payload = "";
  for (let at = 0; at < 168; at += 6) {
    const value = Number.parseInt(bits.slice(at, at + 6), 2);
    payload += String.fromCharCode(value < 40 ? value + 48 : value + 56);
  }
  const [tag, body] = [`c:${second}`, `AIVDM,1,1,,A,${payload},0`];
  return `\\${tag}*${checksum(tag)}\\!${body}*${checksum(body)}`;
};

const checksum = (text: string): string => {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum ^= text.charCodeAt(i);
  return sum.toString(16).toUpperCase().padStart(2, "0");
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      tracks: { type: "string", default: "20000" },
      reports: { type: "string", default: "400000" },
    },
  });
  await run({ tracks: Number(values.tracks), reports: Number(values.reports) });
}
