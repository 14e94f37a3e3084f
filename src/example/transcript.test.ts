/** `UPDATE_DOCS=1` writes the transcripts anew. */

import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { playInMemory } from "./stand.ts";
import { SideTeller } from "./teller.ts";
import { LANGUAGES, makeTranscripts, STORY_START_MS } from "./transcript.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "examples", "transcripts");
const made = await makeTranscripts();

if (process.env["UPDATE_DOCS"] === "1") {
  mkdirSync(FOLDER, { recursive: true });
  for (const { file, text } of made) writeFileSync(join(FOLDER, file), text);
}

suite("transcripts", () => {
  test("there are nine of each act, and no other file", () => {
    assert.equal(made.length, 18);
    assert.deepEqual(readdirSync(FOLDER).toSorted(), made.map(({ file }) => file).toSorted());
  });

  for (const { file, text } of made) {
    test(`${file} is what the command makes`, () => {
      assert.equal(readFileSync(join(FOLDER, file), "utf8"), text);
    });

    test(`${file}: marks of direction end in the line in which they begin`, () => {
      for (const line of text.split("\n")) {
        const depth = Array.from(line).reduce(
          (open, mark) => open + (/[\u2066-\u2068]/.test(mark) ? 1 : mark === "\u2069" ? -1 : 0),
          0,
        );
        assert.equal(depth, 0, line);
      }
    });

    test(`${file}: the words that are never the system's own are not in it`, () => {
      assert.doesNotMatch(text, /\b(approved|cleared|safe|permitted)\b|مسموح|разрешено|одобрено/i);
      assert.doesNotMatch(text, /undefined|null|NaN|\{\w+\}/);
    });

    test(`${file}: nothing is called by an id, but a site that nobody has shown`, () => {
      const ids = text.match(
        /\b(conflict|movement|contact|readout|incident|item|area|track)-0\w+/g,
      );
      assert.equal(ids, null);
      if (file.startsWith("relief")) assert.doesNotMatch(text, /site-0?\w{13}/);
    });
  }

  test("the host's side has words in every language, too", async () => {
    const tellers = LANGUAGES.map((language) => new SideTeller("HOST", language));
    const lines = tellers.map((): number[] => []);
    await playInMemory({
      startMs: STORY_START_MS,
      onHeard: (heard) => {
        for (const [i, teller] of tellers.entries()) {
          const line = teller.tell(heard);
          if (line) lines[i]!.push(line.atMs);
        }
      },
    });
    assert.ok(lines[0]!.length > 30);
    assert.deepEqual(lines[1], lines[0]);
    assert.deepEqual(lines[2], lines[0]);
  });

  test("Arabic is written from right to left", () => {
    for (const { file, text } of made)
      assert.equal(text.startsWith('<div dir="rtl">'), file.includes(".ar."), file);
  });

  test("the languages of a side tell the same lines", () => {
    for (const side of ["north-1", "south-1", "relief-1", "north-2", "south-2", "relief-2"]) {
      const lines = made
        .filter(({ file }) => file.startsWith(`${side}.`))
        .map(({ text }) => [...text.matchAll(/^`.?(\d\d:\d\d(?::\d\d)?Z).?` ([→←])/gm)])
        .map((found) => found.map(([, time, arrow]) => `${time} ${arrow}`));
      assert.deepEqual(lines[1], lines[0]);
      assert.deepEqual(lines[2], lines[0]);
      assert.ok(lines[0]!.length > 15);
    }
  });

  test("an act is told from its beginning, by names that were told before it", () => {
    const north = made.find(({ file }) => file === "north-2.en.md")?.text ?? "";
    assert.match(north, /second act/);
    assert.match(north, /All times are UTC, of 2026-05-13/);
    const [first] = north.match(/`\d\d:\d\dZ`/) ?? [];
    assert.equal(first, "`05:43Z`");
    assert.match(north, /“Patrol on the river road” is now version 2/);
  });
});
