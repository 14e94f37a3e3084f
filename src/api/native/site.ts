/** Protected sites on the wire: what owners say of them, and what others are told. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import { RUNGS } from "../../core/disclosure/model.ts";
import { LIMITS } from "../../core/limits.ts";
import type { Values } from "../../core/line/fields.ts";
import { SITE } from "../../core/line/kinds/humanitarian.ts";
import { WORDS } from "../../core/line/words.ts";
import { SITE_CAUSES } from "../../core/sites/changes.ts";
import { SITE_ANSWERS } from "../../core/sites/commands.ts";
import { SITE_STATES, TELLING_TIMES } from "../../core/sites/model.ts";
import type { SiteFields as CoreFields } from "../../core/sites/model.ts";
import { PROXIMITY_ENDS } from "../../core/sites/proximity-model.ts";
import type {
  ExistsSiteView,
  FullSiteView,
  SiteReceiptView,
  SiteRecipientView,
  SiteRef as CoreRef,
  SiteVersionView,
  SiteView,
  ToldSiteView,
} from "../../core/sites/view.ts";
import type { ProximityView } from "../../core/sites/view-for.ts";
import { renderFixed } from "../../phrases/render.ts";
import { LineText, Role } from "./channel.ts";
import { Rung } from "./conflict.ts";
import { fieldsToWire } from "./message-fields.ts";
import { ReadBack } from "./message-receipt.ts";
import { Point } from "./message-request.ts";
import { Level } from "./party.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableOneOf,
  NullableText,
  OneOf,
  PartyId,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
export const SiteId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
const Version = Type.Integer({ minimum: 1, maximum: 999_999 });

/** Judged field by field by the core's table. */
export const SiteFields = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
  description:
    "What a site says, as in a site_notice: GET /v1/message-kinds, docs/humanitarian.md.",
});

export const SiteRequest = Type.Object({ fields: SiteFields }, { ...CLOSED, title: "SiteRequest" });
export type SiteRequest = Static<typeof SiteRequest>;

/** What a file of sites holds, as it is asked for: `readSites` of the formats. */
export const siteRequestOf = (fields: CoreFields): SiteRequest => ({ fields: fieldsOf(fields) });

export const SiteUpdateRequest = Type.Object(
  { version: Version, fields: SiteFields },
  { ...CLOSED, title: "SiteUpdateRequest", description: "Everything that the site says." },
);
export type SiteUpdateRequest = Static<typeof SiteUpdateRequest>;
export const SiteVersionRequest = Type.Object(
  { version: Version },
  { ...CLOSED, title: "SiteVersionRequest" },
);
export type SiteVersionRequest = Static<typeof SiteVersionRequest>;
export const VerifySiteRequest = Type.Object(
  { version: Version, readBack: Point, role: Role },
  { ...CLOSED, title: "VerifySiteRequest" },
);
export type VerifySiteRequest = Static<typeof VerifySiteRequest>;
export const SiteConsentRequest = Type.Object(
  { to: PartyId, rung: Rung, when: OneOf(TELLING_TIMES) },
  { ...CLOSED, title: "SiteConsentRequest" },
);
export type SiteConsentRequest = Static<typeof SiteConsentRequest>;
export const WithdrawSiteRequest = Type.Object(
  { siteReason: OneOf(WORDS.siteReason), text: Type.Optional(LineText) },
  { ...CLOSED, title: "WithdrawSiteRequest" },
);
export type WithdrawSiteRequest = Static<typeof WithdrawSiteRequest>;
export const SiteHitRequest = Type.Object(
  {
    at: Instant,
    text: Type.Optional(LineText),
    other: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: LIMITS.referenceCharsMax,
        description:
          "A party: opens an incident with it, linked to the site, of which that shows no more than it is told.",
      }),
    ),
  },
  { ...CLOSED, title: "SiteHitRequest" },
);
export type SiteHitRequest = Static<typeof SiteHitRequest>;
export const AcknowledgeSiteRequest = Type.Object(
  {
    version: Version,
    answer: OneOf(SITE_ANSWERS),
    role: Role,
    readBack: Type.Optional(Point),
    concern: Type.Optional(OneOf(WORDS.concern)),
    text: Type.Optional(LineText),
  },
  { ...CLOSED, title: "AcknowledgeSiteRequest" },
);
export type AcknowledgeSiteRequest = Static<typeof AcknowledgeSiteRequest>;
export const SiteDisseminatedRequest = Type.Object(
  {
    version: Version,
    role: Role,
    levelsTold: ListOf(Level, { minItems: 1, maxItems: WORDS.level.length }),
    toldAt: Instant,
  },
  { ...CLOSED, title: "SiteDisseminatedRequest" },
);
export type SiteDisseminatedRequest = Static<typeof SiteDisseminatedRequest>;

export const SiteAnswer = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    siteId: SiteId,
    version: Version,
    state: OneOf(SITE_STATES),
  },
  { title: "SiteAnswer" },
);
export type SiteAnswer = Static<typeof SiteAnswer>;

const By = NullableText("The officer; null to other parties.");
const SAID = {
  by: By,
  role: Role,
  at: Instant,
  concern: NullableOneOf(WORDS.concern),
  text: NullableText("In its author's language."),
};
const SiteReceipt = Type.Object(
  {
    version: Version,
    rung: Rung,
    askedAt: Instant,
    state: OneOf(WORDS.receiptState),
    deliveredAt: NullableInstant,
    acknowledged: nullable(Type.Object({ ...SAID, statement: Type.String() })),
    objected: nullable(Type.Object(SAID)),
    disseminated: ListOf(
      Type.Object({ by: By, role: Role, at: Instant, level: Level, toldAt: Instant }),
    ),
    readBacks: ListOf(ReadBack),
  },
  { title: "SiteReceipt" },
);

const COMMON = {
  id: SiteId,
  party: PartyId,
  state: OneOf(SITE_STATES),
  changedAt: Instant,
};
const DUE = { ...COMMON, reconfirmBy: NullableInstant };
const Window = Type.Object({ start: Instant, end: NullableInstant }, { title: "SiteWindow" });
const SiteCell = Type.Object(
  {
    id: Type.String(),
    westDeg: Type.Number(),
    southDeg: Type.Number(),
    eastDeg: Type.Number(),
    northDeg: Type.Number(),
  },
  { title: "SiteCell" },
);

export const ToldSite = Type.Object(
  {
    detail: Type.Literal("told"),
    ...COMMON,
    version: Version,
    rung: OneOf(RUNGS, { description: "What is shown now." }),
    isCurrent: Type.Boolean({ description: "If not, it is known only that it changed." }),
    isNear: Type.Boolean({ description: "An operation of yours is near it, as filed." }),
    toldAt: Instant,
    confirmedAt: NullableInstant,
    cell: nullable(SiteCell),
    window: nullable(Window),
    fields: SiteFields,
    hitAt: ListOf(Instant),
    receipt: nullable(SiteReceipt),
  },
  { title: "ToldSite", description: "Another's, as its owner consented. Reading it is a receipt." },
);
export type ToldSite = Static<typeof ToldSite>;

const SiteVersion = Type.Object(
  {
    version: Version,
    fields: SiteFields,
    by: By,
    seq: Type.Integer(),
    receivedAt: Instant,
    readBacks: ListOf(ReadBack),
    verified: nullable(Type.Object({ by: By, role: Role, at: Instant })),
    notifiedAt: NullableInstant,
  },
  { title: "SiteVersion" },
);
const SiteRecipient = Type.Object(
  {
    party: PartyId,
    rung: Rung,
    when: OneOf(TELLING_TIMES),
    isClosed: Type.Boolean({ description: "Later versions are not told." }),
    isNear: Type.Boolean(),
    told: ListOf(
      Type.Object({ version: Version, rung: Rung, when: OneOf(TELLING_TIMES), at: Instant }),
    ),
    reads: ListOf(Type.Object({ version: Version, rung: Rung, readAt: Instant })),
    receipts: ListOf(SiteReceipt),
    sees: Type.Union([ToldSite, Type.Null()], {
      description: "Exactly what the recipient gets; null: nothing.",
    }),
  },
  { title: "SiteRecipient" },
);
const Hit = Type.Object({
  at: Instant,
  reportedAt: Instant,
  by: By,
  text: NullableText("In its author's language."),
  incidentId: NullableText("The incident that it opened; null: none."),
});
const Withdrawn = Type.Object({
  at: Instant,
  by: By,
  siteReason: OneOf(WORDS.siteReason),
  text: NullableText("In its author's language."),
});
export const FullSite = Type.Object(
  {
    detail: Type.Literal("full"),
    ...DUE,
    inForce: Type.Unsafe<number | null>({ type: ["integer", "null"] }),
    confirmedAt: NullableInstant,
    confirmedBy: By,
    versions: ListOf(SiteVersion, { description: "Oldest first, of those in the state." }),
    recipients: ListOf(SiteRecipient),
    hits: ListOf(Hit, { description: "Reported by the owner." }),
    withdrawn: nullable(Withdrawn),
  },
  { title: "FullSite" },
);
export type FullSite = Static<typeof FullSite>;
export const ExistsSite = Type.Object(
  { detail: Type.Literal("exists"), ...DUE },
  { title: "ExistsSite", description: "That it exists, and when it is due." },
);
export const Site = Type.Union([FullSite, ToldSite, ExistsSite], {
  discriminator: { propertyName: "detail" },
});
export type Site = Static<typeof Site>;

export const SiteRef = Type.Object(
  {
    id: SiteId,
    party: PartyId,
    state: OneOf(SITE_STATES),
    version: Version,
    rung: Rung,
    isCurrent: Type.Boolean(),
    isNear: Type.Boolean(),
    changedAt: Instant,
    readAt: NullableInstant,
    receiptState: NullableOneOf(WORDS.receiptState),
  },
  { title: "SiteRef", description: "That it was told; what, is read from the site." },
);
export type SiteRef = Static<typeof SiteRef>;

export const Proximity = Type.Object(
  {
    id: Type.String(),
    side: OneOf(["operation", "site"], { description: "Which of the two is yours." }),
    siteId: SiteId,
    operationId: NullableText("Your operation; null to the site's owner."),
    party: Type.String({ description: "The other side." }),
    state: OneOf(["open", "over"]),
    start: NullableInstant,
    end: NullableInstant,
    openedAt: Instant,
    overAt: NullableInstant,
    overBecause: NullableOneOf(PROXIMITY_ENDS),
  },
  { title: "Proximity", description: "A site and an operation filed near it. Times go outward." },
);
export type Proximity = Static<typeof Proximity>;

export const SiteTellings = Type.Object(
  {
    tellings: ListOf(
      Type.Object({ party: PartyId, toldCount: Type.Integer(), withdrawnCount: Type.Integer() }),
    ),
  },
  { title: "SiteTellings" },
);
export type SiteTellings = Static<typeof SiteTellings>;
export const SiteCause = OneOf(SITE_CAUSES);

const commonOf = ({ id, party, state, changedMs }: SiteView) => ({
  id,
  party,
  state,
  changedAt: timeText(changedMs),
});

const dueOf = (view: FullSiteView | ExistsSiteView) => ({
  ...commonOf(view),
  reconfirmBy: boundText(view.reconfirmByMs),
});

const fieldsOf = (fields: Values): Record<string, unknown> => fieldsToWire(SITE, fields);

export const encodeSite = (view: SiteView): Site => {
  if (view.detail === "exists") return { detail: "exists", ...dueOf(view) };
  return view.detail === "told" ? encodeTold(view) : encodeFull(view);
};

export const encodeTold = (view: ToldSiteView): ToldSite => ({
  detail: "told",
  ...commonOf(view),
  version: view.version,
  rung: view.rung,
  isCurrent: view.isCurrent,
  isNear: view.isNear,
  toldAt: timeText(view.toldMs),
  confirmedAt: boundText(view.confirmedMs),
  cell: view.cell,
  window: view.window && {
    start: timeText(view.window.startMs),
    end: boundText(view.window.endMs),
  },
  fields: fieldsOf(view.fields),
  hitAt: view.hitMs.map(timeText),
  receipt: view.receipt && encodeReceipt(view.receipt),
});

const encodeFull = (view: FullSiteView): FullSite => ({
  detail: "full",
  ...dueOf(view),
  inForce: view.inForce,
  confirmedAt: boundText(view.confirmedMs),
  confirmedBy: view.confirmedBy,
  versions: view.versions.map(encodeVersion),
  recipients: view.recipients.map(encodeRecipient),
  hits: view.hits.map(({ atMs, reportedMs, by, text, incidentId }) => ({
    at: timeText(atMs),
    reportedAt: timeText(reportedMs),
    by,
    text,
    incidentId,
  })),
  withdrawn: view.withdrawn && atOf(view.withdrawn),
});

const atOf = <T extends { readonly atMs: number }>({ atMs, ...rest }: T) => ({
  ...rest,
  at: timeText(atMs),
});

const encodeVersion = (version: SiteVersionView): Static<typeof SiteVersion> => ({
  version: version.version,
  fields: fieldsOf(version.body),
  by: version.by,
  seq: version.seq,
  receivedAt: timeText(version.receivedMs),
  readBacks: version.readBacks.map(atOf),
  verified: version.verified && atOf(version.verified),
  notifiedAt: boundText(version.notifiedMs),
});

const encodeRecipient = (view: SiteRecipientView): Static<typeof SiteRecipient> => ({
  party: view.party,
  rung: view.rung,
  when: view.when,
  isClosed: view.isClosed,
  isNear: view.isNear,
  told: view.told.map(atOf),
  reads: view.reads.map(({ readMs, ...read }) => ({ ...read, readAt: timeText(readMs) })),
  receipts: view.receipts.map(encodeReceipt),
  sees: view.sees && encodeTold(view.sees),
});

const encodeReceipt = (receipt: SiteReceiptView): Static<typeof SiteReceipt> => ({
  version: receipt.version,
  rung: receipt.rung,
  askedAt: timeText(receipt.askedMs),
  state: receipt.state,
  deliveredAt: boundText(receipt.deliveredMs),
  acknowledged: receipt.acknowledged && {
    ...atOf(receipt.acknowledged),
    statement: renderFixed("notPermission", "en"),
  },
  objected: receipt.objected && atOf(receipt.objected),
  disseminated: receipt.disseminated.map(({ toldMs, ...act }) => ({
    ...atOf(act),
    toldAt: timeText(toldMs),
  })),
  readBacks: receipt.readBacks.map(atOf),
});

export const encodeSiteRef = ({ changedMs, readMs, ...ref }: CoreRef): SiteRef => ({
  ...ref,
  changedAt: timeText(changedMs),
  readAt: boundText(readMs),
});

const openText = (ms: number): string | null => (Number.isFinite(ms) ? timeText(ms) : null);

export const encodeProximity = (view: ProximityView): Proximity => ({
  id: view.id,
  side: view.side,
  siteId: view.siteId,
  operationId: view.operationId,
  party: view.party,
  state: view.state,
  start: openText(view.startMs),
  end: openText(view.endMs),
  openedAt: timeText(view.openedMs),
  overAt: boundText(view.overMs),
  overBecause: view.end,
});
