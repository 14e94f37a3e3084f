/** `wideberth token`: a token of this server's own, for a theatre without an identity provider. */

import { existsSync } from "node:fs";
import { isHolderId } from "../core/parties/people.ts";
import { ROLES } from "../server/auth.ts";
import type { Role } from "../server/auth.ts";
import { issuerKeyPath, openOwnIssuer } from "../server/tokens.ts";
import type { OwnIssuer } from "../server/tokens.ts";
import { flagNumber, flagText, parseFlags, UsageError } from "./flags.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth token --party ID [--role ROLES] [--sub NAME] [--hours N] [--data-dir DIR]
       wideberth token --role host [--sub NAME] [--hours N] [--data-dir DIR]

Prints a token signed by the server whose data folder this is. Whoever holds it speaks for the party:
hand it over as you would a key.

  --party ID       a party of the theatre, as NORTH
  --role ROLES     desk: reads and writes (default); reader: reads; approver: is the second person;
                   administrator: the party's people, machines, desks and keys; several with commas
                   between. host: sees that things exist, sets the theatre, and has no party
  --sub NAME       who holds it: a person or a machine (default: the party or role)
  --hours N        how long it is good for (default 8, at most 8784)
  --data-dir DIR   the server's data folder (default ./data)

Examples:
  wideberth token --party NORTH --sub "north watch desk"
  wideberth token --party NORTH --role administrator --sub "north admin" --hours 1
  TOKEN=$(wideberth token --role host)
`;

const HOURS_DEFAULT = 8;
const HOURS_MAX = 366 * 24;

const run: Verb["run"] = async (argv, io) => {
  const text = { type: "string" } as const;
  const flags = parseFlags(argv, {
    party: text,
    role: text,
    sub: text,
    hours: text,
    "data-dir": text,
  });
  if (flags.files.length > 0) throw new UsageError(`${flags.files[0]} is not a flag: see --help`);
  const party = flagText(flags, "party");
  const roles = parseRoles(flagText(flags, "role") ?? "desk");
  const isHost = roles.includes("host");
  if (isHost && party !== null) throw new UsageError("the host has no party: leave --party out");
  if (isHost && roles.length > 1) throw new UsageError("the host has no other role");
  if (!isHost && party === null) throw new UsageError("--party is needed: as --party NORTH");
  const hours = flagNumber(flags, "hours", { unit: "hours", max: HOURS_MAX }) ?? HOURS_DEFAULT;
  if (hours === 0) throw new UsageError("--hours 0 would be no token: give more");
  const own = openIssuer(flagText(flags, "data-dir") ?? "./data", io.nowMs);
  const sub = flagText(flags, "sub") ?? party ?? "host";
  if (isHolderId(sub)) {
    throw new UsageError(
      `--sub ${sub} is a person or machine of the theatre: they ask by themselves`,
    );
  }
  const ttlS = Math.round(hours * 3600);
  io.out(`${await own.issueToken({ party, roles, sub, ttlS })}\n`);
  return EXIT.none;
};

const parseRoles = (text: string): readonly Role[] =>
  text.split(",").map((word) => {
    const role = ROLES.find((one) => one === word.trim());
    if (role) return role;
    throw new UsageError(`--role ${word} is not known: use ${ROLES.join(", ")}`);
  });

/** Throws UsageError: a key made here would be no server's, and its tokens would be taken nowhere. */
const openIssuer = (dataDir: string, nowMs: () => number): OwnIssuer => {
  if (!existsSync(issuerKeyPath(dataDir))) {
    throw new UsageError(
      `${dataDir} is no data folder of a server: start it once, or name its folder with --data-dir`,
    );
  }
  try {
    return openOwnIssuer(dataDir, { nowMs });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

export const token: Verb = { summary: "print a token of this server's own", usage: USAGE, run };
