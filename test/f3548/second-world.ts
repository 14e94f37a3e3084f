/** Whom the second client speaks as, and what it sends. */

import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import type { Answer, Ask, SecondClient } from "./second-client.ts";

export const SC = "utm.strategic_coordination";
export const CMSA = "utm.conformance_monitoring_sa";
export const CP = "utm.constraint_processing";
export const CM = "utm.constraint_management";
export const AA = "utm.availability_arbitration";

/** Asks, and is answered with this status. */
export type AskAs = (
  status: number,
  name: string,
  ask?: Omit<Ask, "token">,
) => Promise<Answer["body"]>;

export type World = {
  readonly client: SecondClient;
  /** The server itself, as a USS. */
  readonly own: { readonly name: string; readonly baseUrl: string };
  readonly tokenOf: (sub: string, scopes: readonly string[]) => Promise<string>;
  /** With the scopes that the description names first for an operation, unless some are given. */
  readonly as: (sub: string, ...scopes: readonly string[]) => AskAs;
  /** What the page has beside the description. */
  readonly asBeyond: (sub: string, scope: string) => AskBeyondAs;
};

/** As `POST /uss/v1/…`, answered with this status. */
export type AskBeyondAs = (status: number, what: string, body?: object) => Promise<Answer["body"]>;

export const makeWorld = ({ client, own, tokenOf }: Omit<World, "as" | "asBeyond">): World => ({
  client,
  own,
  tokenOf,
  asBeyond: (sub, scope) => async (status, what, body) => {
    const [method = "", path = ""] = what.split(" ");
    const token = await tokenOf(sub, [scope]);
    const answer = await client.askBeyond({ method, path, token, body });
    assert.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  },
  as:
    (sub, ...given) =>
    async (status, name, ask = {}) => {
      const scopes = given.length > 0 ? given : (client.operation(name).scopes[0] ?? []);
      const answer = await client.ask(name, { ...ask, token: await tokenOf(sub, scopes) });
      assert.equal(answer.status, status, `${name}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
});

export const newId = (): string => randomUUID();

export const timeAt = (hours: number) => ({
  value: new Date(Date.now() + hours * 3_600_000).toISOString(),
  format: "RFC3339",
});
const altitude = (value: number) => ({ value, reference: "W84", units: "M" });

/** A place of a story's own, far from everyone else's: degrees of longitude and latitude. */
export type Place = { readonly lng: number; readonly lat: number };

export const extentAt = ({ lng, lat }: Place, change: object = {}) => ({
  volume: {
    outline_circle: { center: { lng, lat }, radius: { value: 500, units: "M" } },
    altitude_lower: altitude(0),
    altitude_upper: altitude(120),
  },
  time_start: timeAt(1),
  time_end: timeAt(2),
  ...change,
});

/** A square with sides of so many degrees, the place in its middle. */
export const squareAt = ({ lng, lat }: Place, sideDeg: number, change: object = {}) => {
  const half = sideDeg / 2;
  const vertices = [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
  ].map(([x, y]) => ({ lng: lng + x!, lat: lat + y! }));
  return { volume: { outline_polygon: { vertices } }, ...change };
};

/** Nobody's flight: more corners than a message may have. */
export const gearAt = ({ lng, lat }: Place, corners: number) => ({
  volume: {
    outline_polygon: {
      vertices: Array.from({ length: corners }, (_, i) => {
        const [turn, r] = [(2 * Math.PI * i) / corners, 0.01];
        return { lng: lng + r * Math.cos(turn), lat: lat + r * Math.sin(turn) };
      }),
    },
    altitude_lower: altitude(0),
    altitude_upper: altitude(120),
  },
  time_start: timeAt(1),
  time_end: timeAt(2),
});

export const BASE_URL = "https://uss.example.com/utm";

export const intentAt = (place: Place, change: object = {}) => ({
  extents: [extentAt(place)],
  state: "Accepted",
  uss_base_url: BASE_URL,
  ...change,
});
export const WITH_NEW = { new_subscription: { uss_base_url: BASE_URL } };
export const constraintAt = (place: Place, change: object = {}) => ({
  extents: [extentAt(place)],
  uss_base_url: BASE_URL,
  ...change,
});
export const subscriptionAt = (place: Place, change: object = {}) => ({
  extents: { ...squareAt(place, 0.1), time_end: timeAt(20) },
  uss_base_url: BASE_URL,
  notify_for_operational_intents: true,
  ...change,
});
export const areaAt = (place: Place, change: object = {}) => ({
  area_of_interest: { ...squareAt(place, 0.1), ...change },
});

/** Of what subscription, with which count. */
export const toldOf = (body: Answer["body"]): Record<string, number> =>
  Object.fromEntries(
    body.subscribers.flatMap(({ subscriptions }: Answer["body"]) =>
      subscriptions.map((one: Answer["body"]) => [one.subscription_id, one.notification_index]),
    ),
  );
