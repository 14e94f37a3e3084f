/** `wideberth track`: whose reports belong to one's own operations and movements, and how much of them was observed. */

import type { Track } from "../api/native/track.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { done } from "./remote/done.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Sentence } from "./remote/words.ts";
import { COVERAGE_ACTS } from "./track-coverage.ts";
import { REPORT_ACTS } from "./track-reports.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Track>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["operation", ({ operationId }) => operationId && speak.id(operationId)],
  ["movement", ({ movementId }) => movementId && speak.id(movementId)],
  ["identity", ({ identity }) => speak.theirs(identity)],
  ["state", ({ state }) => speak.texts.trackStates[state]],
  ["lastReport", ({ lastReport }) => lastReport && speak.time(lastReport.at)],
  ["until", ({ freshUntil }) => speak.when(freshUntil)],
];

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak, names } = asked;
  const movementId = asked.text("movement");
  const query = {
    ...(names[0] === undefined ? {} : { operationId: names[0] }),
    ...(movementId === null ? {} : { movementId }),
  };
  const { items, left } = await readList(asked, (page) => client.tracks({ ...query, ...page }));
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const track = await client.track(names[0] ?? "");
  const about = linesOf(speak, [...columnsOf(speak), ...judgedColumns(speak)], track);
  const others = track.corroborations;
  const table = others.length === 0 ? "" : tableOf(speak, otherColumns(speak), others);
  return { things: [track], text: about + table };
};

const BY = { time: "byTime", altitude: "byAltitude", place: "byPlace" } as const;

/** How the last report stood to the operation's volumes, and what speaks against inside. */
const judgementOf = (speak: Speak, { lastReport }: Track): string | null => {
  if (!lastReport?.within) return null;
  const { within, objection } = lastReport;
  const by: Sentence | null = objection && BY[objection];
  return by ? `${speak.tell(within)} (${speak.tell(by)})` : speak.tell(within);
};

const judgedColumns = (speak: Speak): readonly Column<Track>[] => [
  ["within", (track) => judgementOf(speak, track)],
  ["reports", ({ reportCount }) => String(reportCount)],
  ["late", ({ lateCount }) => (lateCount > 0 ? String(lateCount) : null)],
];

const otherColumns = (speak: Speak): readonly Column<Track["corroborations"][number]>[] => [
  ["other", ({ reporter }) => (reporter === null ? speak.tell("host") : speak.id(reporter))],
  ["agreeing", ({ agreeing }) => String(agreeing)],
  ["differing", ({ differing }) => String(differing)],
  ["lastReport", ({ lastAt }) => speak.when(lastAt)],
];

const acts: Acts = {
  list: {
    takes: ["OPERATION?"],
    text: "one's own tracks, ended ones too; of one operation",
    flags: { movement: { as: "MOVEMENT", text: "of one movement" }, ...LIMIT_FLAG },
    run: list,
  },
  show: { takes: ["ID"], text: "one of them: conforming, deviating, or no report", run: show },
  bind: {
    takes: [],
    text: "tie an identity to one's own operation or movement: its reports are held against it",
    flags: {
      operation: { as: "ID", text: "which operation", member: "operationId" },
      movement: { as: "ID", text: "or which movement", member: "movementId" },
      identity: { as: "IDENTITY", text: '"mmsi 244660000", "icao 3c6444"', member: "identity" },
      start: { as: "ISO", text: "from when on", member: "from" },
      end: { as: "ISO", text: "until when", member: "to" },
    },
    isWrite: true,
    run: async (asked) => {
      const receipt = await asked.client.bindTrack(await asked.parseBody(), asked.write);
      return done(asked, receipt, [["id", asked.speak.id(receipt.trackId)]]);
    },
  },
  end: {
    takes: ["ID"],
    text: "take no more reports into it; what was observed stays",
    isWrite: true,
    run: async (asked) => {
      const receipt = await asked.client.endTrack(asked.names[0] ?? "", asked.write);
      return done(asked, receipt, [["id", asked.speak.id(receipt.trackId)]]);
    },
  },
  ...REPORT_ACTS,
  ...COVERAGE_ACTS,
};

export const track: Verb = verbOf({
  name: "track",
  summary: "position reports of one's own operations and movements, and what was observed",
  about: "Tracks: one's own alone. They corroborate and decide nothing; what is stale is unknown.",
  acts,
  examples: [
    'track bind --operation NORTH-2026-00001 --identity "mmsi 244660000"',
    'track report --identity "mmsi 244660000" --lat 60.1 --lng 24.9',
    "track import coast.nmea --format ais --heard-at 2026-11-23T06:00:00Z",
    "track coverage NORTH-2026-00001",
    "track area --lat 60.1 --lng 24.9 --radius 5000 --start 2026-11-23T06:00:00Z",
  ],
});
