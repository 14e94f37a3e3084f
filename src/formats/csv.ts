/**
 * CSV as records: a header row, then one volume a row.
 *
 * Columns: `id party category class name lowerM upperM start end edges times`, and the area as `wkt`
 * or as `lat`, `lon`, with `radiusM` or `halfWidthM`. Other columns are not read.
 */

import { parse } from "csv-parse/sync";
import { type Piece, gather, unread, withSkips } from "./gather.ts";
import { draftOf } from "./geojson.ts";
import type { Reading, SkippedRecord } from "./reading.ts";
import { fieldsOfTexts, identityOfTexts, numberOfText } from "./text-fields.ts";
import { Unreadable, withIdentity, withParser } from "./unreadable.ts";
import { parseWkt } from "./wkt.ts";

/** The rows of a CSV text (RFC 4180; also with semicolons or tabs); rows of one stated party and id are one record. */
export const readCsv = (file: string, text: string): Reading => {
  const { rows, skips } = splitRows(file, text);
  const [header, ...body] = rows;
  if (!header)
    return withSkips(
      unread(file, "line 1", "no header row: name the columns in the first row"),
      skips,
    );
  const columns = header.cells.map((cell) => cell.trim());
  const twice = columns.find((column, i) => column !== "" && columns.indexOf(column) !== i);
  if (twice !== undefined)
    return unread(file, "line 1", `column ${JSON.stringify(twice)} is there twice: name each once`);
  if (!columns.includes("wkt") && !(columns.includes("lat") && columns.includes("lon"))) {
    return unread(file, "line 1", "no area: give a column wkt, or lat and lon");
  }
  if (body.length === 0 && skips.length === 0)
    return unread(file, "line 1", "no rows under the header: nothing to read");
  return withSkips(
    gather(
      file,
      body.map((row) => toPiece(row, columns)),
    ),
    skips,
  );
};

type Row = { readonly line: number; readonly cells: readonly string[] };

/** Rows with their lines, and what is no row. */
export const splitRows = (file: string, text: string): { rows: Row[]; skips: SkippedRecord[] } => {
  const skips: SkippedRecord[] = [];
  const parsed: unknown[] = withParser("CSV", () =>
    parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        const line = typeof error?.["lines"] === "number" ? error["lines"] : 1;
        skips.push({
          file,
          at: `line ${line}`,
          reason: `not CSV: ${error?.message ?? "unreadable row"}`,
        });
        return undefined;
      },
    }),
  );
  // With `info`, the parser wraps each row; its types do not say so.
  const wrapped = parsed as { info: { lines: number }; record: string[] }[];
  return { rows: wrapped.map(({ info, record }) => ({ line: info.lines, cells: record })), skips };
};

/** The first of tab, semicolon and comma that the header row holds. */
const delimiterOf = (text: string): string => {
  const header = text.split(/\r?\n/, 1)[0] ?? "";
  return ["\t", ";"].find((mark) => header.includes(mark)) ?? ",";
};

const toPiece = ({ line, cells }: Row, columns: readonly string[]): Piece => ({
  at: `line ${line}`,
  read: () => {
    if (cells.length !== columns.length) {
      throw new Unreadable(
        `${cells.length} cells under ${columns.length} columns: put cells with commas in quotes`,
      );
    }
    const texts = new Map(columns.map((column, i) => [column, cells[i] ?? ""]));
    return withIdentity(identityOfTexts(texts), () =>
      draftOf(fieldsOfTexts(texts), geometryOf(texts)),
    );
  },
});

const geometryOf = (texts: ReadonlyMap<string, string>): unknown => {
  const wkt = texts.get("wkt")?.trim();
  if (wkt) return parseWkt(wkt);
  const [lat, lon] = [texts.get("lat")?.trim(), texts.get("lon")?.trim()];
  if (!lat || !lon) throw new Unreadable("no area: give wkt, or lat and lon");
  return { type: "Point", coordinates: [numberOfText(lon, "lon"), numberOfText(lat, "lat")] };
};
