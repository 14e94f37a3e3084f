/** Released readouts as an Atom feed. Source: RFC 4287; RFC 5005 section 3 for the older ones. */

import { createHash } from "node:crypto";
import type { PublicReadout, PublicView } from "../../core/contacts/public-view.ts";
import { escapeMarkup } from "../../formats/markup-text.ts";
import type { Language } from "../../phrases/catalogue.ts";
import {
  factLines,
  firstSinceText,
  nameText,
  namesText,
  sayOnPage,
} from "../../phrases/readout/render.ts";
import { titleOf } from "./page.ts";
import type { ReadoutSlice } from "./page.ts";

/** What was released in the language, newest first. Links are relative to where the feed is. */
export const writeFeed = (
  { theatre }: PublicView,
  { readouts, older }: ReadoutSlice,
  language: Language,
): string => {
  const name = theatre ? nameText(theatre.name, language) : "wideberth";
  const title = `${sayOnPage("title", language)} – ${name}`;
  const updatedMs = Math.max(0, ...readouts.map(({ releasedMs }) => releasedMs));
  const self = `readouts.atom?lang=${language}`;
  const next =
    older === null
      ? ""
      : `<link rel="next" href="${escapeMarkup(`${self}&after=${encodeURIComponent(older)}`)}"/>\n`;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>${idOf(`readouts of ${theatre?.name.en ?? ""} in ${language}`)}</id>
<title>${escapeMarkup(title)}</title>
<updated>${new Date(updatedMs).toISOString()}</updated>
<author><name>${escapeMarkup(name)}</name></author>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="readouts?lang=${language}"/>
${next}${readouts.map((readout) => writeEntry(readout, language)).join("")}</feed>
`;
};

const writeEntry = (readout: PublicReadout, language: Language): string => {
  const { id, releasedMs, parties } = readout;
  const at = new Date(releasedMs).toISOString();
  const href = `readouts/${encodeURIComponent(id)}?lang=${language}`;
  const author = namesText(
    parties.map(({ names }) => names),
    language,
  );
  return `<entry>
<id>${idOf(`${id} in ${language}`)}</id>
<title>${escapeMarkup(titleOf(readout, language))}</title>
<published>${at}</published>
<updated>${at}</updated>
<author><name>${escapeMarkup(author)}</name></author>
<link rel="alternate" type="text/html" href="${escapeMarkup(href)}"/>
<content type="text">${escapeMarkup(plainText(readout, language))}</content>
</entry>
`;
};

const plainText = ({ wordings, parties }: PublicReadout, language: Language): string =>
  wordings
    .map(({ party, facts, texts }) => {
      const names = parties.find(({ id }) => id === party)?.names;
      const text = texts[language];
      return [
        ...(names ? [sayOnPage("ofParty", language, { party: nameText(names, language) })] : []),
        ...(facts.firstSince ? [firstSinceText(facts.firstSince, language)] : []),
        ...factLines(facts, language).map((line) => `${line.label}: ${line.text}`),
        ...(text === undefined ? [] : ["", text]),
      ].join("\n");
    })
    .join("\n\n");

/** A name that stays the same wherever the server is found: a UUID of version 8, RFC 9562. */
const idOf = (text: string): string => {
  const hex = createHash("sha256").update(`wideberth ${text}`).digest("hex");
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) & 3];
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
