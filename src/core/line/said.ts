/** What was said, as bytes that everyone who may read it can make again, and hash. */

import type { SendMessage } from "./commands.ts";
import type { Message } from "./model.ts";

/**
 * The text that a message's hash is of. Without the officer, whom other parties are not told, and
 * without the sender and the number: those belong to the message's id, which an acknowledgement names
 * beside the hash.
 */
export const saidText = ({
  channelId,
  messageKind,
  header,
  body,
}: Pick<SendMessage, "channelId" | "messageKind" | "header" | "body">): string =>
  JSON.stringify({ channelId, messageKind, header, body });

export const saidTextOf = ({ channelId, kind, header, body }: Message): string =>
  saidText({ channelId, messageKind: kind, header, body });
