/** Statistics over HTTP: as JSON, as a table, as a page for paper. */

import { createHash } from "node:crypto";
import { Type } from "typebox";
import type { FastifyRequest } from "fastify";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { dayOf } from "../../core/statistics/model.ts";
import { nameText } from "../../phrases/readout/render.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { dayOfText, dayText } from "./day.ts";
import { LanguageQuery, languageOf } from "./language.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, PartyId } from "./schema.ts";
import { encodeStatistics, Statistics } from "./statistics.ts";
import { writeStatisticsCsv } from "./statistics-csv.ts";
import { writeStatisticsPage } from "./statistics-page.ts";
import { STATISTICS_STYLE } from "./statistics-style.ts";

const tags = ["statistics"];
const Day = (description: string) =>
  Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", description }));

const QUERY = {
  from: Day("A UTC day: 2026-11-01. Left out: the 30th day before `to`."),
  to: Day("A UTC day, which counts too. Left out: today."),
  party: Type.Optional(
    Type.Unsafe<string>({ ...PartyId, description: "Of the others this one alone." }),
  ),
};
const Query = Type.Object(QUERY, CLOSED);
const PageQuery = Type.Object({ ...QUERY, ...LanguageQuery }, CLOSED);
type Query = Static<typeof Query>;

const POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STATISTICS_STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const DAYS_UNLESS_ASKED = 30;

export const registerStatistics = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/statistics",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getStatistics",
        summary: "What was counted: the own part, and of others what both sides were told",
        querystring: Query,
        response: { 200: Statistics, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => statisticsOf(context, request, request.query),
  );
  app.get(
    "/v1/statistics.csv",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getStatisticsAsCsv",
        summary: "The same as a table, a row for each number",
        querystring: Query,
        response: {
          200: { content: { "text/csv": { schema: Type.String() } } },
          ...PROBLEM_RESPONSES,
        },
      },
    },
    async (request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .send(writeStatisticsCsv(statisticsOf(context, request, request.query))),
  );
  registerPage(app, context);
};

const registerPage = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/statistics.html",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getStatisticsPage",
        summary: "The same as a page for paper, without script",
        querystring: PageQuery,
        response: {
          200: { content: { "text/html": { schema: Type.String() } } },
          ...PROBLEM_RESPONSES,
        },
      },
    },
    async (request, reply) => {
      const { language: asked, ...query } = request.query;
      const language = languageOf(request, asked) ?? "en";
      const statistics = statisticsOf(context, request, query);
      const parties = viewOf(context, request).theatre()?.parties ?? [];
      const names = (party: string): string => {
        const found = parties.find(({ id }) => id === party);
        return found ? nameText(found.names, language) : party;
      };
      return reply
        .headers({ "Content-Security-Policy": POLICY, "Content-Language": language })
        .type("text/html; charset=utf-8")
        .send(writeStatisticsPage(statistics, language, names));
    },
  );
};

const statisticsOf = (
  context: ApiContext,
  request: FastifyRequest,
  { from, to, party }: Query,
): Statistics => {
  const nowMs = context.clock.nowMs();
  const today = dayOf(nowMs);
  const toDay = to === undefined ? today : parseDay(to, "to");
  const fromDay = from === undefined ? toDay - DAYS_UNLESS_ASKED + 1 : parseDay(from, "from");
  if (fromDay > toDay)
    throw bad("from", `${dayText(fromDay)} is after ${dayText(toDay)}`, "turn the two round");
  const keptFromDay = today - LIMITS.statisticsDaysKeptMax + 1;
  if (toDay < keptFromDay || fromDay > today)
    throw bad("from", "no day of the period is kept", `name days from ${dayText(keptFromDay)} on`);
  const view = viewOf(context, request);
  if (party !== undefined && !view.theatre()?.parties.some(({ id }) => id === party))
    throw bad("party", `${party} is no party of this theatre`, "see GET /v1/theatre");
  const seen = view.statistics({ fromDay, toDay: Math.min(toDay, today), nowMs });
  if (!seen) throw new Error("bug: the route is entered without a party");
  const { pairs, channels } = seen;
  const asked = {
    ...seen,
    pairs: pairs.filter((one) => party === undefined || one.party === party),
    channels: channels.filter(({ parties }) => party === undefined || parties.includes(party)),
  };
  return encodeStatistics(asked, { nowMs, keptFromDay });
};

const bad = (field: string, detail: string, remedy: string): ApiProblem =>
  new ApiProblem("invalid-request", { detail, field: `query.${field}`, remedy });

const parseDay = (text: string, field: string): number => {
  const day = dayOfText(text);
  if (day !== null) return day;
  throw bad(field, `there is no day ${text}`, "write it as 2026-01-31");
};
