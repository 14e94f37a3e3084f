/** Messages about meetings and calls, and what is released of them. */

import {
  FREE_TEXT,
  HASH,
  INSTANT,
  TEXT,
  WINDOW,
  listOf,
  optional,
  reference,
  word,
  words,
} from "../fields.ts";
import type { Family } from "./kind-spec.ts";

const MEETING = {
  meetingForm: word("meetingForm"),
  meetingPlace: optional(TEXT),
  /** What it is called in these languages; left out: the same. */
  meetingPlaceAr: optional(TEXT),
  meetingPlaceRu: optional(TEXT),
  /** Offices, not people: who came is each side's own affair. */
  offices: words("office"),
  purposes: words("meetingPurpose"),
} as const;

const IN_PERSON_AT = [{ field: "meetingForm", is: "in_person", also: ["meetingPlace"] }] as const;
const AS_LISTED = [{ field: "details", is: "as_listed", also: ["topics"] }] as const;

/** A contact in the register: a meeting or a call, planned or held. */
export const CONTACT = {
  fields: {
    level: word("level"),
    ...MEETING,
    window: WINDOW,
    /** How exactly the window is known; left out: to the minute. */
    timePrecision: optional(word("timePrecision")),
  },
  needs: IN_PERSON_AT,
} as const;

/** What a readout may say of a contact. */
export const READOUT = {
  fields: {
    ...MEETING,
    heldMs: INSTANT,
    durationMinutes: { type: "whole", min: 1, max: 99_999, unit: "minute" },
    topics: optional(words("topic")),
    meetingOutcome: optional(word("meetingOutcome")),
    tone: optional(word("tone")),
    details: word("details"),
    nextContactMs: optional(INSTANT),
    textEn: optional({ type: "free-text", language: "en" } as const),
    textAr: optional({ type: "free-text", language: "ar" } as const),
    textRu: optional({ type: "free-text", language: "ru" } as const),
  },
  needs: AS_LISTED,
} as const;

export const CONTACT_KINDS = {
  meeting_proposal: {
    precedence: "routine",
    passes: false,
    answeredBy: ["meeting_proposal", "meeting_agenda"],
    isReply: false,
    fields: {
      ...MEETING,
      level: word("level"),
      /** Times that would suit; one of them is meant. */
      offered: listOf(WINDOW),
      languages: optional(words("language")),
      text: optional(FREE_TEXT),
    },
    needs: IN_PERSON_AT,
  },
  meeting_agenda: {
    precedence: "routine",
    passes: false,
    answeredBy: ["meeting_agenda"],
    isReply: false,
    fields: {
      meeting: reference("meeting"),
      topics: words("topic"),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  readout_draft: {
    precedence: "routine",
    passes: false,
    answeredBy: ["readout_draft", "readout_key"],
    isReply: false,
    fields: {
      meeting: reference("meeting"),
      ...READOUT.fields,
    },
    needs: READOUT.needs,
  },
  readout_key: {
    precedence: "routine",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      readout: reference("readout"),
      /** Of the draft that the key is for: another draft needs another key. */
      hashSeen: HASH,
      keyDecision: word("keyDecision"),
      textLanguage: optional(word("language")),
      released: optional(words("readoutPart")),
      text: optional(FREE_TEXT),
    },
    needs: [{ field: "keyDecision", is: "given", also: ["released"] }],
  },
} as const satisfies Family;
