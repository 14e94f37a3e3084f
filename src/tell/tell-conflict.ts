/** Conflicts and proposals as one side sees them: what its rung shows, and nothing else. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Speech } from "./speech.ts";
import type { Conflict, Memory, Proposal, Told } from "./tell.ts";
import { windowText } from "./tell-operation.ts";

type ConflictEvent = Extract<ToldEvent, { kind: `conflict.${string}` }>;
const told = (text: string): Told => ({ direction: "told", topic: "conflict", text });

/** Null: what happened is told by another line of the same entry. */
export const tellConflict = (memory: Memory, { kind, conflict }: ConflictEvent): Told | null => {
  const { speech, conflicts } = memory;
  const before = conflicts.get(conflict.id);
  conflicts.set(conflict.id, kind === "conflict.moved" ? conflict : unsaid(conflict, before));
  if (!conflict.own) return tellToHost(speech, conflict, before);
  const name = nameOf(memory, conflict);
  switch (kind) {
    case "conflict.opened":
    case "conflict.changed":
      return told(openedText(speech, conflict, name));
    case "conflict.overdue":
      return told(speech.say("overdue", { name, time: contactBy(speech, conflict) }));
    case "conflict.unresolved":
      return told(speech.say("unresolved", { name }));
    case "conflict.closed":
      return told(speech.say("apart"));
    default:
      return tellMoved(memory, conflict, before);
  }
};

/** What people said is told by `conflict.moved`, which follows in the same entry. */
const unsaid = (conflict: Conflict, before: Conflict | undefined): Conflict => ({
  ...conflict,
  resolution: before?.resolution ?? null,
});

const nameOf = ({ operations, speech }: Memory, { ownOperationIds }: Conflict): string =>
  speech.list(ownOperationIds.map((id) => operations.get(id) ?? speech.id(id)));

/** What it is to its reader now: with which operation, where, when, and until when to be in contact. */
export const describeConflict = (memory: Memory, conflict: Conflict): string =>
  openedText(memory.speech, conflict, nameOf(memory, conflict));

const contactBy = (speech: Speech, conflict: Conflict): string =>
  conflict.contactBy === null ? "" : speech.time(conflict.contactBy);

const openedText = (speech: Speech, conflict: Conflict, name: string): string => {
  const { other } = conflict;
  return [
    speech.say("conflictTold", { name }),
    whereText(speech, conflict),
    ...(conflict.contactBy === null
      ? []
      : [speech.say("contactBy", { time: contactBy(speech, conflict) })]),
    ...(other?.party === null ? [speech.say("otherUndisclosed")] : []),
  ].join("\n");
};

const whereText = (speech: Speech, { cell, advice, start, end }: Conflict): string => {
  if (advice && advice.from !== null) {
    const measures = speech.list(advice.measures.map((one) => speech.texts.measures[one]));
    return speech.say("conflictAdvice", {
      measures,
      window: windowText(speech, advice.from, advice.to),
    });
  }
  if (cell === null || start === null) return speech.say("conflictOnly");
  return speech.say("conflictCell", {
    cell: speech.id(cell.id),
    window: windowText(speech, start, end),
  });
};

/** The host learns what it has come to. */
const tellToHost = (
  speech: Speech,
  { life }: Conflict,
  before: Conflict | undefined,
): Told | null =>
  before?.life === life
    ? null
    : {
        direction: "told",
        topic: "conflict",
        text: speech.say("conflictLife", { life: speech.texts.conflictLives[life] }),
      };

/** What people have said since: who has it, whether there is contact, how it was settled. */
const tellMoved = (
  { speech }: Memory,
  conflict: Conflict,
  before: Conflict | undefined,
): Told | null => {
  const { own, other, resolution } = conflict;
  const mine = [
    ...(own?.owner && !before?.own?.owner ? [speech.say("ownTook")] : []),
    ...(own?.contactAt && !before?.own?.contactAt ? [speech.say("ownContact")] : []),
  ];
  const theirs = [
    ...(other?.ownedAt && !before?.other?.ownedAt
      ? [speech.say("otherTook", { party: speech.party(other.party ?? "") })]
      : []),
    ...(other?.contactAt && !before?.other?.contactAt ? [speech.say("otherContact")] : []),
    ...(resolution && !before?.resolution
      ? [
          speech.say("resolved", {
            kinds: speech.list(resolution.kinds.map((kind) => speech.word("measure", kind))),
          }),
        ]
      : []),
  ];
  const lines = [...mine, ...theirs];
  if (lines.length === 0) return null;
  const direction = theirs.length === 0 ? "said" : "told";
  return { direction, topic: "conflict", text: lines.join("\n") };
};

export const tellProposal = (
  { speech, proposals }: Memory,
  { kind, proposal }: Extract<ToldEvent, { kind: "proposal.opened" | "proposal.changed" }>,
): Told => {
  const before = proposals.get(proposal.id);
  proposals.set(proposal.id, proposal);
  const topic = "proposal";
  if (kind === "proposal.opened") {
    return {
      direction: proposal.isOwn ? "said" : "told",
      topic,
      text: proposedText(speech, proposal),
    };
  }
  const isMine = proposal.confirmedBy !== null && before?.confirmedBy === null;
  const isTheirs = proposal.isConfirmedByOther && before?.isConfirmedByOther === false;
  const state = speech.texts.proposalStates[proposal.state];
  const waits = proposal.state === "accepted" && before?.state === "open";
  const lines = [
    ...(isMine ? [speech.say("ownConfirmed")] : []),
    ...(isTheirs ? [speech.say("otherConfirmed")] : []),
    ...(proposal.state === before?.state ? [] : [speech.say("proposalState", { state })]),
    ...(waits ? [speech.say("needsSecond")] : []),
  ];
  // The other side accepts what is one's own, and the other way round.
  const direction = isMine || (waits && !proposal.isOwn) ? "said" : "told";
  return { direction, topic, text: lines.join("\n") };
};

/** What each side would do, and until when it stands. */
export const proposedText = (speech: Speech, { isOwn, own, other, validTo }: Proposal): string => {
  const terms = [
    speech.say("ownOperation", { change: changeText(speech, own) }),
    speech.say("otherOperation", { change: changeText(speech, other) }),
  ].join(speech.texts.semicolon);
  return [
    speech.say(isOwn ? "ownProposes" : "otherProposes", { terms }),
    ...(validTo === null ? [] : [speech.say("validTo", { time: speech.time(validTo) })]),
  ].join("\n");
};

const MINUTE_MS = 60_000;

export const changeText = (speech: Speech, terms: Proposal["own"]): string => {
  const { shiftMs, shiftM, holdUntil, hasNewRoute } = terms;
  const minutes = speech.minutes(Math.abs(shiftMs) / MINUTE_MS);
  const metres = speech.metres(Math.abs(shiftM));
  const changes = [
    ...(shiftMs === 0 ? [] : [speech.say(shiftMs > 0 ? "later" : "earlier", { amount: minutes })]),
    ...(shiftM === 0 ? [] : [speech.say(shiftM > 0 ? "higher" : "lower", { amount: metres })]),
    ...(holdUntil === null ? [] : [speech.say("heldUntil", { time: speech.time(holdUntil) })]),
    ...(hasNewRoute ? [speech.say("newRoute")] : []),
  ];
  return changes.length === 0 ? speech.say("unchanged") : speech.list(changes);
};
