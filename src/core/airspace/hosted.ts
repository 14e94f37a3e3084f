/** What this server serves as the USS of those who have none of their own. */

import type { AirspaceChange } from "./changes.ts";
import type { AirspaceState, Notified, Reference, Written } from "./model.ts";

/** With what is published beyond it; of what another server serves nothing is kept. */
export const withDetails = <T extends Written>(
  one: T,
  { details }: { readonly details?: string },
): T => (details === undefined ? one : { ...one, details });

/** Who tells the subscribers: this server of what it serves, the USS itself of its own. */
export const tellIfHosted = (
  what: AirspaceChange["what"],
  { id, details }: Written,
  told: readonly Notified[],
): readonly AirspaceChange[] =>
  details === undefined ? [] : [{ kind: "uss-to-tell", what, id, told }];

/** The USS that others meet: of what is hosted this server, whoever wrote it. */
export const ussOf = ({ ownUss }: AirspaceState, one: Reference | Written): string => {
  const isHosted = "details" in one && one.details !== undefined;
  return isHosted && ownUss && ownUss.manager !== "" ? ownUss.manager : one.manager;
};
