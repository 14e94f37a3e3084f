/** Operations that touch an agreed area: their owners are told the measures, nobody else is told of them. */

import { findProximity } from "../../geometry/separation.ts";
import { NO_MARGIN } from "../../geometry/sheet.ts";
import type { Change } from "../changes.ts";
import { byFiling, solidsOf } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { SolidIndex } from "../solid-index.ts";
import { SolidRows } from "../solid-rows.ts";
import type { State } from "../state.ts";
import { isToldOf, solidsOfArea } from "./model.ts";
import type { Area, AreasState, PlacedArea } from "./model.ts";

/** Meeting in space, altitude and time; what can't be told counts. */
const TOUCHING = { lateralM: 0, verticalM: 0, timeS: 0 } as const;

/** Areas that the operation touches and its owner is told of, in the order they were proposed. */
export const areasTouchedBy = ({ areas }: State, operation: Operation): Area[] =>
  areas.placed.size === 0 ? [] : touchedAmong(areas.index, areas, operation);

/** The same, asked by a reader: what is hidden from the owner is not even looked for. */
export const areasSeenTouchedBy = ({ areas }: State, operation: Operation): Area[] => {
  const rows = new SolidRows<PlacedArea>();
  for (const id of areas.all.of(operation.party).keys()) {
    const place = areas.placed.get(id);
    if (place) rows.addAll(place);
  }
  return touchedAmong(rows, areas, operation);
};

const touchedAmong = (
  among: SolidIndex<PlacedArea> | SolidRows<PlacedArea>,
  areas: AreasState,
  operation: Operation,
): Area[] => {
  const touched = new Set<Area>();
  for (const solid of solidsOf(operation)) {
    for (const placed of among.near(solid, NO_MARGIN)) {
      const { area } = placed.owner;
      if (touched.has(area) || !isToldOf(area, operation.party)) continue;
      if (findProximity(solid, placed.solid(), TOUCHING)) touched.add(area);
    }
  }
  return touched.size < 2
    ? [...touched]
    : [...areas.all.of(operation.party).values()].filter((area) => touched.has(area));
};

/** What the owner of an operation that is filed, or changed, is told. */
export const touchesOf = (state: State, operation: Operation): Change[] =>
  areasTouchedBy(state, operation).map(({ id }) => touch(id, operation.id));

/** What the owners of filed operations are told of an area that now holds, in order of filing. */
export const touchesOfArea = (state: State, area: Area): Change[] => {
  const touching = new Set<Operation>();
  for (const solid of solidsOfArea(area)) {
    for (const placed of state.index.near(solid, () => NO_MARGIN)) {
      const { owner } = placed;
      if (touching.has(owner) || !isToldOf(area, owner.party)) continue;
      if (findProximity(solid, placed.solid(), TOUCHING)) touching.add(owner);
    }
  }
  return [...touching].toSorted(byFiling).map((operation) => touch(area.id, operation.id));
};

const touch = (areaId: string, operationId: string): Change => ({
  kind: "area-touched",
  areaId,
  operationId,
});
