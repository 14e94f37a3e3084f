/** Signing keys: every party's public keys, and the changes of the own. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { OVERLAP_MINUTES } from "./holder-routes.ts";
import { encodeKey, PartyReceipt, PersonName, PublicKey, SigningKey } from "./party.ts";
import { writeForParty } from "./party-write.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, ListOf } from "./schema.ts";
import { WriteHeaders } from "./write.ts";

const tags = ["keys"];

export const KeyRequest = Type.Object(
  { publicKey: PublicKey, name: PersonName },
  { ...CLOSED, title: "KeyRequest" },
);
export type KeyRequest = Static<typeof KeyRequest>;
const RotateRequest = Type.Object(
  { publicKey: PublicKey, name: PersonName, overlapMinutes: OVERLAP_MINUTES },
  { ...CLOSED, title: "RotateKeyRequest" },
);
export type RotateKeyRequest = Static<typeof RotateRequest>;
const Keys = Type.Object({ keys: ListOf(SigningKey) }, { title: "SigningKeys" });
export type Keys = Static<typeof Keys>;

const KeyParams = Type.Object({ key: PublicKey });

export const registerKeys = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/keys",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listKeys",
        summary: "The public signing keys of every party, those no longer good too",
        response: { 200: Keys, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({ keys: viewOf(context, request).parties.keys().map(encodeKey) }),
  );
  app.post(
    "/v1/keys",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "addKey",
        summary: "Add a signing key of the own party",
        description:
          "A party's first key may come unsigned; each further one must be signed with a key that it still has. With none left, two people of the host set its keys aside (keyResets of the theatre's party).",
        headers: WriteHeaders,
        body: KeyRequest,
        response: { 201: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { publicKey, name } = request.body;
      reply.code(201);
      const command = { kind: "add-key", publicKey, name } as const;
      return writeForParty(context, { request, reply, command });
    },
  );
  app.post(
    "/v1/keys/:key/rotate",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "rotateKey",
        summary: "Put another key in place of this one, which stays good for the overlap",
        headers: WriteHeaders,
        params: KeyParams,
        body: RotateRequest,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { publicKey, name, overlapMinutes } = request.body;
      const about = { publicKey, name, replaces: request.params.key };
      const command = { kind: "rotate-key", ...about, overlapMs: overlapMinutes * 60_000 } as const;
      return writeForParty(context, { request, reply, command });
    },
  );
  app.post(
    "/v1/keys/:key/revoke",
    {
      config: { access: "administer" },
      schema: {
        tags,
        operationId: "revokeKey",
        summary: "Revoke a key: what it signs from now on is refused; what it signed stays signed",
        headers: WriteHeaders,
        params: KeyParams,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "revoke-key", publicKey: request.params.key } as const;
      return writeForParty(context, { request, reply, command });
    },
  );
};
