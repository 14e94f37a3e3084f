/** Writes about the party's own things: all are answered alike. */

import type { PartyCommand } from "../../core/parties/commands.ts";
import type { PartyResult } from "../../core/state.ts";
import { drawSecret } from "../../server/secrets.ts";
import type { ApiContext } from "../context.ts";
import type { PartyReceipt, SecretReceipt } from "./party.ts";
import { timeText } from "./time.ts";
import { sameRequest, submitForParty } from "./write.ts";
import type { Submitted, Write } from "./write.ts";

export const writeForParty = async (
  context: ApiContext,
  write: Write & { readonly command: PartyCommand },
): Promise<PartyReceipt> => encodeReceipt(await submitForParty(context, write));

/** What draws a secret for someone: the record has its hash, the answer the secret itself, this once. */
export const writeWithSecret = async (
  context: ApiContext,
  write: Omit<Write, "command">,
  { prefix, commandOf }: { prefix: "wbs" | "wbi"; commandOf: (hash: string) => PartyCommand },
): Promise<SecretReceipt> => {
  const { secret, hash } = drawSecret(prefix, sameRequest(write.request));
  const receipt = await writeForParty(context, { ...write, command: commandOf(hash) });
  return { ...receipt, secret };
};

/** What a route says of such an answer. */
export const SHOWN_ONCE =
  "The record has its SHA-256 alone. A repeat under the same Idempotency-Key is answered with the same secret until the server starts anew; then with command-id-reused.";

export const encodeReceipt = ({
  commandId,
  receipt,
  result,
}: Pick<Submitted, "commandId" | "receipt" | "result">): PartyReceipt => ({
  commandId,
  seq: receipt.seq,
  receivedAt: timeText(receipt.atMs),
  id: partyResult(result).id,
});

export const partyResult = (result: Submitted["result"]): PartyResult => {
  if (result?.about !== "party") throw new Error("bug: it is answered with a party's thing");
  return result;
};
