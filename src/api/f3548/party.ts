/** Whose a USS is, by the host's settings. */

import type { UssReader } from "../../core/airspace/view.ts";
import type { F3548Config } from "../../server/f3548-settings.ts";
import type { Uss } from "../../server/uss-tokens.ts";

export const partyOf = (
  { manager }: Pick<Uss, "manager">,
  { parties, party }: Pick<F3548Config, "parties" | "party">,
): string => (Object.hasOwn(parties, manager) ? parties[manager]! : party);

/** As the airspace is read. */
export const readerOf = (uss: Pick<Uss, "manager">, settings: F3548Config): UssReader => ({
  manager: uss.manager,
  party: partyOf(uss, settings),
});
