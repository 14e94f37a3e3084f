/** What an owner showed of its operations, to whom, and what was read of it. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { StandingConsent as CoreConsent } from "../../core/disclosure/model.ts";
import type {
  DisclosedOperationView,
  DisclosureRef as CoreRef,
  RecipientView,
  ShownView,
} from "../../core/disclosure/view.ts";
import { Rung } from "./conflict.ts";
import { Category, encodeNotice, MoverClass, Notice, OperationState } from "./operation.ts";
import { CLOSED, Instant, ListOf, NullableText, OperationId, PartyId } from "./schema.ts";
import { boundText, timeText } from "./time.ts";
import { encodeVolume, Volume } from "./volume.ts";

const OrNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()]);

const ShownVersion = Type.Object(
  {
    version: Type.Integer(),
    rung: Rung,
    shownAt: Instant,
    volumes: ListOf(Volume, {
      description:
        "Below full: times rounded outward to the quarter of an hour, and a mover's times left out.",
    }),
    category: OrNull(Category),
    moverClass: OrNull(MoverClass),
    notice: OrNull(Notice),
    name: NullableText("As the party gave it; null: none, or not shown."),
  },
  { title: "ShownVersion" },
);

export const DisclosedOperation = Type.Object(
  {
    detail: Type.Literal("disclosed"),
    id: OperationId,
    party: PartyId,
    isCurrent: Type.Boolean({
      description:
        "Is the current version shown? If not, it is known only that it changed, and when.",
    }),
    state: OrNull(OperationState),
    changedAt: Instant,
    versions: ListOf(ShownVersion, { description: "Oldest first." }),
  },
  {
    title: "DisclosedOperation",
    description: "Another's, as much of it as its owner showed. Reading it leaves a receipt.",
  },
);
export type DisclosedOperation = Static<typeof DisclosedOperation>;

export const DisclosureRef = Type.Object(
  {
    operationId: OperationId,
    party: PartyId,
    version: Type.Integer(),
    rung: Rung,
    isCurrent: Type.Boolean(),
    shownAt: Instant,
    readAt: OrNull(Instant),
  },
  { title: "DisclosureRef", description: "That it was shown; what, is read from the operation." },
);
export type DisclosureRef = Static<typeof DisclosureRef>;

export const Recipient = Type.Object(
  {
    to: PartyId,
    rung: Rung,
    isClosed: Type.Boolean({ description: "Later versions are not shown." }),
    shown: ListOf(Type.Object({ version: Type.Integer(), rung: Rung, at: Instant })),
    reads: ListOf(Type.Object({ version: Type.Integer(), rung: Rung, readAt: Instant })),
    sees: Type.Union([DisclosedOperation, Type.Null()], {
      description: "Exactly what the recipient gets; null: nothing of the operation itself.",
    }),
  },
  { title: "Recipient" },
);
export type Recipient = Static<typeof Recipient>;

export const Disclosures = Type.Object(
  {
    operationId: OperationId,
    recipients: ListOf(Recipient),
    preview: OrNull(
      Type.Object(
        { to: PartyId, rung: Rung, sees: OrNull(DisclosedOperation) },
        { title: "DisclosurePreview" },
      ),
    ),
  },
  { title: "Disclosures" },
);
export type Disclosures = Static<typeof Disclosures>;

export const DiscloseRequest = Type.Object(
  { to: PartyId, rung: Rung },
  { ...CLOSED, title: "DiscloseRequest", description: "A step up; it can't be undone." },
);
export type DiscloseRequest = Static<typeof DiscloseRequest>;
export const CloseRequest = Type.Object(
  { to: PartyId },
  { ...CLOSED, title: "CloseRequest", description: "Later versions are not shown." },
);
export type CloseRequest = Static<typeof CloseRequest>;

export const ConsentRequest = Type.Object(
  { rung: Rung, categories: Type.Optional(ListOf(Category, { maxItems: 100 })) },
  { ...CLOSED, title: "ConsentRequest" },
);
export type ConsentRequest = Static<typeof ConsentRequest>;
export const Consent = Type.Object(
  {
    to: PartyId,
    rung: Rung,
    categories: ListOf(Category, { description: "Empty: all." }),
    setAt: Instant,
  },
  { title: "Consent" },
);
export type Consent = Static<typeof Consent>;
export const Consents = Type.Object({ consents: ListOf(Consent) }, { title: "Consents" });
export type Consents = Static<typeof Consents>;

export const encodeDisclosed = (view: DisclosedOperationView): DisclosedOperation => ({
  detail: "disclosed",
  id: view.id,
  party: view.party,
  isCurrent: view.isCurrent,
  state: view.state,
  changedAt: timeText(view.changedMs),
  versions: view.versions.map(encodeShown),
});

const encodeShown = (shown: ShownView): Static<typeof ShownVersion> => ({
  version: shown.version,
  rung: shown.rung,
  shownAt: timeText(shown.shownMs),
  volumes: shown.volumes.map(encodeVolume),
  category: shown.category,
  moverClass: shown.moverClass,
  notice: shown.notice && encodeNotice(shown.notice),
  name: shown.name,
});

export const encodeRef = ({ shownMs, readMs, ...ref }: CoreRef): DisclosureRef => ({
  operationId: ref.operationId,
  party: ref.party,
  version: ref.version,
  rung: ref.rung,
  isCurrent: ref.isCurrent,
  shownAt: timeText(shownMs),
  readAt: boundText(readMs),
});

export const encodeRecipient = (view: RecipientView): Recipient => ({
  to: view.to,
  rung: view.rung,
  isClosed: view.isClosed,
  shown: view.shown.map(({ version, rung, atMs }) => ({ version, rung, at: timeText(atMs) })),
  reads: view.reads.map(({ version, rung, readMs }) => ({
    version,
    rung,
    readAt: timeText(readMs),
  })),
  sees: view.sees && encodeDisclosed(view.sees),
});

export const encodeConsent = ({ to, rung, categories, setMs }: CoreConsent): Consent => ({
  to,
  rung,
  categories,
  setAt: timeText(setMs),
});
