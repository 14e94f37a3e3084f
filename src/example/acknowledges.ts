/** An officer acknowledges a message: with what they read back, and whom they told. */

import type { AcknowledgeRequest } from "../api/native/message-request.ts";
import type { Stage } from "./story.ts";

/** As the server has it: an officer acknowledges what they have read. */
const hashOf = async ({ client, the }: Stage, message: string): Promise<string> => {
  const read = await client.message(the(message));
  if (read.detail !== "full") throw new Error(`the story is unsound: ${message} is not shown`);
  return read.hash;
};

export const acknowledges = async (
  stage: Stage,
  message: string,
  about: {
    readonly role: "watch_officer" | "duty_officer" | "liaison_officer";
    readonly readBack?: NonNullable<AcknowledgeRequest["readBack"]>;
    readonly levelsTold?: readonly ("unit_or_crew" | "watch_desk" | "operational_cell")[];
    readonly toldAtMin?: number;
  },
): Promise<unknown> => {
  const { client, key, the, at } = stage;
  const { role, readBack, levelsTold, toldAtMin } = about;
  const request = {
    kind: levelsTold ? ("received_and_disseminated" as const) : ("received" as const),
    role,
    hashSeen: await hashOf(stage, message),
    ...(readBack ? { readBack } : {}),
    ...(levelsTold ? { levelsTold: [...levelsTold] } : {}),
    ...(toldAtMin === undefined ? {} : { toldAt: at(toldAtMin) }),
  };
  return client.acknowledgeMessage(the(message), request, { key });
};
