/** Contacts held and readouts released over HTTP, for tests. */

import assert from "node:assert/strict";
import type { Ask } from "../native/fixture.ts";

export type Sides = { readonly north: Ask; readonly south: Ask };

/** Neither place, tone nor topics. */
export const PARTS: readonly string[] = [
  "date",
  "form",
  "duration",
  "offices",
  "purposes",
  "details",
  "text",
  "first_since",
];

export const DECEMBER_2019 = {
  window: { start: "2019-12-01T00:00:00Z", end: "2019-12-31T23:59:59Z" },
  timePrecision: "month",
} as const;
export const HELSINKI = {
  window: { start: "2021-09-22T08:00:00Z", end: "2021-09-22T14:00:00Z" },
} as const;

/** The body of an answer that is no problem. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests read what came
export const must = async (asked: ReturnType<Ask>): Promise<any> => {
  const { status, body } = await asked;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
};

/** Entered by the north, agreed by the south; its id. */
export const hold = async ({ north, south }: Sides, fields: object): Promise<string> => {
  const body = { with: ["SOUTH"], isPast: true, fields };
  const { contactId, version } = await must(north("POST", "/v1/contacts", body));
  await must(south("POST", `/v1/contacts/${contactId}/agree`, { version }));
  return contactId;
};

/** For the draft as it is now. */
export const giveKey = async (
  ask: Ask,
  readoutId: string,
  languages: readonly string[],
  parts: readonly string[] = PARTS,
): Promise<void> => {
  const { hash } = await must(ask("GET", `/v1/readouts/${readoutId}`));
  await must(ask("POST", `/v1/readouts/${readoutId}/key`, { hashSeen: hash, parts, languages }));
};
