/** The client's calls about incidents. */

import type { Calls } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Incident } from "./incident.ts";
import type {
  CloseRequest,
  CountConsentRequest,
  FactAnswerRequest,
  FactRequest,
  LinkRequest,
  OpenIncidentRequest,
  QueryAnswerRequest,
  QueryRequest,
  ReferRequest,
  ReopenRequest,
  ReportRequest,
  StepRequest,
} from "./incident-request.ts";
import type { CountConsents, IncidentCounts, IncidentReceipt } from "./incident-routes.ts";
import type { Page } from "./page.ts";

type Tell<B> = (id: string, request: B, options?: WriteOptions) => Promise<IncidentReceipt>;

export type IncidentClient = {
  readonly openIncident: (
    request: OpenIncidentRequest,
    options?: WriteOptions,
  ) => Promise<IncidentReceipt>;
  readonly stepIncident: Tell<StepRequest>;
  readonly reportIncident: Tell<ReportRequest>;
  readonly stateFact: Tell<FactRequest>;
  readonly answerFact: Tell<FactAnswerRequest>;
  readonly linkIncident: Tell<LinkRequest>;
  readonly askIncident: Tell<QueryRequest>;
  readonly answerIncident: Tell<QueryAnswerRequest>;
  readonly referIncident: Tell<ReferRequest>;
  readonly closeIncident: Tell<CloseRequest>;
  readonly reopenIncident: Tell<ReopenRequest>;
  readonly incident: (id: string, options?: CallOptions) => Promise<Incident>;
  readonly incidents: (query?: PageOptions, options?: CallOptions) => Promise<Page<Incident>>;
  /** An evidence bundle, as a file. `since`: also the proof from a head of so many entries to this one. */
  readonly incidentBundle: (
    id: string,
    query?: { readonly since?: number },
    options?: CallOptions,
  ) => Promise<string>;
  /** With another party, by kind; from the first to the last instant, both included. */
  readonly incidentCounts: (
    party: string,
    period: { readonly from: string; readonly to: string },
    options?: CallOptions,
  ) => Promise<IncidentCounts>;
  readonly incidentCountConsents: (options?: CallOptions) => Promise<CountConsents>;
  readonly consentIncidentCounts: (
    party: string,
    request: CountConsentRequest,
    options?: WriteOptions,
  ) => Promise<CountConsents>;
};

type FileCalls = Calls & {
  readonly getFile: (path: string, options?: CallOptions) => Promise<string>;
};

const pathOf = (id: string, rest = ""): string => `/v1/incidents/${encodeURIComponent(id)}${rest}`;

export const incidentCalls = ({ get, getFile, write, queryText }: FileCalls): IncidentClient => {
  const tell =
    <B>(verb: string): Tell<B> =>
    (id, request, given) =>
      write("POST", pathOf(id, `/${verb}`), request, given);
  return {
    openIncident: (request, given) => write("POST", "/v1/incidents", request, given),
    stepIncident: tell("steps"),
    reportIncident: tell("reports"),
    stateFact: tell("facts"),
    answerFact: tell("fact-answers"),
    linkIncident: tell("links"),
    askIncident: tell("queries"),
    answerIncident: tell("query-answers"),
    referIncident: tell("refer"),
    closeIncident: tell("close"),
    reopenIncident: tell("reopen"),
    incident: (id, given) => get(pathOf(id), given),
    incidents: (query, given) => get(`/v1/incidents${queryText({ ...query })}`, given),
    incidentBundle: (id, query, given) =>
      getFile(pathOf(id, `/bundle${queryText({ ...query })}`), given),
    incidentCounts: (party, period, given) =>
      get(`/v1/incident-counts/${encodeURIComponent(party)}${queryText(period)}`, given),
    incidentCountConsents: (given) => get("/v1/incident-count-consents", given),
    consentIncidentCounts: (party, request, given) =>
      write("PUT", `/v1/incident-count-consents/${encodeURIComponent(party)}`, request, given),
  };
};
