/**
 * Signed requests. The header
 *
 *   Wideberth-Signature: key="<public key, base64url>", sig="<signature, base64url>"
 *
 * carries Ed25519 over `wideberth-command-1\n<Idempotency-Key>\n<payload>`, where the payload is the
 * text that the record will hold. What that text is, a refusal says: whoever leaves `sig` out is told.
 * The key of the request is a UUIDv7 of the last 12 hours: with it a signature is good once.
 * Verified before the command has a place; the core judges anew from what was stored.
 */

import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Command } from "../../core/commands.ts";
import { encodePayload } from "../../core/entry.ts";
import type { Origin } from "../../core/entry.ts";
import { findUnusableSignature, needsSignature } from "../../core/parties/speech.ts";
import { fitsCommand } from "../../server/signatures.ts";
import type { ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";

/** 32 bytes are 43 characters of base64url; 64 are 86. */
const SIGNATURE = /^key="([\w-]{43})"(?:, ?sig="([\w-]{86})")?$/;

export const SignatureHeader = Type.Optional(
  Type.String({
    maxLength: 256,
    pattern: SIGNATURE.source,
    description:
      'key="…", sig="…": the public key and the Ed25519 signature, base64url. Without sig the refusal says what to sign. The Idempotency-Key is then a UUIDv7 of the last 12 hours.',
  }),
);

type Asked = {
  readonly request: Pick<FastifyRequest, "headers">;
  readonly origin: Origin;
  readonly commandId: string;
  readonly command: Command;
  readonly by: string;
};

export type Signed = { readonly origin: Origin; readonly signature?: Uint8Array };

/** Throws ApiProblem: `bad-signature`, `signature-required`; each with the text to be signed. */
export const checkSigned = (
  { engine, clock }: Pick<ApiContext, "engine" | "clock">,
  { request, origin, commandId, command, by }: Asked,
): Signed => {
  // The host and the server itself sign nothing: the head of the record is theirs.
  if (origin === "system") return { origin };
  const { party } = origin;
  const payload = encodePayload(command, by);
  const refuse = (name: "bad-signature" | "signature-required", detail: string): ApiProblem =>
    new ApiProblem(name, {
      detail,
      field: "header.Wideberth-Signature",
      members: { commandId, payload },
    });
  const header = request.headers["wideberth-signature"];
  if (typeof header !== "string") {
    if (!engine.withState((state) => needsSignature(state, party, command.kind))) return { origin };
    throw refuse("signature-required", "the command is not signed");
  }
  const [, publicKey = "", text] = SIGNATURE.exec(header) ?? [];
  if (text === undefined) throw refuse("bad-signature", "the signature itself is left out");
  const signature = new Uint8Array(Buffer.from(text, "base64url"));
  if (!fitsCommand({ publicKey, signature, commandId, payload })) {
    throw refuse("bad-signature", "it is not over these bytes by this key");
  }
  const about = { party, publicKey, commandId, atMs: clock.nowMs() };
  const unusable = engine.withState((state) => findUnusableSignature(state, about));
  if (unusable?.reason === "bad-signature") throw refuse("bad-signature", unusable.detail);
  return { origin: { party, key: publicKey }, signature };
};
