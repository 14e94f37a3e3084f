/** Areas for tests: terms around a place, and the ways to an area in force. */

import { MINUTE_MS, START_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { assert } from "../outcome.ts";
import type { AreaResult } from "./apply.ts";
import type { AreaCommand, ProposeArea } from "./commands.ts";
import type { Area, AreaTerms } from "./model.ts";

export const DAY_MS: number = 24 * 60 * MINUTE_MS;
export const HOUR_MS: number = 60 * MINUTE_MS;

/** Of a circle of 5 km at 40 E 35 N, from one hour to ten days after the test's start. */
export const termsOf = (more: Partial<AreaTerms> = {}): AreaTerms => ({
  areaKind: "special_caution_area",
  areaName: "Bend of the river",
  areas: [{ kind: "circle", center: { lngDeg: 40, latDeg: 35 }, radiusM: 5_000 }],
  band: { lowerM: null, upperM: 1_000 },
  window: { startMs: START_MS + HOUR_MS, endMs: START_MS + 10 * DAY_MS },
  measures: ["no_fire", "call_before_entry"],
  ...more,
});

export const proposalOf = (
  fields: Partial<AreaTerms> = {},
  more: Partial<ProposeArea> = {},
): ProposeArea => ({
  kind: "propose-area",
  with: ["SOUTH"],
  fields: termsOf(fields),
  isPublic: false,
  ...more,
});

/** As `must`, for what is answered with an area. */
export const mustArea = (theatre: TestTheatre, party: string, command: AreaCommand): AreaResult => {
  const result = theatre.must(party, command);
  assert(result.about === "area", "it is answered with its area");
  return result;
};

/** Proposed by NORTH. */
export const propose = (theatre: TestTheatre, command: ProposeArea = proposalOf()): Area => {
  const { areaId } = mustArea(theatre, "NORTH", command);
  return getArea(theatre, areaId);
};

export const getArea = ({ state }: TestTheatre, id: string): Area => {
  const area = state.areas.all.get(id);
  assert(area, "the area is there");
  return area;
};

/** Proposed by NORTH, agreed to by SOUTH or another. */
export const agree = (
  theatre: TestTheatre,
  command: ProposeArea = proposalOf(),
  other = "SOUTH",
): Area => {
  const area = propose(theatre, command);
  mustArea(theatre, other, { kind: "agree-area", areaId: area.id, version: 1 });
  return area;
};
