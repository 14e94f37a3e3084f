/** The theatre: that it was set, what of it is to be changed or was, field by field, and by whom. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";

type Event = Extract<ToldEvent, { kind: "theatre.set" | "theatre.change" }>;
type Change = Event["change"];

const SENTENCES = {
  requested: "theatreAsked",
  done: "theatreChanged",
  withdrawn: "theatreWithdrawn",
  lapsed: "theatreLapsed",
  overtaken: "theatreOvertaken",
} as const;

export const tellTheatre = ({ speech, party }: Memory, { change }: Event): Told => {
  const direction = party === null ? "said" : "told";
  const text = isFirst(change) ? speech.say("theatreSet") : changeText(speech, change);
  return { direction, topic: "theatre", text };
};

/** Nothing was there before: the whole theatre would be told. */
const isFirst = ({ state, differences }: Change): boolean =>
  state === "done" && differences.every(({ was }) => was === null);

const changeText = (speech: Speech, change: Change): string => {
  const { state, requestedBy, secondBy, withdrawnBy, until, differences } = change;
  const named = [state === "withdrawn" ? withdrawnBy : requestedBy, secondBy].filter(
    (one) => one !== null,
  );
  const said = speech.say(SENTENCES[state], {
    persons: named.length === 0 ? "–" : speech.list(named.map((one) => textOf(speech, one))),
    time: until === null ? "–" : speech.time(until),
  });
  const lines = differences.map(({ field, was, is }) =>
    speech.say("theatreField", {
      field: speech.id(field),
      was: leafText(speech, was),
      is: leafText(speech, is),
    }),
  );
  return [said, ...lines].join("\n");
};

const textOf = (speech: Speech, text: string): string => speech.value({ type: "text" }, text);

/** As the theatre itself has it. */
const leafText = (speech: Speech, leaf: Change["differences"][number]["was"]): string => {
  if (leaf === null) return "–";
  return typeof leaf === "string" ? textOf(speech, leaf) : speech.id(JSON.stringify(leaf));
};
