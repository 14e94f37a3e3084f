/** Fields of formats whose every value is text (KML, CSV), made into what `fields.ts` reads. */

import { type Fields, parseIdentity } from "./fields.ts";
import { type Identity, Unreadable } from "./unreadable.ts";

const NUMBERS = ["lowerM", "upperM", "radiusM", "halfWidthM"] as const;
const TEXTS = ["id", "party", "category", "class", "name", "start", "end", "edges"] as const;

/** Known fields with numbers as numbers and `times` as a list; an empty text is a missing field. */
export const fieldsOfTexts = (texts: ReadonlyMap<string, string>): Fields => {
  const fields = namedTexts(texts);
  for (const field of NUMBERS) {
    const text = texts.get(field)?.trim();
    if (text) fields[field] = numberOfText(text, field);
  }
  const times = texts.get("times")?.trim();
  if (times) fields["times"] = times.split(/[\s,;]+/);
  return fields;
};

/** Party and id, known before any other field is looked at. */
export const identityOfTexts = (
  texts: ReadonlyMap<string, string>,
  featureId?: unknown,
): Identity => parseIdentity(namedTexts(texts), featureId);

const namedTexts = (texts: ReadonlyMap<string, string>): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  for (const field of TEXTS) {
    const text = texts.get(field)?.trim();
    if (text) fields[field] = text;
  }
  return fields;
};

/** A decimal number in the form of JSON; `48,5` and `0x10` are none. */
export const numberOfText = (text: string, field: string): number => {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))) {
    return Number(text);
  }
  throw new Unreadable(
    `${field} ${JSON.stringify(text.slice(0, 60))} is not a number: write it with a decimal point`,
  );
};
