import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8, zipSync } from "fflate";
import { readKmz } from "./kmz.ts";
import { LIMITS } from "./limits.ts";
import { Unreadable } from "./unreadable.ts";

const KML =
  '<kml><Placemark><ExtendedData><Data name="radiusM"><value>5</value></Data></ExtendedData><Point><coordinates>1,2</coordinates></Point></Placemark></kml>';

test("the main document of the archive is read and other documents are named", () => {
  const files = { "a.png": new Uint8Array(9), "other.kml": strToU8(KML), "doc.kml": strToU8(KML) };
  for (const level of [0, 9] as const) {
    const { records, skipped } = readKmz("a.kmz", zipSync(files, { level }));
    assert.equal(records.length, 1);
    assert.deepEqual(
      skipped.map(({ at }) => at),
      ["other.kml"],
    );
  }
});

test("an archive without a document is refused", () => {
  assert.throws(() => readKmz("a.kmz", zipSync({ "a.txt": strToU8("x") })), /no \.kml/);
});

test("a bomb is refused at the limit, also where its header understates it", () => {
  const bomb = zipSync({ "doc.kml": new Uint8Array(LIMITS.unzippedBytesMax + 1) }, { level: 9 });
  assert.throws(() => readKmz("a.kmz", bomb), /unfolds to more than/);
  const lying = bomb.slice();
  lying.set([1, 0, 0, 0], 22); // uncompressed size in the local header
  assert.throws(() => readKmz("a.kmz", lying), /unfolds to more than/);
});

test("a damaged archive is refused", () => {
  const whole = zipSync({ "doc.kml": strToU8(KML.repeat(50)) });
  for (let length = 4; length < whole.length; length += 7) {
    try {
      readKmz("a.kmz", whole.slice(0, length));
    } catch (error) {
      assert.ok(error instanceof Unreadable);
    }
  }
});
