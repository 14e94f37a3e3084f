/** What each side of the example hears, for tests. */

import type { ToldEvent } from "../api/native/event.ts";
import { actTimes } from "./acts.ts";
import { PARTY_SIDES } from "./cast.ts";
import type { Side } from "./cast.ts";
import type { Heard, PlayOptions } from "./play.ts";
import { playInMemory } from "./stand.ts";
import { STORY_START_MS } from "./transcript.ts";

export const playStory = async (
  options: Pick<PlayOptions, "startMs" | "acts">,
): Promise<readonly Heard[]> => {
  const heard: Heard[] = [];
  await playInMemory({ ...options, onHeard: (one) => void heard.push(one) });
  return heard;
};

export const eventsOf = (heard: readonly Heard[], side: Side): readonly ToldEvent[] =>
  heard.flatMap((one) => (one.what === "event" && one.side === side ? [one.event] : []));

export type Event<K extends ToldEvent["kind"]> = Extract<ToldEvent, { kind: K }>;

export const ofKind = <K extends ToldEvent["kind"]>(
  events: readonly ToldEvent[],
  kind: K,
): readonly Event<K>[] => events.filter((event): event is Event<K> => event.kind === kind);

/** What each side hears in one act of a story that begins at the time of the transcripts. */
export const heardIn = (
  heard: readonly Heard[],
  number: 1 | 2,
): Readonly<Record<Side, readonly ToldEvent[]>> => {
  const { startMs, endMs } = actTimes(STORY_START_MS)[number - 1]!;
  const inAct = heard.filter(({ atMs }) => atMs >= startMs && atMs <= endMs);
  return Object.fromEntries(
    [...PARTY_SIDES, "HOST" as const].map((side) => [side, eventsOf(inAct, side)]),
  ) as Record<Side, readonly ToldEvent[]>;
};
