/** The words of tables and answers of the verbs over a server; whoever adds one adds it three times. */

import type { Language } from "../../phrases/catalogue.ts";
import { ar } from "./words-ar.ts";
import { en } from "./words-en.ts";
import { ru } from "./words-ru.ts";

/** What a column or a line is called. */
export type Head =
  | "acknowledgeBy"
  | "advice"
  | "answers"
  | "asked"
  | "attempts"
  | "category"
  | "cell"
  | "change"
  | "check"
  | "checksMissed"
  | "clears"
  | "code"
  | "conflict"
  | "contact"
  | "contactBy"
  | "deadLetters"
  | "desk"
  | "end"
  | "event"
  | "expires"
  | "from"
  | "hash"
  | "id"
  | "kind"
  | "languages"
  | "lastDelivered"
  | "lastFailure"
  | "leaves"
  | "level"
  | "line"
  | "message"
  | "name"
  | "notice"
  | "offeredTo"
  | "officer"
  | "opened"
  | "operation"
  | "other"
  | "otherDoes"
  | "owner"
  | "ownDoes"
  | "parties"
  | "party"
  | "phrase"
  | "precedence"
  | "proposal"
  | "publicKey"
  | "read"
  | "reason"
  | "receipts"
  | "received"
  | "replyBy"
  | "requestedBy"
  | "resolution"
  | "roles"
  | "rung"
  | "secondBy"
  | "secret"
  | "serial"
  | "since"
  | "start"
  | "state"
  | "suspendedBy"
  | "topic"
  | "until"
  | "url"
  | "version"
  | "waiting"
  | "watch";

/** States that no catalogue of the line has. */
export type StateWord =
  | "vacant"
  | "held"
  | "handing_over"
  | "proposed"
  | "open"
  | "declined"
  | "closed"
  | "active"
  | "paused"
  | "removed"
  | "accepted"
  | "withdrawn"
  | "expired"
  | "in_force"
  | "retiring"
  | "retired"
  | "revoked"
  | "set_aside"
  | "requested"
  | "ended"
  | "lapsed"
  | "overtaken"
  | "done";

export type Sentence =
  | "done"
  | "none"
  | "left"
  | "own"
  | "theirs"
  | "notDisclosed"
  | "shortNotice"
  | "inConflict"
  | "toAcknowledge"
  | "connected"
  | "disconnected"
  | "optionsNone"
  | "secretWritten";

export type Words = {
  readonly heads: Readonly<Record<Head, string>>;
  readonly states: Readonly<Record<StateWord, string>>;
  /** With `{names}` for what is filled in. */
  readonly sentences: Readonly<Record<Sentence, string>>;
};

export const WORDS: Readonly<Record<Language, Words>> = { en, ar, ru };
