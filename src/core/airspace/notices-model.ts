/**
 * What USSs told this server, as the USS of those who have no server of their own: kept for these to
 * read, each manager's in a row of its own.
 */

export type NoticeOf = "intent" | "constraint";

/** One message, as one manager is to read it. */
export type Notice = {
  /** Counted for this manager alone, from 1: it tells nothing of what others are told. */
  readonly number: number;
  readonly atMs: number;
  /** The USS that told it. */
  readonly by: string;
  readonly what: NoticeOf;
  readonly id: string;
  /** As `api/f3548` wrote it; null: it was deleted. */
  readonly entity: string | null;
  /** The manager's own, for which it was told, with their counts. */
  readonly subscriptions: readonly ToldSubscription[];
};

export type ToldSubscription = readonly [id: string, notificationIndex: number];

export type Inbox = {
  readonly manager: string;
  /** The last that was given. */
  number: number;
  /** In their order; numbers without a gap. */
  notices: Notice[];
};

/** What was last told of an intent or a constraint. */
export type Told = {
  readonly what: NoticeOf;
  readonly id: string;
  readonly manager: string;
  /** Who told it. */
  readonly by: string;
  /** Null: that it was deleted. */
  readonly version: number | null;
  readonly fingerprint: number;
  readonly atMs: number;
};

export type NoticesState = {
  readonly inboxes: Map<string, Inbox>;
  /** By `toldKey`. */
  readonly told: Map<string, Told>;
  /** How much is kept of what each USS told, in characters. Follows from the others. */
  readonly sizes: Map<string, number>;
  /** What stands in the inboxes, by `noticeKey`. Follows from them. */
  readonly keys: Set<string>;
};

export const makeNoticesState = (): NoticesState => ({
  inboxes: new Map(),
  told: new Map(),
  sizes: new Map(),
  keys: new Set(),
});

export const toldKey = ({ what, id }: { readonly what: NoticeOf; readonly id: string }): string =>
  `${what} ${id}`;

/** Told twice, it is one: each change that a subscription hears of has a count of its own. */
export const noticeKey = (entityId: string, [id, index]: ToldSubscription): string =>
  `${id} ${index} ${entityId}`;

/** What a record takes beside its text. */
const RECORD_CHARS = 512;

/** Of a notice, or of what was last told of something. */
export const sizeOf = (one: Notice | Told): number =>
  RECORD_CHARS + ("entity" in one ? (one.entity?.length ?? 0) : 0);

export const countSize = ({ sizes }: NoticesState, by: string, change: number): void => {
  const size = (sizes.get(by) ?? 0) + change;
  if (size === 0) sizes.delete(by);
  else sizes.set(by, size);
};

export const putTold = (state: NoticesState, told: Told): void => {
  const key = toldKey(told);
  const before = state.told.get(key);
  if (before) countSize(state, before.by, -sizeOf(before));
  state.told.set(key, told);
  countSize(state, told.by, sizeOf(told));
};

export const removeTold = (state: NoticesState, told: Told): void => {
  state.told.delete(toldKey(told));
  countSize(state, told.by, -sizeOf(told));
};

export const addNotice = (state: NoticesState, inbox: Inbox, notice: Notice): void => {
  inbox.notices.push(notice);
  countSize(state, notice.by, sizeOf(notice));
  for (const one of notice.subscriptions) state.keys.add(noticeKey(notice.id, one));
};

/** Those that came before the others. */
export const dropNotices = (state: NoticesState, inbox: Inbox, count: number): void => {
  for (const notice of inbox.notices.slice(0, count)) {
    countSize(state, notice.by, -sizeOf(notice));
    for (const one of notice.subscriptions) state.keys.delete(noticeKey(notice.id, one));
  }
  inbox.notices = inbox.notices.slice(count);
};

export type NoticesDump = { readonly inboxes: readonly Inbox[]; readonly told: readonly Told[] };

export const dumpNotices = ({ inboxes, told }: NoticesState): NoticesDump => ({
  inboxes: [...inboxes.values()],
  told: [...told.values()],
});

export const loadNotices = (state: NoticesState, dump: NoticesDump): void => {
  for (const { manager, number, notices } of dump.inboxes) {
    const inbox: Inbox = { manager, number, notices: [] };
    state.inboxes.set(manager, inbox);
    for (const notice of notices) addNotice(state, inbox, notice);
  }
  for (const one of dump.told) putTold(state, one);
};
