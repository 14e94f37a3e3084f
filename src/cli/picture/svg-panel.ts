/** One region as a panel of the sheet: its volumes, graticule, scale and north. */

import { escapeMarkup } from "../../formats/markup-text.ts";
import { CATALOGUES, countText, fill, numberText } from "../texts/texts.ts";
import type { Lang } from "../texts/texts.ts";
import { gridOver } from "./graticule.ts";
import type { GridLine } from "./graticule.ts";
import type { Bounds } from "./outline.ts";
import { makeProjection } from "./projection.ts";
import type { Point } from "./projection.ts";
import type { DrawnRegion, DrawnVolume } from "./scene.ts";

export const PANEL = { width: 620, height: 460 } as const;

/** Room around the volumes, as a part of their extent. */
const ROOM = 1.25;
const NAMES_MAX = 40;

type View = { readonly perPixel: number; readonly toScreen: (point: Point) => Point };

export const drawPanel = (region: DrawnRegion, index: number, lang: Lang): string => {
  const view = fitView(region);
  const projection = makeProjection(region.center);
  const { width, height } = PANEL;
  const clip = `clip${index}`;
  const [originX, originY] = view.toScreen([0, 0]);
  const scale = 1 / view.perPixel;
  const hatch = `hatch${index}`;
  return [
    `<defs><clipPath id="${clip}"><rect width="${width}" height="${height}"/></clipPath>`,
    `<pattern id="${hatch}" patternUnits="userSpaceOnUse" width="8" height="8" patternTransform="scale(${view.perPixel})"><path class="hatch" d="M-1 9 9 -1M-1 1 1 -1M7 9 9 7"/></pattern></defs>`,
    `<rect class="map" width="${width}" height="${height}"/>`,
    `<g clip-path="url(#${clip})">`,
    ...gridOver(boundsInView(view), projection).flatMap((line) => drawGridLine(line, view)),
    `<g transform="matrix(${scale} 0 0 ${scale} ${originX} ${originY})">`,
    ...bySize(region.volumes).map((volume) => drawVolume(volume, hatch)),
    "</g>",
    ...region.volumes
      .filter((volume) => isSpeck(volume, view))
      .map((volume) => drawSpeck(volume, view)),
    ...drawNames(region.volumes, view),
    "</g>",
    heading(region, lang),
    scaleBar(view.perPixel, lang),
    `<g transform="translate(${width - 24} 34)"><path class="north" d="M0 -20 8 9 0 4 -8 9Z"/><text class="name" y="24" text-anchor="middle">${CATALOGUES[lang].words.north}</text></g>`,
  ].join("");
};

const fitView = ({ bounds: [x0, y0, x1, y1] }: DrawnRegion): View => {
  const { width, height } = PANEL;
  const perPixel = ROOM * Math.max((x1 - x0) / width, (y1 - y0) / height, 0.05);
  const [middleX, middleY] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return {
    perPixel,
    toScreen: ([x, y]) => [
      round(width / 2 + (x - middleX) / perPixel),
      round(height / 2 + (y - middleY) / perPixel),
    ],
  };
};

/** What the panel shows, in the corners' order. */
const boundsInView = ({ perPixel, toScreen }: View): Bounds => {
  const [originX, originY] = toScreen([0, 0]);
  const [minX, minY] = [-originX * perPixel, -originY * perPixel];
  return [minX, minY, minX + PANEL.width * perPixel, minY + PANEL.height * perPixel];
};

/** The large lie under the small. */
const bySize = (volumes: readonly DrawnVolume[]): DrawnVolume[] => {
  return [...volumes].sort((a, b) => areaOf(b) - areaOf(a));
};

const areaOf = ({ bounds: [x0, y0, x1, y1] }: DrawnVolume): number => (x1 - x0) * (y1 - y0);

const drawVolume = ({ id, path, source, isInConflict }: DrawnVolume, hatch: string): string => {
  const kind = `s${source % 6}${isInConflict ? " conflict" : ""}`;
  const hatched = isInConflict ? `<path d="${path}" fill="url(#${hatch})"/>` : "";
  return `<g class="${kind}"><title>${escapeMarkup(id)}</title><path class="ground" d="${path}"/>${hatched}<path class="line" vector-effect="non-scaling-stroke" d="${path}"/></g>`;
};

/** What is too small to see at this scale is marked all the same. */
const SPECK_PX = 9;
const isSpeck = ({ bounds: [x0, y0, x1, y1] }: DrawnVolume, { perPixel }: View): boolean =>
  Math.max(x1 - x0, y1 - y0) < SPECK_PX * perPixel;

const drawSpeck = ({ label, source, isInConflict }: DrawnVolume, { toScreen }: View): string => {
  const [x, y] = toScreen(label);
  const kind = `speck s${source % 6}${isInConflict ? " conflict" : ""}`;
  return `<circle class="${kind}" cx="${x}" cy="${y}" r="5"/>`;
};

const drawGridLine = ({ points, label, isParallel }: GridLine, { toScreen }: View): string[] => {
  const screen = points.map(toScreen);
  const path = `<path class="grid" d="M${screen.map((p) => p.join(" ")).join("L")}"/>`;
  const [axis, value] = isParallel ? [0, 8] : [1, PANEL.height - 8];
  const at = screen.findIndex(
    (p, i) => i > 0 && p[axis]! > value !== screen[i - 1]![axis]! > value,
  );
  if (at < 0) return [path];
  const [a, b] = [screen[at - 1]!, screen[at]!];
  const f = (value - a[axis]!) / (b[axis]! - a[axis]!);
  const [x, y] = [a[0] + f * (b[0] - a[0]), a[1] + f * (b[1] - a[1])];
  const [left, base] = isParallel ? [8, round(y - 4)] : [round(x + 4), PANEL.height - 8];
  // The corners are the heading's, the arrow's and the scale's.
  const isFree = isParallel
    ? base > 44 && base < PANEL.height - 24
    : left > 66 && left < PANEL.width - 64;
  if (!isFree) return [path];
  return [path, `<text class="degree" x="${left}" y="${base}">${label}</text>`];
};

/** Names of records in conflict first; one that would lie on another is left out. */
const drawNames = (volumes: readonly DrawnVolume[], view: View): string[] => {
  const boxes: (readonly [number, number, number])[] = [];
  const order = [...volumes].sort((a, b) => Number(b.isInConflict) - Number(a.isInConflict));
  return order.flatMap((volume) => {
    const { id, label } = volume;
    const [x, middle] = view.toScreen(label);
    const y = middle + (isSpeck(volume, view) ? 16 : 0);
    const short = id.length > 28 ? `${id.slice(0, 27)}…` : id;
    const half = short.length * 3.9;
    const isTaken = boxes.some(
      ([bx, by, bHalf]) => Math.abs(bx - x) < half + bHalf && Math.abs(by - y) < 17,
    );
    if (isTaken || boxes.length >= NAMES_MAX) return [];
    boxes.push([x, y, half]);
    return [
      `<text class="name" x="${x}" y="${y + 5}" text-anchor="middle">${escapeMarkup(short)}</text>`,
    ];
  });
};

const heading = (region: DrawnRegion, lang: Lang): string => {
  const [lng, lat] = region.center;
  const place = `${Math.abs(lat).toFixed(2)} ${lat < 0 ? "S" : "N"} ${Math.abs(lng).toFixed(2)} ${lng < 0 ? "W" : "E"}`;
  const counts = [
    countText(lang, "records", region.recordCount),
    countText(lang, "conflicts", region.conflicts.length),
  ];
  const text = [`\u2066${place}\u2069`, ...counts].join(" · ");
  return `<text class="heading" x="12" y="22">${escapeMarkup(text)}</text>`;
};

const scaleBar = (perPixel: number, lang: Lang): string => {
  const room = 150 * perPixel;
  const power = 10 ** Math.floor(Math.log10(room));
  const lengthM = [5, 2, 1].find((n) => n * power <= room)! * power;
  const px = round(lengthM / perPixel);
  const [x, y] = [PANEL.width - 18 - px, PANEL.height - 16];
  const [unit, value] =
    lengthM >= 1000 ? (["kilometres", lengthM / 1000] as const) : (["metres", lengthM] as const);
  const text = fill(CATALOGUES[lang].words[unit], { n: numberText(lang, value, 2) });
  return `<path class="scale" d="M${x} ${y - 6}v6h${px}v-6"/><text class="scale-text" x="${x + px / 2}" y="${y - 6}" text-anchor="middle">${text}</text>`;
};

const round = (value: number): number => Math.round(value * 10) / 10;
