/**
 * Notices of one busy day over a country, as bytes of the log: what apply, start, memory and HTTP
 * benches feed.
 *
 * 1,000 × 900 km, 24 h, 0–5,000 m; polygons of five corners, 0.4–4 km wide, bands of 100 m, windows
 * of 10–60 min; drones under the project's default minima (3 km, 300 m, 15 min). At 200,000 active
 * about one notice in seven meets another.
 */

import { mkdirSync } from "node:fs";
import type { Command, FileOperation } from "../src/core/commands.ts";
import { encodePayload, RULES_VERSION } from "../src/core/entry.ts";
import type { Origin } from "../src/core/entry.ts";
import { DEFAULT_RULES } from "../src/core/theatre/model.ts";
import type { Theatre } from "../src/core/theatre/model.ts";
import type { Position, Volume4D } from "../src/geometry/footprint.ts";
import { LOG_LIMITS } from "../src/log/log.ts";
import { openSqliteLog } from "../src/log/sqlite.ts";
import { writeEntry } from "../src/server/entry-codec.ts";
import { surveyCommand } from "../src/server/notice-survey.ts";
import { logPath } from "../src/server/theatre-folder.ts";
import { randomOf } from "./theatre.ts";

export const DAY_START_MS: number = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;

export const BENCH_PARTIES = ["NORTH", "SOUTH", "EAST", "WEST"] as const;

export const BENCH_THEATRE: Theatre = {
  name: { en: "Bench" },
  isExample: true,
  area: null,
  parties: BENCH_PARTIES.map((id) => ({ id, names: { en: id }, kind: "military" })),
  rules: {
    ...DEFAULT_RULES,
    noticesPerPartyDayMax: Number.MAX_SAFE_INTEGER,
    noticesPerAreaDayMax: Number.MAX_SAFE_INTEGER,
  },
};

/** Commands without end for the day from `dayStartMs`, the same for the same seed. */
export const createNotices = (
  seed: number,
  dayStartMs: number = DAY_START_MS,
): { readonly file: () => FileOperation } => {
  const random = randomOf(seed);
  const between = (min: number, max: number): number => min + random() * (max - min);
  const file = (): FileOperation => {
    const [lng, lat] = [between(35, 46), between(30, 38)];
    const [halfDeg, turn] = [between(0.002, 0.02), random()];
    const ring = Array.from({ length: 5 }, (_, k): Position => {
      const angle = 2 * Math.PI * (k / 5 + turn);
      return [degrees(lng + halfDeg * Math.cos(angle)), degrees(lat + halfDeg * Math.sin(angle))];
    });
    const lowerM = Math.round(between(0, 4_900));
    const startMs = dayStartMs + Math.round(random() * DAY_MS);
    const volume: Volume4D = {
      footprint: { kind: "polygon", ring, edges: "geodesic" },
      lowerM,
      upperM: lowerM + 100,
      startMs,
      endMs: startMs + Math.round(between(600_000, 3_600_000)),
    };
    return { kind: "file-operation", category: "uas_flight", volumes: [volume] };
  };
  return { file };
};

/** To seven decimals, as a form or a planner would send. */
const degrees = (value: number): number => Math.round(value * 1e7) / 1e7;

/** Writes commands as entries received at `atMs`, one after another from `seq` 1. */
export const createEntryWriter = (
  atMs: number = DAY_START_MS,
): ((party: string, command: Command) => Uint8Array) => {
  let seq = 0;
  return (party, command) => {
    const surveyed = surveyCommand(command);
    if (!surveyed.ok) throw new Error(surveyed.refusal.detail);
    seq++;
    const origin: Origin = party === "system" ? "system" : { party, key: null };
    const { kind } = command;
    const salt = saltAt(seq);
    const commandId = `bench-${String(seq).padStart(12, "0")}`;
    const envelope = {
      seq,
      atMs,
      rulesVersion: RULES_VERSION,
      kind,
      commandId,
      origin,
    };
    const payload = encodePayload(command, "manager" in command ? command.manager : null);
    return writeEntry({ envelope, payload, survey: surveyed.survey, salt });
  };
};

/** Of an entry of these logs: what is drawn from it can be known beforehand. */
export const saltAt = (seq: number): Uint8Array =>
  new Uint8Array(new Uint32Array([seq, 1, 2, 3]).buffer);

/** A log of its own in a new data folder. */
export const writeLog = async (dataDir: string, frames: Iterable<Uint8Array>): Promise<void> => {
  mkdirSync(dataDir, { recursive: true });
  const log = await openSqliteLog(logPath(dataDir));
  let [batch, head] = [[] as Uint8Array[], await log.head()];
  for (const frame of frames) {
    batch.push(frame);
    if (batch.length < LOG_LIMITS.batchEntriesMax) continue;
    head = await log.append(batch, head);
    batch = [];
  }
  await log.append(batch, head);
  await log.close();
};

/** The theatre, then New notices: `count` entries in all. */
export function* onlyNotices(count: number, atMs: number = DAY_START_MS): Generator<Uint8Array> {
  const [write, notices] = [createEntryWriter(atMs), createNotices(2, atMs)];
  yield write("system", { kind: "set-theatre", theatre: BENCH_THEATRE });
  for (let i = 1; i < count; i++) yield write(BENCH_PARTIES[i % 4]!, notices.file());
}
