/** Words of notices, operations and their conflicts. */

import { CATEGORIES, MOVER_CLASSES } from "../../operations/category.ts";

export const OPERATION_WORDS = {
  category: CATEGORIES,
  moverClass: MOVER_CLASSES,
  /** What is told of the other party's class. */
  otherClass: [...MOVER_CLASSES, "undisclosed"],
  /** What positions are measured in; whatever is not WGS84 is converted before it is compared. */
  datum: ["wgs84", "ed50", "pulkovo_1942", "unknown"],
  /** What altitudes were measured from before they were converted to the ellipsoid. */
  altitudeDatum: ["ellipsoid", "mean_sea_level", "ground", "pressure"],
  /** The ladder of disclosure, lowest rung first. */
  disclosure: ["conflict_only", "cell", "area_and_altitude", "category", "full"],
  forces: ["included", "excluded", "unknown"],
  remark: [
    "night",
    "low_level",
    "formation",
    "towed_load",
    "explosives",
    "smoke_or_flares",
    "gnss_disturbed",
    "radio_silence",
    "lights_out",
    "medical_persons_on_board",
  ],
  noticePart: [
    "area",
    "altitude",
    "window",
    "schedule",
    "class",
    "count",
    "frequency",
    "forces",
    "remarks",
  ],
  operationReason: [
    "planned",
    "operational",
    "weather",
    "technical",
    "medical",
    "conflict_resolved",
    "hazard",
    "distress",
    "no_longer_needed",
    "filed_in_error",
  ],
  measure: ["time", "route", "altitude", "hold", "accepted_with_measures"],
  proposalAnswer: ["accept", "decline", "counter"],
} as const;
