/** Tracks: what the reports say, until when that is known, and nothing of what it means. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Track } from "../api/native/track.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";

type Event = Extract<ToldEvent, { kind: "track.changed" }>;

export const tellTrack = ({ speech, operations, tracks }: Memory, { track }: Event): Told => {
  tracks.set(track.id, speech.value({ type: "text" }, track.identity));
  const { operationId, movementId } = track;
  const id = operationId ?? movementId ?? "";
  const name = operations.get(id) ?? speech.id(id);
  return { direction: "told", topic: "track", text: trackText(speech, track, name) };
};

const trackText = (speech: Speech, track: Track, name: string): string => {
  const { identity, state, lastReport, freshUntil, movementId } = track;
  const said = speech.say(movementId === null ? "trackState" : "trackStateOfMovement", {
    identity: speech.value({ type: "text" }, identity),
    name,
    state: speech.texts.trackStates[state],
  });
  if (!lastReport || freshUntil === null) return said;
  const times = { at: speech.time(lastReport.at), until: speech.time(freshUntil) };
  const doubt = lastReport.within === "doubtful" ? [speech.say("trackDoubt")] : [];
  return [said, speech.say("trackLast", times), ...doubt].join("\n");
};
