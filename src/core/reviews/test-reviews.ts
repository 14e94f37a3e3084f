/** For tests: a review of the first of two days by NORTH and SOUTH. */

import { assert } from "../outcome.ts";
import type { EntryOutcome } from "../apply.ts";
import { moveTheatre } from "../movements/test-movements.ts";
import { dayOf } from "../statistics/model.ts";
import { HOUR_MS, START_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { viewFor } from "../view.ts";
import type { OnReview } from "./commands.ts";
import type { Figure, Heading, ReviewHeading } from "./headings.ts";
import type { Review } from "./model.ts";
import type { FullReviewView } from "./view.ts";

export const DAY: number = dayOf(START_MS);

export const heading = (what: ReviewHeading, more: Partial<Heading> = {}): Heading => ({
  heading: what,
  of: null,
  incidentKind: null,
  ...more,
});
export const figure = (count: number, what: ReviewHeading, more?: Partial<Heading>): Figure => ({
  ...heading(what, more),
  count,
});

type Told = OnReview extends infer C ? (C extends OnReview ? Omit<C, "reviewId"> : never) : never;

export class TestReview {
  readonly theatre: TestTheatre;
  readonly id: string;

  /** `before`: what happened on the day that is reviewed. */
  constructor(
    rules: Partial<TheatreRules> = {},
    before: (theatre: TestTheatre) => void = () => {},
  ) {
    this.theatre = moveTheatre(rules);
    before(this.theatre);
    this.theatre.wait(24 * HOUR_MS);
    const command = { kind: "open-review", other: "SOUTH", fromDay: DAY, toDay: DAY } as const;
    const { outcome } = this.theatre.say("NORTH", command, { by: "north one" });
    assert(outcome.ok && outcome.value?.about === "review", JSON.stringify(outcome));
    this.id = outcome.value.reviewId;
  }

  get found(): Review {
    const found = this.theatre.state.reviews.all.get(this.id);
    assert(found, "the review is there");
    return found;
  }

  say(party: string, told: Told, by = `${party.toLowerCase()} one`): EntryOutcome {
    return this.theatre.say(party, { ...told, reviewId: this.id }, { by });
  }

  reason(party: string, told: Told, by?: string): string {
    const { outcome } = this.say(party, told, by);
    return outcome.ok ? "accepted" : outcome.refusal.reason;
  }

  must(party: string, told: Told, by?: string): EntryOutcome {
    const said = this.say(party, told, by);
    assert(said.outcome.ok, JSON.stringify(said.outcome));
    return said;
  }

  state(party: string, ...figures: readonly Figure[]): EntryOutcome {
    return this.must(party, { kind: "state-figures", figures });
  }

  agree(party: string, bothNumbers: readonly Heading[] = [], by?: string): EntryOutcome {
    const { version } = this.found;
    return this.must(party, { kind: "agree-review", version, bothNumbers }, by);
  }

  seenBy(party: string): FullReviewView {
    const view = viewFor(this.theatre.state, { kind: "party", party }).review(this.id);
    assert(view?.detail === "full", `${party} sees it`);
    return view;
  }
}
