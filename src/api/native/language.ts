/** In which language a reader asks for texts: by `?language=`, else by Accept-Language, else none. */

import { Type } from "typebox";
import type { FastifyRequest } from "fastify";
import { WORDS } from "../../core/line/words.ts";
import type { WordOf } from "../../core/line/words.ts";
import { OneOf } from "./schema.ts";

export type Language = WordOf<"language">;

export const LanguageQuery = {
  language: Type.Optional(
    OneOf(WORDS.language, {
      description: "In which the text is made from the fields; left out: by Accept-Language.",
    }),
  ),
};

/** null: the reader asked for none that there is, and gets the fields alone. */
export const languageOf = (request: FastifyRequest, asked: Language | undefined): Language | null =>
  asked ?? acceptedLanguage(request.headers["accept-language"] ?? "");

/**
 * The most wanted that there is; of equals the first.
 * Source: RFC 9110 section 12.5.4; what is unreadable in it is passed over.
 */
export const acceptedLanguage = (header: string): Language | null => {
  const wanted = header.split(",").flatMap((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const language = WORDS.language.find((one) => one === tag.split("-")[0]);
    const weight = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find(Boolean);
    const quality = weight === undefined ? 1 : Number(weight);
    return language && quality > 0 ? [{ language, quality }] : [];
  });
  return wanted.toSorted((a, b) => b.quality - a.quality)[0]?.language ?? null;
};
