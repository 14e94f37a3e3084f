/** Words of the line itself: who speaks, how urgently, and what is said of receipt and of the line. */

import { LEVELS, PARTY_KINDS } from "../../parties/model.ts";

export const LINE_WORDS = {
  precedence: ["flash", "immediate", "priority", "routine", "test"],
  language: ["en", "ar", "ru"],
  level: LEVELS,
  partyKind: PARTY_KINDS,
  /** Who speaks for a desk, or is asked for there; `machine` sends line checks by itself. */
  role: [
    "watch_officer",
    "deputy",
    "duty_officer",
    "liaison_officer",
    "interpreter",
    "head_of_desk",
    "machine",
  ],
  /** How a message came that a desk enters by its short code. */
  heardBy: ["voice", "satellite_text", "text_message"],
  yesNo: ["yes", "no", "unknown"],
  ackKind: [
    "received",
    "received_and_disseminated",
    "received_with_concern",
    "cannot_process",
    "wrong_addressee",
  ],
  concern: ["safety", "overlap", "position_doubtful", "identity_doubtful", "short_notice"],
  lineState: ["open", "late", "degraded", "silent", "suspended", "restored"],
  receiptState: [
    "undelivered",
    "delivered",
    "acknowledged",
    "acknowledged_with_concern",
    "objected",
  ],
  messageState: [
    "queued",
    "sent",
    "delivered",
    "read_back",
    "acknowledged",
    "answered",
    "closed",
    "unanswered",
    "escalated",
  ],
  watch: ["on", "off"],
  channelAct: ["suspend", "restore"],
  channelScope: ["all", "notices", "proposals", "meetings", "routine_traffic", "free_text"],
  /** The first three always pass, named or not. */
  carveOut: [
    "distress",
    "humanitarian",
    "line_checks",
    "hazard_warnings",
    "cease_requests",
    "presence_queries",
    "notices",
  ],
  retractReason: ["sent_in_error", "wrong_addressee", "wrong_facts", "superseded"],
  readBackSlip: [
    "swapped",
    "hemisphere",
    "minutes_as_decimal",
    "datum_ed50",
    "datum_pulkovo_1942",
    "digits_transposed",
    "digit_wrong",
  ],
  coordinate: ["latitude", "longitude", "both"],
} as const;
