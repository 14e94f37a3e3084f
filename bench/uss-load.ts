/**
 * Clients that each fly one intent after another, in a closed loop: create it with a subscription of
 * its own, activate it, delete it.
 *
 * A write takes from its first sending until it was taken: what a 409 named is read from the table,
 * added to the key, and the write is sent again. Only writes that were taken are counted.
 */

import { setTimeout as wait } from "node:timers/promises";
import type { Volume4D } from "../src/geometry/footprint.ts";
import { quantile } from "./harness.ts";
import type { Answer, UssClient } from "./uss-client.ts";
import { baseUrlOf, wireVolume } from "./uss-intents.ts";
import { uuidV7 } from "./uss-table.ts";
import type { UssTable } from "./uss-table.ts";

/**
 * How a USS comes to the keys it needs. `named`: those that a 409 named. `all`: all that are in the
 * table when it sends. `turns`: the same, and one writes after the other. `announced`: each USS
 * chooses its OVN and says so to the others before it sends.
 */
export type Way = "named" | "all" | "turns" | "announced";

export type Uss = { readonly name: string; readonly token: string };

export type Setting = {
  readonly client: UssClient;
  readonly usses: readonly Uss[];
  readonly table: UssTable;
  readonly way: Way;
  readonly nextVolume: () => Volume4D;
  readonly nextId: () => string;
};

export type Load = {
  readonly takenPerS: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly requests: number;
  readonly elapsedS: number;
  /** 409s for each write that was taken. */
  readonly refusedPerWrite: number;
  /** Intents in the table, on average over the writes. */
  readonly liveMean: number;
};

type Counts = { readonly latenciesMs: number[]; refused: number; liveSum: number };

/** One client for each of the connections; the USSs take turns in owning them. */
export const load = async (
  setting: Setting,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Load> => {
  const counts: Counts = { latenciesMs: [], refused: 0, liveSum: 0 };
  const startMs = performance.now();
  const answeredBefore = setting.client.answered();
  const endMs = startMs + seconds * 1000;
  const fly = async (i: number): Promise<void> => {
    const uss = setting.usses[i % setting.usses.length]!;
    while (performance.now() < endMs) await flyOne(setting, uss, counts);
  };
  await Promise.all(Array.from({ length: clients }, (_, i) => fly(i)));
  const elapsedS = (performance.now() - startMs) / 1000;
  const latenciesMs = Float64Array.from(counts.latenciesMs);
  const taken = latenciesMs.length;
  return {
    takenPerS: taken / elapsedS,
    medianMs: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    requests: setting.client.answered() - answeredBefore,
    elapsedS,
    refusedPerWrite: counts.refused / taken,
    liveMean: counts.liveSum / taken,
  };
};

/** After a 409 a USS reads of others before it tries again: it takes them some milliseconds. */
const WAIT_MAX_MS = 20;

const PATH = "/dss/v1/operational_intent_references";

/** Intents that stay: created one after another by the USSs in turn. */
export const stand = async (setting: Setting, count: number): Promise<void> => {
  const counts: Counts = { latenciesMs: [], refused: 0, liveSum: 0 };
  for (let i = 0; i < count; i++) {
    await createOne(setting, setting.usses[i % setting.usses.length]!, counts);
  }
};

const createOne = async (
  setting: Setting,
  uss: Uss,
  counts: Counts,
): Promise<Flight & { readonly created: Reference }> => {
  const { nextVolume, nextId } = setting;
  const flight: Flight = {
    id: nextId(),
    uss,
    extents: [wireVolume(nextVolume())],
    near: new Set(),
  };
  const baseUrl = baseUrlOf(uss.name);
  const fresh = { uss_base_url: baseUrl };
  const created = await put(setting, flight, counts, {
    path: `${PATH}/${flight.id}`,
    fields: { state: "Accepted", uss_base_url: baseUrl, new_subscription: fresh },
  });
  return { ...flight, created };
};

const flyOne = async (setting: Setting, uss: Uss, counts: Counts): Promise<void> => {
  const { client, table } = setting;
  const { created, ...flight } = await createOne(setting, uss, counts);
  const { ovn, subscription_id } = created;
  const activated = await put(setting, flight, counts, {
    path: `${PATH}/${flight.id}/${ovn}`,
    fields: { state: "Activated", uss_base_url: baseUrlOf(uss.name), subscription_id },
  });
  await timed(setting, counts, async () => {
    const path = `${PATH}/${flight.id}/${activated.ovn}`;
    check(await client.ask({ method: "DELETE", path, token: uss.token }));
    table.ovns.delete(flight.id);
  });
};

type Flight = {
  readonly id: string;
  readonly uss: Uss;
  readonly extents: readonly object[];
  /** Ids that its writes were told of by a 409. */
  readonly near: Set<string>;
};

type Put = { readonly path: string; readonly fields: object };
type Reference = { readonly ovn: string; readonly subscription_id: string };

/** Until it is taken. */
const put = async (
  setting: Setting,
  flight: Flight,
  counts: Counts,
  { path, fields }: Put,
): Promise<Reference> => {
  const { table, way } = setting;
  return timed(setting, counts, async () => {
    const endTurn = way === "turns" ? await table.takeTurn() : null;
    const body = { extents: flight.extents, ...fields };
    for (;;) {
      const taken = await putOnce(setting, flight, path, body);
      if (taken) {
        endTurn?.();
        return taken;
      }
      counts.refused++;
      await wait(Math.random() * WAIT_MAX_MS);
    }
  });
};

/** Null: its key was not complete. */
const putOnce = async (
  { client, table, way }: Setting,
  { id, uss, near }: Flight,
  path: string,
  body: object,
): Promise<Reference | null> => {
  const suffix = way === "announced" ? uuidV7() : null;
  const announced = suffix === null ? null : `${id}_${suffix}`;
  if (announced !== null) table.announced.add(announced);
  const key =
    way === "named"
      ? [...near].map((one) => table.ovns.get(one)).filter((one) => one !== undefined)
      : [...table.ovns.values(), ...table.announced];
  const chosen = suffix === null ? {} : { requested_ovn_suffix: suffix };
  const text = JSON.stringify({ ...body, key, ...chosen });
  const answer = await client.ask({ method: "PUT", path, token: uss.token }, text);
  const taken = answer.status === 409 ? null : referenceIn(answer);
  if (announced !== null) table.announced.delete(announced);
  if (taken) table.ovns.set(id, taken.ovn);
  else for (const missing of missingIn(answer)) near.add(missing);
  return taken;
};

const check = (answer: Answer): Answer => {
  if (answer.status === 200 || answer.status === 201) return answer;
  throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 300)}`);
};

const referenceIn = (answer: Answer): Reference =>
  (JSON.parse(check(answer).text) as { operational_intent_reference: Reference })
    .operational_intent_reference;

const missingIn = ({ text }: Answer): string[] => {
  const told = JSON.parse(text) as { missing_operational_intents?: readonly { id: string }[] };
  if (!told.missing_operational_intents) throw new Error(`answered 409: ${text.slice(0, 300)}`);
  return told.missing_operational_intents.map(({ id }) => id);
};

const timed = async <T>(
  { table }: Setting,
  counts: Counts,
  write: () => Promise<T>,
): Promise<T> => {
  const startMs = performance.now();
  const result = await write();
  counts.latenciesMs.push(performance.now() - startMs);
  counts.liveSum += table.ovns.size;
  return result;
};
