/** Messages: sent on a channel, read, acknowledged. */

import { Type } from "typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../core/limits.ts";
import type { SendMessage } from "../../core/line/commands.ts";
import { findOtherCell } from "../../core/line/conflict-said.ts";
import type { Body } from "../../core/line/kinds.ts";
import { KIND_NAMES, passesAll, specOf } from "../../core/line/kinds.ts";
import { NAMED } from "../../core/line/named.ts";
import type { NamedKind, Thread } from "../../core/line/named.ts";
import { parseBody, parseHeader } from "../../core/line/parse-body.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { MessageFilter } from "../../core/line/view.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import type { View } from "../../core/view.ts";
import { problemOfRefusal } from "../problem.ts";
import { ChannelParams, notFound } from "./channel-routes.ts";
import { LanguageQuery, languageOf } from "./language.ts";
import { encodeMessage, Message, Said, Sent } from "./message.ts";
import { asWireRefusal, bodyFromWire, bodyToWire } from "./message-fields.ts";
import { MessageRequest } from "./message-request.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, OneOf } from "./schema.ts";
import { MessageParams, writeMessage } from "./receipt-routes.ts";
import { parseTime } from "./time.ts";
import { WriteHeaders } from "./write.ts";

const tags = ["messages"];
const MessagePage = PageOf(Message, "MessagePage");

/** The kinds that pass everything, on a route whose requests are counted apart from all others. */
const UrgentRequest = Type.Object(
  {
    ...MessageRequest.properties,
    kind: OneOf(KIND_NAMES.filter((kind) => passesAll(kind))),
  },
  { ...CLOSED, title: "UrgentMessageRequest" },
);

export const registerMessages = (app: Api, context: ApiContext): void => {
  registerSending(app, context);
  registerLists(app, context);
  registerReading(app, context);
};

const registerSending = (app: Api, context: ApiContext): void => {
  const common = { tags, headers: WriteHeaders, params: ChannelParams };
  const response = { 201: Sent, ...PROBLEM_RESPONSES };
  app.post(
    "/v1/channels/:id/messages",
    {
      config: { access: "write" },
      schema: {
        ...common,
        operationId: "sendMessage",
        summary: "Send a message to the other parties of a channel",
        description:
          "Flash and immediate go at once. What is beyond the channel's pace waits its turn, the more urgent first.",
        body: MessageRequest,
        response,
      },
    },
    (request, reply) => send(context, request, reply),
  );
  app.post(
    "/v1/channels/:id/urgent-messages",
    {
      config: { access: "write", rate: "urgent" },
      schema: {
        ...common,
        operationId: "sendUrgentMessage",
        summary:
          "Send distress or humanitarian traffic: it passes suspension, quotas and rate limits",
        body: UrgentRequest,
        response,
      },
    },
    (request, reply) => send(context, request, reply),
  );
};

type Sending = FastifyRequest<{ Params: { id: string }; Body: MessageRequest }>;

const send = async (context: ApiContext, request: Sending, reply: FastifyReply) => {
  const view = viewOf(context, request);
  const { id } = request.params;
  const said = withRecord(view, id, withPrecedence(view, request.body));
  const command = parseSending(context, id, said);
  checkCells(context, view, command);
  reply.code(201);
  return writeMessage(context, { request, reply, command });
};

/** What is corrected or retracted says how urgent that is, where the author does not. */
const withPrecedence = (view: View, request: MessageRequest): MessageRequest => {
  if (request.precedence !== undefined || !TAKES_BACK.has(request.kind)) return request;
  const target = view.line.message(String(request.fields["target"]));
  return target?.detail === "full" ? { ...request, precedence: target.header.precedence } : request;
};

/** What the record says of a conflict, where the author does not say it. */
const withRecord = (view: View, channelId: string, request: MessageRequest): MessageRequest => {
  if (request.kind !== "conflict") return request;
  const known = view.line.conflictFields(channelId, String(request.fields["conflict"]));
  if (!known) return request;
  const fields = { ...bodyToWire("conflict", known.filled), ...request.fields };
  return { ...request, fields };
};

/** Which cell a place is in takes trigonometry: of a message about a conflict it is judged here. */
export const checkCells = ({ clock }: ApiContext, view: View, command: SendMessage): void => {
  const { channelId, messageKind, body } = command;
  if (messageKind !== "conflict") return;
  const { conflict, cells } = body as Body<"conflict">;
  const known = view.line.conflictFields(channelId, conflict);
  const refusal = known && cells ? findOtherCell(known.seen, cells) : null;
  if (refusal) throw problemOfRefusal(refusal, { nowMs: clock.nowMs() });
};

const TAKES_BACK: ReadonlySet<string> = new Set(["correction", "retract"]);

export const parseSending = (
  { clock }: ApiContext,
  channelId: string,
  request: MessageRequest,
): SendMessage => {
  const { kind, area, replyBy, inReplyTo, language, fields } = request;
  const must = <T>(parsed: Outcome<T>): T => {
    if (parsed.ok) return parsed.value;
    throw problemOfRefusal(asWireRefusal(parsed.refusal), { nowMs: clock.nowMs() });
  };
  const header = must(
    parseHeader(kind, {
      precedence: request.precedence ?? specOf(kind).precedence,
      fromRole: request.fromRole ?? "watch_officer",
      toRole: request.toRole ?? "watch_officer",
      ...(area === undefined ? {} : { area }),
      ...(replyBy === undefined ? {} : { replyByMs: parseTime(replyBy, "replyBy") }),
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      language,
    }),
  );
  const body = must(parseBody(kind, bodyFromWire(kind, fields)));
  return { kind: "send-message", channelId, messageKind: kind, header, body };
};

const Thing = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: LIMITS.referenceCharsMax,
    description: "Only messages that name it, and what was said of those.",
  }),
);
const ThreadQuery = Object.fromEntries(NAMED.map((to) => [to, Thing])) as Readonly<
  Record<NamedKind, typeof Thing>
>;
const FilterQuery = {
  ...ThreadQuery,
  waiting: Type.Optional(
    Type.Boolean({
      description: "Only what waits for the reader's acknowledgement, most urgent first.",
    }),
  ),
};
type FilterQuery = Thread & { readonly waiting?: boolean };

const filterOf = (asked: FilterQuery): MessageFilter => ({
  isWaiting: asked.waiting,
  thread: Object.fromEntries(NAMED.map((to) => [to, asked[to]])),
});

const registerLists = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/messages",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listMessages",
        summary: "Messages on all the reader's channels, in order of receipt",
        querystring: Type.Object(
          {
            ...PageQuery,
            ...LanguageQuery,
            ...FilterQuery,
          },
          { additionalProperties: false },
        ),
        response: { 200: MessagePage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { language, ...asked } = request.query;
      const found = list(viewOf(context, request), filterOf(asked), asked);
      return encodePage(found, (one) => encodeMessage(one, languageOf(request, language)));
    },
  );
  app.get(
    "/v1/channels/:id/messages",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listChannelMessages",
        summary: "Messages on one channel, in order of receipt",
        params: ChannelParams,
        querystring: Type.Object(
          { ...PageQuery, ...LanguageQuery, ...FilterQuery },
          { additionalProperties: false },
        ),
        response: { 200: MessagePage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const { id: channelId } = request.params;
      if (!view.line.channel(channelId)) throw notFound(context, "channel", channelId);
      const { language, ...asked } = request.query;
      const found = list(view, { ...filterOf(asked), channelId }, asked);
      return encodePage(found, (one) => encodeMessage(one, languageOf(request, language)));
    },
  );
};

const list = (view: ReturnType<typeof viewOf>, filter: MessageFilter, asked: PageQuery) => {
  const page = parsePage(asked, (id) => view.line.isListed(filter, id));
  return view.messages(filter, page);
};

const registerReading = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/messages/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getMessage",
        summary: "One message and what became of it",
        params: MessageParams,
        querystring: Type.Object(LanguageQuery, { additionalProperties: false }),
        response: { 200: Message, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const found = viewOf(context, request).line.message(request.params.id);
      if (!found) throw notFound(context, "message", request.params.id);
      return encodeMessage(found, languageOf(request, request.query.language));
    },
  );
  app.get(
    "/v1/messages/:id/said",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getMessageSaid",
        summary: "The exact text that a message's hash is of",
        params: MessageParams,
        response: { 200: Said, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { line } = viewOf(context, request);
      const [message, said] = [line.message(id), line.said(id)];
      if (message?.detail !== "full" || said === null) throw notFound(context, "message", id);
      return { id, hash: message.hash, said };
    },
  );
};
