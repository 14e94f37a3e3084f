/** Operation categories and the class of mover each belongs to (docs/glossary.md). */

/** Movers that share separation minima. An `area` brings none of its own: the other side's apply. */
export const MOVER_CLASSES = ["fixed_wing", "rotary", "drone", "ground", "ship", "area"] as const;
export type MoverClass = (typeof MOVER_CLASSES)[number];

/** The class that a category belongs to when the notice does not name one. */
export const CLASS_BY_CATEGORY = {
  air_transit: "fixed_wing",
  air_patrol: "fixed_wing",
  air_refuelling: "fixed_wing",
  isr_flight: "fixed_wing",
  uas_flight: "drone",
  rotary_movement: "rotary",
  airdrop: "fixed_wing",
  medevac: "rotary",
  sar: "rotary",
  ground_patrol: "ground",
  ground_convoy: "ground",
  engineering: "ground",
  eod_demining: "ground",
  live_fire_training: "area",
  exercise: "fixed_wing",
  naval_transit: "ship",
  naval_exercise: "ship",
  replenishment: "ship",
  diving_subsurface: "ship",
  launch_test: "area",
  ew_or_gnss_test: "area",
  logistics: "ground",
  humanitarian_delivery: "ground",
  humanitarian_assessment: "ground",
  evacuation: "ground",
  infrastructure_repair: "ground",
  inspection_visit: "ground",
  over_the_horizon_flight: "fixed_wing",
  unspecified_hazardous_activity: "fixed_wing",
} as const satisfies Record<string, MoverClass>;

export type Category = keyof typeof CLASS_BY_CATEGORY;
export const CATEGORIES: readonly Category[] = Object.keys(CLASS_BY_CATEGORY) as Category[];

/** True when `text` is a category of the field, spelled as the glossary spells it. */
export const isCategory = (text: string): text is Category =>
  Object.hasOwn(CLASS_BY_CATEGORY, text);
