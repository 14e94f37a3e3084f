/** Subscriptions: read, queried, created, updated, deleted; each USS its own. */

import type { Asking, F3548Context, Handlers, Told } from "./context.ts";
import { encodeConstraint, encodeIntent, encodeSubscription } from "./encode.ts";
import { parsePutSubscription, parseQuery } from "./parse-others.ts";
import { parseId } from "./parse.ts";
import { WireError } from "./wire-error.ts";
import { notFound, write } from "./write.ts";

type SubscriptionEndpoint = Extract<keyof Handlers, `${string}Subscription${string}`>;

export const subscriptionHandlers = (
  context: F3548Context,
): Pick<Handlers, SubscriptionEndpoint> => ({
  querySubscriptions: ({ uss, body }) => {
    const found = context.engine.airspace().subscriptionsIn(parseQuery(body, 413), uss.manager);
    return { body: { subscriptions: found.map(encodeSubscription) } };
  },
  getSubscription: ({ uss, params }) => {
    const id = parseId(params["subscriptionid"]!, "subscriptionid");
    const airspace = context.engine.airspace();
    const found = airspace.subscription(id);
    if (!found) throw notFound("subscription", id);
    if (airspace.subscriptionManager(id) !== uss.manager) {
      throw new WireError(403, "the subscription is another's: read one of your own");
    }
    return { body: { subscription: encodeSubscription(found) } };
  },
  createSubscription: (asking) => putSubscription(context, asking),
  updateSubscription: (asking) => putSubscription(context, asking),
  deleteSubscription: async ({ uss, params }) => {
    const id = parseId(params["subscriptionid"]!, "subscriptionid");
    const about = { manager: uss.manager, id, version: params["version"]! };
    const command = { kind: "delete-subscription", ...about } as const;
    const { subscription } = await write(context, { command, what: "subscription" });
    return { body: { subscription: encodeSubscription(subscription) } };
  },
});

const putSubscription = async (context: F3548Context, asking: Asking): Promise<Told> => {
  const { uss, body, params } = asking;
  const about = { id: params["subscriptionid"]!, version: params["version"] ?? null };
  const parsed = parsePutSubscription({ uss, settings: context.settings, body }, about);
  const result = await write<"subscription">(context, { ...parsed, what: "subscription" });
  return {
    body: {
      subscription: encodeSubscription(result.subscription),
      operational_intent_references: result.intents.map(encodeIntent),
      constraint_references: result.constraints.map(encodeConstraint),
    },
  };
};
