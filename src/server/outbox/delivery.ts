/** One thing to be sent to one target, and where it stands. */

/**
 * Each target has three lanes; within one all is in order, and one is sent at a time.
 *
 * `flash` never waits behind `ordinary`. `again` holds what was given up and is sent once more on
 * request: it must not hold up what is new.
 */
export const LANES = ["flash", "ordinary", "again"] as const;
export type LaneName = (typeof LANES)[number];

/** Where a lane stands in the journal: all before `seq` is settled, and `count` of what `seq` told. */
export type Place = { readonly seq: number; readonly count: number };

export type Delivery = {
  /** `webhook-id`, and the left side of `Message-ID`: the same at every attempt, on every start. */
  readonly id: string;
  readonly targetId: string;
  readonly lane: LaneName;
  readonly kind: string;
  readonly seq: number;
  /** Among all that the party was told of this entry. */
  readonly ordinal: number;
  readonly atMs: number;
  /** What is sent: a webhook's body, or a mail's subject and text as JSON. Null: it can't be made. */
  readonly content: () => string | null;
  /** Where the lane stands once it is settled; null: it came from the store, not from the journal. */
  readonly after: Place | null;
};

/** Without a full stop, and readable from the right: no two deliveries share one. */
export const deliveryId = (targetId: string, seq: number, ordinal: number | "resync"): string =>
  `${targetId}_${seq}_${ordinal}`;
