/** What an event stream says. `event:` names the kind; `data:` is one of these as JSON. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import type { JournalEvent } from "../../server/journal.ts";
import { Conflict, encodeConflict } from "./conflict.ts";
import { encodeOperation, Operation } from "./operation.ts";
import { Instant, OneOf } from "./schema.ts";
import { timeText } from "./time.ts";

const told = { seq: Type.Integer(), at: Instant };

const OperationTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, operation: Operation });
const ConflictTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, conflict: Conflict });

/** Why a stream ends. A client comes back after each, with the last id it saw. */
export const END_REASONS = ["token-expired", "stopping", "slow"] as const;
export type EndReason = (typeof END_REASONS)[number];

export const EVENTS = {
  /** First on every stream: it tells from after this entry on, unless a resync follows. */
  hello: Type.Object({
    kind: Type.Literal("hello"),
    headSeq: Type.Integer(),
    afterSeq: Type.Integer(),
  }),
  /** Events were missed and are no longer held: read the lists anew, then go on from here. */
  resync: Type.Object({ kind: Type.Literal("resync"), headSeq: Type.Integer() }),
  end: Type.Object({ kind: Type.Literal("end"), reason: OneOf(END_REASONS) }),
  "theatre.set": Type.Object({ kind: Type.Literal("theatre.set"), ...told }),
  "operation.filed": OperationTold("operation.filed"),
  "operation.replaced": OperationTold("operation.replaced"),
  "operation.moved": OperationTold("operation.moved"),
  "conflict.opened": ConflictTold("conflict.opened"),
  "conflict.changed": ConflictTold("conflict.changed"),
  "conflict.closed": ConflictTold("conflict.closed"),
} as const satisfies Record<string, TSchema>;

export type EventKind = keyof typeof EVENTS;
export type StreamEvent = { [K in EventKind]: Static<(typeof EVENTS)[K]> }[EventKind];
/** Of the journal: what happened, with its entry. */
export type ToldEvent = Exclude<StreamEvent, { kind: "hello" | "resync" | "end" }>;

export const StreamEvent = Type.Union(Object.values(EVENTS), {
  title: "StreamEvent",
  discriminator: { propertyName: "kind" },
});

export const encodeEvent = ({ seq, atMs, told: what }: JournalEvent): ToldEvent => {
  const at = timeText(atMs);
  switch (what.kind) {
    case "theatre.set":
      return { kind: what.kind, seq, at };
    case "operation.filed":
    case "operation.replaced":
    case "operation.moved":
      return { kind: what.kind, seq, at, operation: encodeOperation(what.operation) };
    default:
      return { kind: what.kind, seq, at, conflict: encodeConflict(what.conflict) };
  }
};

/** The block of one event, without its id. */
export const eventText = (event: StreamEvent): string =>
  `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
