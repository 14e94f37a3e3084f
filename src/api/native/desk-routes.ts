/** Desks and who has the watch. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { DeskCommand } from "../../core/parties/commands.ts";
import type { Names as CoreNames } from "../../core/theatre/model.ts";
import { viewOf } from "../context.ts";
import type { Access, Api, ApiContext } from "../context.ts";
import { LIMITS } from "../../core/limits.ts";
import { Desk, DeskId, encodeDesk, Languages, Level, PartyReceipt } from "./party.ts";
import { writeForParty } from "./party-write.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, ListOf } from "./schema.ts";
import { Names } from "./theatre.ts";
import { WriteHeaders } from "./write.ts";

const tags = ["desks"];

export const DeskRequest = Type.Object(
  { id: DeskId, level: Level, names: Names },
  { ...CLOSED, title: "DeskRequest" },
);
export type DeskRequest = Static<typeof DeskRequest>;

export const Desks = Type.Object({ desks: ListOf(Desk) }, { title: "Desks" });
export type Desks = Static<typeof Desks>;

const TakeRequest = Type.Object({ languages: Languages }, { ...CLOSED, title: "WatchRequest" });
export type WatchRequest = Static<typeof TakeRequest>;
const HandOverRequest = Type.Object(
  { to: Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax }) },
  { ...CLOSED, title: "HandOverRequest" },
);
export type HandOverRequest = Static<typeof HandOverRequest>;
const NoBody = Type.Optional(Type.Object({}, { ...CLOSED, title: "NoFields" }));

export const registerDesks = (app: Api, context: ApiContext): void => {
  registerDeskList(app, context);
  for (const move of MOVES) {
    app.post(
      `/v1/desks/:id/${move.verb}`,
      {
        config: { access: move.access },
        schema: {
          tags,
          operationId: move.operationId,
          summary: move.summary,
          headers: WriteHeaders,
          params: Type.Object({ id: DeskId }),
          body: move.body,
          response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const command = move.parse(request.params.id, (request.body ?? {}) as never);
        return writeForParty(context, { request, reply, command });
      },
    );
  }
};

const registerDeskList = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/desks",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listDesks",
        summary: "Every desk of the theatre, and whether somebody has its watch",
        description: "Of another party's desk it is told that it is watched, never by whom.",
        response: { 200: Desks, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({ desks: viewOf(context, request).parties.desks().map(encodeDesk) }),
  );
  app.post(
    "/v1/desks",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "openDesk",
        summary: "Open a desk of the own party at a level",
        headers: WriteHeaders,
        body: DeskRequest,
        response: { 201: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { id: deskId, level, names } = request.body;
      const command = { kind: "open-desk", deskId, level, names: names as CoreNames } as const;
      reply.code(201);
      return writeForParty(context, { request, reply, command });
    },
  );
};

type Move = {
  readonly verb: string;
  readonly operationId: string;
  readonly summary: string;
  readonly access: Access;
  readonly body: typeof TakeRequest | typeof HandOverRequest | typeof NoBody;
  readonly parse: (deskId: string, body: WatchRequest & HandOverRequest) => DeskCommand;
};

const MOVES: readonly Move[] = [
  {
    verb: "take-watch",
    operationId: "takeWatch",
    summary: "Take the watch of a desk that nobody watches, or take back an offer of your own",
    access: "write",
    body: TakeRequest,
    parse: (deskId, { languages }) => ({ kind: "take-watch", deskId, languages }),
  },
  {
    verb: "hand-over-watch",
    operationId: "handOverWatch",
    summary: "Offer the watch to a named officer; it is yours until they accept",
    access: "write",
    body: HandOverRequest,
    parse: (deskId, { to }) => ({ kind: "hand-over-watch", deskId, to }),
  },
  {
    verb: "accept-watch",
    operationId: "acceptWatch",
    summary: "Accept the watch that was offered to you",
    access: "write",
    body: TakeRequest,
    parse: (deskId, { languages }) => ({ kind: "accept-watch", deskId, languages }),
  },
  {
    verb: "leave-watch",
    operationId: "leaveWatch",
    summary: "Leave the watch with nobody to take it: all parties see that",
    access: "write",
    body: NoBody,
    parse: (deskId) => ({ kind: "leave-watch", deskId }),
  },
  {
    verb: "relieve-watch",
    operationId: "relieveWatch",
    summary: "End the watch of an officer who is gone without a word",
    access: "administer",
    body: NoBody,
    parse: (deskId) => ({ kind: "relieve-watch", deskId }),
  },
  {
    verb: "close",
    operationId: "closeDesk",
    summary: "Close a desk for good",
    access: "administer",
    body: NoBody,
    parse: (deskId) => ({ kind: "close-desk", deskId }),
  },
];
