import type { ReviewWords } from "./words.ts";

export const en: ReviewWords = {
  texts: {
    notices_given: "Notices given to the other side by {party}",
    short_notices: "Notices given at short notice by {party}",
    late_acknowledgements: "Messages not acknowledged in time by {party}",
    violations: "Violations by {party} of what was agreed",
    conflicts: "Conflicts that both sides have owned",
    unresolved_conflicts: "Conflicts unresolved at the start",
    incidents: "Incidents: {kind}",
    period: "Review of {from} to {to}",
    agreedOn: "Agreed by both sides on {time}",
    figures: "Figure",
    told: "As both sides tell it",
    recorded: "In the record",
    byOne: "{party}: {count}",
    noFigure: "no figure",
    notRecorded: "not counted there",
    whatItIs:
      "Each side stated its figures before it saw the other's. Equal ones are confirmed by both; of others, both numbers are told where both sides consent.",
  },
  outcomes: {
    confirmed: "confirmed by both",
    differs: "the two differ",
    both_numbers: "both numbers, by consent of both",
    not_agreed: "not agreed",
  },
  states: {
    open: "open, figures sealed until both sides have stated theirs",
    compared: "both sides have stated their figures",
    agreed: "agreed by both sides",
    withdrawn: "withdrawn",
    lapsed: "lapsed",
  },
};
