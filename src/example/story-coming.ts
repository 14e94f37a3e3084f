/** What is still to come when the act ends: a movement that waits for SOUTH, a conflict, a question. */

import { placeOf, PLACES } from "./theatre.ts";
import type { Stage, Step } from "./story.ts";

const LINE = "NORTH:SOUTH:watch_desk";
const HOUR = 60;
const ENDS = { origin: placeOf(PLACES.deirEzZor), destination: placeOf(PLACES.hospital) };
/** More than 48 hours after it is told. */
const DEPARTS_MIN = 520 + 50 * HOUR;

const supplies = ({ at }: Stage) => ({
  purpose: "delivery",
  originName: "Deir ez-Zor, distribution point",
  origin: ENDS.origin,
  destinationName: "Al-Mayadin hospital",
  destination: ENDS.destination,
  route: { kind: "route", points: [ENDS.origin, ENDS.destination], halfWidthM: 500 },
  legs: [{ start: at(DEPARTS_MIN), end: at(DEPARTS_MIN + 3 * HOUR) }],
  vehicles: [{ vehicle: "truck", colour: "white", marking: "roof_emblem" }],
  persons: { from: 4, to: 6 },
  cargo: "medical_supplies",
  armedEscort: "no",
  contact: "+000 555 0100",
});

export const COMING_STEPS: readonly Step[] = [
  {
    atMin: 516,
    who: "reliefLiaison",
    does: "submits supplies for the hospital",
    act: async (stage) => {
      const { client, key, kept } = stage;
      const recipients = [
        { to: "NORTH", rung: "full" as const },
        { to: "SOUTH", rung: "full" as const },
      ];
      const made = await client.submitMovement({ fields: supplies(stage), recipients }, { key });
      kept.set("supplies", made.movementId);
    },
  },
  {
    atMin: 520,
    who: "reliefSecond",
    does: "checks both ends of the supplies",
    act: ({ client, key, the }) =>
      client.checkMovement(the("supplies"), { version: 1, readBack: ENDS }, { key }),
  },
  {
    atMin: 534,
    who: "northWatch",
    does: "opens the supplies",
    act: async ({ client, the, opens }) =>
      opens({ movement: await client.movement(the("supplies")) }),
  },
  {
    atMin: 537,
    who: "northWatch",
    does: "acknowledges the supplies with a concern",
    act: ({ client, key, the }) =>
      client.answerMovement(
        the("supplies"),
        {
          version: 1,
          answer: "with_concern",
          readBack: ENDS,
          concern: "safety",
          text: "Дорога идёт мимо старого моста, там неразорвавшиеся боеприпасы.",
        },
        { key },
      ),
  },
  {
    atMin: 640,
    who: "southWatch",
    does: "files an observation flight to come",
    act: ({ client, key, at }) =>
      client.fileOperation(
        {
          category: "isr_flight",
          name: "Second observation north of Deir ez-Zor",
          volumes: [
            {
              footprint: { kind: "circle", center: [40.2, 35.45], radiusM: 12_000 },
              lowerM: 4_500,
              upperM: 5_500,
              start: at(780),
              end: at(1_080),
            },
          ],
        },
        { key },
      ),
  },
  {
    atMin: 648,
    who: "northWatch",
    does: "files a transit that overlaps the observation",
    act: ({ client, key, at }) =>
      client.fileOperation(
        {
          category: "air_transit",
          name: "Transit Al-Tabqah to Al-Hasakah",
          volumes: [
            {
              footprint: {
                kind: "corridor",
                route: [PLACES.alTabqah, PLACES.deirEzZor, PLACES.alHasakah].map(
                  ([lngDeg, latDeg]) => [lngDeg, latDeg],
                ),
                halfWidthM: 5_000,
                edges: "geodesic",
              },
              lowerM: 4_000,
              upperM: 4_900,
              start: at(820),
              end: at(880),
            },
          ],
        },
        { key },
      ),
  },
  {
    atMin: 658,
    who: "southWatch",
    does: "asks whose vehicles are near the old bridge",
    act: ({ client, key, at }) =>
      client.sendMessage(
        LINE,
        {
          kind: "presence_query",
          language: "ar",
          fields: {
            area: { kind: "circle", center: placeOf(PLACES.oldBridge), radiusM: 3_000 },
            window: { start: at(640), end: at(670) },
            presenceReason: "unidentified_vehicles",
          },
        },
        { key },
      ),
  },
];
