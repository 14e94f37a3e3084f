/** Mail on the wire: a real SMTP server on loopback, with and without TLS. */

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { SMTPServer } from "smtp-server";
import type { SMTPServerOptions } from "smtp-server";
import type { Attempt } from "./attempt.ts";
import { makeSendEmail } from "./email.ts";
import type { EmailRequest, SmtpConfig } from "./email.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "./test-certificate.ts";
import { tempFolder, until } from "./test-outbox.ts";

type Mail = { readonly from: string; readonly to: readonly string[]; readonly raw: string };
type MailServer = {
  readonly port: number;
  readonly mails: readonly Mail[];
  connectionCount: number;
};

const startMailServer = async (
  t: TestContext,
  options: SMTPServerOptions = {},
): Promise<MailServer> => {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    key: TEST_KEY,
    cert: TEST_CERTIFICATE,
    authOptional: true,
    closeTimeout: 100,
    disableReverseLookup: true,
    onConnect: (_session, accept) => {
      started.connectionCount += 1;
      accept();
    },
    onData: (stream, { envelope }, accept) => {
      let raw = "";
      stream.setEncoding("utf8").on("data", (text: string) => (raw += text));
      stream.on("end", () => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
        accept();
      });
    },
    ...options,
  });
  server.on("error", () => {}); // clients that turn away
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const started: MailServer = { port, mails, connectionCount: 0 };
  return started;
};

const configOf = (t: TestContext, port: number, more: Partial<SmtpConfig> = {}): SmtpConfig => {
  const caFile = join(tempFolder(t), "ca.pem");
  writeFileSync(caFile, TEST_CERTIFICATE);
  const from = "wideberth@host.example";
  return { host: "localhost", port, tls: "starttls", from, credentialsFile: null, caFile, ...more };
};

const MAIL: EmailRequest = {
  to: "desk@north.example",
  id: "m1_17_0",
  atMs: Date.UTC(2026, 10, 23, 6),
  subject: "wideberth: something to read",
  text: "A conflict was found.\n\n.\nFrom here on: جسر, мост\n..\n",
};

const never = new AbortController().signal;

const attempt = (
  config: SmtpConfig,
  mail: Partial<EmailRequest> = {},
  signal = never,
): Promise<Attempt> => makeSendEmail(config)({ ...MAIL, ...mail }, signal);

const reasonOf = (result: Attempt): string =>
  result.outcome === "delivered" ? "delivered" : result.reason;

const headersOf = ({ raw }: Mail): string => raw.slice(0, raw.indexOf("\r\n\r\n"));
const textOf = ({ raw }: Mail): string => {
  const body = raw.slice(raw.indexOf("\r\n\r\n") + 4);
  if (/^Content-Transfer-Encoding: base64$/im.test(headersOf({ raw, from: "", to: [] }))) {
    return Buffer.from(body, "base64").toString();
  }
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, "latin1").toString().replaceAll("\r\n", "\n");
};

for (const tls of ["starttls", "implicit"] as const) {
  test(`a mail goes encrypted by ${tls}, once, as plain text, and a repeat is known as one`, async (t) => {
    const isSecure: boolean[] = [];
    const server = await startMailServer(t, {
      secure: tls === "implicit",
      onMailFrom: (_address, session, accept) => {
        isSecure.push(session.secure);
        accept();
      },
    });
    const config = configOf(t, server.port, { tls });
    assert.deepEqual(await attempt(config), { outcome: "delivered" });
    assert.deepEqual(await attempt(config), { outcome: "delivered" });
    assert.deepEqual(isSecure, [true, true]);
    const [first, second] = server.mails as [Mail, Mail];
    assert.deepEqual([first.from, first.to], ["wideberth@host.example", ["desk@north.example"]]);
    const headers = headersOf(first);
    assert.match(headers, /^Message-ID: <m1_17_0@host\.example>$/im);
    assert.match(headers, /^Date: Mon, 23 Nov 2026 06:00:00 \+0000$/im);
    assert.match(headers, /^Subject: wideberth: something to read$/im);
    assert.match(headers, /^From: wideberth <wideberth@host\.example>$/im);
    assert.match(headers, /^To: desk@north\.example$/im);
    assert.match(headers, /^Content-Type: text\/plain; charset=utf-8$/im);
    assert.match(headers, /^Auto-Submitted: auto-generated$/im);
    assert.doesNotMatch(headers, /mailer|nodemailer/i);
    assert.equal(textOf(first), MAIL.text);
    assert.equal(second.raw, first.raw);
  });
}

test("a server that offers no encryption, or whose certificate is not trusted, gets no mail", async (t) => {
  const plain = await startMailServer(t, { disabledCommands: ["STARTTLS", "AUTH"] });
  const refused = await attempt(configOf(t, plain.port));
  assert.equal(reasonOf(refused), "the mail server answered 500 to STARTTLS");
  const server = await startMailServer(t);
  const untrusted = await attempt(configOf(t, server.port, { caFile: null }));
  assert.equal(reasonOf(untrusted), "the mail server: its certificate is not trusted");
  assert.equal(plain.mails.length + server.mails.length, 0);
});

test("plain is for this machine alone", async (t) => {
  const server = await startMailServer(t, { disabledCommands: ["STARTTLS"] });
  const config = configOf(t, server.port, { tls: "none" });
  assert.equal((await attempt(config)).outcome, "delivered");
  assert.throws(() => makeSendEmail({ ...config, host: "mail.example" }), RangeError);
});

test("credentials come from a file that nobody else may read, and go encrypted", async (t) => {
  const server = await startMailServer(t, {
    authOptional: false,
    onAuth: ({ username, password }, _session, answer) =>
      username === "wideberth" && password === "pass word"
        ? answer(null, { user: "wideberth" })
        : answer(new Error("no")),
  });
  const credentialsFile = join(tempFolder(t), "smtp.json");
  const config = configOf(t, server.port, { credentialsFile });
  assert.throws(() => makeSendEmail(config), { name: "SecretFileError" });
  writeFileSync(credentialsFile, '{"user": "wideberth", "pass": "pass word"}', { mode: 0o600 });
  assert.equal((await attempt(config)).outcome, "delivered");
  writeFileSync(credentialsFile, '{"user": "wideberth", "pass": "other"}');
  const refused = await attempt(config);
  assert.equal(refused.outcome, "failed", "a matter of this server, not of the mail");
  assert.match(reasonOf(refused), /answered 535 to AUTH PLAIN/);
  chmodSync(credentialsFile, 0o644);
  assert.throws(() => makeSendEmail(config), { name: "SecretFileError", message: /600/ });
  chmodSync(credentialsFile, 0o600);
  writeFileSync(credentialsFile, '{"user": "wideberth", "pass"');
  assert.throws(
    () => makeSendEmail(config),
    (error: Error) => !error.message.includes('wideberth"'),
  );
});

const rejecting = (responseCode: number): Error =>
  Object.assign(new Error("secret words of the server"), { responseCode });

for (const [where, status, outcome, reason] of [
  ["onRcptTo", 550, "refused", "the mail server answered 550 to RCPT TO"],
  ["onRcptTo", 450, "failed", "the mail server answered 450 to RCPT TO"],
  ["onData", 554, "refused", "the mail server answered 554 to DATA"],
  ["onData", 451, "failed", "the mail server answered 451 to DATA"],
  ["onMailFrom", 550, "failed", "the mail server answered 550 to MAIL FROM"],
  ["onConnect", 554, "failed", "the mail server answered 554 to CONN"],
] as const) {
  test(`${status} at ${where} is ${outcome}, told without the server's words`, async (t) => {
    const server = await startMailServer(t, {
      [where]: (first: unknown, second: unknown, third: unknown) => {
        const answer = (third ?? second) as (error: Error) => void;
        if (where === "onData") (first as NodeJS.ReadableStream).resume();
        answer(rejecting(status));
      },
    });
    const result = await attempt(configOf(t, server.port));
    assert.deepEqual([result.outcome, reasonOf(result)], [outcome, reason]);
  });
}

test("no header can be injected, by address, subject or text", async (t) => {
  const server = await startMailServer(t);
  const config = configOf(t, server.port);
  const evil = "\r\nBcc: other@south.example\r\nX-Evil: 1\r\n\r\nevil";
  for (const to of [
    `desk@north.example${evil}`,
    "desk@north.example,other@south.example",
    "<x@y>",
  ]) {
    const result = await attempt(config, { to });
    assert.equal(reasonOf(result), "it is no e-mail address");
  }
  assert.equal(server.connectionCount, 0);
  for (const line of ["\r\n", "\n", "\r", "\u2028", "\u0085", "\0"]) {
    const subject = `news${evil.replaceAll("\r\n", line)}`;
    assert.equal((await attempt(config, { subject })).outcome, "delivered");
  }
  assert.equal((await attempt(config, { text: evil })).outcome, "delivered");
  for (const mail of server.mails) {
    assert.deepEqual(mail.to, ["desk@north.example"]);
    const names = headersOf(mail)
      .split("\r\n")
      .filter((line) => !/^[ \t]/.test(line))
      .map((line) => line.split(":")[0]!.toLowerCase());
    assert.ok(!names.includes("bcc") && !names.includes("x-evil"), names.join());
    assert.equal(names.filter((name) => name === "subject").length, 1);
    assert.doesNotMatch(headersOf(mail), /(^|[^\r])\n|\r(?!\n)/);
  }
});

test("a text that looks like a file or a page is sent as it is", async (t) => {
  const server = await startMailServer(t);
  const text = "file:///etc/passwd";
  assert.equal((await attempt(configOf(t, server.port), { text })).outcome, "delivered");
  assert.equal(textOf(server.mails[0]!).trim(), text);
});

test("a server that says nothing is left after the limit; one that is not there is told so", async (t) => {
  let connectionCount = 0;
  const silent = createTcpServer((socket) => {
    connectionCount += 1;
    socket.on("error", () => {}).resume();
    t.after(() => socket.destroy());
  });
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const late = new AbortController();
  const result = attempt(configOf(t, port), {}, late.signal);
  await until(() => connectionCount > 0);
  late.abort("no answer within 60 s");
  assert.equal(reasonOf(await result), "no answer within 60 s");
  silent.close();
  const gone = await attempt(configOf(t, port));
  assert.equal(reasonOf(gone), "the mail server: the connection was refused");
});
