/** A convoy as it is asked for over HTTP. */

import assert from "node:assert/strict";
import type { Ask } from "./fixture.ts";

const ORIGIN = { lngDeg: 40.1, latDeg: 35.3 };
const DESTINATION = { lngDeg: 40.4, latDeg: 35 };
export const ENDS = { origin: ORIGIN, destination: DESTINATION };

export const convoyFrom = (startMs: number): Record<string, unknown> => ({
  purpose: "delivery",
  originName: "North store",
  origin: ORIGIN,
  destinationName: "Clinic",
  destination: DESTINATION,
  route: { kind: "route", points: [ORIGIN, DESTINATION], halfWidthM: 500 },
  legs: [
    {
      start: new Date(startMs).toISOString(),
      end: new Date(startMs + 4 * 3_600_000).toISOString(),
    },
  ],
  vehicles: [{ vehicle: "truck", colour: "white", plate: "UN-17" }],
  persons: { from: 6, to: 6 },
  cargo: "medical_supplies",
  armedEscort: "unknown",
  contact: "+000 17",
});

/** Its id, submitted by the one and checked by the other. */
export const fileAndCheck = async (
  ana: Ask,
  ben: Ask,
  fields: object,
  recipients: readonly object[] = [{ to: "SOUTH", rung: "full" }],
): Promise<string> => {
  const made = await ana("POST", "/v1/movements", { fields, recipients });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual([made.body.state, made.body.operationId], ["submitted", null]);
  const check = { version: 1, readBack: ENDS };
  const path = `/v1/movements/${made.body.movementId}/check`;
  assert.equal((await ana("POST", path, check)).status, 409);
  const checked = await ben("POST", path, check);
  assert.deepEqual([checked.status, checked.body.state], [200, "planned"]);
  return made.body.movementId;
};
