/** The command line: finds the verb, runs it, and turns a wrong command line into words. */

import { area } from "./area.ts";
import { backup, restore } from "./backup.ts";
import { bench } from "./bench.ts";
import { bundle } from "./bundle.ts";
import { check } from "./check.ts";
import { conflict } from "./conflict.ts";
import { contact } from "./contact.ts";
import { demo } from "./demo.ts";
import { desk } from "./desk.ts";
import { disclosure } from "./disclosure.ts";
import { events } from "./events.ts";
import { UsageError } from "./flags.ts";
import { incident } from "./incident.ts";
import { importFiles } from "./import.ts";
import type { CliIo } from "./io.ts";
import { item } from "./item.ts";
import { key } from "./key.ts";
import { line } from "./line.ts";
import { logSet } from "./log-set.ts";
import { machine } from "./machine.ts";
import { message } from "./message.ts";
import { movement } from "./movement.ts";
import { opening } from "./opening.ts";
import { operation } from "./operation.ts";
import { person } from "./person.ts";
import { proposal } from "./proposal.ts";
import { findNearest } from "../server/nearest.ts";
import { readout } from "./readout.ts";
import { replay } from "./replay.ts";
import { serve } from "./serve.ts";
import { shortCode } from "./short-code.ts";
import { site } from "./site.ts";
import { standing } from "./standing.ts";
import { review } from "./review.ts";
import { statistics } from "./statistics.ts";
import { target } from "./target.ts";
import { theatre } from "./theatre.ts";
import { token } from "./token.ts";
import { track } from "./track.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";
import { verifyBundle } from "./verify-bundle.ts";
import { verifyLog } from "./verify-log.ts";
import { packageVersion } from "./version.ts";

type Verbs = Readonly<Record<string, Verb>>;

/** Verbs by what they are about, in the order of the help. */
const GROUPS: Readonly<Record<string, Verbs>> = {
  "Without a server": { check, "short-code": shortCode, "verify-bundle": verifyBundle, demo },
  "For a desk, over a running server": {
    events,
    desk,
    operation,
    import: importFiles,
    conflict,
    proposal,
    disclosure,
    site,
    standing,
    area,
    line,
    message,
    incident,
    bundle,
    contact,
    readout,
    item,
    track,
    movement,
    statistics,
    review,
  },
  "For administrators and the host": { person, machine, key, target, theatre, opening },
  "Where the server runs": {
    serve,
    token,
    "verify-log": verifyLog,
    replay,
    "log-set": logSet,
    backup,
    restore,
    bench,
  },
};

/** Every verb by its name, in the order of the help. */
export const VERBS: Verbs = Object.assign({}, ...Object.values(GROUPS));

/**
 * Runs one command line (without `node` and the script's name); its exit code.
 *
 * Throws on our own bugs alone: whatever a person can get wrong is told on stderr, with exit code 2.
 */
export const runCli = async (argv: readonly string[], io: CliIo): Promise<number> => {
  const [name, ...rest] = argv;
  if (name === "--version" || name === "-v") return tell(io, `${packageVersion()}\n`);
  if (name === undefined) {
    io.err(listVerbs());
    return EXIT.badInput;
  }
  const isHelp = name === "help" || name === "--help" || name === "-h";
  const [wanted, args] = isHelp ? [rest[0], ["--help"]] : [name, rest];
  if (wanted === undefined) return tell(io, listVerbs());
  const verb = Object.hasOwn(VERBS, wanted) ? VERBS[wanted] : undefined;
  if (!verb) {
    io.err(unknownVerb(wanted));
    return EXIT.badInput;
  }
  if (asksForHelp(args)) return tell(io, verb.usage);
  try {
    return await verb.run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`wideberth ${wanted}: ${error.message}\n`);
    return EXIT.badInput;
  }
};

const tell = (io: CliIo, text: string): number => {
  io.out(text);
  return EXIT.none;
};

/** After `--` everything is a file name, even `--help`. */
const asksForHelp = (args: readonly string[]): boolean => {
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  return flags.includes("--help") || flags.includes("-h");
};

const listVerbs = (): string => {
  const width = Math.max(...Object.keys(VERBS).map((name) => name.length));
  const lines = Object.entries(GROUPS).flatMap(([about, verbs]) => [
    about,
    ...Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    "",
  ]);
  return [
    "Usage: wideberth VERB [flags]",
    "",
    ...lines,
    "wideberth VERB --help says more, with examples.",
    "",
  ].join("\n");
};

const unknownVerb = (name: string): string => {
  const nearest = findNearest(name, Object.keys(VERBS));
  const hint = nearest === null ? "wideberth --help lists them" : `did you mean ${nearest}?`;
  return `wideberth: ${JSON.stringify(name.slice(0, 80))} is not a verb: ${hint}\n`;
};
