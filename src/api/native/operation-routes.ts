/** File, read and move operations. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Command, FileOperation, ReplaceOperation } from "../../core/commands.ts";
import { OPERATION_STATES } from "../../core/operations/model.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import type { ApiProblem } from "../problem.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import {
  DeviateRequest,
  encodeOperation,
  encodeVersion,
  FileRequest,
  MoveRequest,
  Operation,
  Receipt,
  ReplaceRequest,
  Versions,
} from "./operation.ts";
import { AnyOperation } from "./any-operation.ts";
import { encodeDisclosed } from "./disclosure.ts";
import { noteReceipts } from "./note-receipts.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { OneOf, OperationId, PartyId } from "./schema.ts";
import { parseVolumes } from "./volume.ts";
import { writeOperation, WriteHeaders } from "./write.ts";

const tags = ["operations"];
export const IdParams = Type.Object({ id: OperationId });

export const registerOperations = (app: Api, context: ApiContext): void => {
  registerFiling(app, context);
  registerReading(app, context);
  registerMoves(app, context);
};

const registerFiling = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/operations",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "fileOperation",
        summary: "File a New notice",
        description: "Conflicts flag and do not refuse, unless the theatre's rules say so.",
        headers: WriteHeaders,
        body: FileRequest,
        response: { 201: Receipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = parseFiling(request.body);
      const receipt = await writeOperation(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/operations/${receipt.operationId}`);
      return receipt;
    },
  );
  app.put(
    "/v1/operations/:id",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "replaceOperation",
        summary: "File a Replace notice for the current version",
        headers: WriteHeaders,
        params: IdParams,
        body: ReplaceRequest,
        response: { 200: Receipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = parseReplacement(request.params.id, request.body);
      return writeOperation(context, { request, reply, command });
    },
  );
};

/** One order of fields: what is told apart by its text has one text. */
const parseFiling = ({ category, moverClass, name, volumes }: FileRequest): FileOperation => ({
  kind: "file-operation",
  category,
  ...(moverClass === undefined ? {} : { moverClass }),
  ...(name === undefined ? {} : { name }),
  volumes: parseVolumes(volumes),
});

const parseReplacement = (
  operationId: string,
  { version, name, volumes }: ReplaceRequest,
): ReplaceOperation => ({
  kind: "replace-operation",
  operationId,
  version,
  ...(name === undefined ? {} : { name }),
  volumes: parseVolumes(volumes),
});

export const ListQuery = Type.Object(
  {
    ...PageQuery,
    party: Type.Optional(PartyId),
    state: Type.Optional(
      Type.Array(OneOf(OPERATION_STATES), { maxItems: OPERATION_STATES.length }),
    ),
  },
  { additionalProperties: false },
);

const registerReading = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/operations",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listOperations",
        summary: "Operations that the reader may see, in order of filing",
        querystring: ListQuery,
        response: { 200: PageOf(Operation, "OperationPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { party, state, ...asked } = request.query;
      const view = viewOf(context, request);
      const page = parsePage(asked, (id) => view.operation(id) !== null);
      return encodePage(view.operations({ party, states: state }, page), encodeOperation);
    },
  );
  app.get(
    "/v1/operations/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getOperation",
        summary: "One operation",
        params: IdParams,
        description:
          "Your own; where the theatre discloses all, any; and what its owner showed to you, which leaves a receipt for the owner.",
        response: { 200: AnyOperation, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const view = viewOf(context, request);
      const found = view.operation(id);
      if (found) return encodeOperation(found);
      await noteReceipts(context, request, () => [{ to: "operation", id }]);
      const disclosed = view.disclosure.disclosed(id);
      if (!disclosed) throw unknownOperation(context, id);
      return encodeDisclosed(disclosed);
    },
  );
  app.get(
    "/v1/operations/:id/versions",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listVersions",
        summary: "All versions of one operation, oldest first",
        params: IdParams,
        response: { 200: Versions, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const found = viewOf(context, request).versions(request.params.id);
      if (!found) throw unknownOperation(context, request.params.id);
      return { versions: found.map(encodeVersion) };
    },
  );
};

export const unknownOperation = ({ clock }: ApiContext, operationId: string): ApiProblem =>
  problemOfRefusal({ reason: "unknown-operation", operationId }, { nowMs: clock.nowMs() });

const MOVES = [
  ["activate", "activate-operation", "Say that it has begun"],
  ["hold", "hold-operation", "Say that it waits"],
  ["end", "end-operation", "Say that it is over"],
  ["cancel", "cancel-operation", "File a Cancel notice"],
] as const;

const registerMoves = (app: Api, context: ApiContext): void => {
  for (const [verb, kind, summary] of MOVES) {
    app.post(
      `/v1/operations/:id/${verb}`,
      {
        config: { access: "write" },
        preValidation: allowNoBody,
        schema: moveSchema(verb, summary, MoveRequest),
      },
      async (request, reply) => {
        const command: Command = { kind, operationId: request.params.id };
        return writeOperation(context, { request, reply, command });
      },
    );
  }
  app.post(
    "/v1/operations/:id/deviate",
    {
      config: { access: "write" },
      preValidation: allowNoBody,
      schema: moveSchema(
        "deviate",
        "Say that it is not where or when it was notified",
        DeviateRequest,
      ),
    },
    async (request, reply) => {
      const { isNoReturn = false } = request.body as DeviateRequest;
      const { id: operationId } = request.params;
      const command: Command = { kind: "deviate-operation", operationId, isNoReturn };
      return writeOperation(context, { request, reply, command });
    },
  );
};

const moveSchema = (
  verb: string,
  summary: string,
  body: typeof MoveRequest | typeof DeviateRequest,
) => ({
  tags,
  operationId: `${verb}Operation`,
  summary,
  headers: WriteHeaders,
  params: IdParams,
  body,
  response: { 200: Receipt, ...PROBLEM_RESPONSES },
});

/** No body is an empty one. */
const allowNoBody = async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
  request.body ??= {};
};
