/** The outbox of one theatre: what its targets are, what must not wait, and where mail goes. */

import type { Target as CoreTarget } from "../core/targets/model.ts";
import { renderMail } from "../phrases/mail.ts";
import { ConfigError } from "./config.ts";
import type { Config } from "./config.ts";
import type { Engine } from "./engine.ts";
import type { JournalEvent } from "./journal.ts";
import { LOOPBACK, readSmtpUrl } from "./mail-settings.ts";
import type { EncodeEvent } from "./outbox/content.ts";
import type { SmtpConfig } from "./outbox/email.ts";
import type { RenderEmail } from "./outbox/email-text.ts";
import { openOutbox } from "./outbox/outbox.ts";
import type { Outbox, OutboxOptions } from "./outbox/outbox.ts";
import { OutboxError } from "./outbox/outbox-error.ts";
import { SecretFileError } from "./secret-file.ts";
import type { Target } from "./outbox/target.ts";

export type OutboxSettings = Pick<
  Config,
  | "dataDir"
  | "smtpUrl"
  | "smtpFrom"
  | "smtpCredentialsFile"
  | "smtpCaFile"
  | "webhookNetworks"
  | "consoleUrl"
>;

export type TheatreOutboxOptions = Pick<OutboxOptions, "onWarning" | "onFailure" | "random"> & {
  readonly settings: OutboxSettings;
  /** The event as the event stream says it. */
  readonly encode: EncodeEvent;
  /** May webhooks go to this machine itself, unencrypted? For the example. */
  readonly isExample?: boolean;
};

/**
 * Opens the outbox beside an open theatre. Close it after the theatre: what was decided last is then
 * carried over. Throws ConfigError for settings that are wrong and for files that can't be used.
 */
export const openTheatreOutbox = (
  { journal, withState }: Pick<Engine, "journal" | "withState">,
  { settings, isExample = false, ...rest }: TheatreOutboxOptions,
): Outbox => {
  const { dataDir, webhookNetworks, consoleUrl } = settings;
  try {
    return openOutbox({
      ...rest,
      dataDir,
      journal,
      headSeq: () => withState(({ seq }) => seq),
      listTargets: makeListTargets({ withState }),
      isFlash,
      renderEmail,
      consoleUrl,
      smtp: smtpOf(settings),
      addresses: {
        allowLoopback: isExample || webhookNetworks.includes(LOOPBACK),
        allowedNetworks: webhookNetworks.filter((one) => one !== LOOPBACK),
      },
    });
  } catch (error) {
    const isOurs = error instanceof OutboxError || error instanceof SecretFileError;
    if (!isOurs && !(error instanceof RangeError)) throw error;
    throw new ConfigError(`the outbox can't be opened: ${error.message}`, { cause: error });
  }
};

/** It is asked at every look and every attempt: made anew only when a target changed. */
const makeListTargets = ({ withState }: Pick<Engine, "withState">): (() => readonly Target[]) => {
  let known: readonly CoreTarget[] | null = null;
  let targets: readonly Target[] = [];
  return () =>
    withState((state) => {
      if (state.targets.live !== known) {
        known = state.targets.live;
        targets = known.map(toTarget);
      }
      return targets;
    });
};

const toTarget = (target: CoreTarget): Target => {
  const { id, party, eventKinds, state, sinceSeq, to, secretVersion, secretChangedMs } = target;
  const common = { id, party, eventKinds, isPaused: state === "paused", sinceSeq };
  return to.kind === "webhook"
    ? { ...common, ...to, secretVersion, secretChangedMs }
    : { ...common, ...to };
};

/** Said with the word flash, or to save life. A party sees its messages in full. */
export const isFlash = ({ told }: JournalEvent): boolean => {
  if (!("message" in told) || told.message.detail !== "full") return false;
  const { kind, header } = told.message;
  return header.precedence === "flash" || kind === "distress" || kind === "sar_request";
};

const renderEmail: RenderEmail = (notice, language) =>
  renderMail(notice, language === "ar" || language === "ru" ? language : "en");

const smtpOf = (settings: OutboxSettings): SmtpConfig | null => {
  const { smtpUrl, smtpFrom, smtpCredentialsFile, smtpCaFile } = settings;
  if (smtpUrl === null) return null;
  if (smtpFrom === null) {
    throw new ConfigError("smtpFrom is missing: say who the mail is from, as desk@host.example");
  }
  return {
    ...readSmtpUrl(smtpUrl, "smtpUrl"),
    from: smtpFrom,
    credentialsFile: smtpCredentialsFile,
    caFile: smtpCaFile,
  };
};
