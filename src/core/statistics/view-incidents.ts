/** Incidents in the statistics: of a side as its own accounts have them, of the two as far as both say the same. */

import { jointCountOf, tallyOf } from "../incidents/joint-count.ts";
import type { Span } from "../incidents/joint-count.ts";
import type { IncidentOutcome } from "../incidents/model.ts";
import { WORDS } from "../line/words.ts";
import type { WordOf } from "../line/words.ts";
import type { State } from "../state.ts";
import { DAY_MS, INCIDENT_STEPS, tableOf } from "./model.ts";
import type { IncidentStep, PairCounter, PartyCounter } from "./model.ts";

type IncidentKind = WordOf<"incidentKind">;
/** UTC days, both included. */
type Days = { readonly fromDay: number; readonly toDay: number };

/** Kinds and times are as the side's own accounts give them, the steps by the day they were taken. */
export type OwnIncidents = {
  readonly steps: Readonly<Record<IncidentStep, number>>;
  readonly byKind: readonly { readonly incidentKind: IncidentKind; readonly count: number }[];
};
/** As `JointCount`; `ownCount` and `otherCount` are null without the consent of both. */
export type KindStatistics = {
  readonly incidentKind: IncidentKind;
  readonly isConfirmed: boolean;
  readonly confirmedCount: number;
  readonly ownCount: number | null;
  readonly otherCount: number | null;
};
/** `ended`: as both said that it ended. `byKind`: of kinds that at least one of them counts. */
export type JointIncidents = {
  readonly ended: Readonly<Record<IncidentOutcome, number>>;
  readonly byKind: readonly KindStatistics[];
};
const spanOf = ({ fromDay, toDay }: Days): Span => ({
  fromMs: fromDay * DAY_MS,
  toMs: (toDay + 1) * DAY_MS - 1,
});

/** `sums`: of the party, over the days. */
export const ownIncidentsOf = (
  state: State,
  party: string,
  days: Days,
  sums: ReadonlyMap<PartyCounter, number>,
): OwnIncidents => {
  const counts = new Map<IncidentKind, number>();
  for (const { id } of state.theatre?.parties ?? []) {
    for (const [kind, { one }] of tallyOf(state, [party, id], spanOf(days)))
      counts.set(kind, (counts.get(kind) ?? 0) + one);
  }
  return {
    steps: tableOf(INCIDENT_STEPS, (step) => sums.get(`incident:${step}`) ?? 0),
    byKind: WORDS.incidentKind.flatMap((incidentKind) => {
      const n = counts.get(incidentKind) ?? 0;
      return n > 0 ? [{ incidentKind, count: n }] : [];
    }),
  };
};

const jointKindsOf = (
  state: State,
  parties: readonly [string, string],
  days: Days,
): readonly KindStatistics[] => {
  const tallies = tallyOf(state, parties, spanOf(days));
  return WORDS.incidentKind.flatMap((incidentKind) => {
    const tally = tallies.get(incidentKind);
    if (!tally) return [];
    const { isConfirmed, confirmedCount, ownCounts } = jointCountOf(state, parties, tally);
    const [ownCount, otherCount] = ownCounts ?? [null, null];
    return [{ incidentKind, isConfirmed, confirmedCount, ownCount, otherCount }];
  });
};

/** `sums`: of the two, over the days. */
export const jointIncidentsOf = (
  state: State,
  parties: readonly [string, string],
  days: Days,
  sums: ReadonlyMap<PairCounter, number>,
): JointIncidents => ({
  ended: tableOf(WORDS.incidentOutcome, (outcome) => sums.get(`incident:${outcome}`) ?? 0),
  byKind: jointKindsOf(state, parties, days),
});
