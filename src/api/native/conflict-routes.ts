/** Conflicts, as much of each as the reader may see. */

import { Type } from "typebox";
import type { View } from "../../core/view.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { Conflict, encodeConflict } from "./conflict.ts";
import { IdParams, unknownOperation } from "./operation-routes.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { OneOf, OperationId } from "./schema.ts";

const tags = ["conflicts"];
const State = Type.Optional(OneOf(["open", "closed"]));
const ConflictPage = PageOf(Conflict, "ConflictPage");

export const registerConflicts = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/conflicts",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listConflicts",
        summary: "Conflicts that the reader may see, in order of detection",
        querystring: Type.Object(
          { ...PageQuery, state: State, operationId: Type.Optional(OperationId) },
          { additionalProperties: false },
        ),
        response: { 200: ConflictPage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { state, operationId, ...asked } = request.query;
      return listConflicts(viewOf(context, request), { state, operationId }, asked);
    },
  );
  app.get(
    "/v1/conflicts/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getConflict",
        summary: "One conflict",
        params: IdParams,
        response: { 200: Conflict, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).conflict(id);
      if (found) return encodeConflict(found);
      throw new ApiProblem("unknown-conflict", {
        detail: `no conflict ${JSON.stringify(id)} that you may see`,
      });
    },
  );
  app.get(
    "/v1/operations/:id/conflicts",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listOperationConflicts",
        summary: "Conflicts of one operation, in order of detection",
        params: IdParams,
        querystring: Type.Object({ ...PageQuery, state: State }, { additionalProperties: false }),
        response: { 200: ConflictPage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const { state, ...asked } = request.query;
      const { id: operationId } = request.params;
      if (!view.operation(operationId)) throw unknownOperation(context, operationId);
      return listConflicts(view, { state, operationId }, asked);
    },
  );
};

const listConflicts = (view: View, filter: Parameters<View["conflicts"]>[0], asked: PageQuery) => {
  const page = parsePage(asked, (id) => view.conflict(id) !== null);
  return encodePage(view.conflicts(filter, page), encodeConflict);
};
