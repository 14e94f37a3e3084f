import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseJson } from "./json-text.ts";
import { Unreadable } from "./unreadable.ts";

test("malformed JSON names the line of its first fault", () => {
  const rows: [string, string][] = [
    ['{\n"a": 1,\n"b": }', "line 3"],
    ['{\n"a": 1,\n}', "line 3"],
    ['{\n"a": tru\n}', "line 2"],
    ['{"a": 1', "line 1"],
    ['{\n"a": [1, 2\n', "line 3"],
    ["{\n'a': 1}", "line 2"],
    ['{"a": 1}\n\n{"b": 2}', "line 3"],
    ['["a\nb"]', "line 1"],
    ["[1, 2\n3]", "line 2"],
    ["[1}", "line 1"],
    ["nonsense", "line 1"],
    ["[01]", "line 1"],
  ];
  for (const [text, at] of rows) {
    assert.throws(
      () => parseJson(text),
      (error) => error instanceof Unreadable && error.at === at,
      text,
    );
  }
});

test("what JSON.parse takes is taken", () => {
  fc.assert(fc.property(fc.json(), (text) => assert.deepEqual(parseJson(text), JSON.parse(text))));
});

test("a text cut short is refused and never throws anything else", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, n) => {
      const cut = text.slice(0, n % (text.length + 1));
      try {
        parseJson(cut);
      } catch (error) {
        assert.ok(error instanceof Unreadable);
      }
    }),
  );
});
