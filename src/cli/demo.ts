/** `wideberth demo`: the acts of the example, played in time, or written down. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ACTS, actTimes } from "../example/acts.ts";
import type { ActTime } from "../example/acts.ts";
import { PARTY_SIDES } from "../example/cast.ts";
import type { Side } from "../example/cast.ts";
import { besides, columnWidth, wrapText } from "../example/columns.ts";
import type { Heard } from "../example/play.ts";
import { playInMemory } from "../example/stand.ts";
import { SideTeller, speechOf } from "../example/teller.ts";
import type { Line } from "../example/teller.ts";
import {
  ARROWS,
  clockText,
  LANGUAGES,
  makeTranscripts,
  STORY_START_MS,
} from "../example/transcript.ts";
import { TRANSCRIPT_TEXTS } from "../example/transcript-texts.ts";
import type { Language } from "../phrases/catalogue.ts";
import { flagChoice, flagText, hasFlag, parseFlags, UsageError } from "./flags.ts";
import type { Flags } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth demo --replay [--act N] [--speed N] [--side SIDE] [--language en|ar|ru]
       wideberth demo --transcript FOLDER

Plays the acts of the example theatre, through the API, in a theatre in memory: no server is needed,
nothing is written to disk, nothing is left behind. The parties are fictional. The first act is a watch
of four hours, the second a day of eleven; the days between them pass at once.

  --replay             play them in time, and print what each side says and is told
  --act N              1 or 2 alone (default: both)
  --speed N            minutes of the story in a minute (default 60); max: as fast as it goes
  --side SIDE          NORTH, SOUTH, RELIEF or HOST alone (default: the three parties in columns)
  --language LANGUAGE  en, ar or ru (default en)
  --transcript FOLDER  write them down instead: from three sides in three languages, as Markdown

Exit 0: played to its end, or stopped by Ctrl-C. Exit 2: wrong flags, or the folder can't be written.

Examples:
  wideberth demo --replay
  wideberth demo --replay --act 2 --speed max --side RELIEF --language ar
  wideberth demo --transcript docs/examples/transcripts
`;

const SIDES = [...PARTY_SIDES, "HOST"] as const;
const ACT_NUMBERS = ACTS.map(({ number }) => String(number));

const run: Verb["run"] = async (argv, io) => {
  const text = { type: "string" } as const;
  const flags = parseFlags(argv, {
    replay: { type: "boolean" },
    act: text,
    speed: text,
    side: text,
    language: text,
    transcript: text,
  });
  if (flags.files.length > 0) throw new UsageError(`${flags.files[0]} is not a flag: see --help`);
  const folder = flagText(flags, "transcript");
  const isReplay = hasFlag(flags, "replay");
  if (isReplay === (folder !== null)) throw new UsageError("give --replay or --transcript FOLDER");
  if (folder === null) return replay(flags, io);
  for (const name of ["act", "speed", "side", "language"]) {
    if (hasFlag(flags, name)) throw new UsageError(`--${name} goes with --replay: leave it out`);
  }
  return writeTranscripts(folder, io);
};

const writeTranscripts = async (folder: string, io: CliIo): Promise<number> => {
  const made = await makeTranscripts();
  try {
    mkdirSync(folder, { recursive: true });
    for (const { file, text } of made) writeFileSync(join(folder, file), text);
  } catch (error) {
    throw new UsageError(`--transcript ${folder}: ${(error as Error).message}`);
  }
  io.out(`${made.length} files in ${folder}\n`);
  return EXIT.none;
};

const SPEED_DEFAULT = 60;

/** Minutes of the story in a minute; Infinity: as fast as it goes. */
const speedOf = (flags: Flags): number => {
  const text = flagText(flags, "speed");
  if (text === null) return SPEED_DEFAULT;
  if (text === "max") return Infinity;
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new UsageError(`--speed ${text.slice(0, 80)} is no speed: give a number over 0, or max`);
};

const replay = async (flags: Flags, io: CliIo): Promise<number> => {
  const speed = speedOf(flags);
  const language = flagChoice(flags, "language", LANGUAGES) ?? "en";
  const side = flagChoice(flags, "side", SIDES);
  const number = flagChoice(flags, "act", ACT_NUMBERS);
  const shown = actTimes(STORY_START_MS).filter(
    ({ act }) => number === null || String(act.number) === number,
  );
  // Before the first word is printed: who reads it may stop it at once.
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  io.out(`${red(io, TRANSCRIPT_TEXTS[language].example)}\n\n`);
  const print = printerOf(io, { sides: side ? [side] : PARTY_SIDES, language, shown });
  try {
    await playInMemory({
      startMs: STORY_START_MS,
      onHeard: print.hear,
      waitUntil: pacer(io, { speed, shown, signal: stop.signal, before: print.flush }),
    });
    print.flush();
  } catch (error) {
    // Its own end is what was asked for.
    if (!stop.signal.aborted) throw error;
    io.out("\n");
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
  return EXIT.none;
};

const red = (io: CliIo, text: string): string =>
  io.isOutTerminal && !io.env["NO_COLOR"] ? `\u001b[1;31m${text}\u001b[0m` : text;

type Pace = {
  readonly speed: number;
  readonly shown: readonly ActTime[];
  readonly signal: AbortSignal;
  readonly before: () => void;
};

/**
 * Lets the story go on to a time when that time has come, reckoned by the acts that are shown: what lies
 * before and between them passes at once. Throws when the signal aborts.
 */
const pacer = (
  io: CliIo,
  { speed, shown, signal, before }: Pace,
): ((atMs: number) => Promise<void>) => {
  let begunMs: number | null = null;
  return async (atMs) => {
    before();
    begunMs ??= io.nowMs();
    const waitMs = begunMs + shownMs(shown, atMs) / speed - io.nowMs();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    signal.throwIfAborted();
  };
};

/** How much of the acts is over at a time of the story. */
const shownMs = (shown: readonly ActTime[], atMs: number): number =>
  shown.reduce(
    (sumMs, { startMs, endMs }) => sumMs + Math.max(0, Math.min(atMs, endMs) - startMs),
    0,
  );

const WIDTH_DEFAULT = 120;

type Printer = { readonly hear: (heard: Heard) => void; readonly flush: () => void };

type Printing = {
  readonly sides: readonly Side[];
  readonly language: Language;
  readonly shown: readonly ActTime[];
};

/** One side: its lines one after the other. Several: what happens at one time, side by side. */
const printerOf = (io: CliIo, { sides, language, shown }: Printing): Printer => {
  const tellers = sides.map((side) => new SideTeller(side, language));
  const { party, texts } = speechOf(language);
  const width = columnWidth(Number(io.env["COLUMNS"]) || WIDTH_DEFAULT, sides.length);
  const entryOf = (line: Line): string => {
    const title = line.title ?? texts.topics[line.topic];
    return `${clockText(line.atMs)} ${ARROWS[line.direction]} ${title}. ${line.text}`;
  };
  // Nothing is held back from one side: all that one entry tells is printed together.
  let held = sides.map((): string[] => []);
  const flush = (): void => {
    if (held.every((lines) => lines.length === 0)) return;
    const blocks = held.map((lines) => lines.join("\n"));
    const one = sides.length === 1;
    io.out(`${one ? wrapText(blocks[0]!, width).join("\n") : besides(blocks, width)}\n\n`);
    held = sides.map(() => []);
  };
  if (sides.length > 1) io.out(`${besides(sides.map(party), width)}\n\n`);
  const isShown = ({ atMs }: Heard): boolean =>
    shown.some(({ startMs, endMs }) => atMs >= startMs && atMs <= endMs);
  return {
    flush,
    hear: (heard) => {
      for (const [i, teller] of tellers.entries()) {
        const line = teller.tell(heard);
        if (line && isShown(heard)) held[i]!.push(entryOf(line));
      }
    },
  };
};

export const demo: Verb = { summary: "play the example theatre's acts", usage: USAGE, run };
