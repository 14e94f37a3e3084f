/** Targets on the wire: webhooks and mail, how they are doing, and what could not be delivered. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import type { SetTarget } from "../../core/targets/commands.ts";
import type { EventKinds } from "../../core/targets/model.ts";
import type { TargetView } from "../../core/targets/view.ts";
import { EMAIL_LIMITS, WEBHOOK_LIMITS } from "../../server/outbox/limits.ts";
import type { WebhookSecret } from "../../server/outbox/outbox.ts";
import type { TargetStatus as CoreStatus } from "../../server/outbox/status.ts";
import type { DeadLetter as StoredLetter } from "../../server/outbox/store.ts";
import { TOLD_KINDS } from "./event.ts";
import { PageOf, PageQuery } from "./page.ts";
import { CLOSED, Instant, ListOf, NullableInstant, NullableOneOf, OneOf } from "./schema.ts";
import { NullableText } from "./schema.ts";
import { TargetRef } from "./target-ref.ts";
import { boundText, timeText } from "./time.ts";

const LANGUAGES = ["en", "ar", "ru"] as const;
type ToldKind = (typeof TOLD_KINDS)[number];

const Kinds = Type.Unsafe<readonly ToldKind[] | null>({
  type: ["array", "null"],
  items: OneOf(TOLD_KINDS),
  minItems: 1,
  maxItems: TOLD_KINDS.length,
  description: "Of which kinds of event it tells; null: of all. A resync is told always.",
});

const ASKED = {
  name: Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax }),
  eventKinds: Type.Optional(Kinds),
};
const WebhookRequest = Type.Object(
  {
    kind: Type.Literal("webhook"),
    ...ASKED,
    url: Type.String({
      minLength: 1,
      maxLength: WEBHOOK_LIMITS.urlCharsMax,
      description: "https; its address must be a public one, or one that the host allows.",
    }),
  },
  { ...CLOSED, title: "WebhookRequest" },
);
const EmailRequest = Type.Object(
  {
    kind: Type.Literal("email"),
    ...ASKED,
    address: Type.String({ minLength: 1, maxLength: EMAIL_LIMITS.addressCharsMax }),
    language: OneOf(LANGUAGES),
  },
  { ...CLOSED, title: "EmailRequest" },
);
export const TargetRequest = Type.Union([WebhookRequest, EmailRequest], {
  title: "TargetRequest",
  discriminator: { propertyName: "kind" },
});
export type TargetRequest = Static<typeof TargetRequest>;

/** Named field by field: a command is signed as text, in one order. */
export const commandOf = (request: TargetRequest, targetId?: string): SetTarget => {
  const { name, eventKinds } = request;
  const to: SetTarget["to"] =
    request.kind === "webhook"
      ? { kind: "webhook", url: request.url }
      : { kind: "email", address: request.address, language: request.language };
  return {
    kind: "set-target",
    ...(targetId === undefined ? {} : { targetId }),
    name,
    to,
    eventKinds: eventKinds ?? "all",
  };
};

export const Target = Type.Object(
  {
    ...TargetRef.properties,
    url: NullableText("Of a webhook."),
    address: NullableText("Of mail."),
    language: NullableOneOf(LANGUAGES),
    eventKinds: Kinds,
    since: Instant,
    changedAt: Instant,
    changedBy: NullableText("Who changed it last, as their token named them."),
    secretChangedAt: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "When a webhook's secret was last changed; null: never.",
    }),
  },
  { title: "Target" },
);
export type Target = Static<typeof Target>;

export const Targets = Type.Object({ targets: ListOf(Target) }, { title: "Targets" });
export type Targets = Static<typeof Targets>;

export const encodeTarget = (target: TargetView): Target => {
  const { id, name, to, state, sinceMs, changedMs, changedBy, secretChangedMs } = target;
  return {
    id,
    kind: to.kind,
    name,
    state,
    url: to.kind === "webhook" ? to.url : null,
    address: to.kind === "email" ? to.address : null,
    language: to.kind === "email" ? to.language : null,
    eventKinds: kindsOf(target.eventKinds),
    since: timeText(sinceMs),
    changedAt: timeText(changedMs),
    changedBy,
    secretChangedAt: boundText(secretChangedMs),
  };
};

const kindsOf = (eventKinds: EventKinds): readonly ToldKind[] | null =>
  eventKinds === "all" ? null : eventKinds;

const Failure = Type.Object({ at: Instant, reason: Type.String() }, { title: "TargetFailure" });
const Waiting = Type.Object(
  {
    count: Type.Integer({ minimum: 0 }),
    isAtLeast: Type.Boolean({ description: "There are more than were counted." }),
  },
  { title: "TargetWaiting" },
);
export const TargetStatus = Type.Object(
  {
    heldBy: Type.Unsafe<CoreStatus["heldBy"]>({
      ...NullableOneOf(["party", "receiver", "no-mail-server"]),
      description:
        "Why nothing is sent; null: it is. receiver: it answered 410, and is asked again after resume or at another URL.",
    }),
    lastDeliveredAt: NullableInstant,
    lastFailure: Type.Union([Failure, Type.Null()], {
      description: "The last one, also when deliveries succeeded since.",
    }),
    nextAttemptAt: NullableInstant,
    waiting: Waiting,
    deadLetterCount: Type.Integer({ minimum: 0 }),
    droppedCount: Type.Integer({
      minimum: 0,
      description: "Dead letters that made room for later ones, or were older than 90 days.",
    }),
  },
  { title: "TargetStatus" },
);
export type TargetStatus = Static<typeof TargetStatus>;

export const TargetWithStatus = Type.Object(
  {
    ...Target.properties,
    status: Type.Union([TargetStatus, Type.Null()], { description: "null: it is removed." }),
  },
  { title: "TargetWithStatus" },
);
export type TargetWithStatus = Static<typeof TargetWithStatus>;

export const encodeStatus = (status: CoreStatus): TargetStatus => {
  const { heldBy, lastDeliveredMs, lastFailure, nextAttemptMs } = status;
  const { waiting, deadLetterCount, droppedCount } = status;
  return {
    heldBy,
    lastDeliveredAt: boundText(lastDeliveredMs),
    lastFailure: lastFailure && { at: timeText(lastFailure.atMs), reason: lastFailure.reason },
    nextAttemptAt: boundText(nextAttemptMs),
    waiting,
    deadLetterCount,
    droppedCount,
  };
};

export const TargetSecret = Type.Object(
  {
    secret: Type.String({ description: "As Standard Webhooks writes it: whsec_ and base64." }),
    bothUntil: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "Until when the secret before it signs too; null: it does not.",
    }),
  },
  { title: "TargetSecret" },
);
export type TargetSecret = Static<typeof TargetSecret>;

export const encodeSecret = ({ secret, bothUntilMs }: WebhookSecret): TargetSecret => ({
  secret,
  bothUntil: boundText(bothUntilMs),
});

export const DeadLetter = Type.Object(
  {
    id: Type.String({ description: "The webhook-id, or the left side of the mail's Message-ID." }),
    targetId: Type.String(),
    eventKind: Type.String(),
    seq: Type.Integer({ description: "The entry that it tells of." }),
    at: Instant,
    attemptCount: Type.Integer(),
    failedAt: Instant,
    reason: Type.String({ description: "Why the last attempt failed." }),
  },
  { title: "DeadLetter" },
);
export type DeadLetter = Static<typeof DeadLetter>;
export const DeadLetterPage = PageOf(DeadLetter, "DeadLetterPage");

export const encodeLetter = (letter: StoredLetter): DeadLetter => {
  const { id, targetId, kind, seq, atMs, attemptCount, failedMs, reason } = letter;
  const [at, failedAt] = [timeText(atMs), timeText(failedMs)];
  return { id, targetId, eventKind: kind, seq, at, attemptCount, failedAt, reason };
};

/** Beside `limit`; `after` is a number in the outbox's own order. */
export const DeadLetterQuery = Type.Object(
  {
    limit: PageQuery.limit,
    after: Type.Optional(
      Type.String({ pattern: "^\\d{1,15}$", description: "`next` of the page before." }),
    ),
    targetId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: "Of this target alone." }),
    ),
  },
  CLOSED,
);

export const Resent = Type.Object(
  { id: Type.String(), isWaiting: Type.Literal(true) },
  { title: "Resent" },
);
export type Resent = Static<typeof Resent>;
