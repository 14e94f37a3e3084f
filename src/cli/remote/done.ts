/** The answer to a command: what it came to, and when the server had it. */

import type { Head } from "./words.ts";
import type { Answer, Asked } from "./act.ts";

type Receipt = { readonly receivedAt?: string; readonly id?: string };
export type Line = readonly [head: Head, text: string | null];

/** `lines`: what the receipt is told to people by; left out: its id. */
export const done = (
  { speak }: Asked,
  receipt: Receipt,
  lines: readonly Line[] = receipt.id === undefined ? [] : [["id", speak.id(receipt.id)]],
): Answer => {
  const told = lines.flatMap(([head, text]) =>
    text === null ? [] : [`${speak.head(head)}: ${text}\n`],
  );
  const received =
    receipt.receivedAt === undefined
      ? ""
      : `${speak.tell("done", { time: speak.time(receipt.receivedAt) })}\n`;
  return { things: [receipt], text: received + told.join("") };
};
