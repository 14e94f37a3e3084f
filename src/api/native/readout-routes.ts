/** Readouts over HTTP, for their sides: drafted, keyed, released, or parted into own wordings. */

import { Type } from "typebox";
import type { ReadoutCommand } from "../../core/contacts/commands.ts";
import { parseReadoutFields } from "../../core/contacts/parse.ts";
import type { ReadoutFields as Fields } from "../../core/contacts/readout-model.ts";
import { READOUT } from "../../core/line/kinds/contacts.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { notFound } from "./channel-routes.ts";
import { ContactParams, mustParse } from "./contact-routes.ts";
import { fieldsFromWire } from "./message-fields.ts";
import { movesOf } from "./moves.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import {
  ConfirmRequest,
  DraftRequest,
  encodeReadout,
  KeyRequest,
  ReadoutId,
  ReadoutOf,
  ReadoutReceipt,
  RedraftRequest,
} from "./readout.ts";
import { CLOSED } from "./schema.ts";
import { timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["readouts"];
const ReadoutParams = Type.Object({ id: ReadoutId });
const NoBody = Type.Object({}, CLOSED);
const response = { 200: ReadoutReceipt, ...PROBLEM_RESPONSES };

export const registerReadouts = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/readouts/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getReadout",
        summary: "One readout: its drafts, its keys, and whether it is public",
        params: ReadoutParams,
        response: { 200: ReadoutOf, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).contact.readout(id);
      if (!found) throw notFound(context, "readout", id);
      return encodeReadout(found);
    },
  );
  registerDrafting(app, context);
  registerKeys(app, context);
};

const registerDrafting = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/contacts/:id/readouts",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "draftReadout",
        summary: "Draft a readout of a contact that was held; nothing is public before every key",
        headers: WriteHeaders,
        params: ContactParams,
        body: DraftRequest,
        response: { 201: ReadoutReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { corrects, fields } = request.body;
      const command: ReadoutCommand = {
        kind: "draft-readout",
        contactId: request.params.id,
        ...(corrects === undefined ? {} : { corrects }),
        body: fieldsOf(context, fields),
      };
      const receipt = await writeReadout(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/readouts/${receipt.readoutId}`);
      return receipt;
    },
  );
  app.put(
    "/v1/readouts/:id",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "redraftReadout",
        summary: "Say it in other words: keys for those before are void",
        headers: WriteHeaders,
        params: ReadoutParams,
        body: RedraftRequest,
        response,
      },
    },
    async (request, reply) => {
      const body = fieldsOf(context, request.body.fields);
      const readoutId = request.params.id;
      const command = { kind: "redraft-readout", readoutId, body } as const;
      return writeReadout(context, { request, reply, command });
    },
  );
};

const registerKeys = (app: Api, context: ApiContext): void => {
  const add = movesOf<ReadoutCommand, typeof ReadoutReceipt>(app, {
    path: "/v1/readouts",
    tags,
    params: ReadoutParams,
    answer: ReadoutReceipt,
    write: (write) => writeReadout(context, write),
  });
  add({
    verb: "key",
    operationId: "giveReadoutKey",
    summary: "Give your side's key: for one draft, in the parts and languages named",
    body: KeyRequest,
    parse: (readoutId, { hashSeen, parts, languages }) => ({
      kind: "give-readout-key",
      readoutId,
      hashSeen,
      parts,
      languages,
    }),
  });
  add({
    verb: "confirm-key",
    operationId: "confirmReadoutKey",
    summary: "Confirm your side's key, as its second person",
    body: ConfirmRequest,
    access: "approve",
    parse: (readoutId, { hashSeen }) => ({ kind: "confirm-readout-key", readoutId, hashSeen }),
  });
  for (const [verb, kind, operationId, summary] of [
    ["withdraw-key", "withdraw-readout-key", "withdrawReadoutKey", "Take your key back"],
    ["part", "part-wordings", "partWordings", "Say that there will be no joint text"],
    ["withdraw", "withdraw-readout", "withdrawReadout", "Drop a draft of your own side"],
  ] as const) {
    const parse = (readoutId: string): ReadoutCommand => ({ kind, readoutId });
    add({ verb, operationId, summary, body: NoBody, parse });
  }
};

const fieldsOf = (context: ApiContext, given: Readonly<Record<string, unknown>>): Fields =>
  mustParse(context, parseReadoutFields(fieldsFromWire(READOUT.fields, given, "fields")));

const writeReadout = async (
  context: ApiContext,
  write: Write & { readonly command: ReadoutCommand },
): Promise<ReadoutReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "readout") throw new Error("bug: it is answered with its readout");
  const { about: _about, ...rest } = result;
  return { commandId, seq: receipt.seq, receivedAt: timeText(receipt.atMs), ...rest };
};
