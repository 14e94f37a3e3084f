/** Reviews of a period: opened, stated, agreed, withdrawn. */

import type { ReviewCommand } from "../reviews/commands.ts";
import { headingsOf } from "../reviews/headings.ts";
import { partiesOf } from "../reviews/model.ts";
import { dayOf } from "../statistics/model.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { about, among } from "./test-saying.ts";
import type { Ids, Sayings } from "./test-saying.ts";

const reviews = ({ state }: TestTheatre, speaker: string): Ids =>
  among(
    state.reviews.all,
    (one) => partiesOf(one).includes(speaker) && (one.state === "open" || one.state === "compared"),
  );

export const REVIEWS: Sayings<ReviewCommand> = {
  "open-review": {
    often: 3,
    say: (draw, { atMs }) => {
      const toDay = dayOf(atMs) - 1 - draw.number(2);
      return { kind: "open-review", other: draw.party(), fromDay: toDay - draw.number(3), toDay };
    },
  },
  "state-figures": {
    often: 6,
    say: (draw, theatre, speaker) => {
      const reviewId = draw.id(reviews(theatre, speaker));
      const review = theatre.state.reviews.all.get(reviewId);
      const headings = review ? headingsOf(partiesOf(review)) : [];
      const figures = headings.slice(0, 3).map((one) => ({ ...one, count: draw.number(2) }));
      return { kind: "state-figures", reviewId, figures };
    },
  },
  "agree-review": {
    often: 6,
    say: (draw, theatre, speaker) => {
      const reviewId = draw.id(reviews(theatre, speaker));
      const version = theatre.state.reviews.all.get(reviewId)?.version ?? 1;
      return { kind: "agree-review", reviewId, version, bothNumbers: [] };
    },
  },
  "withdraw-review": { often: 1, say: about("withdraw-review", "reviewId", reviews) },
};
