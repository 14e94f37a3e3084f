/** `wideberth verify-bundle`: is an evidence bundle what was written, and does the record hold it? Offline. */

import { readFile } from "node:fs/promises";
import { verifyBoth, verifyBundle as verifyOne } from "../bundle/verify.ts";
import type { Verified, VerifiedBoth } from "../bundle/verify.ts";
import { flagText, hasFlag, parseFlags, UsageError } from "./flags.ts";
import { printableLines } from "./terminal-text.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth verify-bundle FILE [FILE2] [--root HEX] [--json]

Checks an evidence bundle without a server: every part against its hash, every entry against the root of
the record, every signature against its party's key, and what the incident tells against what was
said. With both sides' bundles: each by itself, that they are of one record, and that what the one tells
is what the other said. What was changed, moved or left out is named.

  --root HEX   the root that the record must have at the bundle's size, as you noted it, or as another
               party tells it: what a bundle proves is worth as much as where its root is known from
  --json       the whole finding as one JSON object

Exit 0: whole. Exit 1: something is wrong, and named. Exit 2: a file could not be read.

Examples:
  wideberth verify-bundle hospital.bundle
  wideberth verify-bundle north.bundle south.bundle --json
`;

const run: Verb["run"] = async (argv, io) => {
  const flags = parseFlags(argv, { root: { type: "string" }, json: { type: "boolean" } });
  const [first, second, ...rest] = flags.files;
  if (first === undefined || rest.length > 0)
    throw new UsageError("one file or two are needed: wideberth verify-bundle FILE [FILE2]");
  const root = rootOf(flagText(flags, "root"));
  const isJson = hasFlag(flags, "json");
  const one = await read(first);
  if (second === undefined) {
    const verified = withRoot(verifyOne(one), root);
    io.out(isJson ? `${JSON.stringify(verified)}\n` : printableLines(describe(first, verified)));
    return verified.findings.length === 0 ? EXIT.none : EXIT.found;
  }
  const both = verifyBoth(one, await read(second));
  const found = { ...both, one: withRoot(both.one, root), other: withRoot(both.other, root) };
  io.out(
    isJson ? `${JSON.stringify(found)}\n` : printableLines(describeBoth([first, second], found)),
  );
  const { findings } = found;
  const count = findings.length + found.one.findings.length + found.other.findings.length;
  return count === 0 ? EXIT.none : EXIT.found;
};

const rootOf = (text: string | null): string | null => {
  if (text === null || /^[0-9a-f]{64}$/i.test(text)) return text && text.toLowerCase();
  throw new UsageError("--root is no root: give its 64 hexadecimal digits");
};

const withRoot = (verified: Verified, root: string | null): Verified => {
  const { findings, summary } = verified;
  if (root === null || !summary || summary.head.rootHash === root) return verified;
  const found = "names another root than --root";
  return { summary, findings: [...findings, { part: "about.json", found }] };
};

const read = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : "unknown fault";
    throw new UsageError(`${file} can't be read (${detail}): name an evidence bundle`);
  }
};

const describe = (file: string, { findings, summary }: Verified): string => {
  const wrong = findings.map(({ part, found }) => `  ${part}: ${found}\n`).join("");
  if (!summary) return `${file}: CHANGED\n${wrong}`;
  const { incidentId, party, head, entryCount, wholeCount, signedCount } = summary;
  return [
    `${file}: ${findings.length === 0 ? "whole" : "CHANGED"}\n${wrong}`,
    `  incident ${incidentId}, as ${party} sees it\n`,
    `  entries  ${entryCount} in the record, ${wholeCount} shown whole, ${signedCount} of these signed\n`,
    `  record   ${head.size} entries, root ${head.rootHash}\n`,
  ].join("");
};

const describeBoth = (
  [first, second]: readonly [string, string],
  { one, other, findings, entryCount, wholeCount }: VerifiedBoth,
): string =>
  [
    describe(first, one),
    describe(second, other),
    findings.length === 0
      ? `together: one record; ${entryCount} entries, ${wholeCount} shown whole\n`
      : `together: NOT ONE\n${findings.map(({ part, found }) => `  ${part} ${found}\n`).join("")}`,
  ].join("");

export const verifyBundle: Verb = {
  summary: "check an evidence bundle, or both sides' together, without a server",
  usage: USAGE,
  run,
};
