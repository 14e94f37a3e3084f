/** Resolution options: what the asking side alone may change, computed from what it may see. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import { findOptions as findCoreOptions } from "../../core/conflicts/options/find.ts";
import { OPTION_KINDS } from "../../core/conflicts/options/model.ts";
import type {
  Option as CoreOption,
  OptionLimits,
  OptionsAnswer as CoreAnswer,
  OptionSubject,
} from "../../core/conflicts/options/model.ts";
import { isOver } from "../../core/operations/model.ts";
import type { FullOperationView } from "../../core/operations/view.ts";
import type { View } from "../../core/view.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { surveyVolumes } from "../../server/notice-survey.ts";
import { partyOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import { DRAFT, parseDraft } from "./check-routes.ts";
import { IdParams, unknownOperation } from "./operation-routes.ts";
import { optionIdOf } from "./option-id.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { Position } from "./volume.ts";
import { CLOSED, Instant, ListOf, NullableText, OneOf, OperationId } from "./schema.ts";
import { timeText } from "./time.ts";
import { encodeVolume, Volume } from "./volume.ts";

const Kind = OneOf(OPTION_KINDS);
const DAY_MS = 86_400_000;
const Metres = (maximum: number) => Type.Optional(Type.Number({ minimum: 0, maximum }));
const Ms = Type.Optional(Type.Integer({ minimum: 0, maximum: 30 * DAY_MS }));

const WITHIN = {
  kinds: Type.Optional(ListOf(Kind, { minItems: 1, maxItems: OPTION_KINDS.length })),
  limits: Type.Optional(
    Type.Object(
      {
        delayMaxMs: Ms,
        advanceMaxMs: Ms,
        climbMaxM: Metres(100_000),
        descendMaxM: Metres(100_000),
        floorM: Type.Optional(Type.Number({ minimum: -1_000, maximum: 100_000 })),
        shiftMaxM: Metres(1_000_000),
        detourMaxM: Metres(1_000_000),
      },
      { ...CLOSED, title: "OptionLimits", description: "How far to look; left out: the default." },
    ),
  ),
};
const OptionsRequest = Type.Object(WITHIN, { ...CLOSED, title: "OptionsRequest" });
const DraftOptionsRequest = Type.Object(
  { ...DRAFT, ...WITHIN },
  { ...CLOSED, title: "DraftOptionsRequest" },
);

const Route = Type.Object({
  volume: Type.Integer({ description: "Place in the volumes, from 0." }),
  route: ListOf(Position),
  times: Type.Optional(ListOf(Instant)),
});
const ShiftMs = Type.Number({ description: "Negative: earlier." });
const ShiftM = Type.Number({ description: "Negative: lower." });

const COMMON = {
  id: NullableText(
    "For a proposal; null: of a draft. It spells out the operation, its version and the change: one's own side's to keep.",
  ),
  volumes: ListOf(Volume, { description: "All volumes as they would be, ready for a Replace." }),
  cost: Type.Object({ delayS: Type.Number(), climbM: Type.Number(), extraM: Type.Number() }),
  clears: ListOf(OperationId),
  leaves: ListOf(OperationId, { description: "Would be in conflict still, or newly." }),
};
const Change = <K extends string, S extends TSchema>(kind: K, values: S) =>
  Type.Object({ kind: Type.Literal(kind), values, ...COMMON });

const Option = Type.Union(
  [
    Change("time", Type.Object({ shiftMs: ShiftMs })),
    Change("altitude", Type.Object({ shiftM: ShiftM })),
    Change("time_altitude", Type.Object({ shiftMs: ShiftMs, shiftM: ShiftM })),
    Change("lateral", Type.Object({ bearingDeg: Type.Number(), distanceM: Type.Number() })),
    Change("reroute", Type.Object({ routes: ListOf(Route) })),
  ],
  { title: "Option", discriminator: { propertyName: "kind" } },
);

const Binding = Type.Object(
  { kind: Kind, reason: Type.String() },
  {
    title: "Binding",
    additionalProperties: true,
    description: "What is in the way of a kind, with the figures of its reason.",
  },
);

const OptionsAnswer = Type.Object(
  {
    computedAt: Instant,
    basis: Type.Literal("disclosed", {
      description: "Computed only from notices that are disclosed to the reader in full.",
    }),
    statement: Type.String({ description: "What the answer means, to be shown with it." }),
    conflictsNow: ListOf(OperationId),
    options: ListOf(Option, { description: "The cheapest first." }),
    binding: ListOf(Binding),
    wasBounded: Type.Boolean({
      description: "Some search was ended early by a limit; see binding.",
    }),
  },
  { title: "OptionsAnswer" },
);
export type OptionsAnswer = Static<typeof OptionsAnswer>;
export type OptionsRequest = Static<typeof OptionsRequest>;
export type DraftOptionsRequest = Static<typeof DraftOptionsRequest>;

export const registerOptions = (app: Api, context: ApiContext): void => {
  const tags = ["conflicts"];
  const response = { 200: OptionsAnswer, ...PROBLEM_RESPONSES };
  app.post(
    "/v1/options",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "findDraftOptions",
        summary: "How a draft may change so that it clears the notices disclosed to you",
        body: DraftOptionsRequest,
        response,
      },
    },
    async (request) => {
      const { kinds, limits, ...draft } = request.body;
      const view = viewOf(context, request);
      const { subject, volumes } = parseDraft(context, view, draft, partyOf(request));
      const asked = { subject: { ...subject, volumes }, of: null, kinds, limits };
      return answer(context, view, asked);
    },
  );
  app.post(
    "/v1/operations/:id/options",
    {
      config: { access: "party" },
      preValidation: async (request) => void (request.body ??= {}),
      schema: {
        tags,
        operationId: "findOptions",
        summary: "How one of your operations may change so that its conflicts go",
        params: IdParams,
        body: OptionsRequest,
        response,
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const found = view.operation(request.params.id);
      // Where the theatre discloses all, another's is still not one's own to change.
      if (found?.detail !== "full" || found.party !== partyOf(request)) {
        throw unknownOperation(context, request.params.id);
      }
      const subject = subjectOf(found, context.clock.nowMs());
      const of = { operationId: found.id, version: found.current.version };
      return answer(context, view, { subject, of, ...request.body });
    },
  );
};

/** Throws ApiProblem when the operation is over: there is nothing to change. */
const subjectOf = (operation: FullOperationView, nowMs: number): OptionSubject => {
  const { id: operationId, party, moverClass, state } = operation;
  const { volumes } = operation.current;
  if (isOver(state)) {
    const refusal = {
      reason: "wrong-state",
      what: "operation",
      id: operationId,
      state,
      wanted: "replaced",
    } as const;
    throw problemOfRefusal(refusal, { nowMs });
  }
  const surveyed = surveyVolumes(volumes, "volumes");
  if (!surveyed.ok) throw new Error("bug: what was filed was surveyed then");
  return { party, moverClass, solids: surveyed.volumes.map(makeSolid4D), operationId, volumes };
};

type Asked = {
  readonly subject: OptionSubject;
  /** The version that the options are of; null: a draft. */
  readonly of: { readonly operationId: string; readonly version: number } | null;
  readonly kinds?: OptionsRequest["kinds"] | undefined;
  readonly limits?: OptionsRequest["limits"] | undefined;
};

const answer = (
  context: ApiContext,
  view: View,
  { subject, of, kinds, limits }: Asked,
): OptionsAnswer => {
  const { engine, clock, findOptions = findCoreOptions } = context;
  const earliestMs = clock.nowMs();
  const found = engine.withState((state) =>
    findOptions(state, {
      subject,
      volumes: view.volumes(),
      limits: { ...(limits as Partial<OptionLimits>), earliestMs },
      ...(kinds ? { kinds } : {}),
    }),
  );
  return encodeAnswer(found, { of, computedAt: timeText(earliestMs) });
};

const encodeAnswer = (
  found: CoreAnswer,
  { of, computedAt }: Pick<Asked, "of"> & { readonly computedAt: string },
): OptionsAnswer => ({
  computedAt,
  basis: "disclosed",
  statement: `Computed from notices filed at ${computedAt} and disclosed to you; not a clearance; others and unnotified activity are possible.`,
  conflictsNow: found.conflictsNow,
  options: found.options.map((option) => encodeOption(option, of)),
  binding: found.binding.map((binding) => ({ ...binding })),
  wasBounded: found.wasBounded,
});

const encodeOption = (option: CoreOption, of: Asked["of"]): Static<typeof Option> => {
  const { volumes, cost, clears, leaves } = option;
  const id = of && optionIdOf(of, option);
  const common = { id, volumes: volumes.map(encodeVolume), cost, clears, leaves };
  if (option.kind !== "reroute") return { ...option, ...common };
  const routes = option.values.routes.map(({ volume, route, timesMs }) => ({
    volume,
    route,
    ...(timesMs ? { times: timesMs.map(timeText) } : {}),
  }));
  return { kind: "reroute", values: { routes }, ...common };
};
