/** Messages of the line itself: is it there, who is on it, what was received. */

import {
  CONTACT,
  FREE_TEXT,
  HASH,
  INSTANT,
  PLACE,
  TEXT,
  WINDOW,
  optional,
  reference,
  word,
  words,
} from "../fields.ts";
import type { Family } from "./kind-spec.ts";

const CHECK_NUMBER = { type: "whole", min: 1, max: 999_999 } as const;

export const LINE_KINDS = {
  line_check: {
    precedence: "test",
    passes: true,
    answeredBy: ["line_check_reply"],
    isReply: false,
    fields: {
      number: CHECK_NUMBER,
      window: optional(WINDOW),
      testPhrase: optional(TEXT),
      watchRole: optional(word("role")),
    },
    needs: [],
  },
  line_check_reply: {
    precedence: "test",
    passes: true,
    answeredBy: [],
    isReply: true,
    fields: {
      number: CHECK_NUMBER,
      /** As it was read, so that the sender can compare. */
      testPhrase: optional(TEXT),
      watchRole: optional(word("role")),
      /** 1 is the worst. */
      quality: { type: "whole", min: 1, max: 5 },
    },
    needs: [],
  },
  watch_change: {
    precedence: "routine",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      role: word("role"),
      watch: word("watch"),
      atMs: INSTANT,
      languages: optional(words("language")),
      contact: optional(CONTACT),
    },
    needs: [{ field: "watch", is: "on", also: ["languages"] }],
  },
  ack: {
    precedence: "priority",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      target: reference("message"),
      ackKind: word("ackKind"),
      hashSeen: optional(HASH),
      readBack: optional(PLACE),
      levelsTold: optional(words("level")),
      toldMs: optional(INSTANT),
      concern: optional(word("concern")),
      text: optional(FREE_TEXT),
    },
    needs: [
      { field: "ackKind", is: "received_and_disseminated", also: ["levelsTold", "toldMs"] },
      { field: "ackKind", is: "received_with_concern", also: ["concern"] },
    ],
  },
  concern: {
    precedence: "priority",
    passes: false,
    answeredBy: ["amend", "correction"],
    isReply: false,
    fields: {
      target: reference("message"),
      concern: word("concern"),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  objection: {
    precedence: "priority",
    passes: false,
    answeredBy: ["amend", "cancel", "proposal"],
    isReply: false,
    fields: {
      target: reference("message"),
      concern: word("concern"),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  channel_state: {
    precedence: "immediate",
    passes: true,
    answeredBy: [],
    isReply: false,
    fields: {
      channelAct: word("channelAct"),
      fromMs: INSTANT,
      scope: optional(words("channelScope")),
      carveOuts: optional(words("carveOut")),
      text: optional(FREE_TEXT),
    },
    needs: [{ field: "channelAct", is: "suspend", also: ["scope"] }],
  },
  correction: {
    precedence: "priority",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      target: reference("message"),
      /** As the field is named in the message, so "window.endMs". */
      fieldName: TEXT,
      was: optional(TEXT),
      is: TEXT,
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
  retract: {
    precedence: "priority",
    passes: false,
    answeredBy: [],
    isReply: false,
    fields: {
      target: reference("message"),
      retractReason: word("retractReason"),
      text: optional(FREE_TEXT),
    },
    needs: [],
  },
} as const satisfies Family;
