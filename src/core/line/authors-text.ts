/** A text that a person wrote beside the fields: with the language it is in, which prevails. */

import type { Language } from "../parties/model.ts";
import type { Refusal } from "../outcome.ts";
import { badField } from "./bad-field.ts";
import { hasUnseen } from "./parse-value.ts";

/** As it is said; neither is said without the other. */
export type SaidText = { readonly text?: string; readonly language?: Language };

/** As it is kept: both, or null twice. */
export type KeptText = { readonly text: string | null; readonly language: Language | null };

export const findBadText = ({ text, language }: SaidText): Refusal | null => {
  if (text === undefined)
    return language === undefined
      ? null
      : badField("language", "is that of no text", "say the text, or leave the language out");
  if (language === undefined)
    return badField("language", "is missing", "say in which language the text is written");
  return hasUnseen(text)
    ? badField("text", "holds unseen characters", "remove control characters")
    : null;
};

export const keptText = ({ text, language }: SaidText): KeptText => ({
  text: text ?? null,
  language: language ?? null,
});
