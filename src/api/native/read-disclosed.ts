/** Reading what another's owner showed: the receipt comes first. */

import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { principalOf, viewOf } from "../context.ts";
import type { ApiContext } from "../context.ts";
import { encodeDisclosed } from "./disclosure.ts";
import type { DisclosedOperation } from "./disclosure.ts";

/**
 * Another's operation as it was shown to the caller, or null. That it was read is in the record
 * before anything of it is answered. Throws as the sequencer does.
 */
export const readDisclosed = async (
  context: ApiContext,
  request: FastifyRequest,
  operationId: string,
): Promise<DisclosedOperation | null> => {
  const { party, sub } = principalOf(request);
  if (party === null) return null;
  const { disclosure } = viewOf(context, request);
  for (const { version, rung } of disclosure.unread(operationId)) {
    await context.engine.submit({
      origin: "system",
      commandId: randomUUID(),
      command: { kind: "note-read", party, operationId, version, rung },
      by: sub,
      survey: {},
    });
  }
  const seen = disclosure.disclosed(operationId);
  // What was shown while the receipts were written needs its own.
  const unread = disclosure.unread(operationId);
  if (seen && unread.length > 0) return readDisclosed(context, request, operationId);
  return seen && encodeDisclosed(seen);
};
