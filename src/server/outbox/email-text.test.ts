import assert from "node:assert/strict";
import { test } from "node:test";
import type { Told } from "../../core/view.ts";
import { parseEmailAddress } from "./email-address.ts";
import { ownIdsOf, renderPlainEmail } from "./email-text.ts";
import { operationTold, THEATRE_SET } from "./test-outbox.ts";

const conflictTold = {
  kind: "conflict.opened",
  conflict: {
    id: "C-7",
    ownOperationIds: ["NORTH-2026-00001"],
    facts: { sides: [{ operationId: "SOUTH-2026-00009", party: "SOUTH" }] },
  },
} as unknown as Told;

test("a mail names the party's own operations, and nothing of the other side", () => {
  assert.deepEqual(ownIdsOf(conflictTold, "NORTH"), ["NORTH-2026-00001"]);
  assert.deepEqual(ownIdsOf(operationTold("NORTH-2026-00002", "NORTH"), "NORTH"), [
    "NORTH-2026-00002",
  ]);
  assert.deepEqual(ownIdsOf(operationTold("SOUTH-2026-00009", "SOUTH"), "NORTH"), []);
  assert.deepEqual(ownIdsOf(THEATRE_SET, "NORTH"), []);
});

test("the text is short and plain; the subject tells nothing", () => {
  const atMs = Date.UTC(2026, 10, 23, 6);
  const notice = { kind: "conflict.opened", atMs, ownIds: ["NORTH-2026-00001"] } as const;
  const mail = renderPlainEmail({ ...notice, consoleUrl: "https://host.example/" }, "ar");
  assert.deepEqual(mail, {
    subject: "wideberth: something to read",
    text: [
      "A conflict was found.",
      "",
      "At: 2026-11-23T06:00Z",
      "Your own: NORTH-2026-00001",
      "Read it at: https://host.example/",
      "",
      "Mail is not confidential, so this one says no more. It may be late: rely on the console.",
      "",
    ].join("\n"),
  });
  const bare = renderPlainEmail({ kind: "resync", atMs, ownIds: [], consoleUrl: null }, "en");
  assert.doesNotMatch(bare.text, /Your own|Read it at/);
});

for (const text of ["desk@north.example", "a.b+c@xn--mgbh0fb.example", "o'hara@host"]) {
  test(`${text} is an address`, () => assert.ok(parseEmailAddress(text).ok));
}

for (const text of [
  "desk",
  "desk@",
  "@north.example",
  "desk@north.example, other@south.example",
  "desk@north.example\r\nBcc: other@south.example",
  "desk@north.example\n",
  "Desk <desk@north.example>",
  '"desk"@north.example',
  "desk@north..example",
  "desk@-north.example",
  "desk @north.example",
  "мост@north.example",
  `${"x".repeat(65)}@north.example`,
  `desk@${"x.".repeat(130)}example`,
]) {
  test(`${JSON.stringify(text).slice(0, 50)} is not`, () => {
    assert.ok(!parseEmailAddress(text).ok);
  });
}
