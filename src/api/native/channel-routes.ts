/** Channels between parties: proposed, taken, closed; the state of their lines. */

import { Type } from "typebox";
import type { TSchema } from "typebox";
import type { FastifyRequest } from "fastify";
import type { ChannelCommand } from "../../core/line/commands.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import type { ApiProblem } from "../problem.ts";
import {
  Channel,
  ChannelId,
  ChannelReceipt,
  ChannelRequest,
  CheckReplyRequest,
  encodeChannel,
  SuspendRequest,
  textFromWire,
} from "./channel.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["line"];
export const ChannelParams = Type.Object({ id: ChannelId });
const NoBody = Type.Object({}, CLOSED);

/** No body is an empty one. */
export const allowNoBody = async (request: FastifyRequest): Promise<void> => {
  request.body ??= {};
};

export const registerChannels = (app: Api, context: ApiContext): void => {
  registerReading(app, context);
  app.post(
    "/v1/channels",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "proposeChannel",
        summary: "Propose a channel to other parties; it opens once all have taken it",
        description:
          "There is one channel for the same parties, level and topic: its id says which.",
        headers: WriteHeaders,
        body: ChannelRequest,
        response: { 201: ChannelReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { parties, level, topic } = request.body;
      const about = { parties, level, ...(topic === undefined ? {} : { topic }) };
      const command = { kind: "propose-channel", ...about } as const;
      const receipt = await writeChannel(context, { request, reply, command });
      const path = `/v1/channels/${encodeURIComponent(receipt.channelId)}`;
      reply.code(201).header("Location", path);
      return receipt;
    },
  );
  for (const move of MOVES) {
    app.post(
      `/v1/channels/:id/${move.verb}`,
      {
        config: { access: "write" },
        preValidation: allowNoBody,
        schema: {
          tags,
          operationId: move.operationId,
          summary: move.summary,
          headers: WriteHeaders,
          params: ChannelParams,
          body: move.body,
          response: { 200: ChannelReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const command = move.parse(request.params.id, (request.body ?? {}) as never);
        return writeChannel(context, { request, reply, command });
      },
    );
  }
};

type Move = {
  readonly verb: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: TSchema;
  readonly parse: (channelId: string, body: never) => ChannelCommand;
};

const MOVES: readonly Move[] = [
  {
    verb: "take",
    operationId: "takeChannel",
    summary: "Take a channel that was proposed to you",
    body: NoBody,
    parse: (channelId) => ({ kind: "take-channel", channelId }),
  },
  {
    verb: "decline",
    operationId: "declineChannel",
    summary: "Decline a channel that was proposed",
    body: NoBody,
    parse: (channelId) => ({ kind: "decline-channel", channelId }),
  },
  {
    verb: "close",
    operationId: "closeChannel",
    summary: "Close a channel; it may be proposed again",
    body: NoBody,
    parse: (channelId) => ({ kind: "close-channel", channelId }),
  },
  {
    verb: "suspend",
    operationId: "suspendLine",
    summary:
      "Declare the line suspended; distress, humanitarian traffic and line checks still pass",
    body: SuspendRequest,
    parse: (channelId, { scope, carveOuts = [], ...said }: SuspendRequest) => ({
      kind: "suspend-line",
      channelId,
      scope,
      carveOuts,
      ...textFromWire(said),
    }),
  },
  {
    verb: "restore",
    operationId: "restoreLine",
    summary: "Lift what you declared",
    body: NoBody,
    parse: (channelId) => ({ kind: "restore-line", channelId }),
  },
  {
    verb: "line-check-replies",
    operationId: "replyLineCheck",
    summary: "Answer a line check with its number, its phrase and how well it was received",
    body: CheckReplyRequest,
    parse: (channelId, { number, testPhrase, quality, role }: CheckReplyRequest) => ({
      kind: "reply-line-check",
      channelId,
      number,
      testPhrase,
      quality,
      role,
    }),
  },
];

export const writeChannel = async (
  context: ApiContext,
  write: Write & { readonly command: ChannelCommand },
): Promise<ChannelReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "channel") throw new Error("bug: it is answered with its channel");
  const { channelId, state, line } = result;
  const receivedAt = timeText(receipt.atMs);
  return { commandId, seq: receipt.seq, receivedAt, channelId, state, line };
};

const registerReading = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/channels",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listChannels",
        summary: "Channels that the reader is in, in the order they were first proposed",
        querystring: Type.Object(PageQuery, { additionalProperties: false }),
        response: { 200: PageOf(Channel, "ChannelPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.line.channel(id) !== null);
      return encodePage(view.channels(page), encodeChannel);
    },
  );
  app.get(
    "/v1/channels/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getChannel",
        summary: "One channel with the state of its line",
        params: ChannelParams,
        response: { 200: Channel, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const found = viewOf(context, request).line.channel(request.params.id);
      if (!found) throw notFound(context, "channel", request.params.id);
      return encodeChannel(found);
    },
  );
};

export const notFound = ({ clock }: ApiContext, what: string, id: string): ApiProblem =>
  problemOfRefusal({ reason: "not-found", what, id }, { nowMs: clock.nowMs() });
