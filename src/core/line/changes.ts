/** What happened on a line, for those who listen. */

/** Why a message is told of again. */
export const MESSAGE_CAUSES = [
  "queued",
  "delivered",
  "read_back",
  "read_back_failed",
  "acknowledged",
  "returned",
  "disseminated",
  "concern",
  "objected",
  "answered",
  "reminder",
  "raised",
  "no_reply",
  "corrected",
  "retracted",
  "translated",
  "closed",
] as const;
export type MessageCause = (typeof MESSAGE_CAUSES)[number];

export const LINE_CAUSES = [
  "check_asked",
  "check_replied",
  "check_answered",
  "check_missed",
  "check_not_held",
  "suspended",
  "restored",
] as const;
export type LineCause = (typeof LINE_CAUSES)[number];

export type LineChange =
  | { readonly kind: "channel-changed"; readonly channelId: string }
  | { readonly kind: "line-changed"; readonly channelId: string; readonly cause: LineCause }
  | { readonly kind: "message-sent"; readonly messageId: string }
  | { readonly kind: "message-changed"; readonly messageId: string; readonly cause: MessageCause };
