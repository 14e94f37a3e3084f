/** The known word that a misspelt one most likely means. */

/** The nearest of `known` by edits of one letter, or null when none is near. Ties: the first. */
export const findNearest = (word: string, known: readonly string[]): string | null => {
  let [nearest, least]: [string | null, number] = [null, Math.max(2, word.length / 3) + 1];
  for (const candidate of known) {
    const edits = countEdits(word, candidate);
    if (edits < least) [nearest, least] = [candidate, edits];
  }
  return nearest;
};

/** Levenshtein distance, one row at a time. */
const countEdits = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swap = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
};
