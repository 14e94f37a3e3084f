/**
 * What a party sees of the statistics: its own part, and of each other party what both were told. How
 * many notices another gave is in neither part: docs/decisions/0033.
 */

import type { Level } from "../parties/model.ts";
import { pairKey } from "../disclosure/model.ts";
import { isChannelSeen } from "../line/channel-view.ts";
import type { LineState } from "../line/model.ts";
import { WORDS } from "../line/words.ts";
import { LIMITS } from "../limits.ts";
import type { NoticeKind } from "../operations/model.ts";
import type { Reader } from "../operations/view.ts";
import { publishedReviews } from "../reviews/published.ts";
import type { PublishedReview } from "../reviews/published.ts";
import type { State } from "../state.ts";
import {
  ANSWER_BANDS_MIN,
  AREA_STEPS,
  CHECK_ENDS,
  CONFLICT_STEPS,
  dayOf,
  MOVEMENT_ANSWERS,
  MOVEMENT_STEPS,
  NOTICE_BANDS_MIN,
  NOTICE_KINDS,
  SITE_ANSWERS,
  SITE_STEPS,
  tableOf,
} from "./model.ts";
import type { AreaStep, CheckEnd, ConflictStep, MessageCounter } from "./model.ts";
import type {
  MovementAnswer,
  MovementStep,
  PairCounter,
  PartyCounter,
  Precedence,
} from "./model.ts";
import type { Series, SiteAnswer, SiteStep, ToldCounter } from "./model.ts";
import { daysOf } from "./note.ts";
import { jointIncidentsOf, ownIncidentsOf } from "./view-incidents.ts";
import type { JointIncidents, OwnIncidents } from "./view-incidents.ts";

/** Both days included. `nowMs`: up to when a line that has not changed since is counted. */
export type Period = {
  readonly fromDay: number;
  readonly toDay: number;
  readonly nowMs: number;
};

/** `fromMin` null: below the first edge; `toMin` null: no end. `toMin` is the next band's. */
export type Band = {
  readonly fromMin: number | null;
  readonly toMin: number | null;
  readonly count: number;
};

export type ConflictCounts = Readonly<Record<ConflictStep, number>>;

export type OwnStatistics = {
  readonly notices: Readonly<Record<NoticeKind, number>>;
  readonly shortNotices: number;
  readonly minutesOfNotice: readonly Band[];
  readonly conflicts: ConflictCounts;
  readonly incidents: OwnIncidents;
  readonly sites: Readonly<Record<SiteStep, number>>;
  readonly movements: Readonly<Record<MovementStep, number>>;
  readonly areas: AreaCounts;
  /** Days on which there was anything. */
  readonly days: readonly DayStatistics[];
};
export type AreaCounts = Readonly<Record<AreaStep, number>>;

export type DayStatistics = {
  readonly day: number;
  readonly notices: number;
  readonly shortNotices: number;
  readonly conflictsTold: number;
};

/** Of one precedence. `overdue`: not acknowledged when the time ran out, be it later or never. */
export type AnswerCounts = {
  readonly precedence: Precedence;
  readonly sent: number;
  readonly inTime: number;
  readonly late: number;
  readonly overdue: number;
};
export type MessageStatistics = {
  readonly byPrecedence: readonly AnswerCounts[];
  /** From sending to acknowledgement. */
  readonly minutes: readonly Band[];
};
/** Of the sites and movements of one of the two: what was told of them, and answered by the other. */
export type ToldStatistics = {
  readonly sites: Readonly<Record<SiteAnswer, number>>;
  readonly movements: Readonly<Record<MovementAnswer, number>>;
};
export type PairStatistics = {
  readonly party: string;
  /** Said by the reader, acknowledged by the other; and the other way. */
  readonly sent: MessageStatistics;
  readonly received: MessageStatistics;
  /** Of the reader's sites and movements; and of the other's. */
  readonly told: ToldStatistics;
  readonly heard: ToldStatistics;
  /** Only those that both sides have owned. */
  readonly conflicts: ConflictCounts;
  readonly incidents: JointIncidents;
  /** Agreed by both, with or without others. */
  readonly areas: AreaCounts;
};

/** With what the two stated themselves, in reviews of the period or of parts of it that both agreed. */
export type PairWithReviews = PairStatistics & { readonly reviews: readonly PublishedReview[] };

export type ChannelStatistics = {
  readonly channelId: string;
  readonly parties: readonly string[];
  readonly level: Level;
  readonly lineMs: Readonly<Record<LineState, number>>;
  readonly openMs: number;
  /** Of the time that it was open, neither silent nor suspended. */
  readonly upMs: number;
  readonly checks: Readonly<Record<CheckEnd, number>>;
};

export type StatisticsView = {
  readonly party: string;
  readonly fromDay: number;
  readonly toDay: number;
  readonly own: OwnStatistics;
  readonly pairs: readonly PairWithReviews[];
  readonly channels: readonly ChannelStatistics[];
};

/** Null to the host: statistics are of the parties. */
export const viewStatistics = (
  state: State,
  reader: Reader,
  period: Period,
): StatisticsView | null => {
  if (reader.kind === "host") return null;
  const kept = dayOf(period.nowMs) - LIMITS.statisticsDaysKeptMax + 1;
  const asked = { ...period, fromDay: Math.max(period.fromDay, kept) };
  const { party } = reader;
  const others = state.theatre?.parties.filter(({ id }) => id !== party) ?? [];
  return {
    party,
    fromDay: asked.fromDay,
    toDay: asked.toDay,
    own: ownOf(state, party, asked),
    pairs: others.map(({ id }) => ({
      ...pairStatisticsOf(state, [party, id], asked),
      reviews: publishedReviews(state, [party, id], asked),
    })),
    channels: [...state.line.channels.of(party).values()]
      .filter((channel) => isChannelSeen(channel, reader))
      .map((channel) => channelOf(state, channel, asked)),
  };
};

const isIn = (day: number, { fromDay, toDay }: Period): boolean => fromDay <= day && day <= toDay;

/** All days of the period in one. */
const sumOf = <C extends string>(series: Series<C> | undefined, period: Period): Map<C, number> => {
  const sums = new Map<C, number>();
  for (const [day, row] of series ?? []) {
    if (!isIn(day, period)) continue;
    for (const [counter, n] of row) sums.set(counter, (sums.get(counter) ?? 0) + n);
  }
  return sums;
};

const bandsOf = (edges: readonly number[], at: (band: number) => number): readonly Band[] =>
  [...edges, null].map((toMin, i) => ({ fromMin: edges[i - 1] ?? null, toMin, count: at(i) }));

const stepsOf = (at: (counter: PairCounter) => number | undefined): ConflictCounts =>
  tableOf(CONFLICT_STEPS, (step) => at(`conflict:${step}`) ?? 0);

const areasOf = (at: (counter: `area:${AreaStep}`) => number | undefined): AreaCounts =>
  tableOf(AREA_STEPS, (step) => at(`area:${step}`) ?? 0);

const ownOf = (state: State, party: string, period: Period): OwnStatistics => {
  const series = state.statistics.parties.get(party);
  const sums = sumOf(series, period);
  return {
    notices: noticesOf(sums),
    shortNotices: sums.get("notice:short") ?? 0,
    minutesOfNotice: bandsOf(NOTICE_BANDS_MIN, (i) => sums.get(`minutes:${i}`) ?? 0),
    conflicts: stepsOf((counter) => sums.get(counter)),
    incidents: ownIncidentsOf(state, party, period, sums),
    sites: tableOf(SITE_STEPS, (step) => sums.get(`site:${step}`) ?? 0),
    movements: tableOf(MOVEMENT_STEPS, (step) => sums.get(`movement:${step}`) ?? 0),
    areas: areasOf((counter) => sums.get(counter)),
    days: [...(series ?? [])]
      .filter(([day]) => isIn(day, period))
      .map(([day, row]) => ({
        day,
        notices: Object.values(noticesOf(row)).reduce((a, b) => a + b),
        shortNotices: row.get("notice:short") ?? 0,
        conflictsTold: row.get("conflict:told") ?? 0,
      })),
  };
};

const noticesOf = (sums: ReadonlyMap<PartyCounter, number>): Readonly<Record<NoticeKind, number>> =>
  tableOf(NOTICE_KINDS, (kind) => sums.get(`notice:${kind}`) ?? 0);

const toldOf = (series: Series<ToldCounter> | undefined, period: Period): ToldStatistics => {
  const sums = sumOf(series, period);
  return {
    sites: tableOf(SITE_ANSWERS, (answer) => sums.get(`site:${answer}`) ?? 0),
    movements: tableOf(MOVEMENT_ANSWERS, (answer) => sums.get(`movement:${answer}`) ?? 0),
  };
};

/** Of the first of the two, with the second: the same numbers the other way round. */
export const pairStatisticsOf = (
  state: State,
  [own, other]: readonly [string, string],
  period: Period,
): PairStatistics => {
  const { statistics } = state;
  const [first = own, second = other] = [own, other].toSorted();
  const both = sumOf(statistics.pairs.get(pairKey(first, second)), period);
  const messages = (from: string, to: string): MessageStatistics =>
    messagesOf(sumOf(statistics.messages.get(pairKey(from, to)), period));
  return {
    party: other,
    sent: messages(own, other),
    received: messages(other, own),
    told: toldOf(statistics.told.get(pairKey(own, other)), period),
    heard: toldOf(statistics.told.get(pairKey(other, own)), period),
    conflicts: stepsOf((counter) => both.get(counter)),
    incidents: jointIncidentsOf(state, [own, other], period, both),
    areas: areasOf((counter) => both.get(counter)),
  };
};

const messagesOf = (sums: ReadonlyMap<MessageCounter, number>): MessageStatistics => ({
  byPrecedence: WORDS.precedence.map((precedence) => ({
    precedence,
    sent: sums.get(`sent:${precedence}`) ?? 0,
    inTime: sums.get(`in_time:${precedence}`) ?? 0,
    late: sums.get(`late:${precedence}`) ?? 0,
    overdue: sums.get(`overdue:${precedence}`) ?? 0,
  })),
  minutes: bandsOf(ANSWER_BANDS_MIN, (i) => sums.get(`waited:${i}`) ?? 0),
});

const channelOf = (
  { statistics }: State,
  { id, parties, level }: { id: string; parties: readonly string[]; level: Level },
  period: Period,
): ChannelStatistics => {
  const sums = sumOf(statistics.channels.get(id), period);
  const now = statistics.lines.get(id);
  const running = now ? daysOf(now, Math.max(now.sinceMs, period.nowMs)) : [];
  const runningMs = running.reduce((ms, one) => ms + (isIn(one.day, period) ? one.ms : 0), 0);
  const msIn = (state: LineState): number =>
    (sums.get(`line:${state}`) ?? 0) + (now?.state === state ? runningMs : 0);
  const lineMs = tableOf(WORDS.lineState, msIn);
  const openMs = Object.values(lineMs).reduce((a, b) => a + b);
  return {
    channelId: id,
    parties,
    level,
    lineMs,
    openMs,
    upMs: openMs - lineMs.silent - lineMs.suspended,
    checks: tableOf(CHECK_ENDS, (end) => sums.get(`check:${end}`) ?? 0),
  };
};
