/** Machine clients of a party, and the secrets of everyone: drawn here, shown once, replaced. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { CLIENT_ROLES } from "../../core/parties/people.ts";
import { drawSecret } from "../../server/secrets.ts";
import { principalOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { OVERLAP_MINUTES, uniqueRoles } from "./member-routes.ts";
import { IdParams } from "./operation-routes.ts";
import { encodeHolder, MachineClient, PartyReceipt, PersonName, SecretReceipt } from "./party.ts";
import { encodeReceipt, writeForParty } from "./party-write.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, ListOf, OneOf } from "./schema.ts";
import { sameRequest, submit, WriteHeaders } from "./write.ts";

const tags = ["clients"];

export const ClientRequest = Type.Object(
  {
    name: PersonName,
    roles: ListOf(OneOf(CLIENT_ROLES), { minItems: 1, maxItems: CLIENT_ROLES.length }),
  },
  { ...CLOSED, title: "ClientRequest" },
);
export type ClientRequest = Static<typeof ClientRequest>;
const RotateRequest = Type.Object(
  { overlapMinutes: OVERLAP_MINUTES },
  { ...CLOSED, title: "RotateSecretRequest" },
);
export type RotateRequest = Static<typeof RotateRequest>;
const RevokeRequest = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 128, description: "member-… or client-…" }) },
  { ...CLOSED, title: "RevokeRequest" },
);
export type RevokeRequest = Static<typeof RevokeRequest>;
const Clients = Type.Object({ clients: ListOf(MachineClient) }, { title: "MachineClients" });
export type Clients = Static<typeof Clients>;

const SHOWN_ONCE =
  "The record has its SHA-256 alone. A repeat under the same Idempotency-Key is answered with the same secret until the server starts anew; then with command-id-reused.";

export const registerClients = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/clients",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "listClients",
        summary: "The machine clients of the own party, removed ones too",
        response: { 200: Clients, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({
      clients: viewOf(context, request).parties.holders("client").map(encodeHolder),
    }),
  );
  app.post(
    "/v1/clients",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "addClient",
        summary: "Add a machine client; the answer holds its secret",
        description: SHOWN_ONCE,
        headers: WriteHeaders,
        body: ClientRequest,
        response: { 201: SecretReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { secret, hash: secretHash } = drawSecret("wbs", sameRequest(request));
      const { name, roles } = request.body;
      const command = { kind: "add-client", name, roles: uniqueRoles(roles), secretHash } as const;
      const receipt = await writeForParty(context, { request, reply, command });
      reply.code(201);
      return { ...receipt, secret };
    },
  );
  app.post(
    "/v1/clients/:id/remove",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "removeClient",
        summary: "Revoke a machine client: its secrets and tokens are refused from now on",
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
  app.post(
    "/v1/revocations",
    {
      config: { access: "host" },
      schema: {
        tags,
        operationId: "revokeHolder",
        summary: "Revoke any party's person or machine by its id, as the host",
        description:
          "For a stolen credential whose party can't revoke it itself. The party is told, as of a removal of its own.",
        headers: WriteHeaders,
        body: RevokeRequest,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "revoke-holder", holderId: request.body.id } as const;
      return encodeReceipt(await submit(context, { request, reply, command }, "system"));
    },
  );
  registerRotations(app, context);
};

const registerRotations = (app: Api, context: ApiContext): void => {
  for (const [noun, operationId] of [
    ["members", "rotateMemberSecret"],
    ["clients", "rotateClientSecret"],
  ] as const) {
    app.post(
      `/v1/${noun}/:id/rotate-secret`,
      {
        config: { access: "party" },
        schema: {
          tags: noun === "members" ? ["people"] : tags,
          operationId,
          summary:
            "Draw a new secret; the old one, and tokens got by it, stay good for the overlap",
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
        const { secret, hash: secretHash } = drawSecret("wbs", sameRequest(request));
        const overlapMs = request.body.overlapMinutes * 60_000;
        const command = { kind: "rotate-secret", holderId, secretHash, overlapMs } as const;
        return { ...(await writeForParty(context, { request, reply, command })), secret };
      },
    );
  }
};
