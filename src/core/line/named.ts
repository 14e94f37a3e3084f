/**
 * What messages name of this theatre by its id, from operations to readouts. Areas that a header or a
 * movement's way names are as they were said: they need not be agreed by anybody.
 */

import type { Reader } from "../operations/view.ts";
import { IS_SEEN } from "../seen.ts";
import type { ThingKind } from "../seen.ts";
import type { State } from "../state.ts";
import type { Referent } from "./fields.ts";
import { specOf } from "./kinds.ts";
import type { Message } from "./model.ts";

/** What can be named, for a list of the messages that name it. */
export const NAMED = [
  "operation",
  "conflict",
  "proposal",
  "site",
  "movement",
  "area",
  "incident",
  "meeting",
  "readout",
] as const satisfies readonly ThingKind[];
export type NamedKind = (typeof NAMED)[number];

export type Named = {
  /** Of the message: "yourOperation". */
  readonly field: string;
  readonly to: NamedKind;
  readonly id: string;
};

const isNamedKind = (to: Referent): to is NamedKind => (NAMED as readonly Referent[]).includes(to);

/** In the order of the kind's fields. */
export const namedIn = ({ kind, body }: Pick<Message, "kind" | "body">): readonly Named[] =>
  Object.entries(specOf(kind).fields).flatMap(([field, type]) => {
    const id = body[field];
    return type.type === "reference" && isNamedKind(type.to) && typeof id === "string"
      ? [{ field, to: type.to, id }]
      : [];
  });

/** Of what a message names, that which the reader's own view has, too. */
export const linksOf = (state: State, message: Message, reader: Reader): readonly Named[] =>
  namedIn(message).filter(({ to, id }) => IS_SEEN[to](state, id, reader));

/** A thread: what is named, by its kind; all that are given hold. */
export type Thread = Partial<Readonly<Record<NamedKind, string | undefined>>>;

/** Messages that name it, and those that answer, doubt, correct or retract one of these. In order of receipt. */
export const threadOf = (messages: Iterable<Message>, thread: Thread): ReadonlySet<string> => {
  const asked = NAMED.filter((to) => thread[to] !== undefined);
  const ids = new Set<string>();
  for (const message of messages) {
    const named = namedIn(message);
    const names = asked.every((to) => named.some((one) => one.to === to && one.id === thread[to]));
    const { target } = message.body;
    const isAbout = typeof target === "string" && ids.has(target);
    if (names || isAbout || ids.has(message.header.inReplyTo ?? "")) ids.add(message.id);
  }
  return ids;
};
