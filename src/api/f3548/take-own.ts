/** What this server, as a USS, tells those whom it serves itself: taken in as from any other USS. */

import type { Engine } from "../../server/engine.ts";
import type { UssConfig } from "../../server/f3548-settings.ts";
import type { SendOptions } from "../../server/uss-sender/send.ts";
import { randomUUID } from "node:crypto";
import { parseConstraintTold, parseIntentTold } from "./parse-notices.ts";

/** It throws where it can't be taken now: it is tried again. */
export const makeTakeOwn =
  (own: UssConfig) =>
  ({ submit }: Pick<Engine, "submit">): SendOptions["deliverOwn"] =>
  async ({ body }, { what }) => {
    const uss = { manager: own.name };
    const parse = what === "intent" ? parseIntentTold : parseConstraintTold;
    const { outcome } = await submit({
      origin: "system",
      commandId: randomUUID(),
      command: parse({ uss, own, body: JSON.parse(body), isOwn: true }),
      by: own.name,
      survey: {},
    });
    if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.reason}`);
  };
