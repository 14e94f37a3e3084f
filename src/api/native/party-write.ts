/** Writes about the party's own things: all are answered alike. */

import type { PartyCommand } from "../../core/parties/commands.ts";
import type { PartyResult } from "../../core/state.ts";
import type { ApiContext } from "../context.ts";
import type { PartyReceipt } from "./party.ts";
import { timeText } from "./time.ts";
import { submitForParty } from "./write.ts";
import type { Submitted, Write } from "./write.ts";

export const writeForParty = async (
  context: ApiContext,
  write: Write & { readonly command: PartyCommand },
): Promise<PartyReceipt> => encodeReceipt(await submitForParty(context, write));

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
