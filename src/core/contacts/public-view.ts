/**
 * The one way out for the public: released readouts, and of each what every side released.
 *
 * It is no `Reader` of `viewFor`. There is one list here and nothing beside it, so that no view of
 * another part can answer the public by an oversight.
 */

import type { WordOf } from "../line/words.ts";
import type { State } from "../state.ts";
import type { Names } from "../theatre/model.ts";
import { dayOf } from "./earlier.ts";
import { heldByAll, TEXT_IN } from "./readout-model.ts";
import type { Draft, FirstSince, Language, Readout, ReadoutPart } from "./readout-model.ts";

/** What was released, and nothing of what was not: a part that is not here was not released or not said. */
export type PublicFacts = {
  /** As "2021-09-22": the time of the day is nobody's. */
  readonly date?: string;
  readonly form?: WordOf<"meetingForm">;
  /** By its one name where it was said in no other language. */
  readonly place?: Names;
  readonly offices?: readonly WordOf<"office">[];
  readonly durationMinutes?: number;
  readonly purposes?: readonly WordOf<"meetingPurpose">[];
  readonly topics?: readonly WordOf<"topic">[];
  readonly outcome?: WordOf<"meetingOutcome">;
  readonly tone?: WordOf<"tone">;
  readonly details?: WordOf<"details">;
  readonly nextContact?: string;
  readonly firstSince?: FirstSince;
};

export type PublicWording = {
  /** Whose; null: all sides'. */
  readonly party: string | null;
  readonly facts: PublicFacts;
  readonly texts: Readonly<Partial<Record<Language, string>>>;
};

export type PublicParty = { readonly id: string; readonly names: Names };

export type PublicReadout = {
  readonly id: string;
  readonly parties: readonly PublicParty[];
  readonly releasedMs: number;
  readonly languages: readonly Language[];
  /** One of all sides; or one of each, in the order of `parties`. */
  readonly wordings: readonly PublicWording[];
  /** A released readout that this one sets right. */
  readonly corrects: string | null;
  /** Released ones that set this one right, oldest first. */
  readonly correctedBy: readonly string[];
};

export type PublicView = {
  /** Another whenever anything here is another: to keep what was made of it. */
  readonly version: string;
  readonly theatre: { readonly name: Names; readonly isExample: boolean } | null;
  /** Newest first. */
  readonly readouts: readonly PublicReadout[];
};

export const publicViewOf = (state: State): PublicView => {
  const { theatre, theatreVersion, contacts } = state;
  const released = [...contacts.readouts.values()].filter(isReleased);
  // Of those released by one entry of time the later made is the newer.
  const newestFirst = released.toReversed().toSorted((a, b) => b.releasedMs - a.releasedMs);
  return {
    // What is released stays as it is: there are only ever more.
    version: `${theatreVersion} ${released.length}`,
    theatre: theatre && { name: theatre.name, isExample: theatre.isExample },
    readouts: newestFirst.map((readout) => viewPublic(state, readout, released)),
  };
};

type Released = Readout & { readonly releasedMs: number };
const isReleased = (readout: Readout): readout is Released =>
  readout.state === "released" && readout.releasedMs !== null;

const viewPublic = (
  { theatre }: State,
  readout: Released,
  all: readonly Released[],
): PublicReadout => {
  const { id, keys, drafts, isParted, corrects, releasedMs } = readout;
  const parts = heldByAll(keys.map((key) => key.parts));
  const languages = heldByAll(keys.map((key) => key.languages));
  const inOrder = isParted
    ? readout.parties.flatMap((party) => drafts.filter((draft) => draft.party === party))
    : drafts;
  const namesOf = (party: string): Names =>
    theatre?.parties.find((one) => one.id === party)?.names ?? { en: party };
  return {
    id,
    parties: readout.parties.map((party) => ({ id: party, names: namesOf(party) })),
    releasedMs,
    languages,
    wordings: inOrder.map((draft) => ({
      party: isParted ? draft.party : null,
      facts: factsOf(draft, { parts: new Set(parts), languages }),
      texts: parts.includes("text") ? textsOf(draft, languages) : {},
    })),
    corrects,
    correctedBy: all.filter((one) => one.corrects === id).map((one) => one.id),
  };
};

type What = {
  readonly parts: ReadonlySet<ReadoutPart>;
  readonly languages: readonly Language[];
};

const factsOf = ({ body, firstSince }: Draft, { parts, languages }: What): PublicFacts => {
  const { topics, meetingOutcome: outcome, tone, nextContactMs } = body;
  const place = placeOf(body, languages);
  const when = <T extends object>(part: ReadoutPart, fact: T | false): T | object =>
    fact && parts.has(part) ? fact : {};
  return {
    ...when("date", { date: dayOf(body.heldMs) }),
    ...when("form", { form: body.meetingForm }),
    ...when("place", place !== null && { place }),
    ...when("offices", { offices: body.offices }),
    ...when("duration", { durationMinutes: body.durationMinutes }),
    ...when("purposes", { purposes: body.purposes }),
    ...when("topics", topics !== undefined && { topics }),
    ...when("outcome", outcome !== undefined && { outcome }),
    ...when("tone", tone !== undefined && { tone }),
    ...when("details", { details: body.details }),
    ...when("next_contact", nextContactMs !== undefined && { nextContact: dayOf(nextContactMs) }),
    ...when("first_since", firstSince !== null && { firstSince }),
  };
};

/** Its name in a language belongs to what is released in that. */
const placeOf = (
  { meetingPlace, meetingPlaceAr: ar, meetingPlaceRu: ru }: Draft["body"],
  languages: readonly Language[],
): Names | null => {
  if (meetingPlace === undefined) return null;
  return {
    en: meetingPlace,
    ...(ar !== undefined && languages.includes("ar") ? { ar } : {}),
    ...(ru !== undefined && languages.includes("ru") ? { ru } : {}),
  };
};

const textsOf = ({ body }: Draft, languages: readonly Language[]): PublicWording["texts"] =>
  Object.fromEntries(
    languages.flatMap((language) => {
      const text = body[TEXT_IN[language]];
      return text === undefined ? [] : [[language, text]];
    }),
  );
