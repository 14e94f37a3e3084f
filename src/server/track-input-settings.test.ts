import assert from "node:assert/strict";
import { test } from "node:test";
import { readTrackInput } from "./track-input-settings.ts";

const GOOD = { name: "coast", format: "ais", party: "NORTH", port: 10_110 };

test("an input listens on this machine alone unless it is said otherwise", () => {
  assert.deepEqual(readTrackInput(GOOD, "trackInputs[0]"), {
    ...GOOD,
    host: "127.0.0.1",
    isShared: false,
    connectionsMax: 8,
    piecesPerSecondMax: 50_000,
  });
  assert.equal(readTrackInput({ ...GOOD, party: null }, "x").party, null);
});

test("what is wrong is named by its field, with what to write", () => {
  const cases = [
    ["ais", /trackInputs\[0\] is not an object/],
    [{ ...GOOD, format: "nmea" }, /format is not known: use ais, sbs, cot/],
    [{ ...GOOD, party: undefined }, /party is missing: name the party, or null/],
    [{ ...GOOD, party: 1 }, /party is not text/],
    [{ ...GOOD, name: "" }, /name is not text/],
    [{ ...GOOD, port: 70_000 }, /port is not a whole number from 0 to 65535/],
    [{ ...GOOD, isShared: "yes" }, /isShared must be true or false/],
    [{ ...GOOD, connectionsMax: 0 }, /connectionsMax/],
    [{ ...GOOD, speed: 1 }, /trackInputs\[0\]\.speed is not known: use name, format/],
  ] as const;
  for (const [value, message] of cases) {
    assert.throws(() => readTrackInput(value, "trackInputs[0]"), { message });
  }
});
