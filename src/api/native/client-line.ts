/** The client's calls on the line: channels, messages, acknowledgements, line checks. */

import type { NamedKind } from "../../core/line/named.ts";
import type {
  Channel,
  ChannelReceipt,
  ChannelRequest,
  CheckReplyRequest,
  SuspendRequest,
} from "./channel.ts";
import { commonCalls, pathOf } from "./client-calls.ts";
import type { Act, AskingCalls, Get, Tell } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Kinds } from "./kind-routes.ts";
import type { Message, Said, Sent } from "./message.ts";
import type {
  AcknowledgeRequest,
  DisseminatedRequest,
  MessageRequest,
  ReadBackRequest,
  TranslationRequest,
} from "./message-request.ts";
import type { Page } from "./page.ts";
import type {
  ShortCodeOf,
  ShortCodeRead,
  ShortCodeReadRequest,
  ShortCodeRequest,
  ShortCodeSaid,
} from "./short-code.ts";

/**
 * Of `operation`, `site` and their like: only messages that name it, and what was said of those.
 * `waiting`: only what waits for the reader to acknowledge it, the most urgent first.
 */
export type MessageQuery = PageOptions &
  Partial<Readonly<Record<NamedKind, string>>> & {
    readonly waiting?: boolean;
    /** In which the text is asked for. */
    readonly language?: "en" | "ar" | "ru";
  };

export type LineClient = {
  readonly proposeChannel: (
    request: ChannelRequest,
    options?: WriteOptions,
  ) => Promise<ChannelReceipt>;
  readonly takeChannel: Act<ChannelReceipt>;
  readonly declineChannel: Act<ChannelReceipt>;
  readonly closeChannel: Act<ChannelReceipt>;
  readonly suspendLine: Tell<SuspendRequest, ChannelReceipt>;
  readonly restoreLine: Act<ChannelReceipt>;
  readonly replyLineCheck: Tell<CheckReplyRequest, ChannelReceipt>;
  readonly channel: Get<Channel>;
  readonly channels: (query?: PageOptions, options?: CallOptions) => Promise<Page<Channel>>;
  readonly sendMessage: Tell<MessageRequest, Sent>;
  /** Distress and humanitarian traffic, on the route that nothing stops. */
  readonly sendUrgentMessage: Tell<MessageRequest, Sent>;
  readonly message: (
    id: string,
    query?: Pick<MessageQuery, "language">,
    options?: CallOptions,
  ) => Promise<Message>;
  readonly messageSaid: Get<Said>;
  readonly messages: (query?: MessageQuery, options?: CallOptions) => Promise<Page<Message>>;
  readonly channelMessages: (
    id: string,
    query?: MessageQuery,
    options?: CallOptions,
  ) => Promise<Page<Message>>;
  readonly messageKinds: (options?: CallOptions) => Promise<Kinds>;
  readonly noteDelivered: Act<Sent>;
  readonly readBack: Tell<ReadBackRequest, Sent>;
  readonly acknowledgeMessage: Tell<AcknowledgeRequest, Sent>;
  readonly noteDisseminated: Tell<DisseminatedRequest, Sent>;
  readonly closeMessage: Act<Sent>;
  readonly translateMessage: Tell<TranslationRequest, Sent>;
  /** Refused with the field that has no short form. */
  readonly shortCode: Get<ShortCodeOf>;
  /** Nothing is stored by it. */
  readonly readShortCode: (
    request: ShortCodeReadRequest,
    query?: Pick<MessageQuery, "language">,
    options?: CallOptions,
  ) => Promise<ShortCodeRead>;
  /** Not with `signing`, which signs what is said and not its code: read it, then say what it says. */
  readonly sayShortCode: Tell<ShortCodeRequest, ShortCodeSaid>;
  /** For what passes everything, and for acknowledgements, on the route that nothing stops. */
  readonly sayUrgentShortCode: Tell<ShortCodeRequest, ShortCodeSaid>;
};

export const lineCalls = (calls: AskingCalls): LineClient => {
  const { get, post, write, queryText } = calls;
  const { read, act, tell } = commonCalls(calls);
  const asText = ({ waiting, ...query }: MessageQuery = {}): string =>
    queryText({ ...query, ...(waiting === undefined ? {} : { waiting: String(waiting) }) });
  return {
    proposeChannel: (request, given) => write("POST", "/v1/channels", request, given),
    takeChannel: act("channels", "take"),
    declineChannel: act("channels", "decline"),
    closeChannel: act("channels", "close"),
    suspendLine: tell("channels", "suspend"),
    restoreLine: act("channels", "restore"),
    replyLineCheck: tell("channels", "line-check-replies"),
    channel: read("channels"),
    channels: (query, given) => get(`/v1/channels${queryText({ ...query })}`, given),
    sendMessage: tell("channels", "messages"),
    sendUrgentMessage: tell("channels", "urgent-messages"),
    message: (id, query, given) => get(`${pathOf("messages", id)}${asText(query)}`, given),
    messageSaid: read("messages", "said"),
    messages: (query, given) => get(`/v1/messages${asText(query)}`, given),
    channelMessages: (id, query, given) =>
      get(`${pathOf("channels", id, "messages")}${asText(query)}`, given),
    messageKinds: (given) => get("/v1/message-kinds", given),
    noteDelivered: act("messages", "delivered"),
    readBack: tell("messages", "read-back"),
    acknowledgeMessage: tell("messages", "acknowledge"),
    noteDisseminated: tell("messages", "disseminated"),
    closeMessage: act("messages", "close"),
    translateMessage: tell("messages", "translations"),
    shortCode: read("messages", "short-code"),
    readShortCode: (request, query, given) =>
      post(`/v1/short-codes/read${asText(query)}`, request, given),
    sayShortCode: tell("channels", "short-codes"),
    sayUrgentShortCode: tell("channels", "urgent-short-codes"),
  };
};
