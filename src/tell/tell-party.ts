/** Desks and watches, standing agreements, consents, and what the host opened. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Memory, Told } from "./tell.ts";

export const tellDesk = (
  { party: reader, speech }: Memory,
  event: Extract<ToldEvent, { kind: "desk.opened" | "desk.closed" | "watch.changed" }>,
): Told => {
  const { party, names, level, watch, languages } = event.desk;
  const about = { party: speech.party(party), desk: speech.name(names) };
  const direction = party === reader ? "said" : "told";
  if (event.kind !== "watch.changed") {
    const sentence = event.kind === "desk.opened" ? "deskOpened" : "deskClosed";
    const text = speech.say(sentence, { ...about, level: speech.word("level", level) });
    return { direction, topic: "desk", text };
  }
  const spoken = languages.map((one) => speech.word("language", one));
  const text =
    watch === "vacant"
      ? speech.say("watchOff", about)
      : speech.say("watchOn", { ...about, languages: speech.list(spoken) });
  return { direction, topic: "watch", text };
};

type Standing = Extract<ToldEvent, { kind: "standing.changed" }>["standing"];
type Consent = Extract<ToldEvent, { kind: "consent.changed" }>["consent"];
type Opening = Extract<ToldEvent, { kind: "opening.changed" }>["opening"];

export const tellStanding = ({ speech }: Memory, { name, parties, state }: Standing): Told => {
  const text = speech.say("standing", {
    name: speech.value({ type: "text" }, name),
    parties: parties.map(speech.party).join(" – "),
    state: speech.texts.standingStates[state],
  });
  return { direction: "told", topic: "proposal", text };
};

export const tellConsent = ({ speech }: Memory, { to, rung }: Consent): Told => {
  const text = speech.say("consent", {
    party: speech.party(to),
    rung: speech.word("disclosure", rung),
  });
  return { direction: "said", topic: "disclosure", text };
};

const OPENING_SENTENCES = {
  requested: "openingAsked",
  open: "openingMade",
  ended: "openingOver",
  lapsed: "openingOver",
} as const;

export const tellOpening = (
  { speech, party }: Memory,
  { thingId, reason, state }: Opening,
): Told => {
  const text = speech.say(OPENING_SENTENCES[state], {
    thing: speech.id(thingId),
    reason: speech.value({ type: "text" }, reason),
  });
  return { direction: party === null ? "said" : "told", topic: "opening", text };
};
