/**
 * An area of special caution where the ordnance of the first act lies: proposed by SOUTH, agreed by two
 * people of each side, in force; and NORTH's helicopters, which are told what is asked there.
 */

import { placeOf, PLACES } from "./theatre.ts";
import type { Step } from "./story.ts";

const DAY = 24 * 60;

const confirms = (atMin: number, who: "northSecond" | "southSecond"): Step => ({
  atMin,
  who,
  does: "confirms the area",
  act: ({ client, key, the }) => client.confirmArea(the("area"), { version: 1 }, { key }),
});

export const AREA_STEPS: readonly Step[] = [
  {
    atMin: 112,
    who: "southWatch",
    does: "proposes an area of special caution at the old bridge",
    act: async ({ client, key, at, kept }) => {
      const fields = {
        areaKind: "special_caution_area",
        areaName: "Old bridge",
        areas: [{ kind: "circle", center: placeOf(PLACES.oldBridge), radiusM: 3_000 }],
        band: { lowerM: null, upperM: 1_500 },
        window: { start: at(140), end: at(30 * DAY) },
        measures: ["no_low_flight", "call_before_entry", "reduced_speed"],
        reviewBy: at(20 * DAY),
        text: "ذخائر غير منفجرة قرب الجسر القديم إلى حين وضع العلامات.",
      };
      const request = { with: ["NORTH"], isPublic: true, fields };
      kept.set("area", (await client.proposeArea(request, { key })).areaId);
    },
  },
  confirms(115, "southSecond"),
  {
    atMin: 119,
    who: "northWatch",
    does: "agrees to the area",
    act: ({ client, key, the }) => client.agreeArea(the("area"), { version: 1 }, { key }),
  },
  confirms(122, "northSecond"),
  {
    atMin: 150,
    who: "northWatch",
    does: "files helicopters over the old bridge",
    act: async ({ client, key, at, kept }) => {
      const receipt = await client.fileOperation(
        {
          category: "rotary_movement",
          name: "Two helicopters past the old bridge",
          volumes: [
            {
              footprint: {
                kind: "corridor",
                route: [PLACES.deirEzZor, PLACES.oldBridge, [40.36, 35.1]].map(
                  ([lngDeg = 0, latDeg = 0]) => [lngDeg, latDeg],
                ),
                halfWidthM: 1_000,
                edges: "geodesic",
              },
              lowerM: 400,
              upperM: 700,
              start: at(840),
              end: at(870),
            },
          ],
        },
        { key },
      );
      kept.set("helicopters", receipt.operationId);
    },
  },
];
