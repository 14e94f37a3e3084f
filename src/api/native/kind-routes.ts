/** The table of message kinds, for programs that write messages: what each may say, in the words of the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { Field, Fields } from "../../core/line/fields.ts";
import { KIND_NAMES, specOf } from "../../core/line/kinds.ts";
import type { Kind } from "../../core/line/kinds.ts";
import { WORD_LISTS, WORDS } from "../../core/line/words.ts";
import type { Api, ApiContext } from "../context.ts";
import { wireName } from "./message-fields.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { ListOf, NullableText, OneOf } from "./schema.ts";

const COLUMN = {
  name: Type.String(),
  type: Type.String({ description: "instant, window, place, area, word, text and so on." }),
  isOptional: Type.Boolean(),
  isList: Type.Boolean(),
  words: NullableText("Of a word: the list that it is from."),
  to: NullableText("Of a reference: what it names."),
};
const KindField = Type.Object(
  {
    ...COLUMN,
    columns: ListOf(Type.Object(COLUMN, { title: "MessageColumn" }), {
      description: "Of a row: its own fields.",
    }),
  },
  { title: "MessageField" },
);

const MessageKind = Type.Object(
  {
    kind: OneOf(KIND_NAMES),
    precedence: OneOf(WORDS.precedence, { description: "Unless the sender says another." }),
    passesAll: Type.Boolean({ description: "Suspension, quotas and rate limits." }),
    answeredBy: ListOf(Type.String()),
    isReply: Type.Boolean({ description: "It must name the message that it answers." }),
    fields: ListOf(KindField),
    needs: ListOf(
      Type.Object(
        { field: Type.String(), is: Type.String(), also: ListOf(Type.String()) },
        {
          title: "MessageNeed",
          description: "When the field says this, the others are needed as well.",
        },
      ),
    ),
  },
  { title: "MessageKind" },
);

const Kinds = Type.Object(
  {
    kinds: ListOf(MessageKind),
    words: Type.Unsafe<Readonly<Record<string, readonly string[]>>>({
      type: "object",
      additionalProperties: { type: "array", items: { type: "string" } },
      description: "Every closed list of words by its name.",
    }),
  },
  { title: "MessageKinds" },
);
export type Kinds = Static<typeof Kinds>;

export const registerKinds = (app: Api, _context: ApiContext): void => {
  app.get(
    "/v1/message-kinds",
    {
      config: { access: "read" },
      schema: {
        tags: ["messages"],
        operationId: "listMessageKinds",
        summary: "Every kind of message with its fields and words",
        response: { 200: Kinds, ...PROBLEM_RESPONSES },
      },
    },
    async () => KINDS_ANSWER,
  );
};

const encodeKind = (kind: Kind): Kinds["kinds"][number] => {
  const { precedence, passes: passesAll, answeredBy, isReply, fields, needs } = specOf(kind);
  const named = needs.map(({ field, is, also }) => ({
    field,
    is,
    also: also.map((name) => wireName(name, fields[name]!)),
  }));
  return {
    kind,
    precedence,
    passesAll,
    answeredBy,
    isReply,
    fields: encodeFields(fields),
    needs: named,
  };
};

const encodeFields = (fields: Fields): Kinds["kinds"][number]["fields"] =>
  Object.entries(fields).map(([name, field]) => {
    const of = field.type === "list" ? field.of : field;
    const columns = of.type === "row" ? Object.entries(of.columns) : [];
    return {
      ...encodeColumn(name, field),
      columns: columns.map(([column, plain]) => encodeColumn(column, plain)),
    };
  });

const encodeColumn = (name: string, field: Field) => {
  const of = field.type === "list" ? field.of : field;
  return {
    name: wireName(name, field),
    type: of.type,
    isOptional: field.optional === true,
    isList: field.type === "list",
    words: of.type === "word" ? of.list : null,
    to: of.type === "reference" ? of.to : null,
  };
};

const KINDS_ANSWER: Kinds = {
  kinds: KIND_NAMES.map(encodeKind),
  words: Object.fromEntries(WORD_LISTS.map((list) => [list, [...WORDS[list]]])),
};
