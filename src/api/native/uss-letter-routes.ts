/** What other USSs could not be told: for the host, in whose name they are told. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { UssDeadLetter as StoredLetter } from "../../server/uss-sender/store.ts";
import type { Api, ApiContext } from "../context.ts";
import { encodePage, PageOf, PageQuery } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, Instant, ListOf, OneOf } from "./schema.ts";
import { timeText } from "./time.ts";

const UssDeadLetter = Type.Object(
  {
    id: Type.String(),
    baseUrl: Type.String({ description: "Of the USS that could not be told." }),
    what: OneOf(["intent", "constraint"]),
    entityId: Type.String(),
    subscriptions: ListOf(
      Type.Object({
        id: Type.String(),
        notificationIndex: Type.Integer({ description: "The one that it did not hear of." }),
      }),
    ),
    seq: Type.Integer({ description: "The entry that it was to be told of." }),
    at: Instant,
    attemptCount: Type.Integer({ description: "Of the message in which it was, since the start." }),
    failedAt: Instant,
    reason: Type.String({ description: "Why it was given up." }),
  },
  { title: "UssDeadLetter" },
);
type UssDeadLetter = Static<typeof UssDeadLetter>;

const UssDeadLetterPage = PageOf(UssDeadLetter, "UssDeadLetterPage");

const Query = Type.Object(
  {
    limit: PageQuery.limit,
    after: Type.Optional(
      Type.String({ pattern: "^\\d{1,15}$", description: "`next` of the page before." }),
    ),
  },
  CLOSED,
);

/** None where the server is no USS. */
export const registerUssLetters = (app: Api, { ussSender = null }: ApiContext): void => {
  app.get(
    "/v1/uss-dead-letters",
    {
      config: { access: "host" },
      schema: {
        tags: ["status"],
        operationId: "listUssDeadLetters",
        summary: "What this server, as a USS, could not tell other USSs, the oldest first",
        querystring: Query,
        response: { 200: UssDeadLetterPage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const page = ussSender?.deadLetters(request.query) ?? NONE;
      return encodePage(page, encodeLetter);
    },
  );
};

const NONE = { items: [], remaining: 0, next: null };

const encodeLetter = (letter: StoredLetter): UssDeadLetter => {
  const { number, baseUrl, what, entityId, told, seq, attemptCount, reason } = letter;
  const [at, failedAt] = [timeText(letter.atMs), timeText(letter.failedMs)];
  const about = { id: String(number), baseUrl, what, entityId, subscriptions: told, seq };
  return { ...about, at, attemptCount, failedAt, reason };
};
