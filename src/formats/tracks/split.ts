/** A stream of text cut into the pieces that a reader takes. What is too long is told, once, and left out. */

/** `null` stands for a piece over the limit. */
export type Splitter = (text: string) => (string | null)[];

/** Lines without their ends; what comes after the last end waits. */
export const makeLineSplitter = (charsMax: number): Splitter => {
  let rest = "";
  let isTooLong = false;
  return (text) => {
    const pieces: (string | null)[] = [];
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      // The end of a line that was told already.
      if (isTooLong) isTooLong = false;
      else pieces.push(line.length > charsMax ? null : line);
    }
    if (rest.length > charsMax) {
      if (!isTooLong) pieces.push(null);
      isTooLong = true;
    }
    if (isTooLong) rest = "";
    return pieces;
  };
};

const EVENT_END = /<\/(?:[\w-]+:)?event\s*>/;

/** XML events one behind the other, as Cursor on Target is streamed. */
export const makeEventSplitter = (charsMax: number): Splitter => {
  let rest = "";
  let isTooLong = false;
  return (text) => {
    const pieces: (string | null)[] = [];
    rest += text;
    for (let end = EVENT_END.exec(rest); end; end = EVENT_END.exec(rest)) {
      const at = end.index + end[0].length;
      const piece = rest.slice(0, at).trim();
      rest = rest.slice(at);
      if (isTooLong) isTooLong = false;
      else pieces.push(piece.length > charsMax ? null : withoutDeclaration(piece));
    }
    if (rest.length > charsMax) {
      if (!isTooLong) pieces.push(null);
      isTooLong = true;
    }
    // An end may be cut in two.
    if (isTooLong) rest = rest.slice(-64);
    return pieces;
  };
};

/** All lines of a whole text. */
export const linesOf = (text: string): string[] => text.replace(/\r?\n$/, "").split("\n");

/** All events of a whole text. What comes after the last one is a piece too: it is named, or blank. */
export const eventsOf = (text: string): string[] => {
  const split = makeEventSplitter(Infinity);
  const events = split(text).map((piece) => piece ?? "");
  const last = text.lastIndexOf("</");
  const after = last < 0 ? text : text.slice(text.indexOf(">", last) + 1);
  return after.trim() === "" ? events : [...events, after];
};

/** Each event of a stream may bring its own; within one it would be a fault. */
const withoutDeclaration = (piece: string): string => piece.replace(/^(?:\s*<\?xml[^>]*\?>)+/, "");
