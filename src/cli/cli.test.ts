import assert from "node:assert/strict";
import { test } from "node:test";
import { VERBS } from "./cli.ts";
import { findNearest } from "../server/nearest.ts";
import { runLine } from "./test-io.ts";

test("without a verb the verbs are listed on stderr", async () => {
  const { code, out, err } = await runLine([]);
  assert.deepEqual([code, out], [2, ""]);
  for (const name of Object.keys(VERBS)) assert.match(err, new RegExp(`^  ${name}`, "m"));
});

test("help is told on stdout, by flag and by verb", async () => {
  assert.equal((await runLine(["--help"])).code, 0);
  for (const line of [
    ["check", "--help"],
    ["check", "-h"],
    ["help", "check"],
  ]) {
    const { code, out } = await runLine(line);
    assert.equal(code, 0);
    assert.match(out, /Exit codes[\s\S]+This wins over 1[\s\S]+Examples/);
  }
});

test("the version is the package's", async () => {
  assert.match((await runLine(["--version"])).out, /^\d+\.\d+\.\d+/);
});

test("an unknown verb is refused with the nearest one", async () => {
  const { code, err } = await runLine(["chekc"]);
  assert.equal(code, 2);
  assert.match(err, /"chekc" is not a verb: did you mean check\?/);
  assert.match((await runLine(["toString"])).err, /is not a verb/);
});

test("a far word has no nearest", () => {
  assert.equal(findNearest("xylophone", ["check", "serve"]), null);
  assert.equal(findNearest("latteral", ["lateral", "vertical"]), "lateral");
});
