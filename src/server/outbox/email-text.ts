/**
 * What a mail says: that there is something to read, and where.
 *
 * Mail passes through servers of others and is kept there. So a text is made from a notice that holds
 * nothing of the other side to begin with; whoever renders it can't tell more by mistake.
 */

import type { Told } from "../../core/view.ts";

/** All that a text may be made of. */
export type EmailNotice = {
  readonly kind: Told["kind"] | "resync";
  readonly atMs: number;
  /** Ids of the party's own operations in it. */
  readonly ownIds: readonly string[];
  /** Where the console is; null: not known. */
  readonly consoleUrl: string | null;
};

export type EmailText = { readonly subject: string; readonly text: string };
export type RenderEmail = (notice: EmailNotice, language: string) => EmailText;

export const ownIdsOf = (told: Told, party: string): readonly string[] => {
  if ("operation" in told) return told.operation.party === party ? [told.operation.id] : [];
  return "conflict" in told ? told.conflict.ownOperationIds : [];
};

/** English, whatever the language. The subject is the same for all: it shows on locked screens. */
export const renderPlainEmail: RenderEmail = ({ kind, atMs, ownIds, consoleUrl }) => ({
  subject: "wideberth: something to read",
  text: [
    WORDS[kind] ?? `There is news: ${kind}.`,
    "",
    `At: ${new Date(atMs).toISOString().slice(0, 16)}Z`,
    ...(ownIds.length === 0 ? [] : [`Your own: ${ownIds.join(", ")}`]),
    ...(consoleUrl === null ? [] : [`Read it at: ${consoleUrl}`]),
    "",
    "Mail is not confidential, so this one says no more. It may be late: rely on the console.",
    "",
  ].join("\n"),
});

const WORDS: Readonly<Partial<Record<EmailNotice["kind"], string>>> = {
  "theatre.set": "The theatre's rules or parties were set.",
  "operation.filed": "An operation was filed.",
  "operation.replaced": "An operation was replaced by a new version.",
  "operation.moved": "The state of an operation changed.",
  "conflict.opened": "A conflict was found.",
  "conflict.changed": "A conflict changed.",
  "conflict.closed": "A conflict was closed.",
  resync: "There is news that was not sent one by one. Read the lists.",
};
