/** What is told of the meeting: drafted by the one, worded anew by the other, released by the keys of both. */

import { MEETING, MEETING_MIN } from "./story-meeting.ts";
import type { Stage, Step } from "./story.ts";

const DRAFT = {
  ...MEETING,
  durationMinutes: MEETING_MIN.to - MEETING_MIN.from,
  details: "not_disclosed_by_agreement",
  textEn: "The chiefs of defence discussed risk reduction and operational deconfliction.",
  textAr: "بحث رئيسا الأركان الحد من المخاطر وعدم التضارب على مستوى العمليات.",
  textRu:
    "Начальники генеральных штабов обсудили снижение рисков и предотвращение конфликтных ситуаций при проведении операций.",
};

/** The other side asks for one more sentence. */
const REDRAFT = {
  ...DRAFT,
  textEn: `${DRAFT.textEn} The two sides agreed to keep the details of the conversation private.`,
  textAr: `${DRAFT.textAr} واتفق الطرفان على عدم الكشف عن تفاصيل الحديث.`,
  textRu: `${DRAFT.textRu} Стороны договорились не разглашать подробности разговора.`,
};

/** Neither outcome, tone nor topics: there are none. */
const PARTS = [
  "date",
  "form",
  "place",
  "offices",
  "duration",
  "purposes",
  "details",
  "text",
  "first_since",
] as const;
const LANGUAGES = ["en", "ar", "ru"] as const;

const fieldsOf = ({ at }: Stage, draft: typeof DRAFT) => ({ ...draft, held: at(MEETING_MIN.from) });

/** Of the draft as the officer has read it. */
const hashSeen = async ({ client, the }: Stage): Promise<string> => {
  const readout = await client.readout(the("readout"));
  if (readout.detail !== "full" || readout.hash === null)
    throw new Error("the story is unsound: there is no draft to give a key for");
  return readout.hash;
};

const givesKey = (atMin: number, who: "northStaff" | "southStaff"): Step => ({
  atMin,
  who,
  does: "gives its key to the readout",
  act: async (stage) => {
    const { client, key, the } = stage;
    const given = { parts: [...PARTS], languages: [...LANGUAGES] };
    const request = { hashSeen: await hashSeen(stage), ...given };
    return client.giveReadoutKey(the("readout"), request, { key });
  },
});

const confirmsKey = (atMin: number, who: "northSecond" | "southSecond"): Step => ({
  atMin,
  who,
  does: "confirms the key to the readout",
  act: async (stage) => {
    const { client, key, the } = stage;
    return client.confirmReadoutKey(the("readout"), { hashSeen: await hashSeen(stage) }, { key });
  },
});

export const READOUT_STEPS: readonly Step[] = [
  {
    atMin: 460,
    who: "northStaff",
    does: "drafts the readout",
    act: async (stage) => {
      const { client, key, the, kept } = stage;
      const request = { fields: fieldsOf(stage, DRAFT) };
      kept.set("readout", (await client.draftReadout(the("meeting"), request, { key })).readoutId);
    },
  },
  givesKey(463, "northStaff"),
  {
    atMin: 467,
    who: "southStaff",
    does: "words the readout anew, which voids the key",
    act: (stage) => {
      const { client, key, the } = stage;
      const request = { fields: fieldsOf(stage, REDRAFT) };
      return client.redraftReadout(the("readout"), request, { key });
    },
  },
  givesKey(470, "southStaff"),
  confirmsKey(473, "southSecond"),
  { ...givesKey(476, "northStaff"), does: "gives its key to the other wording" },
  confirmsKey(479, "northSecond"),
];
