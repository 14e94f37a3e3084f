/** `wideberth bundle`: the evidence bundle of an incident, as one file. */

import { writeFile } from "node:fs/promises";
import { flagNumber, flagText, hasFlag, parseFlags, UsageError } from "./flags.ts";
import type { Flags } from "./flags.ts";
import { keepPrivate } from "./log-file.ts";
import { tellFailure } from "./remote/act.ts";
import { connect, CONNECTION_FLAGS, CONNECTION_USAGE } from "./remote/connection.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth bundle INCIDENT -o FILE [--since SIZE]

Writes the evidence bundle of an incident: what your side sees of it and of what is linked to it, in
JSON and as text in three languages, and the entries of the record behind it with the proof that each
stands there. It holds whole what your side said, so keep the file as you keep your operations.
wideberth verify-bundle checks it without a server.

  -o, --out FILE     where to write it; a file that is there already is not written over
  --since SIZE       also the proof that a record of so many entries was the beginning of this one: the
                     size that an older bundle tells, so that the two can be checked together

${CONNECTION_USAGE}
Exit 0: written. Exit 2: not: wrong flags, refused, or no answer.

Examples:
  wideberth bundle incident-0m7h9cx0rq0184 -o hospital.bundle
  wideberth bundle incident-0m7h9cx0rq0184 -o later.bundle --since 1204
`;

const FLAGS = {
  ...CONNECTION_FLAGS,
  out: { type: "string", short: "o" },
  since: { type: "string" },
} as const;

const run: Verb["run"] = async (argv, io) => {
  const flags = parseFlags(argv, FLAGS);
  const { id, out } = namesOf(flags);
  const since = flagNumber(flags, "since", { unit: "entries" });
  const { client } = connect(flags, io);
  const isJson = hasFlag(flags, "json");
  try {
    const file = await client.incidentBundle(id, since === null ? {} : { since });
    await write(out, file);
    const bytes = Buffer.byteLength(file);
    io.out(isJson ? `${JSON.stringify({ file: out, bytes })}\n` : `${out}: ${bytes} bytes\n`);
    return EXIT.none;
  } catch (error) {
    return tellFailure(error, { isJson, io });
  }
};

const namesOf = (flags: Flags): { readonly id: string; readonly out: string } => {
  const [id, ...rest] = flags.files;
  if (id === undefined || rest.length > 0)
    throw new UsageError("one incident is needed: wideberth bundle INCIDENT -o FILE");
  const out = flagText(flags, "out");
  if (out === null) throw new UsageError("-o is missing: name the file to write");
  return { id, out };
};

/** For this user alone: it holds what the party said. */
const write = async (file: string, text: string): Promise<void> => {
  keepPrivate();
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    const detail = error instanceof Error ? error.message : "unknown fault";
    throw new UsageError(`-o ${file} can't be written (${detail}): name another place`);
  }
};

export const bundle: Verb = {
  summary: "the evidence bundle of an incident, as one file",
  usage: USAGE,
  run,
};
