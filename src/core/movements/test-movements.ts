/** A humanitarian party beside two military ones, and a movement of its to file. */

import type { Command } from "../commands.ts";
import type { EntryOutcome } from "../apply.ts";
import { viewFor } from "../view.ts";
import type { Reader } from "../operations/view.ts";
import { HOUR_MS, MINUTE_MS, START_MS, TestTheatre, theatreOf } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { MovementFields } from "./fields.ts";
import type { Movement } from "./model.ts";
import type { FullMovementView } from "./view.ts";

export const ORIGIN = { lngDeg: 40.1, latDeg: 35.3 };
export const DESTINATION = { lngDeg: 40.4, latDeg: 35.0 };

/** From 50 to 54 hours after the test's start. */
export const CONVOY: MovementFields = {
  purpose: "delivery",
  originName: "North store",
  origin: ORIGIN,
  destinationName: "Clinic",
  destination: DESTINATION,
  route: { kind: "route", points: [ORIGIN, DESTINATION], halfWidthM: 500 },
  legs: [{ startMs: START_MS + 50 * HOUR_MS, endMs: START_MS + 54 * HOUR_MS }],
  vehicles: [{ vehicle: "truck", colour: "white", plate: "UN-17" }],
  persons: { from: 6, to: 6 },
  cargo: "medical_supplies",
  armedEscort: "no",
  contact: "+000 17",
};

export const moveTheatre = (rules: Partial<TheatreRules> = {}): TestTheatre => {
  const theatre = new TestTheatre();
  const of = theatreOf(rules);
  theatre.setByTwo({
    ...of,
    parties: [...of.parties, { id: "RELIEF", names: { en: "Relief" }, kind: "humanitarian" }],
  });
  return theatre;
};

/** Says it by that officer of the party. */
export const sayBy = (
  theatre: TestTheatre,
  party: string,
  by: string,
  command: Command,
): EntryOutcome => theatre.say(party, command, { by });

export const movementOf = ({ state }: TestTheatre): Movement =>
  [...state.movements.all.values()].at(-1)!;

export const submit = (
  theatre: TestTheatre,
  more: Partial<MovementFields> = {},
  about: { readonly isEmergency?: boolean; readonly seesPeople?: boolean } = {},
): Movement => {
  const { isEmergency = false, seesPeople = false } = about;
  const recipients = [{ to: "SOUTH", rung: "full", seesPeople }] as const;
  const fields = { ...CONVOY, ...more };
  const command = { kind: "submit-movement", fields, isEmergency, recipients } as const;
  const { outcome } = sayBy(theatre, "RELIEF", "ana", command);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return movementOf(theatre);
};

const ENDS = { origin: ORIGIN, destination: DESTINATION };

export const check = (theatre: TestTheatre, by = "ben"): EntryOutcome => {
  const { id, versions } = movementOf(theatre);
  const { version } = versions.at(-1)!;
  const command = { kind: "check-movement", movementId: id, version, readBack: ENDS } as const;
  return sayBy(theatre, "RELIEF", by, command);
};

/** Submitted and checked: told to SOUTH in full. */
export const tellOne = (
  theatre: TestTheatre,
  more: Partial<MovementFields> = {},
  about: Parameters<typeof submit>[2] = {},
): Movement => {
  const movement = submit(theatre, more, about);
  const { outcome } = check(theatre);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return movement;
};

export const report = (
  theatre: TestTheatre,
  movementState: "departed" | "at_checkpoint" | "deviating" | "held" | "aborted" | "arrived",
  more: object = { place: ORIGIN },
): EntryOutcome => {
  const movementId = movementOf(theatre).id;
  const fields = { movementState, atMs: theatre.atMs, ...more };
  return sayBy(theatre, "RELIEF", "ana", { kind: "report-movement", movementId, fields });
};

export const answerTo = (theatre: TestTheatre, more: object = {}): EntryOutcome => {
  const { id: movementId, versions } = movementOf(theatre);
  const { version } = versions.findLast(({ told }) => told)!;
  const about = { kind: "answer-movement", movementId, version, answer: "acknowledged" } as const;
  const command = { ...about, readBack: ENDS, ...more };
  return sayBy(theatre, "SOUTH", "sergeant", command);
};

export const seenBy = (theatre: TestTheatre, party: string): FullMovementView => {
  const reader: Reader = { kind: "party", party };
  const view = viewFor(theatre.state, reader).movement.find(movementOf(theatre).id);
  if (view?.detail !== "full") throw new Error(`${party} sees it ${view?.detail}`);
  return view;
};

export const departAt = (theatre: TestTheatre): void => {
  theatre.wait(50 * HOUR_MS + MINUTE_MS);
};
