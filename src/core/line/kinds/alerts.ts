/** Urgent messages: whose is it, keep away, please cease, help; and what is unusual. */

import {
  AREA,
  CONTACT,
  FREE_TEXT,
  INSTANT,
  PEOPLE,
  PLACE,
  TEXT,
  WINDOW,
  YES_NO,
  optional,
  word,
  words,
} from "../fields.ts";
import type { Family } from "./kind-spec.ts";

const IN_DISTRESS = {
  place: PLACE,
  persons: PEOPLE,
  distress: word("distress"),
  /** Passage for those who come to help. */
  passageAsked: YES_NO,
  frequency: optional(CONTACT),
} as const;

export const ALERT_KINDS = {
  presence_query: {
    precedence: "immediate",
    passes: false,
    answeredBy: ["presence_reply"],
    isReply: false,
    fields: {
      area: AREA,
      window: WINDOW,
      presenceReason: word("presenceReason"),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  presence_reply: {
    precedence: "immediate",
    passes: false,
    answeredBy: [],
    isReply: true,
    fields: {
      presenceAnswer: word("presenceAnswer"),
      asOfMs: optional(INSTANT),
      contact: optional(CONTACT),
    },
    needs: [],
  },
  hazard_warning: {
    precedence: "flash",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      area: AREA,
      window: WINDOW,
      hazard: word("hazard"),
      /** The warning is owed; its cause is not. */
      cause: optional(TEXT),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  cease_request: {
    precedence: "flash",
    passes: false,
    answeredBy: ["cease_reply"],
    isReply: false,
    fields: {
      area: AREA,
      affected: words("affected"),
      sinceMs: INSTANT,
      casualties: YES_NO,
      contact: optional(CONTACT),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  cease_reply: {
    precedence: "flash",
    passes: false,
    answeredBy: [],
    isReply: true,
    fields: {
      ceaseAnswer: word("ceaseAnswer"),
      effectiveMs: optional(INSTANT),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  distress: {
    precedence: "flash",
    passes: true,
    answeredBy: ["sar_request"],
    isReply: false,
    fields: { ...IN_DISTRESS, text: optional(FREE_TEXT) },
    needs: [],
  },
  sar_request: {
    precedence: "flash",
    passes: true,
    answeredBy: [],
    isReply: false,
    fields: {
      ...IN_DISTRESS,
      /** Where help would search, or pass. */
      area: optional(AREA),
      contact: optional(CONTACT),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  unusual_activity_query: {
    precedence: "routine",
    passes: false,
    answeredBy: ["unusual_activity_reply"],
    isReply: false,
    fields: {
      unusualActivity: word("unusualActivity"),
      area: AREA,
      window: WINDOW,
      question: optional(FREE_TEXT),
    },
    needs: [],
  },
  unusual_activity_reply: {
    precedence: "routine",
    passes: false,
    answeredBy: [],
    isReply: true,
    fields: {
      unusualAnswer: word("unusualAnswer"),
      meetingOffered: optional(YES_NO),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
} as const satisfies Family;
