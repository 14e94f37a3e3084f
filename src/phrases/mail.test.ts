import assert from "node:assert/strict";
import { test } from "node:test";
import { MAIL_WORDS, renderMail } from "./mail.ts";

const AT_MS = Date.UTC(2026, 10, 23, 6, 30);
const notice = {
  kind: "conflict.opened",
  atMs: AT_MS,
  ownIds: ["NORTH-2026-00001"],
  consoleUrl: "https://host.example/",
} as const;

test("a mail says what kind of thing happened, when, to which own operation, and where to read", () => {
  assert.equal(
    renderMail(notice, "en").text,
    [
      "A conflict was found.",
      "",
      "At: 2026-11-23 06:30Z",
      "Your own: NORTH-2026-00001",
      "Read it at:",
      "https://host.example/",
      "",
      "Mail is not confidential, so this one says no more. It may be late: rely on the console.",
      "",
    ].join("\n"),
  );
});

test("each language says it in its own letters, with ids and times whole", () => {
  for (const [language, letters] of [
    ["ar", /تضارب/],
    ["ru", /конфликтная ситуация/i],
  ] as const) {
    const { text, subject } = renderMail(notice, language);
    assert.match(text, letters);
    assert.ok(text.includes("NORTH-2026-00001") && text.includes("2026-11-23 06:30Z"));
    assert.ok(text.includes("\nhttps://host.example/\n"), "the link stands alone");
    assert.doesNotMatch(subject, letters);
  }
});

test("nothing is said twice or left empty in any language", () => {
  for (const { topics, ...rest } of Object.values(MAIL_WORDS)) {
    const texts = [...Object.values(topics), ...Object.values(rest)];
    assert.equal(new Set(texts).size, texts.length);
    for (const text of texts) assert.ok(text.trim().length > 2);
  }
});
