/** Statistics as a page for paper: one file, no script, nothing fetched; bars and columns are inline SVG. */

import {
  AREA_STEPS,
  CHECK_ENDS,
  CONFLICT_STEPS,
  INCIDENT_STEPS,
  MOVEMENT_ANSWERS,
  MOVEMENT_STEPS,
  NOTICE_KINDS,
  SITE_ANSWERS,
  SITE_STEPS,
} from "../../core/statistics/model.ts";
import { WORDS } from "../../core/line/words.ts";
import type { WordOf } from "../../core/line/words.ts";
import { escapeMarkup } from "../../formats/markup-text.ts";
import type { Language } from "../../phrases/catalogue.ts";
import { CATALOGUES, PHRASES } from "../../phrases/compile.ts";
import { renderFixed } from "../../phrases/render.ts";
import * as words from "../../phrases/statistics/render.ts";
import { instantText } from "../../phrases/plain-text.ts";
import type { StatisticsText } from "../../phrases/statistics/words.ts";
import { fixedText, wordText } from "../../phrases/value-text.ts";
import type { Statistics } from "./statistics.ts";
import { reviewPart } from "./statistics-review.ts";
import { barTable, dayPlot } from "./statistics-plots.ts";
import type { Row } from "./statistics-plots.ts";
import { STATISTICS_STYLE } from "./statistics-style.ts";

type Pair = Statistics["pairs"][number];
type IncidentKind = WordOf<"incidentKind">;

type Names = (party: string) => string;

/** `names`: of the parties, in the page's language. */
export const writeStatisticsPage = (
  statistics: Statistics,
  language: Language,
  names: Names,
): string => {
  const { party, from, to, madeAt, pairs, channels } = statistics;
  const { direction, reviewed } = CATALOGUES[language];
  const say = sayIn(language);
  const name = names(party);
  const minute = Math.floor(Date.parse(madeAt) / 60_000) * 60_000;
  const time = fixedText(PHRASES[language], instantText(minute));
  const body = [
    `<h1>${say("title", { party: name })}</h1>`,
    `<p>${escapeMarkup(words.periodText({ from, to }, language))}</p>`,
    `<p class="quiet">${say("whatItIs", { party: name })}</p>`,
    ownPart(statistics, language),
    ...pairs.map((pair) => pairPart(pair, names, language)),
    ...(channels.length === 0 ? [] : [linePart(channels, language)]),
  ];
  const footer = [
    `<p>${say("made", { time })}</p>`,
    ...(reviewed ? [] : [`<p>${escapeMarkup(renderFixed("unreviewed", language))}</p>`]),
  ];
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${say("title", { party: name })}</title>
<style>${STATISTICS_STYLE}</style>
</head>
<body>
<main>
${body.join("\n")}
</main>
<footer>${footer.join("\n")}</footer>
</body>
</html>
`;
};

const sayIn =
  (language: Language) =>
  (text: StatisticsText, values: Readonly<Record<string, string | number>> = {}): string =>
    escapeMarkup(words.sayOfStatistics(text, language, values));

const ownPart = ({ own, from, to }: Statistics, language: Language): string => {
  const say = sayIn(language);
  const notices = NOTICE_KINDS.map((kind) => ({
    label: words.noticeText(kind, language),
    value: own.notices[kind],
  }));
  const short = { label: words.sayOfStatistics("short", language), value: own.shortNotices };
  return article(say("own"), [
    section(say("notices"), barTable([...notices, short], language)),
    dayPlot({ days: own.days, from, to }, language),
    section(say("minutesOfNotice"), barTable(bandRows(own.minutesOfNotice, language), language)),
    section(say("conflicts"), barTable(stepRows(own.conflicts, language), language)),
    section(say("incidents"), barTable(incidentRows(own.incidents.steps, language), language)),
    ...some(say("incidentsByKind"), kindRows(own.incidents.byKind, language), language),
    section(say("sites"), barTable(siteRows(own.sites, language), language)),
    section(say("movements"), barTable(movementRows(own.movements, language), language)),
    section(say("areas"), barTable(areaRows(own.areas, language), language)),
  ]);
};

const pairPart = (pair: Pair, names: Names, language: Language): string => {
  const name = names(pair.party);
  const { sent, received, told, heard, conflicts, areas } = pair;
  const say = sayIn(language);
  const party = { party: name };
  return article(say("withParty", party), [
    `<p class="quiet">${say("joint")}</p>`,
    messagePart(say("sentTo", party), sent, language),
    messagePart(say("receivedFrom", party), received, language),
    section(say("conflictsOfBoth"), barTable(stepRows(conflicts, language), language)),
    ...incidentParts(pair, name, language),
    ...some(say("toldOfOurs", party), toldRows(told, language), language),
    ...some(say("toldOfTheirs", party), toldRows(heard, language), language),
    ...some(say("areasOfBoth"), areaRows(areas, language), language),
    ...pair.reviews.map((review) => reviewPart(review, names, language)),
  ]);
};

/** What both say; and, where they differ, what of it both count, and each one's number by consent. */
const incidentParts = (
  { incidents: { ended, byKind } }: Pair,
  name: string,
  language: Language,
): readonly string[] => {
  const say = sayIn(language);
  const label = (text: StatisticsText, incidentKind: IncidentKind): string =>
    words.sayOfStatistics(text, language, { kind: kindText(incidentKind, language), party: name });
  const endRows = WORDS.incidentOutcome.map((outcome) => ({
    label: words.incidentStepText(outcome, language),
    value: ended[outcome],
  }));
  const confirmed = byKind.flatMap(({ incidentKind, isConfirmed, confirmedCount }) =>
    isConfirmed ? [{ label: kindText(incidentKind, language), value: confirmedCount }] : [],
  );
  const differing = byKind.flatMap((one): readonly Row[] => {
    const { incidentKind, isConfirmed, confirmedCount, ownCount, otherCount } = one;
    if (isConfirmed) return [];
    const both = { label: label("ofBoth", incidentKind), value: confirmedCount };
    if (ownCount === null || otherCount === null) return [both];
    const own = { label: label("ownNumber", incidentKind), value: ownCount };
    return [both, own, { label: label("otherNumber", incidentKind), value: otherCount }];
  });
  const differ =
    differing.length === 0 ? [] : [barTable(differing, language, { isZeroShown: true })];
  return [
    ...some(say("incidentsOfBoth"), endRows, language),
    ...some(say("incidentsConfirmed"), confirmed, language),
    ...differ.map((table) => section(say("incidentsDiffer"), table)),
  ];
};

const messagePart = (
  heading: string,
  { byPrecedence, minutes }: Pair["sent"],
  language: Language,
): string => {
  const say = (text: StatisticsText): string => words.sayOfStatistics(text, language);
  const rows = byPrecedence
    .filter(({ sent, inTime, late, overdue }) => sent + inTime + late + overdue > 0)
    .flatMap(({ precedence, ...counts }) => {
      const word = wordText(PHRASES[language], "precedence", precedence);
      return (["sent", "inTime", "late", "overdue"] as const).map((what) => ({
        label: `${word}: ${say(what)}`,
        value: counts[what],
      }));
    });
  const waited = bandRows(minutes, language);
  const answered = waited.some(({ value }) => value > 0)
    ? `<h3>${escapeMarkup(say("minutesToAcknowledge"))}</h3>${barTable(waited, language)}`
    : "";
  return section(heading, barTable(rows, language)) + answered;
};

const linePart = (channels: Statistics["channels"], language: Language): string =>
  article(
    sayIn(language)("lines"),
    channels.map((channel) => channelPart(channel, language)),
  );

const channelPart = (
  { channelId, lineS, openS, upS, checks }: Statistics["channels"][number],
  language: Language,
): string => {
  const say = sayIn(language);
  const phrases = PHRASES[language];
  const share = openS === 0 ? 0 : Math.floor((upS / openS) * 1000) / 10;
  const states = WORDS.lineState.map((state) => ({
    label: wordText(phrases, "lineState", state),
    value: lineS[state],
    text: hoursText(lineS[state], language),
  }));
  const ended = CHECK_ENDS.map((end) => ({
    label: words.checkText(end, language),
    value: checks[end],
  }));
  return [
    `<h3><bdi dir="ltr">${escapeMarkup(channelId)}</bdi></h3>`,
    ...(openS === 0
      ? []
      : [`<p>${say("up", { share: String(share), open: hoursText(openS, language) })}</p>`]),
    barTable(states, language),
    section(say("checks"), barTable(ended, language)),
  ].join("\n");
};

/** Down to a tenth, so that the parts never come to more than the whole. */
const hoursText = (seconds: number, language: Language): string =>
  words.sayOfStatistics("hours", language, { n: String(Math.floor(seconds / 360) / 10) });

const bandRows = (
  bands: Statistics["own"]["minutesOfNotice"],
  language: Language,
): readonly Row[] =>
  bands.map((band) => ({ label: words.bandText(band, language), value: band.count }));

const stepRows = (counts: Statistics["own"]["conflicts"], language: Language): readonly Row[] =>
  CONFLICT_STEPS.map((step) => ({ label: words.stepText(step, language), value: counts[step] }));

const incidentRows = (
  steps: Statistics["own"]["incidents"]["steps"],
  language: Language,
): readonly Row[] =>
  INCIDENT_STEPS.map((step) => ({
    label: words.incidentStepText(step, language),
    value: steps[step],
  }));

const kindText = (incidentKind: IncidentKind, language: Language): string =>
  wordText(PHRASES[language], "incidentKind", incidentKind);

const kindRows = (
  byKind: Statistics["own"]["incidents"]["byKind"],
  language: Language,
): readonly Row[] =>
  byKind.map(({ incidentKind, count }) => ({
    label: kindText(incidentKind, language),
    value: count,
  }));

const siteRows = (sites: Statistics["own"]["sites"], language: Language): readonly Row[] =>
  SITE_STEPS.map((step) => ({ label: words.siteText(step, language), value: sites[step] }));

const movementRows = (
  movements: Statistics["own"]["movements"],
  language: Language,
): readonly Row[] =>
  MOVEMENT_STEPS.map((step) => ({
    label: words.movementText(step, language),
    value: movements[step],
  }));

const areaRows = (areas: Statistics["own"]["areas"], language: Language): readonly Row[] =>
  AREA_STEPS.map((step) => ({ label: words.areaText(step, language), value: areas[step] }));

const toldRows = ({ sites, movements }: Pair["told"], language: Language): readonly Row[] => [
  ...SITE_ANSWERS.map((answer) => ({
    label: words.sayOfStatistics("siteLabel", language, {
      what: words.siteAnswerText(answer, language),
    }),
    value: sites[answer],
  })),
  ...MOVEMENT_ANSWERS.map((answer) => ({
    label: words.sayOfStatistics("movementLabel", language, {
      what: words.movementAnswerText(answer, language),
    }),
    value: movements[answer],
  })),
];

const article = (heading: string, parts: readonly string[]): string =>
  `<article><h2>${heading}</h2>\n${parts.join("\n")}</article>`;

const section = (heading: string, body: string): string => `<h3>${heading}</h3>\n${body}`;

/** Left out where there was nothing: of what few pairs have. */
const some = (heading: string, rows: readonly Row[], language: Language): readonly string[] =>
  rows.some(({ value }) => value > 0) ? [section(heading, barTable(rows, language))] : [];
