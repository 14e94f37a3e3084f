/** Settings about what is sent out, as text: where the mail server is, what webhooks may reach. */

import { ConfigError } from "./config-error.ts";
import { makeAddressCheck } from "./outbox/addresses.ts";
import type { SmtpConfig } from "./outbox/email.ts";
import { parseEmailAddress } from "./outbox/email-address.ts";
import { hostOf } from "./outbox/webhook-url.ts";

export type MailServer = Pick<SmtpConfig, "host" | "port" | "tls">;

const SMTP_PORTS = { implicit: 465, starttls: 587, none: 25 } as const;

/**
 * `smtps://HOST[:PORT]`: encrypted from the first byte. `smtp://HOST[:PORT]`: encrypted by STARTTLS,
 * and no mail without it. `smtp://HOST[:PORT]?tls=none`: plain, to this machine alone.
 * Throws ConfigError.
 */
export const readSmtpUrl = (text: string, name: string): MailServer => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSmtp = url?.protocol === "smtp:" || url?.protocol === "smtps:";
  if (!url || !isSmtp || url.hostname === "") {
    throw new ConfigError(`${name} ${text} is no mail server: write smtps://mail.example:465`);
  }
  if (url.username !== "" || url.password !== "") {
    // Not said again: it holds a password.
    throw new ConfigError(`${name} has a user in it: write that into smtpCredentialsFile`);
  }
  const isPlain = url.protocol === "smtp:" && url.search === "?tls=none";
  if (!["", "/"].includes(url.pathname) || url.hash !== "" || (url.search !== "" && !isPlain)) {
    throw new ConfigError(`${name} ${text} has something behind the host and port: leave it out`);
  }
  const tls = url.protocol === "smtps:" ? "implicit" : isPlain ? "none" : "starttls";
  return { host: hostOf(url), port: url.port === "" ? SMTP_PORTS[tls] : Number(url.port), tls };
};

/** Throws ConfigError. */
export const readMailAddress = (text: string, name: string): string => {
  if (parseEmailAddress(text).ok) return text;
  throw new ConfigError(`${name} ${text} is no e-mail address: write it as desk@host.example`);
};

/** This machine itself, over plain http too: for trying things out. */
export const LOOPBACK = "loopback";

/** Throws ConfigError. */
export const readNetwork = (text: string, name: string): string => {
  if (text === LOOPBACK) return text;
  try {
    makeAddressCheck({ allowLoopback: false, allowedNetworks: [text] });
    return text;
  } catch {
    throw new ConfigError(`${name} ${text} is not a network: write it as 10.1.0.0/16`);
  }
};
