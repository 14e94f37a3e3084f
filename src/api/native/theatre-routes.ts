/** The theatre: read by its parties, set by the host. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { surveyVolumes } from "../../server/notice-survey.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { Instant, ListOf } from "./schema.ts";
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
          "All of it at once; a rule that is left out has its default. Every live operation is judged anew. The system's commands have no idempotency: sent twice it is set twice, to the same.",
        headers: WriteHeaders,
        body: TheatreRequest,
        response: { 200: TheatreReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      checkParties(request.body);
      const theatre = parseTheatre(request.body);
      checkVolumes(theatre, context.clock.nowMs());
      checkDisclosure(context, theatre);
      const command = { kind: "set-theatre", theatre } as const;
      const { commandId, receipt, notes } = await submit(
        context,
        { request, reply, command },
        "system",
      );
      return { commandId, seq: receipt.seq, receivedAt: timeText(receipt.atMs), notes };
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

/**
 * What was filed for none to see is not shown to all by a rule: that is its owner's act. Checked before
 * the command has a place: what the record holds means what it meant.
 */
const checkDisclosure = (
  { engine, clock }: ApiContext,
  { rules }: ReturnType<typeof parseTheatre>,
): void => {
  const view = engine.view({ kind: "host" });
  const isRaised = rules.disclosure === "full" && view.theatre()?.rules.disclosure !== "full";
  if (!isRaised || view.operations({}, { limit: 1 }).items.length === 0) return;
  const refusal = {
    reason: "bad-field",
    field: "rules.disclosure",
    detail: "operations are filed that were not to be seen by all",
    remedy: "leave it at conflict_only, or set up another theatre",
  } as const;
  throw problemOfRefusal(refusal, { nowMs: clock.nowMs() });
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
