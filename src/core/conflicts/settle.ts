/** What each side says of a conflict: that it has it, that there is contact, that it is none. */

import type { Change } from "../changes.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { deskKey } from "../parties/model.ts";
import type { ConflictCommand } from "./commands.ts";
import { endAlarmOnContact, lapseProposals, moveLife } from "./life.ts";
import type { ConflictLife, SideLife } from "./life-model.ts";
import type { Conflict } from "./model.ts";
import { findOwnConflict, findUnowned } from "./own.ts";
import type { OwnSides } from "./own.ts";
import { PROPOSAL_HANDLERS } from "./proposals.ts";
import { STANDING_HANDLERS } from "./standing.ts";

export type ConflictResult = {
  readonly about: "conflict";
  readonly conflictId: string;
  readonly life: ConflictLife;
};

const SAYING_HANDLERS: Handlers<
  Extract<ConflictCommand, { kind: "own-conflict" | "note-contact" | "flag-false-alarm" }>
> = {
  "own-conflict": (context, { conflictId, deskId = null }) => {
    const { state, entry, party } = context;
    const found = findOwnConflict(context, conflictId, "own-conflict");
    if (!found.ok) return refused(found.refusal);
    const desk = deskId === null ? null : state.parties.desks.get(deskKey(party, deskId));
    if (desk === undefined || desk?.isClosed) {
      return refused({
        reason: "bad-field",
        field: "deskId",
        detail: `no open desk ${JSON.stringify(deskId?.slice(0, 80))} of your own`,
        remedy: "name an open desk of your party, or none",
      });
    }
    const owner = { by: entry.by, deskId, sinceMs: entry.atMs };
    return say(context, found.value, { owner }, ({ life }) => (life === "told" ? "owned" : life));
  },
  "note-contact": (context, { conflictId }) => {
    const found = findOwnConflict(context, conflictId, "note-contact");
    if (!found.ok) return refused(found.refusal);
    const { conflict, sides } = found.value;
    const unowned = findUnowned(conflict, sides);
    if (unowned) return unowned;
    return say(context, found.value, { contactMs: context.entry.atMs }, (now) =>
      now.life === "owned" && now.sides.every(({ contactMs }) => contactMs !== null)
        ? "in_contact"
        : now.life,
    );
  },
  "flag-false-alarm": (context, { conflictId }) => {
    const found = findOwnConflict(context, conflictId, "flag-false-alarm");
    if (!found.ok) return refused(found.refusal);
    const falseAlarmMs = context.entry.atMs;
    return say(context, found.value, { falseAlarmMs }, (now) =>
      now.sides.every((side) => side.falseAlarmMs !== null) ? "false_alarm" : now.life,
    );
  },
};

export const CONFLICT_HANDLERS: Handlers<ConflictCommand> = {
  ...SAYING_HANDLERS,
  ...PROPOSAL_HANDLERS,
  ...STANDING_HANDLERS,
};

const say = (
  { state, entry }: Context,
  { conflict, sides }: OwnSides,
  said: Partial<SideLife>,
  lifeAfter: (conflict: Conflict) => ConflictLife,
): Applied => {
  const [first, second] = conflict.sides;
  conflict.sides = [
    sides.includes(0) ? { ...first, ...said } : first,
    sides.includes(1) ? { ...second, ...said } : second,
  ];
  endAlarmOnContact(conflict);
  moveLife(conflict, lifeAfter(conflict));
  conflict.changedSeq = entry.seq;
  conflict.changedMs = entry.atMs;
  const lapsed: Change[] =
    conflict.life === "false_alarm" ? lapseProposals(state, entry, conflict) : [];
  return accepted({ about: "conflict", conflictId: conflict.id, life: conflict.life }, [
    { kind: "conflict-moved", conflictId: conflict.id },
    ...lapsed,
  ]);
};
