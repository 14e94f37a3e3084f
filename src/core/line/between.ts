/**
 * Whether what is said outside any channel would go around a line that was suspended: of items, of contacts
 * and areas that are proposed. Incidents never ask: what may be about lives passes.
 */

import type { Context } from "../handling.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { Channel, Suspension } from "./model.ts";
import type { WordOf } from "./words.ts";

type Scope = WordOf<"channelScope">;

/**
 * Why the party may not say it to `others` now, or null: there is one other, and every line of the two is
 * suspended for one of `scopes`. What three share no line of two stops: the third, who hears it or does
 * not, would learn how the line of the others stands.
 */
export const findSuspendedWith = (
  { state, party }: Pick<Context, "state" | "party">,
  others: readonly string[],
  scopes: readonly Scope[],
): Refusal | null => {
  const [other, ...more] = others;
  const stop =
    other === undefined || more.length > 0 ? null : findStop(state, [party, other], scopes);
  if (!stop) return null;
  const { party: by, sinceMs, scope } = stop.suspension;
  return { reason: "line-suspended", channelId: stop.channel.id, by, sinceMs, scope };
};

type Stop = { readonly channel: Channel; readonly suspension: Suspension };

/** What stops the two on all their lines; null when one is open to them, or there is none. */
const findStop = (
  { line }: State,
  parties: readonly [string, string],
  scopes: readonly Scope[],
): Stop | null => {
  const lines = [...line.channels.of(parties[0]).values()].filter(
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
