/**
 * Which rules show or weaken more, and when: what one person of the host may not change alone.
 *
 * "raised" and "lowered" name the way that weakens; of a list, lowered is what loses an entry. "changed"
 * is either way: larger minima, for one, find more conflicts and so show more, smaller ones miss some.
 */

import { RUNGS } from "../disclosure/model.ts";
import type { LineRules } from "../line/rules.ts";
import type { Leaf } from "./differences.ts";
import type { Theatre, TheatreRules } from "./model.ts";

export const WAYS = ["raised", "lowered", "changed", "never"] as const;
export type Way = (typeof WAYS)[number];

/** A rule that is not in it does not compile. */
type Weakening = {
  readonly [K in keyof Omit<Theatre, "rules">]: Way;
} & {
  readonly rules: { readonly [K in keyof Omit<TheatreRules, "line">]: Way } & {
    readonly line: { readonly [K in keyof LineRules]: Way };
  };
};

export const WEAKENING: Weakening = {
  name: "never",
  isExample: "changed",
  area: "changed",
  // Who they are, what they are, who reads with them, whose keys no longer count.
  parties: "changed",
  rules: {
    minimaByClass: "changed",
    pairMinima: "changed",
    areaMinima: "changed",
    leadMinutes: "lowered",
    // A refusal tells the one side and not the other; without it the conflict stands.
    refuseOnConflict: "changed",
    conflictsWithinParty: "lowered",
    disclosure: "raised",
    disclosureOnConflict: "raised",
    contactMinutesBefore: "lowered",
    secondPersonAgreement: "lowered",
    areaMinKm2: "lowered",
    windowMinMinutes: "lowered",
    // Less helps who probes; more tells of a conflict later.
    rematchDelayMs: "changed",
    // More helps who probes; less keeps a party from saying where it will be.
    noticesPerAreaDayMax: "changed",
    noticesPerPartyDayMax: "changed",
    requireSignatures: "lowered",
    // More shows more of sites and of operations near them; less leaves some untold.
    siteProximityM: "changed",
    // More trusts what is stale; less has what is true lapse.
    siteReconfirmMs: "changed",
    siteReconfirmActiveMs: "changed",
    siteReminderMs: "lowered",
    // Farther, later or longer tells less of who is in danger; less calls where nothing is wrong.
    movements: "changed",
    retentionMs: "lowered",
    itemReminderMinutes: "lowered",
    // Of clocks and tolerances less raises false alarms, and more hides what is true.
    tracks: "changed",
    incidents: "raised",
    line: {
      acknowledgeWithinMs: "raised",
      hotline: "raised",
      replyWithinMs: "raised",
      machineCheckEveryMs: "raised",
      machineCheckWindowMs: "raised",
      personCheckHours: "lowered",
      personCheckWindowMs: "raised",
      // More floods a desk; less silences one.
      messagesPerMinuteMax: "changed",
      messagesPerPartyDayMax: "changed",
      urgentMessagesPerPartyDayMax: "changed",
      // Farther lets a slip pass that a read-back is there to catch.
      readBackWithinM: "raised",
      messageRetentionMs: "lowered",
    },
  },
};

/** Does the change of a field show or weaken more? Null: the field is not there. */
export const doesWeaken = (field: string, was: Leaf | null, is: Leaf | null): boolean => {
  switch (wayOf(field)) {
    case "raised":
      return isLower(was, is);
    case "lowered":
      return isLower(is, was);
    case "changed":
      return true;
    default:
      return false;
  }
};

/** `rules.line.hotline.deputyMs` → what is said of `rules.line.hotline`. */
export const wayOf = (field: string): Way => {
  const [first = "", second = "", third = ""] = field.split(/[.[]/);
  const way = first !== "rules" ? top(first) : second !== "line" ? ruleOf(second) : lineOf(third);
  if (way === undefined) throw new Error(`bug: ${field} is in no table`);
  return way;
};

type Ways = Readonly<Record<string, unknown>>;
const isWay = (found: unknown): found is Way => WAYS.some((way) => way === found);
const find = (ways: Ways, name: string): Way | undefined => {
  const found = ways[name];
  return isWay(found) ? found : undefined;
};
const top = (name: string): Way | undefined => find(WEAKENING, name);
const ruleOf = (name: string): Way | undefined => find(WEAKENING.rules, name);
const lineOf = (name: string): Way | undefined => find(WEAKENING.rules.line, name);

/** Is the first less than the second? Of lists: does the second have what the first has not? */
const isLower = (one: Leaf | null, other: Leaf | null): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? other.some((entry) => !one.includes(entry))
    : heightOf(one) < heightOf(other);

/** How much is shown, least first: of both kinds of disclosure. */
const WORDS: readonly string[] = RUNGS;

/** What has no time or bound of its own is as if that were endless. */
const heightOf = (leaf: Leaf | null): number => {
  if (leaf === null) return Infinity;
  return typeof leaf === "string" ? WORDS.indexOf(leaf) : Number(leaf);
};
