/** Desks and their watch: opened and closed by an administrator, held and handed over by officers. */

import type { Change } from "../changes.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { DeskCommand, OpenDesk } from "./commands.ts";
import { DESK, deskKey, WATCH, watchState } from "./model.ts";
import type { Desk, Language, WatchState } from "./model.ts";
import { findLackingRole, isPerson, mayHaveRole } from "./roles.ts";

export const DESK_HANDLERS: Handlers<DeskCommand> = {
  "open-desk": (context, command) => openDesk(context, command),
  "close-desk": (context, { deskId }) =>
    asAdministrator(context, deskId, (desk) => closeDesk(context, desk)),
  "take-watch": (context, { deskId, languages }) =>
    atDesk(context, deskId, (desk, officer) => {
      const state = watchState(desk);
      // Its holder takes back an offer; nobody else takes a watch that somebody has.
      const mayTake =
        state === "vacant" || (state === "handing_over" && desk.watch?.by === officer);
      return mayTake
        ? hold(context, desk, { officer, languages })
        : refused(illegalStep(desk, "held") ?? alreadyHeld(desk));
    }),
  "hand-over-watch": (context, { deskId, to }) =>
    atDesk(context, deskId, (desk, officer) => handOver(context, desk, { officer, to })),
  "accept-watch": (context, { deskId, languages }) =>
    atDesk(context, deskId, (desk, officer) =>
      desk.handOverTo === officer
        ? hold(context, desk, { officer, languages })
        : refused(notOffered(deskId)),
    ),
  "leave-watch": (context, { deskId }) =>
    atDesk(context, deskId, (desk, officer) =>
      desk.watch === null || desk.watch.by === officer
        ? leaveWatch(context, desk)
        : refused(NOT_YOURS),
    ),
  "relieve-watch": (context, { deskId }) =>
    asAdministrator(context, deskId, (desk) => leaveWatch(context, desk)),
};

/** Nobody has the watch from now on. Says nothing of desks that had none. */
export const vacateDesks = (state: State, atMs: number, officer: string): Change[] => {
  const changes: Change[] = [];
  for (const [key, desk] of state.parties.desks) {
    const isHolder = desk.watch?.by === officer;
    if (!isHolder && desk.handOverTo !== officer) continue;
    if (isHolder) vacate(desk, atMs);
    desk.handOverTo = null;
    desk.changedMs = atMs;
    changes.push({ kind: "watch-changed", deskKey: key, isInner: !isHolder });
  }
  return changes;
};

const openDesk = (context: Context, { deskId, level, names }: OpenDesk): Applied => {
  const { state, entry, party } = context;
  const lacking = findLackingRole(context, ["administrator"]);
  if (lacking) return refused(lacking);
  const { desks } = state.parties;
  const key = deskKey(party, deskId);
  if (desks.has(key)) {
    return refused({
      reason: "bad-field",
      field: "deskId",
      detail: `a desk ${deskId} is there, or was`,
      remedy: "give the desk another id: what was said to the old one stays the old one's",
    });
  }
  const limit = LIMITS.desksPerPartyMax;
  if ([...desks.values()].filter((desk) => desk.party === party).length >= limit) {
    return refused({ reason: "too-many", what: "desks of one party", limit });
  }
  desks.set(key, {
    id: deskId,
    party,
    level,
    names,
    watch: null,
    handOverTo: null,
    unwatchedSinceMs: entry.atMs,
    isClosed: false,
    changedMs: entry.atMs,
  });
  return answer(deskId, { kind: "desk-opened", deskKey: key });
};

const closeDesk = ({ entry }: Context, desk: Desk): Applied => {
  vacate(desk, entry.atMs);
  desk.isClosed = true;
  desk.changedMs = entry.atMs;
  return answer(desk.id, { kind: "desk-closed", deskKey: deskKey(desk.party, desk.id) });
};

type Taking = { readonly officer: string; readonly languages: readonly Language[] };

const hold = ({ entry }: Context, desk: Desk, { officer, languages }: Taking): Applied => {
  // Who takes back an offer has had the watch all along.
  const isTakenBack = desk.watch?.by === officer;
  desk.handOverTo = null;
  if (!isTakenBack) desk.watch = { by: officer, sinceMs: entry.atMs, languages };
  return watchChanged(desk, entry.atMs, isTakenBack);
};

const handOver = (
  { state, entry }: Context,
  desk: Desk,
  { officer, to }: { readonly officer: string; readonly to: string },
): Applied => {
  const illegal = illegalStep(desk, "handing_over");
  if (illegal) return refused(illegal);
  if (desk.watch?.by !== officer) return refused(NOT_YOURS);
  if (to === officer || !mayHaveRole(state.parties, desk.party, { sub: to, role: "desk" })) {
    return refused({
      reason: "bad-field",
      field: "to",
      detail: "the watch is handed to another officer of the party who has the role desk",
      remedy: "name one of your members with that role",
    });
  }
  desk.handOverTo = to;
  return watchChanged(desk, entry.atMs, true);
};

const leaveWatch = ({ entry }: Context, desk: Desk): Applied => {
  const illegal = illegalStep(desk, "vacant");
  if (illegal) return refused(illegal);
  vacate(desk, entry.atMs);
  return watchChanged(desk, entry.atMs, false);
};

const vacate = (desk: Desk, atMs: number): void => {
  if (desk.watch) desk.unwatchedSinceMs = atMs;
  desk.watch = null;
  desk.handOverTo = null;
};

const watchChanged = (desk: Desk, atMs: number, isInner: boolean): Applied => {
  desk.changedMs = atMs;
  const key = deskKey(desk.party, desk.id);
  return answer(desk.id, { kind: "watch-changed", deskKey: key, isInner });
};

/** An officer at an open desk: a person who may speak for it. */
const atDesk = (
  context: Context,
  deskId: string,
  act: (desk: Desk, officer: string) => Applied,
): Applied => {
  const { by } = context.entry;
  const lacking = findLackingRole(context, ["desk"]);
  if (lacking) return refused(lacking);
  const found = findDesk(context, deskId);
  if (!found.ok) return refused(found.refusal);
  return isPerson(context.state.parties, by) ? act(found.value, by) : refused(NO_PERSON);
};

const asAdministrator = (
  context: Context,
  deskId: string,
  act: (desk: Desk) => Applied,
): Applied => {
  const lacking = findLackingRole(context, ["administrator"]);
  if (lacking) return refused(lacking);
  const found = findDesk(context, deskId);
  return found.ok ? act(found.value) : refused(found.refusal);
};

const findDesk = ({ state, party }: Context, deskId: string): Outcome<Desk> => {
  const desk = state.parties.desks.get(deskKey(party, deskId));
  if (!desk) return refuse({ reason: "not-found", what: "desk", id: deskId });
  // Nothing may follow "closed": whatever is asked of the desk, that is the reason.
  const illegal = desk.isClosed
    ? findIllegalStep(DESK, deskId, { from: "closed", to: "closed" })
    : null;
  return illegal ? refuse(illegal) : accept(desk);
};

const illegalStep = (desk: Desk, to: WatchState): Refusal | null =>
  findIllegalStep(WATCH, desk.id, { from: watchState(desk), to });

const alreadyHeld = (desk: Desk): Refusal => ({
  reason: "wrong-state",
  what: WATCH.name,
  id: desk.id,
  state: watchState(desk),
  wanted: "taken by another",
});

const NOT_YOURS: Refusal = {
  reason: "not-permitted",
  detail: "the watch is handed over, or left, by the officer who has it",
};
const NO_PERSON: Refusal = {
  reason: "not-permitted",
  detail: "a watch is held by a person: the token names none",
};
const notOffered = (deskId: string): Refusal => ({
  reason: "not-found",
  what: "watch offered to you at the desk",
  id: deskId,
});

const answer = (id: string, change: Change): Applied =>
  accepted({ about: "party", what: "desk", id }, [change]);
