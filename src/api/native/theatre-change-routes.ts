/** Changes of the theatre: read by its parties, seconded and withdrawn by the host's people. */

import { Type } from "typebox";
import { THEATRE_CHANGE_STATES } from "../../core/theatre/change-model.ts";
import type { TheatreCommand } from "../../core/theatre/commands.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { IdParams } from "./operation-routes.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { OneOf } from "./schema.ts";
import { encodeTheatreChange, TheatreChange } from "./theatre-change.ts";
import { submit, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["theatre"];

const TheatreChangePage = PageOf(TheatreChange, "TheatreChangePage");

export const registerTheatreChanges = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/theatre/changes",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listTheatreChanges",
        summary: "Every change of the theatre, from the first: what was, what is, by whom, when",
        description: "With state=requested: those that wait for a second person of the host.",
        querystring: Type.Object(
          { ...PageQuery, state: Type.Optional(OneOf(THEATRE_CHANGE_STATES)) },
          { additionalProperties: false },
        ),
        response: { 200: TheatreChangePage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.theatreChange(id) !== null);
      const { state } = request.query;
      return encodePage(view.theatreChanges({ state }, page), encodeTheatreChange);
    },
  );
  for (const { verb, kind, operationId, summary } of STEPS) {
    app.post(
      `/v1/theatre/changes/:id/${verb}`,
      {
        config: { access: "host" },
        schema: {
          tags,
          operationId,
          summary,
          headers: WriteHeaders,
          params: IdParams,
          response: { 200: TheatreChange, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const command = { kind, changeId: request.params.id };
        return writeChange(context, { request, reply, command });
      },
    );
  }
};

const STEPS: readonly {
  readonly verb: string;
  readonly kind: TheatreCommand["kind"];
  readonly operationId: string;
  readonly summary: string;
}[] = [
  {
    verb: "second",
    kind: "second-theatre-change",
    operationId: "secondTheatreChange",
    summary: "Do what another person of the host asked for: from now on, and told to every party",
  },
  {
    verb: "withdraw",
    kind: "withdraw-theatre-change",
    operationId: "withdrawTheatreChange",
    summary: "Ask for it no longer",
  },
];

const writeChange = async (
  context: ApiContext,
  write: Write & { readonly command: TheatreCommand },
): Promise<TheatreChange> => {
  const { result } = await submit(context, write, "system");
  const { changeId } = write.command;
  const change = context.engine.view({ kind: "host" }).theatreChange(changeId);
  if (result?.about !== "theatre" || !change) throw new Error("bug: it is answered with a change");
  return encodeTheatreChange(change);
};
