/** The theatre: read by its parties, set by the host. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { surveyVolumes } from "../../server/notice-survey.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { Instant, ListOf } from "./schema.ts";
import { encodeTheatreChange, TheatreChange } from "./theatre-change.ts";
import { encodeTheatre, parseTheatre, Theatre, TheatreRequest } from "./theatre.ts";
import { timeText } from "./time.ts";
import { submit, WriteHeaders } from "./write.ts";

const tags = ["theatre"];

const TheatreReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    notes: ListOf(Type.String()),
    change: Type.Unsafe<TheatreChange | null>({
      ...Type.Union([TheatreChange, Type.Null()]),
      description: "What was changed, or waits for a second person; null: nothing was.",
    }),
  },
  { title: "TheatreReceipt" },
);
export type TheatreReceipt = Static<typeof TheatreReceipt>;

export const registerTheatre = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/theatre",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getTheatre",
        summary: "The theatre, its parties and its rules",
        response: { 200: Theatre, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const theatre = viewOf(context, request).theatre();
      if (theatre) return encodeTheatre(theatre);
      throw new ApiProblem("no-theatre", { detail: "the host has not set a theatre" });
    },
  );
  app.put(
    "/v1/theatre",
    {
      config: { access: "host" },
      schema: {
        tags,
        operationId: "setTheatre",
        summary: "Set the theatre up, or change its rules from now on",
        description:
          "All of it at once; a rule that is left out has its default. Every live operation is judged anew. Once a party was heard, what shows or weakens more waits for a second person of the host (202). The system's commands have no idempotency: set twice to the same, the second changes nothing.",
        headers: WriteHeaders,
        body: TheatreRequest,
        response: { 200: TheatreReceipt, 202: TheatreReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      checkParties(request.body);
      const theatre = parseTheatre(request.body);
      checkVolumes(theatre, context.clock.nowMs());
      const command = { kind: "set-theatre", theatre } as const;
      const write = { request, reply, command };
      const { commandId, receipt, result, notes } = await submit(context, write, "system");
      if (result?.about !== "theatre") throw new Error("bug: it is answered with the theatre");
      const view = context.engine.view({ kind: "host" });
      const found = result.changeId === null ? null : view.theatreChange(result.changeId);
      const change = found && encodeTheatreChange(found);
      reply.code(change?.state === "requested" ? 202 : 200);
      const receivedAt = timeText(receipt.atMs);
      return { commandId, seq: receipt.seq, receivedAt, notes, change };
    },
  );
};

const checkParties = ({ parties }: TheatreRequest): void => {
  const seen = new Set<string>();
  for (const [i, { id }] of parties.entries()) {
    if (seen.has(id)) {
      throw new ApiProblem("invalid-request", {
        detail: `parties[${i}].id ${JSON.stringify(id)} is given twice`,
        field: `parties[${i}].id`,
        remedy: "give each party an id of its own",
      });
    }
    seen.add(id);
  }
};

/** Refuses under the names of the wire what can't be compared; nothing compares the area yet. */
const checkVolumes = (theatre: ReturnType<typeof parseTheatre>, nowMs: number): void => {
  const { area, rules } = theatre;
  const named = [
    ...(area ? [{ field: "area", volume: area }] : []),
    ...rules.areaMinima.map(({ volume }, i) => ({
      field: `rules.areaMinima[${i}].volume`,
      volume,
    })),
  ];
  for (const { field, volume } of named) {
    const surveyed = surveyVolumes([volume], "");
    if (surveyed.ok) continue;
    const { refusal } = surveyed;
    const inner = refusal.field.replace(/^\[0\]/, "");
    throw problemOfRefusal({ ...refusal, field: field + inner }, { nowMs });
  }
};
