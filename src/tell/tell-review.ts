/** Reviews of a period: who did what, and how it stands. The figures are read where they stand. */

import type { ToldEvent } from "../api/native/event.ts";
import { reviewPeriodText, reviewStateText } from "../phrases/review/render.ts";
import { fill } from "./sentences.ts";
import type { Memory, Told } from "./tell.ts";

export const tellReview = (
  { speech, party: reader }: Memory,
  { review, cause, party }: Extract<ToldEvent, { kind: "review.changed" }>,
): Told => {
  const { language } = speech;
  const parties = review.parties.map(speech.party).join(" – ");
  const state = reviewStateText(review.state, language);
  const direction = party !== null && party === reader ? "said" : "told";
  if (review.detail === "exists")
    return { direction, topic: "review", text: speech.say("reviewExists", { parties, state }) };
  const period = reviewPeriodText(review, language);
  const by = { party: party === null ? "" : speech.party(party) };
  const said = fill(speech.texts.reviewCauses[cause], by);
  const text = speech.say("reviewTold", { period, parties, cause: said, state });
  return { direction, topic: "review", text };
};
