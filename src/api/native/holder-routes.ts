/** What may be done to everyone who holds a secret, people and machines alike: removed, given a new one. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { principalOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { IdParams } from "./operation-routes.ts";
import { PartyReceipt, SecretReceipt } from "./party.ts";
import { SHOWN_ONCE, writeForParty, writeWithSecret } from "./party-write.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { WriteHeaders } from "./write.ts";

export const OVERLAP_MINUTES = Type.Integer({
  minimum: 0,
  maximum: LIMITS.overlapMaxMs / 60_000,
  description: "How long what is replaced stays good; 0: not a moment longer.",
});
const RotateRequest = Type.Object(
  { overlapMinutes: OVERLAP_MINUTES },
  { ...CLOSED, title: "RotateSecretRequest" },
);
export type RotateRequest = Static<typeof RotateRequest>;

const HOLDERS = [
  {
    noun: "members",
    tags: ["people"],
    name: "Member",
    removal: "Remove a person: their tokens are refused and their watches vacant at once",
  },
  {
    noun: "clients",
    tags: ["clients"],
    name: "Client",
    removal: "Revoke a machine client: its secrets and tokens are refused from now on",
  },
] as const;

type Holders = (typeof HOLDERS)[number];

export const registerHolders = (app: Api, context: ApiContext): void => {
  for (const holders of HOLDERS) {
    registerRemoval(app, context, holders);
    registerRotation(app, context, holders);
  }
};

const registerRemoval = (
  app: Api,
  context: ApiContext,
  { noun, tags, name, removal }: Holders,
): void => {
  app.post(
    `/v1/${noun}/:id/remove`,
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: `remove${name}`,
        summary: removal,
        headers: WriteHeaders,
        params: IdParams,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "remove-holder", holderId: request.params.id } as const;
      return writeForParty(context, { request, reply, command });
    },
  );
};

const registerRotation = (app: Api, context: ApiContext, { noun, tags, name }: Holders): void => {
  app.post(
    `/v1/${noun}/:id/rotate-secret`,
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: `rotate${name}Secret`,
        summary: "Draw a new secret; the old one, and tokens got by it, stay good for the overlap",
        description: `By an administrator, or by the one whose secret it is. ${SHOWN_ONCE}`,
        headers: WriteHeaders,
        params: IdParams,
        body: RotateRequest,
        response: { 200: SecretReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { id: holderId } = request.params;
      const { sub, roles } = principalOf(request);
      if (sub !== holderId && !roles.includes("administrator")) {
        const detail = "another's secret is replaced by an administrator";
        throw new ApiProblem("forbidden", { detail });
      }
      const overlapMs = request.body.overlapMinutes * 60_000;
      const about = { kind: "rotate-secret", holderId, overlapMs } as const;
      const commandOf = (secretHash: string) => ({ ...about, secretHash });
      return writeWithSecret(context, { request, reply }, { prefix: "wbs", commandOf });
    },
  );
};
