/** Protected sites: what an owner says of them, to whom, and what those say who were told. */

import type { PackedVolume } from "../../geometry/packed-volume.ts";
import type { ReadReceipt, Rung } from "../disclosure/model.ts";
import type { ValuesOf } from "../line/fields.ts";
import type { SITE as SITE_FIELDS } from "../line/kinds/humanitarian.ts";
import type { Act, Dissemination, ReadBackResult, ReceiptState } from "../line/model.ts";
import type { WordOf } from "../line/words.ts";
import type { Machine } from "../machine.ts";
import type { Reader } from "../operations/view.ts";
import type { PlaceIds } from "../solid-index.ts";

export const SITE_STATES = [
  "submitted",
  "verified",
  "notified",
  "due_for_reconfirmation",
  "lapsed",
  "hit_reported",
  "withdrawn",
] as const;
export type SiteState = (typeof SITE_STATES)[number];

/**
 * Of a site as others know it. A newer version is checked beside it and takes its place when it is
 * notified; acknowledged is a fact of each recipient, in its receipt.
 */
export const SITE: Machine<SiteState> = {
  name: "site",
  start: "submitted",
  next: {
    submitted: ["submitted", "verified", "withdrawn"],
    verified: ["submitted", "notified", "withdrawn"],
    notified: ["notified", "due_for_reconfirmation", "hit_reported", "withdrawn"],
    due_for_reconfirmation: ["notified", "lapsed", "hit_reported", "withdrawn"],
    lapsed: ["notified", "hit_reported", "withdrawn"],
    hit_reported: ["notified", "due_for_reconfirmation", "hit_reported", "withdrawn"],
    withdrawn: [],
  },
};

/** What a site says, by the same table as a message about one. */
export type SiteFields = ValuesOf<typeof SITE_FIELDS>;

/** When a recipient is told more than that the site exists. */
export const TELLING_TIMES = ["near", "always"] as const;
/** `near`: while an operation of its own, as filed, is near by. `always`: at once, by the owner's word. */
export type TellingTime = (typeof TELLING_TIMES)[number];

export type SiteVersion = {
  readonly version: number;
  readonly body: SiteFields;
  readonly by: string | null;
  readonly seq: number;
  readonly receivedMs: number;
  /** As compared. */
  readonly packed: readonly PackedVolume[];
  /** Of the second person, who read the position anew. */
  readonly readBacks: ReadBackResult[];
  verified: Act | null;
  notifiedMs: number | null;
};

/** What one recipient is told of one version, and when. Only ever more. */
export type ToldVersion = {
  readonly version: number;
  readonly rung: Rung;
  readonly when: TellingTime;
  readonly atMs: number;
};

/** What a recipient says of what it was told: asked anew when it matters, or when it sees more. */
export type SiteReceipt = {
  readonly version: number;
  /** What it saw when it was asked; when it answered, if it then saw less. */
  rung: Rung;
  readonly askedMs: number;
  state: ReceiptState;
  /** Said by the recipient's machine. */
  deliveredMs: number | null;
  acknowledged: Said | null;
  objected: Said | null;
  readonly disseminated: Dissemination[];
  readonly readBacks: ReadBackResult[];
};
export type Said = Act & {
  readonly concern: WordOf<"concern"> | null;
  readonly text: string | null;
};

/** One that may be told: how much, of versions to come, and what it was told. */
export type Recipient = {
  readonly party: string;
  rung: Rung;
  when: TellingTime;
  /** The owner's word for this one alone; else what the version says of all. */
  isSet: boolean;
  /** Since when later versions are not told; null: they are. */
  closedMs: number | null;
  readonly told: ToldVersion[];
  readonly reads: ReadReceipt[];
  readonly receipts: SiteReceipt[];
};

/** What was reported to have been hit: an entry of the owner. */
export type Hit = {
  readonly atMs: number;
  readonly reportedMs: number;
  readonly by: string | null;
  readonly text: string | null;
  /** That it opened; null: it names no party. */
  readonly incidentId: string | null;
};

export type Site = {
  /** Drawn: it tells nothing of what other sites there are. */
  readonly id: string;
  readonly party: string;
  state: SiteState;
  /** Newest last; the last one may still be under check. */
  readonly versions: SiteVersion[];
  /** The version that others are told; null: none yet. */
  inForce: number | null;
  readonly recipients: Recipient[];
  readonly hits: Hit[];
  confirmedMs: number | null;
  confirmedBy: string | null;
  /** When it is due, and when it lapses. Another due time is stale. */
  remindMs: number | null;
  reconfirmByMs: number | null;
  withdrawn: {
    readonly atMs: number;
    readonly by: string | null;
    readonly siteReason: WordOf<"siteReason">;
    readonly text: string | null;
  } | null;
  changedMs: number;
  /** Of the version in force; empty when there is none, or it is withdrawn. */
  packed: readonly PackedVolume[];
  placeIds: PlaceIds;
};

export const latestVersion = ({ versions }: Site): SiteVersion => versions.at(-1)!;

export const findVersion = ({ versions }: Site, version: number | null): SiteVersion | null =>
  versions.find((one) => one.version === version) ?? null;

export const versionInForce = (site: Site): SiteVersion | null => findVersion(site, site.inForce);

export const recipientOf = ({ recipients }: Site, party: string): Recipient | null =>
  recipients.find((one) => one.party === party) ?? null;

/** What the recipient was last told of it; null: nothing, it does not exist for it. */
export const lastTold = ({ told }: Recipient): ToldVersion | null => told.at(-1) ?? null;

/** To its owner, the host and those who were told of it; to all others there is none. */
export const isSiteSeen = (site: Site, reader: Reader): boolean => {
  if (reader.kind === "host" || reader.party === site.party) return true;
  const recipient = recipientOf(site, reader.party);
  return recipient !== null && lastTold(recipient) !== null;
};

/** What matters to those who go by it: they are asked to acknowledge anew. */
const MATTERS: readonly (keyof SiteFields)[] = [
  "siteKind",
  "place",
  "footprint",
  "accuracyM",
  "storeys",
  "underground",
  "persons",
  "hours",
  "markings",
  "window",
  "contactByDay",
  "contactByNight",
];

export const mattersTo = (before: SiteFields, after: SiteFields): boolean =>
  MATTERS.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));

/** Kinds that are re-confirmed sooner while operations are filed near by. */
export const HEALTH_KINDS: ReadonlySet<WordOf<"siteKind">> = new Set([
  "hospital",
  "clinic",
  "mobile_clinic",
  "ambulance_point",
  "blood_bank",
]);
