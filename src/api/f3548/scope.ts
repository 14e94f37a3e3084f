/** What a token's scopes allow within a request. */

import type { Uss, UssScope } from "../../server/uss-tokens.ts";
import { WireError } from "./wire-error.ts";

/** Throws WireError (403) unless the token has it. `subject`: what of the request needs it. */
export const checkScope = ({ scopes }: Uss, scope: UssScope, subject: string): void => {
  if (scopes.includes(scope)) return;
  throw new WireError(403, `${subject} needs the scope ${scope}: ask for a token that has it`);
};
