/** Dry runs: a draft held against what the reader may see. Nothing is stored, nobody is told. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { Detection, Subject } from "../../core/conflicts/detect.ts";
import { summarize } from "../../core/conflicts/model.ts";
import { LIMITS } from "../../core/limits.ts";
import { CLASS_BY_CATEGORY } from "../../core/operations/category.ts";
import type { View } from "../../core/view.ts";
import type { Volume4D } from "../../geometry/footprint.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { surveyVolumes } from "../../server/notice-survey.ts";
import { partyOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { encodePair, encodeSummary, Pair, Summary } from "./conflict.ts";
import { Category, MoverClass } from "./operation.ts";
import { unknownOperation } from "./operation-routes.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, Instant, ListOf, OperationId, PartyId } from "./schema.ts";
import { timeText } from "./time.ts";
import { parseVolumes, Volumes } from "./volume.ts";

/** What is drafted. One of category and moverClass says what it is held to. */
export const DRAFT = {
  category: Type.Optional(Category),
  moverClass: Type.Optional(MoverClass),
  operationId: Type.Optional(OperationId),
  volumes: Volumes,
};
const CheckRequest = Type.Object(DRAFT, {
  ...CLOSED,
  title: "CheckRequest",
  description:
    "A draft; category or moverClass is needed. operationId: one's own operation that it would replace.",
});
export type CheckRequest = Static<typeof CheckRequest>;

const Found = Type.Object(
  {
    operationId: OperationId,
    party: PartyId,
    summary: Summary,
    pairs: ListOf(Pair, { description: "a: place in the draft's volumes. The closest first." }),
    pairCount: Type.Integer(),
  },
  { title: "CheckFound" },
);

const CheckAnswer = Type.Object(
  {
    checkedAt: Instant,
    basis: Type.Literal("disclosed", {
      description: "Held only against notices that are disclosed to the reader in full.",
    }),
    statement: Type.String({ description: "What the answer means, to be shown with it." }),
    found: ListOf(Found, { description: "In the order they were filed." }),
    remaining: Type.Integer({ description: "How many more were found." }),
    notes: ListOf(Type.String()),
  },
  { title: "CheckAnswer" },
);
export type CheckAnswer = Static<typeof CheckAnswer>;

export const registerCheck = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/check",
    {
      config: { access: "party" },
      schema: {
        tags: ["conflicts"],
        operationId: "checkDraft",
        summary: "Hold a draft against the notices that are disclosed to you",
        description: "Nothing is stored and nobody is told.",
        body: CheckRequest,
        response: { 200: CheckAnswer, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const { subject, notes } = parseDraft(context, view, request.body, partyOf(request));
      const atText = timeText(context.clock.nowMs());
      return encodeAnswer(view.check(subject), atText, notes);
    },
  );
};

const encodeAnswer = (
  detections: readonly Detection[],
  checkedAt: string,
  notes: readonly string[],
): CheckAnswer => ({
  checkedAt,
  basis: "disclosed",
  statement: statementOf(detections.length, checkedAt),
  found: detections.slice(0, API_LIMITS.detectionsMax).map(({ operation, pairs }) => ({
    operationId: operation.id,
    party: operation.party,
    summary: encodeSummary(summarize(pairs)),
    pairs: pairs.slice(0, LIMITS.conflictPairsKeptMax).map(encodePair),
    pairCount: pairs.length,
  })),
  remaining: Math.max(0, detections.length - API_LIMITS.detectionsMax),
  notes,
});

/** "No conflict" has always the same words. */
const statementOf = (count: number, checkedAt: string): string =>
  count === 0
    ? `No overlap with notices filed at ${checkedAt} and disclosed to you; not a clearance; unnotified activity is possible.`
    : `Within the minima of ${count} of the notices filed at ${checkedAt} and disclosed to you; others and unnotified activity are possible.`;

export type Draft = {
  readonly subject: Subject;
  readonly volumes: readonly Volume4D[];
  readonly notes: readonly string[];
};

/** Throws ApiProblem. An operation that the draft would replace must be the caller's own. */
export const parseDraft = (
  context: ApiContext,
  view: View,
  request: CheckRequest,
  party: string,
): Draft => {
  const { category, operationId = null } = request;
  const volumes = parseVolumes(request.volumes);
  const surveyed = surveyVolumes(volumes, "volumes");
  if (!surveyed.ok) throw problemOfRefusal(surveyed.refusal, { nowMs: context.clock.nowMs() });
  if (operationId !== null && view.operation(operationId)?.party !== party) {
    throw unknownOperation(context, operationId);
  }
  const moverClass = request.moverClass ?? (category && CLASS_BY_CATEGORY[category]);
  if (!moverClass) {
    throw new ApiProblem("invalid-request", {
      detail: "category is missing, and so is moverClass",
      field: "category",
      remedy: "give one of them",
    });
  }
  const solids = surveyed.volumes.map(makeSolid4D);
  return { subject: { party, moverClass, solids, operationId }, volumes, notes: surveyed.notes };
};
