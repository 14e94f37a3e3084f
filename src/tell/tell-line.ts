/** Lines between parties: proposed, open, late, suspended, restored. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Channel } from "../api/native/client.ts";
import type { Memory, Told } from "./tell.ts";
import type { Speech } from "./speech.ts";

export const lineName = (speech: Speech, { parties, level }: Channel): string =>
  speech.say("lineName", {
    parties: parties.map(speech.party).join(" – "),
    level: speech.word("level", level),
  });

export const tellChannel = (memory: Memory, channel: Channel): Told => {
  const { party, speech } = memory;
  const line = lineName(speech, channel);
  const { proposedBy, state } = channel;
  if (state === "proposed") {
    const direction = proposedBy === party ? "said" : "told";
    const text = speech.say("lineProposed", { party: speech.party(proposedBy), line });
    return { direction, topic: "line", text };
  }
  memory.lines.set(channel.id, stateOf(channel));
  // Who takes it opens it: of two, the one that did not propose.
  const isOpen = state === "open";
  const direction = isOpen && party !== null && proposedBy !== party ? "said" : "told";
  return {
    direction,
    topic: "line",
    text: speech.say(isOpen ? "lineOpened" : "lineEnded", { line }),
  };
};

const stateOf = ({ line, lineSince }: Channel): string => `${line} ${lineSince}`;

/** Null: a check that changed nothing. */
export const tellLine = (
  memory: Memory,
  { cause, channel }: Extract<ToldEvent, { kind: "line.changed" }>,
): Told | null => {
  const { speech, lines } = memory;
  const isChanged = lines.get(channel.id) !== stateOf(channel);
  lines.set(channel.id, stateOf(channel));
  const line = lineName(speech, channel);
  const state = speech.word("lineState", channel.line);
  const since = channel.lineSince === null ? "" : speech.time(channel.lineSince);
  const becomes = speech.say("lineState", { line, state, since });
  if (cause === "suspended") return tellSuspension(memory, channel, line);
  if (cause === "restored") {
    // Who lifted it is not in the event: told to both alike.
    return {
      direction: "told",
      topic: "line",
      text: `${speech.say("lifted", { line })}\n${becomes}`,
    };
  }
  if (cause === "check_missed") {
    const missed = channel.sides
      .filter(({ missedByMachine, missedByPerson }) => missedByMachine + missedByPerson > 0)
      .map(({ party }) => speech.party(party));
    const asked = channel.checks.findLast(
      ({ isOver, replies }) => isOver && replies.length < channel.parties.length,
    );
    const time = speech.time(asked?.askedAt ?? channel.lineSince ?? channel.changedAt);
    const text = speech.say("checkMissed", { line, party: speech.list(missed), time });
    return { direction: "told", topic: "line", text: `${text}\n${becomes}` };
  }
  const asked = cause === "check_asked" ? findAsked(memory, channel) : null;
  if (asked) return tellAsked(speech, asked, line);
  return isChanged ? { direction: "told", topic: "line", text: becomes } : null;
};

type Check = Channel["checks"][number];

/** The machine answers its own checks; a person's waits for the officer. Null: none, or told before. */
const findAsked = ({ asked }: Memory, { id, checks }: Channel): Check | null => {
  const check = checks.findLast(({ kind, isOver }) => kind === "person" && !isOver);
  const name = `${id} ${check?.number}`;
  if (!check || asked.has(name)) return null;
  asked.add(name);
  return check;
};

const tellAsked = (speech: Speech, { number, until }: Check, line: string): Told => {
  const values = { line, number: String(number), time: speech.time(until) };
  return { direction: "told", topic: "line", text: speech.say("checkAsked", values) };
};

const tellSuspension = (
  { speech, party: reader }: Memory,
  channel: Channel,
  line: string,
): Told => {
  const { party, scope, text } = channel.suspensions.at(-1)!;
  const said = speech.say("suspended", {
    party: speech.party(party),
    line,
    scope: speech.list(scope.map((one) => speech.word("channelScope", one))),
    always: speech.fixed("alwaysPasses"),
  });
  const why =
    text === null
      ? ""
      : `\n${speech.say("suspensionText", {
          party: speech.party(party),
          text: speech.value({ type: "free-text" }, text),
        })}`;
  return { direction: party === reader ? "said" : "told", topic: "line", text: said + why };
};
