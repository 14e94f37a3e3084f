/** Coordination items: how they stand, what was said of them last, and when they are due. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Item } from "../api/native/item.ts";
import { fill } from "./sentences.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";

type Event = Extract<ToldEvent, { kind: `item.${string}` }>;
type FullItem = Extract<Item, { detail: "full" }>;
type Note = FullItem["history"][number];

export const tellItem = ({ speech, party: reader }: Memory, { kind, item }: Event): Told => {
  const last = item.detail === "full" ? item.history.at(-1) : undefined;
  if (item.detail === "full" && kind !== "item.changed") {
    const sentence = kind === "item.overdue" ? "itemOverdue" : "itemDueSoon";
    const values = { subject: subjectOf(speech, item), time: dueOf(speech, item.due) };
    return { direction: "told", topic: "item", text: speech.say(sentence, values) };
  }
  const direction = last?.party === reader ? "said" : "told";
  return { direction, topic: "item", text: itemText(speech, item) };
};

/** How it stands, and the newest note that comes with it. */
export const itemText = (speech: Speech, item: Item): string => {
  const state = speech.texts.itemStates[item.state];
  const due = item.due === null ? [] : [speech.say("itemDue", { time: dueOf(speech, item.due) })];
  if (item.detail === "exists") {
    const parties = item.parties.map(speech.party).join(" – ");
    return [speech.say("itemExists", { parties, state }), ...due].join("\n");
  }
  const about = { subject: subjectOf(speech, item), state, lead: speech.party(item.lead) };
  const last = item.history.at(-1);
  return [speech.say("itemState", about), ...due, ...(last ? [noteText(speech, last)] : [])].join(
    "\n",
  );
};

/** One line of its history, with what was written in it. */
export const noteText = (speech: Speech, note: Note): string => {
  const party = speech.party(note.party);
  const deed = fill(speech.texts.itemDeeds[note.what], { party, about: aboutOf(speech, note) });
  if (note.text === null) return deed;
  const text = speech.value({ type: "text" }, note.text);
  return `${deed}\n${speech.say("itemQuoted", { party, text })}`;
};

const aboutOf = (speech: Speech, { what, to, due, asked }: Note): string => {
  if (what === "due") return dueOf(speech, due);
  if (asked !== null) return speech.party(asked);
  return to === null ? "" : speech.texts.itemStates[to];
};

const subjectOf = (speech: Speech, { subject }: FullItem): string =>
  speech.say("quoted", { name: speech.value({ type: "text" }, subject) });

const dueOf = (speech: Speech, due: string | null): string =>
  due === null ? "–" : speech.time(due);
