/** Reviews over HTTP: opened, stated under seal, compared, agreed. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import type { ReviewCommand } from "../../core/reviews/commands.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { allowNoBody, notFound } from "./channel-routes.ts";
import { dayOfText } from "./day.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import {
  AgreeReviewRequest,
  encodeReview,
  FiguresRequest,
  parseHeading,
  ReviewId,
  ReviewOf,
  ReviewReceipt,
  ReviewRequest,
} from "./review.ts";
import { CLOSED } from "./schema.ts";
import { timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["reviews"];
const ReviewParams = Type.Object({ id: ReviewId });

export const registerReviews = (app: Api, context: ApiContext): void => {
  registerReads(app, context);
  app.post(
    "/v1/reviews",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "openReview",
        summary: "Open a review of a period with another party",
        headers: WriteHeaders,
        body: ReviewRequest,
        response: { 201: ReviewReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { other, from, to } = request.body;
      const fromDay = parseDay(from, "from");
      const command: ReviewCommand = {
        kind: "open-review",
        other,
        fromDay,
        toDay: parseDay(to, "to"),
      };
      const receipt = await writeReview(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/reviews/${receipt.reviewId}`);
      return receipt;
    },
  );
  registerMoves(app, context);
};

const registerReads = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/reviews",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listReviews",
        summary: "Reviews that the reader is a side of, in the order they were opened",
        querystring: Type.Object({ ...PageQuery }, CLOSED),
        response: { 200: PageOf(ReviewOf, "ReviewPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.review(id) !== null);
      return encodePage(view.reviews(page), encodeReview);
    },
  );
  app.get(
    "/v1/reviews/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getReview",
        summary: "One review: what its sides stated, as far as both have",
        params: ReviewParams,
        response: { 200: ReviewOf, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).review(id);
      if (!found) throw notFound(context, "review", id);
      return encodeReview(found);
    },
  );
};

const parseDay = (text: string, field: string): number => {
  const day = dayOfText(text);
  if (day !== null) return day;
  const remedy = "write it as 2026-01-31";
  throw new ApiProblem("invalid-request", { detail: `there is no day ${text}`, field, remedy });
};

type Move<S extends TSchema> = {
  readonly verb: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: S;
  readonly parse: (reviewId: string, body: Static<S>) => ReviewCommand;
};

const registerMoves = (app: Api, context: ApiContext): void => {
  const add = <S extends TSchema>({ verb, body, parse, ...about }: Move<S>): void => {
    app.post(
      `/v1/reviews/:id/${verb}`,
      {
        config: { access: "write" },
        preValidation: allowNoBody,
        schema: {
          tags,
          ...about,
          body,
          headers: WriteHeaders,
          params: ReviewParams,
          response: { 200: ReviewReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const command = parse(request.params.id, (request.body ?? {}) as Static<S>);
        return writeReview(context, { request, reply, command });
      },
    );
  };
  add({
    verb: "figures",
    operationId: "stateFigures",
    summary: "State what your side counted, or correct it: sealed until both sides have stated",
    body: FiguresRequest,
    parse: (reviewId, { figures }) => ({
      kind: "state-figures",
      reviewId,
      figures: figures.map(({ count, ...heading }) => ({ ...parseHeading(heading), count })),
    }),
  });
  add({
    verb: "agree",
    operationId: "agreeReview",
    summary: "Agree that it ends as it stands; the same again is the word of a second person",
    body: AgreeReviewRequest,
    parse: (reviewId, { version, bothNumbers = [] }) => ({
      kind: "agree-review",
      reviewId,
      version,
      bothNumbers: bothNumbers.map(parseHeading),
    }),
  });
  add({
    verb: "withdraw",
    operationId: "withdrawReview",
    summary: "Withdraw it: nothing of it is told as that of both",
    body: Type.Object({}, CLOSED),
    parse: (reviewId) => ({ kind: "withdraw-review", reviewId }),
  });
};

const writeReview = async (
  context: ApiContext,
  write: Write & { readonly command: ReviewCommand },
): Promise<ReviewReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "review") throw new Error("bug: it is answered with its review");
  const { about: _about, ...review } = result;
  return { commandId, seq: receipt.seq, receivedAt: timeText(receipt.atMs), ...review };
};
