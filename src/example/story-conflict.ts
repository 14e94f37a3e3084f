/**
 * Two operations of NORTH and SOUTH that overlap: told blind to both at once, owned, in contact, shown,
 * and settled by a shift that both agree to. And a drone flight of which notice is given late.
 */

import { PLACES } from "./theatre.ts";
import type { Stage, Step } from "./story.ts";

/** Air operations are due two hours before: these two are filed in time. */
const TRANSIT_MIN = { from: 330, to: 390 };
const OBSERVATION_MIN = { from: 360, to: 480 };
/** A drone flight is due an hour before, and is filed 22 minutes before. */
const DRONE_MIN = { filed: 38, from: 60, to: 105 };

const FIVE_MINUTES_MS = 5 * 60_000;

/** What people say to each other: whole five minutes, and never less than the option asks for. */
const roundOutward = (ms: number): number =>
  Math.sign(ms) * Math.ceil(Math.abs(ms) / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;

const keepConflict = (
  { kept }: Stage,
  { conflictIds }: { readonly conflictIds: readonly string[] },
): void => {
  const [id] = conflictIds;
  if (id === undefined) throw new Error("the story is unsound: the two do not conflict");
  kept.set("conflict", id);
};

export const CONFLICT_STEPS: readonly Step[] = [
  {
    atMin: 35,
    who: "northWatch",
    does: "files a transit",
    act: async ({ client, key, at, kept }) => {
      const receipt = await client.fileOperation(
        {
          category: "air_transit",
          name: "Transit Al-Hasakah to Al-Tabqah",
          volumes: [
            {
              footprint: {
                kind: "corridor",
                route: [PLACES.alHasakah, PLACES.deirEzZor, PLACES.alTabqah].map(
                  ([lngDeg, latDeg]) => [lngDeg, latDeg],
                ),
                halfWidthM: 5_000,
                edges: "geodesic",
              },
              lowerM: 4_000,
              upperM: 4_900,
              start: at(TRANSIT_MIN.from),
              end: at(TRANSIT_MIN.to),
            },
          ],
        },
        { key },
      );
      kept.set("transit", receipt.operationId);
    },
  },
  {
    atMin: DRONE_MIN.filed,
    who: "southWatch",
    does: "files a drone flight late",
    act: async ({ client, key, at, kept }) => {
      const receipt = await client.fileOperation(
        {
          category: "uas_flight",
          name: "Survey at Al-Mayadin",
          volumes: [
            {
              footprint: { kind: "circle", center: [...PLACES.alMayadin], radiusM: 1_500 },
              lowerM: 250,
              upperM: 450,
              start: at(DRONE_MIN.from),
              end: at(DRONE_MIN.to),
            },
          ],
        },
        { key },
      );
      kept.set("drone flight", receipt.operationId);
    },
  },
  {
    atMin: 41,
    who: "southWatch",
    does: "files an observation flight that overlaps the transit",
    act: async (stage) => {
      const { client, key, at, kept } = stage;
      const receipt = await client.fileOperation(
        {
          category: "isr_flight",
          name: "Observation north of Deir ez-Zor",
          volumes: [
            {
              footprint: { kind: "circle", center: [40.2, 35.45], radiusM: 12_000 },
              lowerM: 4_500,
              upperM: 5_500,
              start: at(OBSERVATION_MIN.from),
              end: at(OBSERVATION_MIN.to),
            },
          ],
        },
        { key },
      );
      kept.set("observation", receipt.operationId);
      keepConflict(stage, receipt);
    },
  },
  {
    atMin: 44,
    who: "northWatch",
    does: "takes the conflict on",
    act: ({ client, key, the }) =>
      client.ownConflict(the("conflict"), { deskId: "watch" }, { key }),
  },
  {
    atMin: 46,
    who: "southWatch",
    does: "takes the conflict on",
    act: ({ client, key, the }) =>
      client.ownConflict(the("conflict"), { deskId: "watch" }, { key }),
  },
  {
    atMin: 50,
    who: "northWatch",
    does: "notes that the desks are in contact",
    act: ({ client, key, the }) => client.noteContact(the("conflict"), { key }),
  },
  {
    atMin: 54,
    who: "southWatch",
    does: "shows NORTH the observation flight in full",
    act: ({ client, key, the }) =>
      client.disclose(the("observation"), { to: "NORTH", rung: "full" }, { key }),
  },
  {
    atMin: 56,
    who: "northWatch",
    does: "opens what it was shown",
    act: async ({ client, the, opens }) =>
      opens({ operation: await client.operation(the("observation")) }),
  },
  {
    atMin: 58,
    who: "northWatch",
    does: "proposes a shift of time out of the options",
    act: async ({ client, key, the, at, kept }) => {
      const { options } = await client.operationOptions(the("transit"), { kinds: ["time"] });
      const option = options.find(({ kind }) => kind === "time");
      if (option?.kind !== "time") throw new Error("the story is unsound: no option of time");
      const shiftMs = roundOutward(option.values.shiftMs);
      const proposed = await client.propose(
        the("conflict"),
        { own: { shiftMs }, validTo: at(120) },
        { key },
      );
      kept.set("proposal", proposed.proposalId);
    },
  },
  {
    atMin: 60,
    who: "southWatch",
    does: "begins the drone flight",
    act: ({ client, key, the }) => client.activateOperation(the("drone flight"), { key }),
  },
  {
    atMin: 63,
    who: "southWatch",
    does: "accepts the proposal",
    act: ({ client, key, the }) => client.acceptProposal(the("proposal"), { key }),
  },
  {
    atMin: 66,
    who: "northSecond",
    does: "confirms the agreement",
    act: ({ client, key, the }) => client.confirmAgreement(the("proposal"), { key }),
  },
  {
    atMin: 68,
    who: "southSecond",
    does: "confirms the agreement",
    act: ({ client, key, the }) => client.confirmAgreement(the("proposal"), { key }),
  },
  {
    atMin: 103,
    who: "southWatch",
    does: "ends the drone flight",
    act: ({ client, key, the }) => client.endOperation(the("drone flight"), { key }),
  },
];
