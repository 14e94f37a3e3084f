/** Settle conflicts: have one, be in contact, propose, answer, agree; and standing agreements. */

import { Type } from "typebox";
import type { FastifyRequest } from "fastify";
import type { Command } from "../../core/commands.ts";
import type { ConflictCommand } from "../../core/conflicts/commands.ts";
import { partyOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import type { ApiProblem } from "../problem.ts";
import { IdParams } from "./operation-routes.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import {
  ConflictReceipt,
  CounterRequest,
  encodeProposal,
  encodeStanding,
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
import { parseTerms } from "./proposal-terms.ts";
import type { Proposer } from "./proposal-terms.ts";
import { CLOSED } from "./schema.ts";
import { timeText } from "./time.ts";
import { parseVolumes } from "./volume.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["conflicts"];
const Nothing = Type.Object({}, { ...CLOSED, title: "Nothing" });

/** No body is an empty one. */
const allowNoBody = async (request: { body: unknown }): Promise<void> => {
  request.body ??= {};
};

export const registerSettling = (app: Api, context: ApiContext): void => {
  registerSteps(app, context);
  registerProposals(app, context);
  registerAnswers(app, context);
  registerStandings(app, context);
};

const STEPS = [
  [
    "own",
    "own-conflict",
    "Take the conflict: your party, and the desk you name, is told to the other side",
  ],
  ["contact", "note-contact", "Say that you are in contact; it is contact when both sides say so"],
  ["false-alarm", "flag-false-alarm", "Say that it is none; it takes both sides"],
] as const;

const registerSteps = (app: Api, context: ApiContext): void => {
  for (const [verb, kind, summary] of STEPS) {
    app.post(
      `/v1/conflicts/:id/${verb}`,
      {
        config: { access: "write" },
        preValidation: allowNoBody,
        schema: {
          tags,
          operationId: kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
          summary,
          headers: WriteHeaders,
          params: IdParams,
          body: verb === "own" ? OwnRequest : Nothing,
          response: { 200: ConflictReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { deskId } = request.body as OwnRequest;
        const conflictId = request.params.id;
        const desk = deskId === undefined ? {} : { deskId };
        const command: ConflictCommand = { kind, conflictId, ...desk };
        const { result, ...written } = await write(context, { request, reply, command });
        if (result?.about !== "conflict") throw wrongAnswer();
        return { ...written, conflictId: result.conflictId, life: result.life };
      },
    );
  }
};

const registerProposals = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/conflicts/:id/proposals",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "propose",
        summary: "Propose how a conflict may be settled",
        headers: WriteHeaders,
        params: IdParams,
        body: ProposalRequest,
        response: { 201: ProposalReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const conflictId = request.params.id;
      const terms = parseTerms(proposerOf(context, request), request.body);
      const command = { kind: "propose", conflictId, ...terms } as const;
      const receipt = await writeProposal(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/proposals/${receipt.proposalId}`);
      return receipt;
    },
  );
  app.get(
    "/v1/conflicts/:id/proposals",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listProposals",
        summary: "Proposals about one of your conflicts, oldest first",
        params: IdParams,
        response: { 200: Proposals, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const view = viewOf(context, request);
      if (!view.conflict(id)) throw notFound(context, "conflict", id);
      return { proposals: view.settling.proposals(id).map(encodeProposal) };
    },
  );
  app.get(
    "/v1/proposals/:id",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getProposal",
        summary: "One proposal",
        params: IdParams,
        response: { 200: Proposal, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).settling.proposal(id);
      if (found) return encodeProposal(found);
      throw notFound(context, "proposal", id);
    },
  );
};

const ANSWERS = [
  ["accept", "accept-proposal", "Accept the other side's proposal"],
  ["decline", "decline-proposal", "Decline it"],
  ["withdraw", "withdraw-proposal", "Withdraw one of your own"],
  ["confirm", "confirm-agreement", "Agree as the second person of your side"],
] as const;

const registerAnswers = (app: Api, context: ApiContext): void => {
  for (const [verb, kind, summary] of ANSWERS) {
    app.post(
      `/v1/proposals/:id/${verb}`,
      {
        config: { access: verb === "confirm" ? "approve" : "write" },
        preValidation: allowNoBody,
        schema: {
          tags,
          operationId: `${verb}Proposal`,
          summary,
          headers: WriteHeaders,
          params: IdParams,
          body: Nothing,
          response: { 200: ProposalReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const command = { kind, proposalId: request.params.id };
        return writeProposal(context, { request, reply, command });
      },
    );
  }
  app.post(
    "/v1/proposals/:id/counter",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "counterProposal",
        summary: "Decline it and propose something else, in one",
        headers: WriteHeaders,
        params: IdParams,
        body: CounterRequest,
        response: { 201: ProposalReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const proposalId = request.params.id;
      const { keepsOffer, ...said } = request.body;
      const terms = parseTerms(proposerOf(context, request), said);
      const kept = keepsOffer ? ({ keepsOffer } as const) : {};
      const command = { kind: "counter-proposal", proposalId, ...kept, ...terms } as const;
      const receipt = await writeProposal(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/proposals/${receipt.proposalId}`);
      return receipt;
    },
  );
};

const registerStandings = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/standings",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listStandings",
        summary: "Your standing agreements, in the order they were proposed",
        response: { 200: Standings, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({
      standings: viewOf(context, request).settling.standings().map(encodeStanding),
    }),
  );
  app.get(
    "/v1/standings/:id",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getStanding",
        summary: "One standing agreement",
        params: IdParams,
        response: { 200: Standing, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).settling.standing(id);
      if (found) return encodeStanding(found);
      throw notFound(context, "standing agreement", id);
    },
  );
  app.post(
    "/v1/standings",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "proposeStanding",
        summary: "Propose that conflicts with a party inside a volume are standing",
        description: "They then open without clock and alarm. The other party agrees or ends it.",
        headers: WriteHeaders,
        body: StandingRequest,
        response: { 201: StandingReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { with: other, name, volume } = request.body;
      const volumes = parseVolumes([volume]);
      const command = { kind: "propose-standing", with: other, name, volumes } as const;
      reply.code(201);
      return writeStanding(context, { request, reply, command });
    },
  );
  for (const [verb, kind, summary] of [
    ["agree", "agree-standing", "Agree to it: what is in conflict inside it stands from now on"],
    ["end", "end-standing", "End it: what stood under it is told anew, with its clocks"],
  ] as const) {
    app.post(
      `/v1/standings/:id/${verb}`,
      {
        config: { access: "write" },
        preValidation: allowNoBody,
        schema: {
          tags,
          operationId: `${verb}Standing`,
          summary,
          headers: WriteHeaders,
          params: IdParams,
          body: Nothing,
          response: { 200: StandingReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const command = { kind, standingId: request.params.id };
        return writeStanding(context, { request, reply, command });
      },
    );
  }
};

const proposerOf = (context: ApiContext, request: FastifyRequest): Proposer => ({
  view: viewOf(context, request),
  party: partyOf(request),
  nowMs: context.clock.nowMs(),
});

const notFound = ({ clock }: ApiContext, what: string, id: string): ApiProblem =>
  problemOfRefusal({ reason: "not-found", what, id }, { nowMs: clock.nowMs() });

const wrongAnswer = (): Error => new Error("bug: it is answered with what it was about");

const write = async (context: ApiContext, asked: Write & { readonly command: Command }) => {
  const { commandId, receipt, result } = await submitForParty(context, asked);
  return { commandId, seq: receipt.seq, receivedAt: timeText(receipt.atMs), result };
};

const writeProposal = async (context: ApiContext, asked: Write): Promise<ProposalReceipt> => {
  const { result, ...written } = await write(context, asked);
  if (result?.about !== "proposal") throw wrongAnswer();
  const { proposalId, conflictId, state } = result;
  return { ...written, proposalId, conflictId, state };
};

const writeStanding = async (context: ApiContext, asked: Write): Promise<StandingReceipt> => {
  const { result, ...written } = await write(context, asked);
  if (result?.about !== "standing") throw wrongAnswer();
  return { ...written, standingId: result.standingId, state: result.state };
};
