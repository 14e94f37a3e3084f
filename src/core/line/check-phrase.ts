/** Test phrases: words without meaning for the line, that only who reads them can say again. */

const FIRST = [
  "amber",
  "basalt",
  "cedar",
  "copper",
  "cotton",
  "grey",
  "harvest",
  "ivory",
  "juniper",
  "linen",
  "marble",
  "olive",
  "quiet",
  "silver",
  "walnut",
  "winter",
] as const;
const SECOND = [
  "anchor",
  "bridge",
  "candle",
  "falcon",
  "garden",
  "harbour",
  "kettle",
  "lantern",
  "meadow",
  "orchard",
  "pebble",
  "river",
  "saddle",
  "table",
  "window",
  "yarn",
] as const;

/** By the channel and the number of the check, so that no draw is needed and each differs from the last. */
export const testPhraseOf = (channelId: string, number: number): string => {
  let hash = number;
  for (let i = 0; i < channelId.length; i++)
    hash = (Math.imul(hash, 31) + channelId.charCodeAt(i)) >>> 0;
  const first = FIRST[hash % FIRST.length]!;
  const second = SECOND[(hash >>> 8) % SECOND.length]!;
  return `${first} ${second} ${number}`;
};
