/** Statistics on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { WORDS } from "../../core/line/words.ts";
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
import type { ChannelStatistics, StatisticsView } from "../../core/statistics/view.ts";
import { Day, dayText } from "./day.ts";
import { CountPair, REVIEW_ROW } from "./review.ts";
import { ListOf, nullable, OneOf } from "./schema.ts";
import { Instant } from "./schema.ts";
import { timeText } from "./time.ts";

const Count = Type.Integer({ minimum: 0 });

const countsOf = <K extends string>(
  names: readonly K[],
  title: string,
  options: { readonly description?: string } = {},
) =>
  Type.Unsafe<Readonly<Record<K, number>>>(
    Type.Object(Object.fromEntries(names.map((name) => [name, Count])), { title, ...options }),
  );

const Bands = ListOf(
  Type.Object(
    { fromMin: nullable(Type.Integer()), toMin: nullable(Type.Integer()), count: Count },
    {
      title: "Band",
      description: "From so many whole minutes up to and without so many; null: no bound.",
    },
  ),
);
const ConflictCounts = countsOf(CONFLICT_STEPS, "ConflictCounts", {
  description: "How often one came to this: a conflict that changed is told again.",
});
const AreaCounts = countsOf(AREA_STEPS, "AreaCounts", {
  description: "Of agreed areas: how often one came to this, for each of its parties.",
});
const OwnIncidents = Type.Object(
  {
    steps: countsOf(INCIDENT_STEPS, "IncidentStepCounts", {
      description:
        "`overdue`: what this side owed and did not do in time. The last four: how it ended.",
    }),
    byKind: ListOf(
      Type.Object(
        { incidentKind: OneOf(WORDS.incidentKind), count: Count },
        { title: "IncidentKindCount" },
      ),
    ),
  },
  {
    title: "OwnIncidents",
    description: "Kinds, and times, as this side's own accounts give them; the steps by their day.",
  },
);
const JointIncidents = Type.Object(
  {
    ended: countsOf(WORDS.incidentOutcome, "IncidentEnds", {
      description: "Both sides said that it ended so.",
    }),
    byKind: ListOf(
      Type.Object(
        {
          incidentKind: OneOf(WORDS.incidentKind),
          isConfirmed: Type.Boolean({ description: "Both count these, and no others." }),
          confirmedCount: Type.Integer({ minimum: 0, description: "Those that both count." }),
          ownCount: nullable(Count),
          otherCount: nullable(Count),
        },
        { title: "JointIncidentCount" },
      ),
      {
        description:
          "Of kinds that at least one side counts. Each side's own number: only while both consent.",
      },
    ),
  },
  { title: "JointIncidents" },
);
const ToldStatistics = Type.Object(
  {
    sites: countsOf(SITE_ANSWERS, "SiteAnswers", {
      description: "`told`: each version of each site, once.",
    }),
    movements: countsOf(MOVEMENT_ANSWERS, "MovementAnswers", {
      description: "`delivered`: each version of each movement, once.",
    }),
  },
  { title: "ToldStatistics" },
);
const PublishedReview = Type.Object(
  {
    reviewId: Type.String(),
    parties: ListOf(Type.String()),
    from: Day,
    to: Day,
    agreedAt: Instant,
    rows: ListOf(
      Type.Object(
        {
          ...REVIEW_ROW,
          outcome: OneOf(["confirmed", "both_numbers", "not_agreed"]),
          counts: nullable(CountPair),
        },
        { title: "PublishedRow", description: "`counts` is null where nothing is agreed." },
      ),
    ),
  },
  { title: "PublishedReview" },
);
const MessageStatistics = Type.Object(
  {
    byPrecedence: ListOf(
      Type.Object(
        {
          precedence: OneOf(WORDS.precedence),
          sent: Count,
          inTime: Count,
          late: Count,
          overdue: Type.Integer({
            minimum: 0,
            description: "Not acknowledged when the time was up, be it later or never.",
          }),
        },
        { title: "AnswerCounts" },
      ),
    ),
    minutes: Bands,
  },
  { title: "MessageStatistics", description: "Line checks are not among them." },
);

export const Statistics = Type.Object(
  {
    party: Type.String(),
    from: Day,
    to: Day,
    keptFrom: Type.String({ description: "The first day that is kept; none before it is told." }),
    madeAt: Instant,
    own: Type.Object(
      {
        notices: countsOf(NOTICE_KINDS, "NoticeCounts"),
        shortNotices: Count,
        minutesOfNotice: Bands,
        conflicts: ConflictCounts,
        incidents: OwnIncidents,
        sites: countsOf(SITE_STEPS, "SiteCounts", { description: "Of this side's own sites." }),
        movements: countsOf(MOVEMENT_STEPS, "MovementCounts", {
          description:
            "Of this side's own movements. `told`: each version. The last five: how it ended.",
        }),
        areas: AreaCounts,
        days: ListOf(
          Type.Object(
            { day: Day, notices: Count, shortNotices: Count, conflictsTold: Count },
            { title: "DayStatistics" },
          ),
          { description: "Those on which there was anything." },
        ),
      },
      { title: "OwnStatistics" },
    ),
    pairs: ListOf(
      Type.Object(
        {
          party: Type.String(),
          sent: MessageStatistics,
          received: MessageStatistics,
          told: ToldStatistics,
          heard: ToldStatistics,
          conflicts: ConflictCounts,
          incidents: JointIncidents,
          areas: AreaCounts,
          reviews: ListOf(PublishedReview, {
            description: "Of days of the period, agreed by both: what the two state themselves.",
          }),
        },
        {
          title: "PairStatistics",
          description:
            "What both sides were told. Told: of this side's sites and movements; heard: of the other's. Conflicts: only those that both have owned, from then on.",
        },
      ),
    ),
    channels: ListOf(
      Type.Object(
        {
          channelId: Type.String(),
          parties: ListOf(Type.String()),
          level: OneOf(WORDS.level),
          lineS: countsOf(WORDS.lineState, "LineSeconds"),
          openS: Count,
          upS: Type.Integer({ minimum: 0, description: "Open, neither silent nor suspended." }),
          checks: countsOf(CHECK_ENDS, "CheckCounts"),
        },
        { title: "ChannelStatistics" },
      ),
    ),
  },
  { title: "Statistics" },
);
export type Statistics = Static<typeof Statistics>;

export type Made = { readonly nowMs: number; readonly keptFromDay: number };

export const encodeStatistics = (
  { party, fromDay, toDay, own, pairs, channels }: StatisticsView,
  { nowMs, keptFromDay }: Made,
): Statistics => ({
  party,
  from: dayText(fromDay),
  to: dayText(toDay),
  keptFrom: dayText(keptFromDay),
  madeAt: timeText(nowMs),
  own: { ...own, days: own.days.map(({ day, ...counts }) => ({ day: dayText(day), ...counts })) },
  pairs: pairs.map((pair) => ({
    ...pair,
    reviews: pair.reviews.map(({ fromDay: from, toDay: to, agreedMs, ...review }) => ({
      ...review,
      from: dayText(from),
      to: dayText(to),
      agreedAt: timeText(agreedMs),
    })),
  })),
  channels: channels.map(encodeChannel),
});

const encodeChannel = ({
  lineMs,
  openMs,
  upMs,
  ...channel
}: ChannelStatistics): Statistics["channels"][number] => {
  const lineS = { ...lineMs };
  for (const state of WORDS.lineState) lineS[state] = Math.round(lineMs[state] / 1000);
  return { ...channel, lineS, openS: Math.round(openMs / 1000), upS: Math.round(upMs / 1000) };
};
