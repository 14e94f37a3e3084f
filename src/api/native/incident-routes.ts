/** Incidents: opened, told by both sides, ended by both; and how many there were. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import type { IncidentCommand } from "../../core/incidents/commands.ts";
import { INCIDENT_STATES } from "../../core/incidents/model.ts";
import { WORDS } from "../../core/line/words.ts";
import { partyOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { registerBundle } from "./incident-bundle.ts";
import { encodeIncident, Incident } from "./incident.ts";
import {
  CloseRequest,
  CountConsentRequest,
  FactAnswerRequest,
  FactRequest,
  LinkRequest,
  OpenIncidentRequest,
  parseReport,
  QueryAnswerRequest,
  QueryRequest,
  ReferRequest,
  ReopenRequest,
  ReportRequest,
  StepRequest,
} from "./incident-request.ts";
import { IdParams } from "./operation-routes.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, Instant, ListOf, OneOf, PartyId } from "./schema.ts";
import { parseTime, timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["incidents"];

export const IncidentReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    incidentId: Type.String(),
    state: OneOf(INCIDENT_STATES),
  },
  { title: "IncidentReceipt" },
);
export type IncidentReceipt = Static<typeof IncidentReceipt>;

type Move = {
  readonly verb: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: TSchema;
  readonly parse: (incidentId: string, body: never, nowMs: number) => IncidentCommand;
};

const MOVES: readonly Move[] = [
  {
    verb: "steps",
    operationId: "stepIncident",
    summary:
      "Say that an incident is received, called about, asked to cease, has ceased, is clarified",
    body: StepRequest,
    parse: (incidentId, body: StepRequest) => ({ kind: "step-incident", incidentId, ...body }),
  },
  {
    verb: "reports",
    operationId: "reportIncident",
    summary: "Add your side's report; the same form again is its next version",
    body: ReportRequest,
    parse: (incidentId, { form, fields }: ReportRequest, nowMs) => ({
      kind: "report-incident",
      incidentId,
      form,
      fields: parseReport(form, fields, nowMs),
    }),
  },
  {
    verb: "facts",
    operationId: "stateFact",
    summary: "State a fact, for the other side to agree to or to dispute",
    body: FactRequest,
    parse: (incidentId, body: FactRequest) => ({ kind: "state-fact", incidentId, ...body }),
  },
  {
    verb: "fact-answers",
    operationId: "answerFact",
    summary: "Agree to the other side's fact, dispute it in your own words, or leave it open",
    body: FactAnswerRequest,
    parse: (incidentId, body: FactAnswerRequest) => ({ kind: "answer-fact", incidentId, ...body }),
  },
  {
    verb: "links",
    operationId: "linkIncident",
    summary: "Tie something that you see to the incident",
    body: LinkRequest,
    parse: (incidentId, body: LinkRequest) => ({ kind: "link-incident", incidentId, ...body }),
  },
  {
    verb: "queries",
    operationId: "askIncident",
    summary: "Ask the other side; urgent or ordinary, it is owed an answer by its time",
    body: QueryRequest,
    parse: (incidentId, body: QueryRequest) => ({ kind: "ask-incident", incidentId, ...body }),
  },
  {
    verb: "query-answers",
    operationId: "answerIncident",
    summary: "Answer the other side's query",
    body: QueryAnswerRequest,
    parse: (incidentId, body: QueryAnswerRequest) => ({
      kind: "answer-incident",
      incidentId,
      ...body,
    }),
  },
  {
    verb: "refer",
    operationId: "referIncident",
    summary: "Refer an incident to a level where more can be decided",
    body: ReferRequest,
    parse: (incidentId, body: ReferRequest) => ({ kind: "refer-incident", incidentId, ...body }),
  },
  {
    verb: "close",
    operationId: "closeIncident",
    summary: "Say how it ends; it is closed once both sides say the same",
    body: CloseRequest,
    parse: (incidentId, body: CloseRequest) => ({ kind: "close-incident", incidentId, ...body }),
  },
  {
    verb: "reopen",
    operationId: "reopenIncident",
    summary: "Open a closed incident again, with the reason",
    body: ReopenRequest,
    parse: (incidentId, body: ReopenRequest) => ({ kind: "reopen-incident", incidentId, ...body }),
  },
];

export const registerIncidents = (app: Api, context: ApiContext): void => {
  registerReading(app, context);
  registerBundle(app, context);
  registerCounts(app, context);
  app.post(
    "/v1/incidents",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "openIncident",
        summary: "Open an incident with another party, by a first report or because of a message",
        headers: WriteHeaders,
        body: OpenIncidentRequest,
        response: { 201: IncidentReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { fields: given, at, ...said } = request.body;
      const fields = given && parseReport("first", given, context.clock.nowMs());
      const command = {
        kind: "open-incident",
        ...said,
        atMs: parseTime(at, "at"),
        ...(fields ? { fields } : {}),
      } as const;
      const receipt = await writeIncident(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/incidents/${receipt.incidentId}`);
      return receipt;
    },
  );
  for (const move of MOVES) {
    app.post(
      `/v1/incidents/:id/${move.verb}`,
      {
        config: { access: "write" },
        schema: {
          tags,
          operationId: move.operationId,
          summary: move.summary,
          headers: WriteHeaders,
          params: IdParams,
          body: move.body,
          response: { 200: IncidentReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const nowMs = context.clock.nowMs();
        const command = move.parse(request.params.id, request.body as never, nowMs);
        return writeIncident(context, { request, reply, command });
      },
    );
  }
};

const writeIncident = async (
  context: ApiContext,
  write: Write & { readonly command: IncidentCommand },
): Promise<IncidentReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "incident") throw new Error("bug: it is answered with its incident");
  const { incidentId, state } = result;
  const receivedAt = timeText(receipt.atMs);
  return { commandId, seq: receipt.seq, receivedAt, incidentId, state };
};

const registerReading = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/incidents",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listIncidents",
        summary: "Incidents that you are a side of, in the order they were opened",
        querystring: Type.Object(PageQuery, CLOSED),
        response: { 200: PageOf(Incident, "IncidentPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.incident.find(id) !== null);
      return encodePage(view.incidents(page), encodeIncident);
    },
  );
  app.get(
    "/v1/incidents/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getIncident",
        summary: "One incident: both sides' accounts, the facts, and what is owed by when",
        params: IdParams,
        response: { 200: Incident, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).incident.find(id);
      if (found) return encodeIncident(found);
      const nowMs = context.clock.nowMs();
      throw problemOfRefusal({ reason: "not-found", what: "incident", id }, { nowMs });
    },
  );
};

const CountParams = Type.Object({ party: PartyId });
const CountConsents = Type.Object(
  { parties: ListOf(Type.String()) },
  {
    title: "IncidentCountConsents",
    description: "Beside whose counts your own may be told where the two differ.",
  },
);
export type CountConsents = Static<typeof CountConsents>;

const IncidentCounts = Type.Object(
  {
    parties: ListOf(Type.String(), { description: "Your own, then the other." }),
    kinds: ListOf(
      Type.Object({
        incidentKind: OneOf(WORDS.incidentKind),
        isConfirmed: Type.Boolean({ description: "Both say that these, and no others, were." }),
        confirmedCount: Type.Integer({ description: "What both say." }),
        ownCounts: Type.Unsafe<readonly [number, number] | null>({
          type: ["array", "null"],
          items: { type: "integer" },
          description: "Each side's own number; null: not both have consented.",
        }),
      }),
    ),
  },
  { title: "IncidentCounts" },
);
export type IncidentCounts = Static<typeof IncidentCounts>;

const registerCounts = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/incident-counts/:party",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "countIncidents",
        summary: "How many incidents of each kind you had with another party, as both confirm",
        params: CountParams,
        querystring: Type.Object({ from: Instant, to: Instant }, CLOSED),
        response: { 200: IncidentCounts, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { from, to } = request.query;
      const period = { fromMs: parseTime(from, "from"), toMs: parseTime(to, "to") };
      const { incident } = viewOf(context, request);
      const { party: other } = request.params;
      if (period.toMs < period.fromMs) throw BACKWARDS();
      const kinds = WORDS.incidentKind.flatMap((incidentKind) => {
        const count = incident.count(other, { incidentKind, ...period });
        if (!count) return [];
        const { parties: _both, ...said } = count;
        return [{ incidentKind, ...said }];
      });
      return { parties: [partyOf(request), other], kinds };
    },
  );
  app.get(
    "/v1/incident-count-consents",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listIncidentCountConsents",
        summary: "Beside whose incident counts your own may be told where the two differ",
        response: { 200: CountConsents, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({ parties: viewOf(context, request).incident.countConsents() }),
  );
  app.put(
    "/v1/incident-count-consents/:party",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "consentIncidentCounts",
        summary:
          "Let your own incident counts be told beside theirs where the two differ, or no longer",
        headers: WriteHeaders,
        params: CountParams,
        body: CountConsentRequest,
        response: { 200: CountConsents, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { party: other } = request.params;
      const { isGiven } = request.body;
      const command = { kind: "consent-incident-counts", other, isGiven } as const;
      await submitForParty(context, { request, reply, command });
      return { parties: viewOf(context, request).incident.countConsents() };
    },
  );
};

const BACKWARDS = (): ApiProblem =>
  new ApiProblem("invalid-request", {
    detail: "to is before from",
    field: "query.to",
    remedy: "name a period that ends after it begins",
  });
