/** What this server tells other USSs, beside an open theatre: where tokens come from, what may be reached. */

import { ConfigError } from "./config-error.ts";
import type { Config } from "./config.ts";
import type { Engine } from "./engine.ts";
import type { F3548Config } from "./f3548-settings.ts";
import { LOOPBACK } from "./mail-settings.ts";
import { makeAddressCheck } from "./outbox/addresses.ts";
import { systemClock } from "./outbox/clock.ts";
import type { OutboxClock } from "./outbox/clock.ts";
import { OutboxError } from "./outbox/outbox-error.ts";
import { makePost } from "./outbox/post.ts";
import { resolveByDns } from "./outbox/resolve.ts";
import type { ResolveName } from "./outbox/resolve.ts";
import { SecretFileError } from "./secret-file.ts";
import { openClientTokens } from "./uss-client-tokens.ts";
import { makeSendNotice } from "./uss-sender/send.ts";
import type { SendOptions, WriteMessage } from "./uss-sender/send.ts";
import { openUssSender } from "./uss-sender/sender.ts";
import type { UssSender, UssSenderOptions, UssSenderStatus } from "./uss-sender/sender.ts";

export type TheatreUssSenderOptions = Omit<UssSenderOptions, "dataDir"> & {
  readonly settings: Pick<Config, "dataDir" | "webhookNetworks"> & { readonly f3548: F3548Config };
  readonly writeMessage: (engine: Pick<Engine, "airspace" | "submit">) => WriteMessage;
  /** May it reach this machine itself? For the example. */
  readonly isExample?: boolean;
  /** Trusted beside Node.js's own, PEM. */
  readonly trustedCertificates?: readonly string[];
  readonly resolve?: ResolveName;
  /** Hands to this server itself what is told at its own base URL; nobody hears of it where it is left out. */
  readonly deliverOwn?: (engine: Pick<Engine, "submit">) => SendOptions["deliverOwn"];
} & Partial<Pick<SendOptions, "noteExchange">>;

export type TheatreUssSenderStatus = UssSenderStatus & {
  /** Messages to this server's own base URL, which it took in itself; since the start. */
  readonly ownCount: number;
};

export type TheatreUssSender = Pick<UssSender, "ear" | "deadLetters" | "close"> & {
  readonly status: () => TheatreUssSenderStatus;
  /** Once the theatre is open. */
  readonly begin: (engine: Pick<Engine, "airspace" | "submit" | "withState">) => void;
};

/**
 * To be opened before the theatre, whose replay it hears, and closed after it. Null where the settings
 * have no `f3548.uss`. Throws ConfigError for settings that are wrong and for files that can't be used.
 */
export const openTheatreUssSender = (
  options: Omit<TheatreUssSenderOptions, "settings"> & {
    readonly settings: Pick<Config, "dataDir" | "webhookNetworks" | "f3548">;
  },
): TheatreUssSender | null => {
  const { settings } = options;
  const { f3548 } = settings;
  if (!f3548?.uss) return null;
  try {
    return open({ ...options, settings: { ...settings, f3548 } }, f3548.uss);
  } catch (error) {
    const isOurs = error instanceof OutboxError || error instanceof SecretFileError;
    if (!isOurs && !(error instanceof RangeError)) throw error;
    throw new ConfigError(`other USSs can't be told: ${error.message}`, { cause: error });
  }
};

const open = (
  options: TheatreUssSenderOptions,
  own: NonNullable<F3548Config["uss"]>,
): TheatreUssSender => {
  const { settings, writeMessage, noteExchange = () => {} } = options;
  const { dataDir, f3548 } = settings;
  const { allowHttp } = f3548;
  const clock: OutboxClock = options.clock ?? systemClock;
  const tokens = openClientTokens(own, dataDir, clock);
  const post = makePost({
    mayReach: makeAddressCheck(addressRules(options)),
    resolve: options.resolve ?? resolveByDns,
    trustedCertificates: options.trustedCertificates ?? [],
  });
  const sender = openUssSender({ ...options, dataDir });
  const { begin, status, ...rest } = sender;
  let ownCount = 0;
  return {
    ...rest,
    status: () => ({ ...status(), ownCount }),
    begin: (engine) => {
      const write = writeMessage(engine);
      const deliver = options.deliverOwn?.(engine);
      const deliverOwn: SendOptions["deliverOwn"] = async (message, notice) => {
        await deliver?.(message, notice);
        ownCount += 1;
      };
      const sending = { write, post, tokens, clock, own, allowHttp };
      const headSeq = engine.withState((_state, { seq }) => seq);
      begin(headSeq, makeSendNotice({ ...sending, deliverOwn, noteExchange }));
    },
  };
};

/** As webhooks; over plain http too where the settings let USSs be there. */
const addressRules = ({ settings, isExample = false }: TheatreUssSenderOptions) => {
  const { webhookNetworks, f3548 } = settings;
  return {
    allowLoopback: isExample || webhookNetworks.includes(LOOPBACK),
    allowedNetworks: webhookNetworks.filter((one) => one !== LOOPBACK),
    allowPlain: f3548.allowHttp,
  };
};
