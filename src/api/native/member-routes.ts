/** People of a party: invited with a one-time code, let in by it, given roles. */

import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import type { Static } from "typebox";
import type { PartyRole } from "../../core/parties/people.ts";
import { drawSecret, hashSecret } from "../../server/secrets.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { makeAddressRate } from "../authenticate.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { encodeHolder, encodeInvitation, Invitation, Member, PartyReceipt } from "./party.ts";
import { PersonName, Roles, SecretReceipt } from "./party.ts";
import { encodeReceipt, writeForParty, writeWithSecret } from "./party-write.ts";
import { IdParams } from "./operation-routes.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, Instant, ListOf } from "./schema.ts";
import { parseTime } from "./time.ts";
import { WriteHeaders } from "./write.ts";

const tags = ["people"];

export const InviteRequest = Type.Object(
  {
    name: PersonName,
    roles: Roles,
    expires: Type.Unsafe<string>({ ...Instant, description: "Within 14 days." }),
  },
  { ...CLOSED, title: "InviteRequest" },
);
export type InviteRequest = Static<typeof InviteRequest>;
export const AcceptRequest = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 128 }) },
  { ...CLOSED, title: "AcceptInvitationRequest" },
);
export type AcceptRequest = Static<typeof AcceptRequest>;
const RolesRequest = Type.Object({ roles: Roles }, { ...CLOSED, title: "RolesRequest" });
export type RolesRequest = Static<typeof RolesRequest>;
const Members = Type.Object({ members: ListOf(Member) }, { title: "Members" });
export type Members = Static<typeof Members>;
const Invitations = Type.Object({ invitations: ListOf(Invitation) }, { title: "Invitations" });
export type Invitations = Static<typeof Invitations>;

export const registerMembers = (app: Api, context: ApiContext): void => {
  registerInvitations(app, context);
  registerAcceptance(app, context);
  app.get(
    "/v1/members",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listMembers",
        summary: "The people of the own party, removed ones too",
        response: { 200: Members, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({
      members: viewOf(context, request).parties.holders("member").map(encodeHolder),
    }),
  );
  app.put(
    "/v1/members/:id/roles",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "setRoles",
        summary: "Give a person other roles, from now on",
        headers: WriteHeaders,
        params: IdParams,
        body: RolesRequest,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const roles = uniqueRoles(request.body.roles);
      const command = { kind: "set-roles", memberId: request.params.id, roles } as const;
      return writeForParty(context, { request, reply, command });
    },
  );
};

const registerInvitations = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/invitations",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "listInvitations",
        summary: "Invitations of the own party; those long over are forgotten",
        response: { 200: Invitations, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({
      invitations: viewOf(context, request).parties.invitations().map(encodeInvitation),
    }),
  );
  app.post(
    "/v1/invitations",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "inviteMember",
        summary: "Invite a person; the answer holds the one-time code",
        description:
          "The record has the code's SHA-256 alone. A repeat under the same Idempotency-Key is answered with the same code until the server starts anew.",
        headers: WriteHeaders,
        body: InviteRequest,
        response: { 201: SecretReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { name, roles, expires } = request.body;
      const expiresMs = parseTime(expires, "expires");
      const [kind, unique] = ["invite-member", uniqueRoles(roles)] as const;
      const commandOf = (codeHash: string) => ({ kind, name, roles: unique, codeHash, expiresMs });
      reply.code(201);
      return writeWithSecret(context, { request, reply }, { prefix: "wbi", commandOf });
    },
  );
  app.post(
    "/v1/invitations/:id/withdraw",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "withdrawInvitation",
        summary: "Withdraw an invitation: its code is good for nothing from now on",
        headers: WriteHeaders,
        params: IdParams,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "withdraw-invitation", invitationId: request.params.id } as const;
      return writeForParty(context, { request, reply, command });
    },
  );
};

/** Whoever comes here has nothing but the code: failures are counted by address. */
const registerAcceptance = (app: Api, context: ApiContext): void => {
  const checkRate = makeAddressRate(app, API_LIMITS.failedSecretsPerMinute);
  app.post(
    "/v1/invitations/accept",
    {
      schema: {
        tags,
        operationId: "acceptInvitation",
        summary: "Become a member by the one-time code",
        description:
          "The answer's id and secret are client_id and client_secret at /oauth/token. The secret is shown this once: when the answer was lost, ask to be invited anew.",
        body: AcceptRequest,
        response: { 201: SecretReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { secret, hash: secretHash } = drawSecret("wbs", null);
      const codeHash = hashSecret(request.body.code);
      const command = { kind: "accept-invitation", codeHash, secretHash } as const;
      // Nothing is written for a code that is none, or was used: neither may fill the record.
      const isKnown = context.engine.withState((state) =>
        [...state.parties.invitations.values()].some(
          (one) => one.codeHash === codeHash && one.state === "open",
        ),
      );
      if (!isKnown) {
        await checkRate(request);
        throw new ApiProblem("not-found", { detail: "no invitation of this code is open" });
      }
      const commandId = randomUUID();
      const receipt = await context.engine.submit({
        origin: "system",
        commandId,
        command,
        survey: {},
      });
      const { outcome } = receipt;
      context.metrics.countCommand(command.kind, outcome, false);
      if (!outcome.ok) throw problemOfRefusal(outcome.refusal, { nowMs: context.clock.nowMs() });
      reply.code(201);
      return { ...encodeReceipt({ commandId, receipt, result: outcome.value }), secret };
    },
  );
};

/** Each once, in one order: what is told apart by its text has one text. */
export const uniqueRoles = (roles: readonly PartyRole[]): readonly PartyRole[] =>
  [...new Set(roles)].sort();
