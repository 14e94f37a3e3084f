/** How many incidents of a kind two parties had: told as theirs only where both say the same. */

import type { State } from "../state.ts";
import type { WordOf } from "../line/words.ts";
import { isSideOf, partiesOf } from "./model.ts";
import type { Incident } from "./model.ts";

export type CountAsked = {
  readonly incidentKind: WordOf<"incidentKind">;
  /** From the first to the last millisecond, by the time that each side gives. */
  readonly fromMs: number;
  readonly toMs: number;
};

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

/** The same whichever of the two is named first, but for the order of what it gives. O(incidents). */
export const jointCount = (
  { incidents }: Pick<State, "incidents">,
  parties: readonly [string, string],
  asked: CountAsked,
): JointCount => {
  const [one, other] = parties;
  let [confirmedCount, oneCount, otherCount] = [0, 0, 0];
  for (const incident of incidents.all.values()) {
    if (one === other || !isSideOf(incident, one) || !isSideOf(incident, other)) continue;
    const [byOne, byOther] = [
      isCountedBy(incident, one, asked),
      isCountedBy(incident, other, asked),
    ];
    if (byOne) oneCount++;
    if (byOther) otherCount++;
    if (byOne && byOther) confirmedCount++;
  }
  const isConfirmed = confirmedCount === oneCount && confirmedCount === otherCount;
  const { countConsents } = incidents;
  const isTold = countConsents.has(`${one} ${other}`) && countConsents.has(`${other} ${one}`);
  const ownCounts = isTold ? ([oneCount, otherCount] as const) : null;
  return { parties, isConfirmed, confirmedCount, ownCounts };
};

/** By the latest version of the side's own first report; the opener's word counts until it has one. */
const isCountedBy = (
  incident: Incident,
  party: string,
  { incidentKind, fromMs, toMs }: CountAsked,
): boolean => {
  const report = incident.reports.findLast((one) => one.party === party && one.form === "first");
  const isOpener = partiesOf(incident)[0] === party;
  if (!report && !isOpener) return false;
  const said = report
    ? report.fields
    : { incidentKind: incident.incidentKind, atMs: incident.atMs };
  const { incidentKind: kind, atMs } = said;
  return kind === incidentKind && typeof atMs === "number" && atMs >= fromMs && atMs <= toMs;
};
