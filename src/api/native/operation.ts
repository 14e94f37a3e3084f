/** Operations, their versions and notices, and the receipts of what was written about them. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { CATEGORIES, MOVER_CLASSES } from "../../core/operations/category.ts";
import { OPERATION_STATES } from "../../core/operations/model.ts";
import type { Notice as CoreNotice } from "../../core/operations/model.ts";
import type { OperationView, VersionView } from "../../core/view.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableNumber,
  NullableText,
  OneOf,
  OperationId,
  PartyId,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";
import { encodeVolume, Volume, Volumes } from "./volume.ts";

export const Category = OneOf(CATEGORIES);
export const MoverClass = OneOf(MOVER_CLASSES);
export const OperationState = OneOf(OPERATION_STATES);
const Name = Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax });

export const FileRequest = Type.Object(
  {
    category: Category,
    moverClass: Type.Optional(MoverClass),
    name: Type.Optional(Name),
    volumes: Volumes,
  },
  { ...CLOSED, title: "FileRequest", description: "A New notice." },
);
export type FileRequest = Static<typeof FileRequest>;

export const ReplaceRequest = Type.Object(
  {
    version: Type.Integer({
      minimum: 1,
      description: "The version that is replaced: the current.",
    }),
    name: Type.Optional(Name),
    volumes: Volumes,
  },
  { ...CLOSED, title: "ReplaceRequest", description: "A Replace notice." },
);
export type ReplaceRequest = Static<typeof ReplaceRequest>;

export const MoveRequest = Type.Object({}, { ...CLOSED, title: "MoveRequest" });
export const DeviateRequest = Type.Object(
  { isNoReturn: Type.Optional(Type.Boolean({ description: "No return is intended." })) },
  { ...CLOSED, title: "DeviateRequest" },
);
export type DeviateRequest = Static<typeof DeviateRequest>;

export const Notice = Type.Object(
  {
    kind: OneOf(["new", "replace", "cancel", "agreed"]),
    serial: Type.String({ description: "Grows by one per party and year: a gap shows a loss." }),
    seq: Type.Integer({ description: "Its entry in the log." }),
    receivedAt: Instant,
    minutesOfNotice: NullableNumber("Whole minutes from receipt to the start; null: no start."),
    isShortNotice: Type.Boolean(),
  },
  { title: "Notice" },
);
export type Notice = Static<typeof Notice>;

export const Version = Type.Object(
  {
    version: Type.Integer(),
    isCurrent: Type.Boolean(),
    notice: Notice,
    name: NullableText("As the party gave it."),
    volumes: ListOf(Volume),
  },
  { title: "Version" },
);
export type Version = Static<typeof Version>;

const Common = {
  id: OperationId,
  party: PartyId,
  state: OperationState,
  start: NullableInstant,
  end: NullableInstant,
  changedAt: Instant,
};

export const FullOperation = Type.Object(
  {
    detail: Type.Literal("full"),
    ...Common,
    isNoReturn: Type.Boolean(),
    category: Category,
    moverClass: MoverClass,
    current: Version,
    cancelNotice: Type.Union([Notice, Type.Null()]),
  },
  { title: "FullOperation", description: "All of it." },
);
export const ExistsOperation = Type.Object(
  { detail: Type.Literal("exists"), ...Common },
  { title: "ExistsOperation", description: "That it exists, whose it is, and when it is due." },
);
export const Operation = Type.Union([FullOperation, ExistsOperation], {
  discriminator: { propertyName: "detail" },
});
export type FullOperation = Static<typeof FullOperation>;
export type Operation = Static<typeof Operation>;

export const Versions = Type.Object({ versions: ListOf(Version) }, { title: "Versions" });
export type Versions = Static<typeof Versions>;

/** Said with every receipt. */
export const RECEIPT_STATEMENT =
  "Receipt of this notice is not permission, not a guarantee, and changes no one's duties under international humanitarian law.";

export const Receipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer({ description: "Its entry in the log." }),
    receivedAt: Instant,
    operationId: OperationId,
    version: Type.Integer(),
    state: OperationState,
    serial: NullableText("Of the notice this was; null: it was none."),
    minutesOfNotice: NullableNumber("Whole minutes from receipt to the start."),
    isShortNotice: Type.Boolean(),
    conflictIds: ListOf(Type.String(), {
      description: "Conflicts that stand open for the operation after this.",
    }),
    areaIds: ListOf(Type.String(), {
      description: "Agreed areas that the operation touches after this; what they ask is theirs.",
    }),
    notes: ListOf(Type.String(), { description: "What was folded or covered in the volumes." }),
    statement: Type.String(),
  },
  { title: "Receipt" },
);
export type Receipt = Static<typeof Receipt>;

export const encodeOperation = (view: OperationView): Operation => {
  const { id, party, state, startMs, endMs, changedMs } = view;
  const common = {
    id,
    party,
    state,
    start: boundText(startMs),
    end: boundText(endMs),
    changedAt: timeText(changedMs),
  };
  if (view.detail === "exists") return { detail: "exists", ...common };
  const { isNoReturn, category, moverClass, current, cancelNotice } = view;
  return {
    detail: "full",
    ...common,
    isNoReturn,
    category,
    moverClass,
    current: encodeVersion(current),
    cancelNotice: cancelNotice && encodeNotice(cancelNotice),
  };
};

export const encodeVersion = (view: VersionView): Version => ({
  version: view.version,
  isCurrent: view.isCurrent,
  notice: encodeNotice(view.notice),
  name: view.name,
  volumes: view.volumes.map(encodeVolume),
});

export const encodeNotice = (notice: CoreNotice): Notice => {
  const { kind, serial, seq, receivedMs, minutesOfNotice, isShortNotice } = notice;
  return { kind, serial, seq, receivedAt: timeText(receivedMs), minutesOfNotice, isShortNotice };
};
