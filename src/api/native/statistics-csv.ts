/** Statistics as one long table: a row for each number. */

import type { Statistics } from "./statistics.ts";

type Cell = string | number | null;
/** `party`: the other one; empty in the own part. */
type Row = readonly [part: string, party: string, what: string, of: string, value: Cell];
type Bands = Statistics["own"]["minutesOfNotice"];

const HEAD = "part,party,what,of,value";

export const writeStatisticsCsv = (statistics: Statistics): string => {
  const { party, from, to, madeAt, own, pairs, channels } = statistics;
  const about: readonly Row[] = [
    ["about", "", "party", "", party],
    ["about", "", "from", "", from],
    ["about", "", "to", "", to],
    ["about", "", "made_at", "", madeAt],
  ];
  const rows: readonly Row[] = [
    ...about,
    ...countRows(["own", "", "notices"], own.notices),
    ["own", "", "notices", "short", own.shortNotices],
    ...bandRows(["own", "", "minutes_of_notice"], own.minutesOfNotice),
    ...countRows(["own", "", "conflicts"], own.conflicts),
    ...own.days.flatMap(({ day, ...counts }) => countRows(["own", "", `day ${day}`], counts)),
    ...pairs.flatMap((pair) => [
      ...messageRows([pair.party, "sent"], pair.sent),
      ...messageRows([pair.party, "received"], pair.received),
      ...countRows(["joint", pair.party, "conflicts"], pair.conflicts),
    ]),
    ...channels.flatMap((one) => [
      ...countRows(["line", one.channelId, "seconds"], one.lineS),
      ...countRows(["line", one.channelId, "checks"], one.checks),
    ]),
  ];
  return [HEAD, ...rows.map((row) => row.map(cellText).join(",")), ""].join("\r\n");
};

type Head = readonly [part: string, party: string, what: string];

const countRows = (head: Head, counts: Readonly<Record<string, number>>): readonly Row[] =>
  Object.entries(counts).map(([of, value]) => [...head, of, value]);

const bandRows = (head: Head, bands: Bands): readonly Row[] =>
  bands.map(({ fromMin, toMin, count }) => [...head, `${fromMin ?? ""}..${toMin ?? ""}`, count]);

const messageRows = (
  [party, way]: readonly [string, string],
  { byPrecedence, minutes }: Statistics["pairs"][number]["sent"],
): readonly Row[] => [
  ...byPrecedence.flatMap(({ precedence, ...counts }) =>
    countRows(["joint", party, `${way} ${precedence}`], counts),
  ),
  ...bandRows(["joint", party, `${way} minutes_to_acknowledge`], minutes),
];

/** Source: RFC 4180. No id begins with what a spreadsheet takes for a formula. */
const cellText = (cell: Cell): string => {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
