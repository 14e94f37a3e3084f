/** References of operational intents: read, queried, created, updated, deleted. */

import type { PutIntent } from "../../core/airspace/commands.ts";
import type { AirspaceResult } from "../../core/airspace/results.ts";
import type { Asking, F3548Context, Handlers, Told } from "./context.ts";
import { encodeIntent, encodeSubscriber } from "./encode.ts";
import { parsePutIntent } from "./parse-intent.ts";
import { parseQuery } from "./parse-others.ts";
import { parseId } from "./parse.ts";
import { notFound, write } from "./write.ts";

type IntentEndpoint = Extract<keyof Handlers, `${string}OperationalIntentReference${string}`>;

export const intentHandlers = (context: F3548Context): Pick<Handlers, IntentEndpoint> => ({
  queryOperationalIntentReferences: ({ uss, body }) => {
    const found = context.engine.airspace().intentsIn(parseQuery(body), uss.manager);
    return { body: { operational_intent_references: found.map(encodeIntent) } };
  },
  getOperationalIntentReference: ({ uss, params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const found = context.engine.airspace().intent(id, uss.manager);
    if (!found) throw notFound("operational intent", id);
    return { body: { operational_intent_reference: encodeIntent(found) } };
  },
  createOperationalIntentReference: (asking) => putIntent(context, asking),
  updateOperationalIntentReference: (asking) => putIntent(context, asking),
  deleteOperationalIntentReference: async ({ uss, params }) => {
    const id = parseId(params["entityid"]!, "entityid");
    const { manager } = uss;
    const command = { kind: "delete-intent", manager, id, ovn: params["ovn"]! } as const;
    return { body: changed(await write(context, { command, what: "intent" })) };
  },
});

const putIntent = async (context: F3548Context, asking: Asking): Promise<Told> => {
  const { uss, body, params } = asking;
  const about = { id: params["entityid"]!, ovn: params["ovn"] ?? null };
  const parsed = parsePutIntent({ uss, settings: context.settings, body }, about);
  const result = await write<"intent">(context, { ...parsed, what: "intent" });
  return { status: statusOf(parsed.command), body: changed(result) };
};

const statusOf = ({ ovn }: Pick<PutIntent, "ovn">): 200 | 201 => (ovn === null ? 201 : 200);

const changed = ({ intent, subscribers }: Extract<AirspaceResult, { what: "intent" }>) => ({
  subscribers: subscribers.map(encodeSubscriber),
  operational_intent_reference: encodeIntent(intent),
});
