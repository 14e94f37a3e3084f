/**
 * Is a bundle what was written, and does the record hold what it shows? Offline, from the file alone.
 *
 * Hashes find what was changed by chance or by hand. Who makes a whole new file with new hashes is found
 * by the proofs: no entry can be changed or put in without another root. That root is worth as much
 * as where it is known from: the other side's bundle, one's own copy of the log, a head noted before.
 */

import { signedText } from "../core/entry.ts";
import { decodeFrame } from "../record/frame.ts";
import { leafHash, leafHashOfPublic, privateHash } from "../record/leaf.ts";
import { verifyConsistency, verifyInclusion } from "../record/proof.ts";
import { fitsEd25519 } from "../record/signature.ts";
import { readContent } from "./content.ts";
import type { Content, EntryPart, Head, KeyPart } from "./content.ts";
import { hexOf, openBundle } from "./file.ts";
import type { Finding } from "./file.ts";

export type Verified = {
  readonly findings: readonly Finding[];
  /** Null when too little of it could be read. */
  readonly summary: {
    readonly incidentId: string;
    readonly party: string;
    readonly head: Head;
    readonly entryCount: number;
    /** Shown whole: what the asking party said itself. */
    readonly wholeCount: number;
    readonly signedCount: number;
  } | null;
};

type Checked = Verified & { readonly content: Content | null };

export const verifyBundle = (file: Uint8Array): Verified => {
  const { findings, summary } = check(file);
  return { findings, summary };
};

export type VerifiedBoth = {
  readonly one: Verified;
  readonly other: Verified;
  /** Of the two together. */
  readonly findings: readonly Finding[];
  /** Entries of the incident in either, and those that are shown whole by one or the other. */
  readonly entryCount: number;
  readonly wholeCount: number;
};

/** Both sides' bundles of one incident: each by itself, then that they are of one record and say the same. */
export const verifyBoth = (first: Uint8Array, second: Uint8Array): VerifiedBoth => {
  const [one, other] = [check(first), check(second)];
  const [a, b] = [one.content, other.content];
  const findings = a && b ? compare(a, b) : [];
  const entries = mergeEntries([...(a?.entries ?? []), ...(b?.entries ?? [])]);
  return {
    one: { findings: one.findings, summary: one.summary },
    other: { findings: other.findings, summary: other.summary },
    findings,
    entryCount: entries.size,
    wholeCount: [...entries.values()].filter(({ frame }) => frame !== null).length,
  };
};

const check = (file: Uint8Array): Checked => {
  const opened = openBundle(file);
  if (opened.findings.length > 0) {
    return { findings: opened.findings, summary: null, content: null };
  }
  const { content, findings } = readContent(opened.parts);
  if (!content) return { findings, summary: null, content };
  const { incidentId, party, head } = content.about;
  const whole = content.entries.filter(({ frame }) => frame !== null);
  const summary = {
    incidentId,
    party,
    head,
    entryCount: content.entries.length,
    wholeCount: whole.length,
    signedCount: whole.filter(isSigned).length,
  };
  const all = [...findings, ...findWrong(content)];
  return { findings: all, summary, content };
};

const findWrong = (content: Content): readonly Finding[] => {
  const { about, entries, keys, incidentSeqs } = content;
  const known = new Set(about.entrySeqs);
  return [
    ...incidentSeqs
      .filter((seq) => !known.has(seq))
      .map((seq) => ({ part: `entry-${seq}.json`, found: "is missing" })),
    ...entries.flatMap((entry) => {
      const found = faultOf(entry, about.head) ?? findSignatureFault(entry, keys);
      return found === null ? [] : [{ part: `entry-${entry.seq}.json`, found }];
    }),
    ...findOtherWords(content, entries),
    ...findBadConsistency(content),
  ];
};

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

/** Why the entry is not in the record under that head, as it is shown; null: it is. */
const faultOf = (entry: EntryPart, head: Head): string | null => {
  const { seq, envelope, frame } = entry;
  const leaf = leafHashOfPublic(Buffer.from(envelope), bytesOf(entry.privateHash));
  const claim = { index: seq - 1, size: head.size, leaf, rootHash: bytesOf(head.rootHash) };
  if (!verifyInclusion(claim, entry.proof.map(bytesOf))) return "is not in the record of that head";
  if (readEnvelope(envelope)?.seq !== seq) return "is another entry than its name says";
  if (frame === null) return null;
  try {
    const bytes = new Uint8Array(Buffer.from(frame, "base64"));
    const isSame =
      hexOf(leafHash(bytes)) === hexOf(leaf) &&
      hexOf(privateHash(bytes)) === entry.privateHash &&
      Buffer.from(bytes).toString("base64") === frame;
    return isSame ? null : "is shown with another content than the record has";
  } catch {
    return "can't be read";
  }
};

type Envelope = {
  readonly seq: number;
  readonly commandId: string;
  readonly party: string | null;
  readonly key: string | null;
};

const readEnvelope = (text: string): Envelope | null => {
  try {
    const { seq, commandId, origin } = JSON.parse(text);
    const { party = null, key = null } = origin === "system" ? {} : origin;
    return { seq, commandId, party, key };
  } catch {
    return null;
  }
};

const frameOf = ({ frame }: EntryPart) =>
  decodeFrame(new Uint8Array(Buffer.from(frame ?? "", "base64")));

const isSigned = (entry: EntryPart): boolean => {
  try {
    return frameOf(entry).signature.length > 0;
  } catch {
    return false;
  }
};

/** Of an entry that is shown whole: does its signature fit, by a key that was its party's then? */
const findSignatureFault = (entry: EntryPart, keys: readonly KeyPart[]): string | null => {
  if (entry.frame === null) return null;
  const { signature, payload } = frameOf(entry);
  const envelope = readEnvelope(entry.envelope);
  if (signature.length === 0 || !envelope) return null;
  const { party, key: publicKey, commandId } = envelope;
  const bytes = Buffer.from(signedText(commandId, Buffer.from(payload).toString()));
  if (publicKey === null || !fitsEd25519({ publicKey, signature, bytes }))
    return "its signature does not fit";
  const key = keys.find((one) => one.party === party && one.publicKey === publicKey);
  if (!key) return "is signed by a key that keys.json does not have";
  const hasEnded = key.endSeq !== null && key.endSeq < entry.seq;
  return hasEnded ? "is signed by a key that no longer counted" : null;
};

/** What the incident tells a side to have said must be what the entry says, wherever that is shown whole. */
const findOtherWords = ({ told }: Content, entries: readonly EntryPart[]): readonly Finding[] => {
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  return told.flatMap(({ seq, party, texts }) => {
    const entry = bySeq.get(seq);
    if (!entry?.frame) return [];
    const isTheirs = readEnvelope(entry.envelope)?.party === party;
    const said = saidIn(entry);
    const isSame = said !== null && texts.every((text) => said.includes(text));
    if (isTheirs && isSame) return [];
    return [{ part: "incident.json", found: `tells of entry ${seq} other than what it says` }];
  });
};

/** Every text of the entry's command; null: it can't be read. */
const saidIn = (entry: EntryPart): readonly string[] | null => {
  try {
    const { text, fields } = JSON.parse(Buffer.from(frameOf(entry).payload).toString());
    return [text, fields?.account, fields?.text].filter((one) => typeof one === "string");
  } catch {
    return null;
  }
};

const findBadConsistency = ({ about, consistency }: Content): readonly Finding[] => {
  if (!consistency || isConsistent(consistency, about.head)) return [];
  return [{ part: "consistency.json", found: "does not lead to that head" }];
};

const isConsistent = (
  { size, rootHash, proof }: NonNullable<Content["consistency"]>,
  head: Head,
): boolean =>
  verifyConsistency(
    {
      olderSize: size,
      newerSize: head.size,
      olderRoot: bytesOf(rootHash),
      newerRoot: bytesOf(head.rootHash),
    },
    proof.map(bytesOf),
  );

const mergeEntries = (entries: readonly EntryPart[]): ReadonlyMap<number, EntryPart> => {
  const merged = new Map<number, EntryPart>();
  for (const entry of entries) {
    if (!merged.get(entry.seq)?.frame) merged.set(entry.seq, entry);
  }
  return merged;
};

const compare = (a: Content, b: Content): readonly Finding[] => {
  const both = "both files";
  if (a.about.incidentId !== b.about.incidentId)
    return [{ part: both, found: "are of different incidents" }];
  const heads = findOtherRecord(a, b);
  if (heads !== null) return [{ part: both, found: heads }];
  const entries = mergeEntries([...a.entries, ...b.entries]);
  const differing = [...a.entries].filter((entry) =>
    b.entries.some((one) => one.seq === entry.seq && one.privateHash !== entry.privateHash),
  );
  return [
    ...differing.map(({ seq }) => ({ part: both, found: `differ in entry ${seq}` })),
    ...[a, b].flatMap((one) => findOtherWords(one, [...entries.values()])),
  ];
};

/** One record: the same head, or a proof from the older one's to the newer one's. */
const findOtherRecord = (a: Content, b: Content): string | null => {
  const [older, newer] = a.about.head.size <= b.about.head.size ? [a, b] : [b, a];
  const [from, to] = [older.about.head, newer.about.head];
  if (from.size === to.size) {
    return from.rootHash === to.rootHash ? null : "are of different records";
  }
  const { consistency } = newer;
  if (consistency?.size !== from.size)
    return `have heads of ${from.size} and ${to.size} entries: get the newer one with --since ${from.size}`;
  return consistency.rootHash === from.rootHash ? null : "are of different records";
};
