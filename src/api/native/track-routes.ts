/** Tracks: tied, read and ended by their owner; how much of an operation was observed. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { OBSERVATIONS } from "../../core/tracks/coverage.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { surveyVolumes } from "../../server/notice-survey.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { IdParams } from "./operation-routes.ts";
import { MovementId } from "./movement.ts";
import { encodePage, PageQuery, parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, ListOf, OneOf, OperationId } from "./schema.ts";
import { parseTime, timeText } from "./time.ts";
import { Coverage, encodeCoverage, encodeTrack, subjectOf, Track, TrackPage } from "./track.ts";
import { TrackReceipt, TrackRequest } from "./track.ts";
import { parseVolume, Volume } from "./volume.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["tracks"];

const TrackQuery = Type.Object(
  {
    ...PageQuery,
    operationId: Type.Optional(OperationId),
    movementId: Type.Optional(MovementId),
  },
  CLOSED,
);

export const CoverageRequest = Type.Object(
  { area: Volume },
  { ...CLOSED, title: "CoverageRequest" },
);
export type CoverageRequest = Static<typeof CoverageRequest>;

export const CoverageAnswer = Type.Object(
  {
    observation: OneOf(OBSERVATIONS, {
      description:
        "observed: every operation of the list was, in the area and the time asked about. not_observed: none was, or there is none.",
    }),
    statement: Type.String(),
    operations: ListOf(Coverage, { maxItems: API_LIMITS.detectionsMax }),
    remaining: Type.Integer({ minimum: 0 }),
  },
  { title: "CoverageAnswer" },
);
export type CoverageAnswer = Static<typeof CoverageAnswer>;

export const registerTracks = (app: Api, context: ApiContext): void => {
  registerReads(app, context);
  registerWrites(app, context);
  registerCoverage(app, context);
};

const registerReads = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/tracks",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listTracks",
        summary: "The own party's tracks, ended ones too",
        querystring: TrackQuery,
        response: { 200: TrackPage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { operationId, movementId, ...asked } = request.query;
      const view = viewOf(context, request);
      const page = parsePage(asked, (id) => view.track(id) !== null);
      return encodePage(view.tracks({ operationId, movementId }, page), encodeTrack);
    },
  );
  app.get(
    "/v1/tracks/:id",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getTrack",
        summary: "One of them: conforming, deviating, or no report since",
        params: IdParams,
        response: { 200: Track, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const track = viewOf(context, request).track(id);
      if (track) return encodeTrack(track);
      const refusal = { reason: "not-found", what: "track", id } as const;
      throw problemOfRefusal(refusal, { nowMs: context.clock.nowMs() });
    },
  );
};

const registerWrites = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/tracks",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "bindTrack",
        summary:
          "Tie an identity to an own operation or movement: its position reports are held against it",
        description:
          "Seen by the own party alone; who is told of a movement in full is told how its reports stand.",
        headers: WriteHeaders,
        body: TrackRequest,
        response: { 201: TrackReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { identity, from = null, to = null } = request.body;
      const command = {
        kind: "bind-track",
        subject: subjectOf(request.body),
        identity,
        fromMs: from === null ? null : parseTime(from, "from", "start"),
        toMs: to === null ? null : parseTime(to, "to", "end"),
      } as const;
      reply.code(201);
      return writeTrack(context, { request, reply, command });
    },
  );
  app.post(
    "/v1/tracks/:id/end",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "endTrack",
        summary: "Take no more reports into the track; what was observed stays",
        headers: WriteHeaders,
        params: IdParams,
        response: { 200: TrackReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "end-track", trackId: request.params.id } as const;
      return writeTrack(context, { request, reply, command });
    },
  );
};

const writeTrack = async (context: ApiContext, write: Write): Promise<TrackReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "track") throw new Error("bug: it is answered with a track");
  const { seq, atMs } = receipt;
  return { commandId, seq, receivedAt: timeText(atMs), trackId: result.trackId };
};

const registerCoverage = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/operations/:id/coverage",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getCoverage",
        summary: "How much of the operation's time and ground was observed up to now",
        description: "By the own party's tracks alone: of what was shown by others, nothing is.",
        params: IdParams,
        response: { 200: Coverage, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const coverage = viewOf(context, request).coverage(id, context.clock.nowMs());
      if (coverage) return encodeCoverage(coverage);
      throw new ApiProblem("unknown-operation", {
        detail: `no operation ${JSON.stringify(id)} that you see in full`,
      });
    },
  );
  app.post(
    "/v1/coverage",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "askCoverage",
        summary: "What was observed in an area and a time, of operations that you see in full",
        description: "Nothing is stored and nobody is told.",
        body: CoverageRequest,
        response: { 200: CoverageAnswer, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const nowMs = context.clock.nowMs();
      const surveyed = surveyVolumes([parseVolume(request.body.area, "area")], "area");
      if (!surveyed.ok) {
        const field = surveyed.refusal.field.replace("area[0]", "area");
        throw problemOfRefusal({ ...surveyed.refusal, field }, { nowMs });
      }
      const area = makeSolid4D(surveyed.volumes[0]!);
      return answerCoverage(viewOf(context, request).coverageIn({ area }, nowMs));
    },
  );
};

type Found = ReturnType<ReturnType<typeof viewOf>["coverageIn"]>;

const answerCoverage = (found: Found): CoverageAnswer => {
  const isAll = found.length > 0 && found.every(({ observation }) => observation === "observed");
  const isNone = found.every(({ observation }) => observation === "not_observed");
  const observation = isNone ? "not_observed" : isAll ? "observed" : "partly_observed";
  return {
    observation,
    statement: STATEMENTS[observation],
    operations: found.slice(0, API_LIMITS.detectionsMax).map(encodeCoverage),
    remaining: Math.max(0, found.length - API_LIMITS.detectionsMax),
  };
};

/** Always the same words. */
const STATEMENTS = {
  not_observed:
    "Not observed: no report was taken there then. It does not say that nothing was there.",
  partly_observed: "Observed in part: the shares say how much. The rest is not observed.",
  observed: "Observed: the own tracks reported throughout. Others' movements are not a part of it.",
} as const;
