/** Readouts: what the sides of a contact tell the public, each field only when every side says so. */

import type { ValuesOf } from "../line/fields.ts";
import type { READOUT } from "../line/kinds/contacts.ts";
import type { WordOf } from "../line/words.ts";
import type { Machine } from "../machine.ts";

export const READOUT_STATES = [
  "draft",
  "key_given",
  "no_joint_text",
  "released",
  "withdrawn",
] as const;
export type ReadoutState = (typeof READOUT_STATES)[number];

/** Released is for good: what was public can't be made unknown, only followed by a correction. */
export const READOUT_MACHINE: Machine<ReadoutState> = {
  name: "readout",
  start: "draft",
  next: {
    draft: ["draft", "key_given", "no_joint_text", "withdrawn"],
    key_given: ["draft", "key_given", "no_joint_text", "released", "withdrawn"],
    no_joint_text: ["no_joint_text", "released", "withdrawn"],
    released: [],
    withdrawn: [],
  },
};

export type ReadoutPart = WordOf<"readoutPart">;
export type Language = WordOf<"language">;
export type ReadoutFields = ValuesOf<typeof READOUT.fields>;

export const TEXT_IN = { en: "textEn", ar: "textAr", ru: "textRu" } as const satisfies Readonly<
  Record<Language, keyof ReadoutFields>
>;

/** The gap that a contact ends: the last one of its form at its level before it, between its parties. */
export type FirstSince = {
  readonly form: WordOf<"meetingForm">;
  readonly level: WordOf<"level">;
  /** As "2019-12". */
  readonly month: string;
};

/** Never changed in place. Other words are another draft, with another hash. */
export type Draft = {
  readonly party: string;
  readonly by: string;
  readonly atMs: number;
  readonly body: ReadoutFields;
  /** SHA-256 of `readoutText(body)`, hex: a key names it. */
  readonly hash: string;
  /** As the register had it when the draft was made; null: it has no earlier one. */
  readonly firstSince: FirstSince | null;
};

/** One side's word that this may be public: of one draft, in these parts and languages. */
export type Key = {
  readonly party: string;
  readonly hash: string;
  readonly parts: readonly ReadoutPart[];
  readonly languages: readonly Language[];
  readonly by: string;
  /** The second person, where the theatre asks for one; null: none yet, or none is asked for. */
  readonly confirmedBy: string | null;
  readonly isComplete: boolean;
  readonly atMs: number;
};

export type Readout = {
  readonly id: string;
  readonly contactId: string;
  readonly parties: readonly string[];
  /** The released readout that this one sets right; null: none. */
  readonly corrects: string | null;
  state: ReadoutState;
  /** There is no joint text: each side says its own, and no other's before all are public. */
  isParted: boolean;
  /** One of all sides; where there is no joint text, one of each side that has said its own. */
  drafts: readonly Draft[];
  /** In the order they were given. A change of the draft voids those that were given for it. */
  keys: readonly Key[];
  readonly madeBy: string;
  readonly madeMs: number;
  changedMs: number;
  releasedMs: number | null;
};

/** The text that a readout's hash is of: its fields in the order of the table. */
export const readoutText = (body: ReadoutFields): string => JSON.stringify(body);

/** The draft that a party's key is for; null: it has said no wording of its own yet. */
export const draftFor = (readout: Readout, party: string): Draft | null =>
  (readout.isParted ? readout.drafts.find((draft) => draft.party === party) : readout.drafts[0]) ??
  null;

/** What every one of the lists holds, in the order of the first. */
export const heldByAll = <T>(lists: readonly (readonly T[])[]): readonly T[] => {
  const [first = [], ...others] = lists;
  return first.filter((one) => others.every((list) => list.includes(one)));
};
