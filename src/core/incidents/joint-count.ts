/** How many incidents of a kind two parties had: told as theirs only where both say the same. */

import { LIMITS } from "../limits.ts";
import type { State } from "../state.ts";
import type { WordOf } from "../line/words.ts";
import { bothOf, partiesOf } from "./model.ts";
import type { Account, CountedIncident, Incident, IncidentsState } from "./model.ts";

type IncidentKind = WordOf<"incidentKind">;

/** From the first to the last millisecond, by the time that each side gives. */
export type Span = { readonly fromMs: number; readonly toMs: number };
export type CountAsked = Span & { readonly incidentKind: IncidentKind };

/**
 * `isConfirmed`: both sides say that these, and no others, were of the kind and in the period. Where they
 * differ, `confirmedCount` counts what both say, and each side's own number is told only when both
 * have consented.
 */
export type JointCount = {
  readonly parties: readonly [string, string];
  readonly isConfirmed: boolean;
  readonly confirmedCount: number;
  readonly ownCounts: readonly [number, number] | null;
};

/** How many the one says there were, the other, and both of the same incidents. */
export type Tally = { readonly one: number; readonly other: number; readonly both: number };

/** The same whichever of the two is named first, but for the order of what it gives. */
export const jointCount = (
  state: Pick<State, "incidents">,
  parties: readonly [string, string],
  { incidentKind, ...span }: CountAsked,
): JointCount =>
  jointCountOf(state, parties, tallyOf(state, parties, span).get(incidentKind) ?? NONE);

const NONE: Tally = { one: 0, other: 0, both: 0 };

/** What may be told of a tally as the count of the two. */
export const jointCountOf = (
  { incidents: { countConsents } }: Pick<State, "incidents">,
  parties: readonly [string, string],
  { one: oneCount, other: otherCount, both }: Tally,
): JointCount => {
  const [one, other] = parties;
  const isConfirmed = both === oneCount && both === otherCount;
  const isTold = countConsents.has(`${one} ${other}`) && countConsents.has(`${other} ${one}`);
  const ownCounts = isTold ? ([oneCount, otherCount] as const) : null;
  return { parties, isConfirmed, confirmedCount: both, ownCounts };
};

/** By kind, of those that at least one side counts. O(incidents of the two). */
export const tallyOf = (
  { incidents }: Pick<State, "incidents">,
  two: readonly [string, string],
  span: Span,
): ReadonlyMap<IncidentKind, Tally> => {
  const tallies = new Map<IncidentKind, Tally>();
  const add = (incidentKind: IncidentKind, more: keyof Tally): void => {
    const before = tallies.get(incidentKind) ?? NONE;
    tallies.set(incidentKind, { ...before, [more]: before[more] + 1 });
  };
  const [one] = two;
  for (const { parties, accounts } of countedOf(incidents, two)) {
    const [byOne, byOther] = parties[0] === one ? accounts : [accounts[1], accounts[0]];
    const isOne = isIn(byOne, span);
    const isOther = isIn(byOther, span);
    if (isOne) add(byOne.incidentKind, "one");
    if (isOther) add(byOther.incidentKind, "other");
    if (isOne && isOther && byOne.incidentKind === byOther.incidentKind)
      add(byOne.incidentKind, "both");
  }
  return tallies;
};

const isIn = (account: Account | null, { fromMs, toMs }: Span): account is Account =>
  account !== null && account.atMs >= fromMs && account.atMs <= toMs;

/** Those that are there, and what is kept of those that have left the state. */
function* countedOf(
  { all, past }: IncidentsState,
  parties: readonly [string, string],
): Generator<Omit<CountedIncident, "leftMs">> {
  for (const incident of all.of(bothOf(parties)).values())
    yield { parties: partiesOf(incident), accounts: accountsOf(incident) };
  yield* past.of(bothOf(parties)).values();
}

const accountsOf = (incident: Incident): CountedIncident["accounts"] => {
  const [opener, other] = partiesOf(incident);
  return [accountBy(incident, opener), accountBy(incident, other)];
};

/** By the latest version of the side's own first report; the opener's word counts until it has one. */
const accountBy = (incident: Incident, party: string): Account | null => {
  const report = incident.reports.findLast((one) => one.party === party && one.form === "first");
  const isOpener = partiesOf(incident)[0] === party;
  if (!report) {
    const { incidentKind, atMs } = incident;
    return isOpener ? { incidentKind, atMs } : null;
  }
  const { incidentKind, atMs } = report.fields;
  return typeof incidentKind === "string" && typeof atMs === "number"
    ? { incidentKind: incidentKind as IncidentKind, atMs }
    : null;
};

/** It leaves the state, and is counted for as long as anything is. */
export const keepCounted = ({ past }: IncidentsState, incident: Incident, atMs: number): void => {
  const keptMs = LIMITS.statisticsDaysKeptMax * DAY_MS;
  for (const [id, { leftMs }] of past) {
    if (leftMs + keptMs > atMs) break;
    past.delete(id);
  }
  const accounts = accountsOf(incident);
  past.set(incident.id, { parties: partiesOf(incident), accounts, leftMs: atMs });
};

const DAY_MS = 24 * 60 * 60 * 1000;
