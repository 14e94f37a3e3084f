/** One attempt to deliver, by the way that the target names. */

import { assert } from "../../core/outcome.ts";
import type { Attempt } from "./attempt.ts";
import { failed } from "./attempt.ts";
import type { OutboxClock } from "./clock.ts";
import { readEmailText } from "./content.ts";
import type { Delivery } from "./delivery.ts";
import type { SendEmail } from "./email.ts";
import { EMAIL_LIMITS, WEBHOOK_LIMITS } from "./limits.ts";
import type { DeriveSecret } from "./outbox-key.ts";
import type { Target, WebhookTarget } from "./target.ts";
import type { SendWebhook } from "./webhook.ts";
import { within } from "./within.ts";

export type Send = (target: Target, delivery: Delivery, stop: AbortSignal) => Promise<Attempt>;

export type SendOptions = {
  readonly sendWebhook: SendWebhook;
  /** Null: no mail server is configured. */
  readonly sendEmail: SendEmail | null;
  readonly deriveSecret: DeriveSecret;
  readonly clock: OutboxClock;
};

export const makeSend = (options: SendOptions): Send => {
  const { sendWebhook, sendEmail, deriveSecret, clock } = options;
  return async (target, delivery, stop) => {
    const content = delivery.content();
    if (content === null) return failed("what it says can't be written down: a bug");
    const { id, atMs } = delivery;
    if (target.kind === "webhook") {
      const nowMs = clock.nowMs();
      const secrets = secretVersionsOf(target, nowMs).map((one) => deriveSecret(target.id, one));
      const request = { url: target.url, secrets, id, body: content, nowMs };
      return within(clock, WEBHOOK_LIMITS.attemptMaxMs, stop, (signal) =>
        sendWebhook(request, signal),
      );
    }
    assert(sendEmail, "without a mail server no mail is tried");
    const request = { ...readEmailText(content), to: target.address, id, atMs };
    return within(clock, EMAIL_LIMITS.attemptMaxMs, stop, (signal) => sendEmail(request, signal));
  };
};

/** The current version, and the one before while both sign. */
export const secretVersionsOf = (
  { secretVersion, secretChangedMs }: WebhookTarget,
  nowMs: number,
): readonly number[] => {
  const isChanging =
    secretVersion > 1 &&
    secretChangedMs !== null &&
    nowMs < secretChangedMs + WEBHOOK_LIMITS.bothSignMs;
  return isChanging ? [secretVersion, secretVersion - 1] : [secretVersion];
};
