/** Movements: where they are, whether they deviate, and when nothing has come of them. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Memory, Told } from "./tell.ts";

type Event = Extract<
  ToldEvent,
  { kind: "movement.changed" | "movement.deviating" | "movement.silent" }
>;

export const tellMovement = (memory: Memory, event: Event): Told => {
  const direction = event.movement.party === memory.party ? "said" : "told";
  return { direction, topic: "movement", text: textOf(memory, event) };
};

const textOf = ({ speech }: Memory, { kind, cause, movement }: Event): string => {
  const about = { id: speech.id(movement.id), party: speech.party(movement.party) };
  const brief = movement.detail === "brief" ? movement : null;
  if (kind === "movement.deviating") return speech.say("movementDeviates", about);
  if (kind === "movement.silent") {
    const since = speech.time(brief?.noPositionSince ?? movement.changedAt);
    return speech.say("movementSilent", { ...about, since });
  }
  if (cause === "hold_asked") return speech.say("movementHoldAsked", about);
  if (cause === "people_read" || cause === "people_over")
    return speech.say("movementPeople", about);
  if (movement.state === "submitted") return speech.say("movementSubmitted", about);
  const state = speech.word("movementState", movement.state);
  return [
    speech.say("movementNow", { ...about, state }),
    ...(brief?.isChecked === false ? [speech.say("movementUnchecked")] : []),
    ...(brief && brief.missing.length > 0 ? [speech.say("movementIncomplete")] : []),
  ].join(" ");
};
