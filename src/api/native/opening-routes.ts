/** Two people of the host open one thing; whose it is finds that in the read log. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { OPENABLES } from "../../core/openings/model.ts";
import type { OpeningCommand } from "../../core/openings/commands.ts";
import { viewOf } from "../context.ts";
import type { Access, Api, ApiContext } from "../context.ts";
import { encodeOpening, Opening } from "./opening.ts";
import { IdParams } from "./operation-routes.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, OneOf } from "./schema.ts";
import { submit, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

export const OpeningRequest = Type.Object(
  {
    what: OneOf(OPENABLES),
    id: Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax }),
    reason: Type.String({ minLength: 1, maxLength: LIMITS.reasonCharsMax }),
  },
  { ...CLOSED, title: "OpeningRequest" },
);
export type OpeningRequest = Static<typeof OpeningRequest>;

const OpeningPage = PageOf(Opening, "OpeningPage");

export const registerOpenings = (app: Api, context: ApiContext): void => {
  registerLists(app, context);
  app.post(
    "/v1/openings",
    {
      config: { access: "host" },
      schema: {
        tags: ["openings"],
        operationId: "requestOpening",
        summary: "Ask to read all of one thing; another person must second it",
        headers: WriteHeaders,
        body: OpeningRequest,
        response: { 201: Opening, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "request-opening", ...request.body } as const;
      reply.code(201);
      return writeOpening(context, { request, reply, command });
    },
  );
  app.post(
    "/v1/openings/:id/second",
    {
      config: { access: "host" },
      schema: {
        tags: ["openings"],
        operationId: "secondOpening",
        summary: "Open it, as the second person: for an hour, and before the eyes of its owner",
        headers: WriteHeaders,
        params: IdParams,
        response: { 200: Opening, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "second-opening", openingId: request.params.id } as const;
      return writeOpening(context, { request, reply, command });
    },
  );
};

const writeOpening = async (
  context: ApiContext,
  write: Write & { readonly command: OpeningCommand },
): Promise<Opening> => {
  const { result } = await submit(context, write, "system");
  if (result?.about !== "opening") throw new Error("bug: it is answered with an opening");
  const opening = context.engine.view({ kind: "host" }).opening(result.openingId);
  if (!opening) throw new Error("bug: the host sees its openings");
  return encodeOpening(opening);
};

/** One list, seen from its two sides. */
const LISTS: readonly {
  readonly path: string;
  readonly access: Access;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
}[] = [
  {
    path: "/v1/openings",
    access: "host",
    operationId: "listOpenings",
    tag: "openings",
    summary: "What the host asked to open, and opened",
  },
  {
    path: "/v1/read-log",
    access: "party",
    operationId: "listReadLog",
    tag: "read log",
    summary: "What of the own party's was opened: by whom of the host, why, from when to when",
  },
];

const registerLists = (app: Api, context: ApiContext): void => {
  for (const { path, access, operationId, tag, summary } of LISTS) {
    app.get(
      path,
      {
        config: { access },
        schema: {
          tags: [tag],
          operationId,
          summary,
          querystring: Type.Object(PageQuery, { additionalProperties: false }),
          response: { 200: OpeningPage, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => {
        const view = viewOf(context, request);
        const page = parsePage(request.query, (id) => view.opening(id) !== null);
        return encodePage(view.openings(page), encodeOpening);
      },
    );
  }
};
