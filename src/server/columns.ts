/**
 * Rows of one shape as columns: what makes a snapshot of 200,000 operations small and quick to read.
 * Numbers become one array, texts one run of bytes, few different words a list of them; whatever is
 * none of these stays as it is.
 */

type Row = Readonly<Record<string, unknown>>;

type Column =
  | { readonly kind: "numbers"; readonly values: Float64Array }
  | { readonly kind: "words"; readonly words: readonly string[]; readonly at: Uint16Array }
  | { readonly kind: "texts"; readonly bytes: Uint8Array; readonly ends: Float64Array }
  | { readonly kind: "lists"; readonly numbers: Float64Array; readonly ends: Float64Array }
  | { readonly kind: "values"; readonly values: readonly unknown[] };

/** To be written by a structured clone. */
export type Table = { readonly count: number; readonly columns: Readonly<Record<string, Column>> };

/** Every row must have the same names in the same order. */
export const encodeTable = (rows: readonly Row[]): Table => {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => [name, encodeColumn(rows.map((row) => row[name]))] as const);
  return { count: rows.length, columns: Object.fromEntries(columns) };
};

/**
 * The rows as they were, made as they are asked for: half a million of them held at once would cost
 * a start more than reading them. `R` is what the caller wrote.
 */
export function* rowsOf<R extends Row>({ count, columns }: Table): Generator<R, void, undefined> {
  const fields = Object.entries(columns).map(([name, column]) => ({
    name,
    read: readerOf(column),
  }));
  const blank = Object.fromEntries(fields.map(({ name }) => [name, null]));
  for (let i = 0; i < count; i++) yield readRow(fields, blank, i) as R;
}

type Field = { readonly name: string; readonly read: (i: number) => unknown };

/** A copy of `blank` has all its fields at once: added one by one, they would move time and again. */
const readRow = (fields: readonly Field[], blank: Row, i: number): Row => {
  const row: Record<string, unknown> = { ...blank };
  for (const { name, read } of fields) row[name] = read(i);
  return row;
};

const WORDS_MAX = 1_000;

const encodeColumn = (values: readonly unknown[]): Column => {
  if (values.every((value) => typeof value === "number")) {
    return { kind: "numbers", values: Float64Array.from(values) };
  }
  if (values.every((value) => typeof value === "string")) return encodeStrings(values);
  if (values.every(isNumberList)) return encodeLists(values);
  return { kind: "values", values };
};

const isNumberList = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((one) => typeof one === "number");

const encodeStrings = (values: readonly string[]): Column => {
  const places = new Map<string, number>();
  for (const value of values) {
    if (!places.has(value)) places.set(value, places.size);
    if (places.size > WORDS_MAX) return encodeTexts(values);
  }
  return {
    kind: "words",
    words: [...places.keys()],
    at: Uint16Array.from(values, (value) => places.get(value)!),
  };
};

const encodeTexts = (values: readonly string[]): Column => {
  const ends = new Float64Array(values.length);
  let end = 0;
  for (const [i, value] of values.entries()) ends[i] = end += Buffer.byteLength(value);
  const bytes = Buffer.allocUnsafe(end);
  for (const [i, value] of values.entries()) bytes.write(value, i === 0 ? 0 : ends[i - 1]!);
  return { kind: "texts", bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, end), ends };
};

const encodeLists = (values: readonly (readonly number[])[]): Column => {
  const ends = new Float64Array(values.length);
  let end = 0;
  for (const [i, value] of values.entries()) ends[i] = end += value.length;
  const numbers = new Float64Array(end);
  for (const [i, value] of values.entries()) numbers.set(value, i === 0 ? 0 : ends[i - 1]);
  return { kind: "lists", numbers, ends };
};

const readerOf = (column: Column): ((i: number) => unknown) => {
  switch (column.kind) {
    case "numbers":
    case "values":
      return (i) => column.values[i];
    case "words":
      return (i) => column.words[column.at[i]!];
    case "texts": {
      const { buffer, byteOffset, byteLength } = column.bytes;
      const bytes = Buffer.from(buffer, byteOffset, byteLength);
      return (i) => bytes.toString("utf8", i === 0 ? 0 : column.ends[i - 1], column.ends[i]);
    }
    default:
      return (i) => readList(column.numbers, i === 0 ? 0 : column.ends[i - 1]!, column.ends[i]!);
  }
};

const readList = (numbers: Float64Array, from: number, to: number): number[] => {
  const list: number[] = [];
  for (let i = from; i < to; i++) list.push(numbers[i]!);
  return list.slice(); // without the room that it grew by
};
