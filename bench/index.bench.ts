/**
 * How quick the 4D index is at "which volumes meet a new one", against what else one might use.
 *
 * Measured: one query is one box of the same kind as the boxes held (see theatre.ts; drawn after
 * them from the same stream), asked on one thread of an index that holds `size` boxes already; it
 * ends when the ids of all boxes met lie there, lowest first. Not measured: making boxes of volumes
 * and the exact test of the pairs found. Every candidate answers the same queries, one candidate
 * after another in one process, and every answer is compared, id by id, with BoxIndex's (the linear
 * scan, which is slow, on the first few hundred queries).
 * Mean, median and p99: see measureRepeated. PostGIS answers through a socket, as it would in use; what
 * of that is the way there and back, and what the server needs alone, are figures of their own.
 * Bytes a volume, all in: what the process holds after a full collection, less what it held
 * before; that counts bounds, ids and room kept for growth. `index.bytes` stands beside it. Below
 * 100,000 volumes the process's own ups and downs drown it, and it is left out. For PostGIS: the table
 * and its 4D index.
 * Adds and removals: of random volumes one at a time, from an index that is full.
 */

import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { BOX_STRIDE } from "../src/geometry/box-index.ts";
import type { Figure, Output, Report, Timing } from "./harness.ts";
import { bytesHeld, createReport, measureOnce, measureRepeated } from "./harness.ts";
import { createBoxIndexPeer } from "./peers/box-index.ts";
import { createLinearPeer } from "./peers/linear.ts";
import type { Peer } from "./peers/peer.ts";
import type { PostgisServer } from "./peers/postgis.ts";
import { startPostgis } from "./peers/postgis.ts";
import { createRbushPeer } from "./peers/rbush.ts";
import type { Spread } from "./theatre.ts";
import { createTheatre } from "./theatre.ts";

export type IndexBenchOptions = {
  readonly sizes?: readonly number[];
  readonly queries?: number;
  readonly seed?: number;
  /** PostGIS is asked up to this size; 0 leaves it out. */
  readonly postgisMax?: number;
  readonly output?: Output;
};

type Answers = readonly ArrayLike<number>[];
type Target = Pick<Figure, "atLeast" | "atMost">;
type Scene = {
  readonly name: string;
  readonly size: number;
  readonly spread: Spread;
  readonly boxes: Float64Array;
  readonly queries: readonly Float64Array[];
};
type Measured = { readonly peer: Peer; readonly query: Timing; readonly answers: Answers };

const LINEAR_QUERIES_MAX = 200;
const CHANGES_MAX = 20_000;
const HELD_FROM = 100_000;
/** What the project sets itself; small indexes have no targets. */
const TARGETS_FROM = 200_000;
const TARGETS = {
  faster: { rbush: 4, rbushMillion: 6, rbushMillionClustered: 10, postgis: 40 },
  bytes: 320,
};

const fasterThanRbush = ({ size, spread }: Scene): Target => {
  if (size < TARGETS_FROM) return {};
  if (size < 1_000_000) return { atLeast: TARGETS.faster.rbush };
  const { rbushMillion, rbushMillionClustered } = TARGETS.faster;
  return { atLeast: spread === "uniform" ? rbushMillion : rbushMillionClustered };
};

const fasterThanPostgis = ({ size }: Scene): Target =>
  size === TARGETS_FROM ? { atLeast: TARGETS.faster.postgis } : {};

const bytesAVolume = ({ size }: Scene): Target =>
  size < TARGETS_FROM ? {} : { atMost: TARGETS.bytes };

/** Runs the bench; every figure. */
export const run = async ({
  sizes = [200_000, 1_000_000],
  queries = 5_000,
  seed = 1,
  postgisMax = 200_000,
  output,
}: IndexBenchOptions = {}): Promise<readonly Figure[]> => {
  const report = createReport("index", output);
  report.note(`${queries} queries a case (linear scan: ${LINEAR_QUERIES_MAX}), seed ${seed}.`);
  const postgis = postgisMax > 0 ? await tryPostgis(report) : null;
  if (postgisMax === 0) report.note("PostGIS was not measured: left out as asked.");
  try {
    for (const size of sizes) {
      for (const spread of ["uniform", "clustered"] as const) {
        const scene = sceneOf({ size, spread, queries, seed });
        await runScene(report, scene, size <= postgisMax ? postgis : null);
      }
    }
  } finally {
    await postgis?.stop();
  }
  return report.finish();
};

const tryPostgis = async (report: Report): Promise<PostgisServer | null> => {
  try {
    const server = await startPostgis();
    report.note(`PostGIS: ${server.version}, own server on a Unix socket, fsync off.`);
    return server;
  } catch (fault) {
    report.note(`PostGIS was not measured. ${(fault as Error).message}`);
    return null;
  }
};

const sceneOf = (
  options: Pick<Scene, "size" | "spread"> & { readonly queries: number; readonly seed: number },
): Scene => {
  const theatre = createTheatre(options.spread, options.seed);
  const boxes = theatre.boxes(options.size);
  const drawn = theatre.boxes(options.queries);
  const queries = Array.from({ length: options.queries }, (_, i) => boxAt(drawn, i));
  return { ...options, name: `${options.size / 1000}k ${options.spread}`, boxes, queries };
};

const boxAt = (boxes: Float64Array, i: number): Float64Array =>
  boxes.slice(i * BOX_STRIDE, (i + 1) * BOX_STRIDE);

const runScene = async (
  report: Report,
  scene: Scene,
  postgis: PostgisServer | null,
): Promise<void> => {
  const own = await runBoxIndex(report, scene);
  const rbush = await runPeer(report, scene, createRbushPeer());
  checkAnswers(scene, own, rbush);
  const sample = { ...scene, queries: scene.queries.slice(0, LINEAR_QUERIES_MAX) };
  const linear = await runPeer(report, sample, createLinearPeer());
  checkAnswers(sample, own, linear);
  addRatio(report, scene, own, linear);
  addRatio(report, scene, own, rbush, fasterThanRbush(scene));
  if (!postgis) return;
  const gist = await runPostgis(report, scene, postgis);
  checkAnswers(scene, own, gist);
  addRatio(report, scene, own, gist, fasterThanPostgis(scene));
};

/** A wrong answer is no figure: the bench ends. */
const checkAnswers = (scene: Scene, expected: Measured, found: Measured): void => {
  for (let i = 0; i < scene.queries.length; i++) {
    assert.deepEqual(
      Array.from(found.answers[i]!),
      Array.from(expected.answers[i]!),
      `${found.peer.name} answers query ${i} of ${scene.name} as ${expected.peer.name} does`,
    );
  }
};

const addRatio = (
  report: Report,
  scene: Scene,
  own: Measured,
  other: Measured,
  target: Target = {},
): void =>
  report.add({
    case: scene.name,
    subject: other.peer.name,
    figure: "BoxIndex is faster",
    value: other.query.meanUs / own.query.meanUs,
    unit: "×",
    ...target,
  });

const runBoxIndex = async (report: Report, scene: Scene): Promise<Measured> => {
  const peer = createBoxIndexPeer();
  const measured = await runPeer(report, scene, peer, () => {
    report.add({
      ...figureOf(scene, peer, "index.bytes a volume", "B"),
      value: peer.index.bytes / peer.index.size,
      ...bytesAVolume(scene),
    });
  });
  const hits = measured.answers.reduce((sum, ids) => sum + ids.length, 0);
  report.add({
    ...figureOf(scene, peer, "volumes met by a query", ""),
    value: hits / measured.answers.length,
  });
  return measured;
};

const runPostgis = async (
  report: Report,
  scene: Scene,
  server: PostgisServer,
): Promise<Measured> => {
  const peer = await server.createPeer();
  return runPeer(report, scene, peer, async () => {
    const ping = await measureRepeated(Math.min(scene.queries.length, 2_000), peer.ping);
    report.add({ ...figureOf(scene, peer, "there and back", "µs"), value: ping.meanUs });
    const alone = ((await peer.queryAllMs(scene.queries)) * 1000) / scene.queries.length;
    report.add({ ...figureOf(scene, peer, "server alone", "µs"), value: alone });
  });
};

const figureOf = (
  scene: Scene,
  peer: Peer,
  figure: string,
  unit: string,
): { case: string; subject: string; figure: string; unit: string } => ({
  case: scene.name,
  subject: peer.name,
  figure,
  unit,
});

/** `more` measures what only this candidate has, while the index is still full. */
const runPeer = async (
  report: Report,
  scene: Scene,
  peer: Peer,
  more: () => unknown = () => {},
): Promise<Measured> => {
  const add = (figure: string, value: number, unit: string, target: Target = {}): void =>
    report.add({ ...figureOf(scene, peer, figure, unit), value, ...target });
  const { size } = scene;

  const beforeBytes = bytesHeld();
  const startMs = performance.now();
  await peer.load(scene.boxes);
  const loadUs = (performance.now() - startMs) * 1000;
  const bytes = peer.bytesElsewhere ? await peer.bytesElsewhere() : bytesHeld() - beforeBytes;

  const query = await measureRepeated(scene.queries.length, (i) => peer.query(scene.queries[i]!));
  add("mean", query.meanUs, "µs");
  add("median", query.medianUs, "µs");
  add("p99", query.p99Us, "µs");
  if (size >= HELD_FROM)
    add("bytes a volume", bytes / size, "B", peer.name === "BoxIndex" ? bytesAVolume(scene) : {});
  add("load a volume", loadUs / size, "µs");
  await more();

  const answers: ArrayLike<number>[] = [];
  for (const box of scene.queries) answers.push(Array.from(await peer.query(box)));
  await measureChanges(peer, scene.boxes, add);
  return { peer, query, answers };
};

/** Takes volumes spread over the whole index out, then puts them back. */
const measureChanges = async (
  peer: Peer,
  boxes: Float64Array,
  add: (figure: string, value: number, unit: string) => void,
): Promise<void> => {
  const size = boxes.length / BOX_STRIDE;
  const changes = Math.min(size, peer.bytesElsewhere ? CHANGES_MAX / 10 : CHANGES_MAX);
  const idOf = (i: number): number => Math.floor((i * size) / changes);
  const changed = Array.from({ length: changes }, (_, i) => boxAt(boxes, idOf(i)));
  const removal = await measureOnce(changes, (i) => peer.remove(idOf(i)));
  const addition = await measureOnce(changes, (i) => peer.add(idOf(i), changed[i]!));
  add("add", addition.meanUs, "µs");
  add("remove", removal.meanUs, "µs");
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      sizes: { type: "string", default: "200000,1000000" },
      queries: { type: "string", default: "5000" },
      seed: { type: "string", default: "1" },
      "postgis-max": { type: "string", default: "200000" },
    },
  });
  await run({
    sizes: values.sizes.split(",").map(Number),
    queries: Number(values.queries),
    seed: Number(values.seed),
    postgisMax: Number(values["postgis-max"]),
  });
}
