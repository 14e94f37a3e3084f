/** Items: opened, accepted, moved on, told of. What was said of one stays in its history. */

import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findUnseen } from "../line/parse-value.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import type { ItemCommand, OpenItem } from "./commands.ts";
import { pushDue, pushForgetting } from "./due.ts";
import { CONTRIBUTION, isSettled, ITEM } from "./model.ts";
import type { Item, ItemDeed, ItemState, PartState } from "./model.ts";
import {
  findDayFull,
  findItem,
  findNoOfficer,
  findStopped,
  noteDay,
  officerOf,
} from "./passage.ts";

/** The answer to every command about an item. */
export type ItemResult = {
  readonly about: "item";
  readonly itemId: string;
  readonly state: ItemState;
};

type Of<K extends ItemCommand["kind"]> = Extract<ItemCommand, { kind: K }>;

export const ITEM_HANDLERS: Handlers<ItemCommand> = {
  "open-item": (context, command) => openItem(context, command),
  "accept-item": (context, command) => answerItem(context, command, "accepted"),
  "decline-item": (context, command) => answerItem(context, command, "declined"),
  "note-item": (context, command) =>
    withItem(context, command, (item) => noteItem(context, item, command)),
  "move-item": (context, command) =>
    withItem(context, command, (item) => moveItem(context, item, command)),
  "set-item-due": (context, command) =>
    withItem(context, command, (item) => setDue(context, item, command.dueMs)),
  "ask-contributor": (context, command) =>
    withItem(context, command, (item) => askContributor(context, item, command.party)),
};

const openItem = (context: Context, command: OpenItem): Applied => {
  const { state, entry, party } = context;
  const { subject, lead, contributors, dueMs, isHumanitarian, text } = command;
  const others = [...new Set([lead, ...contributors])].filter((one) => one !== party);
  const refusal =
    findNoOfficer(context) ??
    findUnseen("subject", subject.replaceAll("\n", "\0")) ??
    findUnseen("text", text) ??
    findUnfitParties(context, [lead, ...contributors]) ??
    findPastDue(context, dueMs) ??
    findTooMany(context) ??
    findStopped(context, { isHumanitarian, others }) ??
    findDayFull(context, isHumanitarian);
  if (refusal) return refused(refusal);
  const item: Item = {
    id: `item-${drawId(entry.salt, 0)}`,
    subject,
    isHumanitarian,
    proposer: party,
    lead,
    state: lead === party ? "open" : ITEM.start,
    contributions: contributors.map((one) => ({
      party: one,
      state: one === party ? "accepted" : CONTRIBUTION.start,
    })),
    dueMs,
    isReminded: false,
    isOverdue: false,
    history: [],
    madeMs: entry.atMs,
    changedMs: entry.atMs,
  };
  state.items.all.set(item.id, item);
  pushDue(context, item);
  return told(context, item, { kind: "opened" }, { text });
};

/** By the lead of one that was proposed, else by a contributor of itself. */
const answerItem = (
  context: Context,
  command: Of<"accept-item" | "decline-item">,
  to: "accepted" | "declined",
): Applied =>
  withItem(context, command, (item) => {
    const text = command.kind === "decline-item" ? command.text : undefined;
    const isLeads = item.lead === context.party && item.state === "proposed";
    const refusal = isLeads ? null : answerPart(context, item, to);
    if (refusal) return refused(refusal);
    if (isLeads) item.state = to === "accepted" ? "open" : "declined";
    return told(context, item, { kind: to }, { text });
  });

const answerPart = ({ party }: Context, item: Item, to: PartState): Refusal | null => {
  const own = item.contributions.find((one) => one.party === party);
  if (!own) return { reason: "not-permitted", detail: "nothing was asked of your side in it" };
  const illegal = findIllegalStep(CONTRIBUTION, item.id, { from: own.state, to });
  if (illegal) return illegal;
  item.contributions = item.contributions.map((one) =>
    one.party === party ? { party, state: to } : one,
  );
  return null;
};

const noteItem = (context: Context, item: Item, { text, corrects }: Of<"note-item">): Applied => {
  const { party } = context;
  const set = item.history.find(({ number }) => number === corrects);
  if (corrects === undefined || set?.party === party) {
    return told(context, item, { kind: "said" }, { text, corrects });
  }
  return refused({
    reason: "bad-field",
    field: "corrects",
    detail: set ? "another side said it" : `the history has no note ${corrects}`,
    remedy: "name a note of your own side, or leave it out",
  });
};

const moveItem = (context: Context, item: Item, { to, text }: Of<"move-item">): Applied => {
  const refusal = findNotMover(context, item, to);
  if (refusal) return refused(refusal);
  const illegal = findIllegalStep(ITEM, item.id, { from: item.state, to });
  if (illegal) return refused(illegal);
  item.state = to;
  // Taken up again past its time, it is overdue without being told so once more.
  item.isOverdue = !isSettled(item) && item.dueMs !== null && item.dueMs <= context.entry.atMs;
  pushDue(context, item);
  return told(context, item, { kind: "moved", to }, { text });
};

/** The lead; and who proposed it, to take it back before the lead has accepted it. */
const findNotMover = (context: Context, item: Item, to: ItemState): Refusal | null => {
  if (item.state !== "proposed") return findNotLead(context, item);
  return item.proposer === context.party && to === "withdrawn"
    ? null
    : { reason: "not-permitted", detail: "the lead accepts or declines it first" };
};

const setDue = (context: Context, item: Item, dueMs: number | null): Applied => {
  const refusal = findNotLead(context, item) ?? findOver(item) ?? findPastDue(context, dueMs);
  if (refusal) return refused(refusal);
  Object.assign(item, { dueMs, isReminded: false, isOverdue: false });
  pushDue(context, item);
  return told(context, item, { kind: "due", dueMs });
};

const askContributor = (context: Context, item: Item, party: string): Applied => {
  const others = item.contributions.filter((one) => one.party !== party);
  const known = item.contributions.find((one) => one.party === party);
  const refusal =
    findNotLead(context, item) ??
    findOver(item) ??
    findUnfitParties(context, [item.lead, ...others.map((one) => one.party), party]) ??
    (known && findIllegalStep(CONTRIBUTION, item.id, { from: known.state, to: "asked" }));
  if (refusal) return refused(refusal);
  item.contributions = [...others, { party, state: CONTRIBUTION.start }];
  return told(context, item, { kind: "asked", party });
};

/** What is said of an item is a line of its history, and takes room in the party's day. */
const withItem = (
  context: Context,
  command: Exclude<ItemCommand, OpenItem>,
  use: (item: Item) => Applied,
): Applied => {
  const found = findItem(context, command.itemId);
  if (!found.ok) return refused(found.refusal);
  const item = found.value;
  const refusal =
    findNoOfficer(context) ??
    ("text" in command ? findUnseen("text", command.text) : null) ??
    findFull(item, command) ??
    findStopped(context, item) ??
    findDayFull(context, item.isHumanitarian);
  return refusal ? refused(refusal) : use(item);
};

/** What is only told leaves room for the steps by which the item ends. */
const findFull = ({ history }: Item, { kind }: ItemCommand): Refusal | null => {
  const limit = kind === "note-item" ? LIMITS.itemNotesMax : LIMITS.itemHistoryMax;
  return history.length < limit ? null : { reason: "too-many", what: "notes of one item", limit };
};

type Said = { readonly text?: string | undefined; readonly corrects?: number | undefined };

const told = (context: Context, item: Item, what: ItemDeed, said: Said = {}): Applied => {
  const { entry, party } = context;
  const { text = null, corrects = null } = said;
  const number = item.history.length + 1;
  const { atMs } = entry;
  item.history.push({ number, party, by: officerOf(entry), atMs, what, text, corrects });
  item.changedMs = atMs;
  // Who was asked sees it from now on; who declined, no more.
  context.state.items.all.set(item.id, item);
  noteDay(context, item.isHumanitarian);
  if (isSettled(item)) pushForgetting(context, item);
  const { id: itemId, state } = item;
  return accepted({ about: "item", itemId, state }, [{ kind: "item-changed", itemId }]);
};

const findNotLead = ({ party }: Context, { lead }: Item): Refusal | null =>
  lead === party ? null : { reason: "not-permitted", detail: `its lead ${lead} says this` };

const findOver = (item: Item): Refusal | null =>
  isSettled(item)
    ? { reason: "wrong-state", what: ITEM.name, id: item.id, state: item.state, wanted: "changed" }
    : null;

const findPastDue = ({ entry }: Context, dueMs: number | null): Refusal | null =>
  dueMs === null || dueMs > entry.atMs
    ? null
    : {
        reason: "bad-field",
        field: "due",
        detail: "the time has passed",
        remedy: "name a time to come, or none",
      };

const findUnfitParties = ({ theatre }: Context, parties: readonly string[]): Refusal | null => {
  const stranger = parties.find((one) => !theatre.parties.some(({ id }) => id === one));
  if (stranger !== undefined) return { reason: "unknown-party", party: stranger };
  if (new Set(parties).size === parties.length) return null;
  const detail = "it names a party twice";
  return {
    reason: "bad-field",
    field: "contributors",
    detail,
    remedy: "name the lead once, and each contributor once",
  };
};

const findTooMany = ({ state, party }: Context): Refusal | null => {
  const limit = LIMITS.itemsPerPartyMax;
  let count = 0;
  for (const { proposer } of state.items.all.of(party).values()) if (proposer === party) count++;
  return count < limit ? null : { reason: "too-many", what: "items of one party", limit };
};
