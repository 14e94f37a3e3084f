/** What is sent of an event, as text that can be kept: the same at every attempt. */

import type { JournalEvent } from "../journal.ts";
import { ownIdsOf } from "./email-text.ts";
import type { EmailNotice, EmailText, RenderEmail } from "./email-text.ts";
import type { Target } from "./target.ts";

/** The event as the event stream says it. */
export type EncodeEvent = (event: JournalEvent) => unknown;

export type ContentOptions = {
  readonly encode: EncodeEvent;
  readonly renderEmail: RenderEmail;
  readonly consoleUrl: string | null;
};

/** Null: it can't be made, which is a bug of one kind of event and must not end the server. */
export type Content = {
  readonly ofEvent: (target: Target, event: JournalEvent) => string | null;
  readonly ofResync: (target: Target, headSeq: number, atMs: number) => string | null;
};

export const makeContent = ({ encode, renderEmail, consoleUrl }: ContentOptions): Content => {
  const mail = (notice: Omit<EmailNotice, "consoleUrl">, language: string): string => {
    const { subject, text } = renderEmail({ ...notice, consoleUrl }, language);
    return JSON.stringify({ subject, text } satisfies EmailText);
  };
  return {
    ofEvent: (target, event) =>
      orNull(() => {
        const { atMs, told } = event;
        if (target.kind === "webhook") return bodyOf(told.kind, atMs, encode(event));
        const ownIds = ownIdsOf(told, target.party);
        return mail({ kind: told.kind, atMs, ownIds }, target.language);
      }),
    ofResync: (target, headSeq, atMs) =>
      orNull(() =>
        target.kind === "webhook"
          ? bodyOf("resync", atMs, { kind: "resync", headSeq })
          : mail({ kind: "resync", atMs, ownIds: [] }, target.language),
      ),
  };
};

const orNull = (make: () => string): string | null => {
  try {
    return make();
  } catch {
    return null;
  }
};

/** Source: Standard Webhooks 1.0.0, "Payload structure". */
const bodyOf = (type: string, atMs: number, data: unknown): string =>
  JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data });

/** Of what `makeContent` made for an e-mail target. */
export const readEmailText = (content: string): EmailText => JSON.parse(content) as EmailText;
