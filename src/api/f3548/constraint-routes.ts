/** References of constraints: read, queried, created, updated, deleted. */

import type { AirspaceResult } from "../../core/airspace/results.ts";
import type { Asking, F3548Context, Handlers, Told } from "./context.ts";
import { encodeConstraint, encodeSubscriber } from "./encode.ts";
import { parsePutConstraint, parseQuery } from "./parse-others.ts";
import { parseId } from "./parse.ts";
import { readerOf } from "./party.ts";
import { notFound, write } from "./write.ts";

type ConstraintEndpoint = Extract<keyof Handlers, `${string}ConstraintReference${string}`>;

export const constraintHandlers = (context: F3548Context): Pick<Handlers, ConstraintEndpoint> => ({
  queryConstraintReferences: ({ uss, body }) => {
    const reader = readerOf(uss, context.settings);
    const found = context.engine.airspace().constraintsIn(parseQuery(body), reader);
    return { body: { constraint_references: found.map(encodeConstraint) } };
  },
  getConstraintReference: ({ uss, params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const found = context.engine.airspace().constraint(id, readerOf(uss, context.settings));
    if (!found) throw notFound("constraint", id);
    return { body: { constraint_reference: encodeConstraint(found) } };
  },
  createConstraintReference: (asking) => putConstraint(context, asking),
  updateConstraintReference: (asking) => putConstraint(context, asking),
  deleteConstraintReference: async ({ uss, params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const { manager } = uss;
    const command = { kind: "delete-constraint", manager, id, ovn: params["ovn"]! } as const;
    return { body: changed(await write(context, { command, what: "constraint" })) };
  },
});

const putConstraint = async (context: F3548Context, asking: Asking): Promise<Told> => {
  const { uss, body, params } = asking;
  const about = { id: params["entityid"]!, ovn: params["ovn"] ?? null };
  const parsed = parsePutConstraint({ uss, settings: context.settings, body }, about);
  const result = await write<"constraint">(context, { ...parsed, what: "constraint" });
  return { status: about.ovn === null ? 201 : 200, body: changed(result) };
};

const changed = ({ constraint, subscribers }: Extract<AirspaceResult, { what: "constraint" }>) => ({
  subscribers: subscribers.map(encodeSubscriber),
  constraint_reference: encodeConstraint(constraint),
});
