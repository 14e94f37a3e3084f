/** What a USS says, for the tests of how it is read. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { USS_SCOPES } from "../../server/uss-tokens.ts";
import type { UssScope } from "../../server/uss-tokens.ts";
import { parsePutIntent } from "./parse-intent.ts";
import type { Said } from "./parse-intent.ts";
import { extentAt, idOf, intentBody, SETTINGS } from "./test-messages.ts";
import { WireError } from "./wire-error.ts";

export const ussOf = (...scopes: UssScope[]) => ({
  manager: "uss1",
  scopes: scopes.length > 0 ? scopes : USS_SCOPES,
  expiresAtMs: Infinity,
});
/** As it comes over the wire. */
export const sent = (body: unknown): unknown =>
  body === undefined ? undefined : JSON.parse(JSON.stringify(body));
export const said = (body: unknown, change: Partial<Said> = {}): Said => ({
  uss: ussOf(),
  settings: SETTINGS,
  body: sent(body),
  ...change,
});

/** The status and the message by which it is refused, or "read". */
export const refusalOf = (parse: () => unknown): readonly [status: number, message: string] => {
  try {
    parse();
  } catch (error) {
    if (error instanceof WireError) return [error.status, error.message];
    throw error;
  }
  return [200, "read"];
};

type Row = readonly [name: string, given: unknown, status: number, message: RegExp];
export const refuses = (rows: readonly Row[], parse: (given: unknown) => unknown): void => {
  for (const [name, given, status, message] of rows) {
    test(name, () => {
      const [found, text] = refusalOf(() => parse(given));
      assert.match(text, message);
      assert.equal(found, status);
      assert.match(text, /: ./, "it says what to do");
    });
  }
};

export const NEW = { id: idOf(1), ovn: null };
export const OLD = { id: idOf(1), ovn: "0123456789abcdef" };
export const intent = (change: object, about: { id: string; ovn: string | null } = NEW) =>
  parsePutIntent(said(intentBody(change)), about).command;

/** An intent whose one volume is changed. */
export const withVolume = (volume: object, rest: object = {}) => ({
  extents: [{ ...extentAt(), ...rest, volume: { ...extentAt().volume, ...volume } }],
});
export const polygon = (...vertices: readonly (readonly [lng: number, lat: number])[]) => ({
  outline_circle: undefined,
  outline_polygon: { vertices: vertices.map(([lng, lat]) => ({ lng, lat })) },
});
export const SQUARE = [
  [40, 35],
  [40.1, 35],
  [40.1, 35.1],
  [40, 35.1],
] as const;

export const extentWithout = (name: string) => {
  const { [name]: _left, ...rest } = extentAt() as Record<string, unknown>;
  return rest;
};
export const volumeWithout = (name: string) => withVolume({ [name]: undefined });
export const square = (size: number) =>
  polygon([40, 35], [40 + size, 35], [40 + size, 35 + size], [40, 35 + size]);
