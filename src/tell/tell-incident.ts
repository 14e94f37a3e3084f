/** Incidents: what became of one, between whom. What was said in it is read where it stands. */

import type { ToldEvent } from "../api/native/event.ts";
import { INCIDENT_TEXTS } from "../phrases/incident/render.ts";
import type { Memory, Told } from "./tell.ts";

export const tellIncident = (
  { speech, party: reader }: Memory,
  { incident, cause }: Extract<ToldEvent, { kind: "incident.changed" }>,
): Told => {
  const { parties, state } = incident;
  const text = speech.say("incident", {
    parties: parties.map(speech.party).join(" – "),
    cause: speech.texts.incidentCauses[cause],
    state: INCIDENT_TEXTS[speech.language].states[state],
  });
  const isOwn = cause === "opened" && parties[0] === reader;
  return { direction: isOwn ? "said" : "told", topic: "incident", text };
};
