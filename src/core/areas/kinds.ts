/** Which kinds of area can be agreed: those that only ask their parties to do less, or to call first. */

import { WORDS } from "../line/words.ts";
import type { WordOf } from "../line/words.ts";
import { badField } from "../line/bad-field.ts";
import type { Refusal } from "../outcome.ts";

export type AreaKind = WordOf<"areaKind">;

/**
 * What an area of a kind does by its own meaning. `restricts`: asks to hold back, or to call first.
 * `announces`: says where somebody is at work, which is a notice's to say. `admits`: sets ground or
 * air aside for somebody's movement or fire, or praises it; it would be read as leave to use it.
 */
export const AREA_KIND_MEANS = {
  notified_volume: "announces",
  roz: "restricts",
  hidacz: "admits",
  mrr: "admits",
  saafr: "admits",
  lltr: "admits",
  transit_route: "admits",
  air_corridor: "admits",
  coordinating_altitude: "admits",
  uas_area: "announces",
  danger_area: "announces",
  restricted_area: "restricts",
  prohibited_area: "restricts",
  warning_area_sea: "announces",
  no_fire_area: "restricts",
  restrictive_fire_area: "restricts",
  coordination_line: "restricts",
  separation_line: "restricts",
  special_caution_area: "restricts",
  humanitarian_corridor: "restricts",
  pause_area: "restricts",
  safe_lane: "restricts",
} as const satisfies Readonly<Record<AreaKind, "restricts" | "announces" | "admits">>;

export const RESTRICTIVE_KINDS: readonly AreaKind[] = WORDS.areaKind.filter(
  (kind) => AREA_KIND_MEANS[kind] === "restricts",
);

const WHY_NOT = {
  announces: [
    "says where somebody is at work, and asks nobody to hold back",
    "file an operation there, or agree a restrictive kind",
  ],
  admits: [
    "sets room aside for somebody's use; an agreed area only asks to hold back or to call first",
    `use one of: ${RESTRICTIVE_KINDS.join(", ")}`,
  ],
} as const;

/** Why an area of this kind can't be agreed, or null. */
export const findUnrestrictive = (kind: AreaKind): Refusal | null => {
  const means = AREA_KIND_MEANS[kind];
  if (means === "restricts") return null;
  const [detail, remedy] = WHY_NOT[means];
  return badField("fields.areaKind", `is ${kind}: it ${detail}`, remedy);
};
