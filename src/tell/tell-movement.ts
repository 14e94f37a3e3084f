/** Movements: what was done with them, where they are, whether they deviate, when nothing came of them. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Movement } from "../api/native/movement.ts";
import { MOVEMENT_TABLE } from "../core/movements/fields.ts";
import { fieldLines } from "./field-lines.ts";
import type { Memory, Told } from "./tell.ts";
import { quoted, windowText } from "./tell-operation.ts";

type Event = Extract<
  ToldEvent,
  { kind: "movement.changed" | "movement.deviating" | "movement.silent" }
>;
type Cause = Event["cause"];

const topic = "movement";

/** What a recipient says of it. */
const OF_RECIPIENTS: ReadonlySet<Cause> = new Set([
  "delivered",
  "answered",
  "passed_on",
  "hold_asked",
]);
/** What the clock, or others, find of one's own. */
const FOUND: ReadonlySet<Cause> = new Set(["deviating", "silent", "people_read", "people_over"]);

export const tellMovement = (memory: Memory, event: Event): Told => ({
  direction: isOwnDeed(memory, event) ? "said" : "told",
  topic,
  text: [whatText(memory, event), ...stateTexts(memory, event)].join(" "),
});

const isOwnDeed = ({ party }: Memory, { cause, movement, recipient }: Event): boolean => {
  if (OF_RECIPIENTS.has(cause)) return recipient?.party === party;
  return movement.party === party && !FOUND.has(cause);
};

const whatText = (memory: Memory, { cause, movement }: Event): string => {
  const { speech, party: reader } = memory;
  const about = { movement: calledOf(memory, movement), cause: speech.texts.movementCauses[cause] };
  return movement.party === reader
    ? speech.say("movementOwn", about)
    : speech.say("movementOfOther", { ...about, party: speech.party(movement.party) });
};

/** By its ends, as its owner calls them, where the reader has seen that; else by its time. */
const calledOf = (memory: Memory, movement: Event["movement"]): string => {
  const { speech, movements } = memory;
  if (movement.detail === "brief" && movement.ends !== null)
    noteName(memory, movement, movement.ends);
  return movements.get(movement.id) ?? windowText(speech, movement.start, movement.end);
};

/** Its operation is called the same. */
const noteName = (
  { speech, movements, operations }: Memory,
  { id, operationId }: { readonly id: string; readonly operationId: string | null },
  ends: { readonly origin: string; readonly destination: string },
): void => {
  const name = quoted(speech, speech.say("movementWay", ends));
  movements.set(id, name);
  if (operationId !== null) operations.set(operationId, name);
};

const stateTexts = (
  { speech }: Memory,
  { cause, movement, recipient }: Event,
): readonly string[] => {
  const brief = movement.detail === "brief" ? movement : null;
  if (movement.state === "submitted") return [speech.say("movementSubmitted")];
  if (cause === "silent" && brief?.noPositionSince)
    return [speech.say("movementSilent", { since: speech.time(brief.noPositionSince) })];
  if (recipient !== null) {
    const word = recipient.state === "with_concern" ? "acknowledged_with_concern" : recipient.state;
    const about = {
      party: speech.party(recipient.party),
      state: speech.word("receiptState", word),
    };
    const asked = cause === "hold_asked" ? [speech.say("movementHoldAsked")] : [];
    return [speech.say("movementReceipt", about), ...asked];
  }
  const { metres = null, minutes = null } = brief?.deviation ?? {};
  const outcome = brief?.outcome ?? null;
  return [
    speech.say("movementState", { state: speech.word("movementState", movement.state) }),
    ...(metres === null ? [] : [speech.say("movementOff", { metres: speech.metres(metres) })]),
    ...(minutes === null ? [] : [speech.say("movementLate", { minutes: speech.minutes(minutes) })]),
    ...(outcome === null
      ? []
      : [speech.say("movementOutcome", { outcome: speech.word("movementOutcome", outcome) })]),
    ...(brief?.isChecked === false ? [speech.say("movementUnchecked")] : []),
    ...(brief && brief.missing.length > 0 ? [speech.say("movementIncomplete")] : []),
  ];
};

/** What a recipient reads of it, as far as it is shown. */
export const tellOpenedMovement = (memory: Memory, movement: Movement): Told => {
  if (movement.detail !== "full") throw new Error("bug: the story opens what another has shown");
  const { speech } = memory;
  const { originName, destinationName } = movement.fields;
  if (typeof originName === "string" && typeof destinationName === "string") {
    noteName(memory, movement, { origin: originName, destination: destinationName });
  }
  const text = [
    speech.say("weOpenedIt", { party: speech.party(movement.party) }),
    ...fieldLines(speech, MOVEMENT_TABLE.fields, movement.fields),
    speech.fixed("notPermission"),
  ].join("\n");
  return { direction: "said", topic, text };
};
