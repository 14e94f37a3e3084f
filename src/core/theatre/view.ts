/** Changes of the theatre are seen alike by the host and by every party: the rules are everyone's. */

import type { State } from "../state.ts";
import type { TheatreChange } from "./change-model.ts";
import type { TheatreSetChange } from "./changes.ts";

export type TheatreChangeView = Omit<TheatreChange, "proposed">;

export const viewTheatreChange = ({
  proposed: _whole,
  ...change
}: TheatreChange): TheatreChangeView => change;

export type TheatreTold = {
  readonly kind: "theatre.set" | "theatre.change";
  readonly change: TheatreChangeView;
};

export const tellOfTheatre = (
  { theatreChanges }: State,
  { kind, changeId }: TheatreSetChange,
): TheatreTold | null => {
  const change = theatreChanges.all.get(changeId);
  return change
    ? {
        kind: kind === "theatre-set" ? "theatre.set" : "theatre.change",
        change: viewTheatreChange(change),
      }
    : null;
};
