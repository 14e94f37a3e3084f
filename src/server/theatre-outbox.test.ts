import assert from "node:assert/strict";
import { test } from "node:test";
import type { Told } from "../core/view.ts";
import { readConfig } from "./config.ts";
import { openTheatreFolder } from "./theatre-folder.ts";
import { isFlash, openTheatreOutbox } from "./theatre-outbox.ts";
import type { OutboxSettings } from "./theatre-outbox.ts";
import { tempFolder, THEATRE_SET } from "./outbox/test-outbox.ts";

const messageTold = (kind: string, precedence: string, detail = "full"): Told =>
  ({
    kind: "message.sent",
    message: detail === "full" ? { detail, kind, header: { precedence } } : { detail, precedence },
  }) as unknown as Told;

test("flash, distress and search and rescue wait behind nothing else", () => {
  const rows: readonly (readonly [Told, boolean])[] = [
    [messageTold("hazard_warning", "flash"), true],
    [messageTold("hazard_warning", "immediate"), false],
    [messageTold("distress", "routine"), true],
    [messageTold("sar_request", "immediate"), true],
    [messageTold("distress", "flash", "exists"), false],
    [THEATRE_SET, false],
  ];
  for (const [told, isSo] of rows) {
    assert.equal(isFlash({ seq: 1, atMs: 0, told }), isSo, JSON.stringify(told));
  }
});

const REFUSED: readonly (readonly [string, Partial<OutboxSettings>, RegExp])[] = [
  ["mail from nobody", { smtpUrl: "smtps://mail.example" }, /smtpFrom is missing/],
  [
    "mail in the clear",
    { smtpUrl: "smtp://mail.example?tls=none", smtpFrom: "a@b.example" },
    /must be encrypted/,
  ],
];

test("mail in the clear to this machine needs nothing of what webhooks may reach", async (t) => {
  const dataDir = tempFolder(t);
  const theatre = await openTheatreFolder(dataDir, { onWarning: () => {} });
  const mail = { smtpUrl: "smtp://127.0.0.1?tls=none", smtpFrom: "a@b.example" };
  const settings = { ...readConfig({ env: {} }), dataDir, webhookNetworks: [], ...mail };
  const about = { encode: () => ({}), onWarning: () => {}, onFailure: () => {} };
  const outbox = openTheatreOutbox(theatre.engine, { settings, ...about });
  assert.ok(!outbox.checkUrl("http://127.0.0.1/hook").ok);
  await theatre.close();
  await outbox.close();
});

for (const [name, settings, message] of REFUSED) {
  test(`${name} is refused as a setting`, async (t) => {
    const dataDir = tempFolder(t);
    const theatre = await openTheatreFolder(dataDir, { onWarning: () => {} });
    const about = { encode: () => ({}), onWarning: () => {}, onFailure: () => {} };
    try {
      assert.throws(
        () =>
          openTheatreOutbox(theatre.engine, {
            settings: { ...readConfig({ env: {} }), dataDir, ...settings },
            ...about,
          }),
        (error: Error) => error.name === "ConfigError" && message.test(error.message),
      );
    } finally {
      await theatre.close();
    }
  });
}
