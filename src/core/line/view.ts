/**
 * What a reader sees of the line: its parties all that is said on it, each party its own officers' names,
 * the host that messages exist, how urgent they are and when they are due.
 */

import { viewConflict } from "../conflicts/view.ts";
import type { ConflictView } from "../conflicts/view.ts";
import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { LineCause, LineChange, MessageCause } from "./changes.ts";
import { isChannelSeen, viewChannel } from "./channel-view.ts";
import type { ChannelView } from "./channel-view.ts";
import { conflictFields, sidesSeen } from "./conflict-said.ts";
import type { Values } from "./fields.ts";
import { viewMessage } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { isMessageSeen } from "./model.ts";
import type { Message } from "./model.ts";
import { NAMED, threadOf } from "./named.ts";
import type { Thread } from "./named.ts";
import { saidTextOf } from "./said.ts";
import { byUrgency } from "./traffic.ts";

export type LineTold =
  | { readonly kind: "channel.changed"; readonly channel: ChannelView }
  | { readonly kind: "line.changed"; readonly cause: LineCause; readonly channel: ChannelView }
  | { readonly kind: "message.sent"; readonly message: MessageView }
  | {
      readonly kind: "message.changed";
      readonly cause: MessageCause;
      readonly message: MessageView;
    };

export type MessageFilter = {
  readonly channelId?: string | undefined;
  /** Only what waits for the reader to acknowledge it, the most urgent first. */
  readonly isWaiting?: boolean | undefined;
  /** Only what names these of the theatre, and what was said of that. */
  readonly thread?: Thread | undefined;
};

/** The part of the view that is of the line; its lists are pages of `view.ts`. */
export type LineView = {
  readonly channel: (id: string) => ChannelView | null;
  readonly message: (id: string) => MessageView | null;
  /** By the number that its sender gave it on the channel; null as for no message. */
  readonly messageBySerial: (channelId: string, serial: string) => MessageView | null;
  /** Is the message in the list that the filter makes? What a page may be continued from. */
  readonly isListed: (filter: MessageFilter, id: string) => boolean;
  /** What the record says of a conflict, for a message about it on a channel; null: not seen. */
  readonly conflictFields: (channelId: string, conflictId: string) => ConflictSaid | null;
  /** The text that the message's hash is of; null when the reader may not see what it says. */
  readonly said: (id: string) => string | null;
};

export type ConflictSaid = {
  readonly seen: ConflictView;
  readonly filled: Values;
};

export const lineViewFor = (state: State, reader: Reader): LineView => {
  const seen = (id: string): Message | null => {
    const found = state.line.messages.get(id);
    return found && isMessageSeen(found, reader) ? found : null;
  };
  return {
    channel: (id) => {
      const found = state.line.channels.get(id);
      return found && isChannelSeen(found, reader) ? viewChannel(found, reader) : null;
    },
    isListed: (filter, id) => findMessages(state, reader, filter).has(id),
    message: (id) => {
      const found = seen(id);
      return found && viewMessage(state, found, reader);
    },
    messageBySerial: (channelId, serial) => {
      const ids = messageIdsOn(state, reader, channelId);
      const id = ids.find((one) => state.line.messages.get(one)?.serial === serial);
      const found = id === undefined ? null : seen(id);
      return found && viewMessage(state, found, reader);
    },
    conflictFields: (channelId, conflictId) => {
      const [channel, conflict] = [
        state.line.channels.get(channelId),
        state.conflicts.get(conflictId),
      ];
      const seen = conflict && viewConflict(state, conflict, reader);
      if (!seen || reader.kind !== "party" || !channel?.parties.includes(reader.party)) return null;
      const [to, ...others] = channel.parties.filter((one) => one !== reader.party);
      // Whether another party is told of it depends on whom the sender is told of.
      const isSide = sidesSeen(seen).some(({ party }) => party === to) && others.length === 0;
      const told =
        isSide && to ? viewConflict(state, conflict, { kind: "party", party: to }) : null;
      return { seen, filled: conflictFields(seen, told) };
    },
    said: (id) => {
      const found = seen(id);
      return found && (reader.kind === "party" || isOpenToHost(state, "message", id))
        ? saidTextOf(found)
        : null;
    },
  };
};

/** Of a channel that the reader is not on, none are even looked at: how many there are is not felt. */
const messageIdsOn = ({ line }: State, reader: Reader, channelId: string): readonly string[] => {
  const channel = line.channels.get(channelId);
  return channel && isChannelSeen(channel, reader) ? channel.messageIds : [];
};

/** Those the reader may see, in order of receipt; of those that wait, the most urgent first. */
export const findMessages = (
  state: State,
  reader: Reader,
  { channelId, isWaiting = false, thread = {} }: MessageFilter,
): ReadonlyMap<string, Message> => {
  const { messages, channels } = state.line;
  const channelIds = channelId === undefined ? [...channels.seenBy(reader).keys()] : [channelId];
  const seen = channelIds
    .flatMap((id) => messageIdsOn(state, reader, id))
    .map((id) => messages.get(id)!)
    .filter((message) => isMessageSeen(message, reader));
  const isAny = NAMED.every((to) => thread[to] === undefined);
  const ids = isAny
    ? null
    : threadOf(
        seen.filter((one) => isRead(state, one, reader)),
        thread,
      );
  const found = seen.filter(
    (message) =>
      (ids === null || ids.has(message.id)) && (!isWaiting || isWaitingFor(message, reader)),
  );
  found.sort(isWaiting ? byUrgency : (a, b) => a.seq - b.seq);
  return new Map(found.map((message) => [message.id, message]));
};

/** The host does not learn from a list what a message names. */
const isRead = (state: State, { id }: Message, reader: Reader): boolean =>
  reader.kind === "party" || isOpenToHost(state, "message", id);

/** Not yet acknowledged nor answered by the reader, and still asked of it. */
const isWaitingFor = ({ receipts, state }: Message, reader: Reader): boolean =>
  state !== "closed" &&
  receipts.some(
    (one) =>
      reader.kind === "party" &&
      one.party === reader.party &&
      one.answer === null &&
      (one.state === "undelivered" || one.state === "delivered"),
  );

/** null: not told. */
const HOST_CAUSES: Readonly<Partial<Record<MessageCause, MessageCause | null>>> = {
  read_back: null,
  read_back_failed: null,
  returned: "raised",
  disseminated: null,
  concern: "acknowledged",
  objected: "acknowledged",
  corrected: null,
  retracted: "closed",
  translated: null,
};

export const tellOfLine = (state: State, change: LineChange, reader: Reader): LineTold | null => {
  const view = lineViewFor(state, reader);
  switch (change.kind) {
    case "channel-changed":
    case "line-changed": {
      const channel = view.channel(change.channelId);
      if (!channel) return null;
      return change.kind === "line-changed"
        ? { kind: "line.changed", cause: change.cause, channel }
        : { kind: "channel.changed", channel };
    }
    default: {
      const message = view.message(change.messageId);
      if (!message) return null;
      if (change.kind === "message-sent") return { kind: "message.sent", message };
      const known = message.detail === "exists" ? HOST_CAUSES[change.cause] : undefined;
      const cause = known === undefined ? change.cause : known;
      return cause && { kind: "message.changed", cause, message };
    }
  }
};
