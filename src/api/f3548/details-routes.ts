/** Details of what this server manages itself as a USS. */

import type { Uss } from "../../server/uss-tokens.ts";
import type { Handle, UssContext, UssHandlers } from "./context.ts";
import { parseId } from "./parse.ts";
import { partyOf } from "./party.ts";
import { findHosted, partyOfNative, tellNative } from "./served.ts";
import type { Served } from "./served.ts";
import { notFound } from "./write.ts";

type DetailsEndpoint = "getOperationalIntentDetails" | "getConstraintDetails";

export const detailsHandlers = (context: UssContext): Pick<UssHandlers, DetailsEndpoint> => {
  const getIntent: Handle = ({ params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const found = findHosted(context.engine.airspace(), "intent", id);
    if (!found) throw notFound("operational intent served here", id);
    return { body: { operational_intent: found.entity } };
  };
  const getConstraint: Handle = async ({ uss, params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const hosted = findHosted(context.engine.airspace(), "constraint", id);
    const found = hosted ?? (await readNative(context, uss, id));
    if (!found) throw notFound("constraint served here", id);
    return { body: { constraint: found.entity } };
  };
  return { getOperationalIntentDetails: getIntent, getConstraintDetails: getConstraint };
};

/** Another party's is not there. */
const readNative = async (
  { engine, settings }: UssContext,
  uss: Uss,
  id: string,
): Promise<Served | null> => {
  const isForIt = partyOfNative(engine.airspace(), id) === partyOf(uss, settings);
  return isForIt ? tellNative(engine, id, uss.manager) : null;
};
