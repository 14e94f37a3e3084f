/** Whether what is said outside any channel would go around a line that was suspended. */

import type { Context } from "../handling.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { Channel, Suspension } from "./model.ts";
import type { WordOf } from "./words.ts";

type Scope = WordOf<"channelScope">;

/**
 * Why the party may not say it to `others` now, or null: every one of them is on a line with it that
 * is suspended for one of `scopes`. One who is reached by another line, or has none, hears it.
 */
export const findSuspendedWith = (
  { state, party }: Pick<Context, "state" | "party">,
  others: readonly string[],
  scopes: readonly Scope[],
): Refusal | null => {
  const stops = others.map((other) => findStop(state, [party, other], scopes));
  const [first] = stops;
  if (!first || stops.includes(null)) return null;
  const { channel, suspension } = first;
  const { party: by, sinceMs, scope } = suspension;
  return { reason: "line-suspended", channelId: channel.id, by, sinceMs, scope };
};

type Stop = { readonly channel: Channel; readonly suspension: Suspension };

/** What stops the two on all their lines; null when one is open to them, or there is none. */
const findStop = (
  { line }: State,
  parties: readonly string[],
  scopes: readonly Scope[],
): Stop | null => {
  const lines = [...line.channels.values()].filter(
    (channel) =>
      channel.state === "open" && parties.every((party) => channel.parties.includes(party)),
  );
  const stops = lines.map((channel) => {
    const suspension = channel.suspensions.find(({ scope }) =>
      scope.some((one) => scopes.includes(one)),
    );
    return suspension ? { channel, suspension } : null;
  });
  return stops.includes(null) ? null : (stops[0] ?? null);
};
