/** One language as a reader is told in it: the phrases of messages, and the sentences about events. */

import type { FieldType, FieldValue } from "../core/line/fields.ts";
import type { FieldName } from "../core/line/kinds.ts";
import type { WordList, WordOf } from "../core/line/words.ts";
import type { Names } from "../core/theatre/model.ts";
import type { Fixed, Language } from "../phrases/catalogue.ts";
import { PHRASES } from "../phrases/compile.ts";
import { renderFixed, renderWord } from "../phrases/render.ts";
import { commaText, fixedText, metresText, valueText } from "../phrases/value-text.ts";
import { TELL_TEXTS, fill } from "./sentences.ts";
import type { TellTexts, Sentence } from "./sentences.ts";

export type Speech = {
  readonly language: Language;
  readonly texts: TellTexts;
  readonly say: (sentence: Sentence, values?: Readonly<Record<string, string>>) => string;
  readonly word: <L extends WordList>(list: L, word: WordOf<L>) => string;
  readonly value: (type: FieldType, value: FieldValue) => string;
  /** A value under the name of its field. */
  readonly line: (field: FieldName, text: string) => string;
  readonly time: (iso: string) => string;
  readonly list: (texts: readonly string[]) => string;
  /** Ids and cells: left to right in every language. */
  readonly id: (text: string) => string;
  readonly party: (id: string) => string;
  readonly name: (names: Names) => string;
  readonly metres: (metres: number) => string;
  readonly minutes: (minutes: number) => string;
  /** `noOverlap` needs the time. */
  readonly fixed: (sentence: Fixed, timeMs?: number) => string;
};

/** Those whose names are known. */
export type Named = readonly { readonly id: string; readonly names: Names }[];

/** A party that is not among `parties` is called by its id. */
export const speechOf = (language: Language, parties: Named): Speech => {
  const phrases = PHRASES[language];
  const texts = TELL_TEXTS[language];
  const value = (type: FieldType, given: FieldValue): string => valueText(phrases, type, given);
  const name = (names: Names): string => names[language] ?? names.en;
  return {
    language,
    texts,
    say: (sentence, values) => fill(texts.sentences[sentence], values),
    word: (list, word) => renderWord(list, word, language),
    value,
    line: (field, text) =>
      phrases.parts.line({ label: phrases.catalogue.fields[field], value: text }),
    time: (iso) => value({ type: "instant" }, Date.parse(iso)),
    list: (all) => commaText(phrases, all),
    id: (text) => fixedText(phrases, text),
    party: (id) => {
      const known = parties.find((party) => party.id === id);
      return known ? name(known.names) : fixedText(phrases, id);
    },
    name,
    metres: (metres) => metresText(phrases, metres),
    minutes: (n) => phrases.units.minute({ n }),
    fixed: (sentence, timeMs) => renderFixed(sentence, language, timeMs),
  };
};
