/** The act from one side in one language, as a page of Markdown. */

import type { Language } from "../phrases/catalogue.ts";
import { PHRASES } from "../phrases/compile.ts";
import { PARTY_SIDES } from "./cast.ts";
import type { PartySide } from "./cast.ts";
import type { Heard } from "./play.ts";
import { fill } from "../tell/sentences.ts";
import { playInMemory } from "./stand.ts";
import { SideTeller, speechOf } from "./teller.ts";
import type { Line } from "./teller.ts";
import { TRANSCRIPT_TEXTS } from "./transcript-texts.ts";

export const LANGUAGES: readonly Language[] = ["en", "ar", "ru"];

/** A fictional day: the transcripts are the same whenever they are made. */
export const STORY_START_MS: number = Date.UTC(2026, 4, 11, 5, 40);

export type Transcript = { readonly file: string; readonly text: string };

/** `north.en.md` and so on: every party in every language, out of one play of the act. */
export const makeTranscripts = async (): Promise<readonly Transcript[]> => {
  const heard: Heard[] = [];
  await playInMemory({ startMs: STORY_START_MS, onHeard: (one) => void heard.push(one) });
  return PARTY_SIDES.flatMap((side) =>
    LANGUAGES.map((language) => ({
      file: `${side.toLowerCase()}.${language}.md`,
      text: writeTranscript(heard, side, language),
    })),
  );
};

const COMMAND = "wideberth demo --transcript docs/examples/transcripts";

const writeTranscript = (heard: readonly Heard[], side: PartySide, language: Language): string => {
  const teller = new SideTeller(side, language);
  const lines = heard.flatMap((one) => teller.tell(one) ?? []);
  const transcript = TRANSCRIPT_TEXTS[language];
  const name = speechOf(language).party(side);
  const isRtl = PHRASES[language].catalogue.direction === "rtl";
  const values = { side: name, command: COMMAND, count: String(teller.leftOutCount) };
  const say = (text: keyof typeof transcript): string => fill(transcript[text], values);
  return [
    ...(isRtl ? ['<div dir="rtl">', ""] : []),
    `# ${say("title")}`,
    "",
    `**${say("example")}** ${say("clock")} ${say("help")}`,
    "",
    `→ ${say("said")} · ← ${say("heard")}`,
    "",
    ...lines.flatMap((line) => [entryOf(line, language), ""]),
    "---",
    "",
    say("checksLeftOut"),
    say("made"),
    ...(isRtl ? ["", "</div>"] : []),
    "",
  ].join("\n");
};

/** Arrows point from and to the side; they are not turned with the direction of writing. */
export const ARROWS = { said: "→", told: "←" } as const;

const entryOf = (line: Line, language: Language): string => {
  const { texts, id } = speechOf(language);
  const title = line.title ?? texts.topics[line.topic];
  const [first = "", ...rest] = line.text.split("\n").map((part) => escapeMarkdown(part.trim()));
  const head = `\`${id(clockText(line.atMs))}\` ${ARROWS[line.direction]} **${title}.**`;
  return [`${head} ${first}`, ...rest].join("\\\n");
};

/** `06:13Z`, with seconds where there are any. */
export const clockText = (ms: number): string => {
  const text = new Date(ms).toISOString();
  return `${text.slice(11, 16)}${text.slice(16, 19) === ":00" ? "" : text.slice(16, 19)}Z`;
};

const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_<>[\]|]/g, "\\$&");
