/**
 * What a side hears, in words: one line for each event, from what the event holds and nothing else. What
 * a line says of an operation or a message by its name was told to that side before.
 */

import type { ToldEvent } from "../api/native/event.ts";
import type { Names } from "../core/theatre/model.ts";
import type { Language } from "../phrases/catalogue.ts";
import { renderTitle } from "../phrases/render.ts";
import type { Side } from "./cast.ts";
import type { Heard } from "./play.ts";
import type { Topic } from "./sentences.ts";
import { speechOf } from "./speech.ts";
import type { Speech } from "./speech.ts";
import { tellConflict, tellProposal } from "./tell-conflict.ts";
import { tellChannel, tellLine } from "./tell-line.ts";
import { tellMessage } from "./tell-message.ts";
import { tellDisclosure, tellOpened, tellOperation } from "./tell-operation.ts";
import { EXAMPLE_THEATRE } from "./theatre.ts";

/** "said": the side's own doing; "told": what reaches it. */
export type Told = {
  readonly direction: "said" | "told";
  readonly topic: Topic;
  /** In place of the topic's word: what a message is called. */
  readonly title?: string;
  /** Lines are parted by line breaks. */
  readonly text: string;
};
export type Line = Told & { readonly atMs: number };

export type Conflict = Extract<ToldEvent, { kind: "conflict.opened" }>["conflict"];
export type Proposal = Extract<ToldEvent, { kind: "proposal.opened" }>["proposal"];

/** What a side was told before, by id. */
export type Memory = {
  readonly side: Side;
  readonly speech: Speech;
  readonly operations: Map<string, string>;
  readonly serials: Map<string, string>;
  readonly conflicts: Map<string, Conflict>;
  readonly proposals: Map<string, Proposal>;
  /** By channel: state of its line, and since when. */
  readonly lines: Map<string, string>;
};

/** Tells one side's story in one language. */
export class Teller {
  private readonly memory: Memory;
  /** Events of line checks that changed nothing: not told. */
  leftOutCount = 0;

  constructor(side: Side, language: Language) {
    this.memory = {
      side,
      speech: speechOf(language),
      operations: new Map(),
      serials: new Map(),
      conflicts: new Map(),
      proposals: new Map(),
      lines: new Map(),
    };
  }

  /** Null: it is another side's, or a line check that changed nothing. */
  tell(heard: Heard): Line | null {
    const { memory } = this;
    if (heard.side !== memory.side) return null;
    const { atMs } = heard;
    if (heard.what === "refused") return { atMs, ...tellRefusal(memory, heard) };
    if (heard.what === "opened") return { atMs, ...tellOpened(memory, heard.operation) };
    const told = tellEvent(memory, heard.event);
    if (!told && heard.event.kind === "line.changed") this.leftOutCount++;
    return told && { atMs, ...told };
  }
}

const tellRefusal = (
  { speech }: Memory,
  { step, problem }: Extract<Heard, { what: "refused" }>,
): Told => {
  const kind = problem.type.replace(/^.*\//, "");
  if (kind === "line-suspended") {
    const by = problem.detail.split(" ")[0]!;
    const text = speech.say("notSent", {
      kind: renderTitle(step.sends ?? "notice", speech.language),
      party: speech.party(by),
      always: speech.fixed("alwaysPasses"),
    });
    return { direction: "told", topic: "refused", text };
  }
  return { direction: "told", topic: "refused", text: speech.say("notTaken") };
};

/** Null: a line check that changed nothing, or what another line of the same entry tells. */
const tellEvent = (memory: Memory, event: ToldEvent): Told | null => {
  const { side, speech } = memory;
  switch (event.kind) {
    case "theatre.set": {
      const direction = side === "HOST" ? "said" : "told";
      const text = speech.say("theatreSet", { name: speech.name(theatreName) });
      return { direction, topic: "theatre", text };
    }
    case "desk.opened":
    case "desk.closed":
    case "watch.changed":
      return tellDesk(memory, event);
    case "channel.changed":
      return tellChannel(memory, event.channel);
    case "line.changed":
      return tellLine(memory, event);
    case "message.sent":
    case "message.changed":
      return tellMessage(memory, event);
    case "operation.filed":
    case "operation.replaced":
    case "operation.moved":
      return tellOperation(memory, event);
    case "operation.disclosed":
    case "disclosure.changed":
    case "disclosure.read":
      return tellDisclosure(memory, event);
    case "conflict.opened":
    case "conflict.changed":
    case "conflict.closed":
    case "conflict.moved":
    case "conflict.overdue":
    case "conflict.unresolved":
      return tellConflict(memory, event);
    case "proposal.opened":
    case "proposal.changed":
      return tellProposal(memory, event);
    default:
      throw new Error(`bug: the act tells of ${event.kind}, for which there are no words`);
  }
};

const theatreName = EXAMPLE_THEATRE.name as Names;

const tellDesk = (
  { side, speech }: Memory,
  event: Extract<ToldEvent, { kind: "desk.opened" | "desk.closed" | "watch.changed" }>,
): Told => {
  const { party, names, level, watch, languages } = event.desk;
  const about = { party: speech.party(party), desk: speech.name(names) };
  const direction = party === side ? "said" : "told";
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
