/**
 * Names over HTTP, in two steps: sealed by the server, which logs nothing of it; then entered as
 * ciphertext by an ordinary command, which may be signed and repeated.
 */

import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { openText, sealText } from "../../server/sealed-people.ts";
import { partyOf, principalOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { notFound } from "./channel-routes.ts";
import { MovementReceipt } from "./movement.ts";
import { MovementParams, writeMovement } from "./movement-routes.ts";
import { PeopleAnswer, PeopleRequest, Sealed, SealedRequest } from "./people.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { timeText } from "./time.ts";
import { WriteHeaders } from "./write.ts";

const tags = ["movements"];

export const registerPeople = (app: Api, context: ApiContext): void => {
  const { personalKeys } = context.engine;
  app.post(
    "/v1/movements/:id/people/seal",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "sealPeople",
        summary: "Seal names under a new key; nothing is recorded, and the key waits 24 hours",
        params: MovementParams,
        body: PeopleRequest,
        response: { 200: Sealed, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      checkOwn(context, request, id);
      return sealText(personalKeys, id, JSON.stringify(request.body));
    },
  );
  app.put(
    "/v1/movements/:id/people",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "setPeople",
        summary: "Enter what was sealed; what was sealed before is destroyed",
        headers: WriteHeaders,
        params: MovementParams,
        body: SealedRequest,
        response: { 200: MovementReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { id: movementId } = request.params;
      const { keyHash, nonce, ciphertext } = request.body.sealed;
      const sealed = { keyHash, nonce, ciphertext };
      checkOwn(context, request, movementId);
      if (openText(personalKeys, movementId, sealed) === null) throw notSealedHere();
      const command = { kind: "seal-people", movementId, sealed } as const;
      return writeMovement(context, { request, reply, command });
    },
  );
  app.get(
    "/v1/movements/:id/people",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "getPeople",
        summary: "The sealed details, to whom the owner lets read them; each reading is recorded",
        params: MovementParams,
        response: { 200: PeopleAnswer, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      reply.header("Cache-Control", "no-store");
      return readPeople(context, request, request.params.id);
    },
  );
};

/** Another's movement and none at all look the same. */
const checkOwn = (context: ApiContext, request: FastifyRequest, id: string): void => {
  const found = viewOf(context, request).movement.find(id);
  if (found?.party !== partyOf(request)) throw notFound(context, "movement", id);
};

const notSealedHere = (): ApiProblem =>
  new ApiProblem("bad-field", {
    field: "sealed",
    detail: "it was not sealed here for this movement, or its key is gone",
    remedy: "seal the details anew, then send what comes back as it is",
  });

const readPeople = async (
  context: ApiContext,
  request: FastifyRequest,
  movementId: string,
): Promise<PeopleAnswer> => {
  const { engine } = context;
  const { movement } = viewOf(context, request);
  const sealed = movement.sealed(movementId);
  if (sealed === null) return destroyedOf(context, request, movementId);
  const { outcome } = await engine.submit({
    origin: "system",
    commandId: randomUUID(),
    command: { kind: "note-people-read", party: partyOf(request), movementId },
    by: principalOf(request).sub,
    survey: {},
  });
  const text = outcome.ok ? openText(engine.personalKeys, movementId, sealed) : null;
  if (text === null) throw notFound(context, "sealed details", movementId);
  // Sealed by this server, out of what its own schema took.
  const { people, contact = null } = JSON.parse(text) as PeopleRequest;
  return { people, contact, destroyedAt: null };
};

/** That they are gone is told to whom they were told. */
const destroyedOf = (
  context: ApiContext,
  request: FastifyRequest,
  movementId: string,
): PeopleAnswer => {
  const found = viewOf(context, request).movement.find(movementId);
  const about = found?.detail === "full" ? found.people : null;
  const isGone = about && context.engine.personalKeys.read(about.keyHash) === null;
  if (!isGone || about.overMs === null) throw notFound(context, "sealed details", movementId);
  return { people: null, contact: null, destroyedAt: timeText(about.overMs) };
};
