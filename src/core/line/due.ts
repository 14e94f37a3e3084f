/** What falls due on a line. */

export type LineDueKind =
  /** A step of a recipient's acknowledgement clock. */
  | "message-clock"
  /** An answer is owed by now. */
  | "reply-due"
  /** A minute in which queued messages may go. */
  | "release-messages"
  /** A message has been kept long enough. */
  | "forget-message"
  /** A line is to be checked. */
  | "line-check"
  /** A line check's window is over. */
  | "line-check-over";
