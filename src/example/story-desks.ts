/** The watch begins: desks are opened, watches taken, lines agreed. */

import type { Level } from "../core/parties/model.ts";
import type { Speaker } from "./cast.ts";
import type { Step } from "./story.ts";
import { EXAMPLE_THEATRE } from "./theatre.ts";

type Language = "en" | "ar" | "ru";

const opens = (
  atMin: number,
  who: Speaker,
  desk: {
    readonly id: string;
    readonly level: Level;
    readonly names: Readonly<Record<Language, string>>;
  },
): Step => ({
  atMin,
  who,
  does: `opens the desk ${desk.id}`,
  act: ({ client, key }) => client.openDesk(desk, { key }),
});

const takesWatch = (
  atMin: number,
  who: Speaker,
  desk: string,
  languages: readonly Language[],
): Step => ({
  atMin,
  who,
  does: `takes the watch at ${desk}`,
  act: ({ client, key }) => client.takeWatch(desk, { languages: [...languages] }, { key }),
});

const WATCH_DESK = {
  id: "watch",
  level: "watch_desk",
  names: { en: "Watch desk", ar: "مكتب المناوبة", ru: "Дежурный пост" },
} as const;

/** A level up: where a message goes that the watch desk leaves without an answer. */
const OPERATIONS_CELL = {
  id: "operations",
  level: "operational_cell",
  names: { en: "Operations cell", ar: "خلية العمليات", ru: "Оперативная группа" },
} as const;

const LIAISON_DESK = {
  id: "liaison",
  level: "humanitarian_liaison",
  names: {
    en: "Humanitarian liaison",
    ar: "الارتباط الإنساني",
    ru: "Гуманитарное взаимодействие",
  },
} as const;

const lineOf = (
  atMin: number,
  [proposer, taker]: readonly [Speaker, Speaker],
  line: { readonly with: string; readonly level: Level; readonly id: string },
): readonly Step[] => [
  {
    atMin,
    who: proposer,
    does: `proposes the line ${line.id}`,
    act: ({ client, key }) =>
      client.proposeChannel({ parties: [line.with], level: line.level }, { key }),
  },
  {
    atMin: atMin + 2,
    who: taker,
    does: `takes the line ${line.id}`,
    act: ({ client, key }) => client.takeChannel(line.id, { key }),
  },
];

export const DESK_STEPS: readonly Step[] = [
  {
    atMin: 0,
    who: "host",
    does: "sets the theatre",
    act: ({ client, key }) => client.setTheatre(EXAMPLE_THEATRE, { key }),
  },
  opens(1, "northAdministrator", WATCH_DESK),
  opens(1, "northAdministrator", OPERATIONS_CELL),
  opens(1, "southAdministrator", WATCH_DESK),
  opens(1, "southAdministrator", OPERATIONS_CELL),
  opens(1, "reliefAdministrator", LIAISON_DESK),
  takesWatch(3, "northWatch", "watch", ["ru", "en"]),
  takesWatch(3, "northDuty", "operations", ["ru", "en"]),
  takesWatch(4, "southWatch", "watch", ["ar", "en"]),
  takesWatch(4, "reliefLiaison", "liaison", ["en", "ar"]),
  ...lineOf(6, ["northWatch", "southWatch"], {
    with: "SOUTH",
    level: "watch_desk",
    id: "NORTH:SOUTH:watch_desk",
  }),
  ...lineOf(9, ["reliefLiaison", "northWatch"], {
    with: "NORTH",
    level: "humanitarian_liaison",
    id: "NORTH:RELIEF:humanitarian_liaison",
  }),
  ...lineOf(10, ["reliefLiaison", "southWatch"], {
    with: "SOUTH",
    level: "humanitarian_liaison",
    id: "RELIEF:SOUTH:humanitarian_liaison",
  }),
];
