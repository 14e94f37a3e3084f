/** The client's calls on the line: channels, messages, acknowledgements, line checks. */

import type {
  Channel,
  ChannelReceipt,
  ChannelRequest,
  CheckReplyRequest,
  SuspendRequest,
} from "./channel.ts";
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

type Act<R> = (id: string, options?: WriteOptions) => Promise<R>;
type WriteTo<B, R> = (id: string, request: B, options?: WriteOptions) => Promise<R>;
type Read<R> = (id: string, options?: CallOptions) => Promise<R>;
/**
 * `operation`, `conflict`, `proposal`: only messages that name it, and what was said of those.
 * `waiting`: only what waits for the reader to acknowledge it, the most urgent first.
 */
export type MessageQuery = PageOptions & {
  readonly waiting?: boolean;
  readonly operation?: string;
  readonly conflict?: string;
  readonly proposal?: string;
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
  readonly suspendLine: WriteTo<SuspendRequest, ChannelReceipt>;
  readonly restoreLine: Act<ChannelReceipt>;
  readonly replyLineCheck: WriteTo<CheckReplyRequest, ChannelReceipt>;
  readonly channel: Read<Channel>;
  readonly channels: (query?: PageOptions, options?: CallOptions) => Promise<Page<Channel>>;
  readonly sendMessage: WriteTo<MessageRequest, Sent>;
  /** Distress and humanitarian traffic, on the route that nothing stops. */
  readonly sendUrgentMessage: WriteTo<MessageRequest, Sent>;
  readonly message: (
    id: string,
    query?: Pick<MessageQuery, "language">,
    options?: CallOptions,
  ) => Promise<Message>;
  readonly messageSaid: Read<Said>;
  readonly messages: (query?: MessageQuery, options?: CallOptions) => Promise<Page<Message>>;
  readonly channelMessages: (
    id: string,
    query?: PageOptions & Pick<MessageQuery, "language">,
    options?: CallOptions,
  ) => Promise<Page<Message>>;
  readonly messageKinds: (options?: CallOptions) => Promise<Kinds>;
  readonly noteDelivered: Act<Sent>;
  readonly readBack: WriteTo<ReadBackRequest, Sent>;
  readonly acknowledgeMessage: WriteTo<AcknowledgeRequest, Sent>;
  readonly noteDisseminated: WriteTo<DisseminatedRequest, Sent>;
  readonly closeMessage: Act<Sent>;
  readonly translateMessage: WriteTo<TranslationRequest, Sent>;
  /** Refused with the field that has no short form. */
  readonly shortCode: Read<ShortCodeOf>;
  /** Nothing is stored by it. */
  readonly readShortCode: (
    request: ShortCodeReadRequest,
    query?: Pick<MessageQuery, "language">,
    options?: CallOptions,
  ) => Promise<ShortCodeRead>;
  /** Not with `signing`, which signs what is said and not its code: read it, then say what it says. */
  readonly sayShortCode: WriteTo<ShortCodeRequest, ShortCodeSaid>;
  /** For what passes everything, and for acknowledgements, on the route that nothing stops. */
  readonly sayUrgentShortCode: WriteTo<ShortCodeRequest, ShortCodeSaid>;
};

type Calls = {
  readonly get: <T>(path: string, options?: CallOptions) => Promise<T>;
  /** Asks and changes nothing. */
  readonly post: <T>(path: string, body: unknown, options?: CallOptions) => Promise<T>;
  readonly write: <T>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    options?: WriteOptions,
  ) => Promise<T>;
  readonly queryText: (query?: Readonly<Record<string, string | number | undefined>>) => string;
};

const pathOf = (noun: string, id: string, rest = ""): string =>
  `/v1/${noun}/${encodeURIComponent(id)}${rest}`;

export const lineCalls = ({ get, post, write, queryText }: Calls): LineClient => {
  const act =
    <R>(noun: string, verb: string) =>
    (id: string, given?: WriteOptions): Promise<R> =>
      write("POST", pathOf(noun, id, `/${verb}`), {}, given);
  const tell =
    <B, R>(noun: string, verb: string): WriteTo<B, R> =>
    (id, request, given) =>
      write("POST", pathOf(noun, id, `/${verb}`), request, given);
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
    channel: (id, given) => get(pathOf("channels", id), given),
    channels: (query, given) => get(`/v1/channels${queryText({ ...query })}`, given),
    sendMessage: tell("channels", "messages"),
    sendUrgentMessage: tell("channels", "urgent-messages"),
    message: (id, query, given) => get(pathOf("messages", id, asText(query)), given),
    messageSaid: (id, given) => get(pathOf("messages", id, "/said"), given),
    messages: (query, given) => get(`/v1/messages${asText(query)}`, given),
    channelMessages: (id, query, given) =>
      get(pathOf("channels", id, `/messages${asText(query)}`), given),
    messageKinds: (given) => get("/v1/message-kinds", given),
    noteDelivered: act("messages", "delivered"),
    readBack: tell("messages", "read-back"),
    acknowledgeMessage: tell("messages", "acknowledge"),
    noteDisseminated: tell("messages", "disseminated"),
    closeMessage: act("messages", "close"),
    translateMessage: tell("messages", "translations"),
    shortCode: (id, given) => get(pathOf("messages", id, "/short-code"), given),
    readShortCode: (request, query, given) =>
      post(`/v1/short-codes/read${asText(query)}`, request, given),
    sayShortCode: tell("channels", "short-codes"),
    sayUrgentShortCode: tell("channels", "urgent-short-codes"),
  };
};
