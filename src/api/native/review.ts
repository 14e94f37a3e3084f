/** Reviews of a period on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { WORDS } from "../../core/line/words.ts";
import { REVIEW_HEADINGS } from "../../core/reviews/headings.ts";
import type { Heading } from "../../core/reviews/headings.ts";
import { REVIEW_OUTCOMES, REVIEW_STATES } from "../../core/reviews/model.ts";
import type { ReviewSideView, ReviewView } from "../../core/reviews/view.ts";
import { Day, dayText } from "./day.ts";
import { CLOSED, Instant, ListOf, nullable, NullableOneOf, NullableText } from "./schema.ts";
import { OneOf, PartyId } from "./schema.ts";
import { timeText } from "./time.ts";

export const ReviewId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
/** More than there are headings of two parties. */
const HEADINGS_MAX = 64;

export const ReviewRequest = Type.Object(
  { other: PartyId, from: Day, to: Day },
  { ...CLOSED, title: "ReviewRequest", description: "Of whole UTC days that are over." },
);
export type ReviewRequest = Static<typeof ReviewRequest>;

const HEADING = {
  heading: OneOf(REVIEW_HEADINGS),
  of: Type.Optional(
    Type.Unsafe<string>({
      ...PartyId,
      description:
        "Of which side: for notices_given, short_notices, late_acknowledgements and violations.",
    }),
  ),
  incidentKind: Type.Optional(OneOf(WORDS.incidentKind, { description: "For incidents." })),
};
const GivenHeading = Type.Object(HEADING, { ...CLOSED, title: "ReviewHeadingRequest" });
const GivenFigure = Type.Object(
  { ...HEADING, count: Type.Integer({ minimum: 0, maximum: LIMITS.reviewFigureMax }) },
  { ...CLOSED, title: "ReviewFigureRequest" },
);

export const FiguresRequest = Type.Object(
  { figures: ListOf(GivenFigure, { minItems: 1, maxItems: HEADINGS_MAX }) },
  {
    ...CLOSED,
    title: "ReviewFiguresRequest",
    description: "All that your side counted: what is left out is stated no more.",
  },
);
export type FiguresRequest = Static<typeof FiguresRequest>;

export const AgreeReviewRequest = Type.Object(
  {
    version: Type.Integer({ minimum: 0, description: "Of the review, as you have read it." }),
    bothNumbers: Type.Optional(
      ListOf(GivenHeading, {
        maxItems: HEADINGS_MAX,
        description: "Of the figures that differ, those of which both numbers may be told.",
      }),
    ),
  },
  { ...CLOSED, title: "AgreeReviewRequest" },
);
export type AgreeReviewRequest = Static<typeof AgreeReviewRequest>;

export const parseHeading = (given: Static<typeof GivenHeading>): Heading => {
  const { heading, of = null, incidentKind = null } = given;
  return { heading, of, incidentKind };
};

const Count = Type.Integer({ minimum: 0 });
const TOLD_HEADING = {
  heading: OneOf(REVIEW_HEADINGS),
  of: NullableText("Of which side; null: of both."),
  incidentKind: NullableOneOf(WORDS.incidentKind),
};
export const REVIEW_ROW = {
  ...TOLD_HEADING,
  recorded: Type.Unsafe<number | null>({
    type: ["integer", "null"],
    description: "What the record itself counts and both were told; null: it has no such count.",
  }),
  outcome: OneOf(REVIEW_OUTCOMES),
};
export const CountPair = ListOf(nullable(Count), {
  minItems: 2,
  maxItems: 2,
  description: "In the order of the parties; null: that side states none.",
});

const ReviewSide = Type.Object(
  {
    party: Type.String(),
    hasStated: Type.Boolean(),
    statements: ListOf(
      Type.Object(
        {
          by: NullableText("The officer; null to the other side."),
          at: Instant,
          seq: Type.Integer(),
          figures: ListOf(
            Type.Object({ ...TOLD_HEADING, count: Count }, { title: "ReviewFigure" }),
          ),
        },
        { title: "ReviewStatement" },
      ),
      {
        description:
          "Oldest first; in lists and events the newest alone. Of the other side none until both have stated, then from what was unsealed on.",
      },
    ),
    agreement: nullable(
      Type.Object(
        {
          officers: nullable(ListOf(Type.String())),
          officerCount: Count,
          at: Instant,
          bothNumbers: ListOf(Type.Object(TOLD_HEADING, { title: "ReviewHeading" })),
        },
        { title: "ReviewAgreement" },
      ),
    ),
  },
  { title: "ReviewSide" },
);

const COMMON = {
  id: ReviewId,
  parties: ListOf(Type.String()),
  state: OneOf(REVIEW_STATES),
  changedAt: Instant,
};
const FullReview = Type.Object(
  {
    detail: Type.Literal("full"),
    ...COMMON,
    from: Day,
    to: Day,
    version: Type.Integer({ description: "What an agreement names. 0: sealed." }),
    openedAt: Instant,
    sides: ListOf(ReviewSide),
    rows: ListOf(Type.Object({ ...REVIEW_ROW, counts: CountPair }, { title: "ReviewRow" }), {
      description: "None while it is sealed.",
    }),
  },
  { title: "FullReview" },
);
const ExistsReview = Type.Object(
  { detail: Type.Literal("exists"), ...COMMON },
  { title: "ExistsReview", description: "That it exists, and whose it is." },
);
export const ReviewOf = Type.Union([FullReview, ExistsReview], {
  discriminator: { propertyName: "detail" },
});
export type Review = Static<typeof ReviewOf>;

export const ReviewReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    reviewId: ReviewId,
    version: Type.Integer(),
    state: OneOf(REVIEW_STATES),
  },
  { title: "ReviewReceipt" },
);
export type ReviewReceipt = Static<typeof ReviewReceipt>;

export const encodeReview = (view: ReviewView): Review => {
  const { id, parties, state, changedMs } = view;
  const common = { id, parties, state, changedAt: timeText(changedMs) };
  if (view.detail === "exists") return { detail: "exists", ...common };
  const { fromDay, toDay, version, openedMs, sides, rows } = view;
  return {
    detail: "full",
    ...common,
    from: dayText(fromDay),
    to: dayText(toDay),
    version,
    openedAt: timeText(openedMs),
    sides: sides.map(encodeSide),
    rows,
  };
};

const encodeSide = ({
  agreement,
  statements,
  ...side
}: ReviewSideView): Static<typeof ReviewSide> => ({
  ...side,
  statements: statements.map(({ atMs, ...statement }) => ({ ...statement, at: timeText(atMs) })),
  agreement: agreement && {
    officers: agreement.officers,
    officerCount: agreement.officerCount,
    at: timeText(agreement.atMs),
    bothNumbers: agreement.bothNumbers,
  },
});
