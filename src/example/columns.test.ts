import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { besides, wrapText } from "./columns.ts";

const word = fc.stringMatching(/^[a-zа-я\u0621-\u064a]{1,30}$/);
const texts = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(" "));
const widths = fc.integer({ min: 5, max: 60 });

test("a wrapped text loses no letter, and no line is too wide", () => {
  fc.assert(
    fc.property(texts, widths, (text, width) => {
      const lines = wrapText(text, width);
      assert.equal(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
      for (const line of lines) assert.ok(Array.from(line).length <= width, line);
    }),
  );
});

test("marks of direction take no room", () => {
  assert.deepEqual(wrapText("\u2066abc\u2069 \u2066def\u2069", 7), [
    "\u2066abc\u2069 \u2066def\u2069",
  ]);
});

test("columns stand side by side", () => {
  assert.equal(besides(["a b c", "", "d"], 3), "a b │     │ d\nc   │     │");
});
