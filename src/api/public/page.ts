/** Released readouts as pages: one file each, no script, nothing fetched. */

import { createHash } from "node:crypto";
import type { PublicReadout, PublicView, PublicWording } from "../../core/contacts/public-view.ts";
import { WORDS } from "../../core/line/words.ts";
import { escapeMarkup } from "../../formats/markup-text.ts";
import type { Language } from "../../phrases/catalogue.ts";
import { CATALOGUES } from "../../phrases/compile.ts";
import {
  dayText,
  factLines,
  firstSinceText,
  namesText,
  nameText,
  releasedText,
  sayOnPage,
} from "../../phrases/readout/render.ts";
import type { FactLine } from "../../phrases/readout/render.ts";
import { markDifferences } from "../../phrases/readout/word-diff.ts";
import type { Run } from "../../phrases/readout/word-diff.ts";
import { renderFixed } from "../../phrases/render.ts";
import { PUBLIC_STYLE } from "./style.ts";

export const PUBLIC_POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(PUBLIC_STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The part of the list that a page shows, newest first. `older` is the id to go on after. */
export type ReadoutSlice = {
  readonly readouts: readonly PublicReadout[];
  readonly older: string | null;
};

/** The list, in one language: what was released in it. */
export const writeListPage = (
  view: PublicView,
  { readouts, older }: ReadoutSlice,
  language: Language,
): string => {
  const say = (text: Parameters<typeof sayOnPage>[0], values = {}): string =>
    escapeMarkup(sayOnPage(text, language, values));
  const hidden = view.readouts.filter(({ languages }) => !languages.includes(language));
  const articles = readouts.map((readout) => {
    const href = `readouts/${encodeURIComponent(readout.id)}?lang=${language}`;
    const title = escapeMarkup(titleOf(readout, language));
    return `<article><h2><a href="${href}">${title}</a></h2>
${briefBody(readout, language)}
${statusOf(readout, language, "readouts/")}</article>`;
  });
  const body = [
    `<h1>${say("title")}</h1>`,
    `<p class="quiet">${say("whatItIs")}</p>`,
    ...(articles.length === 0 ? [`<p>${say("none")}</p>`] : articles),
    ...(hidden.length === 0
      ? []
      : [`<p class="quiet">${say("inOtherLanguages", { n: hidden.length })}</p>`]),
    ...(older === null
      ? []
      : [
          `<p><a rel="next" href="readouts?lang=${language}&amp;after=${encodeURIComponent(older)}">${say("olderReadouts")}</a></p>`,
        ]),
  ];
  return frame(view, { language, title: sayOnPage("title", language), body, root: "" });
};

/** One readout in one language; where it was not released in it, that, and where it was. */
export const writeReadoutPage = (
  view: PublicView,
  readout: PublicReadout,
  language: Language,
): string => {
  const isShown = readout.languages.includes(language);
  const body = isShown ? shownBody(readout, language) : [elsewhere(readout, language)];
  const title = isShown ? titleOf(readout, language) : sayOnPage("title", language);
  const back = `<p><a href="../readouts?lang=${language}">${escapeMarkup(sayOnPage("allReadouts", language))}</a></p>`;
  const heading = `<h1>${escapeMarkup(title)}</h1>`;
  return frame(view, { language, title, body: [heading, ...body, back], root: "../" });
};

/** The sides by name, and the day where all say the same one: what a readout is called. */
export const titleOf = ({ parties, wordings }: PublicReadout, language: Language): string => {
  const days = new Set(wordings.map(({ facts }) => facts.date));
  const [day] = days;
  return namesText(
    parties.map(({ names }) => names),
    language,
    days.size === 1 && day !== undefined ? [dayText(day, language)] : [],
  );
};

/** Without texts; where there is no joint one, what all say alike, and that there is none. */
const briefBody = ({ wordings }: PublicReadout, language: Language): string => {
  const isSame = sameIn(wordings, language);
  const [first] = wordings;
  if (!first) return "";
  if (wordings.length === 1) return bodyOf({ ...first, texts: {} }, { language });
  const parted = `<p>${escapeMarkup(sayOnPage("parted", language))}</p>`;
  const lines = factLines(first.facts, language).filter(isSame);
  return parted + listOf(lines.map(({ label, text }) => [label, said(text)]));
};

const shownBody = (readout: PublicReadout, language: Language): string[] => {
  const isParted = readout.wordings.length > 1;
  const words = escapeMarkup(sayOnPage(isParted ? "parted" : "joint", language));
  const sections = isParted
    ? partedSections(readout, language)
    : readout.wordings.map(
        (one) => `<section class="wording">${bodyOf(one, { language })}</section>`,
      );
  return [
    `<p class="notice">${words}</p>`,
    `<div class="wordings">${sections.join("\n")}</div>`,
    statusOf(readout, language, ""),
  ];
};

/** Side by side; a fact that others say otherwise, and words that others do not have, are marked. */
const partedSections = ({ wordings, parties }: PublicReadout, language: Language): string[] => {
  const runs = markDifferences(wordings.map(({ texts }) => texts[language] ?? ""));
  const isSame = sameIn(wordings, language);
  return wordings.map((wording, i) => {
    const names = parties.find(({ id }) => id === wording.party)?.names;
    const party = names ? nameText(names, language) : "";
    const heading = escapeMarkup(sayOnPage("ofParty", language, { party }));
    const body = bodyOf(wording, { language, isSame, runs: runs[i] ?? [] });
    return `<section class="wording"><h2>${heading}</h2>${body}</section>`;
  });
};

/** Does every wording have this line? */
const sameIn = (wordings: readonly PublicWording[], language: Language) => {
  const all = wordings.map(({ facts }) => factLines(facts, language));
  return ({ label, text }: FactLine): boolean =>
    all.every((lines) => lines.some((one) => one.label === label && one.text === text));
};

type Shown = {
  readonly language: Language;
  readonly isSame?: (line: FactLine) => boolean;
  readonly runs?: readonly Run[];
};

const bodyOf = ({ facts, texts }: PublicWording, shown: Shown): string => {
  const { language, isSame = () => true } = shown;
  const { runs = [{ text: texts[language] ?? "", isOwn: false }] } = shown;
  const lines = factLines(facts, language).map((line): readonly [string, string] => {
    const value = said(line.text);
    return [line.label, isSame(line) ? value : `<mark>${value}</mark>`];
  });
  const text = runs
    .map((run) => (run.isOwn ? `<mark>${escapeMarkup(run.text)}</mark>` : escapeMarkup(run.text)))
    .join("");
  return [
    ...(facts.firstSince
      ? [`<p class="first">${escapeMarkup(firstSinceText(facts.firstSince, language))}</p>`]
      : []),
    listOf(lines),
    ...(text === "" ? [] : [`<blockquote dir="auto">${text}</blockquote>`]),
  ].join("\n");
};

/** Kept apart from what stands around it, whatever its direction. */
const said = (text: string): string => `<bdi>${escapeMarkup(text)}</bdi>`;

/** Values are markup already. */
const listOf = (lines: readonly (readonly [string, string])[]): string =>
  lines.length === 0
    ? ""
    : `<dl>${lines.map(([label, value]) => `<dt>${escapeMarkup(label)}</dt><dd>${value}</dd>`).join("")}</dl>`;

/** When it was released, and how it stands to others. `path` leads to the other readouts. */
const statusOf = (
  { releasedMs, corrects, correctedBy }: PublicReadout,
  language: Language,
  path: string,
): string => {
  const link = (id: string, text: "corrects" | "correctedBy"): string =>
    `<p class="notice"><a href="${path}${encodeURIComponent(id)}?lang=${language}">${escapeMarkup(sayOnPage(text, language))}</a></p>`;
  return [
    ...(corrects === null ? [] : [link(corrects, "corrects")]),
    ...correctedBy.map((id) => link(id, "correctedBy")),
    `<p class="quiet">${escapeMarkup(releasedText(releasedMs, language))}</p>`,
  ].join("\n");
};

const elsewhere = ({ languages }: PublicReadout, language: Language): string => {
  const names = languages.map((one) => CATALOGUES[one].name).join(", ");
  return `<p>${escapeMarkup(sayOnPage("notInThisLanguage", language, { languages: names }))}</p>`;
};

type Frame = {
  readonly language: Language;
  readonly title: string;
  readonly body: readonly string[];
  /** From the page to where the list is. */
  readonly root: string;
};

const frame = ({ theatre }: PublicView, { language, title, body, root }: Frame): string => {
  const { direction, reviewed } = CATALOGUES[language];
  const name = theatre ? escapeMarkup(nameText(theatre.name, language)) : "wideberth";
  const say = (text: Parameters<typeof sayOnPage>[0]): string =>
    escapeMarkup(sayOnPage(text, language));
  const feed = `${root}readouts.atom?lang=${language}`;
  const links = WORDS.language.map((one) => {
    const current = one === language ? ' aria-current="true"' : "";
    return `<li><a href="?lang=${one}" lang="${one}" hreflang="${one}"${current}>${escapeMarkup(CATALOGUES[one].name)}</a></li>`;
  });
  const footer = [
    `<p><a href="${feed}">${say("feed")}</a></p>`,
    ...(reviewed ? [] : [`<p>${escapeMarkup(renderFixed("unreviewed", language))}</p>`]),
  ];
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<link rel="alternate" type="application/atom+xml" href="${feed}">
<style>${PUBLIC_STYLE}</style>
</head>
<body>
<header><p>${name}</p><nav aria-label="${say("language")}"><ul>${links.join("")}</ul></nav></header>
${theatre?.isExample ? `<p class="example">${say("example")}</p>\n` : ""}<main>
${body.join("\n")}
</main>
<footer>${footer.join("\n")}</footer>
</body>
</html>
`;
};
