/** Targets are the own party's alone: to others, and to the host, there are none. */

import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { TargetChange } from "./changes.ts";
import type { Destination, Target, TargetState } from "./model.ts";

export type TargetView = Omit<Target, "party">;

/**
 * What is told of a target: not where it leads. A URL may hold a secret, and the event goes to every
 * receiver of the party, the ones that others run too.
 */
export type TargetRef = {
  readonly id: string;
  readonly kind: Destination["kind"];
  readonly name: string;
  readonly state: TargetState;
};

export type TargetTold = { readonly kind: "target.changed"; readonly target: TargetRef };

/** In the order they were made. */
export type TargetsView = {
  readonly list: () => readonly TargetView[];
  readonly find: (id: string) => TargetView | null;
};

const viewTarget = ({ party, ...target }: Target, reader: Reader): TargetView | null =>
  reader.kind === "party" && reader.party === party ? target : null;

export const targetsViewFor = ({ targets }: State, reader: Reader): TargetsView => ({
  list: () =>
    [...targets.all.seenBy(reader).values()].flatMap((one) => viewTarget(one, reader) ?? []),
  find: (id) => {
    const found = targets.all.get(id);
    return found ? viewTarget(found, reader) : null;
  },
});

/** The change as told to this reader, or null when it is not told. */
export const tellOfTarget = (
  state: State,
  { targetId }: TargetChange,
  reader: Reader,
): TargetTold | null => {
  const found = targetsViewFor(state, reader).find(targetId);
  if (!found) return null;
  const { id, name, state: now, to } = found;
  return { kind: "target.changed", target: { id, kind: to.kind, name, state: now } };
};
