/** Lines of several sides next to each other on a terminal. */

/** Marks of direction take no room; letters of one cell each are all that the example writes. */
const MARKS = /[\u2066-\u2069]/g;
const widthOf = (text: string): number => Array.from(text.replaceAll(MARKS, "")).length;

/** The text in lines of at most `width`, broken at spaces; a longer word is broken where it must be. */
export const wrapText = (text: string, width: number): readonly string[] =>
  text.split("\n").flatMap((line) => wrapLine(line, width));

const wrapLine = (line: string, width: number): string[] => {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ").flatMap((one) => breakWord(one, width))) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (widthOf(longer) <= width) current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
};

const breakWord = (word: string, width: number): string[] => {
  if (widthOf(word) <= width) return [word];
  const letters = Array.from(word);
  const pieces = Math.ceil(letters.length / width);
  return Array.from({ length: pieces }, (_, i) =>
    letters.slice(i * width, (i + 1) * width).join(""),
  );
};

const GAP = " │ ";

/** How wide each of `count` columns may be in a line of `width`. */
export const columnWidth = (width: number, count: number): number =>
  Math.max(20, Math.floor((width - GAP.length * (count - 1)) / count));

/** The texts side by side, each wrapped to the same width. */
export const besides = (texts: readonly string[], width: number): string => {
  const columns = texts.map((text) => (text === "" ? [] : wrapText(text, width)));
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((lines) => pad(lines[row] ?? "", width))
      .join(GAP)
      .trimEnd(),
  ).join("\n");
};

const pad = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));
