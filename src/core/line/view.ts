/**
 * What a reader sees of the line: its parties all that is said on it, each party its own officers' names,
 * the host that messages exist, how urgent they are and when they are due.
 */

import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { Level } from "../parties/model.ts";
import type { State } from "../state.ts";
import type { LineCause, LineChange, MessageCause } from "./changes.ts";
import type { Values } from "./fields.ts";
import type { Kind, MessageHeader } from "./kinds.ts";
import { lineStateOf } from "./model.ts";
import type {
  Act,
  Channel,
  ChannelState,
  CheckKind,
  CheckReply,
  Clock,
  Dissemination,
  LineCheck,
  LineState,
  MeasuredState,
  Message,
  MessageState,
  Receipt,
  ReceiptState,
  Suspension,
} from "./model.ts";
import { saidTextOf } from "./said.ts";
import type { Precedence } from "./rules.ts";
import { byUrgency } from "./traffic.ts";

/** `by` is null to every party but the officer's own. */
export type ActView = Omit<Act, "by"> & { readonly by: string | null };

export type SideView = {
  readonly party: string;
  readonly hasTaken: boolean;
  readonly missed: Readonly<Record<CheckKind, number>>;
  readonly lastReplyMs: number | null;
};

export type CheckView = Omit<LineCheck, "replies"> & { readonly replies: readonly CheckReply[] };

export type ChannelView = {
  readonly detail: "full" | "exists";
  readonly id: string;
  readonly parties: readonly string[];
  readonly level: Level;
  readonly topic: string | null;
  readonly proposedBy: string;
  readonly state: ChannelState;
  readonly changedMs: number;
  readonly line: LineState;
  /** What the checks say, also while the line is declared suspended. */
  readonly measured: MeasuredState;
  readonly lineSinceMs: number;
  readonly suspensions: readonly Suspension[];
  readonly askedThrough: string | null;
  readonly sides: readonly SideView[];
  /** Newest last; empty for the host. */
  readonly checks: readonly CheckView[];
};

export type ReceiptView = Omit<
  Receipt,
  "acknowledged" | "objected" | "returned" | "disseminated"
> & {
  readonly acknowledged:
    | (ActView & Pick<NonNullable<Receipt["acknowledged"]>, "concern" | "text">)
    | null;
  readonly objected: (ActView & Pick<NonNullable<Receipt["objected"]>, "messageId">) | null;
  readonly returned: (ActView & Pick<NonNullable<Receipt["returned"]>, "kind">) | null;
  readonly disseminated: readonly (ActView & Pick<Dissemination, "level" | "toldMs">)[];
};

export type FullMessageView = {
  readonly detail: "full";
  readonly id: string;
  readonly channelId: string;
  readonly level: Level;
  readonly party: string;
  readonly by: string | null;
  readonly serial: string | null;
  readonly kind: Kind;
  readonly header: MessageHeader;
  readonly body: Values;
  readonly hash: string;
  readonly state: MessageState;
  readonly receivedMs: number;
  readonly sentMs: number | null;
  readonly steps: Message["steps"];
  readonly acknowledgeByMs: number | null;
  readonly replyByMs: number | null;
  readonly receipts: readonly ReceiptView[];
  readonly translations: Message["translations"];
  readonly correctedBy: readonly string[];
  readonly retractedBy: string | null;
};

/** That it exists, how urgent it is, and when what is due. */
export type ExistsMessageView = {
  readonly detail: "exists";
  readonly id: string;
  readonly channelId: string;
  readonly party: string;
  readonly precedence: Precedence;
  readonly state: MessageState;
  readonly receivedMs: number;
  readonly sentMs: number | null;
  readonly acknowledgeByMs: number | null;
  readonly replyByMs: number | null;
  readonly receipts: readonly {
    readonly party: string;
    readonly state: ReceiptState;
    readonly clock: Clock | null;
  }[];
};

export type MessageView = FullMessageView | ExistsMessageView;

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
};

/** The part of the view that is of the line; its lists are pages of `view.ts`. */
export type LineView = {
  readonly channel: (id: string) => ChannelView | null;
  readonly message: (id: string) => MessageView | null;
  /** By the number that its sender gave it on the channel; null as for no message. */
  readonly messageBySerial: (channelId: string, serial: string) => MessageView | null;
  /** Is the message in the list that the filter makes? What a page may be continued from. */
  readonly isListed: (filter: MessageFilter, id: string) => boolean;
  /** The text that the message's hash is of; null when the reader may not see what it says. */
  readonly said: (id: string) => string | null;
};

export const isChannelSeen = ({ parties }: Channel, reader: Reader): boolean =>
  reader.kind === "host" || parties.includes(reader.party);

/** A recipient learns of a message when it is sent, not while it waits its turn. */
const isMessageSeen = (message: Message, reader: Reader): boolean =>
  reader.kind === "host" ||
  message.party === reader.party ||
  (message.sentMs !== null && message.receipts.some(({ party }) => party === reader.party));

export const viewChannel = (channel: Channel, reader: Reader): ChannelView => ({
  detail: reader.kind === "host" ? "exists" : "full",
  id: channel.id,
  parties: channel.parties,
  level: channel.level,
  topic: channel.topic,
  proposedBy: channel.proposedBy,
  state: channel.state,
  changedMs: channel.changedMs,
  line: lineStateOf(channel),
  measured: channel.measured,
  lineSinceMs: channel.lineSinceMs,
  // Why is between the parties.
  suspensions:
    reader.kind === "host"
      ? channel.suspensions.map((one) => ({ ...one, text: null }))
      : [...channel.suspensions],
  askedThrough: channel.askedThrough,
  sides: channel.sides.map(({ party, hasTaken, missed, lastReplyMs }) => ({
    party,
    hasTaken,
    lastReplyMs,
    missed: { ...missed },
  })),
  checks: reader.kind === "host" ? [] : channel.checks.map((one) => viewCheck(one, reader)),
});

const nameFor = (reader: Reader, party: string, by: string | null): string | null =>
  reader.kind === "party" && reader.party === party ? by : null;

const viewCheck = (check: LineCheck, reader: Reader): CheckView => ({
  ...check,
  replies: check.replies.map((one) => ({ ...one, by: nameFor(reader, one.party, one.by) })),
});

const viewReceipt = (receipt: Receipt, reader: Reader): ReceiptView => {
  const hide = <A extends Act>(act: A): Omit<A, "by"> & { readonly by: string | null } => ({
    ...act,
    by: nameFor(reader, receipt.party, act.by),
  });
  const { acknowledged, objected, returned, disseminated } = receipt;
  return {
    ...receipt,
    acknowledged: acknowledged && hide(acknowledged),
    objected: objected && hide(objected),
    returned: returned && hide(returned),
    disseminated: disseminated.map(hide),
    // What was added later is not what was told now.
    readBacks: [...receipt.readBacks],
    raises: [...receipt.raises],
  };
};

/** The host sees how far a message is. That somebody doubted it, or whom it was passed on to, is what it says. */
const HOST_STATES: Readonly<Partial<Record<ReceiptState, ReceiptState>>> = {
  acknowledged_with_concern: "acknowledged",
  objected: "acknowledged",
  disseminated: "acknowledged",
};
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

export const viewMessage = (state: State, message: Message, reader: Reader): MessageView => {
  const { id, channelId, party, receivedMs, sentMs, acknowledgeByMs, replyByMs } = message;
  const common = { id, channelId, party, receivedMs, sentMs, acknowledgeByMs, replyByMs };
  if (reader.kind === "host" && !isOpenToHost(state, "message", id)) {
    const receipts = message.receipts.map((one) => ({
      party: one.party,
      state: HOST_STATES[one.state] ?? one.state,
      clock: one.clock,
    }));
    const { precedence } = message.header;
    return { detail: "exists", ...common, precedence, state: message.state, receipts };
  }
  return {
    detail: "full",
    ...common,
    level: state.line.channels.get(channelId)!.level,
    by: nameFor(reader, party, message.by),
    serial: message.serial,
    kind: message.kind,
    header: message.header,
    body: message.body,
    hash: message.hash,
    state: message.state,
    steps: [...message.steps],
    receipts: message.receipts.map((one) => viewReceipt(one, reader)),
    translations: [...message.translations],
    correctedBy: [...message.correctedBy],
    retractedBy: message.retractedBy,
  };
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
  { channelId, isWaiting = false }: MessageFilter,
): ReadonlyMap<string, Message> => {
  const { messages, channels } = state.line;
  const channelIds = channelId === undefined ? [...channels.keys()] : [channelId];
  const found = channelIds
    .flatMap((id) => messageIdsOn(state, reader, id))
    .map((id) => messages.get(id)!)
    .filter(
      (message) => isMessageSeen(message, reader) && (!isWaiting || isWaitingFor(message, reader)),
    );
  found.sort(isWaiting ? byUrgency : (a, b) => a.seq - b.seq);
  return new Map(found.map((message) => [message.id, message]));
};

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
