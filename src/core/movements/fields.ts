/** What a movement says of itself, by the table of its notice; and the operation that follows from it. */

import type { Footprint, Position, Volume4D } from "../../geometry/footprint.ts";
import type { Area, Place, Point, ValuesOf } from "../line/fields.ts";
import { CONTACT, optional } from "../line/fields.ts";
import { MOVE, MOVE_REPORT, MOVE_REPORT_NEEDS } from "../line/kinds/humanitarian.ts";
import { badField } from "../line/bad-field.ts";
import { LIMITS } from "../limits.ts";
import type { Category, MoverClass } from "../operations/category.ts";
import { unreachable } from "../outcome.ts";
import type { Refusal } from "../outcome.ts";

/** As `move_notice` says it; the telephone may stand among the sealed details instead. */
export const MOVEMENT_TABLE = {
  fields: { ...MOVE, contact: optional(CONTACT) },
  needs: [],
} as const;
export type MovementFields = ValuesOf<(typeof MOVEMENT_TABLE)["fields"]>;

/** As `move_status` says it. */
export const REPORT_TABLE = { fields: MOVE_REPORT, needs: MOVE_REPORT_NEEDS } as const;
export type ReportFields = ValuesOf<typeof MOVE_REPORT>;

/** What the operation of a movement is filed as. */
const CATEGORY_BY_PURPOSE = {
  delivery: "humanitarian_delivery",
  assessment: "humanitarian_assessment",
  evacuation: "evacuation",
  medical_evacuation: "medevac",
  patient_transfer: "medevac",
  staff_rotation: "humanitarian_assessment",
  repair: "infrastructure_repair",
  exchange_of_persons: "evacuation",
  search_and_rescue: "sar",
} as const satisfies Record<MovementFields["purpose"], Category>;

export const categoryOf = ({ purpose }: Pick<MovementFields, "purpose">): Category =>
  CATEGORY_BY_PURPOSE[purpose];

/** Evacuation, medevac, search and rescue: told at once, and nothing stops them. */
export const isAtOnce = (category: Category): boolean =>
  category === "evacuation" || category === "medevac" || category === "sar";

/** By its vehicles, none of which flies. */
export const moverClassOf = ({ vehicles }: Pick<MovementFields, "vehicles">): MoverClass =>
  vehicles.every(({ vehicle }) => vehicle === "boat") ? "ship" : "ground";

/**
 * Where and when the movement may be: its whole route, and the one it may take instead, in the window
 * of each leg; from leg to leg the place where it stays overnight. At any height: how high the ground
 * is, is not said.
 */
export const volumesOfMovement = (fields: MovementFields): readonly Volume4D[] => {
  const { route, contingencyRoute, legs, overnight } = fields;
  const ways = contingencyRoute ? [route, contingencyRoute] : [route];
  const onTheWay = legs.flatMap((leg) => ways.map((way) => volumeOf(footprintOf(way), leg)));
  const stays = legs.slice(1).flatMap((next, i) => {
    const startMs = legs[i]!.endMs;
    const hasStay = overnight !== undefined && startMs !== null && next.startMs > startMs;
    return hasStay ? [volumeOf(stayAt(overnight), { startMs, endMs: next.startMs })] : [];
  });
  return [...onTheWay, ...stays];
};

const volumeOf = (
  footprint: Footprint,
  { startMs, endMs }: MovementFields["legs"][number],
): Volume4D => ({ footprint, lowerM: null, upperM: null, startMs, endMs });

const positionOf = ({ lngDeg, latDeg }: Point): Position => [lngDeg, latDeg];

const stayAt = (place: Place): Footprint => ({
  kind: "circle",
  center: positionOf(place),
  radiusM: LIMITS.movementStayM,
});

const footprintOf = (area: Area): Footprint => {
  switch (area.kind) {
    case "circle":
      return { kind: "circle", center: positionOf(area.center), radiusM: area.radiusM };
    case "polygon":
      return { kind: "polygon", ring: area.ring.map(positionOf), edges: "geodesic" };
    case "route": {
      const route = area.points.map(positionOf);
      return { kind: "corridor", route, halfWidthM: area.halfWidthM, edges: "geodesic" };
    }
    default:
      return unreachable(area);
  }
};

/** What keeps a movement incomplete. It may go all the same; whoever sees it sees what is not known. */
export type Missing = "armed_escort" | "contact";
export const MISSING = ["armed_escort", "contact"] as const satisfies readonly Missing[];

/** `isSealed`: are there sealed details, which hold the telephone? */
export const missingOf = (
  { armedEscort, contact }: MovementFields,
  isSealed: boolean,
): readonly Missing[] => [
  ...(armedEscort === "unknown" ? (["armed_escort"] as const) : []),
  ...(contact === undefined && !isSealed ? (["contact"] as const) : []),
];

export const startOf = ({ legs }: MovementFields): number => legs[0]!.startMs;
/** By when it is to have arrived. */
export const endOf = ({ legs }: MovementFields): number => legs.at(-1)!.endMs ?? Infinity;

/** Legs follow one another, each with an end: what is late is told by them. */
export const findBadLegs = ({ legs }: MovementFields): Refusal | null => {
  for (const [i, { startMs, endMs }] of legs.entries()) {
    const path = `fields.legs[${i}]`;
    if (endMs === null) return badField(path, "has no end", "say when the leg ends");
    if (i > 0 && startMs < legs[i - 1]!.endMs!) {
      return badField(path, "begins before the leg before it ends", "list legs in order");
    }
  }
  return null;
};
