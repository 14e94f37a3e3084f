/**
 * The chiefs meet in Helsinki, for six hours: in the register since the morning, beside the meeting of
 * December 2019 that was the last one in person. What each side means to say there, and what it wrote down
 * of it, stays its own.
 */

import type { Stage, Step } from "./story.ts";

export const MEETING_MIN = { from: 80, to: 440 };

export const MEETING = {
  meetingForm: "in_person",
  meetingPlace: "Helsinki",
  meetingPlaceAr: "هلسنكي",
  meetingPlaceRu: "Хельсинки",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction", "operational_deconfliction"],
};
const LEVEL = "chief_of_defence";

const helsinki = ({ at }: Stage) => ({
  ...MEETING,
  level: LEVEL,
  window: { start: at(MEETING_MIN.from), end: at(MEETING_MIN.to) },
});

/** Private to each side. A test looks for these words in all that is public, and in what others get. */
export const PRIVATE_NOTES = {
  NORTH: {
    agenda: "Пункт первый: каштановый мост. Пункт второй: порядок ночных полётов.",
    minutes: "Записано: по каштановому мосту уступки не обещаны; вернуться к нему осенью.",
    people: "Начальник, переводчик, протокол.",
  },
  SOUTH: {
    agenda: "البند الأول: طريق الرمان. البند الثاني: عدد الرحلات الليلية.",
    minutes: "دُوّن: لم يُعطَ وعد بشأن طريق الرمان، ويُعاد بحثه في الخريف.",
    people: "الرئيس والمترجم والمراسم.",
  },
} as const;

const notes = (
  atMin: number,
  who: "northStaff" | "southStaff",
  part: "agenda" | "minutes",
): Step => ({
  atMin,
  who,
  does: `writes its own ${part}`,
  act: ({ client, key, the }) => {
    const { agenda, minutes, people } = PRIVATE_NOTES[who === "northStaff" ? "NORTH" : "SOUTH"];
    const written = part === "agenda" ? { agenda, people } : { minutes };
    return client.setContactNotes(the("meeting"), written, { key });
  },
});

export const MEETING_STEPS: readonly Step[] = [
  {
    atMin: 3,
    who: "northStaff",
    does: "enters the meeting of December 2019",
    act: async ({ client, key, kept }) => {
      const fields = {
        ...MEETING,
        level: LEVEL,
        window: { start: "2019-12-01T00:00:00Z", end: "2019-12-31T23:59:59Z" },
        timePrecision: "month",
      };
      const made = await client.enterContact({ with: ["SOUTH"], isPast: true, fields }, { key });
      kept.set("earlier meeting", made.contactId);
    },
  },
  {
    atMin: 5,
    who: "southStaff",
    does: "agrees that the meeting of December 2019 was so",
    act: ({ client, key, the }) =>
      client.agreeContact(the("earlier meeting"), { version: 1 }, { key }),
  },
  {
    atMin: 7,
    who: "northStaff",
    does: "proposes the meeting in Helsinki",
    act: async (stage) => {
      const { client, key, kept } = stage;
      const request = { with: ["SOUTH"], fields: helsinki(stage) };
      kept.set("meeting", (await client.enterContact(request, { key })).contactId);
    },
  },
  {
    atMin: 10,
    who: "southStaff",
    does: "agrees to the meeting",
    act: ({ client, key, the }) => client.agreeContact(the("meeting"), { version: 1 }, { key }),
  },
  notes(13, "northStaff", "agenda"),
  notes(14, "southStaff", "agenda"),
  {
    atMin: 445,
    who: "northStaff",
    does: "reports the meeting as held",
    act: (stage) => {
      const { client, key, the } = stage;
      return client.reportContact(the("meeting"), { version: 1, fields: helsinki(stage) }, { key });
    },
  },
  {
    atMin: 448,
    who: "southStaff",
    does: "agrees that the meeting was held",
    act: ({ client, key, the }) => client.agreeContact(the("meeting"), { version: 2 }, { key }),
  },
  notes(452, "southStaff", "minutes"),
  notes(454, "northStaff", "minutes"),
];
