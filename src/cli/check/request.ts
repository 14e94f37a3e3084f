/** The command line of `check`, parsed: nothing is read from disk yet. */

import { resolve } from "node:path";
import { parseInstant } from "../../formats/instant.ts";
import { GEOMETRY_LIMITS } from "../../geometry/limits.ts";
import { flagChoice, flagNumber, flagText, hasFlag, parseFlags, UsageError } from "../flags.ts";
import type { Flags, FlagTable } from "../flags.ts";
import type { CliIo } from "../io.ts";
import { LANGS } from "../texts/texts.ts";
import type { Lang } from "../texts/texts.ts";
import type { GivenMinima } from "./minima.ts";
import { splitRepeated, STDIN } from "./read-files.ts";

const FLAGS: FlagTable = {
  lateral: { type: "string" },
  vertical: { type: "string" },
  time: { type: "string" },
  at: { type: "string" },
  against: { type: "string", multiple: true },
  format: { type: "string" },
  "between-parties": { type: "boolean" },
  options: { type: "boolean" },
  json: { type: "boolean" },
  svg: { type: "string" },
  html: { type: "string" },
  lang: { type: "string" },
};

const FORMATS = ["geojson", "json", "kml", "kmz", "openair", "csv", "yaml"] as const;

export type CheckRequest = {
  readonly files: readonly string[];
  /** null: the records of `files` are held against each other. */
  readonly against: readonly string[] | null;
  readonly atMs: number;
  readonly minima: GivenMinima;
  readonly stdinFormat: string | null;
  readonly isBetweenParties: boolean;
  readonly hasOptions: boolean;
  readonly isJson: boolean;
  readonly lang: Lang;
  readonly svg: string | null;
  readonly html: string | null;
};

/** What is asked for. Throws UsageError, naming the flag and the remedy. */
export const parseRequest = (argv: readonly string[], io: CliIo): CheckRequest => {
  const flags = parseFlags(argv, FLAGS);
  const { files, against } = namedFiles(flags, io);
  const [svg, html] = [flagText(flags, "svg"), flagText(flags, "html")];
  checkOutputs({ svg, html }, [...files, ...(against ?? [])]);
  return {
    files,
    against,
    atMs: parseAt(flagText(flags, "at"), io),
    minima: {
      lateralM: flagNumber(flags, "lateral", {
        unit: "metres",
        max: GEOMETRY_LIMITS.lateralMinimumMaxM,
      }),
      verticalM: flagNumber(flags, "vertical", {
        unit: "metres",
        max: GEOMETRY_LIMITS.altitudeMaxM,
      }),
      timeS: flagNumber(flags, "time", {
        unit: "seconds",
        max: GEOMETRY_LIMITS.timeMaxMs / 1000,
      }),
    },
    stdinFormat: flagChoice(flags, "format", FORMATS),
    isBetweenParties: hasFlag(flags, "between-parties"),
    hasOptions: hasFlag(flags, "options"),
    isJson: hasFlag(flags, "json"),
    lang: flagChoice(flags, "lang", LANGS) ?? "en",
    svg,
    html,
  };
};

/** Each file is read once: named twice, its records would be in conflict with themselves. */
const namedFiles = (
  flags: Flags,
  io: CliIo,
): { files: readonly string[]; against: readonly string[] | null } => {
  if (flags.files.length === 0) {
    throw new UsageError(
      hasFlag(flags, "against")
        ? "no FILE to check: name it before --against"
        : "no FILE to check: name one or more, or - for the standard input",
    );
  }
  const own = splitRepeated(flags.files);
  const others = splitRepeated(flags.values.get("against") ?? [], own.kept);
  const repeated = [...own.repeated, ...others.repeated];
  if (repeated.length > 0) io.err(`named twice, read once: ${repeated.join(", ")}\n`);
  return { files: own.kept, against: hasFlag(flags, "against") ? others.kept : null };
};

const parseAt = (text: string | null, io: CliIo): number => {
  if (text === null) return io.nowMs();
  try {
    return parseInstant(text, "--at");
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "--at is not a time");
  }
};

/** A picture never takes the place of what it was drawn from. */
const checkOutputs = (
  outputs: Readonly<Record<"svg" | "html", string | null>>,
  inputs: readonly string[],
): void => {
  const taken = new Set(inputs.filter((file) => file !== STDIN).map((file) => resolve(file)));
  for (const [flag, out] of Object.entries(outputs)) {
    if (out === null) continue;
    if (out === "") throw new UsageError(`--${flag} has no name: give the file to write`);
    if (taken.has(resolve(out)))
      throw new UsageError(`--${flag} ${out} would overwrite what is read or drawn: name another`);
    taken.add(resolve(out));
  }
};
