/** Mail through the outbox: in order, minimal, folded when there is too much. */

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import type { SmtpConfig } from "./email.ts";
import { EMAIL_LIMITS } from "./limits.ts";
import { emailTo, openTestOutbox, operationTold, THEATRE_SET, until } from "./test-outbox.ts";

type MailServer = {
  readonly config: SmtpConfig;
  /** Message-ID and text of each. */
  readonly mails: readonly { readonly id: string; readonly raw: string }[];
  /** What it answers to the recipient; null: yes. */
  refusal: { readonly responseCode: number } | null;
};

const startMailServer = async (t: TestContext): Promise<MailServer> => {
  const mails: { id: string; raw: string }[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    closeTimeout: 100,
    disableReverseLookup: true,
    onRcptTo: (_address, _session, answer) =>
      answer(started.refusal && Object.assign(new Error("no"), started.refusal)),
    onData: (stream, _session, accept) => {
      let raw = "";
      stream.setEncoding("utf8").on("data", (text: string) => (raw += text));
      stream.on("end", () => {
        mails.push({ id: /^Message-ID: <(.*)>/im.exec(raw)?.[1] ?? "", raw });
        accept();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const started: MailServer = {
    config: {
      host: "127.0.0.1",
      port,
      tls: "none",
      from: "wideberth@host.example",
      credentialsFile: null,
      caFile: null,
    },
    mails,
    refusal: null,
  };
  return started;
};

test("each event is a mail of its own that says little", async (t) => {
  const server = await startMailServer(t);
  const box = openTestOutbox(t, [emailTo("desk@north.example")], { smtp: server.config });
  box.journal.say(operationTold("NORTH-2026-00001", "NORTH"));
  box.journal.say(operationTold("SOUTH-2026-00009", "SOUTH"));
  await until(() => server.mails.length === 2);
  assert.deepEqual(
    server.mails.map(({ id }) => id),
    ["m1_1_0@host.example", "m1_2_0@host.example"],
  );
  assert.match(server.mails[0]!.raw, /Your own: NORTH-2026-00001/);
  assert.match(server.mails[0]!.raw, /https:\/\/host\.example\//);
  assert.doesNotMatch(server.mails[1]!.raw, /SOUTH|00009/);
});

test("a mail that is refused for good is a dead letter at once, and the next goes on", async (t) => {
  const server = await startMailServer(t);
  const box = openTestOutbox(t, [emailTo("desk@north.example")], { smtp: server.config });
  server.refusal = { responseCode: 550 };
  box.journal.say(THEATRE_SET);
  await until(() => box.outbox.deadLetters("NORTH").items.length === 1);
  const [letter] = box.outbox.deadLetters("NORTH").items;
  assert.equal(letter!.reason, "the mail server answered 550 to RCPT TO");
  server.refusal = null;
  box.journal.say(THEATRE_SET);
  await until(() => server.mails.length === 1);
  assert.ok(box.outbox.resend("NORTH", letter!.id).ok);
  await until(() => server.mails.length === 2);
  assert.equal(server.mails[1]!.id, "m1_1_0@host.example");
});

test("a mail that is put off is tried again", async (t) => {
  const server = await startMailServer(t);
  const box = openTestOutbox(t, [emailTo("desk@north.example")], { smtp: server.config });
  server.refusal = { responseCode: 451 };
  box.journal.say(THEATRE_SET);
  await until(() => box.outbox.status("NORTH")[0]!.nextAttemptMs !== null);
  server.refusal = null;
  box.clock.move(1_000);
  await until(() => server.mails.length === 1);
});

test("too many at once are one mail that says to read the lists; flash comes one by one", async (t) => {
  const server = await startMailServer(t);
  const box = openTestOutbox(t, [emailTo("desk@north.example", { isPaused: true })], {
    smtp: server.config,
    isFlash: ({ told }) => told.kind === "operation.filed",
  });
  const flash = operationTold("NORTH-2026-00001", "NORTH");
  for (let i = 0; i <= EMAIL_LIMITS.waitingMax; i++) box.journal.say(THEATRE_SET);
  box.journal.say(flash, flash);
  box.targets[0] = emailTo("desk@north.example");
  box.outbox.wake();
  await until(() => server.mails.length === 3);
  await sleep(50);
  const headSeq = box.journal.seq;
  assert.deepEqual(
    new Set(server.mails.map(({ id }) => id.split("@")[0])),
    new Set([`m1_${headSeq}_0`, `m1_${headSeq}_1`, `m1_${headSeq}_resync`]),
  );
});

test("flash is not folded, however much there is", async (t) => {
  const server = await startMailServer(t);
  const paused = emailTo("desk@north.example", { isPaused: true });
  const box = openTestOutbox(t, [paused], { smtp: server.config, isFlash: () => true });
  for (let i = 0; i <= EMAIL_LIMITS.waitingMax; i++) box.journal.say(THEATRE_SET);
  box.targets[0] = emailTo("desk@north.example");
  box.outbox.wake();
  await until(() => server.mails.length >= 3);
  assert.deepEqual(
    server.mails.slice(0, 3).map(({ id }) => id.split("@")[0]),
    ["m1_1_0", "m1_2_0", "m1_3_0"],
  );
});

test("without a mail server mails wait, and the status says why", async (t) => {
  const server = await startMailServer(t);
  let box = openTestOutbox(t, [emailTo("desk@north.example")]);
  box.journal.say(THEATRE_SET);
  await sleep(20);
  const [status] = box.outbox.status("NORTH");
  assert.deepEqual([status!.heldBy, status!.waiting.count], ["no-mail-server", 1]);
  await box.outbox.close();
  const { dataDir, journal, clock, targets } = box;
  box = openTestOutbox(t, targets, { dataDir, journal, clock, smtp: server.config });
  await until(() => server.mails.length === 1);
});
