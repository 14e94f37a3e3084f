/** What a language must be able to say: a word, a label or a phrase missing in one does not compile. */

import type { Unit } from "../core/line/fields.ts";
import type { FieldName, Kind } from "../core/line/kinds.ts";
import type { WordList, WordOf } from "../core/line/words.ts";
import type { ALERT_KINDS } from "../core/line/kinds/alerts.ts";
import type { CONTACT_KINDS } from "../core/line/kinds/contacts.ts";
import type { HUMANITARIAN_KINDS } from "../core/line/kinds/humanitarian.ts";
import type { INCIDENT_KINDS } from "../core/line/kinds/incidents.ts";
import type { LINE_KINDS } from "../core/line/kinds/line.ts";
import type { OPERATION_KINDS } from "../core/line/kinds/operations.ts";
import type { ALERT_WORDS } from "../core/line/words/alerts.ts";
import type { CONTACT_WORDS } from "../core/line/words/contacts.ts";
import type { HUMANITARIAN_WORDS } from "../core/line/words/humanitarian.ts";
import type { INCIDENT_WORDS } from "../core/line/words/incidents.ts";
import type { LINE_WORDS } from "../core/line/words/line.ts";
import type { OPERATION_WORDS } from "../core/line/words/operations.ts";

export type Language = WordOf<"language">;

/**
 * A kind of message. `lead` is an ICU message over the kind's required fields, by their names; a field
 * that the lead has said is not said again below it.
 */
export type KindPhrases = { readonly title: string; readonly lead: string };

/** The kinds and words of one family, in the order of `core/line/kinds/` and `core/line/words/`. */
type Family<K extends Kind, L extends WordList> = {
  readonly kinds: Readonly<Record<K, KindPhrases>>;
  readonly words: { readonly [N in L]: Readonly<Record<WordOf<N>, string>> };
};
export type LinePhrases = Family<keyof typeof LINE_KINDS, keyof typeof LINE_WORDS>;
export type OperationPhrases = Family<keyof typeof OPERATION_KINDS, keyof typeof OPERATION_WORDS>;
export type AlertPhrases = Family<keyof typeof ALERT_KINDS, keyof typeof ALERT_WORDS>;
export type HumanitarianPhrases = Family<
  keyof typeof HUMANITARIAN_KINDS,
  keyof typeof HUMANITARIAN_WORDS
>;
export type IncidentPhrases = Family<keyof typeof INCIDENT_KINDS, keyof typeof INCIDENT_WORDS>;
export type ContactPhrases = Family<keyof typeof CONTACT_KINDS, keyof typeof CONTACT_WORDS>;

export type FieldPhrases = Readonly<Record<FieldName, string>>;

/** ICU messages that several kinds are put together from. */
export type Part =
  | "heading"
  | "from"
  | "to"
  | "sent"
  | "serial"
  | "messageId"
  | "heardBy"
  | "headerArea"
  | "replyBy"
  | "inReplyTo"
  | "line"
  | "listHead"
  | "authorsLine"
  | "numbered"
  | "column"
  | "listed"
  | "windowClosed"
  | "windowOpen"
  | "placeInDatum"
  | "circle"
  | "polygon"
  | "route"
  | "bandBetween"
  | "bandAbove"
  | "bandBelow"
  | "bandAll"
  | "metres"
  | "readBackEntry"
  | "readBackPoint"
  | "readBackOf"
  | "readBackMatches"
  | "readBackBlocked"
  | "readBackSuspected"
  | "readBackUnexplained"
  | "suspicion";

/** Sentences whose wording is fixed (terms of the field). */
export type Fixed = "notPermission" | "noOverlap" | "alwaysPasses" | "unreviewed";

export type Counted = "person" | "mover";

export type Sentences = {
  readonly parts: Readonly<Record<Part, string>>;
  readonly fixed: Readonly<Record<Fixed, string>>;
  /** Exactly `n` of a unit, in every plural form of the language, the digits always among the words. */
  readonly units: Readonly<Record<Unit, string>>;
  /** From `from` to `n`; and `n` or more. */
  readonly ranges: Readonly<Record<Counted, string>>;
  readonly atLeast: Readonly<Record<Counted, string>>;
};

export type Catalogue = Sentences & {
  readonly language: Language;
  /** Its name in itself. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** True once a native-speaking officer has signed for the words. */
  readonly reviewed: boolean;
  readonly kinds: Readonly<Record<Kind, KindPhrases>>;
  readonly fields: FieldPhrases;
  readonly words: { readonly [L in WordList]: Readonly<Record<WordOf<L>, string>> };
};
