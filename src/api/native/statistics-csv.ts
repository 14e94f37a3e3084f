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
    ...countRows(["own", "", "incidents"], own.incidents.steps),
    ...own.incidents.byKind.map(({ incidentKind, count }): Row => [
      "own",
      "",
      "incidents by kind",
      incidentKind,
      count,
    ]),
    ...countRows(["own", "", "sites"], own.sites),
    ...countRows(["own", "", "movements"], own.movements),
    ...countRows(["own", "", "areas"], own.areas),
    ...own.days.flatMap(({ day, ...counts }) => countRows(["own", "", `day ${day}`], counts)),
    ...pairs.flatMap((pair) => [
      ...messageRows([pair.party, "sent"], pair.sent),
      ...messageRows([pair.party, "received"], pair.received),
      ...toldRows([pair.party, "told"], pair.told),
      ...toldRows([pair.party, "heard"], pair.heard),
      ...countRows(["joint", pair.party, "conflicts"], pair.conflicts),
      ...incidentRows(pair),
      ...countRows(["joint", pair.party, "areas"], pair.areas),
      ...pair.reviews.flatMap((review) => reviewRows(pair.party, review)),
    ]),
    ...channels.flatMap((one) => [
      ...countRows(["line", one.channelId, "seconds"], one.lineS),
      ...countRows(["line", one.channelId, "checks"], one.checks),
    ]),
  ];
  return [HEAD, ...rows.map((row) => row.map(cellText).join(",")), ""].join("\r\n");
};

type Pair = Statistics["pairs"][number];
type Head = readonly [part: string, party: string, what: string];

const countRows = (head: Head, counts: Readonly<Record<string, number>>): readonly Row[] =>
  Object.entries(counts).map(([of, value]) => [...head, of, value]);

const bandRows = (head: Head, bands: Bands): readonly Row[] =>
  bands.map(({ fromMin, toMin, count }) => [...head, `${fromMin ?? ""}..${toMin ?? ""}`, count]);

const messageRows = (
  [party, way]: readonly [string, string],
  { byPrecedence, minutes }: Pair["sent"],
): readonly Row[] => [
  ...byPrecedence.flatMap(({ precedence, ...counts }) =>
    countRows(["joint", party, `${way} ${precedence}`], counts),
  ),
  ...bandRows(["joint", party, `${way} minutes_to_acknowledge`], minutes),
];

const toldRows = (
  [party, way]: readonly [string, string],
  { sites, movements }: Pair["told"],
): readonly Row[] => [
  ...countRows(["joint", party, `${way} sites`], sites),
  ...countRows(["joint", party, `${way} movements`], movements),
];

/** Where the two differ, what both count, and each one's own number where both consent. */
const incidentRows = ({ party, incidents }: Pair): readonly Row[] => [
  ...countRows(["joint", party, "incidents"], incidents.ended),
  ...incidents.byKind.flatMap((kind): readonly Row[] => {
    const { incidentKind, isConfirmed, confirmedCount, ownCount, otherCount } = kind;
    const row = (what: string, value: Cell): Row => [
      "joint",
      party,
      `incidents ${what}`,
      incidentKind,
      value,
    ];
    if (isConfirmed) return [row("confirmed", confirmedCount)];
    const own = ownCount === null ? [] : [row("own", ownCount), row("other", otherCount)];
    return [row("not confirmed, of both", confirmedCount), ...own];
  }),
];

/** What the two stated themselves: one number, both, or that nothing is agreed. */
const reviewRows = (
  party: string,
  { parties, from, to, rows }: Pair["reviews"][number],
): readonly Row[] =>
  rows.flatMap(({ heading, of, incidentKind, counts, outcome, recorded }) => {
    const what = [heading, of ?? incidentKind].filter((one) => one !== null).join(" ");
    const row = (how: string, value: Cell): Row => [
      "review",
      party,
      `${from}..${to} ${how}`,
      what,
      value,
    ];
    const told =
      outcome === "both_numbers"
        ? parties.map((one, i) => row(`by ${one}`, counts?.[i] ?? null))
        : [row(outcome, counts?.[0] ?? null)];
    return recorded === null ? told : [...told, row("recorded", recorded)];
  });

/** Source: RFC 4180. No id begins with what a spreadsheet takes for a formula. */
const cellText = (cell: Cell): string => {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
