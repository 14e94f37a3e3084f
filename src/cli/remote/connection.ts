/** How a verb reaches the server, and as whom: an address, a file with a token, a file with a key. */

import { decodeJwt } from "jose";
import { createClient } from "../../api/native/client.ts";
import type { Client } from "../../api/native/client.ts";
import { tokensFor } from "../../api/native/client-token.ts";
import { readSecretFile, SecretFileError } from "../../server/secret-file.ts";
import { flagText, UsageError } from "../flags.ts";
import type { Flags, FlagTable } from "../flags.ts";
import type { CliIo } from "../io.ts";
import { readSigning } from "./key-file.ts";

export const CONNECTION_FLAGS: FlagTable = {
  url: { type: "string" },
  "token-file": { type: "string" },
  language: { type: "string" },
  json: { type: "boolean" },
};

export const CONNECTION_USAGE = `Whom to ask, and as whom
  --url URL          the server (default $WIDEBERTH_URL or http://127.0.0.1:8080)
  --token-file FILE  a token; or an id and its secret with a blank between, for which tokens are got
                     (default $WIDEBERTH_TOKEN_FILE; or the token itself in $WIDEBERTH_TOKEN).
                     Only its owner may be able to read the file
  --language L       en, ar or ru (default en)
  --json             for machines: each thing as JSON on a line of its own
`;

export type Connection = {
  readonly client: Client;
  /** For whom the token speaks, by its own words; null: no party. */
  readonly party: () => Promise<string | null>;
};

/** Nothing is sent yet. Throws UsageError when there is no token, or no such key. */
export const connect = (
  flags: Flags,
  io: CliIo,
  { isOpenToAll = false }: { readonly isOpenToAll?: boolean } = {},
): Connection => {
  const baseUrl = baseUrlOf(flags, io);
  const token = isOpenToAll ? async () => "none" : tokensOf(flags, io, baseUrl);
  const keyFile = flagText(flags, "key-file");
  const client = createClient({
    baseUrl,
    token,
    retriesMax: RETRIES_MAX,
    ...(keyFile === null ? {} : { signing: readSigning(keyFile) }),
  });
  return { client, party: async () => partyOf(await token()) };
};

/** A person waits for the answer: about four seconds in all. */
const RETRIES_MAX = 4;

const baseUrlOf = (flags: Flags, io: CliIo): string => {
  const url = flagText(flags, "url") ?? io.env["WIDEBERTH_URL"] ?? "http://127.0.0.1:8080";
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UsageError(
    `--url ${JSON.stringify(url.slice(0, 80))} is no address: as in --url http://127.0.0.1:8080`,
  );
};

const tokensOf = (flags: Flags, io: CliIo, baseUrl: string): (() => Promise<string>) => {
  const path = flagText(flags, "token-file") ?? io.env["WIDEBERTH_TOKEN_FILE"] ?? "";
  const { WIDEBERTH_TOKEN: given = "" } = io.env;
  if (path === "" && given !== "") return async () => given;
  if (path === "")
    throw new UsageError(
      "no token: give --token-file FILE, or set WIDEBERTH_TOKEN_FILE or WIDEBERTH_TOKEN; wideberth token --help makes one",
    );
  const [first, secret] = readWords(path);
  if (secret !== undefined) return tokensFor({ baseUrl, id: first, secret });
  // A file that somebody else keeps fresh is read anew; a pipe gives its token once.
  return async () => {
    try {
      return readWords(path)[0];
    } catch {
      return first;
    }
  };
};

const readWords = (path: string): readonly [string, string?] => {
  const [first, secret, ...rest] = readText(path).trim().split(/\s+/);
  if (first === undefined || first === "" || rest.length > 0)
    throw new UsageError(`${path} holds neither a token nor an id and its secret`);
  return secret === undefined ? [first] : [first, secret];
};

const readText = (path: string): string => {
  try {
    const text = readSecretFile(path);
    if (text !== null) return text;
  } catch (error) {
    if (error instanceof SecretFileError) throw new UsageError(error.message);
    throw new UsageError(`${path} can't be read: ${error instanceof Error ? error.message : ""}`);
  }
  throw new UsageError(`${path} is not there: name the file that holds the token`);
};

const partyOf = (token: string): string | null => {
  try {
    const { party } = decodeJwt(token);
    return typeof party === "string" ? party : null;
  } catch {
    return null;
  }
};
