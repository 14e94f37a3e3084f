/**
 * Marks that keep a run of text whole inside text of the other direction (Unicode UAX 9, isolates).
 * Without them a number, an id or a position in Arabic is shown with its parts in another order.
 */

const LRI = "\u2066";
const FSI = "\u2068";
const PDI = "\u2069";

/** Ids, times, positions, numbers with signs: left to right wherever they stand. */
export const isolateLtr = (text: string): string => LRI + text + PDI;

/** What a person wrote: in the direction of its own first letter. A line is isolated by itself. */
export const isolateAuthors = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? line : FSI + line + PDI))
    .join("\n");

/** Letters that are written from right to left: Hebrew to Arabic Extended, and their old forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|\p{Script=Adlam}/u;

export const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);
