/** Agreed areas: what parties ask of each other in a place and a time, and what became of it. */

import { packSolid } from "../../geometry/packed-volume.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { ValuesOf } from "../line/fields.ts";
import type { AREA_TERMS } from "../line/kinds/incidents.ts";
import type { WordOf } from "../line/words.ts";
import type { Machine } from "../machine.ts";
import { assert } from "../outcome.ts";
import { EVERY_PARTY, ShownMap } from "../shown-map.ts";
import { SolidIndex } from "../solid-index.ts";
import type { PlaceIds } from "../solid-index.ts";

export const AREA_STATES = ["proposed", "agreed", "in_force", "due_for_review", "ended"] as const;
export type AreaState = (typeof AREA_STATES)[number];

/**
 * A change that is proposed leaves what is agreed as it is; once agreed in its turn, it is agreed anew
 * and in force from its own start. Due for review, the measures hold until they are agreed anew or end.
 */
export const AREA: Machine<AreaState> = {
  name: "area",
  start: "proposed",
  next: {
    proposed: ["agreed", "ended"],
    agreed: ["agreed", "in_force", "ended"],
    in_force: ["agreed", "due_for_review", "ended"],
    due_for_review: ["agreed", "ended"],
    ended: [],
  },
};

/** In the table of the line's proposals. */
export type AreaTerms = ValuesOf<(typeof AREA_TERMS)["fields"]>;

/** Never changed in place. */
export type AreaVersion = {
  readonly version: number;
  /** Who proposed it. */
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
  readonly seq: number;
  readonly terms: AreaTerms;
  readonly isPublic: boolean;
  readonly surveyed: readonly SurveyedVolume[];
};

/** One party's word for the version that waits. */
export type Assent = {
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
  /** The second person, where the theatre asks for one. */
  readonly confirmedBy: string | null;
};

/** Reasons that one party can give. The others are the system's to say. */
export const AREA_END_REASONS = [
  "no_longer_needed",
  "replaced",
  "not_observed",
] as const satisfies readonly WordOf<"areaEndReason">[];
export type AreaEndReason = (typeof AREA_END_REASONS)[number];

/** `declined`, `withdrawn`, `lapsed`: of one that was never agreed. */
export const AREA_ENDED_REASONS = [
  ...AREA_END_REASONS,
  "term_over",
  "by_agreement",
  "declined",
  "withdrawn",
  "lapsed",
] as const;
export type AreaEndedReason = (typeof AREA_ENDED_REASONS)[number];

/** One party's word that it ends. */
export type AreaEnding = {
  readonly party: string;
  readonly by: string | null;
  readonly saidMs: number;
  /** When it ends by this. */
  readonly atMs: number;
  readonly reason: AreaEndReason;
  readonly text: string | null;
};

export type Area = {
  readonly id: string;
  /** Who proposed it first, then the others. */
  readonly parties: readonly string[];
  state: AreaState;
  lastVersion: number;
  /** What holds; of one that ended, what held. */
  agreed: AreaVersion | null;
  /** What waits for agreement. */
  pending: AreaVersion | null;
  /** To the version that waits, in the order they were said. */
  assents: readonly Assent[];
  endings: readonly AreaEnding[];
  endedReason: AreaEndedReason | null;
  isReviewSoonTold: boolean;
  readonly madeMs: number;
  changedMs: number;
  /** When what is agreed, or the state, changed last. */
  standingMs: number;
};

/** Where the index keeps what is agreed of an area. */
export type PlacedArea = {
  readonly area: Area;
  readonly packed: readonly PackedVolume[];
  placeIds: PlaceIds;
};

export type AreasState = {
  /** In the order they were proposed. */
  readonly all: ShownMap<Area>;
  /** Of what is agreed and has not ended. Both follow from `all`. */
  readonly placed: Map<string, PlacedArea>;
  readonly index: SolidIndex<PlacedArea>;
};

export const makeAreasState = (): AreasState => ({
  all: new ShownMap(({ parties, agreed }) =>
    agreed?.isPublic ? [...parties, EVERY_PARTY] : parties,
  ),
  placed: new Map(),
  index: new SolidIndex(),
});

/** Also when a dump is loaded: what is agreed now is what the index finds, and who may see it. */
export const placeArea = ({ all, placed, index }: AreasState, area: Area): void => {
  all.set(area.id, area);
  const known = placed.get(area.id);
  if (known) {
    index.remove(known);
    placed.delete(area.id);
  }
  if (!area.agreed || area.state === "ended") return;
  const packed = area.agreed.surveyed.map((one) => packSolid(makeSolid4D(one)));
  const place: PlacedArea = { area, packed, placeIds: [] };
  placed.set(area.id, place);
  index.add(place);
};

export const loadAreas = (areas: AreasState, dump: readonly Area[]): void => {
  for (const area of dump) {
    placeArea(areas, area);
  }
};

export const solidsOfArea = ({ agreed }: Area): Solid4D[] =>
  (agreed?.surveyed ?? []).map(makeSolid4D);

/** What holds; where nothing does, what was proposed last. */
export const lastTermsOf = ({ agreed, pending }: Area): AreaTerms => {
  const last = agreed ?? pending;
  assert(last, "an area was proposed");
  return last.terms;
};

/** Is the party told of what is agreed of it? */
export const isToldOf = ({ parties, agreed }: Area, party: string): boolean =>
  parties.includes(party) || (agreed?.isPublic ?? false);
