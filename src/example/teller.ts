/** What a side of the act hears, in words: its events, the server's no, and what it opens of another's. */

import { renderTitle } from "../phrases/render.ts";
import type { Language } from "../phrases/catalogue.ts";
import { speechOf as speechFor } from "../tell/speech.ts";
import type { Speech } from "../tell/speech.ts";
import { Teller } from "../tell/tell.ts";
import type { Told } from "../tell/tell.ts";
import { tellOpened } from "../tell/opened.ts";
import type { Side } from "./cast.ts";
import type { Heard } from "./play.ts";
import { EXAMPLE_THEATRE } from "./theatre.ts";

export type Line = Told & { readonly atMs: number };

/** A language with the names of the example's parties. */
export const speechOf = (language: Language): Speech =>
  speechFor(language, EXAMPLE_THEATRE.parties);

/** Tells one side's story in one language. */
export class SideTeller {
  private readonly side: Side;
  private readonly teller: Teller;

  constructor(side: Side, language: Language) {
    this.side = side;
    this.teller = new Teller(side === "HOST" ? null : side, speechOf(language));
  }

  get leftOutCount(): number {
    return this.teller.leftOutCount;
  }

  /** Null: it is another side's, or there is nothing to tell. */
  tell(heard: Heard): Line | null {
    if (heard.side !== this.side) return null;
    const { atMs } = heard;
    const told = this.toldOf(heard);
    return told && { atMs, ...told };
  }

  private toldOf(heard: Heard): Told | null {
    const { memory } = this.teller;
    if (heard.what === "refused") return tellRefusal(memory.speech, heard);
    if (heard.what === "opened") return tellOpened(memory, heard.opened);
    return this.teller.tell(heard.event);
  }
}

const tellRefusal = (
  speech: Speech,
  { step, problem }: Extract<Heard, { what: "refused" }>,
): Told => {
  const kind = problem.type.replace(/^.*\//, "");
  if (kind !== "line-suspended")
    return { direction: "told", topic: "refused", text: speech.say("notTaken") };
  const by = problem.detail.split(" ")[0]!;
  const text = speech.say("notSent", {
    kind: renderTitle(step.sends ?? "notice", speech.language),
    party: speech.party(by),
    always: speech.fixed("alwaysPasses"),
  });
  return { direction: "told", topic: "refused", text };
};
