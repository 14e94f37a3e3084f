/**
 * PostgreSQL with PostGIS: footprint, time and altitude in one GiST index, asked through `pg`.
 *
 * A server of its own in a directory of its own on a Unix socket, run as `postgres` when we are root,
 * stopped and wiped at the end. It is given a fair chance: COPY, then the index, then VACUUM ANALYZE;
 * everything in shared buffers; no waiting for the disk; prepared statements; a plane of metres
 * (SRID 0). Range types have their own GiST classes, so that btree_gist is not needed.
 */

import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { BOX_STRIDE } from "../../src/geometry/box-index.ts";
import type { Peer } from "./peer.ts";

export type PostgisServer = {
  readonly version: string;
  /** An empty table and its peer; the one before is dropped. */
  readonly createPeer: () => Promise<PostgisPeer>;
  readonly stop: () => Promise<void>;
};

export type PostgisPeer = Peer & {
  readonly bytesElsewhere: () => Promise<number>;
  /** A statement that does nothing: what of each query is the way there and back. */
  readonly ping: () => Promise<unknown>;
  /** All queries in one statement, so without the way there and back: milliseconds on the server. */
  readonly queryAllMs: (boxes: readonly Float64Array[]) => Promise<number>;
};

const START_MAX_MS = 30_000;
const STOP_MAX_MS = 15_000;
/** No statement of ours may run for longer: building the index of a million is the longest. */
const STATEMENT_MAX_MS = 600_000;
const SETTINGS = [
  "listen_addresses=",
  "shared_buffers=2GB",
  "maintenance_work_mem=1GB",
  "work_mem=64MB",
  "effective_cache_size=4GB",
  "random_page_cost=1.1",
  "max_wal_size=8GB",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "autovacuum=off",
  "jit=off",
  "max_parallel_workers_per_gather=0",
  `statement_timeout=${STATEMENT_MAX_MS}`,
];

/**
 * Starts a server.
 *
 * Throws: when PostgreSQL or PostGIS is not installed or does not start; the message says which.
 */
export const startPostgis = async (): Promise<PostgisServer> => {
  const bin = findServer();
  const owner = ownerOfServer();
  const home = mkdtempSync(join(tmpdir(), "wideberth-bench-postgis-"));
  if (owner) chownSync(home, owner.uid, owner.gid);
  const data = join(home, "data");
  const wipe = (): void => rmSync(home, { recursive: true, force: true });
  let server: ChildProcess | undefined;
  let client: pg.Client | undefined;
  try {
    execFileSync(join(bin, "initdb"), ["-D", data, "-U", "bench", "-A", "trust", "--no-sync"], {
      ...owner,
      cwd: home,
      env: { ...process.env, LC_ALL: "C.UTF-8" },
      stdio: ["ignore", "ignore", "pipe"],
      timeout: START_MAX_MS,
    });
    const settings = SETTINGS.flatMap((setting) => ["-c", setting]);
    server = spawn(join(bin, "postgres"), ["-D", data, "-k", home, ...settings], {
      ...owner,
      cwd: home,
      stdio: "ignore",
    });
    const forget = stopOnExit(server, wipe);
    client = await connect(home, server);
    await client.query("CREATE EXTENSION postgis");
    const version = await versionOf(client);
    const [running, asking] = [server, client];
    return {
      version,
      createPeer: () => createPeer(asking, home),
      stop: async () => {
        await asking.end();
        await stopServer(running);
        forget();
        wipe();
      },
    };
  } catch (cause) {
    await client?.end();
    if (server) await stopServer(server);
    wipe();
    throw new Error(`PostGIS could not be started: ${reasonOf(cause)}`, { cause });
  }
};

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message.trim() : String(cause);

/** Debian keeps one directory for each major version, off the PATH. */
const findServer = (): string => {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root) : [];
  const places = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((v) => join(root, v, "bin"));
  const onPath = (process.env["PATH"] ?? "").split(":");
  const bin = [...places, ...onPath].find((place) => existsSync(join(place, "initdb")));
  if (!bin) throw new Error("no initdb here (Debian: apt-get install postgresql postgis)");
  return bin;
};

/** PostgreSQL refuses to run as root: then it runs as the user its package made. */
const ownerOfServer = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOfPostgres("-u"), gid: idOfPostgres("-g") };
};

const idOfPostgres = (flag: "-u" | "-g"): number =>
  Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));

const connect = async (host: string, server: ChildProcess): Promise<pg.Client> => {
  const deadlineMs = performance.now() + START_MAX_MS;
  for (;;) {
    const client = new pg.Client({ host, user: "bench", database: "postgres" });
    client.on("error", () => {}); // a lost server is told by the statement that was running
    try {
      await client.connect();
      return client;
    } catch (cause) {
      if (server.exitCode !== null) throw new Error("the server ended at once", { cause });
      if (performance.now() > deadlineMs) throw cause;
      await sleep(100);
    }
  }
};

/** SIGINT asks PostgreSQL for a fast shutdown; who does not heed it in time is killed. */
const stopServer = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGINT");
  const late = setTimeout(() => server.kill("SIGKILL"), STOP_MAX_MS);
  await ended;
  clearTimeout(late);
};

/** A bench that is broken off leaves nothing behind; call the answer when the server has been stopped. */
const stopOnExit = (server: ChildProcess, wipe: () => void): (() => void) => {
  const kill = (): boolean => server.kill("SIGQUIT"); // immediate shutdown, its children with it
  const leave = (): void =>
    void stopServer(server).then(() => {
      wipe();
      process.exit(1);
    });
  process.once("exit", kill).once("SIGINT", leave).once("SIGTERM", leave);
  return () => void process.off("exit", kill).off("SIGINT", leave).off("SIGTERM", leave);
};

const versionOf = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ server: string; postgis: string }>(
    "SELECT current_setting('server_version') AS server, postgis_lib_version() AS postgis",
  );
  return `PostgreSQL ${rows[0]!.server}, PostGIS ${rows[0]!.postgis}`;
};

const MEETS = (box: readonly string[]): string =>
  `footprint && ST_MakeEnvelope(${box[0]}::float8, ${box[1]}::float8, ${box[4]}::float8, ${box[5]}::float8)
   AND during && tstzrange(${box[3]}::timestamptz, ${box[7]}::timestamptz, '[]')
   AND band && numrange(${box[2]}::numeric, ${box[6]}::numeric, '[]')`;

const QUERY = {
  name: "query",
  text: `SELECT id FROM volume WHERE ${MEETS(["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8"])} ORDER BY id`,
  rowMode: "array" as const,
};
const REMOVE = { name: "remove", text: "DELETE FROM volume WHERE id = $1" };
const ADD = {
  name: "add",
  text: `INSERT INTO volume VALUES ($9, ST_MakeEnvelope($1, $2, $5, $6),
    tstzrange($4::timestamptz, $8::timestamptz, '[]'), numrange($3::numeric, $7::numeric, '[]'))`,
};

const createPeer = async (client: pg.Client, home: string): Promise<PostgisPeer> => {
  await client.query(`DROP TABLE IF EXISTS volume;
    CREATE UNLOGGED TABLE volume (
      id int NOT NULL, footprint geometry(Polygon, 0) NOT NULL,
      during tstzrange NOT NULL, band numrange NOT NULL)`);
  return {
    name: "PostGIS GiST through pg",
    load: async (boxes) => {
      await copy(client, home, "volume", boxes, volumeRow);
      await client.query(`CREATE INDEX volume_4d ON volume USING gist (footprint, during, band)`);
      await client.query(`CREATE UNIQUE INDEX volume_id ON volume (id)`);
      await client.query("VACUUM ANALYZE volume");
    },
    query: async (box) => {
      const { rows } = await client.query<[number]>({ ...QUERY, values: valuesOf(box, 0) });
      return rows.map(([id]) => id);
    },
    remove: (id) => client.query({ ...REMOVE, values: [id] }),
    add: (id, box) => client.query({ ...ADD, values: [...valuesOf(box, 0), id] }),
    ping: () => client.query({ name: "ping", text: "SELECT 1" }),
    queryAllMs: (boxes) => queryAllMs(client, home, boxes),
    bytesElsewhere: async () => {
      const { rows } = await client.query<{ bytes: string }>(
        "SELECT pg_relation_size('volume_4d') + pg_relation_size('volume') AS bytes",
      );
      return Number(rows[0]!.bytes);
    },
  };
};

const queryAllMs = async (
  client: pg.Client,
  home: string,
  boxes: readonly Float64Array[],
): Promise<number> => {
  const columns = ["min_x", "min_y", "min_z", "min_t", "max_x", "max_y", "max_z", "max_t"];
  await client.query(`CREATE TEMP TABLE query (id int, min_x float8, min_y float8, min_z numeric,
    min_t timestamptz, max_x float8, max_y float8, max_z numeric, max_t timestamptz)`);
  const flat = Float64Array.from(boxes.flatMap((box) => [...box]));
  await copy(client, home, "query", flat, (id, all, at) => [id, ...valuesOf(all, at)].join("\t"));
  const statement = `SELECT sum(cardinality(found.ids)) FROM query CROSS JOIN LATERAL
    (SELECT array_agg(volume.id ORDER BY volume.id) AS ids FROM volume WHERE ${MEETS(columns)}) found`;
  await client.query(statement);
  const startMs = performance.now();
  await client.query(statement);
  const ms = performance.now() - startMs;
  await client.query("DROP TABLE query");
  return ms;
};

/** COPY from a file the server can read. */
const copy = async (
  client: pg.Client,
  home: string,
  table: string,
  boxes: Float64Array,
  rowOf: (id: number, boxes: Float64Array, at: number) => string,
): Promise<void> => {
  const path = join(home, `${table}.tsv`);
  const rows: string[] = [];
  for (let id = 0; id * BOX_STRIDE < boxes.length; id++)
    rows.push(rowOf(id, boxes, id * BOX_STRIDE));
  writeFileSync(path, `${rows.join("\n")}\n`, { mode: 0o644 });
  await client.query(`COPY ${table} FROM '${path}'`);
  rmSync(path);
};

const volumeRow = (id: number, boxes: Float64Array, at: number): string => {
  const [minX, minY, minZ, minT, maxX, maxY, maxZ, maxT] = valuesOf(boxes, at);
  const ring = `${minX} ${minY},${maxX} ${minY},${maxX} ${maxY},${minX} ${maxY},${minX} ${minY}`;
  return `${id}\tPOLYGON((${ring}))\t["${minT}","${maxT}"]\t[${minZ},${maxZ}]`;
};

/** The bounds in their order, times as text. */
const valuesOf = (boxes: Float64Array, at: number): (number | string)[] => {
  const values: (number | string)[] = [...boxes.subarray(at, at + BOX_STRIDE)];
  values[3] = new Date(boxes[at + 3]!).toISOString();
  values[7] = new Date(boxes[at + 7]!).toISOString();
  return values;
};
