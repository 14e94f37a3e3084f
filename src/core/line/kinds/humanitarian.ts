/** Messages about protected sites and movements. All of them pass everything. */

import {
  AREA,
  CONTACT,
  FREE_TEXT,
  INSTANT,
  PEOPLE,
  PLACE,
  TEXT,
  VERSION,
  WINDOW,
  YES_NO,
  allOptional,
  listOf,
  optional,
  reference,
  word,
  words,
} from "../fields.ts";
import type { Family } from "./kind-spec.ts";

/** What a site says: of the thing itself, and in every message about one. */
export const SITE = {
  siteKind: word("siteKind"),
  organisation: TEXT,
  operator: optional(TEXT),
  nameLocal: TEXT,
  nameLatin: optional(TEXT),
  adminAreas: optional(TEXT),
  place: PLACE,
  footprint: optional(AREA),
  accuracyM: { type: "whole", min: 1, max: 10_000, unit: "metre" },
  positionMethod: optional(word("positionMethod")),
  storeys: optional({ type: "whole", min: 0, max: 200, unit: "storey" } as const),
  underground: optional(YES_NO),
  persons: optional(PEOPLE),
  hours: optional(word("hours")),
  markings: optional(words("marking")),
  seenByNight: optional(YES_NO),
  seenByThermal: optional(YES_NO),
  /** Parties that may be told, and how much of it. */
  mayBeTold: listOf(reference("party")),
  disclosure: word("disclosure"),
  window: WINDOW,
  contactByDay: CONTACT,
  contactByNight: optional(CONTACT),
  reconfirmByMs: optional(INSTANT),
} as const;

/** One vehicle, or several that look the same. */
const VEHICLE = {
  type: "row",
  columns: {
    vehicle: word("vehicle"),
    colour: optional(word("colour")),
    plate: optional(TEXT),
    marking: optional(word("marking")),
  },
} as const;

/** What a movement says of itself: the notice of it, and the thing (core/movements). */
export const MOVE = {
  purpose: word("purpose"),
  originName: TEXT,
  origin: PLACE,
  destinationName: TEXT,
  destination: PLACE,
  stops: optional(listOf(PLACE)),
  route: AREA,
  /** From departure to arrival, one for each leg. */
  legs: listOf(WINDOW),
  overnight: optional(PLACE),
  vehicles: listOf(VEHICLE),
  persons: PEOPLE,
  cargo: word("cargo"),
  /** "unknown" keeps the movement incomplete; leaving it out is refused. */
  armedEscort: YES_NO,
  contact: CONTACT,
  contingencyRoute: optional(AREA),
  areasCrossed: optional(listOf(reference("area"))),
  text: optional(FREE_TEXT),
} as const;

/** What is reported of a movement on its way. */
export const MOVE_REPORT = {
  movementState: word("movementState"),
  atMs: INSTANT,
  place: optional(PLACE),
  expectedMs: optional(INSTANT),
  text: optional(FREE_TEXT),
} as const;
export const MOVE_REPORT_NEEDS = [
  { field: "movementState", is: "at_checkpoint", also: ["place"] },
  { field: "movementState", is: "deviating", also: ["place"] },
  { field: "movementState", is: "held", also: ["place"] },
] as const;

export const HUMANITARIAN_KINDS = {
  site_notice: {
    precedence: "routine",
    passes: true,
    answeredBy: ["concern"],
    isReply: false,
    fields: { ...SITE, text: optional(FREE_TEXT) },
    needs: [],
  },
  site_update: {
    precedence: "routine",
    passes: true,
    answeredBy: ["concern"],
    isReply: false,
    fields: {
      site: reference("site"),
      version: VERSION,
      ...allOptional(SITE),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  site_withdraw: {
    precedence: "routine",
    passes: true,
    answeredBy: [],
    isReply: false,
    fields: {
      site: reference("site"),
      siteReason: word("siteReason"),
      fromMs: INSTANT,
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  move_notice: {
    precedence: "priority",
    passes: true,
    answeredBy: ["concern", "objection"],
    isReply: false,
    fields: MOVE,
    needs: [],
  },
  move_status: {
    precedence: "priority",
    passes: true,
    answeredBy: [],
    isReply: false,
    fields: { movement: reference("movement"), ...MOVE_REPORT },
    needs: MOVE_REPORT_NEEDS,
  },
  move_close: {
    precedence: "routine",
    passes: true,
    answeredBy: [],
    isReply: false,
    fields: {
      movement: reference("movement"),
      movementOutcome: word("movementOutcome"),
      atMs: INSTANT,
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
} as const satisfies Family;
