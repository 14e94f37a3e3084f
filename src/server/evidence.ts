/** Entries of the record with what shows that they stand in it. */

import type { Head, LeafReader, Log } from "../log/log.ts";
import { rootOfRange } from "../record/merkle.ts";
import { consistencyProof, inclusionProofs } from "../record/proof.ts";
import type { Proof } from "../record/proof.ts";
import { HASH_BYTES } from "../record/sha256.ts";

export type Evidence = {
  readonly head: Head;
  /** In order of seq; `bytes` is the frame as it is stored. */
  readonly entries: readonly {
    readonly seq: number;
    readonly bytes: Uint8Array;
    readonly proof: Proof;
  }[];
  /** That the record of `size` entries was the beginning of this one; null: it was not asked for. */
  readonly consistency: {
    readonly size: number;
    readonly rootHash: Uint8Array;
    readonly proof: Proof;
  } | null;
};

type Asked = {
  readonly head: Head;
  readonly seqs: readonly number[];
  /** From 1 to the head; null: no proof from an older head. */
  readonly olderSize: number | null;
};

/** Throws RangeError when the log has not what is asked for; LogError as the log does. */
export const readEvidence = async (
  log: Log & LeafReader,
  { head, seqs, olderSize }: Asked,
): Promise<Evidence> => {
  const leaves = await log.leaves(1, head.seq);
  const leafAt = (index: number): Uint8Array =>
    leaves.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  const indexes = seqs.map((seq) => seq - 1);
  const proofs = inclusionProofs(leafAt, indexes, head.seq);
  const entries: Evidence["entries"][number][] = [];
  for (const seq of seqs) {
    entries.push({ seq, bytes: await readOne(log, seq), proof: proofs.get(seq - 1) ?? [] });
  }
  const consistency =
    olderSize === null
      ? null
      : {
          size: olderSize,
          rootHash: rootOfRange(leafAt, 0, olderSize),
          proof: consistencyProof(leafAt, olderSize, head.seq),
        };
  return { head, entries, consistency };
};

/** A copy: what a log hands out may be a view into a page. */
const readOne = async (log: Log, seq: number): Promise<Uint8Array> => {
  for await (const { bytes } of log.read(seq)) return bytes.slice();
  throw new RangeError(`the log has no entry ${seq}`);
};
