/** What this server serves as a USS: details of what those without a server of their own manage. */

import type { Handle, UssContext, UssHandlers } from "./context.ts";
import { encodeConstraint, encodeIntent } from "./encode.ts";
import { parseId } from "./parse.ts";
import { notFound } from "./write.ts";

type DetailsEndpoint = "getOperationalIntentDetails" | "getConstraintDetails";

export const detailsHandlers = ({ engine }: UssContext): Pick<UssHandlers, DetailsEndpoint> => {
  const getIntent: Handle = ({ params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const found = engine.airspace().hostedIntent(id);
    if (!found) throw notFound("operational intent served here", id);
    const { reference, details } = found;
    const operational_intent = { reference: encodeIntent(reference), details: JSON.parse(details) };
    return { body: { operational_intent } };
  };
  const getConstraint: Handle = ({ params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const found = engine.airspace().hostedConstraint(id);
    if (!found) throw notFound("constraint served here", id);
    const { reference, details } = found;
    return {
      body: {
        constraint: { reference: encodeConstraint(reference), details: JSON.parse(details) },
      },
    };
  };
  return { getOperationalIntentDetails: getIntent, getConstraintDetails: getConstraint };
};
