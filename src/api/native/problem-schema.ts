/** Problems as schemas: what every route may answer instead. */

import { Type } from "typebox";
import type { Static } from "typebox";

/** Source: RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "A stable path of this server, such as /problems/busy." }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    field: Type.Optional(
      Type.String({ description: "Path into the body, or query., path. or header. and a name." }),
    ),
    remedy: Type.String({ description: "What to do." }),
    requestId: Type.Optional(Type.String()),
    currentVersion: Type.Optional(Type.Integer({ description: "With stale-version." })),
    state: Type.Optional(Type.String({ description: "With wrong-state: what it is now." })),
    commandId: Type.Optional(
      Type.String({
        description: "With bad-signature and signature-required: sign it under this.",
      }),
    ),
    payload: Type.Optional(
      Type.String({ description: "With those two: the exact text to be signed." }),
    ),
  },
  { title: "Problem" },
);
export type Problem = Static<typeof Problem>;

const problem = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: Problem } },
} as const;

export const PROBLEM_RESPONSES = { "4xx": problem, "5xx": problem } as const;
