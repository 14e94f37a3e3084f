/** A coordination item on Afghanistan: proposed to RELIEF, which leads it; NORTH and SOUTH contribute. */

import type { Step } from "./story.ts";

/** Twenty hours after the act: its parties are reminded a day before. */
const DUE_MIN = 660 + 20 * 60;

export const ITEM_STEPS: readonly Step[] = [
  {
    atMin: 88,
    who: "northStaff",
    does: "proposes an item on Afghanistan to RELIEF",
    act: async ({ client, key, at, kept }) => {
      const made = await client.openItem(
        {
          subject: "Afghanistan: one calendar of relief flights to Kabul",
          lead: "RELIEF",
          contributors: ["NORTH", "SOUTH"],
          due: at(DUE_MIN),
          isHumanitarian: true,
          text: "К конференции нужен общий календарь рейсов с помощью.",
        },
        { key },
      );
      kept.set("item", made.itemId);
    },
  },
  {
    atMin: 92,
    who: "reliefLiaison",
    does: "takes the lead",
    act: ({ client, key, the }) => client.acceptItem(the("item"), { key }),
  },
  {
    atMin: 96,
    who: "southStaff",
    does: "takes its part",
    act: ({ client, key, the }) => client.acceptItem(the("item"), { key }),
  },
  {
    atMin: 99,
    who: "reliefLiaison",
    does: "begins the item",
    act: ({ client, key, the }) => client.moveItem(the("item"), { to: "under_way" }, { key }),
  },
  {
    atMin: 130,
    who: "southStaff",
    does: "says what it has for the calendar",
    act: ({ client, key, the }) => {
      const text = "لدينا ثلاث رحلات في الأسبوع، أيام السبت والاثنين والأربعاء.";
      return client.noteItem(the("item"), { text }, { key });
    },
  },
  {
    atMin: 455,
    who: "northStaff",
    does: "says what it has for the calendar",
    act: async ({ client, key, the, kept }) => {
      const text = "У нас два рейса в неделю, по вторникам и пятницам.";
      await client.noteItem(the("item"), { text }, { key });
      const item = await client.item(the("item"));
      if (item.detail === "full") kept.set("note", String(item.noteCount));
    },
  },
  {
    atMin: 490,
    who: "northStaff",
    does: "corrects what it said, which stays as it was",
    act: ({ client, key, the }) => {
      const text = "Исправление: по вторникам и субботам.";
      return client.noteItem(the("item"), { text, corrects: Number(the("note")) }, { key });
    },
  },
];
