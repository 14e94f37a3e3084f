/** What the verbs over a server say to a person, in one language. */

import type { Language } from "../../phrases/catalogue.ts";
import { isolateAuthors } from "../../phrases/isolate.ts";
import { fill } from "../../tell/sentences.ts";
import { speechOf } from "../../tell/speech.ts";
import type { Named, Speech } from "../../tell/speech.ts";
import { pad, printable, widthOf } from "../terminal-text.ts";
import { WORDS } from "./words.ts";
import type { Head, Sentence, StateWord } from "./words.ts";

/** A column of a table or a line about one thing; null: there is nothing to say there. */
export type Column<T> = readonly [head: Head, text: (thing: T) => string | null | undefined];

export type Speak = Speech & {
  readonly head: (head: Head) => string;
  readonly state: (state: StateWord) => string;
  readonly tell: (sentence: Sentence, values?: Readonly<Record<string, string>>) => string;
  /** What a person or another machine wrote: harmless, and kept apart. */
  readonly theirs: (text: string | null) => string | null;
  /** An instant, or nothing. */
  readonly when: (iso: string | null) => string | null;
  readonly ids: (ids: readonly string[]) => string | null;
};

export const speakIn = (language: Language, parties: Named = []): Speak => {
  const speech = speechOf(language, parties);
  const { heads, states, sentences } = WORDS[language];
  const isRtl = language === "ar";
  return {
    ...speech,
    head: (head) => heads[head],
    state: (state) => states[state],
    tell: (sentence, values) => fill(sentences[sentence], values),
    theirs: (text) => text && (isRtl ? isolateAuthors(printable(text)) : printable(text)),
    when: (iso) => iso && speech.time(iso),
    ids: (ids) => (ids.length === 0 ? null : speech.list(ids.map((id) => speech.id(id)))),
  };
};

/** All of them, one to a line. */
export const tableOf = <T>(
  speak: Speak,
  columns: readonly Column<T>[],
  things: readonly T[],
): string => {
  if (things.length === 0) return `${speak.tell("none")}\n`;
  const rows = things.map((thing) => columns.map(([, text]) => text(thing) ?? "–"));
  const table = [columns.map(([head]) => speak.head(head)), ...rows];
  const widths = columns.map((_, i) => Math.max(...table.map((row) => widthOf(row[i] ?? ""))));
  return table
    .map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
};

/** One of them, a line for each thing that is to be said. */
export const linesOf = <T>(speak: Speak, columns: readonly Column<T>[], thing: T): string =>
  columns
    .flatMap(([head, text]) => {
      const value = text(thing);
      return value === null || value === undefined ? [] : [`${speak.head(head)}: ${value}\n`];
    })
    .join("");
