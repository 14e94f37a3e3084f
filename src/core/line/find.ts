/** Finding what a command names: another's and none at all look the same. */

import type { Change } from "../changes.ts";
import type { Context } from "../handling.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import type { LineCause, MessageCause } from "./changes.ts";
import { lineStateOf } from "./model.ts";
import type { Channel, Message, Receipt } from "./model.ts";
import type { ChannelResult, MessageResult } from "./results.ts";

export const findChannel = ({ state, party }: Context, channelId: string): Outcome<Channel> => {
  const channel = state.line.channels.get(channelId);
  return channel?.parties.includes(party)
    ? accept(channel)
    : refuse({ reason: "not-found", what: "channel", id: channelId });
};

/** A message the party may know of: its own, or one that was sent to it. */
export const findMessage = ({ state, party }: Context, messageId: string): Outcome<Message> => {
  const message = state.line.messages.get(messageId);
  const isSeen =
    message &&
    (message.party === party ||
      (message.sentMs !== null && message.receipts.some((one) => one.party === party)));
  return isSeen ? accept(message) : refuse({ reason: "not-found", what: "message", id: messageId });
};

export type Received = { readonly message: Message; readonly receipt: Receipt };

/** A message that was sent to the party, with its receipt. */
export const findReceived = (context: Context, messageId: string): Outcome<Received> => {
  const found = findMessage(context, messageId);
  if (!found.ok) return found;
  const receipt = found.value.receipts.find(({ party }) => party === context.party);
  return receipt
    ? accept({ message: found.value, receipt })
    : refuse({ reason: "not-found", what: "message to you", id: messageId });
};

export const channelResult = (channel: Channel): ChannelResult => ({
  about: "channel",
  channelId: channel.id,
  state: channel.state,
  line: lineStateOf(channel),
});

export const messageResult = (message: Message): MessageResult => ({
  about: "message",
  messageId: message.id,
  channelId: message.channelId,
  state: message.state,
  serial: message.serial,
  hash: message.hash,
});

export const messageChanged = ({ id }: Message, cause: MessageCause): Change => ({
  kind: "message-changed",
  messageId: id,
  cause,
});

export const lineChanged = ({ id }: Channel, cause: LineCause): Change => ({
  kind: "line-changed",
  channelId: id,
  cause,
});
