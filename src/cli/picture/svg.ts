/** The picture of `--svg`: one sheet, all times, a panel for each region. For print and reports. */

import { escapeMarkup } from "../../formats/markup-text.ts";
import { CHECK_LIMITS } from "../check/limits.ts";
import { dateTimeGroup } from "../date-time-group.ts";
import { CATALOGUES, countText, fill } from "../texts/texts.ts";
import type { Lang } from "../texts/texts.ts";
import { drawPanel, PANEL } from "./svg-panel.ts";
import { SHEET_STYLE } from "./svg-style.ts";
import type { Scene } from "./scene.ts";

const MARGIN = 28;
const GAP = 24;
const HEAD = 128;
const LINE = 22;

/** The sheet. Every string of a file is escaped; nothing in it runs or is fetched. */
export const writeSvg = (scene: Scene, lang: Lang): string => {
  const regions = scene.regions.slice(0, CHECK_LIMITS.sheetRegionsMax);
  const columns = Math.min(2, Math.max(1, regions.length));
  const rows = Math.ceil(regions.length / columns);
  const width = Math.max(900, 2 * MARGIN + columns * PANEL.width + (columns - 1) * GAP);
  const foot = footLines(scene, lang, regions.length).flatMap((line) => wrap(line, width));
  const height = HEAD + rows * (PANEL.height + GAP) + foot.length * LINE + MARGIN;
  const panels = regions.map((region, i) => {
    const x = MARGIN + (i % columns) * (PANEL.width + GAP);
    const y = HEAD + Math.floor(i / columns) * (PANEL.height + GAP);
    return `<g transform="translate(${x} ${y})">${drawPanel(region, i, lang)}</g>`;
  });
  const text = makeText(lang, width);
  const footY = HEAD + rows * (PANEL.height + GAP) + LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" lang="${lang}">`,
    `<title>${escapeMarkup(CATALOGUES[lang].words.title)}</title>`,
    `<style>${SHEET_STYLE}</style>`,
    `<rect width="${width}" height="${height}" class="sheet"/>`,
    ...headLines(scene, lang).map(([line, kind], i) => text(line, 44 + i * 27, kind)),
    ...panels,
    ...foot.map((line, i) => text(line, footY + i * LINE, "foot")),
    "</svg>",
    "",
  ].join("\n");
};

type Line = readonly [text: string, kind: string];

const headLines = (scene: Scene, lang: Lang): Line[] => {
  const { words } = CATALOGUES[lang];
  const time = dateTimeGroup(scene.atMs);
  const counts = [
    countText(lang, "conflicts", scene.conflictCount),
    countText(lang, "records", scene.recordCount),
    ...(scene.skipped.length > 0 ? [countText(lang, "skipped", scene.skipped.length)] : []),
    fill(words.asOf, { time }),
  ].join(" · ");
  const quiet = scene.skipped.length > 0 ? words.incomplete : fill(words.noOverlap, { time });
  return [
    [words.title, "title"],
    [counts, "counts"],
    [scene.conflictCount > 0 ? words.legendConflict : quiet, "foot"],
  ];
};

const footLines = (scene: Scene, lang: Lang, shown: number): string[] => {
  const { words } = CATALOGUES[lang];
  const more = scene.regions.length - shown;
  return [
    ...(more > 0 ? [`+ ${countText(lang, "regions", more)} (--html)`] : []),
    ...(scene.skipped.length > 0 ? [words.skippedUnchecked] : []),
    words.whatItIs,
    words.notPermission,
  ];
};

/** Of the foot's type; somewhat more than its letters take on average, so that no line is cut off. */
const LETTER_WIDTH = 8;

/** Broken between words to fit the sheet: the last sentence is one that must not lose its end. */
const wrap = (text: string, width: number): string[] => {
  const lettersMax = Math.floor((width - 2 * MARGIN) / LETTER_WIDTH);
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > lettersMax) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

const makeText =
  (lang: Lang, width: number) =>
  (line: string, y: number, kind: string): string => {
    const isRtl = CATALOGUES[lang].dir === "rtl";
    const [x, direction] = isRtl ? [width - MARGIN, ' direction="rtl"'] : [MARGIN, ""];
    return `<text x="${x}" y="${y}" class="${kind}"${direction}>${escapeMarkup(line)}</text>`;
  };
