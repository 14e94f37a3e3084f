/** The help of a verb over a server, written from its table of acts. */

import type { ActVerb, Act } from "./act.ts";
import { CONNECTION_USAGE } from "./connection.ts";

export const usageOf = ({ name, about, acts, examples }: ActVerb): string => {
  const all = Object.values(acts);
  return [
    `Usage: wideberth ${name} ACT … [flags]`,
    "",
    about,
    "",
    ...Object.entries(acts).flatMap(([verb, act]) => actLines(verb, act)),
    ...(all.some(({ isWrite }) => isWrite) ? WRITE_LINES : []),
    ...(all.some(({ body }) => body) ? BODY_LINES : []),
    CONNECTION_USAGE,
    EXIT_LINES,
    "",
    "Examples:",
    ...examples.map((line) => `  wideberth ${line}`),
    "",
  ].join("\n");
};

export const takenText = (taken: string): string =>
  taken.endsWith("?") ? `[${taken.slice(0, -1)}]` : taken;

const actLines = (verb: string, { takes, text, flags = {}, body }: Act): string[] => [
  `  ${[verb, ...takes.map(takenText), ...(body ? ["[--from FILE] [--field NAME=VALUE…]"] : [])].join(" ")}`,
  ...wrap(text, 6),
  ...Object.entries(flags).flatMap(([flag, { as, text: said }]) => flagLines(flag, as, said)),
  "",
];

const flagLines = (flag: string, as: string | null, text: string): string[] => {
  const head = `      --${flag}${as === null ? "" : ` ${as}`}`;
  const lines = wrap(text, 30);
  const [first = "", ...rest] = lines;
  return head.length < 29 ? [head.padEnd(30) + first.trimStart(), ...rest] : [head, ...lines];
};

const WIDTH = 100;

const wrap = (text: string, indent: number): string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => " ".repeat(indent) + one);
};

const WRITE_LINES = [
  "What changes something",
  "  --key-file FILE    an Ed25519 key of the party, PEM: the command is signed with it",
  "  --idempotency-key KEY",
  "                     of a command that may have been sent before: under one key it is done once.",
  "                     Left out: each call has its own, kept over its own retries",
  "",
];

const BODY_LINES = [
  "What is said",
  "  --from FILE        the body as the API takes it, JSON; - is the standard input",
  "  --field NAME=VALUE one member of it, as own.shiftMs=600000; JSON, or a text. May be repeated",
  "",
];

const EXIT_LINES =
  "Exit 0: done. Exit 1: filed, and in conflict. Exit 2: not done: wrong flags, refused, or no answer.";
