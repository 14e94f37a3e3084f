/** JSON as text, and the line of the first character that is not JSON. */

import { Unreadable } from "./unreadable.ts";

/**
 * The value of a JSON text.
 *
 * Refuses: anything else, naming the line; `JSON.parse` alone names no line for most faults.
 */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    const offset = findFault(text);
    const line = text.slice(0, offset).split("\n").length;
    const what =
      offset >= text.trimEnd().length
        ? "the text ends too early"
        : `unexpected ${shownAt(text, offset)}`;
    throw new Unreadable(`not JSON: ${what}; correct the line`, { at: `line ${line}` });
  }
};

const TOKEN =
  /[ \t\r\n]*(?:(?<open>[{[])|(?<close>[}\]])|(?<colon>:)|(?<comma>,)|(?<string>"[ !#-[\]-\u{10FFFF}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\u{10FFFF}]*)*")|(?<scalar>true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?))/uy;

type Expect =
  | "value"
  | "value or close"
  | "key"
  | "key or close"
  | "colon"
  | "comma or close"
  | "end";

/** Offset of the first token that cannot stand where it stands. */
const findFault = (text: string): number => {
  const open: string[] = [];
  let expect: Expect = "value";
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const groups = TOKEN.exec(text)?.groups;
    const next: Expect | null = groups === undefined ? null : step(expect, groups, open);
    if (next === null) return offset + (/^[ \t\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0);
    expect = next;
    offset = TOKEN.lastIndex;
  }
};

/** What may follow the token, or `null` when the token itself may not stand here. */
const step = (
  expect: Expect,
  token: Record<string, string | undefined>,
  open: string[],
): Expect | null => {
  const after = (): Expect => (open.length === 0 ? "end" : "comma or close");
  const isValueHere = expect === "value" || expect === "value or close";
  if (token["open"] !== undefined && isValueHere) {
    open.push(token["open"]);
    return token["open"] === "{" ? "key or close" : "value or close";
  }
  if (token["close"] !== undefined && expect.endsWith("close")) {
    const opened = open.pop();
    return (opened === "{") === (token["close"] === "}") ? after() : null;
  }
  if (token["colon"] !== undefined && expect === "colon") return "value";
  if (token["comma"] !== undefined && expect === "comma or close") {
    return open.at(-1) === "{" ? "key" : "value";
  }
  if (token["string"] !== undefined && expect.startsWith("key")) return "colon";
  return (token["string"] ?? token["scalar"]) !== undefined && isValueHere ? after() : null;
};

const shownAt = (text: string, offset: number): string =>
  JSON.stringify(text.slice(offset, offset + 20));
