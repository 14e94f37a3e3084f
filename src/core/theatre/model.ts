/** The theatre: the shared area, its parties and its rules. One log holds one theatre. */

import type { Minima } from "../../geometry/separation.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import type { Volume4D } from "../../geometry/footprint.ts";
import type { Category, MoverClass } from "../operations/category.ts";
import type { Rung } from "../disclosure/model.ts";
import { DEFAULT_INCIDENT_RULES } from "../incidents/rules.ts";
import type { IncidentRules } from "../incidents/rules.ts";
import { LIMITS } from "../limits.ts";
import { DEFAULT_LINE_RULES } from "../line/rules.ts";
import type { LineRules } from "../line/rules.ts";
import { DEFAULT_MOVEMENT_RULES } from "../movements/model.ts";
import type { MovementRules } from "../movements/model.ts";
import type { PartyKind } from "../parties/model.ts";
import { DEFAULT_TRACK_RULES } from "../tracks/rules.ts";
import type { TrackRules } from "../tracks/rules.ts";

/** A name in each language that has one; English always. */
export type Names = { readonly en: string; readonly ar?: string; readonly ru?: string };

export type Party = {
  readonly id: string;
  readonly names: Names;
  readonly kind: PartyKind;
  /** How often its keys were set aside, because it lost them all. Left out when set: as it was. */
  readonly keyResets?: number;
};

/** Minima for two classes (in either order), in place of the larger of the two. */
export type PairMinima = {
  readonly classes: readonly [MoverClass, MoverClass];
  readonly minima: Minima;
};

/** Minima that hold, for every pair, where either volume touches an area. */
export type AreaMinima = {
  readonly name: string;
  readonly volume: Volume4D;
  readonly minima: Minima;
};

/**
 * What a party learns of another's operation when it does not own it. `conflict_only`: that a
 * conflict exists and when. `full`: everything.
 */
export type Disclosure = "conflict_only" | "full";

export type TheatreRules = {
  readonly minimaByClass: Readonly<Record<MoverClass, Minima>>;
  readonly pairMinima: readonly PairMinima[];
  readonly areaMinima: readonly AreaMinima[];
  /** Minutes before the start by which a notice of the category is due; less is short notice. */
  readonly leadMinutes: Readonly<Record<Category, number>>;
  /** Categories whose notices are refused, not flagged, when they conflict. Usually none. */
  readonly refuseOnConflict: readonly Category[];
  /** Are two operations of one party held against each other? */
  readonly conflictsWithinParty: boolean;
  readonly disclosure: Disclosure;
  /** Shown to the other side of a conflict where its owner does not show more. */
  readonly disclosureOnConflict: Rung;
  /** Minutes before the conflict's window by which the desks should be in contact. */
  readonly contactMinutesBefore: number;
  /** Does an agreement, or a key to a readout, need a second person on each side? */
  readonly secondPersonAgreement: boolean;
  /** Minutes before a coordination item is due at which its parties are reminded. */
  readonly itemReminderMinutes: number;
  /** Least ground of an operation, all its volumes together: against probing by small ones. 0: none. */
  readonly areaMinKm2: number;
  /** Least time from an operation's first start to its last end. 0: none. */
  readonly windowMinMinutes: number;
  /** What a changed notice does to conflicts is told this much later, where time allows. 0: at once. */
  readonly rematchDelayMs: number;
  readonly noticesPerAreaDayMax: number;
  readonly noticesPerPartyDayMax: number;
  /** Is what a party says refused unless one of its keys has signed it? */
  readonly requireSignatures: boolean;
  readonly line: LineRules;
  readonly tracks: TrackRules;
  /** How near an operation, as filed, is near a protected site; at any altitude. */
  readonly siteProximityM: number;
  /** How long a site counts after it was confirmed; a health site while operations are filed near by. */
  readonly siteReconfirmMs: number;
  readonly siteReconfirmActiveMs: number;
  /** How long before a site lapses its owner is reminded; at most half of the time. */
  readonly siteReminderMs: number;
  readonly incidents: IncidentRules;
  readonly movements: MovementRules;
  readonly retentionMs: number;
};

export type Theatre = {
  readonly name: Names;
  /** An example: fictional parties, nothing real. Said on every page. */
  readonly isExample: boolean;
  readonly area: Volume4D | null;
  readonly parties: readonly Party[];
  readonly rules: TheatreRules;
};

/** The survey of a theatre: its area's and each area minimum's volume, in order. */
export type TheatreSurvey = { readonly areaMinima: readonly SurveyedVolume[] };

const DAY_MS = 86_400_000;
const minutes = (hours: number): number => hours * 60;

/** The project's defaults, not field standards (docs/glossary.md); each may be set per theatre. */
export const DEFAULT_RULES: TheatreRules = {
  minimaByClass: {
    fixed_wing: { lateralM: 10_000, verticalM: 600, timeS: 900 },
    rotary: { lateralM: 3_000, verticalM: 300, timeS: 900 },
    drone: { lateralM: 3_000, verticalM: 300, timeS: 900 },
    ground: { lateralM: 5_000, verticalM: 0, timeS: 900 },
    ship: { lateralM: 3_704, verticalM: 0, timeS: 900 },
    area: { lateralM: 0, verticalM: 0, timeS: 0 },
  },
  pairMinima: [],
  areaMinima: [],
  leadMinutes: {
    air_transit: minutes(2),
    air_patrol: minutes(2),
    air_refuelling: minutes(2),
    isr_flight: minutes(2),
    uas_flight: 60,
    rotary_movement: minutes(2),
    airdrop: minutes(2),
    medevac: 0,
    sar: 0,
    ground_patrol: minutes(6),
    ground_convoy: minutes(6),
    engineering: minutes(6),
    eod_demining: minutes(6),
    live_fire_training: minutes(7 * 24),
    exercise: minutes(42 * 24),
    naval_transit: minutes(2),
    naval_exercise: minutes(5 * 24),
    replenishment: minutes(2),
    diving_subsurface: minutes(5 * 24),
    launch_test: minutes(7 * 24),
    ew_or_gnss_test: minutes(7 * 24),
    logistics: minutes(6),
    humanitarian_delivery: minutes(48),
    humanitarian_assessment: minutes(48),
    evacuation: 0,
    infrastructure_repair: minutes(48),
    inspection_visit: minutes(48),
    over_the_horizon_flight: minutes(2),
    unspecified_hazardous_activity: minutes(7 * 24),
  },
  refuseOnConflict: [],
  conflictsWithinParty: true,
  disclosure: "conflict_only",
  disclosureOnConflict: "cell",
  contactMinutesBefore: 30,
  secondPersonAgreement: false,
  itemReminderMinutes: minutes(24),
  areaMinKm2: 0,
  windowMinMinutes: 0,
  rematchDelayMs: 0,
  noticesPerAreaDayMax: LIMITS.noticesPerAreaDayMax,
  noticesPerPartyDayMax: LIMITS.noticesPerPartyDayMax,
  requireSignatures: false,
  line: DEFAULT_LINE_RULES,
  tracks: DEFAULT_TRACK_RULES,
  siteProximityM: 2_000,
  siteReconfirmMs: 90 * DAY_MS,
  siteReconfirmActiveMs: 30 * DAY_MS,
  siteReminderMs: 7 * DAY_MS,
  incidents: DEFAULT_INCIDENT_RULES,
  movements: DEFAULT_MOVEMENT_RULES,
  retentionMs: LIMITS.retentionMs,
};

/**
 * What a party is when a stored theatre does not say: until parties had kinds, all were military.
 * Never to be changed: an entry is to mean in ten years what it means now.
 */
const KIND_WHEN_UNSAID: PartyKind = "military";

/** A theatre as it was said, perhaps before parties had kinds and before the newer rules. */
export const completeTheatre = (theatre: Theatre, now: Theatre | null): Theatre => ({
  ...theatre,
  parties: theatre.parties.map((party) => {
    const { keyResets } = { ...now?.parties.find(({ id }) => id === party.id), ...party };
    const kind = party.kind ?? KIND_WHEN_UNSAID;
    return { ...party, kind, ...(keyResets === undefined ? {} : { keyResets }) };
  }),
  rules: { ...DEFAULT_RULES, ...theatre.rules },
});

/** An amendment is due half the category's time before, and never less than 30 minutes. */
export const amendmentLeadMinutes = (leadMinutes: number): number =>
  leadMinutes === 0 ? 0 : Math.max(30, leadMinutes / 2);
