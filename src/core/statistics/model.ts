/** Statistics: what was counted, by UTC day. They stay when the things that were counted have left the state. */

import type { AreaState } from "../areas/model.ts";
import type { ConflictLife } from "../conflicts/life-model.ts";
import type { IncidentOutcome } from "../incidents/model.ts";
import { LIMITS } from "../limits.ts";
import type { LineState } from "../line/model.ts";
import { WORDS } from "../line/words.ts";
import type { WordOf } from "../line/words.ts";
import type { MovementCause } from "../movements/changes.ts";
import type { MovementOutcome, MoveReceiptState } from "../movements/model.ts";
import type { NoticeKind } from "../operations/model.ts";
import type { SiteCause } from "../sites/changes.ts";

/** Of one party. A band is a place in `NOTICE_BANDS_MIN`, counted from 0 below the first. */
export type PartyCounter =
  | `notice:${NoticeKind}`
  | "notice:short"
  | `minutes:${number}`
  | `conflict:${ConflictStep}`
  | `incident:${IncidentStep}`
  | `site:${SiteStep}`
  | `movement:${MovementStep}`
  | `area:${AreaStep}`;

/** From one party to another. A band is a place in `ANSWER_BANDS_MIN`. */
export type MessageCounter = `${"sent" | "in_time" | "late" | "overdue"}:${Precedence}` | Waited;
type Waited = `waited:${number}`;
export type Precedence = WordOf<"precedence">;

/** Of two parties that know that they are the two. */
export type PairCounter =
  | `conflict:${ConflictStep}`
  | `incident:${IncidentOutcome}`
  | `area:${AreaStep}`;

/** Of what one party told another of its sites and movements, and what that one answered. */
export type ToldCounter = `site:${SiteAnswer}` | `movement:${MovementAnswer}`;

export const NOTICE_KINDS = [
  "new",
  "replace",
  "cancel",
  "agreed",
] as const satisfies readonly NoticeKind[];

/** Milliseconds in each state, and how checks ended. */
export type ChannelCounter = `line:${LineState}` | `check:${CheckEnd}`;
export const CHECK_ENDS = ["answered", "missed", "not_held"] as const;
export type CheckEnd = (typeof CHECK_ENDS)[number];

/** What both sides of a conflict are told of its life; `told` again after a change. */
export const CONFLICT_STEPS = [
  "told",
  "owned",
  "in_contact",
  "proposed",
  "resolved",
  "standing",
  "unresolved_at_start",
  "false_alarm",
  "closed",
  "overdue",
] as const satisfies readonly (ConflictLife | "overdue")[];
export type ConflictStep = (typeof CONFLICT_STEPS)[number];

/** Of an incident to one of its sides: who opened it, what it owed and did not do in time, how it ended. */
export const INCIDENT_STEPS = [
  "opened",
  "opened_by_other",
  "overdue",
  ...WORDS.incidentOutcome,
] as const;
export type IncidentStep = (typeof INCIDENT_STEPS)[number];

/** What an owner does with a site, and what becomes of it. */
export const SITE_STEPS = [
  "submitted",
  "notified",
  "reconfirmed",
  "lapsed",
  "hit_reported",
  "withdrawn",
] as const satisfies readonly SiteCause[];
export type SiteStep = (typeof SITE_STEPS)[number];
export const SITE_ANSWERS = ["told", "acknowledged", "objected"] as const;
export type SiteAnswer = (typeof SITE_ANSWERS)[number];

/** `told`: each version of it; the last five are how it ended. */
export const MOVEMENT_STEPS = [
  "told",
  "deviating",
  "silent",
  ...WORDS.movementOutcome,
] as const satisfies readonly (MovementCause | MovementOutcome)[];
export type MovementStep = (typeof MOVEMENT_STEPS)[number];
export const MOVEMENT_ANSWERS = [
  "delivered",
  "acknowledged",
  "with_concern",
  "objected",
] as const satisfies readonly MoveReceiptState[];
export type MovementAnswer = (typeof MOVEMENT_ANSWERS)[number];

/** To all its parties alike; of one that was never agreed, nothing. */
export const AREA_STEPS = [
  "agreed",
  "in_force",
  "due_for_review",
  "ended",
] as const satisfies readonly AreaState[];
export type AreaStep = (typeof AREA_STEPS)[number];

/** Whole minutes at which a band begins; the one below the first is of notices after the start. */
export const NOTICE_BANDS_MIN = [0, 30, 60, 120, 360, 1_440, 2_880, 10_080] as const;
export const ANSWER_BANDS_MIN = [1, 2, 5, 10, 30, 60, 240, 1_440] as const;

/** Which band holds the minutes: how many have begun by then. */
export const bandOf = (edges: readonly number[], minutes: number): number =>
  edges.filter((edge) => edge <= minutes).length;

/** Counts by UTC day since 1970, oldest first. */
export type Series<C extends string> = Map<number, Map<C, number>>;
export type SeriesBy<C extends string> = Map<string, Series<C>>;

/** How a conflict was counted last, and whether for the two as well. */
export type CountedConflict = { readonly life: ConflictLife; readonly isOfPair: boolean };
/** What a line was when its time was last counted. */
export type CountedLine = { readonly state: LineState; readonly sinceMs: number };

export type StatisticsState = {
  readonly parties: SeriesBy<PartyCounter>;
  /** By `pairKey` of sender and recipient. */
  readonly messages: SeriesBy<MessageCounter>;
  /** By `pairKey` of who told and who was told. */
  readonly told: SeriesBy<ToldCounter>;
  /** By `pairKey` of the two in alphabetical order. */
  readonly pairs: SeriesBy<PairCounter>;
  readonly channels: SeriesBy<ChannelCounter>;
  readonly conflicts: Map<string, CountedConflict>;
  /** Open lines. */
  readonly lines: Map<string, CountedLine>;
};

export const makeStatisticsState = (): StatisticsState => ({
  parties: new Map(),
  messages: new Map(),
  told: new Map(),
  pairs: new Map(),
  channels: new Map(),
  conflicts: new Map(),
  lines: new Map(),
});

export const DAY_MS = 24 * 60 * 60 * 1000;
export const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

/** Adds to one counter of one day. Days that are no longer kept go when a new one begins. */
export const count = <C extends string>(
  all: SeriesBy<C>,
  { key, day, by = 1 }: { readonly key: string; readonly day: number; readonly by?: number },
  ...counters: readonly C[]
): void => {
  const series: Series<C> = all.get(key) ?? new Map();
  all.set(key, series);
  const row: Map<C, number> = series.get(day) ?? new Map();
  if (row.size === 0) {
    series.set(day, row);
    for (const old of series.keys()) {
      if (old > day - LIMITS.statisticsDaysKeptMax) break;
      series.delete(old);
    }
  }
  for (const counter of counters) row.set(counter, (row.get(counter) ?? 0) + by);
};

/** A number for each name. */
export const tableOf = <K extends string>(
  names: readonly K[],
  at: (name: K) => number,
): Readonly<Record<K, number>> =>
  Object.fromEntries(names.map((name) => [name, at(name)])) as Record<K, number>;
