/** Messages about incidents and agreed areas. */

import {
  AREA,
  BAND,
  FREE_TEXT,
  INSTANT,
  PEOPLE,
  PLACE,
  TEXT,
  VERSION,
  WINDOW,
  YES_NO,
  listOf,
  optional,
  reference,
  word,
  words,
} from "../fields.ts";
import type { Family } from "./kind-spec.ts";

const FACTS = {
  agreedFacts: optional(FREE_TEXT),
  disputedFacts: optional(FREE_TEXT),
} as const;

/** What is agreed of an area: said in a proposal on the line, and of the area itself (core/areas). */
export const AREA_TERMS = {
  fields: {
    areaKind: word("areaKind"),
    areaName: TEXT,
    areas: listOf(AREA),
    band: optional(BAND),
    window: WINDOW,
    measures: words("areaMeasure"),
    reviewByMs: optional(INSTANT),
    text: optional(FREE_TEXT),
  },
  needs: [],
} as const;

/** What each report of an incident says: the first, one on the way, the last. */
export const INCIDENT_REPORTS = {
  first: {
    fields: {
      incidentKind: word("incidentKind"),
      atMs: INSTANT,
      place: PLACE,
      yourOperation: optional(reference("operation")),
      casualties: YES_NO,
      injured: optional(PEOPLE),
      killed: optional(PEOPLE),
      calledMs: optional(INSTANT),
      account: FREE_TEXT,
    },
    needs: [],
  },
  interim: {
    fields: { account: FREE_TEXT, ...FACTS, nextReportByMs: optional(INSTANT) },
    needs: [],
  },
  final: {
    fields: {
      incidentOutcome: word("incidentOutcome"),
      ...FACTS,
      text: optional(FREE_TEXT),
    },
    needs: [
      { field: "incidentOutcome", is: "agreed_facts", also: ["agreedFacts"] },
      { field: "incidentOutcome", is: "disputed_facts", also: ["disputedFacts"] },
    ],
  },
} as const;

export const INCIDENT_KINDS = {
  incident_report: {
    precedence: "immediate",
    passes: false,
    answeredBy: ["incident_interim"],
    isReply: false,
    ...INCIDENT_REPORTS.first,
  },
  incident_interim: {
    precedence: "priority",
    passes: false,
    answeredBy: ["incident_interim", "incident_final"],
    isReply: false,
    ...INCIDENT_REPORTS.interim,
    fields: { incident: reference("incident"), ...INCIDENT_REPORTS.interim.fields },
  },
  incident_final: {
    precedence: "routine",
    passes: false,
    answeredBy: [],
    isReply: false,
    ...INCIDENT_REPORTS.final,
    fields: { incident: reference("incident"), ...INCIDENT_REPORTS.final.fields },
  },
  area_proposal: {
    precedence: "routine",
    passes: false,
    answeredBy: ["area_proposal", "area_agree"],
    isReply: false,
    ...AREA_TERMS,
  },
  area_agree: {
    precedence: "routine",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      agreedArea: reference("area"),
      version: VERSION,
      fromMs: INSTANT,
    },
    needs: [],
  },
  area_end: {
    precedence: "routine",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      agreedArea: reference("area"),
      atMs: INSTANT,
      areaEndReason: word("areaEndReason"),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
} as const satisfies Family;
