/** From the pieces of a file to its records: the one place where an unreadable piece is caught. */

import type { Volume4D } from "../geometry/footprint.ts";
import type { Category, MoverClass } from "../core/operations/category.ts";
import { LIMITS } from "./limits.ts";
import type { NoticeRecord, Reading, SkippedRecord } from "./reading.ts";
import { type Identity, Unreadable } from "./unreadable.ts";

/** What one piece of a file says. `id: null`: the file gives none. */
export type Draft = Identity & {
  readonly category: Category | null;
  readonly moverClass: MoverClass | null;
  readonly name: string | null;
  readonly volumes: readonly Volume4D[];
  readonly notes: ReadonlySet<string>;
};

/** One piece of a file: where it stands, and how to read it. */
export type Piece = { readonly at: string; readonly read: () => Draft };

/**
 * Records of the pieces, in the order of the file; unreadable ones are named and the rest is read.
 *
 * With `joined`, pieces of one stated (party, id) are volumes of one record. A record of which a
 * piece is missing says so in its notes. Without an id a record is `#n`, n the place of its piece.
 */
export const gather = (file: string, pieces: readonly Piece[], { joined = true } = {}): Reading => {
  const records: Open[] = [];
  const byIdentity = new Map<string, Open>();
  const skipped: SkippedRecord[] = [];
  const lost: { at: string; key: string }[] = [];

  for (const [i, piece] of pieces.slice(0, LIMITS.recordsPerFileMax).entries()) {
    try {
      const draft = piece.read();
      const key = joined ? keyOf(draft) : null;
      const open = key === null ? undefined : byIdentity.get(key);
      if (open) {
        extend(open, draft);
        continue;
      }
      const fresh = { at: piece.at, id: draft.id ?? `#${i + 1}`, draft: { ...draft } };
      checkVolumeCount(draft.volumes.length);
      records.push(fresh);
      if (key !== null) byIdentity.set(key, fresh);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const at = error.at ?? piece.at;
      skipped.push({ file, at, reason: error.message });
      const key = joined && error.identity ? keyOf(error.identity) : null;
      if (key !== null) lost.push({ at, key });
    }
  }
  for (const { at, key } of lost) {
    const open = byIdentity.get(key);
    if (open)
      open.draft.notes = new Set([...open.draft.notes, `${at} of this record was not read`]);
  }
  return {
    records: records.map((open) => close(file, open)),
    skipped: [...skipped, ...overflow(file, pieces)],
  };
};

/** A reading of nothing, with the reason. */
export const unread = (file: string, at: string, reason: string): Reading => ({
  records: [],
  skipped: [{ file, at, reason }],
});

/** The same reading with more named skips at its end. */
export const withSkips = (reading: Reading, skips: readonly SkippedRecord[]): Reading => ({
  records: reading.records,
  skipped: [...reading.skipped, ...skips],
});

/** Records whose (party, id) no other record has: the second `A` becomes `A#2`, the third `A#3`. */
export const withUniqueIds = (records: readonly NoticeRecord[]): NoticeRecord[] => {
  const taken = new Set(records.map(keyOf));
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  return records.map((record) => {
    const key = keyOf(record) as string;
    if (!seen.has(key)) {
      seen.add(key);
      return record;
    }
    let count = counts.get(key) ?? 1;
    let renamed = record;
    do {
      count += 1;
      renamed = { ...record, id: `${record.id}#${count}` };
    } while (taken.has(keyOf(renamed)));
    counts.set(key, count);
    taken.add(keyOf(renamed));
    seen.add(keyOf(renamed) as string);
    return renamed;
  });
};

type Open = {
  readonly at: string;
  readonly id: string;
  draft: { -readonly [K in keyof Draft]: Draft[K] };
};

const keyOf = ({ party, id }: Identity): string | null =>
  id === null ? null : JSON.stringify([party, id]);

/** Adds a further volume of the same record; what both state must agree. */
const extend = (open: Open, draft: Draft): void => {
  const { category, moverClass, name } = open.draft;
  const merged = {
    category: agreed("category", category, draft.category, open.at),
    moverClass: agreed("class", moverClass, draft.moverClass, open.at),
    name: agreed("name", name, draft.name, open.at),
  };
  const volumes = [...open.draft.volumes, ...draft.volumes];
  checkVolumeCount(volumes.length);
  Object.assign(open.draft, merged, {
    volumes,
    notes: new Set([...open.draft.notes, ...draft.notes]),
  });
};

const agreed = <T extends string>(
  field: string,
  first: T | null,
  second: T | null,
  at: string,
): T | null => {
  if (first === null || second === null || first === second) return first ?? second;
  throw new Unreadable(
    `${field} ${JSON.stringify(second)} differs from ${JSON.stringify(first)} at ${at}, the same party and id: make them equal, or give another id`,
  );
};

/** Each space in each window. The product is checked before it is made. */
export const inEachWindow = (
  spaces: readonly Pick<Volume4D, "footprint" | "lowerM" | "upperM">[],
  windows: readonly Pick<Volume4D, "startMs" | "endMs">[],
): Volume4D[] => {
  checkVolumeCount(spaces.length * windows.length);
  return windows.flatMap((window) => spaces.map((space) => ({ ...space, ...window })));
};

const checkVolumeCount = (count: number): void => {
  if (count <= LIMITS.volumesPerRecordMax) return;
  throw new Unreadable(
    `more than ${LIMITS.volumesPerRecordMax} volumes in one record: split it into records with their own ids`,
  );
};

const overflow = (file: string, pieces: readonly Piece[]): SkippedRecord[] => {
  const first = pieces[LIMITS.recordsPerFileMax];
  if (!first) return [];
  const count = pieces.length - LIMITS.recordsPerFileMax;
  const reason = `${count} records from here on were not read: over the limit of ${LIMITS.recordsPerFileMax} in one file, split the file`;
  return [{ file, at: first.at, reason }];
};

const close = (file: string, { at, id, draft }: Open): NoticeRecord => ({
  file,
  at,
  id,
  party: draft.party,
  category: draft.category,
  moverClass: draft.moverClass,
  name: draft.name,
  volumes: draft.volumes,
  notes: [...draft.notes],
});
