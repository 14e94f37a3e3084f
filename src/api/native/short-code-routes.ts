/** Codes that came by voice or by satellite: read, and said on a channel as what they stand for. */

import { Type } from "typebox";
import type {
  AcknowledgeMessage,
  Heard,
  MessageCommand,
  ReplyLineCheck,
} from "../../core/line/commands.ts";
import type { Body } from "../../core/line/kinds.ts";
import { passesAll } from "../../core/line/kinds.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { ShortMessage } from "../../formats/short-code.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { ChannelParams, notFound, writeChannel } from "./channel-routes.ts";
import { LanguageQuery, languageOf } from "./language.ts";
import { bodyToWire } from "./message-fields.ts";
import { checkCells, parseSending } from "./message-routes.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { MessageParams, writeMessage } from "./receipt-routes.ts";
import {
  encodeRead,
  readCode,
  ShortCodeOf,
  ShortCodeRead,
  ShortCodeReadRequest,
  ShortCodeRequest,
  ShortCodeSaid,
  standsFor,
  writeCode,
} from "./short-code.ts";
import { WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["messages"];

export const registerShortCodes = (app: Api, context: ApiContext): void => {
  registerReading(app, context);
  registerSaying(app, context);
};

const must = <T>({ clock }: ApiContext, outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  throw problemOfRefusal(outcome.refusal, { nowMs: clock.nowMs() });
};

const registerReading = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/messages/:id/short-code",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getShortCode",
        summary: "A message in 160 characters, for satellite text and voice",
        description: "What has no short form is refused by the name of its field: nothing is cut.",
        params: MessageParams,
        response: { 200: ShortCodeOf, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).line.message(id);
      if (found?.detail !== "full") throw notFound(context, "message", id);
      return { id, code: must(context, writeCode(found)) };
    },
  );
  app.post(
    "/v1/short-codes/read",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "readShortCode",
        summary: "What a short code says; nothing is stored and nobody is told",
        querystring: Type.Object(LanguageQuery, { additionalProperties: false }),
        body: ShortCodeReadRequest,
        response: { 200: ShortCodeRead, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const message = must(context, readCode(request.body.code));
      return encodeRead(message, languageOf(request, request.query.language));
    },
  );
};

const registerSaying = (app: Api, context: ApiContext): void => {
  const schema = {
    tags,
    headers: WriteHeaders,
    params: ChannelParams,
    body: ShortCodeRequest,
    response: { 201: ShortCodeSaid, ...PROBLEM_RESPONSES },
  };
  app.post(
    "/v1/channels/:id/short-codes",
    {
      config: { access: "write" },
      schema: {
        ...schema,
        operationId: "sayShortCode",
        summary: "Say on a channel what a short code stands for",
        description:
          "In the name of one's own party alone: a code does not say whose it is. An ACK acknowledges the message that it names, a LINE-CHECK-REPLY without a message answers the line check of that number, all else is sent as a message.",
      },
    },
    async (request, reply) => {
      const message = must(context, readCode(request.body.code));
      reply.code(201);
      return say(context, { request, reply, body: request.body, message }, request.params.id);
    },
  );
  app.post(
    "/v1/channels/:id/urgent-short-codes",
    {
      config: { access: "write", rate: "urgent" },
      schema: {
        ...schema,
        operationId: "sayUrgentShortCode",
        summary: "The same for what passes everything, and for acknowledgements",
      },
    },
    async (request, reply) => {
      const message = must(context, readCode(request.body.code));
      if (message.kind !== "ack" && !passesAll(message.kind)) {
        const detail = `code is a ${message.kind}, which is counted with all other requests`;
        const remedy = "say it at /v1/channels/{id}/short-codes";
        throw new ApiProblem("bad-field", { field: "code", detail, remedy });
      }
      reply.code(201);
      return say(context, { request, reply, body: request.body, message }, request.params.id);
    },
  );
};

type Saying = Omit<Write, "command"> & {
  readonly body: ShortCodeRequest;
  readonly message: ShortMessage;
};

const say = async (
  context: ApiContext,
  { request, reply, body, message }: Saying,
  channelId: string,
): Promise<ShortCodeSaid> => {
  const asked = { context, request, channelId, message, ...body };
  const kind = standsFor(message);
  try {
    if (kind === "line_check_reply") {
      const command = parseCheckReply(asked);
      const channel = await writeChannel(context, { request, reply, command });
      return { standsFor: kind, message: null, channel };
    }
    const command = kind === "acknowledgement" ? parseAcknowledgement(asked) : parseMessage(asked);
    const sent = await writeMessage(context, { request, reply, command });
    return { standsFor: kind, message: sent, channel: null };
  } catch (error) {
    throw error instanceof ApiProblem ? inCode(error) : error;
  }
};

/** What is to blame stands in the code, except what the request says beside it. */
const inCode = ({ problem, about }: ApiProblem): ApiProblem => {
  const { field } = about;
  if (field === undefined || /^(header\.|code\b|fromRole$|toRole$|heardBy$)/.test(field))
    return new ApiProblem(problem, about);
  const named = field === "role" ? "fromRole" : `code.${field.replace(/^fields\./, "")}`;
  return new ApiProblem(problem, { ...about, field: named });
};

type Asked = ShortCodeRequest & {
  readonly context: ApiContext;
  readonly request: Write["request"];
  readonly channelId: string;
  readonly message: ShortMessage;
};

/** The message of this channel that a code names by its serial or its id. Throws ApiProblem. */
const findNamed = ({ context, request, channelId }: Asked, name: string): string => {
  const { line } = viewOf(context, request);
  if (!line.channel(channelId)) throw notFound(context, "channel", channelId);
  const found = line.messageBySerial(channelId, name) ?? line.message(name);
  if (found?.channelId === channelId) return found.id;
  throw notFound(context, "message on this channel", name);
};

const parseMessage = (asked: Asked): MessageCommand => {
  const { context, channelId, message, fromRole, toRole, heardBy } = asked;
  const { kind, precedence, inReplyTo, body } = message;
  const command = parseSending(context, channelId, {
    kind,
    precedence,
    fromRole,
    ...(toRole === undefined ? {} : { toRole }),
    ...(inReplyTo === undefined ? {} : { inReplyTo: findNamed(asked, inReplyTo) }),
    // A code holds no text that is in a language.
    language: "en",
    fields: bodyToWire(kind, body),
  });
  checkCells(context, viewOf(context, asked.request), command);
  return { ...command, ...heard(heardBy) };
};

const heard = (heardBy: ShortCodeRequest["heardBy"]): Heard =>
  heardBy === undefined ? {} : { heardBy };

const parseAcknowledgement = (asked: Asked): AcknowledgeMessage => {
  const { message, fromRole, heardBy } = asked;
  // A code has no text.
  const { target, hashSeen, readBack, text: _text, ...said } = message.body as Body<"ack">;
  if (message.inReplyTo !== undefined && message.inReplyTo !== target)
    throw badPart("inReplyTo", `is not ${target}`, "write -: the target says what is acknowledged");
  if (hashSeen === undefined) {
    const remedy = "say 16 digits or more of the hash of what the officer has read";
    throw badPart("hashSeen", "is not said", remedy);
  }
  const messageId = findNamed(asked, target);
  return {
    kind: "acknowledge-message",
    messageId,
    role: fromRole,
    hashSeen,
    ...said,
    ...(readBack === undefined ? {} : { readBack: [{ points: [readBack] }] }),
    ...heard(heardBy),
  };
};

const parseCheckReply = ({ channelId, message, fromRole, heardBy }: Asked): ReplyLineCheck => {
  const { number, testPhrase, quality, watchRole } = message.body as Body<"line_check_reply">;
  if (testPhrase === undefined)
    throw badPart("testPhrase", "is not said", "say the phrase of the check as it was read");
  const role = watchRole ?? fromRole;
  return {
    kind: "reply-line-check",
    channelId,
    number,
    testPhrase,
    quality,
    role,
    ...heard(heardBy),
  };
};

const badPart = (name: string, fault: string, remedy: string): ApiProblem =>
  new ApiProblem("bad-field", {
    field: `code.${name}`,
    detail: `code.${name} ${fault}`,
    remedy,
  });
