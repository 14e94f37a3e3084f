/** USSs that plan in one busy place over real connections, and what they sent and were answered. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { openOwnUssIssuer } from "../../src/server/uss-tokens.ts";
import type { ServerProcess } from "./server-process.ts";

export const CELL_SETTING = JSON.stringify({
  ownIssuer: true,
  party: "NORTH",
  parties: { "uss-3": "SOUTH" },
  ratePerMinute: null,
});

const BASE_URL = "https://uss.example.com/utm";
export const INTENTS = "/dss/v1/operational_intent_references";

/** Slots lie a hundred metres apart on one meridian, a circle in each. */
const SLOT_DEG = 100 / 111_132;
/** Whose circles meet: with half a slot to spare, so that every way to measure says the same. */
export const SLOT_REACH = 12;
const RADIUS_M = 50 * (SLOT_REACH + 0.5);
const PLACE = { lng: -100, lat: 45 };

export const doSlotsMeet = (a: number, b: number): boolean => Math.abs(a - b) <= SLOT_REACH;

export type IntentBody = {
  readonly state: "Accepted" | "Activated";
  readonly key: readonly string[];
  readonly [field: string]: unknown;
};

/** One request. Sent again, it is another with the same words. */
export type Sent = {
  readonly manager: string;
  readonly id: string;
  readonly slot: number;
  /** Of the version that is replaced or deleted; null: it is new. */
  readonly ovn: string | null;
  /** Null: it is deleted. */
  readonly body: IntentBody | null;
  /** Null: none was seen. */
  answer: Answer | null;
};

export type Answer = {
  readonly status: number;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- tests read what came
};

export const newId = (): string => randomUUID();

const time = (hours: number) => ({
  value: new Date(Math.floor(Date.now() / 3_600_000 + hours) * 3_600_000).toISOString(),
  format: "RFC3339",
});
const altitude = (value: number) => ({ value, reference: "W84", units: "M" });

export const bodyOf = (slot: number, change: Partial<IntentBody>): IntentBody => {
  const center = { lng: PLACE.lng, lat: PLACE.lat + slot * SLOT_DEG };
  const volume = {
    outline_circle: { center, radius: { value: RADIUS_M, units: "M" } },
    altitude_lower: altitude(0),
    altitude_upper: altitude(120),
  };
  return {
    extents: [{ volume, time_start: time(2), time_end: time(4) }],
    state: "Accepted",
    uss_base_url: BASE_URL,
    key: [],
    ...change,
  };
};

export const WITH_NEW = { new_subscription: { uss_base_url: BASE_URL } };

/** Everywhere that there is a slot. */
export const AREA = (slots: number): object => {
  const [south, north] = [PLACE.lat - 0.05, PLACE.lat + slots * SLOT_DEG + 0.05];
  const [west, east] = [PLACE.lng - 0.05, PLACE.lng + 0.05];
  const vertices = [
    { lng: west, lat: south },
    { lng: east, lat: south },
    { lng: east, lat: north },
    { lng: west, lat: north },
  ];
  return { area_of_interest: { volume: { outline_polygon: { vertices } } } };
};

/** OVNs as their managers tell them to one another: the newest of each intent that is there. */
export type Table = Map<string, { readonly slot: number; readonly ovn: string }>;

/** What one has to know to plan in the slot. */
export const keyFor = (table: Table, slot: number, ownId: string): readonly string[] =>
  [...table].flatMap(([id, one]) => (id !== ownId && doSlotsMeet(one.slot, slot) ? [one.ovn] : []));

export type Cell = {
  /** Null: the connection broke, and nobody knows. No answer may be of a fault or of haste. */
  readonly say: (sent: Sent) => Promise<Answer | null>;
  readonly read: (manager: string, path: string, body?: object) => Promise<Answer>;
};

export const openCell = async (
  { url }: ServerProcess,
  dataDir: string,
  managers: readonly string[],
): Promise<Cell> => {
  const issuer = openOwnUssIssuer(dataDir, [], { nowMs: () => Date.now() });
  const request = {
    scopes: ["utm.strategic_coordination"],
    audience: "wideberth",
    ttlS: 600,
  } as const;
  const tokens = new Map<string, string>();
  for (const sub of managers) tokens.set(sub, await issuer.issueToken({ ...request, sub }));
  const ask = async (
    manager: string,
    path: string,
    { method, body }: { readonly method: string; readonly body: object | null },
  ): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.get(manager)}` },
      body: body === null ? null : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    say: async ({ manager, id, ovn, body }) => {
      const method = body === null ? "DELETE" : "PUT";
      const path = `${INTENTS}/${id}${ovn === null ? "" : `/${ovn}`}`;
      const answer = await ask(manager, path, { method, body }).catch(() => null);
      if (answer) {
        assert.ok([200, 201, 400, 404, 409].includes(answer.status), JSON.stringify(answer));
      }
      return answer;
    },
    read: (manager, path, body) =>
      ask(manager, path, { method: body ? "POST" : "GET", body: body ?? null }),
  };
};

export type Done = Answer & { readonly status: 200 | 201 };

export const isDone = (answer: Answer | null): answer is Done =>
  answer !== null && answer.status < 300;
