/** The host sees what it opened; a party sees, in its read log, what was opened of its own. */

import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { OpeningChange } from "./changes.ts";
import type { Openable, Opening, OpeningState } from "./model.ts";

export type OpeningView = {
  readonly id: string;
  readonly what: Openable;
  readonly thingId: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedMs: number;
  readonly secondBy: string | null;
  readonly openedMs: number | null;
  readonly untilMs: number;
  readonly state: OpeningState;
};

/** To the host everything; to a party what was opened of its own, from that moment on. */
export const isOpeningSeen = (opening: Opening, reader: Reader): boolean =>
  reader.kind === "host" || (opening.openedMs !== null && opening.parties.includes(reader.party));

/** To the host in the order they were asked for; a party's read log in the order they were opened, then by id. */
export const openingsFor = ({ openings }: State, reader: Reader): ReadonlyMap<string, Opening> => {
  const seen = openings.all.seenBy(reader);
  if (reader.kind === "host") return seen;
  return new Map(
    [...seen].sort(
      ([id, one], [otherId, other]) => one.openedMs! - other.openedMs! || (id < otherId ? -1 : 1),
    ),
  );
};

export const viewOpening = (
  { openings }: State,
  id: string,
  reader: Reader,
): OpeningView | null => {
  const opening = openings.all.get(id);
  return opening && isOpeningSeen(opening, reader) ? viewOf(opening) : null;
};

/** Which conflict it was is a thing both parties know; what else is in the host's words alone. */
export const viewOf = ({ parties: _whose, ...opening }: Opening): OpeningView => opening;

export type OpeningTold = {
  readonly kind: "opening.changed" | "read-log.added";
  readonly opening: OpeningView;
};

/** The host hears what becomes of its openings; a party, of each of its own things, when it is opened. */
export const tellOfOpening = (
  state: State,
  change: OpeningChange,
  reader: Reader,
): OpeningTold | null => {
  const isForHost = change.kind === "opening-changed";
  if (isForHost !== (reader.kind === "host")) return null;
  const opening = viewOpening(state, change.openingId, reader);
  return opening && { kind: isForHost ? "opening.changed" : "read-log.added", opening };
};
