/** The server as a USS itself: what it tells others, what it is told, and what is kept of both. */

import { isServed, makeWriteMessage } from "../api/f3548/notification.ts";
import { makeTakeOwn } from "../api/f3548/take-own.ts";
import { ConfigError } from "../server/config-error.ts";
import type { Config } from "../server/config.ts";
import type { Engine } from "../server/engine.ts";
import { openTheatreUssSender } from "../server/theatre-uss-sender.ts";
import type { TheatreUssSender } from "../server/theatre-uss-sender.ts";
import { exchangesPath, openExchanges } from "../server/uss-exchanges.ts";
import type { ExchangeStore } from "../server/uss-exchanges.ts";
import type { CliIo } from "./io.ts";

export type UssHalf = Pick<TheatreUssSender, "ear" | "deadLetters" | "status" | "close"> & {
  readonly exchanges: ExchangeStore;
  /** Once the theatre is open. */
  readonly begin: (engine: Engine) => void;
};

export type UssHalfOptions = {
  readonly config: Config;
  readonly io: CliIo;
  readonly onFailure: (error: unknown) => void;
  /** May others be on this machine itself? For the example. */
  readonly isExample: boolean;
};

/**
 * To be opened before the theatre, whose replay it hears, and closed after it. Null where the settings
 * have no `f3548.uss`. Throws ConfigError for settings that are wrong and files that can't be used.
 */
export const openUssHalf = ({
  config,
  io,
  onFailure,
  isExample,
}: UssHalfOptions): UssHalf | null => {
  const own = config.f3548?.uss;
  if (!own) return null;
  const exchanges = openExchangesOf(config, io);
  try {
    const sender = openTheatreUssSender({
      settings: config,
      isServed,
      writeMessage: makeWriteMessage(own.name),
      isExample,
      onWarning: (message, about) => io.err(`${message}: ${JSON.stringify(about)}\n`),
      onFailure,
      noteExchange: (exchange) => exchanges.note(exchange),
      deliverOwn: makeTakeOwn(own),
    });
    if (!sender) throw new Error("bug: a USS has a sender");
    return {
      ...sender,
      exchanges,
      close: async () => {
        await sender.close();
        exchanges.close();
      },
    };
  } catch (error) {
    exchanges.close();
    throw error;
  }
};

/** Throws ConfigError when the file can't be opened. */
const openExchangesOf = ({ dataDir }: Config, io: CliIo): ExchangeStore => {
  const path = exchangesPath(dataDir);
  const onFault = (error: unknown): void =>
    io.err(`exchanges with USSs are not noted: ${(error as Error).message}\n`);
  try {
    return openExchanges(path, { nowMs: io.nowMs, onFault });
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError(`${path} can't be opened (${message}): move it away to begin another`);
  }
};
