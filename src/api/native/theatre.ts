/** The theatre: the shared area, its parties and its rules. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { CATEGORIES, MOVER_CLASSES } from "../../core/operations/category.ts";
import type { MoverClass as CoreClass } from "../../core/operations/category.ts";
import { DEFAULT_RULES } from "../../core/theatre/model.ts";
import type {
  Names as CoreNames,
  Theatre as CoreTheatre,
  TheatreRules as CoreRules,
} from "../../core/theatre/model.ts";
import { GEOMETRY_LIMITS } from "../../geometry/limits.ts";
import { API_LIMITS } from "../limits.ts";
import { Category, MoverClass } from "./operation.ts";
import { CLOSED, ListOf, OneOf, PartyId } from "./schema.ts";
import { encodeVolume, parseVolume, Volume } from "./volume.ts";

const Name = Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax });
const Names = Type.Object(
  { en: Name, ar: Type.Optional(Name), ru: Type.Optional(Name) },
  { ...CLOSED, title: "Names" },
);

const Minima = Type.Object(
  {
    lateralM: Type.Number({ minimum: 0, maximum: GEOMETRY_LIMITS.lateralMinimumMaxM }),
    verticalM: Type.Number({ minimum: 0, maximum: 100_000 }),
    timeS: Type.Number({ minimum: 0, maximum: 366 * 86_400 }),
  },
  { ...CLOSED, title: "TheatreMinima" },
);

const fieldsOf = <K extends string, S>(keys: readonly K[], schema: S): Record<K, S> =>
  Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>;

const PairMinima = Type.Object(
  {
    classes: Type.Unsafe<readonly [CoreClass, CoreClass]>({
      type: "array",
      items: MoverClass,
      minItems: 2,
      maxItems: 2,
    }),
    minima: Minima,
  },
  { ...CLOSED, title: "PairMinima" },
);
const AreaMinima = Type.Object(
  { name: Name, volume: Volume, minima: Minima },
  { ...CLOSED, title: "AreaMinima" },
);
const LeadMinutes = Type.Number({ minimum: 0, maximum: 366 * 1440 });

const RULES = {
  pairMinima: ListOf(PairMinima, {
    maxItems: (MOVER_CLASSES.length * (MOVER_CLASSES.length + 1)) / 2,
  }),
  areaMinima: ListOf(AreaMinima, { maxItems: API_LIMITS.areaMinimaMax }),
  refuseOnConflict: ListOf(Category, { maxItems: CATEGORIES.length }),
  conflictsWithinParty: Type.Boolean(),
  disclosure: OneOf(["conflict_only", "full"]),
  noticesPerPartyDayMax: Type.Integer({ minimum: 1 }),
  retentionMs: Type.Integer({ minimum: LIMITS.commandMemoryMs }),
};

export const TheatreRules = Type.Object(
  {
    minimaByClass: Type.Object(fieldsOf(MOVER_CLASSES, Minima), CLOSED),
    leadMinutes: Type.Object(fieldsOf(CATEGORIES, LeadMinutes), CLOSED),
    ...RULES,
  },
  { ...CLOSED, title: "TheatreRules" },
);

const COMMON = {
  name: Names,
  isExample: Type.Boolean({ description: "Fictional parties, nothing real." }),
  area: Type.Union([Volume, Type.Null()]),
  parties: ListOf(Type.Object({ id: PartyId, names: Names }, { ...CLOSED, title: "Party" }), {
    minItems: 1,
    maxItems: API_LIMITS.partiesMax,
  }),
};

export const Theatre = Type.Object(
  { ...COMMON, rules: TheatreRules },
  { ...CLOSED, title: "Theatre" },
);
export type Theatre = Static<typeof Theatre>;

/** A rule that is left out has its default. */
export const TheatreRequest = Type.Object(
  {
    ...COMMON,
    rules: Type.Optional(
      Type.Partial(
        Type.Object({
          minimaByClass: Type.Partial(Type.Object(fieldsOf(MOVER_CLASSES, Minima)), CLOSED),
          leadMinutes: Type.Partial(Type.Object(fieldsOf(CATEGORIES, LeadMinutes)), CLOSED),
          ...RULES,
        }),
        { ...CLOSED, title: "TheatreRulesRequest", description: "Left out: the default." },
      ),
    ),
  },
  { ...CLOSED, title: "TheatreRequest" },
);
export type TheatreRequest = Static<typeof TheatreRequest>;

export const parseTheatre = (request: TheatreRequest): CoreTheatre => ({
  name: request.name,
  isExample: request.isExample,
  area: request.area && parseVolume(request.area, "area"),
  parties: request.parties.map(({ id, names }) => ({ id, names: names as CoreNames })),
  rules: parseRules(request.rules ?? {}),
});

const parseRules = (rules: NonNullable<TheatreRequest["rules"]>): CoreRules => {
  const { minimaByClass, leadMinutes, areaMinima = [], ...others } = rules;
  return {
    ...DEFAULT_RULES,
    ...(others as Partial<CoreRules>),
    minimaByClass: { ...DEFAULT_RULES.minimaByClass, ...minimaByClass },
    leadMinutes: { ...DEFAULT_RULES.leadMinutes, ...leadMinutes },
    areaMinima: areaMinima.map(({ name, volume, minima }, i) => ({
      name,
      volume: parseVolume(volume, `rules.areaMinima[${i}].volume`),
      minima,
    })),
  };
};

export const encodeTheatre = ({ name, isExample, area, parties, rules }: CoreTheatre): Theatre => ({
  name,
  isExample,
  area: area && encodeVolume(area),
  parties,
  rules: {
    ...rules,
    areaMinima: rules.areaMinima.map(({ name: areaName, volume, minima }) => ({
      name: areaName,
      volume: encodeVolume(volume),
      minima,
    })),
  },
});
