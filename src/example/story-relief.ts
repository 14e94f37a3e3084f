/**
 * RELIEF's convoy: submitted by one, checked by another, notified to NORTH on the line; read back there
 * with two digits exchanged, then right. It departs two days later: the second act.
 */

import { acknowledges } from "./acknowledges.ts";
import { CONVOY_ROAD, placeOf, PLACES } from "./theatre.ts";
import type { Stage, Step } from "./story.ts";

const LINE = "NORTH:RELIEF:humanitarian_liaison";
const HOUR = 60;
/** A humanitarian movement is due 48 hours before it starts. */
const DEPARTS_MIN = 51 * HOUR;
const ARRIVES_MIN = 55 * HOUR;

export const CONVOY_ENDS = {
  origin: placeOf(PLACES.raqqa),
  destination: placeOf(PLACES.deirEzZor),
};
const { origin: ORIGIN, destination: DESTINATION } = CONVOY_ENDS;

type Point = ReturnType<typeof placeOf>;
const convoyRead = (origin: Point) => [
  { field: "origin", points: [origin] },
  { field: "destination", points: [DESTINATION] },
];

const convoyNotice = ({ at }: Stage) => ({
  purpose: "delivery",
  originName: "Raqqa, warehouse",
  origin: ORIGIN,
  destinationName: "Deir ez-Zor, distribution point",
  destination: DESTINATION,
  route: { kind: "route", points: CONVOY_ROAD.map(placeOf), halfWidthM: 500 },
  legs: [{ start: at(DEPARTS_MIN), end: at(ARRIVES_MIN) }],
  vehicles: [
    { vehicle: "truck", colour: "white", marking: "logo_side" },
    { vehicle: "car", colour: "white", marking: "flag" },
  ],
  persons: { from: 10, to: 15 },
  cargo: "food",
  armedEscort: "no",
  contact: "+000 555 0100",
});

export const RELIEF_STEPS: readonly Step[] = [
  {
    atMin: 22,
    who: "reliefLiaison",
    does: "submits the convoy",
    act: async (stage) => {
      const { client, key, kept } = stage;
      const made = await client.submitMovement({ fields: convoyNotice(stage) }, { key });
      kept.set("convoy", made.movementId);
    },
  },
  {
    atMin: 24,
    who: "reliefSecond",
    does: "checks both ends of the convoy, which is then filed",
    act: async ({ client, key, the, kept }) => {
      const check = { version: 1, readBack: CONVOY_ENDS };
      const { operationId } = await client.checkMovement(the("convoy"), check, { key });
      if (operationId === null) throw new Error("the story is unsound: the convoy is not filed");
      kept.set("convoy's operation", operationId);
    },
  },
  {
    atMin: 26,
    who: "reliefLiaison",
    does: "notifies NORTH of the movement",
    act: async (stage) => {
      const { client, key, kept } = stage;
      const sent = await client.sendMessage(
        LINE,
        {
          kind: "move_notice",
          language: "en",
          fields: convoyNotice(stage),
          fromRole: "liaison_officer",
        },
        { key },
      );
      kept.set("move notice", sent.messageId);
    },
  },
  {
    atMin: 31,
    who: "northWatch",
    does: "reads the movement back with two digits of the latitude exchanged",
    refusedBy: "bad-field",
    act: (stage) =>
      acknowledges(stage, "move notice", {
        role: "watch_officer",
        readBack: convoyRead({ ...ORIGIN, latDeg: 35.59 }),
      }),
  },
  {
    atMin: 33,
    who: "northWatch",
    does: "reads the movement back as it was sent, and acknowledges it",
    act: (stage) =>
      acknowledges(stage, "move notice", {
        role: "watch_officer",
        readBack: convoyRead(ORIGIN),
        levelsTold: ["unit_or_crew"],
        toldAtMin: 32,
      }),
  },
  {
    atMin: 226,
    who: "northWatch",
    does: "files a patrol near the convoy's road",
    act: async ({ client, key, at, kept }) => {
      const receipt = await client.fileOperation(
        {
          category: "ground_patrol",
          name: "Patrol on the river road",
          volumes: [
            {
              footprint: {
                kind: "polygon",
                ring: [
                  [39.8, 35.45],
                  [40.05, 35.36],
                  [40.07, 35.44],
                  [39.82, 35.53],
                ],
                edges: "geodesic",
              },
              lowerM: null,
              upperM: null,
              start: at(53.5 * HOUR),
              end: at(56 * HOUR),
            },
          ],
        },
        { key },
      );
      kept.set("patrol", receipt.operationId);
      kept.set("convoy's conflict", receipt.conflictIds[0] ?? "");
    },
  },
];
