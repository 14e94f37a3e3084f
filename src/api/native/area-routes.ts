/** Agreed areas over HTTP: proposed, changed, agreed, ended; and those that an operation touches. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { AreaCommand } from "../../core/areas/commands.ts";
import type { AreaFilter } from "../../core/areas/view.ts";
import type { AreaTerms } from "../../core/areas/model.ts";
import { AREA_TERMS } from "../../core/line/kinds/incidents.ts";
import { parseByTable } from "../../core/line/parse-body.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import {
  AreaAnswerRequest,
  AreaChangeRequest,
  AreaEndRequest,
  AreaId,
  AreaOf,
  AreaReceipt,
  AreaRequest,
  Areas,
  AreaState,
  encodeArea,
} from "./area.ts";
import { notFound } from "./channel-routes.ts";
import { asWireRefusal, fieldsFromWire } from "./message-fields.ts";
import { IdParams } from "./operation-routes.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { movesOf } from "./moves.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, ListOf } from "./schema.ts";
import { parseTime, timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["areas"];
const AreaParams = Type.Object({ id: AreaId });
export const AreaListQuery = Type.Object(
  { ...PageQuery, state: Type.Optional(Type.Union([AreaState, ListOf(AreaState)])) },
  CLOSED,
);

type States = Static<typeof AreaState> | readonly Static<typeof AreaState>[];

/** One, or many, or all. */
export const statesOf = (asked: States | undefined): AreaFilter["states"] =>
  asked === undefined || Array.isArray(asked) ? asked : [asked as Static<typeof AreaState>];

export const registerAreas = (app: Api, context: ApiContext): void => {
  registerReads(app, context);
  registerTouching(app, context);
  registerProposal(app, context);
  registerMoves(app, context);
};

const registerReads = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/areas",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listAreas",
        summary: "One's own areas and those made public, in the order they were proposed",
        querystring: AreaListQuery,
        response: { 200: PageOf(AreaOf, "AreaPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const { state, ...asked } = request.query;
      const page = parsePage(asked, (id) => view.area(id) !== null);
      return encodePage(view.areas({ states: statesOf(state) }, page), encodeArea);
    },
  );
  app.get(
    "/v1/areas/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getArea",
        summary: "One area",
        params: AreaParams,
        response: { 200: AreaOf, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).area(id);
      if (!found) throw notFound(context, "area", id);
      return encodeArea(found);
    },
  );
};

const registerTouching = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/operations/:id/areas",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listAreasOfOperation",
        summary: "Agreed areas that one's own operation touches, with their measures",
        params: IdParams,
        response: { 200: Areas, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const operationId = request.params.id;
      const found = viewOf(context, request).areasTouchedBy(operationId);
      if (found) return { areas: found.map(encodeArea) };
      const refusal = { reason: "unknown-operation", operationId } as const;
      throw problemOfRefusal(refusal, { nowMs: context.clock.nowMs() });
    },
  );
};

const registerProposal = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/areas",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "proposeArea",
        summary: "Propose an area to other parties; it is agreed once all have said so",
        description:
          "Restrictive kinds only: an area asks its parties to do less, or to call first. Nothing in it is leave to do anything.",
        headers: WriteHeaders,
        body: AreaRequest,
        response: { 201: AreaReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { with: others, isPublic = false, fields: given } = request.body;
      const fields = parseTerms(context, given);
      const command = { kind: "propose-area", with: others, fields, isPublic } as const;
      const receipt = await writeArea(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/areas/${receipt.areaId}`);
      return receipt;
    },
  );
};

const registerMoves = (app: Api, context: ApiContext): void => {
  const add = movesOf<AreaCommand, typeof AreaReceipt>(app, {
    path: "/v1/areas",
    tags,
    params: AreaParams,
    answer: AreaReceipt,
    write: (write) => writeArea(context, write),
  });
  add({
    verb: "change",
    operationId: "changeArea",
    summary:
      "Propose other terms: in place of what waits, or of what is agreed, which holds until then",
    body: AreaChangeRequest,
    parse: (areaId, { version, fields, isPublic = false }) => ({
      kind: "change-area",
      areaId,
      version,
      fields: parseTerms(context, fields),
      isPublic,
    }),
  });
  for (const { verb, kind, summary } of ANSWERS) {
    add({
      verb,
      operationId: `${verb}Area`,
      summary,
      access: verb === "confirm" ? "approve" : "write",
      body: AreaAnswerRequest,
      parse: (areaId, { version }) => ({ kind, areaId, version }),
    });
  }
  add({
    verb: "end",
    operationId: "endArea",
    summary: "Say that it ends: with notice to the others, or at once when every party says so",
    body: AreaEndRequest,
    parse: (areaId, { reason, at, text }) => ({
      kind: "end-area",
      areaId,
      reason,
      ...(at === undefined ? {} : { atMs: parseTime(at, "at") }),
      ...(text === undefined ? {} : { text }),
    }),
  });
};

const ANSWERS = [
  { verb: "agree", kind: "agree-area", summary: "Agree to the version that waits" },
  { verb: "confirm", kind: "confirm-area", summary: "Agree as the second person of your side" },
  { verb: "decline", kind: "decline-area", summary: "Decline the version that waits" },
  { verb: "withdraw", kind: "withdraw-area", summary: "Withdraw the version that you proposed" },
] as const;

/** By the table of the line's proposals. Throws ApiProblem with the field. */
const parseTerms = ({ clock }: ApiContext, given: Readonly<Record<string, unknown>>): AreaTerms => {
  const parsed = parseByTable(AREA_TERMS, fieldsFromWire(AREA_TERMS.fields, given, "fields"));
  if (parsed.ok) return parsed.value;
  throw problemOfRefusal(asWireRefusal(parsed.refusal), { nowMs: clock.nowMs() });
};

const writeArea = async (
  context: ApiContext,
  write: Write & { readonly command: AreaCommand },
): Promise<AreaReceipt> => {
  const { commandId, receipt, result, notes } = await submitForParty(context, write);
  if (result?.about !== "area") throw new Error("bug: it is answered with its area");
  const { areaId, version, state } = result;
  const receivedAt = timeText(receipt.atMs);
  return { commandId, seq: receipt.seq, receivedAt, areaId, version, state, notes };
};
