/** Who may say something of an item, and what stops it; nothing stops a humanitarian one. */

import type { Entry } from "../entry.ts";
import type { Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findSuspendedWith } from "../line/between.ts";
import { accept, assert, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { isPerson } from "../parties/roles.ts";
import { partiesOf } from "./model.ts";
import type { Item, ItemDay } from "./model.ts";

/** Another's, and none at all, look the same. */
export const findItem = ({ state, party }: Context, id: string): Outcome<Item> => {
  const item = state.items.all.get(id);
  return item && partiesOf(item).includes(party)
    ? accept(item)
    : refuse({ reason: "not-found", what: "item", id });
};

/** An officer speaks for a side here: a machine is none. */
export const findNoOfficer = ({ state, entry }: Context): Refusal | null =>
  isPerson(state.parties, entry.by)
    ? null
    : { reason: "not-permitted", detail: "a person says this, and the token names none" };

export const officerOf = ({ by }: Entry): string => {
  assert(by !== null, "an officer said it");
  return by;
};

type Passing = Item | { readonly isHumanitarian: boolean; readonly others: readonly string[] };

/** An item of two is not said around a line of the two that is suspended. */
export const findStopped = (context: Context, passing: Passing): Refusal | null => {
  if (passing.isHumanitarian || isHumanitarianParty(context)) return null;
  const others =
    "others" in passing
      ? passing.others
      : partiesOf(passing).filter((party) => party !== context.party);
  return findSuspendedWith(context, others, ["all"]);
};

const DAY_MS = 86_400_000;

const countOf = ({ state, entry, party }: Context): ItemDay => {
  const day = Math.floor(entry.atMs / DAY_MS);
  const known = state.items.days.get(party);
  return known?.day === day ? known : { day, count: 0 };
};

/** Why there is no more room in the party's day for this, or null. */
export const findDayFull = (context: Context, isHumanitarian: boolean): Refusal | null => {
  const limit = LIMITS.itemNotesPerPartyDayMax;
  if (isHumanitarian || isHumanitarianParty(context) || countOf(context).count < limit) return null;
  return { reason: "too-many", what: "notes of items of one party and UTC day", limit };
};

/** Takes room in the party's day. */
export const noteDay = (context: Context, isHumanitarian: boolean): void => {
  if (isHumanitarian || isHumanitarianParty(context)) return;
  const { day, count } = countOf(context);
  context.state.items.days.set(context.party, { day, count: count + 1 });
};

/** No suspended line and no limit of a day stops it. */
export const isHumanitarianParty = ({ theatre, party }: Context): boolean =>
  theatre.parties.some(({ id, kind }) => id === party && kind === "humanitarian");
