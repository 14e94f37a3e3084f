/** An act from one side in one language, as a page of Markdown. */

import type { Language } from "../phrases/catalogue.ts";
import { PHRASES } from "../phrases/compile.ts";
import { actTimes } from "./acts.ts";
import type { ActTime } from "./acts.ts";
import { PARTY_SIDES } from "./cast.ts";
import type { PartySide } from "./cast.ts";
import type { Heard } from "./play.ts";
import { fill } from "../tell/sentences.ts";
import { playInMemory } from "./stand.ts";
import { SideTeller, speechOf } from "./teller.ts";
import type { Line } from "./teller.ts";
import { TRANSCRIPT_TEXTS } from "./transcript-texts.ts";

export const LANGUAGES: readonly Language[] = ["en", "ar", "ru"];

/** On a fictional day: the transcripts are the same whenever they are made. */
export const STORY_START_MS: number = Date.UTC(2026, 4, 11, 5, 40);

export type Transcript = { readonly file: string; readonly text: string };

/** `north-1.en.md` and so on: every act from every party in every language, out of one play. */
export const makeTranscripts = async (): Promise<readonly Transcript[]> => {
  const heard: Heard[] = [];
  await playInMemory({ startMs: STORY_START_MS, onHeard: (one) => void heard.push(one) });
  return PARTY_SIDES.flatMap((side) =>
    LANGUAGES.flatMap((language) => {
      const told = tellAll(heard, side, language);
      return actTimes(STORY_START_MS).map((time) => ({
        file: `${side.toLowerCase()}-${time.act.number}.${language}.md`,
        text: writeTranscript(time, { told, side, language }),
      }));
    }),
  );
};

/** Null: a line check that changed nothing. */
type ToldAt = { readonly atMs: number; readonly line: Line | null };

/** In one go: what is told in an act may name what was told before it. */
const tellAll = (
  heard: readonly Heard[],
  side: PartySide,
  language: Language,
): readonly ToldAt[] => {
  const teller = new SideTeller(side, language);
  return heard.flatMap((one) => {
    const { leftOutCount } = teller;
    const line = teller.tell(one);
    return line || teller.leftOutCount > leftOutCount ? [{ atMs: one.atMs, line }] : [];
  });
};

const COMMAND = "wideberth demo --transcript docs/examples/transcripts";

type Telling = {
  readonly told: readonly ToldAt[];
  readonly side: PartySide;
  readonly language: Language;
};

const writeTranscript = ({ act, startMs, endMs }: ActTime, telling: Telling): string => {
  const { side, language } = telling;
  const told = telling.told.filter(({ atMs }) => atMs >= startMs && atMs <= endMs);
  const lines = told.flatMap(({ line }) => line ?? []);
  const transcript = TRANSCRIPT_TEXTS[language];
  const { party, id } = speechOf(language);
  const isRtl = PHRASES[language].catalogue.direction === "rtl";
  const values = {
    act: transcript[act.number === 1 ? "first" : "second"],
    side: party(side),
    day: id(new Date(startMs).toISOString().slice(0, 10)),
    command: COMMAND,
    count: String(told.length - lines.length),
  };
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
