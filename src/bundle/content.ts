/** What the parts of a bundle hold, out of files that nobody has looked at yet. */

import { LINK_KINDS } from "../core/incidents/model.ts";
import type { LinkKind } from "../core/incidents/model.ts";
import type { Finding, Part } from "./file.ts";

/** In which part that which is linked stands, as the asking party sees it: a list, each with its id. */
export const LINKED_PARTS: Readonly<Record<LinkKind, string>> = {
  operation: "operations.json",
  conflict: "conflicts.json",
  message: "messages.json",
  track: "tracks.json",
  site: "sites.json",
  movement: "movements.json",
  area: "areas.json",
};

export type Head = { readonly size: number; readonly rootHash: string };

export type About = {
  readonly incidentId: string;
  /** As whom the bundle was asked for. */
  readonly party: string;
  readonly head: Head;
  readonly entrySeqs: readonly number[];
};

/** An entry of the record: what is public of it, and all of it where the asking party said it. */
export type EntryPart = {
  readonly seq: number;
  readonly envelope: string;
  /** Hex: stands for everything that is private. */
  readonly privateHash: string;
  /** Hex, from the leaf up. */
  readonly proof: readonly string[];
  /** The whole entry, base64; null: another party said it. */
  readonly frame: string | null;
};

export type KeyPart = {
  readonly party: string;
  readonly publicKey: string;
  readonly endSeq: number | null;
};

/** What the incident tells by entry: reports by their account, facts by their text. */
export type Told = {
  readonly seq: number;
  readonly party: string;
  readonly texts: readonly string[];
};

export type Link = { readonly to: LinkKind; readonly id: string };

export type Consistency = {
  readonly size: number;
  readonly rootHash: string;
  readonly proof: readonly string[];
};

export type Content = {
  readonly about: About;
  readonly entries: readonly EntryPart[];
  readonly keys: readonly KeyPart[];
  readonly told: readonly Told[];
  /** Entries that the incident itself names. */
  readonly incidentSeqs: readonly number[];
  /** Things linked to it that the asking party sees. */
  readonly links: readonly Link[];
  readonly consistency: Consistency | null;
};

/** `content` is null when a part that the rest hangs on can't be read. */
export type Read = { readonly content: Content | null; readonly findings: readonly Finding[] };

export const readContent = (parts: readonly Part[]): Read => {
  const findings: Finding[] = [];
  const read = <T>(name: string, parse: (json: Json) => T): T | null => {
    const part = parts.find((one) => one.name === name);
    if (!part) {
      findings.push({ part: name, found: "is missing" });
      return null;
    }
    try {
      return parse(objectOf(JSON.parse(part.text)));
    } catch {
      findings.push({ part: name, found: "can't be read" });
      return null;
    }
  };
  const about = read("about.json", parseAbout);
  const keys = read("keys.json", ({ keys: list }) => listOf(list).map(parseKey));
  const incident = read("incident.json", parseIncident);
  const entries = (about?.entrySeqs ?? []).flatMap(
    (seq) => read(`entry-${seq}.json`, (json) => parseEntry(json, seq)) ?? [],
  );
  const hasConsistency = parts.some(({ name }) => name === "consistency.json");
  const consistency = hasConsistency ? read("consistency.json", parseConsistency) : null;
  if (!about || !keys || !incident) return { content: null, findings };
  for (const kind of new Set(incident.links.map(({ to }) => to))) {
    const name = LINKED_PARTS[kind];
    const held = read(name, parseIds);
    const lacking = incident.links.filter(({ to, id }) => to === kind && held?.has(id) === false);
    findings.push(...lacking.map(({ id }) => ({ part: name, found: `lacks ${id}` })));
  }
  return { content: { about, entries, keys, ...incident, consistency }, findings };
};

type Json = Readonly<Record<string, unknown>>;

class NotRead extends Error {}

const objectOf = (value: unknown): Json => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotRead();
  return value as Json; // an object of JSON
};
const listOf = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new NotRead();
  return value;
};
const textOf = (value: unknown): string => {
  if (typeof value !== "string") throw new NotRead();
  return value;
};
const countOf = (value: unknown): number => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new NotRead();
  return value;
};
const sameCount = (value: unknown, wanted: number): number => {
  if (value !== wanted) throw new NotRead();
  return wanted;
};
const hexText = (value: unknown): string => {
  const text = textOf(value);
  if (!/^[0-9a-f]{64}$/.test(text)) throw new NotRead();
  return text;
};

const parseHead = (value: unknown): Head => {
  const { size, rootHash } = objectOf(value);
  return { size: countOf(size), rootHash: hexText(rootHash) };
};

const parseAbout = ({ incidentId, party, head, entrySeqs }: Json): About => ({
  incidentId: textOf(incidentId),
  party: textOf(party),
  head: parseHead(head),
  entrySeqs: listOf(entrySeqs).map(countOf),
});

const parseKey = (value: unknown): KeyPart => {
  const { party, publicKey, endSeq } = objectOf(value);
  return {
    party: textOf(party),
    publicKey: textOf(publicKey),
    endSeq: endSeq === null ? null : countOf(endSeq),
  };
};

/** An entry under another's name is none. */
const parseEntry = (
  { seq, envelope, privateHash, proof, frame }: Json,
  named: number,
): EntryPart => ({
  seq: sameCount(seq, named),
  envelope: textOf(envelope),
  privateHash: hexText(privateHash),
  proof: listOf(proof).map(hexText),
  frame: frame === null ? null : textOf(frame),
});

const parseConsistency = ({ size, rootHash, proof }: Json): Consistency => ({
  size: countOf(size),
  rootHash: hexText(rootHash),
  proof: listOf(proof).map(hexText),
});

/** Of every list of the part. */
const parseIds = (json: Json): ReadonlySet<string> =>
  new Set(
    Object.values(json)
      .flatMap(listOf)
      .map((one) => textOf(objectOf(one)["id"])),
  );

const parseLink = (value: unknown): readonly Link[] => {
  const { to, id } = objectOf(value);
  const kind = LINK_KINDS.find((one) => one === to);
  if (!kind) throw new NotRead();
  return id === null ? [] : [{ to: kind, id: textOf(id) }];
};

/** Of a report the texts that its author wrote; of a fact its wording. */
const parseIncident = ({
  reports,
  facts,
  links,
  entrySeqs,
}: Json): Pick<Content, "told" | "incidentSeqs" | "links"> => {
  const ofReport = (value: unknown): Told => {
    const { seq, party, fields } = objectOf(value);
    const { account, text } = objectOf(fields);
    const texts = [account, text].filter((one) => typeof one === "string");
    return { seq: countOf(seq), party: textOf(party), texts };
  };
  const ofFact = (value: unknown): Told => {
    const { seq, party, text } = objectOf(value);
    return { seq: countOf(seq), party: textOf(party), texts: [textOf(text)] };
  };
  return {
    told: [...listOf(reports).map(ofReport), ...listOf(facts).map(ofFact)],
    incidentSeqs: listOf(entrySeqs).map(countOf),
    links: listOf(links).flatMap(parseLink),
  };
};
