/** Which words of several wordings are not in all of them. */

export type Run = { readonly text: string; readonly isOwn: boolean };

/**
 * Each text in runs, in order; together they are the text again. A run is `isOwn` when some other text
 * does not have its words in this place. Words are compared as they stand, blanks between them are not;
 * blanks behind an own run are not its.
 *
 * O(words of two texts, multiplied) for each pair: texts have a few thousand words at most.
 */
export const markDifferences = (texts: readonly string[]): readonly (readonly Run[])[] => {
  const split = texts.map((text) => text.match(WORD) ?? []);
  const words = split.map((pieces) => pieces.map((piece) => piece.trimEnd()));
  const isShared = words.map((own) => own.map(() => true));
  for (let a = 0; a < words.length; a++) {
    for (let b = a + 1; b < words.length; b++) {
      const common = findCommon(words[a]!, words[b]!);
      keepOnly(isShared[a]!, new Set(common.map(([i]) => i)));
      keepOnly(isShared[b]!, new Set(common.map(([, j]) => j)));
    }
  }
  return texts.map((text, i) => {
    const lead = text.match(/^\s+/)?.[0] ?? "";
    const runs = joinRuns(split[i]!, isShared[i]!);
    return lead === "" ? runs : [{ text: lead, isOwn: false }, ...runs];
  });
};

/** Letters and digits together, or marks together; and the blanks behind them. */
const WORD = /(?:[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]+)\s*/gu;

const keepOnly = (isShared: boolean[], places: ReadonlySet<number>): void => {
  for (const i of isShared.keys()) isShared[i] &&= places.has(i);
};

/** The longest common sequence of words, as pairs of places. */
const findCommon = (a: readonly string[], b: readonly string[]): (readonly [number, number])[] => {
  const width = b.length + 1;
  // At (i, j): the length of the longest one of what is left of both.
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] =
        a[i] === b[j]
          ? lengths[at + width + 1]! + 1
          : Math.max(lengths[at + width]!, lengths[at + 1]!);
    }
  }
  const common: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    const at = i * width + j;
    if (a[i] === b[j]) common.push([i++, j++]);
    else if (lengths[at + width]! >= lengths[at + 1]!) i++;
    else j++;
  }
  return common;
};

const joinRuns = (pieces: readonly string[], isShared: readonly boolean[]): Run[] => {
  const runs: { text: string; isOwn: boolean }[] = [];
  const add = (text: string, isOwn: boolean): void => {
    const last = runs.at(-1);
    if (last?.isOwn === isOwn) last.text += text;
    else if (text !== "") runs.push({ text, isOwn });
  };
  for (const [i, piece] of pieces.entries()) {
    const word = piece.trimEnd();
    const isBlankOwn = isShared[i] === false && isShared[i + 1] === false;
    add(word, isShared[i] === false);
    add(piece.slice(word.length), isBlankOwn);
  }
  return runs;
};
