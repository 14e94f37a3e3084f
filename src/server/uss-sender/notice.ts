/** What is to be told of one entity at one base URL. */

export type What = "intent" | "constraint";

/** All that concerns it is told in order, one message at a time. */
export type Thread = {
  readonly baseUrl: string;
  readonly what: What;
  readonly entityId: string;
};

/** Without a space in any part but the URL, which may have none either. */
export const keyOf = ({ baseUrl, what, entityId }: Thread): string =>
  `${what} ${entityId} ${baseUrl}`;

/** A subscription that a write met, with the index that it got by it. */
export type Told = { readonly id: string; readonly notificationIndex: number };

/** One change, as it is to be told at one base URL. */
export type Letter = Thread & {
  readonly seq: number;
  readonly atMs: number;
  /** Behind this change the entity was no longer there. */
  readonly isGone: boolean;
  /** The USS whose entity it is; null: this server's own. */
  readonly manager: string | null;
  readonly told: readonly Told[];
};

/**
 * The changes that the next message tells of, together: content is read when it is sent, so each of
 * them would say the same. No index is left out.
 */
export type Notice = Thread & {
  /** It is told as gone: the newest of these changes, or of what waits, took it away. */
  readonly isGone: boolean;
  /** As behind the last of these changes. */
  readonly manager: string | null;
  /** In the order in which they were given. */
  readonly told: readonly Told[];
  readonly letters: readonly { readonly number: number; readonly atMs: number }[];
};
