/** What something says, field by field, as lines: as a message on the line says it. */

import { fieldsFromWire } from "../api/native/message-fields.ts";
import { allOptional } from "../core/line/fields.ts";
import type { Fields, Values } from "../core/line/fields.ts";
import type { FieldName } from "../core/line/kinds.ts";
import { parseByTable } from "../core/line/parse-body.ts";
import type { Table } from "../core/line/parse-body.ts";
import { CATALOGUES } from "../phrases/compile.ts";
import type { Speech } from "./speech.ts";

/** In the order of the table; what is not given, or is named in `leftOut`, has no line. */
export const fieldLines = (
  speech: Speech,
  fields: Fields,
  given: Readonly<Record<string, unknown>>,
  leftOut: readonly string[] = [],
): string[] => {
  const table: Table<Fields> = { fields: allOptional(fields), needs: [] };
  const parsed = parseByTable(table, fieldsFromWire(fields, given, "fields"));
  if (!parsed.ok) throw new Error("bug: what is told follows its table");
  const values: Values = parsed.value;
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = values[name];
    const isTold = value !== undefined && isFieldName(name) && !leftOut.includes(name);
    return isTold ? [speech.line(name, speech.value(field, value))] : [];
  });
};

const isFieldName = (name: string): name is FieldName => Object.hasOwn(CATALOGUES.en.fields, name);
