/**
 * The convoy's day: shown to both sides, its conflict with the patrol settled, departed, at a checkpoint,
 * around a bridge that is down, arrived, closed. Its machine reports where it is.
 */

import { CONVOY_ENDS } from "./story-relief.ts";
import { onTheRoad, placeOf } from "./theatre.ts";
import type { Stage, Step } from "./story.ts";

/** Where it is, when: along its road, or beside it. */
const WAY: readonly (readonly [atMin: number, along: number, northDeg?: number])[] = [
  [181, 0],
  [192, 0.16],
  [204, 0.33],
  [216, 0.5],
  [228, 0.67],
  [240, 0.84],
  [252, 1],
  [264, 1.1],
  [276, 1.2, 0.02],
  [288, 1.3, 0.035],
  [300, 1.4, 0.02],
  [312, 1.46],
  [324, 1.52],
  [336, 1.58],
  [345, 1.6],
  [357, 1.6],
  [369, 1.65],
  [381, 1.75],
  [393, 1.85],
  [405, 1.94],
  [417, 2],
];
const placeAt = (along: number, northDeg = 0): readonly [number, number] => {
  const [lngDeg, latDeg] = onTheRoad(along);
  return [lngDeg, latDeg + northDeg];
};
/** Where the patrol stops it. */
export const STOP = placeOf(placeAt(1.6));

const IDENTITY = "own convoy 1";

const onItsWay: readonly Step[] = WAY.map(([atMin, along, northDeg], i) => ({
  atMin,
  who: "reliefMachine",
  does: `reports where the convoy is, ${i + 1}`,
  act: ({ client, key, at }) => {
    const position = placeAt(along, northDeg);
    const report = { identity: IDENTITY, at: at(atMin), position, accuracyM: 20 };
    return client.reportPositions({ reports: [report] }, { key });
  },
}));

const report = (
  atMin: number,
  does: string,
  fieldsOf: (stage: Stage) => Readonly<Record<string, unknown>>,
): Step => ({
  atMin,
  who: "reliefLiaison",
  does,
  act: (stage) => {
    const fields = { at: stage.at(atMin), ...fieldsOf(stage) };
    return stage.client.reportMovement(stage.the("convoy"), { fields }, { key: stage.key });
  },
});

const shows = (atMin: number, to: "NORTH" | "SOUTH", rung: "full" | "area_and_altitude"): Step => ({
  atMin,
  who: "reliefLiaison",
  does: `shows the convoy to ${to}`,
  act: ({ client, key, the }) => client.consentMovement(the("convoy"), { to, rung }, { key }),
});

const opens = (atMin: number, who: "northWatch" | "southWatch"): Step => ({
  atMin,
  who,
  does: "opens what it is shown of the convoy",
  act: async ({ client, the, opens: tell }) =>
    tell({ movement: await client.movement(the("convoy")) }),
});

export const CONVOY_STEPS: readonly Step[] = [
  shows(30, "NORTH", "full"),
  shows(31, "SOUTH", "area_and_altitude"),
  opens(34, "northWatch"),
  {
    atMin: 36,
    who: "northWatch",
    does: "acknowledges the convoy, and reads both ends back",
    act: ({ client, key, the }) =>
      client.answerMovement(
        the("convoy"),
        { version: 1, answer: "acknowledged", readBack: CONVOY_ENDS },
        { key },
      ),
  },
  {
    atMin: 38,
    who: "northWatch",
    does: "says which levels know of the convoy: not the crews",
    act: ({ client, key, the }) =>
      client.passOnMovement(
        the("convoy"),
        { version: 1, levels: ["watch_desk", "operational_cell"] },
        { key },
      ),
  },
  opens(41, "southWatch"),
  {
    atMin: 43,
    who: "southWatch",
    does: "acknowledges the convoy",
    act: ({ client, key, the }) =>
      client.answerMovement(the("convoy"), { version: 1, answer: "acknowledged" }, { key }),
  },
  {
    atMin: 178,
    who: "reliefLiaison",
    does: "ties the convoy's reports to it",
    act: async ({ client, key, the, kept }) => {
      const request = { operationId: the("convoy's operation"), identity: IDENTITY };
      kept.set("track", (await client.bindTrack(request, { key })).trackId);
    },
  },
  report(180, "reports that the convoy has departed", () => ({
    movementState: "departed",
    place: CONVOY_ENDS.origin,
  })),
  ...onItsWay,
  report(222, "reports where the convoy is", () => ({
    movementState: "departed",
    place: placeOf(placeAt(0.58)),
  })),
  report(252, "reports the convoy at the checkpoint", ({ at }) => ({
    movementState: "at_checkpoint",
    place: placeOf(placeAt(1)),
    expected: at(420),
  })),
  report(258, "reports the convoy on its way again", () => ({
    movementState: "departed",
    place: placeOf(placeAt(1.05)),
  })),
  report(288, "reports the convoy off its road", () => ({
    movementState: "deviating",
    place: placeOf(placeAt(1.3, 0.035)),
    text: "A culvert is down; by the upper road and back.",
  })),
  report(312, "reports the convoy on its road again", () => ({
    movementState: "departed",
    place: placeOf(placeAt(1.46)),
  })),
  report(346, "reports the convoy stopped", () => ({
    movementState: "held",
    place: STOP,
    text: "Stopped by a patrol.",
  })),
  report(365, "reports the convoy on its way after the stop", ({ at }) => ({
    movementState: "departed",
    place: STOP,
    expected: at(418),
  })),
  report(418, "reports the convoy arrived", () => ({
    movementState: "arrived",
    place: CONVOY_ENDS.destination,
  })),
  {
    atMin: 424,
    who: "reliefLiaison",
    does: "closes the convoy as impeded",
    act: ({ client, key, the }) =>
      client.closeMovement(the("convoy"), { outcome: "impeded" }, { key }),
  },
];
