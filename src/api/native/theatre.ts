/** The theatre: the shared area, its parties and its rules. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { CATEGORIES, MOVER_CLASSES } from "../../core/operations/category.ts";
import type { MoverClass as CoreClass } from "../../core/operations/category.ts";
import { PARTY_KINDS } from "../../core/parties/model.ts";
import { RUNGS } from "../../core/disclosure/model.ts";
import { DEFAULT_RULES } from "../../core/theatre/model.ts";
import type {
  Names as CoreNames,
  Theatre as CoreTheatre,
  TheatreRules as CoreRules,
} from "../../core/theatre/model.ts";
import { GEOMETRY_LIMITS } from "../../geometry/limits.ts";
import { API_LIMITS } from "../limits.ts";
import { Category, MoverClass } from "./operation.ts";
import { IncidentRules, IncidentRulesRequest, parseIncidentRules } from "./incident-rules.ts";
import { LineRules, LineRulesRequest, parseLineRules } from "./line-rules.ts";
import { CLOSED, ListOf, OneOf, PartyId } from "./schema.ts";
import { parseTrackRules, TrackRules, TrackRulesRequest } from "./track-rules.ts";
import { encodeVolume, parseVolume, Volume } from "./volume.ts";

const Name = Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax });
export const Names = Type.Object(
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

const DAY_MS = 86_400_000;

const RULES = {
  pairMinima: ListOf(PairMinima, {
    maxItems: (MOVER_CLASSES.length * (MOVER_CLASSES.length + 1)) / 2,
  }),
  areaMinima: ListOf(AreaMinima, { maxItems: API_LIMITS.areaMinimaMax }),
  refuseOnConflict: ListOf(Category, { maxItems: CATEGORIES.length }),
  conflictsWithinParty: Type.Boolean(),
  disclosure: OneOf(["conflict_only", "full"]),
  noticesPerPartyDayMax: Type.Integer({ minimum: 1 }),
  disclosureOnConflict: OneOf(RUNGS, {
    description: "Shown to the other side of a conflict where its owner does not show more.",
  }),
  contactMinutesBefore: Type.Integer({ minimum: 0, maximum: 7 * 1440 }),
  secondPersonAgreement: Type.Boolean({
    description: "Does an agreement, or a key to a readout, need a second person on each side?",
  }),
  itemReminderMinutes: Type.Integer({
    minimum: 0,
    maximum: 30 * 1440,
    description: "Minutes before a coordination item is due at which its parties are reminded.",
  }),
  areaMinKm2: Type.Number({
    minimum: 0,
    maximum: 10_000,
    description: "Least ground of an operation, all its volumes together; 0: none.",
  }),
  windowMinMinutes: Type.Integer({
    minimum: 0,
    maximum: 1440,
    description: "Least time from an operation's first start to its last end; 0: none.",
  }),
  rematchDelayMs: Type.Integer({
    minimum: 0,
    maximum: 3_600_000,
    description:
      "What a changed notice does to conflicts is told this much later, never past the time contact is due; 0: at once.",
  }),
  noticesPerAreaDayMax: Type.Integer({ minimum: 1 }),
  requireSignatures: Type.Boolean({
    description: "Is a party's command refused unless one of its keys has signed it?",
  }),
  siteProximityM: Type.Integer({
    minimum: 0,
    maximum: GEOMETRY_LIMITS.lateralMinimumMaxM,
    description: "How near an operation, as filed, is near a protected site; at any altitude.",
  }),
  siteReconfirmMs: Type.Integer({
    minimum: DAY_MS,
    description: "How long a site counts after it was confirmed.",
  }),
  siteReconfirmActiveMs: Type.Integer({
    minimum: DAY_MS,
    description: "The same, of a health site while operations are filed near by.",
  }),
  siteReminderMs: Type.Integer({
    minimum: 0,
    description: "How long before a site lapses its owner is reminded.",
  }),
  retentionMs: Type.Integer({ minimum: LIMITS.commandMemoryMs }),
  movements: Type.Object(
    {
      deviationM: Type.Integer({ minimum: 100, maximum: 100_000 }),
      lateMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
      silentMinutes: Type.Integer({ minimum: 5, maximum: 1440 }),
      emergencyLeadMinutes: LeadMinutes,
      peopleKeptDays: Type.Integer({ minimum: 1, maximum: 30 }),
    },
    {
      ...CLOSED,
      title: "MovementRules",
      description:
        "Off its route or late by more it deviates; without a position for so long somebody is to call; the lead time of an emergency; how long sealed details are kept after the close.",
    },
  ),
};

export const TheatreRules = Type.Object(
  {
    minimaByClass: Type.Object(fieldsOf(MOVER_CLASSES, Minima), CLOSED),
    leadMinutes: Type.Object(fieldsOf(CATEGORIES, LeadMinutes), CLOSED),
    line: LineRules,
    tracks: TrackRules,
    incidents: IncidentRules,
    ...RULES,
  },
  { ...CLOSED, title: "TheatreRules" },
);

const COMMON = {
  name: Names,
  isExample: Type.Boolean({ description: "Fictional parties, nothing real." }),
  area: Type.Union([Volume, Type.Null()]),
};

const PARTY = {
  id: PartyId,
  names: Names,
  keyResets: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        "How often the party's signing keys were set aside. Left out of a request: as it is; raised: none of its keys is good any more, and its next one is a first one.",
    }),
  ),
};
const Kind = OneOf(PARTY_KINDS, { description: "Left out of a request: military." });
const partiesOf = <S extends TSchema>(party: S) =>
  ListOf(party, { minItems: 1, maxItems: API_LIMITS.partiesMax });
const Party = Type.Object({ ...PARTY, kind: Kind }, { ...CLOSED, title: "Party" });
const PartyRequest = Type.Object(
  { ...PARTY, kind: Type.Optional(Kind) },
  { ...CLOSED, title: "PartyRequest" },
);

export const Theatre = Type.Object(
  { ...COMMON, parties: partiesOf(Party), rules: TheatreRules },
  { ...CLOSED, title: "Theatre" },
);
export type Theatre = Static<typeof Theatre>;

/** A rule that is left out has its default. */
export const TheatreRequest = Type.Object(
  {
    ...COMMON,
    parties: partiesOf(PartyRequest),
    rules: Type.Optional(
      Type.Partial(
        Type.Object({
          minimaByClass: Type.Partial(Type.Object(fieldsOf(MOVER_CLASSES, Minima)), CLOSED),
          leadMinutes: Type.Partial(Type.Object(fieldsOf(CATEGORIES, LeadMinutes)), CLOSED),
          line: LineRulesRequest,
          tracks: TrackRulesRequest,
          incidents: IncidentRulesRequest,
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
  parties: request.parties.map(({ id, names, kind = "military", keyResets }) => ({
    id,
    names: names as CoreNames,
    kind,
    ...(keyResets === undefined ? {} : { keyResets }),
  })),
  rules: parseRules(request.rules ?? {}),
});

const parseRules = (rules: NonNullable<TheatreRequest["rules"]>): CoreRules => {
  const { minimaByClass, leadMinutes, line, tracks, incidents, areaMinima = [], ...others } = rules;
  return {
    ...DEFAULT_RULES,
    ...(others as Partial<CoreRules>),
    minimaByClass: { ...DEFAULT_RULES.minimaByClass, ...minimaByClass },
    leadMinutes: { ...DEFAULT_RULES.leadMinutes, ...leadMinutes },
    line: parseLineRules(line as Partial<CoreRules["line"]>),
    tracks: parseTrackRules(tracks as Partial<CoreRules["tracks"]>),
    incidents: parseIncidentRules(incidents),
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
