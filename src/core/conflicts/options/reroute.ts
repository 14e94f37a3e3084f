/** Corridors led around what they run into, first and last point kept. Geodesics: a read path. */

import { solidOf } from "../../operations/model.ts";
import { LIMITS } from "../../limits.ts";
import type { Detection } from "../detect.ts";
import type { Binding, Found, Reroute } from "./model.ts";
import { planRoute } from "./plan-route.ts";
import type { Blocked, Obstacle } from "./plan-route.ts";
import { idsOf, judge } from "./search.ts";
import type { Proposal, Search } from "./search.ts";

/** What each corridor is to be led around, by its place in the subject's volumes. */
type Obstacles = Map<number, Map<string, Obstacle>>;

/**
 * The shortest routes around the hulls of what is met, widened by the minima and the corridor's
 * half-width. What the new route meets is added, as often as LIMITS allow.
 *
 * Route points that are clear are kept and passed in order. A moving corridor departs when it did
 * and keeps each leg's mean speed, so it arrives later; its window is widened to hold that. Volumes
 * that are no corridors stay as they are.
 */
export const findReroute = (search: Search): Found => {
  const { subject, limits } = search;
  if (subject.volumes.every(({ footprint }) => footprint.kind !== "corridor")) {
    return none({ kind: "reroute", reason: "no-corridor" });
  }
  const obstacles: Obstacles = new Map();
  let met: readonly Detection[] = search.now;
  for (let round = 0; round <= LIMITS.optionRoundsMax; round++) {
    const elsewhere = notOnRoutes(search, met);
    if (elsewhere.length > 0) {
      return none({ kind: "reroute", reason: "conflict-not-on-route", volumes: elsewhere });
    }
    noteObstacles(obstacles, met);
    const planned = planAll(search, obstacles);
    if ("reason" in planned) return none(planned);
    const extraM = planned.cost.extraM;
    if (extraM > limits.detourMaxM) {
      const { detourMaxM } = limits;
      return none({ kind: "reroute", reason: "detour-max", extraM, detourMaxM });
    }
    const judged = judge(search, planned);
    if (judged?.option.leaves.length === 0) return { options: [judged.option], binding: [] };
    if (!judged) break;
    met = judged.detections;
  }
  const volume = met[0]?.pairs[0]?.a ?? 0;
  return none({ kind: "reroute", reason: "no-route", volume, operationIds: idsOf(met) });
};

const none = (binding: Binding): Found => ({ options: [], binding: [binding] });

/** Volumes in conflict that have no route to change. */
const notOnRoutes = ({ subject }: Search, met: readonly Detection[]): number[] => {
  const volumes = new Set(met.flatMap(({ pairs }) => pairs.map(({ a }) => a)));
  return [...volumes]
    .filter((a) => subject.volumes[a]!.footprint.kind !== "corridor")
    .sort((x, y) => x - y);
};

const noteObstacles = (obstacles: Obstacles, met: readonly Detection[]): void => {
  for (const { operation, pairs } of met) {
    for (const { a, b, minima } of pairs) {
      const known = obstacles.get(a) ?? new Map<string, Obstacle>();
      obstacles.set(a, known);
      const key = `${operation.id} ${b}`;
      const times = (known.get(key)?.times ?? 0) + 1;
      known.set(key, { solid: solidOf(operation, b), minima, operationId: operation.id, times });
    }
  }
};

const planAll = ({ subject }: Search, obstacles: Obstacles): Proposal | Binding => {
  const routes: Reroute[] = [];
  let [delayMs, extraM] = [0, 0];
  for (const [volume, known] of [...obstacles].sort(([x], [y]) => x - y)) {
    const { footprint } = subject.volumes[volume]!;
    if (footprint.kind !== "corridor") continue;
    const planned = planRoute(footprint, subject.solids[volume]!, [...known.values()]);
    if ("reason" in planned) return bindRoute(planned, volume);
    const { route, timesMs } = planned;
    routes.push({ volume, route, ...(timesMs ? { timesMs } : {}) });
    delayMs = Math.max(delayMs, planned.delayMs);
    extraM += Math.max(0, Math.round(planned.extraM));
  }
  return {
    change: { kind: "reroute", values: { routes } },
    cost: { delayS: Math.ceil(delayMs / 1000), climbM: 0, extraM },
  };
};

const bindRoute = ({ reason, operationIds }: Blocked, volume: number): Binding =>
  reason === "too-many-outlines"
    ? { kind: "reroute", reason: "bounded", by: "outlines", limit: LIMITS.optionOutlinesMax }
    : { kind: "reroute", reason, volume, operationIds };
