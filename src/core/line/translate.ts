/** Translations: a help for readers. The original stays and prevails. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "./bad-field.ts";
import type { TranslateMessage } from "./commands.ts";
import { specOf } from "./kinds.ts";
import type { Message } from "./model.ts";
import { hasUnseen } from "./parse-value.ts";
import { changed } from "./receiving.ts";

/** Written by a person in a language; words of the lists have their own in every language. */
const isText = ({ kind, body }: Message, name: string): boolean =>
  Object.hasOwn(body, name) && TEXTS.includes(specOf(kind).fields[name]!.type);
const TEXTS: readonly string[] = ["text", "free-text"];

export const translate = (
  context: Context,
  message: Message,
  { language, translator, texts }: TranslateMessage,
): Applied => {
  const limit = LIMITS.translationsMax;
  if (message.translations.length >= limit)
    return refused({ reason: "too-many", what: "translations of one message", limit });
  if (language === message.header.language)
    return refused(badField("language", "is the author's own", "the original stands as it is"));
  const unknown = Object.keys(texts).find((name) => !isText(message, name));
  if (unknown !== undefined || Object.keys(texts).length === 0) {
    const remedy = "name the texts of the message's fields";
    return refused(badField(`texts.${unknown ?? ""}`, "is no text of that message", remedy));
  }
  const unseen = Object.keys(texts).find((name) => hasUnseen(texts[name]!));
  if (unseen !== undefined) {
    const remedy = "remove control characters";
    return refused(badField(`texts.${unseen}`, "holds unseen characters", remedy));
  }
  const { party, entry } = context;
  message.translations.push({ party, language, atMs: entry.atMs, translator, texts });
  return changed(context, message, "translated");
};
