/**
 * An evidence bundle as a file: a first line with the hash of the manifest, the manifest (name, length and
 * SHA-256 of every part, in order), then the parts, each under a line with its name.
 *
 *   wideberth-bundle-1 3f0c…\n
 *   {"parts":[{"name":"about.json","bytes":312,"sha256":"9a1e…"},…]}\n
 *   --- about.json\n
 *   {…}\n
 */

import { sha256 } from "../record/sha256.ts";

export type Part = { readonly name: string; readonly text: string };

/** What is wrong, and with which part: its name, or "first line", "manifest", "end of file". */
export type Finding = { readonly part: string; readonly found: string };

const FORMAT = "wideberth-bundle-1";
const FIRST_LINE = /^wideberth-bundle-1 ([0-9a-f]{64})\n$/;
const FIRST_LINE_BYTES = FORMAT.length + 1 + 64 + 1;

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const hashOf = (bytes: Uint8Array): string => hexOf(sha256(bytes));

type Listed = { readonly name: string; readonly bytes: number; readonly sha256: string };

export const encodeBundle = (parts: readonly Part[]): string => {
  const listed = parts.map(({ name, text }): Listed => {
    const bytes = Buffer.from(text);
    return { name, bytes: bytes.length, sha256: hashOf(bytes) };
  });
  const manifest = JSON.stringify({ parts: listed });
  const bodies = parts.map(({ name, text }) => `--- ${name}\n${text}\n`).join("");
  return `${FORMAT} ${hashOf(Buffer.from(manifest))}\n${manifest}\n${bodies}`;
};

export type Opened = { readonly parts: readonly Part[]; readonly findings: readonly Finding[] };

/** The parts that are as the manifest has them, and everything that is not. */
export const openBundle = (file: Uint8Array): Opened => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const [, said] = FIRST_LINE.exec(bytes.toString("latin1", 0, FIRST_LINE_BYTES)) ?? [];
  const manifestEnd = bytes.indexOf(0x0a, FIRST_LINE_BYTES);
  if (manifestEnd < 0) return nothing("first line");
  const manifest = bytes.subarray(FIRST_LINE_BYTES, manifestEnd);
  const listed = parseManifest(manifest.toString());
  const isAsSaid = hashOf(manifest) === said;
  if (!listed) return nothing("manifest");
  const opened = openParts(bytes, manifestEnd + 1, listed);
  if (isAsSaid) return opened;
  // What the manifest says still fits every part: then it is the first line that was changed.
  return nothing(opened.findings.length === 0 ? "first line" : "manifest");
};

const nothing = (part: string): Opened => ({
  parts: [],
  findings: [{ part, found: "is not as it was written" }],
});

const parseManifest = (text: string): readonly Listed[] | null => {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || !Array.isArray(value["parts"])) return null;
    const parts: unknown[] = value["parts"];
    return parts.every(isListed) && JSON.stringify({ parts }) === text ? parts : null;
  } catch {
    return null;
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isListed = (value: unknown): value is Listed =>
  isObject(value) &&
  typeof value["name"] === "string" &&
  Number.isSafeInteger(value["bytes"]) &&
  Number(value["bytes"]) >= 0 &&
  typeof value["sha256"] === "string";

/** Each where the manifest has it; one that is elsewhere was moved, and one that is nowhere is missing. */
const openParts = (bytes: Buffer, from: number, listed: readonly Listed[]): Opened => {
  const parts: Part[] = [];
  const findings: Finding[] = [];
  let at = from;
  for (const one of listed) {
    const heading = Buffer.from(`--- ${one.name}\n`);
    const start = at + heading.length;
    const end = start + one.bytes;
    const isHere = bytes.subarray(at, start).equals(heading);
    const body = bytes.subarray(start, end);
    const isWhole = body.length === one.bytes && hashOf(body) === one.sha256;
    if (isHere && isWhole && bytes[end] === 0x0a)
      parts.push({ name: one.name, text: body.toString() });
    else
      findings.push({ part: one.name, found: faultOf(bytes, heading, { one, isHere, isWhole }) });
    at = end + 1;
  }
  if (at !== bytes.length && findings.length === 0)
    findings.push({ part: "end of file", found: "there is more than the manifest names" });
  return { parts, findings };
};

type Seen = { readonly one: Listed; readonly isHere: boolean; readonly isWhole: boolean };

const faultOf = (bytes: Buffer, heading: Buffer, { one, isHere, isWhole }: Seen): string => {
  if (isHere) return isWhole ? "does not end as it was written" : "is not as it was written";
  if (isWhole) return "its name is not as it was written";
  for (let at = bytes.indexOf(heading); at >= 0; at = bytes.indexOf(heading, at + 1)) {
    const start = at + heading.length;
    if (hashOf(bytes.subarray(start, start + one.bytes)) === one.sha256)
      return "is at another place";
  }
  return "is missing";
};
