/** What a token of the theatre's own people and machines is good for at this moment. */

import { findStanding } from "../core/parties/standing.ts";
import type { Standing } from "../core/parties/standing.ts";
import type { Principal } from "../server/auth.ts";
import type { ApiContext } from "./context.ts";

type About = Pick<ApiContext, "engine" | "clock">;

const standingOf = ({ engine, clock }: About, principal: Principal): Standing | null => {
  const { sub, secretId, roles } = principal;
  if (secretId === null) return null;
  return engine.withState((state) => findStanding(state, { sub, secretId, roles }, clock.nowMs()));
};

/** False from the moment that its holder is removed, or its secret no longer good. */
export const isStanding = (context: About, principal: Principal): boolean =>
  principal.secretId === null || standingOf(context, principal) !== null;

/** A token of another issuer is good for what it says; one of a person or machine, for what they are. */
export const withCurrentRoles = (context: About, principal: Principal): Principal => {
  const standing = standingOf(context, principal);
  return standing ? { ...principal, party: standing.party, roles: standing.roles } : principal;
};
