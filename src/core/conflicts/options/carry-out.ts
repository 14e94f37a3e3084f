/** What becomes of an operation's volumes under an option's change: one place for search and proposal. */

import type { Volume4D } from "../../../geometry/footprint.ts";
import type { Solid4D } from "../../../geometry/solid.ts";
import { unreachable } from "../../outcome.ts";
import { shiftVolume } from "../shift-volume.ts";
import { moveVolumes } from "./lateral-move.ts";
import { planeOfSolids, toPosition } from "./local-plane.ts";
import type { OptionChange, Reroute } from "./model.ts";

/** `solids` are the survey of `volumes`, in order. */
export type Carried = {
  readonly volumes: readonly Volume4D[];
  readonly solids: readonly Solid4D[];
};

/** All volumes as the change would have them; a reroute of what is no corridor changes nothing. */
export const carryOut = ({ volumes, solids }: Carried, change: OptionChange): Volume4D[] => {
  switch (change.kind) {
    case "time":
    case "altitude":
    case "time_altitude": {
      const shift = { shiftMs: 0, shiftM: 0, ...change.values };
      return volumes.map((volume) => shiftVolume(volume, shift));
    }
    case "lateral": {
      const center = toPosition(planeOfSolids(solids), [0, 0]);
      return moveVolumes(volumes, { center, ...change.values });
    }
    case "reroute": {
      const byPlace = new Map(change.values.routes.map((route) => [route.volume, route]));
      return volumes.map((volume, place) => reroute(volume, byPlace.get(place)));
    }
    default:
      return unreachable(change);
  }
};

/** The window is widened to hold a mover that arrives later. */
const reroute = (volume: Volume4D, by: Reroute | undefined): Volume4D => {
  const { footprint, endMs } = volume;
  if (!by || footprint.kind !== "corridor") return volume;
  const { route, timesMs } = by;
  return {
    ...volume,
    endMs: endMs === null ? null : Math.max(endMs, timesMs?.at(-1) ?? -Infinity),
    footprint: { ...footprint, route, ...(timesMs ? { timesMs } : {}) },
  };
};
