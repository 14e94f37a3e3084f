/** The client's calls about disclosure and the settling of conflicts. */

import { commonCalls, pathOf } from "./client-calls.ts";
import type { Act, Calls, Get, Tell } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { ShownReceipt } from "./disclosure-routes.ts";
import type {
  CloseRequest,
  ConsentRequest,
  Consents,
  DiscloseRequest,
  DisclosureRef,
  Disclosures,
} from "./disclosure.ts";
import type { Page } from "./page.ts";
import type {
  ConflictReceipt,
  CounterRequest,
  OwnRequest,
  Proposal,
  ProposalReceipt,
  ProposalRequest,
  Proposals,
  Standing,
  StandingReceipt,
  StandingRequest,
  Standings,
} from "./proposal.ts";

export type SettlingClient = {
  /** To whom an operation is shown; with `preview`, what a party would see at a rung. */
  readonly disclosures: (
    operationId: string,
    preview?: DiscloseRequest,
    options?: CallOptions,
  ) => Promise<Disclosures>;
  readonly disclose: Tell<DiscloseRequest, ShownReceipt>;
  readonly closeDisclosure: Tell<CloseRequest, ShownReceipt>;
  /** Others' operations that were shown: read each by `operation`. */
  readonly disclosed: (query?: PageOptions, options?: CallOptions) => Promise<Page<DisclosureRef>>;
  readonly consents: (options?: CallOptions) => Promise<Consents>;
  readonly setConsent: Tell<ConsentRequest, ShownReceipt>;
  readonly ownConflict: (
    id: string,
    request?: OwnRequest,
    options?: WriteOptions,
  ) => Promise<ConflictReceipt>;
  readonly noteContact: Act<ConflictReceipt>;
  readonly flagFalseAlarm: Act<ConflictReceipt>;
  readonly propose: Tell<ProposalRequest, ProposalReceipt>;
  readonly counterProposal: Tell<CounterRequest, ProposalReceipt>;
  readonly proposals: Get<Proposals>;
  readonly proposal: Get<Proposal>;
  readonly acceptProposal: Act<ProposalReceipt>;
  readonly declineProposal: Act<ProposalReceipt>;
  readonly withdrawProposal: Act<ProposalReceipt>;
  readonly confirmAgreement: Act<ProposalReceipt>;
  readonly standings: (options?: CallOptions) => Promise<Standings>;
  readonly standing: Get<Standing>;
  readonly proposeStanding: (
    request: StandingRequest,
    options?: WriteOptions,
  ) => Promise<StandingReceipt>;
  readonly agreeStanding: Act<StandingReceipt>;
  readonly endStanding: Act<StandingReceipt>;
};

export const settlingCalls = (calls: Calls): SettlingClient => {
  const { get, write, queryText } = calls;
  const { read, act, tell } = commonCalls(calls);
  return {
    disclosures: (id, preview, given) =>
      get(`${pathOf("operations", id, "disclosures")}${queryText(preview)}`, given),
    disclose: tell("operations", "disclosures"),
    closeDisclosure: tell("operations", "disclosures/close"),
    disclosed: (query, given) => get(`/v1/disclosures${queryText(query)}`, given),
    consents: (given) => get("/v1/consents", given),
    setConsent: tell("consents", "", "PUT"),
    ownConflict: (id, request = {}, given) =>
      write("POST", pathOf("conflicts", id, "own"), request, given),
    noteContact: act("conflicts", "contact"),
    flagFalseAlarm: act("conflicts", "false-alarm"),
    propose: tell("conflicts", "proposals"),
    counterProposal: tell("proposals", "counter"),
    proposals: read("conflicts", "proposals"),
    proposal: read("proposals"),
    acceptProposal: act("proposals", "accept"),
    declineProposal: act("proposals", "decline"),
    withdrawProposal: act("proposals", "withdraw"),
    confirmAgreement: act("proposals", "confirm"),
    standings: (given) => get("/v1/standings", given),
    standing: read("standings"),
    proposeStanding: (request, given) => write("POST", "/v1/standings", request, given),
    agreeStanding: act("standings", "agree"),
    endStanding: act("standings", "end"),
  };
};
