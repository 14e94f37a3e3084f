/** Acts of `wideberth track` about what was observed: of an operation, and in an area. */

import type { CoverageAnswer, CoverageRequest } from "../api/native/track-routes.ts";
import type { Coverage } from "../api/native/track.ts";
import { UsageError } from "./flags.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { asNumber } from "./remote/body.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Sentence } from "./remote/words.ts";

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

const columnsOf = (speak: Speak): readonly Column<Coverage>[] => [
  ["operation", ({ operationId }) => speak.id(operationId)],
  ["observed", ({ observation }) => speak.tell(observation)],
  ["timeShare", ({ timeShare, isAtLeast }) => `${isAtLeast ? "≥ " : ""}${percent(timeShare)}`],
  ["groundShare", ({ groundShare }) => percent(groundShare)],
];

/** Every time without a report, too: it is what is not known. */
const coverage = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const one = await client.coverage(names[0] ?? "");
  const text = linesOf(speak, columnsOf(speak), one);
  const { unseen } = one;
  const times = unseen.length === 0 ? "" : `${speak.head("unseen")}:\n${timesOf(speak, unseen)}`;
  return { things: [one], text: text + times };
};

const timesOf = (speak: Speak, unseen: Coverage["unseen"]): string =>
  tableOf<Coverage["unseen"][number]>(
    speak,
    [
      ["start", ({ start }) => speak.when(start)],
      ["end", ({ end }) => speak.when(end)],
    ],
    unseen,
  );

const STATEMENTS: Readonly<Record<CoverageAnswer["observation"], Sentence>> = {
  not_observed: "areaNotObserved",
  partly_observed: "areaPartlyObserved",
  observed: "areaObserved",
};

const area = async (asked: Asked): Promise<Answer> => {
  const { client, speak } = asked;
  const answer = await client.askCoverage(await parseArea(asked));
  const { operations, remaining, observation } = answer;
  const statement = `${speak.tell(STATEMENTS[observation])}\n`;
  const table = operations.length === 0 ? "" : tableOf(speak, columnsOf(speak), operations);
  return { things: [answer], text: statement + table, left: remaining };
};

/** A circle by its flags, or whatever the file says: of that the flags change the rest. */
const parseArea = async (asked: Asked): Promise<CoverageRequest> => {
  const { text } = asked;
  const said = await asked.parseBody<Partial<CoverageRequest>>();
  const circle = CIRCLE.filter((flag) => text(flag) !== null);
  const unbounded = { lowerM: null, upperM: null, start: null, end: null };
  if (circle.length === 0 && said.area?.footprint === undefined)
    throw new UsageError("no area: give --lat, --lng and --radius, or a volume with --from FILE");
  if (circle.length === 0) return { ...said, area: { ...unbounded, ...said.area! } };
  const missing = CIRCLE.find((flag) => text(flag) === null);
  if (missing !== undefined)
    throw new UsageError(`--${missing} is missing: a circle has all three`);
  const [latDeg, lngDeg, radiusM] = CIRCLE.map((flag) => asNumber(text(flag)!, flag));
  const footprint = { kind: "circle", center: [lngDeg!, latDeg!], radiusM: radiusM! } as const;
  return { ...said, area: { ...unbounded, ...said.area, footprint } };
};

const CIRCLE = ["lat", "lng", "radius"] as const;

export const COVERAGE_ACTS: Acts = {
  coverage: {
    takes: ["OPERATION"],
    text: "how much of its time and ground was observed; without reports: not observed",
    run: coverage,
  },
  area: {
    takes: [],
    text: "what was observed in an area and a time, of operations that one sees in full",
    body: "file",
    flags: {
      lat: { as: "DEG", text: "of a circle: the latitude of its middle" },
      lng: { as: "DEG", text: "and the longitude" },
      radius: { as: "M", text: "and how far it reaches, metres" },
      lower: {
        as: "M",
        text: "from which altitude, metres above the WGS84 ellipsoid",
        member: "area.lowerM",
        read: asNumber,
      },
      upper: { as: "M", text: "up to which", member: "area.upperM", read: asNumber },
      start: { as: "ISO", text: "from when on", member: "area.start" },
      end: { as: "ISO", text: "until when; never later than now", member: "area.end" },
    },
    run: area,
  },
};
