/** Reading what another's owner told: that it was read is in the record before anything of it is answered. */

import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { HostCommand } from "../../core/commands.ts";
import type { View } from "../../core/view.ts";
import { principalOf, viewOf } from "../context.ts";
import type { ApiContext } from "../context.ts";

type Owed = (view: View, party: string, id: string) => readonly HostCommand[];

/** What of another's is read with a receipt for its owner. */
export type ReceiptKind = "operation" | "site" | "movement";
export type Readable = { readonly to: ReceiptKind; readonly id: string };

const OWED: Readonly<Record<ReceiptKind, Owed>> = {
  operation: ({ disclosure }, party, operationId) =>
    disclosure
      .unread(operationId)
      .map(({ version, rung }) => ({ kind: "note-read", party, operationId, version, rung })),
  site: ({ site }, party, siteId) => {
    const unread = site.unread(siteId);
    return unread ? [{ kind: "note-site-read", party, siteId, ...unread }] : [];
  },
  movement: ({ movement }, party, movementId) => {
    const version = movement.undelivered(movementId);
    return version === null
      ? []
      : [{ kind: "note-movement-delivered", party, movementId, version }];
  },
};

export const isReceiptKind = (kind: string): kind is ReceiptKind => Object.hasOwn(OWED, kind);

/**
 * Notes that the caller reads these; what is told while that is written needs its own. Nothing is
 * waited for between the last look and the answer to the caller. Throws as the sequencer does.
 */
export const noteReceipts = async (
  context: ApiContext,
  request: FastifyRequest,
  readables: (view: View) => readonly Readable[],
): Promise<void> => {
  const { party, sub } = principalOf(request);
  if (party === null) return;
  const view = viewOf(context, request);
  for (;;) {
    const owed = readables(view).flatMap(({ to, id }) => OWED[to](view, party, id));
    if (owed.length === 0) return;
    for (const command of owed) {
      const commandId = randomUUID();
      await context.engine.submit({ origin: "system", commandId, command, by: sub, survey: {} });
    }
  }
};
