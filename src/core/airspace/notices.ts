/** A USS tells of what it has written: kept for those of its listeners whom this server serves. */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { NoteUssChange } from "./commands.ts";
import type { AirspaceState } from "./model.ts";
import {
  addNotice,
  dropNotices,
  noticeKey,
  putTold,
  removeTold,
  sizeOf,
  toldKey,
} from "./notices-model.ts";
import type { Inbox, Notice, Told, ToldSubscription } from "./notices-model.ts";
import { textFingerprint } from "./passage.ts";
import type { Noun } from "./passage.ts";

const NOUNS = { intent: "operational intent", constraint: "constraint" } as const satisfies Record<
  NoteUssChange["what"],
  Noun
>;

/**
 * A version that was told before may be told again, in the same words: it is taken, and kept once.
 * Subscriptions that are not there, or that another server serves, are passed over.
 */
export const noteUssChange = ({ state, entry }: HostContext, command: NoteUssChange): Applied => {
  const { airspace } = state;
  const { notices } = airspace;
  const before = notices.told.get(toldKey(command));
  const fingerprint = textFingerprint(command.entity?.text ?? "");
  const told = toldBy(entry, command, { before, fingerprint });
  const kept = noticesFor(airspace, entry, command);
  const refusal =
    findForeign(airspace, command, before) ??
    findOutdated(command, { before, fingerprint }) ??
    findTooMuch(airspace, command, [told, ...kept.map(({ notice }) => notice)]);
  if (refusal) return refused(refusal);
  putTold(notices, told);
  if (!before) state.due.push({ dueMs: overMs(told), kind: "uss-told-over", id: toldKey(told) });
  for (const { inbox, notice } of kept) {
    notices.inboxes.set(inbox.manager, inbox);
    if (inbox.notices.length === 0) pushNoticesOver(state, inbox.manager, notice);
    addNotice(notices, inbox, notice);
    inbox.number = notice.number;
  }
  return accepted({ about: "airspace", what: "noted" }, []);
};

type Known = { readonly before: Told | undefined; readonly fingerprint: number };

const toldBy = (
  { atMs }: Entry,
  { what, id, manager: by, entity }: NoteUssChange,
  { before, fingerprint }: Known,
): Told => {
  const manager = entity?.manager ?? before?.manager ?? by;
  return { what, id, manager, by, version: entity?.version ?? null, fingerprint, atMs };
};

/** Who manages it, as the DSS knows; else as was told before; else as the message has it. */
const findForeign = (
  airspace: AirspaceState,
  { what, id, manager, entity, isOwn }: NoteUssChange,
  before: Told | undefined,
): Refusal | null => {
  if (isOwn) return null;
  const known = what === "intent" ? airspace.intents.get(id) : airspace.constraints.get(id);
  const owner = known?.manager ?? before?.manager ?? manager;
  const foreign = [owner, entity?.manager ?? manager].find((one) => one !== manager);
  if (foreign === undefined) return null;
  return { reason: "not-permitted", detail: `${NOUNS[what]} ${id} is managed by ${foreign}` };
};

const findOutdated = (
  { what, id, entity }: NoteUssChange,
  { before, fingerprint }: Known,
): Refusal | null => {
  if (!entity || !before || before.version === null || entity.version > before.version) return null;
  if (entity.version === before.version && fingerprint === before.fingerprint) return null;
  const detail =
    entity.version < before.version
      ? `version ${before.version} was told before`
      : "this version was told before, with other content";
  return { reason: "airspace-version", what: NOUNS[what], id, detail };
};

const findTooMuch = (
  { notices: { sizes } }: AirspaceState,
  { manager }: NoteUssChange,
  added: readonly (Notice | Told)[],
): Refusal | null => {
  const limit = LIMITS.airspaceNoticeCharsPerManagerMax;
  const size = added.reduce((sum, one) => sum + sizeOf(one), sizes.get(manager) ?? 0);
  const what = "characters kept of what one USS told";
  return size <= limit ? null : { reason: "too-many", what, limit };
};

type Kept = { readonly inbox: Inbox; readonly notice: Notice };

/** One for each manager, with those of its subscriptions that have not been told of it. */
const noticesFor = (
  { subscriptions, notices }: AirspaceState,
  { atMs }: Entry,
  { what, id, entity, manager: by, baseUrl, subscriptions: named }: NoteUssChange,
): readonly Kept[] => {
  const byManager = new Map<string, ToldSubscription[]>();
  for (const one of named) {
    const found = subscriptions.get(one[0]);
    if (found?.baseUrl !== baseUrl || notices.keys.has(noticeKey(id, one))) continue;
    const own = byManager.get(found.manager) ?? [];
    if (!own.some((other) => other[0] === one[0] && other[1] === one[1])) own.push(one);
    byManager.set(found.manager, own);
  }
  return Array.from(byManager, ([manager, own]) => {
    const inbox = notices.inboxes.get(manager) ?? { manager, number: 0, notices: [] };
    const number = inbox.number + 1;
    const text = entity?.text ?? null;
    const notice = { number, atMs, by, what, id, entity: text, subscriptions: own };
    return { inbox, notice };
  });
};

const overMs = ({ atMs }: Notice | Told): number => atMs + LIMITS.airspaceNoticesKeptMs;

/** One due time for each inbox, that of its first. */
const pushNoticesOver = ({ due }: State, manager: string, first: Notice): void => {
  due.push({ dueMs: overMs(first), kind: "uss-notices-over", id: manager });
};

export const onNoticesOver = (state: State, _entry: Entry, due: Due): readonly Change[] => {
  const { notices } = state.airspace;
  const inbox = notices.inboxes.get(due.id);
  if (!inbox) return [];
  const left = inbox.notices.findIndex((one) => overMs(one) > due.dueMs);
  dropNotices(notices, inbox, left === -1 ? inbox.notices.length : left);
  const [first] = inbox.notices;
  if (first) pushNoticesOver(state, inbox.manager, first);
  return [];
};

export const onToldOver = (state: State, _entry: Entry, due: Due): readonly Change[] => {
  const { notices } = state.airspace;
  const told = notices.told.get(due.id);
  if (!told) return [];
  if (overMs(told) <= due.dueMs) removeTold(notices, told);
  else state.due.push({ dueMs: overMs(told), kind: "uss-told-over", id: due.id });
  return [];
};
