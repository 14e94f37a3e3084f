/** Show operations to others, see who saw what, and read what was shown. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { Rung } from "./conflict.ts";
import {
  CloseRequest,
  ConsentRequest,
  Consents,
  DiscloseRequest,
  DisclosureRef,
  Disclosures,
  encodeConsent,
  encodeDisclosed,
  encodeRecipient,
  encodeRef,
} from "./disclosure.ts";
import { IdParams, unknownOperation } from "./operation-routes.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { Instant, PartyId } from "./schema.ts";
import { timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["disclosure"];

export const ShownReceipt = Type.Object(
  { commandId: Type.String(), seq: Type.Integer(), receivedAt: Instant, to: PartyId, rung: Rung },
  { title: "ShownReceipt" },
);
export type ShownReceipt = Static<typeof ShownReceipt>;

export const registerDisclosure = (app: Api, context: ApiContext): void => {
  registerOwners(app, context);
  registerRecipients(app, context);
  registerConsents(app, context);
};

const registerOwners = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/operations/:id/disclosures",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listDisclosures",
        summary:
          "To whom one of your operations is shown, exactly what they see, and what they read",
        description: "With to and rung: what that party would see at that rung.",
        params: IdParams,
        querystring: Type.Object(
          { to: Type.Optional(PartyId), rung: Type.Optional(Rung) },
          { additionalProperties: false },
        ),
        response: { 200: Disclosures, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id: operationId } = request.params;
      const { to, rung } = request.query;
      const { disclosure } = viewOf(context, request);
      const recipients = disclosure.recipients(operationId);
      if (!recipients) throw unknownOperation(context, operationId);
      if ((to === undefined) !== (rung === undefined)) throw halfAsked();
      const sees = to && rung ? disclosure.preview(operationId, { to, rung }) : null;
      return {
        operationId,
        recipients: recipients.map(encodeRecipient),
        preview: to && rung ? { to, rung, sees: sees && encodeDisclosed(sees) } : null,
      };
    },
  );
  app.post(
    "/v1/operations/:id/disclosures",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "disclose",
        summary: "Show one of your operations to another party: this version and later ones",
        headers: WriteHeaders,
        params: IdParams,
        body: DiscloseRequest,
        response: { 200: ShownReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { to, rung } = request.body;
      const command = { kind: "disclose", operationId: request.params.id, to, rung } as const;
      return writeShown(context, { request, reply, command });
    },
  );
  app.post(
    "/v1/operations/:id/disclosures/close",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "closeDisclosure",
        summary: "Show later versions no more; what was shown stays",
        headers: WriteHeaders,
        params: IdParams,
        body: CloseRequest,
        response: { 200: ShownReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const operationId = request.params.id;
      const command = { kind: "close-disclosure", operationId, to: request.body.to } as const;
      return writeShown(context, { request, reply, command });
    },
  );
};

const halfAsked = (): ApiProblem =>
  new ApiProblem("invalid-request", {
    detail: "a preview needs both to and rung",
    field: "query.rung",
    remedy: "give both, or neither",
  });

const writeShown = async (context: ApiContext, write: Write): Promise<ShownReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "disclosure" && result?.about !== "standing-consent") {
    throw new Error("bug: it is answered with what was shown");
  }
  const { to, rung } = result;
  return { commandId, seq: receipt.seq, receivedAt: timeText(receipt.atMs), to, rung };
};

const registerRecipients = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/disclosures",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listDisclosed",
        summary: "Others' operations that were shown to you: that they were, not what",
        description: "Each is read at /v1/operations/{id}, which leaves a receipt for its owner.",
        querystring: Type.Object({ ...PageQuery }, { additionalProperties: false }),
        response: { 200: PageOf(DisclosureRef, "DisclosurePage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(
        request.query,
        (id) => view.operation(id) !== null || view.disclosure.disclosed(id) !== null,
      );
      return encodePage(view.disclosed(page), encodeRef);
    },
  );
};

const registerConsents = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/consents",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listConsents",
        summary: "What you show to whom by itself, when one of your operations is in conflict",
        response: { 200: Consents, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({
      consents: viewOf(context, request).disclosure.consents().map(encodeConsent),
    }),
  );
  app.put(
    "/v1/consents/:to",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "setConsent",
        summary: "Set what a party is shown by itself from now on; what was shown stays",
        headers: WriteHeaders,
        params: Type.Object({ to: PartyId }),
        body: ConsentRequest,
        response: { 200: ShownReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { rung, categories } = request.body;
      const { to } = request.params;
      const command = {
        kind: "set-standing-consent",
        to,
        rung,
        ...(categories ? { categories } : {}),
      } as const;
      return writeShown(context, { request, reply, command });
    },
  );
};
