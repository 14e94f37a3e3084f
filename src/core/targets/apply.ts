/** A party's targets: set, paused, resumed, given another secret, removed; by its administrator alone. */

import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLackingRole } from "../parties/roles.ts";
import type { SetTarget, TargetCommand } from "./commands.ts";
import { putTargets, TARGET } from "./model.ts";
import type { Target, TargetState } from "./model.ts";

/** The answer to every command about a target. */
export type TargetResult = { readonly about: "target"; readonly targetId: string };

type Of<K extends TargetCommand["kind"]> = Extract<TargetCommand, { kind: K }>;

export const TARGET_HANDLERS: Handlers<TargetCommand> = {
  "set-target": (context, command) => {
    const unfit = findLackingRole(context, ["administrator"]) ?? findUnfit(command);
    if (unfit) return refused(unfit);
    const { targetId } = command;
    return targetId === undefined
      ? makeTarget(context, command)
      : changeTarget(context, { ...command, targetId });
  },
  "pause-target": (context, command) => step(context, command, "paused"),
  "resume-target": (context, command) => step(context, command, "active"),
  "remove-target": (context, command) => step(context, command, "removed"),
  "rotate-target-secret": (context, command) => rotateSecret(context, command),
};

const makeTarget = (context: Context, { name, to, eventKinds }: SetTarget): Applied => {
  const { state, entry, party } = context;
  const limit = LIMITS.targetsPerPartyMax;
  const count = state.targets.live.filter((one) => one.party === party).length;
  if (count >= limit) return refused({ reason: "too-many", what: "targets of one party", limit });
  return put(context, {
    id: `target-${drawId(entry.salt, 0)}`,
    party,
    name,
    to,
    eventKinds,
    state: TARGET.start,
    sinceSeq: entry.seq,
    sinceMs: entry.atMs,
    changedMs: entry.atMs,
    changedBy: entry.by,
    secretVersion: 1,
    secretChangedMs: null,
  });
};

const changeTarget = (
  context: Context,
  { targetId, name, to, eventKinds }: SetTarget & { readonly targetId: string },
): Applied => {
  // What is removed stays so; what is paused stays paused.
  const found = findTarget(context, targetId, "active");
  if (!found.ok) return refused(found.refusal);
  const { kind } = found.value.to;
  if (kind !== to.kind) {
    const detail = `the target is of kind ${kind}`;
    return refused({ reason: "bad-field", field: "kind", detail, remedy: "make another target" });
  }
  return put(context, { ...found.value, name, to, eventKinds });
};

const step = (
  context: Context,
  { targetId }: Of<"pause-target" | "resume-target" | "remove-target">,
  to: TargetState,
): Applied => {
  const lacking = findLackingRole(context, ["administrator"]);
  if (lacking) return refused(lacking);
  const found = findTarget(context, targetId, to);
  if (!found.ok) return refused(found.refusal);
  const applied = put(context, { ...found.value, state: to });
  if (to === "removed") forgetRemoved(context);
  return applied;
};

const rotateSecret = (context: Context, { targetId }: Of<"rotate-target-secret">): Applied => {
  const lacking = findLackingRole(context, ["administrator"]);
  if (lacking) return refused(lacking);
  const found = findTarget(context, targetId, "active");
  if (!found.ok) return refused(found.refusal);
  const { to, secretVersion } = found.value;
  if (to.kind !== "webhook") return refused(NO_SECRET);
  const secretChangedMs = context.entry.atMs;
  return put(context, { ...found.value, secretVersion: secretVersion + 1, secretChangedMs });
};

const NO_SECRET = {
  reason: "bad-field",
  field: "targetId",
  detail: "the target is no webhook: mail is not signed",
  remedy: "name a webhook",
} as const;

/** Another's, and none at all, look the same. */
const findTarget = (
  { state, party }: Context,
  targetId: string,
  to: TargetState,
): Outcome<Target> => {
  const target = state.targets.all.get(targetId);
  if (target?.party !== party) {
    return refuse({ reason: "not-found", what: "target", id: targetId });
  }
  const illegal = findIllegalStep(TARGET, targetId, { from: target.state, to });
  return illegal ? refuse(illegal) : accept(target);
};

const findUnfit = ({ eventKinds }: SetTarget): Refusal | null =>
  eventKinds === "all" || eventKinds.length > 0
    ? null
    : {
        reason: "bad-field",
        field: "eventKinds",
        detail: "it names no kind of event",
        remedy: "name at least one, or leave it out for all",
      };

const put = ({ state, entry }: Context, target: Target): Applied => {
  const { id } = target;
  putTargets(state.targets, [{ ...target, changedMs: entry.atMs, changedBy: entry.by }]);
  return accepted({ about: "target", targetId: id }, [{ kind: "target-changed", targetId: id }]);
};

/** The last few of a party stay in its list: a loop of setting and removing must not fill the state. */
const forgetRemoved = ({ state, party }: Context): void => {
  const removed = [...state.targets.all.of(party).values()].filter(
    (one) => one.state === "removed",
  );
  removed.sort((a, b) => a.changedMs - b.changedMs || (a.id < b.id ? -1 : 1));
  for (const { id } of removed.slice(0, -LIMITS.targetsRemovedKeptMax)) {
    state.targets.all.delete(id);
  }
};
