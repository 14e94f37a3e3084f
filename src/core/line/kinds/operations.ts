/** Messages about operations: their notice, what becomes of it, and conflicts between two. */

import {
  AREA,
  BAND,
  CELL,
  CONTACT,
  FREE_TEXT,
  INSTANT,
  MOVERS,
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

/** The same in a notice, an amendment and a proposal, so that they say it in the same words. */
const MANNER = {
  schedule: optional(listOf(WINDOW)),
  moverClass: optional(word("moverClass")),
  movers: optional(MOVERS),
  frequency: optional(CONTACT),
  forces: optional(word("forces")),
  remarks: optional(words("remark")),
} as const;

const STEP = {
  operation: reference("operation"),
  version: optional(VERSION),
  operationReason: optional(word("operationReason")),
} as const;

/** What the measure needs to be told: with a proposal, and with a counter-proposal. */
const MEASURE_NEEDS = [
  { field: "measure", is: "time", also: ["window"] },
  { field: "measure", is: "route", also: ["areas"] },
  { field: "measure", is: "altitude", also: ["band"] },
  { field: "measure", is: "hold", also: ["window"] },
  { field: "measure", is: "accepted_with_measures", also: ["measures"] },
] as const;

const NEW_VALUES = {
  window: optional(WINDOW),
  areas: optional(listOf(AREA)),
  band: optional(BAND),
  measures: optional(words("areaMeasure")),
  validToMs: optional(INSTANT),
  text: optional(FREE_TEXT),
} as const;

export const OPERATION_KINDS = {
  notice: {
    precedence: "routine",
    passes: false,
    answeredBy: ["concern", "objection"],
    isReply: false,
    fields: {
      category: word("category"),
      areas: listOf(AREA),
      band: BAND,
      altitudeDatum: optional(word("altitudeDatum")),
      window: WINDOW,
      ...MANNER,
      disclosure: optional(word("disclosure")),
      /** As it is filed; a notice that is only said names none. */
      operation: optional(reference("operation")),
      version: optional(VERSION),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  amend: {
    precedence: "priority",
    passes: false,
    answeredBy: ["concern", "objection"],
    isReply: false,
    fields: {
      operation: reference("operation"),
      version: VERSION,
      changed: words("noticePart"),
      areas: optional(listOf(AREA)),
      band: optional(BAND),
      window: optional(WINDOW),
      ...MANNER,
      operationReason: optional(word("operationReason")),
      text: optional(FREE_TEXT),
    },
    needs: [
      { field: "changed", is: "area", also: ["areas"] },
      { field: "changed", is: "altitude", also: ["band"] },
      { field: "changed", is: "window", also: ["window"] },
    ],
  },
  cancel: {
    precedence: "priority",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: { ...STEP, text: optional(FREE_TEXT) },
    needs: [],
  },
  start: {
    precedence: "priority",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: { ...STEP, atMs: INSTANT },
    needs: [],
  },
  end: {
    precedence: "routine",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: { ...STEP, atMs: INSTANT },
    needs: [],
  },
  conflict: {
    precedence: "immediate",
    passes: false,
    answeredBy: ["proposal", "cancel", "amend"],
    isReply: false,
    fields: {
      conflict: reference("conflict"),
      yourOperation: optional(reference("operation")),
      contactByMs: INSTANT,
      cells: optional(listOf(CELL)),
      window: optional(WINDOW),
      verticalOverlap: optional(YES_NO),
      otherClass: optional(word("otherClass")),
      deskLevel: optional(word("level")),
      deskRole: optional(word("role")),
      contact: optional(CONTACT),
    },
    needs: [],
  },
  proposal: {
    precedence: "priority",
    passes: false,
    answeredBy: ["proposal_reply"],
    isReply: false,
    fields: {
      conflict: reference("conflict"),
      operation: reference("operation"),
      proposal: optional(reference("proposal")),
      measure: word("measure"),
      ...NEW_VALUES,
      validToMs: INSTANT,
    },
    needs: MEASURE_NEEDS,
  },
  proposal_reply: {
    precedence: "priority",
    passes: false,
    answeredBy: ["proposal_reply"],
    isReply: true,
    fields: {
      proposalAnswer: word("proposalAnswer"),
      proposal: optional(reference("proposal")),
      measure: optional(word("measure")),
      ...NEW_VALUES,
    },
    needs: [
      { field: "proposalAnswer", is: "counter", also: ["measure", "validToMs"] },
      ...MEASURE_NEEDS,
    ],
  },
} as const satisfies Family;
