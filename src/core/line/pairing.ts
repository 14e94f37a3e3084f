/** Which point that was read stands for which that was sent. */

/** By the place of a point sent: the place of the point read. */
export type Pairing = readonly number[];

/** A point and a line in their order; an outline from any corner, either way around. O(n²) numbers. */
export const pairingsOf = (count: number, isRing: boolean): readonly Pairing[] => {
  const places = Array.from({ length: count }, (_, i) => i);
  if (!isRing) return [places];
  return places.flatMap((first) => [
    places.map((i) => (first + i) % count),
    places.map((i) => (first - i + count) % count),
  ]);
};
