/** Text for a terminal: harmless, and as wide as it looks. */

/**
 * What others wrote, on one line: control characters and marks of direction, which could rewrite the
 * line or the screen, are spelled out.
 */
export const printable = (text: string): string =>
  text.replaceAll(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, spelledOut);

/** The same of a text in several lines, in which the isolates are our own. */
export const printableLines = (text: string): string =>
  text
    .split(OURS)
    .map((part) => (OURS.test(part) ? part : printable(part)))
    .join("");

const OURS = /(\n|\u2066|\u2068|\u2069)/;

const spelledOut = (char: string): string => `\\u{${char.codePointAt(0)!.toString(16)}}`;

/** Columns taken on a terminal; isolates and marks on letters take none. */
export const widthOf = (text: string): number =>
  Array.from(text.replaceAll(/[\p{Cf}\p{Mn}]/gu, "")).length;

export const pad = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));
