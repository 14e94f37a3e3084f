/** How the server is: the head of its record, health, metrics, and its own description. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { Api, ApiContext } from "../context.ts";
import { problemType, PROBLEMS } from "../problem.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { Instant, NullableText } from "./schema.ts";
import { timeText } from "./time.ts";

const tags = ["status"];

const Head = Type.Object(
  {
    seq: Type.Integer({ description: "The last entry of the log; 0: none." }),
    rootHash: Type.String({ pattern: "^[0-9a-f]{64}$", description: "RFC 6962 root, hex." }),
    at: Instant,
  },
  { title: "Head" },
);
export type Head = Static<typeof Head>;
const Health = Type.Object(
  { status: Type.Literal("ok"), version: Type.String() },
  { title: "Health" },
);
const Ready = Type.Object(
  { isReady: Type.Boolean(), reason: NullableText("What is waited for.") },
  { title: "Ready" },
);

export const registerStatus = (app: Api, context: ApiContext): void => {
  const { engine, clock, version } = context;
  app.get(
    "/v1/head",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getHead",
        summary: "The head of the record: how many entries, and the root over all",
        response: { 200: Head, ...PROBLEM_RESPONSES },
      },
    },
    async () => {
      const { seq, rootHash } = engine.status().head;
      return { seq, rootHash: Buffer.from(rootHash).toString("hex"), at: timeText(clock.nowMs()) };
    },
  );
  app.get(
    "/healthz",
    {
      schema: {
        tags,
        operationId: "getHealth",
        summary: "The process answers",
        response: { 200: Health },
      },
    },
    async () => ({ status: "ok" as const, version }),
  );
  app.get(
    "/readyz",
    {
      schema: {
        tags,
        operationId: "getReady",
        summary: "The server takes work",
        response: { 200: Ready, 503: Ready },
      },
    },
    async (_request, reply) => {
      const readiness = context.readiness?.() ?? { isReady: true, reason: null };
      return reply.code(readiness.isReady ? 200 : 503).send(readiness);
    },
  );
  registerMetrics(app, context);
  registerDescriptions(app);
};

/** For the host: how many there are of all parties' operations is told to no party. */
const registerMetrics = (app: Api, { metrics }: ApiContext): void => {
  app.get(
    "/metrics",
    {
      config: { access: "host" },
      schema: {
        tags,
        operationId: "getMetrics",
        summary: "Figures in the text format of Prometheus",
        response: {
          200: { description: "Metrics", content: { "text/plain": { schema: Type.String() } } },
          ...PROBLEM_RESPONSES,
        },
      },
    },
    async (_request, reply) => {
      const text = await metrics.registry.metrics();
      return reply
        .type(metrics.registry.contentType)
        .serializer((body: string) => body)
        .send(text);
    },
  );
};

const registerDescriptions = (app: Api): void => {
  app.get(
    "/v1/openapi.json",
    {
      schema: {
        tags,
        operationId: "getOpenApi",
        summary: "This API as OpenAPI 3.1",
        response: { 200: Type.Unknown() },
      },
    },
    async () => app.swagger(),
  );
  app.get(
    "/problems/:name",
    {
      schema: {
        tags,
        operationId: "getProblem",
        summary: "What a problem's type means",
        params: Type.Object({ name: Type.String() }),
        response: { 200: ProblemPage, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const known = Object.entries(PROBLEMS).find(([problem]) => problem === name);
      if (!known) return reply.callNotFound();
      const [problem, { status, title, remedy }] = known;
      return { type: problemType(problem as keyof typeof PROBLEMS), status, title, remedy };
    },
  );
};

const ProblemPage = Type.Object(
  { type: Type.String(), status: Type.Integer(), title: Type.String(), remedy: Type.String() },
  { title: "ProblemPage" },
);
