/** Every kind of structured message: one table. Its header is the same for all. */

import { INSTANT, optional, reference, word } from "./fields.ts";
import type { Fields, ValuesOf } from "./fields.ts";
import { ALERT_KINDS } from "./kinds/alerts.ts";
import { CONTACT_KINDS } from "./kinds/contacts.ts";
import { HUMANITARIAN_KINDS } from "./kinds/humanitarian.ts";
import { INCIDENT_KINDS } from "./kinds/incidents.ts";
import type { KindSpec, Need } from "./kinds/kind-spec.ts";
import { LINE_KINDS } from "./kinds/line.ts";
import { OPERATION_KINDS } from "./kinds/operations.ts";

export type { KindSpec, Need };

export const KINDS = {
  ...LINE_KINDS,
  ...OPERATION_KINDS,
  ...ALERT_KINDS,
  ...HUMANITARIAN_KINDS,
  ...INCIDENT_KINDS,
  ...CONTACT_KINDS,
} as const;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES: readonly Kind[] = Object.keys(KINDS) as Kind[];

export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);

/** A kind's row, seen alike for all kinds. */
export const specOf = (kind: Kind): KindSpec => KINDS[kind];

/** What a message of a kind says. */
export type Body<K extends Kind> = ValuesOf<(typeof KINDS)[K]["fields"]>;

/** Every name that a field has in some kind; a name means the same wherever it stands. */
export type FieldName = { [K in Kind]: keyof (typeof KINDS)[K]["fields"] }[Kind] | RowField;
type RowField = "vehicle" | "colour" | "plate" | "marking";

/** What every message says before its body. Who it is from and when are facts, not statements. */
export const HEADER_FIELDS = {
  precedence: word("precedence"),
  fromRole: word("role"),
  toRole: word("role"),
  /** Of the theatre, as it names its areas. */
  area: optional(reference("area")),
  replyByMs: optional(INSTANT),
  inReplyTo: optional(reference("message")),
  /** In which the author's own texts are written. */
  language: word("language"),
} as const satisfies Fields;

export type MessageHeader = ValuesOf<typeof HEADER_FIELDS>;

/** A message as it is said. */
export type Message = {
  readonly [K in Kind]: {
    readonly kind: K;
    readonly header: MessageHeader;
    readonly body: Body<K>;
  };
}[Kind];

/**
 * True when a message of `kind` passes a suspended line, rate limits and quotas; `about` is the kind
 * of the message it acknowledges, doubts, corrects or retracts, which takes it along.
 */
export const passesAll = (kind: Kind, about: Kind | null = null): boolean =>
  KINDS[kind].passes || (about !== null && KINDS[about].passes && ABOUT_ANOTHER.has(kind));

const ABOUT_ANOTHER: ReadonlySet<Kind> = new Set(["ack", "concern", "correction", "retract"]);
