/** Tracks on the wire: whose reports belong to an operation or a movement, how they stand, and how much was observed. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { OBSERVATIONS } from "../../core/tracks/coverage.ts";
import type { Coverage as CoreCoverage } from "../../core/tracks/coverage.ts";
import { TRACK_SOURCES } from "../../core/tracks/commands.ts";
import type { TrackSubject } from "../../core/tracks/commands.ts";
import { identityText } from "../../core/tracks/identity.ts";
import { TRACK_STATES } from "../../core/tracks/model.ts";
import type { TrackView } from "../../core/tracks/view.ts";
import { ApiProblem } from "../problem.ts";
import { MovementId } from "./movement.ts";
import { PageOf } from "./page.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableOneOf,
  NullableText,
  OneOf,
  OperationId,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";
import { Position } from "./volume.ts";

/** One text, so that what a key signs says it as it was asked. */
export const IdentityText = Type.String({
  pattern: "^(mmsi|icao|uas|cot|own) [!-~]([ -~]{0,62}[!-~])?$",
  description:
    "A scheme and what it says: `mmsi 244660000`, `icao 3c6444`, `uas 1AKGAAN8G70R7JS`, `cot TRUCK-1`, or a name of one's own: `own van 3`.",
});

/** One of the two. */
const OF = {
  operationId: Type.Optional(OperationId),
  movementId: Type.Optional(MovementId),
};

export const TrackRequest = Type.Object(
  {
    ...OF,
    identity: IdentityText,
    from: Type.Optional(NullableInstant),
    to: Type.Optional(NullableInstant),
  },
  { ...CLOSED, title: "TrackRequest", description: "Of operationId and movementId one is given." },
);
export type TrackRequest = Static<typeof TrackRequest>;

/** What the track is to be of. Throws ApiProblem when that is nothing, or two things. */
export const subjectOf = ({ operationId, movementId }: TrackRequest): TrackSubject => {
  if (operationId !== undefined && movementId === undefined)
    return { kind: "operation", id: operationId };
  if (movementId !== undefined && operationId === undefined)
    return { kind: "movement", id: movementId };
  throw new ApiProblem("invalid-request", {
    detail: "a track is of one operation or of one movement",
    field: "operationId",
    remedy: "give operationId, or give movementId",
  });
};

const LastReport = Type.Object(
  {
    at: Instant,
    receivedAt: Instant,
    position: Position,
    source: OneOf(TRACK_SOURCES),
    within: Type.Unsafe<"inside" | "doubtful" | "outside" | null>({
      ...NullableOneOf(["inside", "doubtful", "outside"]),
      description:
        "Of the operation's volumes then. doubtful: it can't be told apart from inside, and counts as it. null: the operation says nothing of that time.",
    }),
    objection: Type.Unsafe<"time" | "altitude" | "place" | null>({
      ...NullableOneOf(["time", "altitude", "place"]),
      description: "What speaks against inside.",
    }),
    version: Type.Unsafe<number | null>({
      type: ["integer", "null"],
      description:
        "Of the operation, against which it was judged; null: of a movement that was not told yet.",
    }),
  },
  { title: "LastReport" },
);

const Corroboration = Type.Object(
  {
    reporter: NullableText("A party; null: the host."),
    agreeing: Type.Integer({ description: "Reports near the own one of the same minute." }),
    differing: Type.Integer(),
    lastAt: Instant,
  },
  { title: "Corroboration" },
);

export const Track = Type.Object(
  {
    id: Type.String(),
    operationId: NullableText("What it is of; null: a movement."),
    movementId: NullableText("Held against the operation that the movement has by then."),
    identity: IdentityText,
    state: OneOf(TRACK_STATES, {
      description:
        "no_report: none yet, or none since freshUntil. unjudged: heard at a time of which the operation says nothing. It decides nothing: the operation's own state is its owner's word.",
    }),
    from: NullableInstant,
    to: NullableInstant,
    madeAt: Instant,
    madeBy: NullableText("As their token named them."),
    changedAt: Instant,
    lastReport: Type.Union([LastReport, Type.Null()]),
    freshUntil: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "From then on nothing is known, whatever the state says here. null: no report.",
    }),
    reportCount: Type.Integer({ minimum: 0 }),
    lateCount: Type.Integer({
      minimum: 0,
      description: "Of them, older than one that came before.",
    }),
    corroborations: ListOf(Corroboration),
  },
  { title: "Track" },
);
export type Track = Static<typeof Track>;
export const TrackPage = PageOf(Track, "TrackPage");

export const encodeTrack = (track: TrackView): Track => ({
  id: track.id,
  operationId: track.subject.kind === "operation" ? track.subject.id : null,
  movementId: track.subject.kind === "movement" ? track.subject.id : null,
  identity: identityText(track.identity),
  state: track.state,
  from: boundText(track.fromMs),
  to: boundText(track.toMs),
  madeAt: timeText(track.madeMs),
  madeBy: track.madeBy,
  changedAt: timeText(track.changedMs),
  lastReport: track.last && encodeLast(track.last),
  freshUntil: boundText(track.freshUntilMs),
  reportCount: track.reportCount,
  lateCount: track.lateCount,
  corroborations: track.corroborations.map(({ reporter, agreeing, differing, lastMs }) => ({
    reporter,
    agreeing,
    differing,
    lastAt: timeText(lastMs),
  })),
});

const encodeLast = (last: NonNullable<TrackView["last"]>): Static<typeof LastReport> => {
  const { atMs, receivedMs, lngDeg, latDeg, source, within, objection, version } = last;
  const [at, receivedAt] = [timeText(atMs), timeText(receivedMs)];
  return { at, receivedAt, position: [lngDeg, latDeg], source, within, objection, version };
};

export const TrackReceipt = Type.Object(
  { commandId: Type.String(), seq: Type.Integer(), receivedAt: Instant, trackId: Type.String() },
  { title: "TrackReceipt" },
);
export type TrackReceipt = Static<typeof TrackReceipt>;

const Interval = Type.Object({ start: Instant, end: Instant }, { title: "UnseenInterval" });

export const Coverage = Type.Object(
  {
    operationId: OperationId,
    observation: OneOf(OBSERVATIONS, {
      description: "not_observed: there was no report. It never says that nothing was there.",
    }),
    start: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "Of the time that is asked about and over; null: none is.",
    }),
    end: NullableInstant,
    timeShare: Type.Number({ minimum: 0, maximum: 1 }),
    unseen: ListOf(Interval, { description: "The times without a report that was not stale." }),
    isAtLeast: Type.Boolean({ description: "The shares are the least that was observed." }),
    groundShare: Type.Number({ minimum: 0, maximum: 1 }),
    cellCount: Type.Integer({ minimum: 0 }),
    seenCellCount: Type.Integer({ minimum: 0 }),
    cellSizeM: Type.Number({ description: "About how wide and high a cell of the ground is." }),
  },
  { title: "Coverage" },
);
export type Coverage = Static<typeof Coverage>;

export const encodeCoverage = ({ elapsed, unseen, ...rest }: CoreCoverage): Coverage => ({
  ...rest,
  start: boundText(elapsed?.startMs ?? null),
  end: boundText(elapsed?.endMs ?? null),
  unseen: unseen.map(({ startMs, endMs }) => ({ start: timeText(startMs), end: timeText(endMs) })),
});
