/** What is said of a message that was received, and of one's own: each is answered alike. */

import { Type } from "typebox";
import type { MessageCommand } from "../../core/line/commands.ts";
import type { Api, ApiContext } from "../context.ts";
import { textFromWire } from "./channel.ts";
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
import { movesOf } from "./moves.ts";
import { CLOSED } from "./schema.ts";
import { parseTime, timeText } from "./time.ts";
import { submitForParty } from "./write.ts";
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

export const registerReceipts = (app: Api, context: ApiContext): void => {
  const add = movesOf<MessageCommand, typeof Sent>(app, {
    path: "/v1/messages",
    tags,
    params: MessageParams,
    answer: Sent,
    rate: "urgent",
    write: (write) => writeMessage(context, write),
  });
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
