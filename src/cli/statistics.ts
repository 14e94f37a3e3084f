/** `wideberth statistics`: what was counted of the own side, and of others what both sides were told. */

import { writeFile } from "node:fs/promises";
import { writeStatisticsCsv } from "../api/native/statistics-csv.ts";
import { writeStatisticsPage } from "../api/native/statistics-page.ts";
import type { Statistics } from "../api/native/statistics.ts";
import type { StatisticsQuery } from "../api/native/client-statistics.ts";
import { WORDS } from "../core/line/words.ts";
import { NOTICE_KINDS } from "../core/statistics/model.ts";
import type { Language } from "../phrases/catalogue.ts";
import { nameText } from "../phrases/readout/render.ts";
import {
  areaText,
  incidentStepText,
  movementText,
  noticeText,
  periodText,
  sayOfStatistics,
  siteText,
  stepText,
} from "../phrases/statistics/render.ts";
import { UsageError } from "./flags.ts";
import { verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import type { ActFlag } from "./remote/body.ts";
import type { Verb } from "./verb.ts";

const PERIOD: Readonly<Record<string, ActFlag>> = {
  from: { as: "DAY", text: "from this UTC day on (default: 30 days)" },
  to: { as: "DAY", text: "up to and with this UTC day (default: today)" },
  with: { as: "PARTY", text: "of the others this one alone" },
};

const languageOf = ({ choice }: Asked): Language => choice("language", WORDS.language) ?? "en";

const read = async ({ client, text }: Asked): Promise<Statistics> => {
  const [from, to, party] = [text("from"), text("to"), text("with")];
  const query: StatisticsQuery = {
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(party === null ? {} : { party }),
  };
  return client.statistics(query);
};

const show = async (asked: Asked): Promise<Answer> => {
  const statistics = await read(asked);
  return { things: [statistics], text: briefText(statistics, asked) };
};

/** The own part and the lines; all else is in the table and on the page. */
const briefText = ({ party, from, to, own, channels }: Statistics, asked: Asked): string => {
  const language = languageOf(asked);
  const say = (...[text, values]: SayOf): string => sayOfStatistics(text, language, values);
  const notices = NOTICE_KINDS.map((kind) => `${noticeText(kind, language)} ${own.notices[kind]}`);
  const counts = <K extends string>(
    of: SayOf[0],
    word: (step: K, language: Language) => string,
    all: Readonly<Record<K, number>>,
  ): readonly string[] => {
    const some = (Object.keys(all) as K[]).filter((step) => all[step] > 0);
    const rows = some.map((step) => `  ${word(step, language)}: ${all[step]}`);
    return [`${say(of)}:`, ...(rows.length === 0 ? [`  ${say("nothing")}`] : rows)];
  };
  const lines = channels
    .filter(({ openS }) => openS > 0)
    .map(({ channelId, openS, upS }) => {
      const share = String(Math.floor((upS / openS) * 1000) / 10);
      const open = say("hours", { n: String(Math.floor(openS / 360) / 10) });
      return `  ${asked.speak.id(channelId)}. ${say("up", { share, open })}`;
    });
  return [
    say("title", { party }),
    periodText({ from, to }, language),
    `${say("notices")}: ${notices.join(" · ")} · ${say("short")} ${own.shortNotices}`,
    ...counts("conflicts", stepText, own.conflicts),
    ...counts("incidents", incidentStepText, own.incidents.steps),
    ...counts("sites", siteText, own.sites),
    ...counts("movements", movementText, own.movements),
    ...counts("areas", areaText, own.areas),
    ...(lines.length === 0 ? [] : [`${say("lines")}:`, ...lines]),
    "",
  ].join("\n");
};
type SayOf = [
  text: Parameters<typeof sayOfStatistics>[0],
  values?: Parameters<typeof sayOfStatistics>[2],
];

/** Written into a file: what it is called is printed. */
const written = (
  text: string,
  make: (asked: Asked, statistics: Statistics) => string | Promise<string>,
): Act => ({
  takes: ["FILE"],
  text,
  flags: PERIOD,
  run: async (asked) => {
    const [file = ""] = asked.names;
    const statistics = await read(asked);
    const made = await make(asked, statistics);
    try {
      await writeFile(file, made);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new UsageError(`${file} can't be written: ${error.message}`);
    }
    return { things: [statistics], text: `${file}\n` };
  },
});

const acts: Acts = {
  show: { takes: [], text: "the own part and the lines, in brief", flags: PERIOD, run: show },
  page: written("all of it as a page for paper, with plots", async (asked, statistics) => {
    const language = languageOf(asked);
    const { parties } = await asked.client.theatre();
    return writeStatisticsPage(statistics, language, (party) => {
      const found = parties.find(({ id }) => id === party);
      return found ? nameText(found.names, language) : party;
    });
  }),
  table: written("all of it as CSV, a row for each number", (_, statistics) =>
    writeStatisticsCsv(statistics),
  ),
};

export const statistics: Verb = verbOf({
  name: "statistics",
  summary: "what was counted: notices, conflicts, incidents, answers, lines",
  about: "The own part, and of others what both sides were told. Whole days in UTC.",
  acts,
  examples: [
    "statistics show --from 2026-11-01 --to 2026-11-30",
    "statistics page november.html --from 2026-11-01 --to 2026-11-30 --language ru",
    "statistics table november.csv --with SOUTH",
  ],
});
