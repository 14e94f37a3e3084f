import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Script } from "node:vm";
import fc from "fast-check";
import type { Scene } from "../picture/scene.ts";
import { embedJson, escapeMarkup } from "../../formats/markup-text.ts";
import { PAGE_SCRIPT, writePage } from "./page.ts";
import { PAGE_STYLE } from "./style.ts";

const EMPTY: Scene = {
  atMs: 0,
  recordCount: 0,
  drawnCount: 0,
  conflictCount: 0,
  listedCount: 0,
  sources: [],
  regions: [],
  skipped: [{ file: "</script><script>alert(1)</script>", at: "<!--", reason: "{script}" }],
};

test("the script is one sound script, and asks for nothing outside", () => {
  assert.doesNotThrow(() => new Script(PAGE_SCRIPT));
  assert.doesNotMatch(
    PAGE_SCRIPT,
    /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|import\(/,
  );
  assert.doesNotMatch(PAGE_SCRIPT.replaceAll("http://www.w3.org/2000/svg", ""), /https?:/);
});

test("the style turns with the language: no left, right, margin-left …", () => {
  assert.doesNotMatch(PAGE_STYLE, /[\s;{-](left|right|top|bottom)\s*:/);
  assert.doesNotMatch(PAGE_STYLE, /text-align:\s*(left|right)|https?:|@import|url\((?!#)/);
});

test("the policy names the hash of exactly what stands in the page", () => {
  const html = writePage(EMPTY, "en");
  for (const [tag, name] of [
    ["style", "style-src"],
    ["script", "script-src"],
  ] as const) {
    const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(text).digest("base64");
    assert.ok(html.includes(`${name} 'sha256-${hash}'`), name);
  }
  assert.match(html, /default-src 'none'/);
});

test("a hostile name stays inside the data, whatever it holds", () => {
  const html = writePage(EMPTY, "en");
  assert.equal(html.match(/<script/g)?.length, 2);
  assert.equal(html.match(/<!--/g), null);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const embedded = embedJson({ text });
      assert.doesNotMatch(embedded, /[<>&\u2028\u2029]/);
      assert.deepEqual(JSON.parse(embedded), { text });
      assert.doesNotMatch(escapeMarkup(text), /[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test("the page says its language and direction", () => {
  assert.match(writePage(EMPTY, "ar"), /<html lang="ar" dir="rtl">/);
  assert.match(writePage(EMPTY, "ru"), /<html lang="ru" dir="ltr">/);
});
