/**
 * Areas as OpenAir: one airspace an outline, of class P where entry is asked to be left, else R.
 *
 * A route is written with its whole width: readers that take it as the distance to each side see a wider
 * one, and none sees a narrower.
 * Source: Naviter, "Extended OpenAir file format specification" 2.1.0.
 */

import type { Area as Outline, Point } from "../core/line/fields.ts";
import { METRES_PER_NAUTICAL_MILE } from "./altitude.ts";
import { unsaidOf } from "./area-record.ts";
import type { AreaFile, AreaRecord } from "./area-record.ts";
import { instantText } from "./instant.ts";

export const writeAreasOpenair = (areas: readonly AreaRecord[]): AreaFile => {
  const unsaid = areas.flatMap(unsaidHere);
  const said = areas.flatMap((area) =>
    area.terms.areas.filter(isSayable).map((outline) => airspaceOf(area, outline)),
  );
  const comments = unsaid.map((one) => `* ${one}\n`).join("");
  return { text: `${comments}${said.map((lines) => `\n${lines.join("\n")}\n`).join("")}`, unsaid };
};

/** The format has no circle or route without a width. */
const isSayable = (outline: Outline): boolean => outline.kind === "polygon" || widthOf(outline) > 0;

const widthOf = (outline: Exclude<Outline, { kind: "polygon" }>): number =>
  outline.kind === "circle" ? outline.radiusM : outline.halfWidthM;

const unsaidHere = (area: AreaRecord): string[] => {
  const { areaName, areas } = area.terms;
  const thin = areas.filter((one) => !isSayable(one)).length;
  const tell = (is: boolean, text: string): string[] => (is ? [`${areaName}: ${text}`] : []);
  return [
    ...unsaidOf(area, ["areaKind", "measures", "reviewByMs", "text"]),
    ...tell(thin > 0, `${thin} of its outlines have no width: left out here`),
    ...tell(areas.length > 1, `its ${areas.length} outlines are airspaces of their own here`),
    ...tell(areaName.includes("*"), "the asterisks of its name are left out here"),
    ...tell(
      areas.some(({ kind }) => kind === "polygon"),
      "that its edges are the shortest lines is not said here",
    ),
    ...tell(
      areas.some(({ kind }) => kind === "route"),
      "its routes are written with their whole width, which some take to each side",
    ),
  ];
};

const airspaceOf = ({ terms }: AreaRecord, outline: Outline): string[] => {
  const { areaName, band, measures, window } = terms;
  const { lowerM = null, upperM = null } = band ?? {};
  const endText = window.endMs === null ? "NONE" : instantText(window.endMs);
  return [
    `AC ${measures.includes("no_entry") ? "P" : "R"}`,
    `AN ${areaName.replaceAll("*", "").trim()}`,
    ...(lowerM === null ? [] : [`AL ${numberText(lowerM)}M WGS84`]),
    `AH ${upperM === null ? "UNL" : `${numberText(upperM)}M WGS84`}`,
    `AA ${instantText(window.startMs)}/${endText}`,
    ...outlineLines(outline),
  ];
};

const outlineLines = (outline: Outline): string[] => {
  switch (outline.kind) {
    case "circle":
      return [`V X=${pointText(outline.center)}`, `DC ${milesText(outline.radiusM)}`];
    case "polygon":
      return outline.ring.map((point) => `DP ${pointText(point)}`);
    default: {
      const { points, halfWidthM } = outline;
      const lines = points.map((point) => `DY ${pointText(point)}`);
      return [`V W=${milesText(2 * halfWidthM)}`, ...lines];
    }
  }
};

/** Nine decimals of a degree are a tenth of a millimetre. */
const pointText = ({ lngDeg, latDeg }: Point): string =>
  `${Math.abs(latDeg).toFixed(9)} ${latDeg < 0 ? "S" : "N"} ${Math.abs(lngDeg).toFixed(9)} ${lngDeg < 0 ? "W" : "E"}`;

/** Rounded up: never narrower. */
const milesText = (metres: number): string =>
  (Math.ceil((metres / METRES_PER_NAUTICAL_MILE) * 1e9) / 1e9).toFixed(9);

const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(6);
