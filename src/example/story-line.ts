/**
 * The line between NORTH and SOUTH: a hazard warning that nobody acknowledges, a suspension, and a call
 * for help that passes it. The missed line check is in `OUTAGE`.
 */

import { acknowledges } from "./acknowledges.ts";
import type { Step } from "./story.ts";

const LINE = "NORTH:SOUTH:watch_desk";
const WRECK = { lngDeg: 40.312, latDeg: 35.174 };

export const LINE_STEPS: readonly Step[] = [
  {
    atMin: 88,
    who: "southWatch",
    does: "warns of unexploded ordnance",
    act: async ({ client, key, at, kept }) => {
      const sent = await client.sendMessage(
        LINE,
        {
          kind: "hazard_warning",
          language: "ar",
          fields: {
            area: { kind: "circle", center: { lngDeg: 40.285, latDeg: 35.212 }, radiusM: 1_000 },
            window: { start: at(88), end: at(900) },
            hazard: "unexploded_ordnance",
            text: "عُثر على ذخائر غير منفجرة قرب الجسر القديم. يُرجى عدم الاقتراب إلى حين وضع العلامات.",
          },
        },
        { key },
      );
      kept.set("hazard warning", sent.messageId);
    },
  },
  {
    // After five minutes without an answer it was raised to the operations cell.
    atMin: 95,
    who: "northDuty",
    does: "acknowledges the hazard warning at the next level, and says who was told",
    act: (stage) =>
      acknowledges(stage, "hazard warning", {
        role: "duty_officer",
        levelsTold: ["unit_or_crew", "watch_desk"],
        toldAtMin: 94,
      }),
  },
  {
    atMin: 206,
    who: "northWatch",
    does: "suspends the line",
    act: ({ client, key }) =>
      client.suspendLine(
        LINE,
        {
          scope: ["all"],
          carveOuts: ["distress", "humanitarian", "line_checks", "hazard_warnings"],
          text: "Обмен приостановлен до выяснения, почему проверка линии осталась без ответа.",
          language: "ru",
        },
        { key },
      ),
  },
  {
    atMin: 208,
    who: "southWatch",
    does: "asks whose vehicles are on the road, and is refused by the suspension",
    refusedBy: "line-suspended",
    sends: "presence_query",
    act: ({ client, key, at }) =>
      client.sendMessage(
        LINE,
        {
          kind: "presence_query",
          language: "ar",
          fields: {
            area: { kind: "circle", center: { lngDeg: 40.35, latDeg: 35.14 }, radiusM: 3_000 },
            window: { start: at(200), end: at(230) },
            presenceReason: "unidentified_vehicles",
          },
        },
        { key },
      ),
  },
  {
    atMin: 211,
    who: "southWatch",
    does: "calls for help, and passes the suspension",
    act: async ({ client, key, kept }) => {
      const sent = await client.sendUrgentMessage(
        LINE,
        {
          kind: "distress",
          language: "ar",
          fields: {
            place: WRECK,
            persons: { from: 4, to: 4 },
            distress: "vehicle_accident",
            passageAsked: "yes",
            frequency: "121.5 MHz",
          },
        },
        { key },
      );
      kept.set("distress", sent.messageId);
    },
  },
  {
    atMin: 212,
    who: "northWatch",
    does: "reads the position back and acknowledges the call",
    act: (stage) =>
      acknowledges(stage, "distress", {
        role: "watch_officer",
        readBack: WRECK,
        levelsTold: ["unit_or_crew", "operational_cell"],
        toldAtMin: 212,
      }),
  },
  {
    atMin: 221,
    who: "northWatch",
    does: "restores the line",
    act: ({ client, key }) => client.restoreLine(LINE, { key }),
  },
];
