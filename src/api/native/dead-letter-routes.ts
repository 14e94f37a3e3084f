/** What was given up after the last attempt: listed, and sent once more on request. */

import { outboxOf, partyOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import { encodePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { DeadLetterPage, DeadLetterQuery, encodeLetter, Resent } from "./target.ts";
import { TargetParams } from "./target-routes.ts";

const tags = ["targets"];
const config = { access: "administer" } as const;

export const registerDeadLetters = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/dead-letters",
    {
      config,
      schema: {
        tags,
        operationId: "listDeadLetters",
        summary: "What could not be delivered to the party's targets, the oldest first",
        querystring: DeadLetterQuery,
        response: { 200: DeadLetterPage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const page = outboxOf(context).deadLetters(partyOf(request), request.query);
      return encodePage(page, encodeLetter);
    },
  );
  app.post(
    "/v1/dead-letters/:id/resend",
    {
      config,
      schema: {
        tags,
        operationId: "resendDeadLetter",
        summary: "Send it once more, beside what is new",
        description: "It leaves the list, and comes back to it if all attempts fail again.",
        params: TargetParams,
        response: { 202: Resent, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const resent = outboxOf(context).resend(partyOf(request), id);
      if (!resent.ok) throw problemOfRefusal(resent.refusal, { nowMs: context.clock.nowMs() });
      reply.code(202);
      return { id, isWaiting: true as const };
    },
  );
};
