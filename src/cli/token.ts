/** `wideberth token`: a token of this server's own, for a theatre without an identity provider. */

import { existsSync } from "node:fs";
import { isHolderId } from "../core/parties/people.ts";
import { ROLES } from "../server/auth.ts";
import type { Role } from "../server/auth.ts";
import { issuerKeyPath, openOwnIssuer } from "../server/tokens.ts";
import {
  openOwnUssIssuer,
  OWN_USS_AUDIENCE,
  USS_SCOPES,
  USS_TOKEN_LIMITS,
} from "../server/uss-tokens.ts";
import type { UssScope } from "../server/uss-tokens.ts";
import { flagNumber, flagText, hasFlag, parseFlags, UsageError } from "./flags.ts";
import type { Flags } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth token --party ID [--role ROLES] [--sub NAME] [--hours N] [--data-dir DIR]
       wideberth token --role host [--sub NAME] [--hours N] [--data-dir DIR]
       wideberth token --f3548 --sub USS --scope SCOPES [--audience NAME] [--data-dir DIR]

Prints a token signed by the server whose data folder this is. Whoever holds it speaks for the party:
hand it over as you would a key.

  --party ID       a party of the theatre, as NORTH
  --role ROLES     desk: reads and writes (default); reader: reads; approver: is the second person;
                   administrator: the party's people, machines, desks and keys; several with commas
                   between. host: sees that things exist, sets the theatre, and has no party
  --sub NAME       who holds it: a person or a machine (default: the party or role)
  --hours N        how long it is good for (default 8, at most 8784)
  --data-dir DIR   the server's data folder (default ./data)
  --f3548          for a USS (ASTM F3548-21), good for an hour at most; the server takes it when its
                   setting f3548.ownIssuer is on. --sub: the USS, manager of what it writes
  --scope SCOPES   what the USS may do, with spaces between: ${USS_SCOPES.join(",\n                   ")}
  --audience NAME  a name of f3548.audiences (default ${OWN_USS_AUDIENCE}, always taken)

Examples:
  wideberth token --party NORTH --sub "north watch desk"
  wideberth token --party NORTH --role administrator --sub "north admin" --hours 1
  TOKEN=$(wideberth token --role host)
  wideberth token --f3548 --sub uss1 --scope utm.strategic_coordination
`;

const HOURS_DEFAULT = 8;
const HOURS_MAX = 366 * 24;

const text = { type: "string" } as const;
const TABLE = {
  party: text,
  role: text,
  sub: text,
  hours: text,
  "data-dir": text,
  f3548: { type: "boolean" },
  scope: text,
  audience: text,
} as const;

const run: Verb["run"] = async (argv, io) => {
  const flags = parseFlags(argv, TABLE);
  if (flags.files.length > 0) throw new UsageError(`${flags.files[0]} is not a flag: see --help`);
  const isOfUss = hasFlag(flags, "f3548");
  const others = isOfUss ? ["party", "role"] : ["scope", "audience"];
  const wrong = others.find((name) => hasFlag(flags, name));
  if (wrong !== undefined) {
    const remedy = isOfUss ? "leave it out" : "it goes with --f3548";
    throw new UsageError(`--${wrong} ${isOfUss ? "is of no USS" : "is of a USS"}: ${remedy}`);
  }
  io.out(`${await (isOfUss ? issueForUss(flags, io) : issueForParty(flags, io))}\n`);
  return EXIT.none;
};

const issueForParty = (flags: Flags, io: CliIo): Promise<string> => {
  const party = flagText(flags, "party");
  const roles = parseRoles(flagText(flags, "role") ?? "desk");
  const isHost = roles.includes("host");
  if (isHost && party !== null) throw new UsageError("the host has no party: leave --party out");
  if (isHost && roles.length > 1) throw new UsageError("the host has no other role");
  if (!isHost && party === null) throw new UsageError("--party is needed: as --party NORTH");
  const ttlS = lifetimeOf(flags, { hours: HOURS_DEFAULT, max: HOURS_MAX });
  const own = openIssuer(flags, (dataDir) => openOwnIssuer(dataDir, io));
  const sub = flagText(flags, "sub") ?? party ?? "host";
  if (isHolderId(sub)) {
    throw new UsageError(
      `--sub ${sub} is a person or machine of the theatre: they ask by themselves`,
    );
  }
  return own.issueToken({ party, roles, sub, ttlS });
};

const issueForUss = (flags: Flags, io: CliIo): Promise<string> => {
  const sub = flagText(flags, "sub") ?? "";
  const { endsWithinS, managerCharsMax } = USS_TOKEN_LIMITS;
  if (sub === "" || sub.length > managerCharsMax) {
    throw new UsageError(`--sub is needed, of 1 to ${managerCharsMax} characters: as --sub uss1`);
  }
  const scopes = parseScopes(flagText(flags, "scope") ?? "");
  const hours = endsWithinS / 3600;
  const ttlS = lifetimeOf(flags, { hours, max: hours });
  const audience = flagText(flags, "audience") ?? OWN_USS_AUDIENCE;
  const own = openIssuer(flags, (dataDir) => openOwnUssIssuer(dataDir, [], io));
  return own.issueToken({ sub, scopes, audience, ttlS });
};

const lifetimeOf = (flags: Flags, { hours, max }: { hours: number; max: number }): number => {
  const given = flagNumber(flags, "hours", { unit: "hours", max }) ?? hours;
  if (given === 0) throw new UsageError("--hours 0 would be no token: give more");
  return Math.round(given * 3600);
};

const parseScopes = (given: string): readonly UssScope[] => {
  const words = given.split(/[\s,]+/).filter((word) => word !== "");
  const known = USS_SCOPES.join(", ");
  if (words.length === 0) throw new UsageError(`--scope is needed: one or more of ${known}`);
  return words.map((word) => {
    const scope = USS_SCOPES.find((one) => one === word);
    if (scope) return scope;
    throw new UsageError(`--scope ${word} is not known: use ${known}`);
  });
};

const parseRoles = (text: string): readonly Role[] =>
  text.split(",").map((word) => {
    const role = ROLES.find((one) => one === word.trim());
    if (role) return role;
    throw new UsageError(`--role ${word} is not known: use ${ROLES.join(", ")}`);
  });

/** Throws UsageError: a key made elsewhere would be no server's, and its tokens would be taken nowhere. */
const openIssuer = <T>(flags: Flags, open: (dataDir: string) => T): T => {
  const dataDir = flagText(flags, "data-dir") ?? "./data";
  if (!existsSync(issuerKeyPath(dataDir))) {
    throw new UsageError(
      `${dataDir} is no data folder of a server: start it once, or name its folder with --data-dir`,
    );
  }
  try {
    return open(dataDir);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

export const token: Verb = { summary: "print a token of this server's own", usage: USAGE, run };
