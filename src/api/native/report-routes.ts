/**
 * Position reports over HTTP: as JSON, or as a text of AIS, ADS-B, Cursor on Target or remote
 * identification. The answer depends on the reports alone, never on whose tracks they are of.
 */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../core/limits.ts";
import type { ReportRow, TrackSource } from "../../core/tracks/commands.ts";
import { packReport, REPORT_FAULTS } from "../../core/tracks/reports.ts";
import { readReports } from "../../formats/tracks/read-reports.ts";
import { REPORT_FORMATS } from "../../formats/tracks/reading.ts";
import { GEOMETRY_LIMITS } from "../../geometry/limits.ts";
import { partyOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem } from "../problem.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, Instant, ListOf, NullableInstant, NullableText, OneOf } from "./schema.ts";
import { parseTime, timeText } from "./time.ts";
import { IdentityText } from "./track.ts";
import { Position } from "./volume.ts";
import { submit, WriteHeaders } from "./write.ts";

const tags = ["tracks"];

const AltitudeM = Type.Number({
  minimum: -GEOMETRY_LIMITS.altitudeMaxM,
  maximum: GEOMETRY_LIMITS.altitudeMaxM,
});

const PositionReport = Type.Object(
  {
    identity: IdentityText,
    at: Instant,
    position: Position,
    accuracyM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: GEOMETRY_LIMITS.circleRadiusMaxM,
        description: "How far off the position may be; left out: not known.",
      }),
    ),
    altitude: Type.Optional(
      Type.Object(
        { lowerM: AltitudeM, upperM: AltitudeM },
        {
          ...CLOSED,
          title: "ReportedAltitude",
          description:
            "As low and as high as it can have been, metres above the WGS84 ellipsoid; left out: not known. A barometer's is no such altitude: widen it first.",
        },
      ),
    ),
  },
  { ...CLOSED, title: "PositionReport" },
);

const SHARED = {
  description:
    "May the reports corroborate what others report of themselves? They are told how many agreed, and no position.",
};

export const PositionReports = Type.Object(
  {
    reports: ListOf(PositionReport, { minItems: 1, maxItems: LIMITS.reportsPerCommandMax }),
    isShared: Type.Optional(Type.Boolean({ default: false, ...SHARED })),
  },
  { ...CLOSED, title: "PositionReports" },
);
export type PositionReports = Static<typeof PositionReports>;

export const ReportsReceipt = Type.Object(
  {
    commandId: NullableText("null: there was no report to be stored."),
    seq: Type.Unsafe<number | null>({ type: ["integer", "null"] }),
    receivedAt: NullableInstant,
    takenCount: Type.Integer({ minimum: 0 }),
    refused: ListOf(
      Type.Object(
        {
          at: Type.String({ description: "reports[3], line 12, event 3, flights[0].states[4]." }),
          reason: Type.String({ description: `Why, or one of ${REPORT_FAULTS.join(", ")}.` }),
        },
        { title: "RefusedReport" },
      ),
      { description: "Every one, by its place." },
    ),
    otherCount: Type.Integer({
      minimum: 0,
      description: "Of a text: what is well formed and no position report.",
    }),
  },
  { title: "ReportsReceipt" },
);
export type ReportsReceipt = Static<typeof ReportsReceipt>;

const TextParams = Type.Object({ format: OneOf(REPORT_FORMATS) });
const TextQuery = Type.Object(
  {
    heardAt: Type.Optional(
      Type.Unsafe<string>({
        ...Instant,
        description:
          "When the text was heard, for reports that carry no time of their own; left out: now. With it a request that is sent again is the same request.",
      }),
    ),
    isShared: Type.Optional(Type.Boolean({ default: false, ...SHARED })),
  },
  CLOSED,
);

/** A party speaks for itself, the host for what it heard itself. */
const SPEAKERS = [
  { path: "/v1/position-reports", access: "write", name: "Positions", who: "The own party's" },
  { path: "/v1/observations", access: "host", name: "Observations", who: "The host's own" },
] as const;

export const registerReports = (app: Api, context: ApiContext): void => {
  for (const { path, access, name, who } of SPEAKERS) {
    app.post(
      path,
      {
        config: { access },
        schema: {
          tags,
          operationId: `report${name}`,
          summary: `${who} position reports`,
          headers: WriteHeaders,
          body: PositionReports,
          response: { 201: ReportsReceipt, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { reports, isShared = false } = request.body;
        const placed = reports.map((report, i) => placedOf(report, `reports[${i}]`));
        reply.code(201);
        const said = { source: "native", isShared, placed } as const;
        return take(context, { request, reply, said }, NO_FAULTS);
      },
    );
  }
  registerTexts(app, context);
};

/** In a room of its own: elsewhere a body is JSON. */
const registerTexts = (app: Api, context: ApiContext): void => {
  void app.register(async (scope) => {
    const room: Api = scope.withTypeProvider<TypeBoxTypeProvider>();
    room.removeAllContentTypeParsers();
    room.addContentTypeParser([...TEXT_TYPES], { parseAs: "string" }, (_request, body, done) =>
      done(null, body),
    );
    for (const speaker of SPEAKERS) registerText(room, context, speaker);
  });
};

const TEXT_TYPES = ["text/plain", "application/xml", "text/xml"] as const;

const registerText = (
  room: Api,
  context: ApiContext,
  { path, access, name, who }: (typeof SPEAKERS)[number],
): void => {
  room.post(
    `${path}/:format`,
    {
      config: { access },
      schema: {
        tags,
        operationId: `report${name}AsText`,
        summary: `${who} position reports as AIS, ADS-B (SBS), Cursor on Target or remote identification`,
        headers: WriteHeaders,
        params: TextParams,
        querystring: TextQuery,
        body: {
          content: Object.fromEntries(
            TEXT_TYPES.map((type) => [type, { schema: Type.String({ minLength: 1 }) }]),
          ),
        },
        response: { 201: ReportsReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const text: unknown = request.body;
      if (typeof text !== "string" || text === "") {
        throw new ApiProblem("invalid-request", {
          detail: "the body is empty",
          remedy: "send text",
        });
      }
      const { format } = request.params;
      const { heardAt, isShared = false } = request.query;
      const receivedMs =
        heardAt === undefined ? context.clock.nowMs() : parseTime(heardAt, "query.heardAt");
      const { reports, bad, otherCount } = readReports({ format, text, receivedMs });
      const limit = LIMITS.reportsPerCommandMax;
      if (reports.length > limit) {
        throw new ApiProblem("body-too-large", {
          detail: `${reports.length} reports, of ${limit} in one request`,
          remedy: "send the text in parts",
        });
      }
      reply.code(201);
      const said = { source: format, isShared, placed: reports };
      return take(context, { request, reply, said }, { bad, otherCount });
    },
  );
};

type Placed = { readonly at: string; readonly row: ReportRow };

const placedOf = (report: Static<typeof PositionReport>, field: string): Placed => {
  const { identity, at, position, accuracyM = null, altitude } = report;
  const [lngDeg, latDeg] = position;
  if (Math.abs(latDeg) > 90 || Math.abs(lngDeg) > 180) {
    throw new ApiProblem("invalid-request", {
      detail: `${field}.position is no longitude and latitude`,
      field: `${field}.position`,
      remedy: "give longitude from -180 to 180, then latitude from -90 to 90",
    });
  }
  if (altitude && altitude.lowerM > altitude.upperM) {
    throw new ApiProblem("invalid-request", {
      detail: `${field}.altitude.lowerM is above upperM`,
      field: `${field}.altitude`,
      remedy: "swap them",
    });
  }
  const { lowerM = null, upperM = null } = altitude ?? {};
  const atMs = parseTime(at, `${field}.at`);
  return {
    at: field,
    row: packReport([identity, atMs, lngDeg, latDeg, accuracyM, lowerM, upperM]),
  };
};

type Refused = ReportsReceipt["refused"];
type Faults = { readonly bad: Refused; readonly otherCount: number };
const NO_FAULTS: Faults = { bad: [], otherCount: 0 };

type Taking = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly said: {
    readonly source: TrackSource;
    readonly isShared: boolean;
    readonly placed: readonly Placed[];
  };
};

const take = async (
  context: ApiContext,
  { request, reply, said: { source, isShared, placed } }: Taking,
  { bad, otherCount }: Faults,
): Promise<ReportsReceipt> => {
  if (placed.length === 0) {
    return {
      commandId: null,
      seq: null,
      receivedAt: null,
      takenCount: 0,
      refused: bad,
      otherCount,
    };
  }
  const reports = placed.map(({ row }) => row);
  const isHost = request.principal?.party === null;
  const command = isHost
    ? ({ kind: "note-positions", reporter: null, source, isShared: true, reports } as const)
    : ({ kind: "report-positions", source, isShared, reports } as const);
  const origin = isHost ? "system" : { party: partyOf(request), key: null };
  const { commandId, receipt, result } = await submit(context, { request, reply, command }, origin);
  if (result?.about !== "reports") throw new Error("bug: it is answered with what was taken");
  const late = result.refused.map(({ index, reason }) => ({ at: placed[index]!.at, reason }));
  const receivedAt = timeText(receipt.atMs);
  const { takenCount } = result;
  return {
    commandId,
    seq: receipt.seq,
    receivedAt,
    takenCount,
    refused: [...bad, ...late],
    otherCount,
  };
};
