/** The availability of USSs, and reports of exchanges that went wrong. */

import type { Availability } from "../../core/airspace/model.ts";
import type { Asking, F3548Context, Handlers, Told } from "./context.ts";
import { encodeAvailability } from "./encode.ts";
import { parseReport, parseSetAvailability } from "./parse-others.ts";
import type { UssAvailabilityStatusResponse } from "./schema-subscriptions.ts";
import { write } from "./write.ts";

type OtherEndpoint = "getUssAvailability" | "setUssAvailability" | "makeDssReport";

export const otherHandlers = (context: F3548Context): Pick<Handlers, OtherEndpoint> => ({
  getUssAvailability: ({ params }) => ({
    body: statusOf(context.engine.airspace().availability(params["uss_id"]!)),
  }),
  setUssAvailability: async ({ uss, params, body }) => {
    const said = { uss, settings: context.settings, body };
    const command = parseSetAvailability(said, params["uss_id"]!);
    return { body: statusOf(await write(context, { command, what: "availability" })) };
  },
  makeDssReport: (asking) => fileReport(context, asking, false),
});

/** `isOfUss`: of this server as a USS, not as the DSS. */
export const fileReport = async (
  context: F3548Context,
  { uss, body, text }: Asking,
  isOfUss: boolean,
): Promise<Told> => {
  const { command, report } = parseReport(uss, { body, text, isOfUss });
  const { id } = await write(context, { command, what: "report" });
  return { status: 201, body: { ...report, report_id: id } };
};

const statusOf = ({ uss, state, version }: Availability): UssAvailabilityStatusResponse => ({
  version,
  status: { uss, availability: encodeAvailability(state) },
});
