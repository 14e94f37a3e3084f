/** What is said of a message that was received, and of one's own: each is answered alike. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import type { MessageCommand } from "../../core/line/commands.ts";
import type { Api, ApiContext } from "../context.ts";
import { textFromWire } from "./channel.ts";
import { allowNoBody } from "./channel-routes.ts";
import { Sent } from "./message.ts";
import {
  AcknowledgeRequest,
  DisseminatedRequest,
  MessageId,
  ReadBackRequest,
  readBackFromWire,
  TranslationRequest,
} from "./message-request.ts";
import { RECEIPT_STATEMENT } from "./operation.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { parseTime, timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["messages"];
export const MessageParams = Type.Object({ id: MessageId });
const NoBody = Type.Object({}, CLOSED);

export const writeMessage = async (
  context: ApiContext,
  write: Write & { readonly command: MessageCommand },
): Promise<Sent> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "message") throw new Error("bug: it is answered with its message");
  const { about: _about, ...rest } = result;
  const receivedAt = timeText(receipt.atMs);
  return { commandId, seq: receipt.seq, receivedAt, ...rest, statement: RECEIPT_STATEMENT };
};

type Move<S extends TSchema> = {
  readonly verb: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: S;
  readonly parse: (messageId: string, body: Static<S>) => MessageCommand;
};

export const registerReceipts = (app: Api, context: ApiContext): void => {
  const add = <S extends TSchema>({ verb, operationId, summary, body, parse }: Move<S>): void => {
    app.post(
      `/v1/messages/:id/${verb}`,
      {
        // Answering is never counted against those who answer much.
        config: { access: "write", rate: "urgent" },
        preValidation: allowNoBody,
        schema: {
          tags,
          operationId,
          summary,
          body,
          headers: WriteHeaders,
          params: MessageParams,
          response: {
            200: Sent,
            ...PROBLEM_RESPONSES,
          },
        },
      },
      async (request, reply) => {
        const command = parse(request.params.id, (request.body ?? {}) as Static<S>);
        return writeMessage(context, { request, reply, command });
      },
    );
  };
  add({
    verb: "delivered",
    operationId: "noteDelivered",
    summary: "Say, by machine, that it has arrived; a person's acknowledgement is another fact",
    body: NoBody,
    parse: (messageId) => ({ kind: "note-delivered", messageId }),
  });
  add({
    verb: "read-back",
    operationId: "readBack",
    summary: "Read positions back, for the machine to compare",
    body: ReadBackRequest,
    parse: (messageId, { readBack, role }) => ({
      kind: "read-back",
      messageId,
      readBack: readBackFromWire(readBack),
      role,
    }),
  });
  add({
    verb: "acknowledge",
    operationId: "acknowledgeMessage",
    summary: "Acknowledge, by a named officer",
    body: AcknowledgeRequest,
    parse: parseAcknowledgement,
  });
  add({
    verb: "disseminated",
    operationId: "noteDisseminated",
    summary: "Say which levels were told, and when",
    body: DisseminatedRequest,
    parse: (messageId, { role, levelsTold, toldAt }) => ({
      kind: "note-disseminated",
      messageId,
      role,
      levelsTold,
      toldMs: parseTime(toldAt, "toldAt"),
    }),
  });
  add({
    verb: "close",
    operationId: "closeMessage",
    summary: "By its sender: nothing more is waited for",
    body: NoBody,
    parse: (messageId) => ({ kind: "close-message", messageId }),
  });
  add({
    verb: "translations",
    operationId: "translateMessage",
    summary: "Add a translation, marked with who or what made it; the original prevails",
    body: TranslationRequest,
    parse: (messageId, { language, translator, texts }) => ({
      kind: "translate-message",
      messageId,
      language,
      translator,
      texts,
    }),
  });
};

const parseAcknowledgement = (messageId: string, request: AcknowledgeRequest): MessageCommand => {
  const { kind: ackKind, role, hashSeen, readBack, levelsTold, toldAt, concern, ...said } = request;
  return {
    kind: "acknowledge-message",
    messageId,
    ackKind,
    role,
    hashSeen,
    ...(readBack === undefined ? {} : { readBack: readBackFromWire(readBack) }),
    ...(levelsTold === undefined ? {} : { levelsTold }),
    ...(toldAt === undefined ? {} : { toldMs: parseTime(toldAt, "toldAt") }),
    ...(concern === undefined ? {} : { concern }),
    ...textFromWire(said),
  };
};
