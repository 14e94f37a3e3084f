/**
 * Reviews: those of the observer's are the same in both worlds, but for what stays sealed in every second
 * of them, where the observer never states its own. What others review among themselves differs altogether.
 */

import { headingsOf } from "../reviews/headings.ts";
import type { Figure, Heading } from "../reviews/headings.ts";
import type { ReviewCommand } from "../reviews/commands.ts";
import { otherSideOf, partiesOf, sideOf } from "../reviews/model.ts";
import type { Review } from "../reviews/model.ts";
import { dayOf } from "../statistics/model.ts";
import { START_MS } from "../test-theatre.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part, Saying } from "./test-part.ts";
import { PARTIES, pick, pickLate } from "./test-step.ts";
import type { PartyId } from "./test-step.ts";
import type { World } from "./test-world.ts";

const TODAY = dayOf(START_MS);

/** What is said in asides is told apart by its numbers. */
const ASIDE_FROM = 2_000;
const isOfActs = ({ figures }: { readonly figures: readonly Figure[] }): boolean =>
  figures.every(({ count }) => count < ASIDE_FROM);
const ACTS_MAX = 10;
const ASIDES_MAX = 4;

const liveOf = ({ state }: World, party: PartyId): Review[] =>
  [...state.reviews.all.values()].filter(
    (one) => partiesOf(one).includes(party) && (one.state === "open" || one.state === "compared"),
  );

/** Of the observer's; to the host, who sees that they exist, all. */
const seenOf = (world: World, party: PartyId): Review[] =>
  liveOf(world, party).filter((one) => world.isSeen(partiesOf(one)));

/** The observer never states its own there. */
const staysSealed = (world: World, { toDay }: Review): boolean =>
  !world.isHost() && toDay % 2 === 0;

const opening = (other: PartyId, which: number): ReviewCommand => {
  const toDay = TODAY - 1 - (which % 6);
  return { kind: "open-review", other, fromDay: toDay - (which % 3), toDay };
};

/** Two where two are needed. */
const byOne = (which: number, command: ReviewCommand | null): Saying | null =>
  command && { command, by: `officer-${which % 2}` };

const open: Act = (world, { party, which }) => {
  const { reader } = world.setting;
  const first = (reader.kind === "host" ? "SOUTH" : reader.party) as PartyId;
  const other = party === first ? pick(["NORTH", "RELIEF"] as const, which)! : first;
  return other === party ? null : byOne(which, opening(other, which));
};

/** Three numbers of all that there can be: those of two sides often name the same. */
const figuresOf = (
  review: Review,
  { which, count }: { which: number; count: number },
): Figure[] => {
  const all = headingsOf(partiesOf(review));
  const headings = [0, 4, 9 + (which % 2)].map((at) => all[at]!);
  return headings.map((heading, i) => ({ ...heading, count: count + (i === 0 ? which % 2 : 0) }));
};

const state: Act = (world, step) => {
  const { party, which } = step;
  const review = pickLate(seenOf(world, party), which);
  if (!review) return null;
  const isSealed = staysSealed(world, review);
  if (isSealed && world.isObserver(party)) return null;
  const said = sideOf(review, party).statements.filter(isOfActs).length;
  if (said >= ACTS_MAX && !isSealed) return null;
  const isHidden = isSealed || world.isHost();
  const count = isHidden ? 100 + world.hiddenOf(step).which : which % 3;
  const figures = figuresOf(review, { which, count });
  return byOne(which, { kind: "state-figures", reviewId: review.id, figures });
};

const differingIn = (review: Review): Heading[] => {
  const [one, other] = review.sides.map(({ statements }) => statements.at(-1)?.figures ?? []);
  return headingsOf(partiesOf(review)).filter((heading) => {
    const countIn = (figures: readonly Figure[] = []): number | undefined =>
      figures.find(
        (figure) =>
          JSON.stringify({ ...figure, count: 0 }) === JSON.stringify({ ...heading, count: 0 }),
      )?.count;
    return countIn(one) !== countIn(other);
  });
};

/** Which differ is not the host's to know: there nobody lets both numbers be told. */
const agree: Act = (world, { party, which }) => {
  const compared = seenOf(world, party).filter((one) => one.state === "compared");
  const review = pickLate(compared, which);
  if (!review) return null;
  const differing = world.isHost() || which % 3 === 0 ? [] : differingIn(review);
  return byOne(which, {
    kind: "agree-review",
    reviewId: review.id,
    version: review.version,
    bothNumbers: differing,
  });
};

const withdraw: Act = (world, { party, which }) => {
  const review = pick(seenOf(world, party), which);
  return review && byOne(which, { kind: "withdraw-review", reviewId: review.id });
};

/** Among those none of whom observes. */
const hiddenAside: Aside = (world, speaker, { which, said }) => {
  const others = PARTIES.filter((party) => party !== speaker && !world.isObserver(party));
  const hidden = liveOf(world, speaker).filter((one) => !world.isSeen(partiesOf(one)));
  const review = pickLate(hidden, which);
  if (!review || which % 5 === 0) return byOne(which, opening(pick(others, said)!, which));
  const { id: reviewId, version } = review;
  if (review.state === "compared" && which % 3 > 0) {
    const bothNumbers = which % 3 === 1 ? [] : differingIn(review);
    return byOne(said, { kind: "agree-review", reviewId, version, bothNumbers });
  }
  if (which % 11 === 0) return byOne(said, { kind: "withdraw-review", reviewId });
  const figures = figuresOf(review, { which, count: said % 3 });
  return byOne(said, { kind: "state-figures", reviewId, figures });
};

/** Under the seal a correction is heard by nobody else, the host included. */
const sealedAside: Aside = (world, speaker, { which, said }) => {
  const sealed = seenOf(world, speaker).filter((one) => {
    const { statements } = sideOf(one, speaker);
    return (
      (world.isHost() || staysSealed(world, one)) &&
      statements.length > 0 &&
      statements.filter((it) => !isOfActs(it)).length < ASIDES_MAX &&
      otherSideOf(one, speaker).statements.length === 0
    );
  });
  const review = pickLate(sealed, which);
  if (!review) return null;
  const figures = figuresOf(review, { which, count: ASIDE_FROM + said });
  return byOne(said, { kind: "state-figures", reviewId: review.id, figures });
};

export const REVIEWS: Part = {
  acts: {
    "open-review": [1, open],
    "state-figures": [4, state],
    "agree-review": [3, agree],
    "withdraw-review": [1, withdraw],
  },
  asides: [hiddenAside],
  hostAsides: [sealedAside],
  idsOf: ({ reviews }) => ({ reviews: [...reviews.all.keys()] }),
  fetch: (view, { reviews = [] }) => ({
    reviews: pages((after) => view.reviews({ after, limit: 3 })),
    eachReview: reviews.map((id) => view.review(id)),
  }),
  probes: [
    (reviewId) => ({
      kind: "state-figures",
      reviewId,
      figures: [{ heading: "conflicts", of: null, incidentKind: null, count: 1 }],
    }),
    (reviewId) => ({ kind: "agree-review", reviewId, version: 1, bothNumbers: [] }),
    (reviewId) => ({ kind: "withdraw-review", reviewId }),
  ],
};
