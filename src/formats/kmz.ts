/** KMZ: a KML document in a ZIP archive. */

import { Unzip, UnzipInflate } from "fflate";
import { withSkips } from "./gather.ts";
import { readKml } from "./kml.ts";
import { LIMITS } from "./limits.ts";
import type { Reading, SkippedRecord } from "./reading.ts";
import { Unreadable, withParser } from "./unreadable.ts";
import { decodeText } from "./decode-text.ts";

/** Small enough that one push of a bomb (1 : 1032) unfolds to less than the limit. */
const CHUNK_BYTES = 32 * 1024;

/**
 * The main document of a KMZ: `doc.kml`, else its first `.kml`. Other documents are named as skipped.
 *
 * Refuses: an archive that unfolds past `LIMITS.unzippedBytesMax`, whatever its headers claim.
 * Source: OGC 07-147r2, annex C.
 */
export const readKmz = (file: string, bytes: Uint8Array): Reading => {
  const documents = withParser("KMZ", () => unfold(bytes));
  const [main, ...others] = documents.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (!main) throw new Unreadable("no .kml in the archive: nothing to read");
  const reading = readKml(file, decodeText(main.bytes));
  const skips = others.map(({ name }): SkippedRecord => ({
    file,
    at: name,
    reason: `only the main document of a KMZ is read (${main.name}): give this one a file of its own`,
  }));
  return withSkips(reading, skips);
};

type Entry = { readonly name: string; readonly bytes: Uint8Array };

const rankOf = ({ name }: Entry): number => (name.toLowerCase() === "doc.kml" ? 0 : 1);

/** All `.kml` documents of the archive, in its order. */
const unfold = (bytes: Uint8Array): Entry[] => {
  const entries: Entry[] = [];
  let unzippedBytes = 0;
  const unzip = new Unzip((entry) => {
    if (!/\.kml$/i.test(entry.name)) return;
    const chunks: Uint8Array[] = [];
    entry.ondata = (error, chunk, isLast) => {
      if (error) throw error;
      unzippedBytes += chunk.length;
      if (unzippedBytes > LIMITS.unzippedBytesMax) {
        throw new Unreadable(
          `the archive unfolds to more than ${LIMITS.unzippedBytesMax} bytes: split it`,
        );
      }
      chunks.push(chunk);
      if (isLast) entries.push({ name: entry.name, bytes: Buffer.concat(chunks) });
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
    const end = offset + CHUNK_BYTES;
    unzip.push(bytes.subarray(offset, end), end >= bytes.length);
  }
  return entries;
};
