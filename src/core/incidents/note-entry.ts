/** Which entries concern an incident or a message, for the bundle: those by which a party was taken at its word. */

import type { Change } from "../changes.ts";
import type { Entry } from "../entry.ts";
import type { State } from "../state.ts";

/**
 * `changes` are those of the entry's own command: what merely fell due at that time may have been set
 * off by a party that has nothing to do with it.
 */
export const noteEntry = (state: State, entry: Entry, changes: readonly Change[]): void => {
  if (entry.origin === "system") return;
  for (const change of changes) {
    const list = listOf(state, change);
    if (list && list.at(-1) !== entry.seq) list.push(entry.seq);
  }
};

const listOf = ({ incidents, line }: State, change: Change): number[] | undefined => {
  if (change.kind === "incident-changed") return incidents.all.get(change.incidentId)?.entrySeqs;
  if (change.kind === "message-sent" || change.kind === "message-changed")
    return line.messages.get(change.messageId)?.entrySeqs;
  return undefined;
};
