/** Coordination items over HTTP: opened, accepted, told of, moved on. */

import { Type } from "typebox";
import type { ItemCommand } from "../../core/items/commands.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { notFound } from "./channel-routes.ts";
import {
  ContributorRequest,
  encodeItem,
  ItemDueRequest,
  ItemId,
  ItemMoveRequest,
  ItemNoteRequest,
  ItemOf,
  ItemReceipt,
  ItemRequest,
  ItemTextRequest,
} from "./item.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { movesOf } from "./moves.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { parseTime, timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["items"];
const ItemParams = Type.Object({ id: ItemId });
const NoBody = Type.Object({}, CLOSED);

export const registerItems = (app: Api, context: ApiContext): void => {
  registerReads(app, context);
  registerOpening(app, context);
  registerMoves(app, context);
};

const registerReads = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/items",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listItems",
        summary: "Coordination items that the reader has a part in, in the order they were opened",
        querystring: Type.Object({ ...PageQuery }, CLOSED),
        response: { 200: PageOf(ItemOf, "ItemPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.item(id) !== null);
      return encodePage(view.items(page), encodeItem);
    },
  );
  app.get(
    "/v1/items/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getItem",
        summary: "One item with its history",
        params: ItemParams,
        response: { 200: ItemOf, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).item(id);
      if (!found) throw notFound(context, "item", id);
      return encodeItem(found);
    },
  );
};

const registerOpening = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/items",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "openItem",
        summary: "Open an item as its lead, or propose it to another party to lead",
        headers: WriteHeaders,
        body: ItemRequest,
        response: { 201: ItemReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { subject, lead, contributors = [], due = null, text } = request.body;
      const { isHumanitarian = false } = request.body;
      const dueMs = due === null ? null : parseTime(due, "due");
      const command: ItemCommand = {
        kind: "open-item",
        subject,
        lead,
        contributors,
        dueMs,
        isHumanitarian,
        ...(text === undefined ? {} : { text }),
      };
      const receipt = await writeItem(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/items/${receipt.itemId}`);
      return receipt;
    },
  );
};

const saying = (text: string | undefined) => (text === undefined ? {} : { text });

const registerMoves = (app: Api, context: ApiContext): void => {
  const add = movesOf<ItemCommand, typeof ItemReceipt>(app, {
    path: "/v1/items",
    tags,
    params: ItemParams,
    answer: ItemReceipt,
    write: (write) => writeItem(context, write),
  });
  add({
    verb: "accept",
    operationId: "acceptItem",
    summary: "Take the lead that was proposed to you, or the part that was asked of you",
    body: NoBody,
    parse: (itemId) => ({ kind: "accept-item", itemId }),
  });
  add({
    verb: "decline",
    operationId: "declineItem",
    summary: "Decline the lead, or your part: then you hear no more of it",
    body: ItemTextRequest,
    parse: (itemId, { text }) => ({ kind: "decline-item", itemId, ...saying(text) }),
  });
  add({
    verb: "notes",
    operationId: "noteItem",
    summary: "Tell its parties something, or correct what your side told them",
    body: ItemNoteRequest,
    parse: (itemId, { text, corrects }) => ({
      kind: "note-item",
      itemId,
      text,
      ...(corrects === undefined ? {} : { corrects }),
    }),
  });
  add({
    verb: "move",
    operationId: "moveItem",
    summary: "By the lead: under way, done, open again, withdrawn",
    body: ItemMoveRequest,
    parse: (itemId, { to, text }) => ({ kind: "move-item", itemId, to, ...saying(text) }),
  });
  add({
    verb: "due",
    operationId: "setItemDue",
    summary: "By the lead: another time by which it is due, or none",
    body: ItemDueRequest,
    parse: (itemId, { due }) => {
      const dueMs = due === null ? null : parseTime(due, "due");
      return { kind: "set-item-due", itemId, dueMs };
    },
  });
  add({
    verb: "contributors",
    operationId: "askContributor",
    summary: "By the lead: ask another party to contribute",
    body: ContributorRequest,
    parse: (itemId, { party }) => ({ kind: "ask-contributor", itemId, party }),
  });
};

const writeItem = async (
  context: ApiContext,
  write: Write & { readonly command: ItemCommand },
): Promise<ItemReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "item") throw new Error("bug: it is answered with its item");
  const { itemId, state } = result;
  return { commandId, seq: receipt.seq, receivedAt: timeText(receipt.atMs), itemId, state };
};
