/** The way into this room: a file of any known format as records. */

import type { Category, MoverClass } from "../core/operations/category.ts";
import { unreachable } from "../core/outcome.ts";
import { readCsv } from "./csv.ts";
import { decodeText } from "./decode-text.ts";
import { isEd269, readEd269 } from "./ed269.ts";
import { isEd318, readEd318 } from "./ed318.ts";
import { isFields } from "./fields.ts";
import { readFlightIntents } from "./flight-intents.ts";
import { unread, withUniqueIds } from "./gather.ts";
import { readGeojson } from "./geojson.ts";
import { parseJson } from "./json-text.ts";
import { readKml } from "./kml.ts";
import { readKmz } from "./kmz.ts";
import { LIMITS } from "./limits.ts";
import { checkNesting } from "./nesting.ts";
import { readOpenair } from "./openair.ts";
import type { NoticeRecord, Reading } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";
import { parseYaml } from "./yaml-text.ts";

/** What the caller knows better than the file; each stands in place of what the file says. */
export type Overrides = {
  readonly party?: string | undefined;
  readonly category?: Category | undefined;
  readonly moverClass?: MoverClass | undefined;
};

export type NoticeFile = {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The instant that relative times count from. */
  readonly atMs: number;
  readonly overrides?: Overrides | undefined;
};

/**
 * The records of a file, and what of it could not be read, in the order of the file.
 *
 * The format follows from the name's extension, and from the content where that leaves it open.
 * Never throws on a file: an unreadable one is one skip with its reason. No two records have the
 * same party and id.
 */
export const readNotices = ({ file, bytes, atMs, overrides = {} }: NoticeFile): Reading => {
  try {
    const { records, skipped } = readAs(file, bytes, atMs);
    return {
      records: withUniqueIds(records.map((record) => withOverrides(record, overrides))),
      skipped,
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return unread(file, error.at ?? "file", error.message);
  }
};

export type Format = "json" | "kml" | "kmz" | "openair" | "csv" | "yaml";

const readAs = (file: string, bytes: Uint8Array, atMs: number): Reading => {
  if (bytes.length > LIMITS.fileBytesMax) {
    return unread(
      file,
      "file",
      `${bytes.length} bytes are over the limit of ${LIMITS.fileBytesMax}: split the file`,
    );
  }
  if (isZip(bytes)) return readKmz(file, bytes);
  const text = decodeText(bytes);
  if (text.trim() === "") return unread(file, "file", "the file is empty: nothing to read");
  const format = formatOf(file, text);
  switch (format) {
    case "json":
      return readJson(file, checkNesting(parseJson(text)));
    case "kml":
      return readKml(file, text);
    case "openair":
      return readOpenair(file, text);
    case "csv":
      return readCsv(file, text);
    case "yaml":
      return readFlightIntents(file, checkNesting(parseYaml(text)), atMs);
    case "kmz":
      return unread(file, "file", "not a ZIP archive: save it as KMZ again, or name it .kml");
    case null:
      return unread(file, "file", `unknown format: give ${KNOWN}`);
    default:
      return unreachable(format);
  }
};

const KNOWN = "GeoJSON, KML, KMZ, OpenAir, ED-269, ED-318, CSV or flight-intent YAML";

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ["geojson", "json"],
  ["json", "json"],
  ["kml", "kml"],
  ["kmz", "kmz"],
  ["openair", "openair"],
  ["csv", "csv"],
  ["yaml", "yaml"],
  ["yml", "yaml"],
]);

/** `.txt` says nothing: OpenAir is one of many things kept under it. */
export const formatOf = (file: string, text: string): Format | null =>
  FORMATS.get(/\.([a-z0-9]+)$/i.exec(file)?.[1]?.toLowerCase() ?? "") ?? sniff(text);

const sniff = (text: string): Format | null => {
  const body = text.trimStart();
  if (body.startsWith("{")) return "json";
  if (/^<[?!\w]/.test(body) && /<([a-z]+:)?kml[\s>]/i.test(body.slice(0, 4096))) return "kml";
  if (/^AC\s+\S/m.test(text)) return "openair";
  return /^intents:/m.test(text) ? "yaml" : null;
};

const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

const readJson = (file: string, root: unknown): Reading => {
  if (!isFields(root)) return unread(file, "file", `JSON, but no object: give ${KNOWN}`);
  if (isEd269(root)) return readEd269(file, root);
  if (isEd318(root)) return readEd318(file, root);
  return readGeojson(file, root);
};

const withOverrides = (
  record: NoticeRecord,
  { party, category, moverClass }: Overrides,
): NoticeRecord => ({
  ...record,
  party: party ?? record.party,
  category: category ?? record.category,
  moverClass: moverClass ?? record.moverClass,
});
