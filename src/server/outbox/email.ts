/**
 * One attempt to deliver by mail, over the mail server that the host names.
 *
 * Encrypted always, but to this machine itself where the host said so. `Message-ID` is the delivery's
 * own and the date is the event's, so that a repeat is the same mail, and known as one.
 */

import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";
import { failed } from "./attempt.ts";
import type { Attempt } from "./attempt.ts";
import { domainOf, parseEmailAddress } from "./email-address.ts";
import type { EmailText } from "./email-text.ts";
import { codeInWords } from "./fault-words.ts";
import { readSecretFile, SecretFileError } from "../secret-file.ts";

/** The mail server, as configured. */
export type SmtpConfig = {
  readonly host: string;
  readonly port: number;
  /** `starttls`: plain at first, port 587; `implicit`: from the first byte, port 465; `none`: this machine only. */
  readonly tls: "starttls" | "implicit" | "none";
  /** Who the mail is from; answers and bounces go there. */
  readonly from: string;
  /** A file of mode 600: `{"user": "…", "pass": "…"}`. Null: the server asks for none. */
  readonly credentialsFile: string | null;
  /** A certificate trusted for it, PEM; null: those that Node.js trusts. */
  readonly caFile: string | null;
};

export type EmailRequest = EmailText & {
  readonly to: string;
  readonly id: string;
  readonly atMs: number;
};

export type SendEmail = (request: EmailRequest, signal: AbortSignal) => Promise<Attempt>;

const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "::1"];

/** Throws RangeError for a setting that is wrong, SecretFileError for credentials that others may read. */
export const makeSendEmail = (smtp: SmtpConfig): SendEmail => {
  if (!parseEmailAddress(smtp.from).ok) throw new RangeError(`${smtp.from} is no e-mail address`);
  if (smtp.tls === "none" && !LOOPBACK_HOSTS.includes(smtp.host)) {
    throw new RangeError(
      `mail to ${smtp.host} must be encrypted: only to this machine itself may it be plain`,
    );
  }
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.tls === "implicit",
    requireTLS: smtp.tls === "starttls",
    ignoreTLS: smtp.tls === "none",
    tls: {
      minVersion: "TLSv1.2",
      rejectUnauthorized: true,
      ...(smtp.caFile === null ? {} : { ca: readFileSync(smtp.caFile, "utf8") }),
    },
    ...(smtp.credentialsFile === null ? {} : { auth: readCredentials(smtp.credentialsFile) }),
    // A text is a text: never the name of a file or the address of a page to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, id, atMs, subject, text }, signal) => {
    if (!parseEmailAddress(to).ok) return failed("it is no e-mail address");
    try {
      await transport.sendMail({
        from: { name: "wideberth", address: smtp.from },
        to: { name: "", address: to },
        envelope: { from: smtp.from, to: [to] },
        subject: oneLine(subject),
        text,
        messageId: `<${id}@${domainOf(smtp.from)}>`,
        date: new Date(atMs),
        // No machine answers it. Source: RFC 3834.
        headers: { "Auto-Submitted": "auto-generated" },
        xMailer: false,
        signal,
      });
      return { outcome: "delivered" };
    } catch (error) {
      return signal.aborted ? failed(String(signal.reason)) : judge(error);
    }
  };
};

/** Line ends would begin a header; nodemailer folds them too. */
const oneLine = (subject: string): string => subject.replaceAll(/\p{Cc}+/gu, " ").trim();

const readCredentials = (path: string): { user: string; pass: string } => {
  const text = readSecretFile(path);
  if (text === null) throw new SecretFileError(`there are no credentials at ${path}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null; // the parser's own words would show part of the file
  }
  if (typeof parsed === "object" && parsed !== null && "user" in parsed && "pass" in parsed) {
    const { user, pass } = parsed;
    if (typeof user === "string" && typeof pass === "string") return { user, pass };
  }
  throw new SecretFileError(`${path} holds no {"user": "…", "pass": "…"}`);
};

/**
 * A mail that the server refuses for good (5xx to recipient or text) is not sent again: "the SMTP
 * client SHOULD NOT repeat the exact request". 5xx to anything else is about this server, not the mail.
 * Source: RFC 5321 §4.2.1.
 */
const judge = (error: unknown): Attempt => {
  const { status, command, code } = faultOf(error);
  if (status === null) return failed(`the mail server: ${WORDS[code] ?? codeInWords(code)}`);
  const reason = `the mail server answered ${status} to ${command}`;
  const isOfThisMail = command === "RCPT TO" || command === "DATA";
  // 503, a bad sequence, is about the session.
  return isOfThisMail && status >= 500 && status !== 503
    ? { outcome: "refused", reason }
    : failed(reason);
};

/** What nodemailer tells beside the message, which holds the server's own words. */
type SmtpFault = {
  readonly status: number | null;
  readonly command: string;
  readonly code: string;
};

const WORDS: Readonly<Record<string, string>> = {
  ECONNECTION: "the connection was cut",
  ETIMEDOUT: "no answer in time",
  EDNS: "its name is not known to DNS",
  ETLS: "it offers no encryption that is good enough",
};

const faultOf = (error: unknown): SmtpFault => {
  const { code, originalCode, responseCode, command } = error as Record<string, unknown>;
  return {
    status: typeof responseCode === "number" ? responseCode : null,
    command: typeof command === "string" && /^[A-Z][A-Z ]{0,20}$/.test(command) ? command : "it",
    code: String(originalCode ?? code),
  };
};
