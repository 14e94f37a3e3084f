/** Machine clients of a party: added, listed; and what the host revokes of any party. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { CLIENT_ROLES } from "../../core/parties/people.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { uniqueRoles } from "./member-routes.ts";
import { encodeHolder, MachineClient, PartyReceipt, PersonName, SecretReceipt } from "./party.ts";
import { encodeReceipt, SHOWN_ONCE, writeWithSecret } from "./party-write.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, ListOf, OneOf } from "./schema.ts";
import { submit, WriteHeaders } from "./write.ts";

const tags = ["clients"];

export const ClientRequest = Type.Object(
  {
    name: PersonName,
    roles: ListOf(OneOf(CLIENT_ROLES), { minItems: 1, maxItems: CLIENT_ROLES.length }),
  },
  { ...CLOSED, title: "ClientRequest" },
);
export type ClientRequest = Static<typeof ClientRequest>;
const RevokeRequest = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 128, description: "member-… or client-…" }) },
  { ...CLOSED, title: "RevokeRequest" },
);
export type RevokeRequest = Static<typeof RevokeRequest>;
const Clients = Type.Object({ clients: ListOf(MachineClient) }, { title: "MachineClients" });
export type Clients = Static<typeof Clients>;

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
      const { name, roles } = request.body;
      const about = { kind: "add-client", name, roles: uniqueRoles(roles) } as const;
      const commandOf = (secretHash: string) => ({ ...about, secretHash });
      reply.code(201);
      return writeWithSecret(context, { request, reply }, { prefix: "wbs", commandOf });
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
};
